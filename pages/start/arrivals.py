"""What the pages of levels 4 and 5 ask of the network when somebody arrives, and what takes seconds after a bet: worked
out once, before the first visitor.

All of it is remembered where the pages themselves look for it. It is done in a polite thread, one thing after another,
and only while no visitor waits for the network. WORK_AHEAD=off in the environment leaves it to the visitors.
"""

import ast
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

from diffusion_core.sampling.job import Job
from pages.server import closing, resources, shared_runs
from pages.shown import in_story
from pages.site_map import LEVELS, PAGES, PARTS

ROOT = Path(__file__).parents[1]
REST = 0.1
"""Seconds between two looks at whether a visitor waits."""

_stopped = threading.Event()
_log = logging.getLogger(__name__)


def start() -> None:
    """Begin in a thread of its own, once the network is there. Returns at once."""
    if os.environ.get("WORK_AHEAD") == "off":
        return
    _stopped.clear()
    threading.Thread(target=_work, name="arrivals", daemon=True).start()


def stop() -> None:
    """No more is begun."""
    _stopped.set()


def _work() -> None:
    resources.ready.wait()
    read_ahead()
    if resources.failed.is_set():
        return
    from diffusion_core.common.device import be_polite
    from diffusion_core.serving.engine import Busy

    be_polite()
    for _, make in arrivals():
        while resources.engine().waiting and not _stopped.wait(REST):
            pass
        if _stopped.is_set() or closing.begun.is_set():
            return
        try:
            make()
        except Busy:
            # too many are here, or the server is closing: whoever arrives asks for it
            continue
        except Exception:
            # whoever arrives will meet the same error, and be told
            _log.exception("What a page begins with could not be worked out.")


def read_ahead() -> None:
    """Import what pages are made of and read where their experiments stand: most of the very first visitor's wait."""
    import_module("pages.frame")
    for page in PAGES:
        for line in ast.walk(ast.parse((ROOT / page.file).read_text(encoding="utf-8"))):
            if isinstance(line, ast.ImportFrom) and (line.module or "").startswith("pages.") and not _stopped.is_set():
                import_module(line.module)
    in_story()
    import_module("pandas")  # Streamlit asks it what the data of a component is


Arrival = tuple[str, Callable[[], object]]
"""The end of a page's address, and something that it begins with."""


def arrivals() -> list[Arrival]:
    """In the order of the story; the pictures on the doors stand on all pages. Imports torch."""
    from pages.shared.page.way import door_picture

    doors = [("", partial(door_picture, level.folder)) for level in LEVELS]
    parts = [("", partial(door_picture, LEVELS[page.level - 1].folder, page.path)) for page in PARTS]
    return [*doors, *parts, *_network(), *_words(), *_proofs()]


def _network() -> Iterator[Arrival]:
    from diffusion_core.evaluation.claims.drawn_anew import AT
    from diffusion_core.sampling.breakages import BREAKAGES, SOUND
    from pages.levels.network import asking
    from pages.levels.network.anew import (
        ending,
        is_it_new_figures,
        never_seen,
        never_seen_figures,
        noise_decides_figures,
    )
    from pages.levels.network.cat.part_of_the_way import NOISE
    from pages.levels.network.cat.part_of_the_way_figures import CAT, filmed
    from pages.levels.network.inside import guessing, plan, reach_figures
    from pages.levels.network.learning import by_hand_figures, growing_figures
    from pages.levels.network.see import seeing, seeing_figures, smallest_figures
    from pages.levels.network.step import lab, one_step_figures
    from pages.shared.keeping.with_progress import worked_for_all

    yield "level-4", partial(smallest_figures.ladder, 13)
    yield "level-4", partial(seeing_figures.guesses, seeing.PICTURE, False)
    yield "level-4-learning", partial(by_hand_figures.shown_nudge, 0, 0)
    yield "level-4-learning", partial(growing_figures.growth, 2)
    yield "level-4-step", partial(one_step_figures.backward, 4)
    yield "level-4-step", partial(_drawn, lab.job_of(SOUND[BREAKAGES[lab.FRESH].sound], 4))
    yield "level-4-cat", lambda: worked_for_all("partway.film", (CAT, NOISE, 1), filmed(CAT, NOISE, AT[:1]))
    yield "level-4-inside", plan.network_plan
    yield "level-4-inside", reach_figures.reached
    yield "level-4-inside", partial(guessing.guess, 13)
    yield "level-4-inside", partial(guessing.guess, 13, False, ("merge.1.0", "merge.1.1"))
    yield "level-4-new", partial(noise_decides_figures.once, 0)
    yield "level-4-new", partial(is_it_new_figures.pair, "cat", "orange", 0)
    yield "level-4-new", partial(never_seen_figures.tracks, never_seen.USUAL)
    yield "level-4-new", partial(never_seen_figures.shown_with, never_seen.USUAL, never_seen.MISSING[never_seen.USUAL])
    yield "level-4-new", partial(asking.kept_picture_of, ending.FROG)


def _words() -> Iterator[Arrival]:
    from diffusion_core.data.critters import caption
    from pages.levels.words.binding import orders, orders_figures
    from pages.levels.words.way import pull, pull_figures
    from pages.levels.words.way.sentence import SEED, USUAL
    from pages.levels.words.yours import numbers, numbers_figures, same_noise, same_noise_figures

    yield "level-5", partial(_drawn, same_noise_figures.job(same_noise_figures.COLOURS[0], same_noise.DEFAULT))
    yield "level-5", partial(numbers_figures.reading, numbers.SENTENCE)
    yield "level-5-way", partial(pull_figures.pulled, Job(caption=caption(USUAL), seed=SEED))
    yield "level-5-way", partial(_drawn, Job(caption=caption(USUAL), seed=SEED, count=pull.MANY))
    yield "level-5-wrong", partial(orders_figures.films, orders_figures.jobs([("", orders.CAPTION)], orders.SEED))


def _proofs() -> Iterator[Arrival]:
    """What is shown right after a bet and takes seconds, as it stands when nothing else was changed."""
    from diffusion_core.data.critters import caption
    from diffusion_core.evaluation.claims.drawn_anew import AT
    from pages.levels.network.anew.noise_decides_figures import twice_each
    from pages.levels.network.cat.part_of_the_way import NOISE
    from pages.levels.network.cat.part_of_the_way_figures import CAT, filmed
    from pages.levels.words.way.minds import LATER, later
    from pages.levels.words.way.minds_figures import minds
    from pages.levels.words.way.score_figures import heard
    from pages.levels.words.way.sentence import SEED, USUAL, words_of
    from pages.shared.keeping.with_progress import worked_for_all

    usual, colour = Job(caption=caption(USUAL), seed=SEED), words_of(USUAL)["colour"]
    yield "level-4-cat", lambda: worked_for_all("partway.film", (CAT, NOISE, len(AT)), filmed(CAT, NOISE))
    yield "level-4-new", lambda: worked_for_all("decides", (0,), twice_each(0))
    yield "level-5-way", lambda: worked_for_all("way.heard", (usual.to_text(),), heard(usual))
    yield (
        "level-5-way",
        lambda: worked_for_all(
            "way.mind", ("colour", SEED), minds(USUAL, later("colour"), SEED, colour, LATER["colour"])
        ),
    )


def _drawn(job: Job) -> None:
    """A run that is kept, as after a visitor's."""
    run = shared_runs.book.open(job)
    try:
        while not run.over:
            time.sleep(REST)
    finally:
        shared_runs.book.leave(run)
