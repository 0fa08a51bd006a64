"""`make cluster-test`: pictures a second, waits and errors of 1, 2 and 4 engines; then a class while some of it dies.

ARGS="--only deaths" plays the last part alone; "--replicas 1 2" only these.
"""

import argparse
import importlib
import os
import secrets
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pages.server import streams
from tests.cluster.machines import Engines, Web, running_engines, running_web
from tests.cluster.visitors import Found, play
from tests.proxy import Asking, running_proxy

SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"
DRAWING, LONG = 16, 30.0
"""Visitors who draw without a rest, and seconds, for the table."""
VISITORS, THINK, LIFE = 60, 60.0, 90.0
"""Those of the deaths: seconds between two pictures of one, and seconds in all."""


def main() -> int:
    wish = parse_arguments()
    # ended from outside, all that was begun ends with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ[SECRET] = secrets.token_hex(16)
    importlib.reload(streams)  # we sign with the secret of the servers that are begun from here on
    failed = 0
    if wish.only != "deaths":
        print(HEAD)
        with _site(None) as (proxy, _):
            print(line("1 web process each for itself", play(proxy, DRAWING, LONG, think=0, first_seed=0)), flush=True)
        for replicas in wish.replicas:
            with running_engines(replicas, log=sys.stderr.buffer) as engines, _site(engines) as (proxy, _):
                found = play(proxy, DRAWING, LONG, think=0, first_seed=0)
            print(line(f"{replicas} engines", found), flush=True)
            failed += given_up(found)
    if wish.only != "table":
        failed += deaths()
    return int(failed > 0)


def deaths() -> int:
    """A replica and a web process are killed while sixty draw; how many gave up."""
    with running_engines(2, log=sys.stderr.buffer) as engines, _site(engines) as (proxy, web):
        told: list[str] = []
        hands = threading.Thread(target=_kill, args=(engines, web, told))
        hands.start()
        found = play(proxy, VISITORS, LIFE, think=THINK, first_seed=0)
        hands.join()
        print("\n".join(told), flush=True)
        print(HEAD, line("2 engines, one of each killed", found), sep="\n", flush=True)
        for name, count in sorted({**found.counts, **found.said}.items()):
            print(f"  {name}: {count}")
        outside = listening_outside(engines.processes())
        print("ports that others can reach:", outside or "none")
    return given_up(found) + len(outside)


def _kill(engines: Engines, web: list[Web], told: list[str]) -> None:
    time.sleep(LIFE / 3)
    before = engines.replicas()
    os.kill(before[0], signal.SIGKILL)
    told.append(f"killed one of {len(before)} engines")
    told.append(f"another engine was there after {_until(lambda: len(engines.replicas()) == len(before)):.0f} s")
    time.sleep(LIFE / 6)
    web[0].kill()
    told.append("killed one of two web processes")
    told.append(f"it was there again after {_until(lambda: web[0].deaths and web[0].process.poll() is None):.0f} s")


def _until(there: Callable[[], object], within: float = 120.0) -> float:
    began = time.monotonic()
    while not there() and time.monotonic() - began < within:
        time.sleep(0.1)
    return time.monotonic() - began


@contextmanager
def _site(engines: Engines | None) -> Iterator[tuple[Asking, list[Web]]]:
    """Two web processes behind a proxy, which share the rooms of classes; they draw themselves where there is None."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"CLASS_DATABASE_URL": f"sqlite:///{Path(folder) / 'rooms.sqlite3'}", "WORK_AHEAD": "off"}
        environment |= {"ENGINE": engines.address} if engines else {}
        with (
            (Path(folder) / "log").open("wb") as log,
            running_web(2, environment, log=log) as web,
            running_proxy([one.port for one in web]) as proxy,
        ):
            yield proxy, web


COLUMNS = ("", "pictures a second", "half within", "95 % within", "pictures", "asked again", "given up")
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|"


def line(name: str, found: Found) -> str:
    """A row of the table."""
    half, most = statistics.median(found.waits), statistics.quantiles(found.waits, n=20)[-1]
    again = sum(count for what, count in found.counts.items() if what.endswith("asked again"))
    drawn = len(found.waits)
    cells = (name, f"{drawn / found.seconds:.2f}", f"{half:.2f} s", f"{most:.2f} s", drawn, again, given_up(found))
    return f"| {' | '.join(map(str, cells))} |"


def given_up(found: Found) -> int:
    """How often somebody who asked for a minute got nothing."""
    return sum(count for what, count in found.counts.items() if what.endswith("given up"))


def listening_outside(processes: list[int]) -> list[str]:
    """Addresses at which these listen, and which are not of this machine alone; from Linux's own tables."""
    own = {os.readlink(link) for pid in processes for link in _links(pid)}
    found = []
    for table, home in (("tcp", "0100007F"), ("tcp6", "00000000000000000000000001000000")):
        for row in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = row.split()
            address, _, port = fields[1].partition(":")
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own and address not in (home, MAPPED):
                found.append(f"port {int(port, 16)}")
    return found


MAPPED = "0000000000000000FFFF00000100007F"


def _links(pid: int) -> list[Path]:
    try:
        return [link for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
    except OSError:
        return []


def parse_arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make cluster-test", description=__doc__)
    asked.add_argument("--only", choices=("table", "deaths"))
    asked.add_argument("--replicas", type=int, nargs="+", default=[1, 2, 4])
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
