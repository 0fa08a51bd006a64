"""The files of deploy/ are read by those who shall run them, as far as these are here, and name what there is.

No image is built here, no container is started and no unit runs: that needs Docker, and a system that systemd began.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from diffusion_core.serving import elsewhere
from pages.server import closing, resources, sockets
from tests import ROOT
from tests.proxy import HAPROXY, certificate, running_proxy
from tests.waiting import until

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNIT = (DEPLOY / "ink@.service").read_text(encoding="utf-8")
PROXY = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "env.example").read_text(encoding="utf-8")
SOURCES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").rglob("*.py"))


def lines(word: str) -> list[str]:
    """What stands behind an instruction of the Dockerfile, each joined from its lines."""
    whole = DOCKERFILE.replace("\\\n", " ")
    return [line[len(word) :].strip() for line in whole.splitlines() if line.startswith(f"{word} ")]


def limits() -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))


def seconds(text: str) -> float:
    return float(re.fullmatch(r"(\d+)s?", text)[1])


# --- what they name is there


def test_the_image_holds_what_the_server_needs_and_nothing_that_is_not_there():
    copied = [part.split()[:-1] for part in lines("COPY") if not part.startswith("--from")]
    sources = {source for part in copied for source in part}
    assert {"app.py", "pages", "diffusion_core", "assets", ".streamlit/config.toml", "requirements.lock"} <= sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    assert sources == let_in


def test_whatever_is_set_is_a_setting_of_ours_or_of_streamlits():
    ours = set(re.findall(r"[A-Z]+(?:_[A-Z]+)+", SOURCES)) | {"LOG_FORMAT", resources.ENGINE}
    web = set(COMPOSE["services"]["web"]["environment"])
    unit = set(re.findall(r"([A-Z_]+)=", " ".join(re.findall(r"^Environment=(.*)$", UNIT, re.MULTILINE))))
    assert web | unit - {"HOME", "PYTHONDONTWRITEBYTECODE"} <= ours


def test_the_example_fills_each_variable_of_the_compose_file_and_no_other():
    wanted = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == wanted
    secrets = {"COOKIE_SECRET", "DATABASE_PASSWORD", "AFFINITY_KEY"}
    assert secrets == {name for name in secrets if re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE)}, (
        "none is given away"
    )


def test_no_file_names_a_registry_or_an_address_to_fetch_from():
    for path in DEPLOY.iterdir():
        found = re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8"))
        assert set(found) <= {"ink.example.org", "127.0.0.1", "web", "engine", "pytorch.org"}, path.name


# --- users, ports, time, limits


def test_the_image_runs_as_nobody_in_particular_and_keeps_to_the_lock():
    (user,) = lines("USER")
    site, engine, made = lines("RUN")[:3]
    assert f" {user}" in made and "--uid 10001" in DOCKERFILE and user != "root"
    assert site.index("^torch==") < site.index("--require-hashes -r requirements.lock")
    assert "--require-hashes -r requirements-cluster.lock" in engine
    assert lines("EXPOSE")[-1] == "8501" and "/_stcore/health" in lines("HEALTHCHECK")[-1]
    assert "exec python -m streamlit run app.py --server.port 8501" in lines("CMD")[-1], (
        "signals reach the server itself"
    )


def test_the_engines_image_is_the_sites_with_ray_and_no_other_is_built_where_none_is_named():
    stages = lines("FROM")
    assert stages[-2:] == ["code AS engine", "code"]
    command = json.loads(lines("CMD")[0])
    assert command[:3] == ["python", "-m", "diffusion_core.commands.cluster"]
    assert (ROOT / "diffusion_core" / "commands" / "cluster.py").exists() and lines("EXPOSE")[0] == "8100"
    engine = COMPOSE["services"]["engine"]
    assert engine["build"]["target"] == "engine" and engine["networks"] == ["inside"] and "ports" not in engine
    # its replicas have a minute to finish (commands/cluster.py), and no page waits longer
    assert seconds(engine["stop_grace_period"]) > 60 > elsewhere.PATIENCE


def test_every_service_is_held_to_limits_and_what_is_ours_writes_nowhere():
    services = COMPOSE["services"]
    assert set(services) == {"proxy", "web", "engine", "database"}
    for name, service in services.items():
        assert {"mem_limit", "pids_limit", "restart"} <= set(service), name
        assert "no-new-privileges" in service["security_opt"], name
    for name in ("web", "engine", "proxy"):
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"], name
    assert services["web"]["ulimits"]["nofile"] == sockets.FILES == int(limits()["LimitNOFILE"])


def test_only_the_proxy_is_reached_from_outside_and_it_is_the_one_that_is_believed():
    services, networks = COMPOSE["services"], COMPOSE["networks"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert networks["inside"]["internal"] and networks["operator"]["internal"]
    web, proxy = services["web"], services["proxy"]
    assert web["environment"]["FORWARDED_ALLOW_IPS"] == proxy["networks"]["inside"]["ipv4_address"]
    assert web["environment"]["METRICS_FROM"] == networks["operator"]["ipam"]["config"][0]["subnet"]
    assert "operator" not in proxy["networks"], "no visitor is led to the figures"


def test_the_server_has_time_for_its_end():
    assert seconds(COMPOSE["services"]["web"]["stop_grace_period"]) > closing.MOST
    assert seconds(limits()["TimeoutStopSec"]) > closing.MOST
    assert limits()["KillMode"] == "mixed" and lines("STOPSIGNAL") == ["SIGTERM"]


def test_the_unit_holds_memory_and_processes_and_is_not_root():
    has = limits()
    assert (
        has["DynamicUser"] == "yes"
        and has["User"] == "ink"
        and has["ProtectSystem"] == "strict"
        and has["NoNewPrivileges"] == "yes"
    )
    assert {"MemoryMax", "MemoryHigh", "TasksMax", "CPUQuota"} <= set(has) and has["CapabilityBoundingSet"] == ""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_understands_the_unit(tmp_path):
    unit = tmp_path / "ink@1.service"
    folder = tmp_path / "opt"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(shutil.which("true"))
    unit.write_text(UNIT.replace("/opt/ink", str(folder)), encoding="utf-8")
    read = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert read.returncode == 0 and "ink@1.service" not in read.stderr, read.stderr


# --- the proxy, if there is one


proxy_is_here = pytest.mark.skipif(
    not HAPROXY or not shutil.which("openssl"), reason="there is no haproxy here, or no openssl"
)


class Web(BaseHTTPRequestHandler):
    """Says what it was told of its visitor."""

    def do_GET(self) -> None:
        said = "|".join(self.headers.get_all("X-Forwarded-For", []) + [self.headers.get("X-Forwarded-Proto", "")])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{said}|{self.headers.get('Forwarded')}".encode())

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def ask():
    """Asks the proxy, set up as deploy/ has it but for its ports and where the site is."""
    web = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with running_proxy([web.server_port]) as asking:
        yield asking
    web.shutdown()


@proxy_is_here
def test_haproxy_understands_its_file_as_it_is(tmp_path):
    certificate(tmp_path)
    environment = {**os.environ, "CERTIFICATES": str(tmp_path / "certificates"), "AFFINITY_KEY": "a secret"}
    command = [str(HAPROXY), "-c", "-f", str(DEPLOY / "haproxy.cfg")]
    read = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert read.returncode == 0 and "WARNING" not in read.stdout + read.stderr, read.stderr


@proxy_is_here
def test_what_a_visitor_says_of_its_origin_counts_for_nothing(ask):
    _, headers, said = ask("/", X_Forwarded_For="10.79.0.5", Forwarded="for=10.79.0.5", X_Forwarded_Proto="http")
    assert said == "127.0.0.1|https|None"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


@proxy_is_here
@pytest.mark.parametrize("path", ["/metrics", "/%6detrics", "/metrics/", "/_stcore/metrics", "/_stcore/%6Detrics"])
def test_the_figures_are_hidden_however_they_are_asked_for(ask, path):
    assert ask(path)[0] == 404


@proxy_is_here
def test_a_visitor_stays_at_one_replica_by_a_cookie_that_scripts_cannot_read(ask):
    cookie = ask("/")[1]["Set-Cookie"]
    assert cookie.startswith("ink=") and {"HttpOnly", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))
    assert ask("/", Cookie=cookie.split(";")[0])[1]["Set-Cookie"] is None


@proxy_is_here
def test_a_body_may_be_a_picture_and_no_more(ask):
    assert ask("/", body=bytes(5_000_000))[0] == 200
    # nobody waits for the rest of what is too long
    assert ask("/", body=b"its beginning", Content_Length="5500001")[0] == 413


@proxy_is_here
def test_without_tls_a_visitor_is_led_to_it(ask):
    with socket.create_connection(("127.0.0.1", ask.plain)) as line:
        line.sendall(b"GET /level-1?a=b HTTP/1.1\r\nHost: ink.example.org\r\nConnection: close\r\n\r\n")
        answer = line.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 308") and "location: https://ink.example.org/level-1?a=b" in answer


@proxy_is_here
def test_the_proxys_log_is_json_without_addresses_and_without_what_was_chosen(ask):
    ask("/level-2?noise.seed=7", User_Agent="someone")
    until(lambda: b"/level-2" in ask.log.read_bytes())
    said = ask.log.read_text(encoding="utf-8")
    found = [json.loads(line[line.index("{") :]) for line in said.splitlines() if "{" in line]
    assert any(line["path"] == "/level-2" and line["status"] == 200 for line in found)
    assert "127.0.0.1" not in said and "noise.seed" not in said and "someone" not in said
