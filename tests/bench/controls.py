"""Rows about levels 1 to 3 in a browser: what arrives with each experiment, and each control until its new picture."""

import statistics
import sys

from playwright.sync_api import Browser, Error

from pages.site_map import PARTS
from tests.bench.clock import Row, Rows, row
from tests.bench.probe import Control, Times, controls, measure, show_everything, visit
from tests.bench.tap import Tap, tapped
from tests.bench.wire import Talk
from tests.browser.machine import running_browser, running_server

LAST = 3
"""The last level whose controls are held to this."""
ARRIVAL = 300.0
WHOLE = 100.0
SERVER = 30.0
RUN = 200.0
RUNS = (
    "ink-water-again", "ink-alone", "jump-seed-again", "jump-animal", "schedule-believed", "schedule-noise-again",
)  # fmt: skip
"""Controls that start a run of many steps: until its first picture the design gives them more time."""


def control_rows(repeats: int) -> Rows:
    """With servers and a browser of their own. At least ten changes of each control, found on the page itself.

    First comes a control that computes nothing, 0.0: what the machine takes for it, busy as it is just now.
    """
    changes = max(10, 4 * repeats)
    with running_browser() as browser:
        with running_server("tests/bench/bare.py", wait_for="/_stcore/health") as server, tapped(server) as tap:
            yield from _page(browser, tap, "", changes)
        with running_server() as server, tapped(server) as tap:
            for part in PARTS:
                if part.level <= LAST:
                    yield from _page(browser, tap, part.path, changes)


def _page(browser: Browser, tap: Tap, path: str, changes: int) -> Rows:
    page, wire = visit(browser, tap, path)
    yield from _arrival(path or "bare", wire.talk())
    show_everything(page)
    for control in controls(page):
        try:
            # some begin a new round, with a bet of its own
            show_everything(page)
            yield from _rows(control, measure(page, wire, control, changes))
        except Error as error:
            # one that hides behind another's setting, say; the others are measured all the same
            print(f"{control.experiment} {control.key} could not be used: {error.message[:200]}", file=sys.stderr)
    page.context.close()


def _arrival(path: str, talk: Talk) -> Rows:
    """Bytes over the websocket until the page stood still. path: the end of the page's address."""
    sent = {name: count / 1000 for name, count in talk.bytes_by_experiment().items()}
    experiments = {name: kilobytes for name, kilobytes in sent.items() if name[:1].isdigit()}
    yield f"{path}, on arrival", row(sum(sent.values()), ARRIVAL * max(1, len(experiments)), "kB", "the whole page")
    for name, kilobytes in experiments.items():
        yield f"{name}, on arrival", row(kilobytes, ARRIVAL, "kB", "sent for this experiment")


def _rows(control: Control, times: Times) -> Rows:
    name = f"{control.experiment} {control.key}"
    if len(times.waits) < 2:
        print(f"{name} ({control.kind}) was not answered", file=sys.stderr)
        return
    what = "change to new picture" if times.pictures else "change to the end of its run"
    if control.key in RUNS:
        yield name, _row(times.waits, RUN, f"a run: {what}")
        return
    yield name, _row(times.waits, WHOLE, what)
    yield f"{name}, server", _row(times.server, SERVER, "the server's part of that")


def _row(measured: list[float], limit: float, what: str) -> Row:
    ninety_five = statistics.quantiles(measured, n=20, method="inclusive")[-1]
    within = f"{what}; 95 % of {len(measured)} within {ninety_five:.0f} ms"
    return row(statistics.median(measured), limit, "ms", within) | {"p95": float(f"{ninety_five:.4g}")}
