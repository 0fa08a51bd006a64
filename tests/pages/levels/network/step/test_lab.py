"""4.10: the runs are those that the menu names, side by side from the same noise, and no damage is made up."""

from dataclasses import replace

import pytest

from diffusion_core.sampling.breakages import BREAKAGES, ONE_STEP, SOUND, WORDS
from pages.levels.network.step import lab as page_of_lab
from pages.levels.network.step import lab_figures
from pages.levels.network.step.lab_figures import NAMES
from pages.shared.page import recorded
from tests.pages.driver import bet, cards, change, control, job, messages, opened, sent, verdict, words

PAGE = "level-4-step"
TOLD = {"moment": "step.1~lab_sound.5"}
OPEN = {"open.4.10": "true"}


def shown(app) -> set[str]:
    """The players of this experiment."""
    return {key for key in messages(app) if key.startswith("lab.")}


def labels(app) -> tuple[str, ...]:
    """What the row below this experiment folds out."""
    return tuple(app.session_state["folds"]["4.10"])


def before_the_answers(app) -> str:
    return "\n".join(block.value for block in [*app.main.markdown, *app.main.caption] if "**Q2" not in block.value)


def test_on_arrival_only_the_unbroken_run_is_shown_and_no_damage(tiny_engine):
    assert not shown(opened(PAGE)), "it is a box until somebody opens it"
    app = opened(PAGE, OPEN)
    assert shown(app) == {"lab.arrival", "lab.place"}
    assert job(app, "lab.arrival") == replace(SOUND["DDPM, 20 steps"], caption=WORDS, seed=4, count=4)
    assert "smoother" not in before_the_answers(app) and "Measured" not in words(app)


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_breakage_runs_beside_its_sound_run_from_the_same_noise(tiny_engine, name):
    app = opened(PAGE, TOLD | {"lab.broken": lab_figures.marked(name), "lab.seed": "77"})
    breakage = BREAKAGES[name]
    same = {"caption": WORDS, "seed": 77, "count": 4}
    assert job(app, "lab.lab_sound") == replace(SOUND[breakage.sound], **same)
    assert job(app, "lab.lab_broken") == replace(breakage.broken, **same)
    assert ("The first guess" in labels(app)) == (name == ONE_STEP)
    assert lab_figures.verdict(name) in words(app) and page_of_lab.WHY[name] in words(app)


@pytest.mark.parametrize("guess", [*page_of_lab.REASONS, "Just show me"])
def test_a_bet_breaks_the_run_and_is_answered_from_the_record(tiny_engine, guess):
    app = opened(PAGE, OPEN)
    bet(app, "lab.fresh", guess)
    assert shown(app) == {"lab.lab_sound", "lab.lab_broken"}
    assert lab_figures.differs("grain", page_of_lab.FRESH) == lab_figures.differs("apart", page_of_lab.FRESH) == -1
    assert cards(app)["lab.fresh"]["right"] == page_of_lab.ALIKE
    apart = recorded.figure("lab: apart, no fresh noise, 20 steps")["value"]
    assert f"**{apart:.0f}** shades" in verdict(app, "lab.fresh")
    assert sent(app, "lab.lab_broken")[0]["proof"]["marks"] == ["noisy"]


@pytest.mark.parametrize("query", [{"lab.seed": "3"}, {"lab.broken": NAMES[ONE_STEP]}, {"moment": "lab_broken.0"}])
def test_a_link_to_it_opens_the_box(tiny_engine, query):
    assert shown(opened(PAGE, query))


def test_the_words_whose_pictures_were_measured_are_named(tiny_engine):
    assert WORDS in cards(opened(PAGE, OPEN))["lab.fresh"]["question"]


@pytest.mark.parametrize("query", [{"lab.seed": "0"}, {"lab.seed": "99999"}, {"lab.seed": "1e400", "lab.broken": "?"}])
def test_both_ends_and_nonsense_are_borne(tiny_engine, query):
    assert "lab.lab_broken" in messages(opened(PAGE, TOLD | query))


def test_without_weights_a_sentence_stands_there(no_weights):
    app = opened(PAGE, TOLD)
    assert any("missing" in note.value for note in app.info)


@pytest.mark.parametrize(
    ("broken", "side", "words"),
    [
        ({"value": 5.0, "interval": [4.5, 5.5]}, -1, "smoother"),
        ({"value": 9.5, "interval": [8.5, 10.5]}, 0, "no damage was found"),
        ({"value": 12.0, "interval": [10.5, 13.5]}, 0, "no damage was found"),
        ({"value": 15.0, "interval": [12.5, 17.5]}, 1, "grainier"),
    ],
)
def test_a_damage_counts_only_beyond_both_intervals(monkeypatch, broken, side, words):
    """One figure is planted; the two others are those of the sound run."""
    sound = {"value": 11.0, "interval": [10.0, 12.0], "n": 64}

    def planted(name):
        return broken | {"n": 64} if name == "lab: grain, two steps" else sound

    monkeypatch.setattr(lab_figures, "figure", planted)
    assert lab_figures.differs("grain", "two steps") == side
    assert words in lab_figures.verdict("two steps")
    assert ("↓" in lab_figures.table("two steps"), "↑" in lab_figures.table("two steps")) == (side < 0, side > 0)


def test_the_networks_first_guess_is_not_said_to_be_the_best_one(tiny_engine):
    """ "The average is the best single answer; its error is 124 % of the average's" contradicted itself."""
    app = opened(PAGE, TOLD | {"lab.broken": NAMES[ONE_STEP]})
    off, one = (recorded.figure(f"lab: {what} off the average") for what in ("first guess", "drawn picture"))
    assert off["interval"][0] > 0 and off["interval"][1] < one["interval"][0], "near to the average, and not it"
    said = words(change(app, "folds-4-10", "The first guess"))
    assert f"by {off['value']:.0f} on average; a single picture by {one['value']:.0f}. " in said
    assert "The network only learnt to come near" in said


def test_the_table_holds_the_recorded_numbers():
    whole, own = lab_figures.whole_table(), lab_figures.table(ONE_STEP)
    of_all, row = (next(line for line in text.splitlines() if NAMES[ONE_STEP] in line) for text in (whole, own))
    share = recorded.figure("lab: right, one step")
    low, high = (round(100 * end) for end in share["interval"])
    assert f"{100 * share['value']:.0f} ({low}\u202fto\u202f{high})" in row
    assert f"| {100 * share['value']:.0f}\u00a0↓" in of_all and "\u202fto" not in of_all
    assert lab_figures.whole_table().count("\n") == len(SOUND) + len(BREAKAGES) + 2


def test_the_heard_shares_of_noise_follow_from_the_shift():
    """log-SNR 0 is half noise; shifted by 1 either way it is 27 % or 73 %."""
    from diffusion_core.process.schedules import alpha_bar_of

    for name, heard in (("told a little less noise", "27 %"), ("told a little more noise", "73 %")):
        share = 100 * (1 - alpha_bar_of(BREAKAGES[name].broken.level_offset))
        assert f"{share:.0f} %" == heard and heard in page_of_lab.WHY[name]


def test_the_menu_offers_damage_alone_and_the_rest_is_folded_away(tiny_engine):
    assert {*lab_figures.listed(), *lab_figures.harmless()} == set(BREAKAGES)
    assert not {*lab_figures.listed()} & {*lab_figures.harmless()}
    for name in BREAKAGES:
        assert ("no damage found" in lab_figures.marked(name)) == (name in lab_figures.harmless())
        assert lab_figures.listed(name).count(name) == 1, "an old link still opens it"
    app = opened(PAGE, TOLD)
    assert control(app, "lab.broken").options == [lab_figures.marked(name) for name in lab_figures.listed()]
    assert "What broke nothing" in labels(app)


def test_a_break_that_scores_better_than_the_unbroken_run_is_not_shown_as_damage():
    """Told of too much noise, the distance *falls*: the measure misses what is broken."""
    better = [name for name in BREAKAGES if lab_figures.differs("distance", name) < 0]
    assert "told a little more noise" in better
    for name in better:
        assert not lab_figures.damaged(name) and "**no damage**" in lab_figures.verdict(name)


def test_without_fresh_noise_the_pictures_are_alike_under_cosine_and_not_under_linear(tiny_engine):
    """What the first step keeps of the starting noise is next to nothing under cosine only."""
    alike, linear, apart = (
        recorded.figure(name) for name in (page_of_lab.ALIKE_BY, page_of_lab.ALIKE_LINEAR, page_of_lab.APART_BY)
    )
    assert alike["interval"][1] < linear["interval"][0] / 3 and linear["value"] > 0.6 * apart["value"]
    assert (
        f"Under *linear*, whose first step keeps a good part of the starting noise, the pictures stay different: they "
        f"differ by {linear['value']:.0f} shades" in words(opened(PAGE, TOLD))
    )
    app = opened(PAGE, TOLD | {"lab.schedule": "linear"})
    assert {job(app, f"lab.lab_{run}").schedule for run in ("broken", "sound")} == {"linear"}
    other = opened(PAGE, TOLD | {"lab.schedule": "linear", "lab.broken": NAMES[ONE_STEP]})
    assert job(other, "lab.lab_broken").schedule == "cosine", "elsewhere there is no choice"


def test_the_bets_verdict_stands_only_by_its_own_breakage(tiny_engine):
    app = opened(PAGE, OPEN)
    bet(app, "lab.fresh", page_of_lab.SAME)
    assert verdict(app, "lab.fresh")
    change(app, "lab.broken", ONE_STEP)
    assert not verdict(app, "lab.fresh") and "less often right" in words(app)


def test_every_breakage_has_a_name_and_a_reason():
    assert list(NAMES) == list(BREAKAGES) == list(page_of_lab.WHY)
    assert set(lab_figures.NAMES_OF_SOUND) == set(SOUND)
