"""A process for a stranger's bytes: past its limits it is gone, and nobody waits for ever."""

import signal
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from pages.server import aside
from pages.server.aside import Aside, NoAnswer
from pages.server.turns import Crowded
from tests.waiting import until

HEAD = """
import os, sys, time
from pages.server.aside import answer_once, hold_back
hold_back()
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """made("lambda data: …") is a module whose processes do that; more: settings of Aside."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(work: str, **more: float) -> Aside:
        name = f"work_{len(list(tmp_path.iterdir()))}"
        (tmp_path / f"{name}.py").write_text(f"{textwrap.dedent(HEAD)}answer_once({work})\n", encoding="utf-8")
        return Aside(name, **more)

    return make


def test_it_answers(made):
    assert made("lambda data: data[::-1] + sys.argv[1].encode()").ask(b"abc", "!", most=4) == b"cba!"


def test_it_knows_nothing_of_the_servers_secrets(made, monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "secret")
    monkeypatch.setenv("LC_TIME", "C")
    known = made("lambda data: ' '.join(os.environ).encode()").ask(b"", most=9_000).decode().split()
    assert {"PATH", "PYTHONPATH", "LC_TIME"} <= set(known)
    left = {name for name in known if name not in aside.KNOWN and not name.startswith(aside.KINDS)}
    assert not left - {"__CF_USER_TEXT_ENCODING"}, "macOS adds that one by itself"


def test_more_than_was_allowed_is_no_answer(made):
    talkative = made("lambda data: bytes(10_000_000)")
    with pytest.raises(NoAnswer, match="after 10 bytes"):
        talkative.ask(b"", most=9)
    assert talkative.unanswered == 1 and aside.ASIDES[talkative._command[-1]] is talkative


def test_an_answer_is_not_counted_as_none(made):
    quick = made("lambda data: b'yes'")
    quick.ask(b"", most=9)
    assert quick.unanswered == 0


def test_a_process_that_computes_without_end_is_ended_by_its_own_time(made):
    with pytest.raises(NoAnswer, match=f"ended with -{signal.SIGPROF:d} "):
        made("lambda data: max(iter(int, 1))", seconds=120).ask(b"", most=9)


def test_a_process_that_waits_without_end_is_ended_by_the_clock(made):
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        made("lambda data: time.sleep(60)", seconds=0.5).ask(b"", most=9)
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses memory")
def test_memory_past_the_limit_is_refused_without_a_word(made, capfd):
    most = aside.MOST_MEMORY
    assert made("lambda data: b'%d' % len(bytes(int(data)))").ask(b"%d" % (most // 2), most=20)
    with pytest.raises(NoAnswer, match=f"ended with {aside.REFUSED} "):
        made("lambda data: b'%d' % len(bytes(int(data)))").ask(b"%d" % (most + 2**24), most=20)
    assert capfd.readouterr().err == ""


def test_a_process_that_breaks_is_no_answer(made):
    with pytest.raises(NoAnswer):
        made("lambda data: os._exit(3)").ask(b"", most=9)


def test_one_at_a_time(made):
    busy = made("lambda data: b'%f %f' % (time.monotonic(), time.sleep(0.3) or time.monotonic())", patience=60)
    said: list[list[float]] = []
    askers = [
        threading.Thread(target=lambda: said.append([*map(float, busy.ask(b"", most=99).split())])) for _ in "abc"
    ]
    for thread in askers:
        thread.start()
    for thread in askers:
        thread.join()
    said.sort()
    assert all(ended < begun for (_, ended), (begun, _) in zip(said, said[1:], strict=False)) and len(said) == 3


def test_who_waits_too_long_is_sent_away(made):
    slow = made("lambda data: (time.sleep(60), b'')[1]", seconds=3, patience=0.3)
    first = threading.Thread(target=lambda: pytest.raises(NoAnswer, slow.ask, b"", most=9))
    first.start()
    until(lambda: slow.turns.is_taken)
    with pytest.raises(Crowded):
        slow.ask(b"", most=9)
    first.join()


def test_where_many_wait_the_next_is_sent_away_at_once(made, monkeypatch):
    monkeypatch.setattr(aside, "MOST_WAITING", 0)
    slow = made("lambda data: (time.sleep(60), b'')[1]", seconds=2, patience=60)
    first = threading.Thread(target=lambda: pytest.raises(NoAnswer, slow.ask, b"", most=9))
    first.start()
    until(lambda: slow.turns.is_taken)
    began = time.monotonic()
    with pytest.raises(Crowded):
        slow.ask(b"", most=9)
    assert time.monotonic() - began < 1.5
    first.join()


def test_after_one_was_killed_the_next_is_answered(made):
    before = _children()
    quick = made("lambda data: b'yes' if data else time.sleep(60)", seconds=2)
    with pytest.raises(NoAnswer):
        quick.ask(b"", most=9)
    assert Aside(quick._command[-1]).ask(b"x", most=9) == b"yes" and _children() <= before


def _children() -> set[str]:
    """The processes that this one has begun and not yet buried; nothing where the system does not say."""
    return {child for tasks in Path("/proc/self/task").glob("*/children") for child in tasks.read_text().split()}
