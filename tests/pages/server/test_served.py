"""The server as app.py puts it together, in a process of its own, asked from within."""

import json
import os
import subprocess
import sys

from tests import ROOT

BEGIN = """
import json, os, time
import streamlit as st
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
import app
from pages.server import resources
from pages.server.streamlit_private import forget_departed
resources.start = lambda: None
seen = {}

def finish(visit):
    visit.send_bytes(BackMsg(rerun_script={"query_string": ""}).SerializeToString())
    while ForwardMsg.FromString(visit.receive_bytes()).WhichOneof("type") != "script_finished":
        pass

"""


def seen(code: str) -> dict:
    """What the code noted of a server that has been started."""
    lines = [f"    {line}" for line in code.strip().splitlines()]
    script = "\n".join([BEGIN, "with TestClient(app.app) as client:", *lines, "    print('seen', json.dumps(seen))"])
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.rpartition("seen ")[2])


CACHES = """
made = []

@st.cache_data
def kept():
    made.append(1)
    return 5

kept()
with client.websocket_connect("/_stcore/stream") as visit:
    visit.send_bytes(BackMsg(clear_cache=True).SerializeToString())
    finish(visit)
kept()
seen["made"] = len(made)
"""


def test_no_visitor_empties_the_caches_of_all():
    assert seen(CACHES) == {"made": 1}


ADDRESSES = """
lost, found = ("nowhere", "a/b/c", "_stcore/metrics"), ("robots.txt", "favicon.ico", "_stcore/health", "level-1/drop")
seen["status"] = [client.get("/" + path).status_code for path in lost + found]
seen["policy"] = client.get("/level-1", headers={"host": "ink.example.org"}).headers["content-security-policy"]
seen["named"] = client.get("/level-1", headers={"host": "elsewhere.example"}).status_code
near = TestClient(app.app, client=("::ffff:127.0.0.1", 1))
behind = {"host": "ink.example.org", "x-forwarded-proto": "https"}
seen["tls"] = near.get("/level-1", headers=behind).headers["content-security-policy"]
asked = client.options("/_stcore/upload_file/a/b", headers={"host": "ink.example.org", "origin": "http://localhost:3000"})
seen["open"] = [name for name in asked.headers if name.lower() == "access-control-allow-origin"]
seen["probed"] = client.get("/_stcore/health", headers={"host": "10.0.0.1"}).status_code
"""


def test_addresses_and_names_are_checked_on_the_way_in(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "ink.example.org testserver")
    found = seen(ADDRESSES)
    assert found["status"] == [404] * 3 + [200] * 4
    assert "connect-src 'self' ws://ink.example.org wss://ink.example.org;" in found["policy"]
    assert "connect-src 'self' wss://ink.example.org;" in found["tls"], "a proxy on this machine is believed"
    assert found["open"] == [], "Streamlit's own answer names localhost"
    assert (found["named"], found["probed"]) == (421, 200)


DEPARTED = """
def files():
    # once nothing changes any more
    found, before = -1, -2
    while found != before:
        time.sleep(0.5)
        found, before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0, found
    return found

def open_and_leave():
    with client.websocket_connect("/_stcore/stream") as visit:
        finish(visit)

open_and_leave()
client.portal.call(lambda: forget_departed(0))
before = files()
for _ in range(6):
    open_and_leave()
seen["kept"] = files() - before
client.portal.call(lambda: forget_departed(2))
seen["fewer"] = files() - before
client.portal.call(lambda: forget_departed(0))
seen["none"] = files() - before
"""


def test_of_those_who_left_so_many_are_kept_and_the_files_of_others_are_closed():
    found = seen(DEPARTED)
    # three files for each of the four that go; Streamlit lets go of the latest only when the next one comes
    assert found["kept"] - found["fewer"] == (12 if os.path.exists("/proc/self/fd") else 0)
    assert found["fewer"] >= found["none"] == 0


STRANGER = """
from starlette.websockets import WebSocketDisconnect
from streamlit import net_util
seen["asked"] = 0
def ask():
    seen["asked"] += 1
net_util.get_external_ip = net_util.get_internal_ip = ask
for origin in ("https://evil.example", "http://["):
    try:
        with client.websocket_connect("/_stcore/stream", headers={"origin": origin}):
            seen[origin] = "let in"
    except WebSocketDisconnect as refused:
        seen[origin] = refused.code
seen["long"] = client.get("/level-1" + "/" * 2000).status_code
"""


def test_a_strangers_site_is_turned_away_without_asking_the_internet_for_our_address_and_endless_paths_too():
    assert seen(STRANGER) == {"asked": 0, "https://evil.example": 1008, "http://[": 1008, "long": 414}


CROWD = """
from pages.server import runs
taken = runs.PLACES.taken
def noted(visit, who, wanted):
    seen["noted"] = seen.get("noted", 0) + 1
    return taken(visit, who, wanted)
runs.PLACES.taken = noted
with client.websocket_connect("/_stcore/stream") as visit:
    finish(visit)
seen["left"] = len(runs.PLACES._working) + len(runs.PLACES._waiting)
"""


def test_each_run_of_a_page_takes_a_place_and_gives_it_back():
    found = seen(CROWD)
    assert found["noted"] >= 1 and found["left"] == 0
