"""Bet first: nothing is given away before; the outcome fills the card, and the other answers' reasons stand beside."""

import pytest

from pages.shared.page import bets
from pages.shared.page.memory import believed
from tests.pages.driver import asked, bet, cards, change, press, rerun, sent, verdict, words


def test_nothing_is_given_away_before_the_bet(demo):
    page = demo()
    card = cards(page)["demo.which"]
    assert card["guess"] is None and card["right"] is None and verdict(page, "demo.which") == ""
    assert "Too warm" not in words(page)


@pytest.mark.parametrize(
    ("answer", "said"),
    [("red", "Not quite. **3** of 3 are blue."), ("blue", "Yes! **3** of 3 are blue."),
     ("Just show me", "Here it is: **3** of 3 are blue.")],
)  # fmt: skip
def test_the_card_says_what_came_out_and_a_reason_stands_for_each_wrong_answer(demo, answer, said):
    page = bet(demo(), "demo.which", answer)
    assert verdict(page, "demo.which") == said and cards(page)["demo.which"]["right"] == "blue"
    assert "Too warm." in words(page) and "Too leafy." in words(page)


@pytest.mark.parametrize(
    ("answer", "open_", "others"),
    [("red", "Too warm.", ["Too leafy."]), ("blue", "", ["Too warm.", "Too leafy."]),
     ("Just show me", "", ["Too warm.", "Too leafy."])],
)  # fmt: skip
def test_why_the_visitors_own_answer_is_wrong_stands_open_and_why_the_others_are_is_folded(demo, answer, open_, others):
    page = bet(demo(), "demo.which", answer)
    (fold,) = [box for box in page.expander if box.label in (bets.OTHERS, bets.OTHER)]
    folded = "\n".join(part.value for part in fold.markdown)
    assert fold.label == (bets.OTHER if open_ else bets.OTHERS)
    assert [why for why in ("Too warm.", "Too leafy.") if why in folded] == others
    assert open_ not in folded or not open_
    assert words(page).count("Too warm.") == words(page).count("Too leafy.") == 1


@pytest.mark.parametrize(("answer", "lead"), [("red", "Lucky!"), ("green", "Not quite."), ("blue", "Yes!")])
def test_an_answer_that_came_true_by_chance_alone_is_met_as_luck_and_no_other(demo, answer, lead):
    page = bet(demo(), "demo.lucky", answer)
    assert verdict(page, "demo.lucky") == f"{lead} Nobody could know."
    card = cards(page)["demo.lucky"]
    assert card["lucky"] == (lead == "Lucky!") and card["right"] == "blue"
    assert page.session_state["bets.came_out"]["demo.lucky"] == (answer == "blue"), "luck is not counted as right"


def test_a_card_names_the_bets_that_it_opens_and_says_whether_a_round_of_it_was_made(demo):
    page = demo()
    assert {key: card["opens"] for key, card in cards(page).items() if card["opens"]} == {"demo.which": "demo.silent"}
    assert not any(card["again"] for card in cards(page).values())
    page.session_state["bets"] = {"demo.luck.2": "red"}
    assert [key for key, card in cards(rerun(page)).items() if card["again"]] == ["demo.lucky"]


def test_a_bet_is_remembered_and_not_asked_again(demo):
    page = bet(demo(), "demo.which", "red")
    change(page, "demo.steps", 7)
    assert cards(page)["demo.which"]["guess"] == "red"
    assert "demo.which" not in asked(page)


def test_a_bet_whose_outcome_does_not_come_stands_there_as_it_was_made(demo):
    page = bet(demo(), "demo.silent", "red")
    assert cards(page)["demo.silent"]["guess"] == "red" and verdict(page, "demo.silent") == ""


def test_the_film_that_proves_a_bet_is_played_once_for_each_bet_made_here_and_never_for_one_that_was_kept(demo):
    assert sent(demo(), "demo.film")[0]["proof"] is None
    page = bet(demo(), "demo.which", "red")
    proof = sent(page, "demo.film")[0]["proof"]
    assert proof == {"turn": 1, "start": 0, "end": 1, "fps": 4, "marks": ["film"]}
    kept = demo(bets={"demo.which": "red"})
    assert sent(kept, "demo.film")[0]["proof"]["turn"] == 0


def test_what_a_browser_has_kept_counts_for_the_question_as_it_is_worded_now_and_for_no_other(demo):
    card = cards(demo())["demo.which"]
    for version, answer, counts in ((card["version"], "red", True), ("00000000", "red", False),
                                    (card["version"], "mauve", False)):  # fmt: skip
        page = demo()
        page.session_state["bets.kept"] = {"demo.which": (version, answer)}
        assert (cards(rerun(page))["demo.which"]["guess"] == "red") is counts


def test_a_question_has_another_version_when_a_word_of_it_or_of_its_answers_changes():
    versions = {bets.version(*asked) for asked in (("a", ["b", "c"]), ("a", ["b", "d"]), ("e", ["b", "c"]))}
    assert len(versions) == 3


@pytest.mark.parametrize("sent", [None, 7, "text", {"a": 1}, [7], [[1, 2, 3]], [["a", "b"]], [["a", "b", "c" * 201]]])
def test_what_no_browser_of_ours_would_send_is_dropped(sent):
    assert believed(sent) == {}


def test_no_more_is_believed_than_a_site_has_bets():
    assert len(believed([[str(i), "v", "a"] for i in range(100_000)])) == 400


def test_cleared_bets_are_asked_again(demo):
    page = bet(demo(), "demo.which", "red")
    press(page, "memory.clear")
    assert cards(page)["demo.which"]["guess"] is None
