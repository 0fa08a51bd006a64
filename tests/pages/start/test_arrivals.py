"""What pages begin with is worked out once, before the first visitor, and visitors come first."""

import subprocess
import sys
import threading

import pytest

from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Engine
from pages.server import resources, shared_runs
from pages.shared.keeping import with_progress
from pages.shared.page.bets import SHOW_ME
from pages.site_map import PAGES
from pages.start import arrivals
from tests import ROOT
from tests.pages.driver import bet, opened
from tests.waiting import until


def asked_of_the_engine(monkeypatch) -> list[str]:
    """Grows with each wish."""
    asked: list[str] = []
    for name in ("submit", "ask", "visit"):
        plain = getattr(Engine, name)

        def noted(self, *wish, name=name, plain=plain, **more):
            asked.append(name)
            return plain(self, *wish, **more)

        monkeypatch.setattr(Engine, name, noted)
    return asked


@pytest.mark.parametrize("page", ["level-4-new", "level-5-wrong"])
def test_whoever_arrives_asks_nothing_more_of_the_network(tiny_engine, monkeypatch, page):
    for path, make in arrivals.arrivals():
        if path in ("", page):
            make()
    resources.trouble()
    asked = asked_of_the_engine(monkeypatch)
    assert not opened(page).exception and asked == []


@pytest.mark.parametrize(
    ("page", "key", "answer"),
    [
        ("level-4-cat", "partway.animal", "Half the way"),
        ("level-4-new", "decides.ways", SHOW_ME),
        ("level-5-way", "words.silent", "“hat”"),
        ("level-5-way", "words.mind", "Another colour"),
    ],
)
def test_what_a_bet_shows_was_drawn_before_it_is_made(tiny_engine, monkeypatch, page, key, answer):
    for path, make in arrivals.arrivals():
        if path in ("", page):
            make()
    visit = opened(page)
    at_work = []
    plain = with_progress._watched
    monkeypatch.setattr(with_progress, "_watched", lambda *work: at_work.append(work) or plain(*work))
    asked = asked_of_the_engine(monkeypatch)
    assert bet(visit, key, answer) and asked == at_work == []


def test_each_arrival_belongs_to_a_page_that_there_is():
    assert {path for path, _ in arrivals.arrivals()} <= {page.path for page in PAGES}


def test_the_first_visitor_of_a_server_reads_no_code():
    ahead = "import sys; from pages.start import arrivals; arrivals.read_ahead(); known = set(sys.modules)"
    visit = "from tests.pages.driver import opened; opened('level-1'); opened('level-3')"
    late = "print([name for name in set(sys.modules) - known if name.startswith(('pages.', 'pandas'))])"
    done = subprocess.run([sys.executable, "-c", f"{ahead}; {visit}; {late}"], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr[-2000:]


def test_visitors_come_first_and_a_stop_ends_it(tiny_engine, monkeypatch):
    made, busy = [], [3]
    monkeypatch.setattr(arrivals, "arrivals", lambda: [("", lambda: made.append(1))] * 50)
    monkeypatch.setattr(Engine, "waiting", property(lambda self: busy[0]))
    monkeypatch.setattr(arrivals, "REST", 0.01)
    monkeypatch.delenv("WORK_AHEAD")
    arrivals.start()
    assert not made
    busy[0] = 0
    until(lambda: len(made) == 50)
    busy[0] = 1
    arrivals.start()
    arrivals.stop()
    until(lambda: not any(thread.name == "arrivals" for thread in threading.enumerate()))
    assert len(made) == 50


def test_a_run_that_pages_begin_with_is_kept_for_all(tiny_engine):
    job = Job(steps=2, count=4)
    arrivals._drawn(job)
    assert shared_runs.book.finished_at(job)
