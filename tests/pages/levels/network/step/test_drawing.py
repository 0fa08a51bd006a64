"""4.9: what the page shows is what was asked for, and what is settled when is what the reader saw."""

from itertools import pairwise

import pytest
import torch

from diffusion_core.common.assets import EVALUATION, FEWER_WORDS
from diffusion_core.common.records import read_record
from diffusion_core.evaluation.settling import SETTLING
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import path, posterior
from pages.levels.network import made
from pages.levels.network.asking import noise
from pages.levels.network.reading import read
from pages.levels.network.step import drawing
from pages.levels.network.step.drawing_figures import NAMES, settled
from pages.levels.schedule.legibility import by_average, legibility
from pages.server.drawing import steps
from pages.shared.page.glossary import TERMS
from pages.shared.page.questions import asked as asked_questions
from pages.shared.page.recorded import figure
from pages.shared.player import to_bytes
from tests.pages.driver import asked, bet, cards, job, messages, opened, sent, verdict, words

PAGE = "level-4-step"
SHOWN = {"moment": "drawing.3"}
RABBIT = {"denoise.animal": "rabbit"}


def test_on_arrival_there_is_noise_and_nothing_of_the_picture(tiny_engine):
    """It once showed the finished picture before the bet, captioned "the noisy picture"."""
    app = opened(PAGE)
    assert not app.info and "denoise.drawing" not in messages(app)
    header, arrays = sent(app, "denoise.noise")
    kinds = [(spec["name"], spec["kind"]) for spec in header["tracks"]]
    assert kinds == [("start", "pictures"), ("guess", "awaited")] and header["whole"] == 21
    assert header["frames"] == 1 and (arrays["0.pixels"][0] == to_bytes(noise([drawing.SEED]))[0]).all()
    assert cards(app)[drawing.BET]["right"] is None


@pytest.mark.parametrize(
    ("query", "changes"),
    [
        ({"denoise.seed": "99999"}, {"seed": 99_999}),
        ({"denoise.steps": "1"}, {"steps": 1}),
        ({"denoise.steps": "100"}, {"steps": 100}),
        ({"denoise.pull": "0"}, {"guidance": 0.0}),
        ({"denoise.pull": "8"}, {"guidance": 8.0}),
        ({"denoise.sampler": "DDPM"}, {"sampler": "ddpm"}),
        ({"denoise.sampler": "DPM-Solver++"}, {"sampler": "dpmpp_2m"}),
        ({"denoise.sixteen": "true"}, {"count": 16}),
        ({"denoise.animal": "owl", "denoise.colour": "blue"}, {"caption": "a happy blue owl with a hat in the snow"}),
        ({"denoise.animal": "any"}, {"caption": ""}),
        ({"denoise.worn": "any", "denoise.place": "night"}, {"caption": "a happy green rabbit at night"}),
        (
            {"denoise.words": " A purple mouse "},
            {"caption": "a purple mouse"},
        ),
    ],
)
def test_a_link_asks_for_exactly_what_it_says(tiny_engine, query, changes):
    app = opened(PAGE, {**SHOWN, **RABBIT, **query})
    default = {"caption": "a happy green rabbit with a hat in the snow", "seed": drawing.SEED}
    wanted = Job(**(default | changes))
    assert job(app, "denoise.drawing") == wanted
    header, _ = sent(app, "denoise.drawing")
    side = 64 if wanted.count == 1 else 256
    assert header["tracks"][0]["incoming"] == [side, side, 3]
    assert header["frames"] == (wanted.steps + 1 if wanted.count == 1 else 10)


@pytest.mark.parametrize(
    "query",
    [
        {"denoise.seed": "-1", "denoise.steps": "1e9", "denoise.pull": "nan", "denoise.sampler": "guess"},
        {
            "denoise.animal": "<script>",
            "denoise.colour": "mauve",
            "denoise.sixteen": "perhaps",
            "moment": "drawing.9999",
        },
    ],
)
def test_nonsense_in_a_link_is_passed_over(tiny_engine, query):
    app = opened(PAGE, {**SHOWN, **query})
    assert job(app, "denoise.drawing") == Job(caption="", seed=drawing.SEED)


@pytest.mark.parametrize("typed", ["a mauve cat", "a cat " * 9])
def test_words_that_the_network_cannot_read_are_answered_in_a_sentence(tiny_engine, typed):
    app = opened(PAGE, {**SHOWN, **RABBIT, "denoise.words": typed})
    assert "denoise.drawing" in messages(app)
    assert job(app, "denoise.drawing").caption == "a happy green rabbit with a hat in the snow"
    assert len(app.info) == 1
    assert "mauve" in app.info[0].value if "mauve" in typed else "16" in app.info[0].value


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, "told nothing, so only the noise decides"),
        (RABBIT, "told “a happy green rabbit with a hat in the snow”."),
        ({**RABBIT, "denoise.pull": "0"}, "pull with strength 0, so “a happy green rabbit with a hat in the snow”"),
        ({**RABBIT, "denoise.words": "a blue cat at night"}, "your own words, “a blue cat at night”; the menus rest."),
        ({"denoise.words": "a cat in a frog"}, drawing.BEYOND),
    ],
)
def test_it_is_said_what_the_network_was_told_and_what_it_may_not_have_understood(tiny_engine, query, told):
    """A pull of 0 once kept the caption on show, and own words beyond what was learned passed without a remark."""
    said = words(opened(PAGE, {**SHOWN, **query}))
    assert told in said and (drawing.BEYOND in said) == (told == drawing.BEYOND)
    by_menus = "denoise.animal" in query and "denoise.words" not in query
    assert ("training pictures, **" in said) == by_menus, "how many showed it is counted by the menus, which may rest"


def test_the_notches_stand_where_the_reader_made_up_its_mind(tiny_engine):
    app = opened(PAGE, SHOWN)
    asked_for = job(app, "denoise.drawing")
    found, notches = settled(asked_for), sent(app, "denoise.drawing")[0]["notches"]
    seen = read(torch.cat([step.x0 for step in steps(asked_for)]))
    assert notches == sorted(notches, key=lambda notch: notch[0]) and len(notches) == len(NAMES)
    for name, label in NAMES.items():
        frame = found.since[name]
        assert [frame, f"{label}: {seen[-1][name]}"] in notches
        assert {one[name] for one in seen[frame:]} == {seen[-1][name]}
        assert frame == 0 or seen[frame - 1][name] != seen[-1][name]


def test_of_sixteen_there_are_no_notches(tiny_engine):
    assert sent(opened(PAGE, {**SHOWN, "denoise.sixteen": "true"}), "denoise.drawing")[0]["notches"] == []


def test_the_film_of_sixteen_is_there_without_waiting_for_one_picture(tiny_engine, monkeypatch):
    monkeypatch.setattr(drawing.drawing_figures, "settled", lambda job: pytest.fail("the page waits for a picture"))
    app = opened(PAGE, {"denoise.sixteen": "true", "moment": "drawing.5"})
    assert sent(app, "denoise.drawing")[0]["stream"]["frames"] > 1
    assert not app.exception and "Counted over" in words(app)


def test_the_bet_is_decided_by_many_noises_and_not_by_the_one_on_show(tiny_engine):
    """One chosen noise once decided it, and a third of the way counted as half of it."""
    app = bet(opened(PAGE), drawing.BET, "The colour")
    after = {name: figure(f"settled: {name}") for name in SETTLING}
    place, colour, animal = (after[name] for name in ("place", "colour", "animal"))
    assert place["interval"][1] < colour["interval"][0] and colour["interval"][1] < animal["interval"][0]
    assert min(one["n"] for one in after.values()) >= 192
    assert cards(app)[drawing.BET]["right"] == "The animal"
    assert f"after **{animal['value']:.0f}** of 20 steps" in verdict(app, drawing.BET)
    half, said = figure("settled: all by halfway"), words(app)
    assert f"made up its mind about all of it in {100 * half['value']:.0f} of 100" in said
    assert f"{half['n']} sheets of noise" in said and half["interval"][1] < 0.75, "not settled at once, nor always"
    assert "only sharpen" not in said and "That's why" not in said
    assert sent(app, "denoise.drawing")[0]["proof"]["marks"] == ["noisy", "guess"]
    # what was drawn is kept for the end of the level
    assert made.Job.from_text(app.session_state["network.made"]) == job(app, "denoise.drawing")


def test_level_3_hid_the_place_last():
    for schedule in (make_schedule("cosine", 1000), make_schedule("linear", 1000)):
        lost = (legibility().lost_at(schedule), by_average("colour").lost_at(schedule))
        assert by_average("place").lost_at(schedule) > max(lost)


def test_told_words_it_draws_more_clearly():
    rows = {row["told"]: row["agree"]["interval"] for row in read_record(FEWER_WORDS)["rows"]}
    assert rows["nothing"][1] < rows["all"][0]


def test_how_often_all_is_right_is_read_from_the_record_of_most_pictures(tiny_engine):
    """99 % stood there, of 192 pictures, while 1,186 say 97.7."""
    whole = read_record(EVALUATION)["all_right_seen_ddim"]
    assert whole["n"] > 1000 > figure("lab: right, DDIM, 20 steps")["n"]
    share = f"{100 * whole['value']:.0f} %"
    assert f"twenty in {share}" in words(opened(PAGE, SHOWN)) and share in asked_questions()["Q20"].answer


def test_ddpm_adds_very_much_fresh_noise_at_first_then_less_and_ddim_none():
    """ "A little fresh noise at each step" stood there, where the first of twenty steps is 99 % fresh noise."""
    moments = path(make_schedule("cosine", 1000), 20)
    fresh = [posterior(*pair)[2] for pair in pairwise(moments)]
    assert fresh[0] > 0.99 and fresh[-1] == 0 and fresh == sorted(fresh, reverse=True)
    assert "very much at first and then less and less" in drawing.FRESH
    texts = [drawing.FRESH, asked_questions()["Q15"].answer, *(term.sentence for term in TERMS if term.name == "DDPM")]
    assert not any("a little fresh noise" in text for text in texts) and len(texts) == 3


def test_that_the_film_is_ddim_after_a_step_of_ddpm_is_said(tiny_engine):
    app = opened(PAGE, SHOWN)
    assert job(app, "denoise.drawing").sampler == "ddim"
    assert "nothing fresh is added on the way: that's called *DDIM*" in words(app)


@pytest.mark.parametrize("address", ["level-4", PAGE])
def test_without_weights_a_sentence_stands_where_the_network_would_answer_and_the_page_lives(no_weights, address):
    app = opened(address)
    assert {"missing" in note.value for note in app.info} == {True}
    assert (drawing.BET if address == PAGE else "denoise.worst") in asked(app)
