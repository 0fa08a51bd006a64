"""Python is parsed by one thread at a time."""

import threading
import time

import pytest

from diffusion_core.sampling.samplers import ddpm
from pages import shown
from pages.shared.page.code import EXCERPTS, excerpt, source
from pages.shared.page.parsing import one_at_a_time

EXCERPT = sorted(EXCERPTS.glob("*.py"))[0].stem


def begun(work, *given) -> threading.Thread:
    thread = threading.Thread(target=work, args=given, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize(
    "work",
    [lambda: source.__wrapped__(ddpm), lambda: excerpt.__wrapped__(EXCERPT), shown.experiments],
    ids=["code on show", "an excerpt", "where experiments stand"],
)
def test_whoever_parses_waits_for_whoever_does(work):
    with one_at_a_time:
        waiting = begun(work)
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(20)
    assert not waiting.is_alive()


def test_of_many_who_ask_where_experiments_stand_one_reads_for_all(monkeypatch):
    read = []

    def slowly(page):
        read.append(page)
        time.sleep(0.02)
        return iter(())

    monkeypatch.setattr(shown, "_on", slowly)
    shown._experiments.cache_clear()
    threads = [begun(shown.experiments) for _ in range(6)]
    for thread in threads:
        thread.join(20)
    shown._experiments.cache_clear()
    assert read == list(shown.PARTS)
