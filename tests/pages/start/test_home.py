"""The home page: the question acted out, a door to each level, a critter of one's choice, and no network no harm."""

import json
import re
from importlib import import_module
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from diffusion_core.data.critters import ANIMALS, COLOURS, HELD_OUT, VOCABULARY, WORN
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.sampling.job import Job
from pages.server import resources, streams
from pages.short_way import STOPS, stops
from pages.site_map import LEVELS
from pages.start.doors import enlarged
from pages.start.film import CELLS, FRAMES, dissolving
from pages.start.hero import FROG, SEEDS
from pages.start.progress import BETS
from tests import ROOT
from tests.pages.chips import choose, shown
from tests.pages.driver import messages, opened, sent, words

HOME = ""
HERO, WISH = "home.hero", "home.wish"


def leads(app: AppTest, *, short: bool = False) -> list:
    """The links to pages; short: those of the short way, or all others."""
    return [one.proto for one in app.get("page_link") if ("short=" in one.proto.query_string) is short]


def jobs_of(app: AppTest, film: str) -> list[Job]:
    """What a film asks this server for, one after the other."""
    asked = [streams.opened(parse_qs(urlparse(url).query)["job"][0]) for url in sent(app, film)[0]["urls"]]
    assert all(tracks == ["noisy"] for _, tracks, _ in asked)
    return [Job.from_text(text) for text, _, _ in asked]


def test_a_red_frog_comes_of_ink_and_no_training_picture_held_one(tiny_engine):
    app = opened(HOME)
    jobs = jobs_of(app, HERO)
    assert {job.caption for job in jobs} == {FROG} and "red frog" in FROG and ("frog", "red") in HELD_OUT
    assert [job.seed for job in jobs] == list(SEEDS) and len(set(SEEDS)) > 8
    header, arrays = sent(app, HERO)
    assert header["frames"] == jobs[0].steps + 1 and header["words"][-1] == FROG
    assert len(arrays["specks"]) == len(arrays["shade"]) == FRAMES


def test_the_ink_begins_as_a_drop_and_ends_everywhere():
    ink = dissolving()
    far = np.abs(ink["specks"].astype(float) / 65_535 - 0.5).max(axis=2)
    assert far[0].max() < 0.14
    # mixed is half of all specks in the inner half of the glass, which is a quarter of it
    assert 0.15 < (far[-1] < 0.25).mean() < 0.4
    first, last = ink["shade"][0], ink["shade"][-1].astype(float)
    assert first[0, 0] == 0 and first[CELLS // 2, CELLS // 2] > 200
    assert last.min() > 0.5 * last.max() > 0


def test_the_network_draws_what_is_chosen_by_the_chips(tiny_engine):
    app = opened(HOME, {"home.animal": "cat", "home.colour": "blue", "home.worn": "nothing"})
    assert {job.caption for job in jobs_of(app, WISH)} == {"a blue cat"}
    for key, option in (("animal", "pig"), ("colour", "orange"), ("worn", "glasses")):
        choose(app, f"home.chips.{key}", option)
    assert {job.caption for job in jobs_of(app, WISH)} == {"an orange pig with glasses"}
    assert sent(app, WISH)[0]["words"][-1] == "an orange pig with glasses"
    assert len({job.seed for job in jobs_of(app, WISH)}) > 8


def test_all_animals_colours_and_things_worn_are_on_offer_and_in_words_that_the_network_knows(tiny_engine):
    app = opened(HOME)
    options = {key: tuple(row["options"]) for key, row in shown(app).items()}
    assert options == {"home.chips.animal": ANIMALS, "home.chips.colour": COLOURS, "home.chips.worn": WORN}
    Vocabulary(VOCABULARY).tokens([jobs_of(app, film)[0].caption for film in (HERO, WISH)])


@pytest.mark.parametrize("nonsense", ["unicorn", "", "<script>", "1e400"])
def test_a_nonsensical_wish_is_the_usual_one(tiny_engine, nonsense):
    query = {f"home.{what}": nonsense for what in ("animal", "colour", "worn")}
    assert jobs_of(opened(HOME, query), WISH) == jobs_of(opened(HOME), WISH)


def test_a_door_with_a_picture_leads_to_each_level(tiny_engine):
    app = opened(HOME)
    first, *doors = [link.page for link in leads(app)][: len(LEVELS) + 1]
    assert first == LEVELS[0].first.path and doors == [level.first.path for level in LEVELS]
    pictures = [enlarged(level.folder) for level in LEVELS]
    assert {picture.shape for picture in pictures} == {(256, 256, 3)}
    assert all(picture.std() > 10 for picture in pictures)


def test_from_ones_own_critter_a_link_leads_into_the_first_level(tiny_engine):
    app = opened(HOME)
    assert "Nobody drew this one. So where did it come from?" in words(app)
    assert leads(app)[len(LEVELS) + 1].page == LEVELS[0].first.path


def test_a_door_says_how_long_and_for_whom(tiny_engine):
    said = words(opened(HOME))
    for level in LEVELS:
        assert f"{level.minutes} minutes · for {level.audience}" in said


def bets_of(folder: str) -> set[str]:
    """With what the keys of a level's bets begin, as they stand in its files, or as a constant there."""
    found = set()
    for path in (ROOT / "pages" / "levels" / folder).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # a bet of several has its key from a function
        keys = re.findall(r'(?:bets\.ask|questions)\(\s*([A-Z_]+|f?"[^"]+")', text)
        for key in keys + re.findall(r'def bet_of\(.+\n.+\n    return (f"[^"]+)', text):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            whole = key if '"' in key else getattr(import_module(module), key)
            found.add(re.search(r"[a-z]{2,}", whole)[0])
    return found


def test_progress_counts_the_bets_of_each_level(tiny_engine):
    assert {level.folder: bets_of(level.folder) for level in LEVELS} == {name: set(BETS[name]) for name in BETS}
    parts = [json.loads(part.proto.json) for part in opened(HOME).get("bidi_component") if '"bets"' in part.proto.json]
    assert [one["parts"] for one in parts] == [[page.path for page in level.pages()] for level in LEVELS]


def test_the_short_way_leads_to_its_stops_before_their_bets(tiny_engine):
    links = leads(opened(HOME), short=True)
    assert [(one.page, one.query_string, one.label) for one in links] == [
        (stop.page.path, f"short={number}", f"{number}. {stop.title}") for number, stop in enumerate(stops(), 1)
    ]
    # from heart or ring to one's own words, in the order of the story
    assert STOPS == ("pair", "new water", "your cat", "one step", "no blur", "your words")


def test_nobody_is_asked_and_nothing_is_said_of_code_seeds_or_servers(tiny_engine):
    app = opened(HOME)
    assert not app.code and not app.get("button_group") and not app.number_input
    assert not re.search(r"\bbet:|seed|server|torch|pipeline", words(app), re.IGNORECASE)


def test_without_weights_the_ink_still_spreads_and_the_doors_still_open(no_weights):
    app = opened(HOME)
    assert ["missing" in note.value for note in app.info] == [True]
    header, arrays = sent(app, HERO)
    assert header["urls"] == [] and len(arrays["specks"]) == FRAMES and WISH not in messages(app)
    assert len(app.get("page_link")) > len(LEVELS)


def test_while_the_network_is_loading_the_page_says_so(tiny_engine):
    resources.ready.clear()
    app = opened(HOME)
    assert any("being loaded" in note.value for note in app.caption)
    assert len(app.get("page_link")) > len(LEVELS)
