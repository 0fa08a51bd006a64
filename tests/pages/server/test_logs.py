"""The log as JSON: a line is one object, and no line holds a visitor's address."""

import json
import subprocess
import sys

import pytest

from pages.server.logs import HIDDEN, without_addresses
from tests import ROOT

SPEAKS = """
import logging, sys, threading, warnings
before = logging.getLogger("before")
before.addHandler(logging.StreamHandler(sys.stdout))
before.propagate = False
from pages.server import logs
logs.set_up()
from streamlit.logger import get_logger
before.warning("one %s", "203.0.113.7")
get_logger("made.later").warning("two\\nlines")
logging.getLogger("uvicorn.access").info("203.0.113.7 asked")
warnings.warn("three")
thread = threading.Thread(target=lambda: [].pop())
thread.start()
thread.join()
raise ValueError("broken by 2001:db8::7")
"""


def said(**environment: str) -> subprocess.CompletedProcess:
    """What a process says that logs and breaks in each way."""
    import os

    command = [sys.executable, "-c", SPEAKS]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_whatever_is_logged_warned_of_or_breaks_is_a_line_of_json():
    ended = said(LOG_FORMAT="json")
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["from"] for line in lines] == ["before", "made.later", "py.warnings", "root", "root"]
    assert [line["level"] for line in lines] == ["warning"] * 3 + ["error", "critical"]
    assert lines[0]["what"] == f"one {HIDDEN}" and lines[1]["what"] == "two\nlines"
    assert "pop from empty list" in lines[3]["error"] and lines[4]["error"].endswith(f"broken by {HIDDEN}")
    assert lines[0]["time"].endswith("+00:00") and ended.stdout == "" and ended.returncode == 1


def test_unasked_the_log_is_as_it_was_and_requests_are_in_none():
    ended = said(LOG_FORMAT="")
    assert ended.stdout == "one 203.0.113.7\n" and "asked" not in ended.stderr and "{" not in ended.stderr


WORKS = """
import threading
from pages.server import logs
{set_up}
import streamlit as st
kept = st.cache_data(lambda number: number, show_spinner=False)
from streamlit.runtime.scriptrunner import get_script_run_ctx
kept(3)
thread = threading.Thread(target=get_script_run_ctx)
thread.start()
thread.join()
"""


def test_work_that_belongs_to_no_visitor_is_no_news():
    heard = []
    for set_up in ("", "logs.set_up()"):
        command = [sys.executable, "-c", WORKS.format(set_up=set_up)]
        heard.append(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr)
    assert "missing ScriptRunContext" in heard[0] and "No runtime found" in heard[0]
    assert heard[1] == ""


@pytest.mark.parametrize(
    "address",
    ["203.0.113.7", "203.0.113.7:51234", "2001:db8::7", "::1", "::ffff:203.0.113.7", "::ffff:203.0.113.7:59466"],
)
@pytest.mark.parametrize("around", ["{}", "from {}.", "('{}', 1)", "peer={} said", "it was {}: no", "[{}]:80"])
def test_an_address_is_taken_out_however_it_stands_there(address, around):
    found = without_addresses(around.format(address))
    assert HIDDEN in found and address not in found and "113" not in found


@pytest.mark.parametrize("text", ["at 12:30:45 it broke", "streamlit 1.67.0", "a: b :: c", "File x.py, line 3", "…"])
def test_what_is_no_address_stays(text):
    assert without_addresses(text) == text
