"""4.9: what the page shows is what was asked for, and what is settled when is what the reader saw."""

import pytest

from diffusion_core.sampling.job import Job
from pages.levels.network import made
from pages.levels.network.asking import noise
from pages.levels.network.step import drawing
from pages.levels.network.step.drawing_figures import ROWS, settled, stays_from
from pages.shared.player import to_bytes
from tests.pages.driver import asked, bet, cards, job, messages, numbers, opened, sent, verdict, words

PAGE = "level-4-step"
SHOWN = {"moment": "drawing.3"}
RABBIT = {"denoise.animal": "rabbit"}


def test_on_arrival_there_is_noise_and_nothing_of_the_picture(tiny_engine):
    """It once showed the finished picture before the bet, captioned "the noisy picture"."""
    app = opened(PAGE)
    assert not app.info and "denoise.drawing" not in messages(app)
    header, arrays = sent(app, "denoise.noise")
    assert [spec["name"] for spec in header["tracks"]] == ["start"] and header["whole"] == 21
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
        ({}, "told nothing at all, so only the noise decides"),
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


@pytest.mark.parametrize(
    ("seen", "frame"), [("aaaa", 0), ("baaa", 1), ("abaa", 2), ("aaab", 3), ("bbba", 3), ("cbab", 3)]
)
def test_settled_is_what_never_changes_again(seen, frame):
    assert stays_from(list(seen)) == frame


def test_the_marks_stand_from_the_frame_on_from_which_the_reader_sees_the_same(tiny_engine):
    app = opened(PAGE, SHOWN)
    found, rows = settled(job(app, "denoise.drawing")), numbers(app, "denoise.drawing", "marks")
    assert len(rows) == 4
    for name, label in ROWS.items():
        marks = ["✓" in text for text in rows[label]]
        assert marks == [frame >= found.since[name] for frame in range(21)]
        assert all(word in text for word, text in zip(found.seen[name], rows[label], strict=True))
    assert list(rows) == [ROWS[name] for name in sorted(ROWS, key=found.since.__getitem__)], "the first settled first"


def test_the_bet_is_decided_by_this_very_run_and_the_film_proves_it(tiny_engine):
    app = bet(opened(PAGE), drawing.BET, drawing.EARLY)
    last = settled(job(app, "denoise.drawing")).last
    wanted = drawing.EARLY if 3 * last <= 20 else drawing.HALFWAY if 3 * last <= 40 else drawing.LATE
    assert cards(app)[drawing.BET]["right"] == wanted and f"**{last}**" in verdict(app, drawing.BET)
    assert sent(app, "denoise.drawing")[0]["proof"]["marks"] == ["noisy"]
    # what was drawn is kept for the end of the level
    assert made.Job.from_text(app.session_state["network.made"]) == job(app, "denoise.drawing")


@pytest.mark.parametrize("address", ["level-4", PAGE])
def test_without_weights_a_sentence_stands_where_the_network_would_answer_and_the_page_lives(no_weights, address):
    app = opened(address)
    assert {"missing" in note.value for note in app.info} == {True}
    assert (drawing.BET if address == PAGE else "denoise.worst") in asked(app)
