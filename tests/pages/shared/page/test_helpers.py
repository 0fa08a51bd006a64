"""What every experiment leans on: controls in the address, bets, folded experiments, code on show."""

import inspect
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.page import theme
from pages.shared.page.code import source
from pages.shared.page.experiment import experiment

PAGE = str(Path(__file__).with_name("helpers_page.py"))
DEFAULTS = "3 blue 20 0.5 False green 5"


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(PAGE, default_timeout=30)
    for name, value in query.items():
        page.query_params[name.replace("__", ".")] = value
    page.run()
    assert not page.exception
    return page


def shown(page: AppTest) -> str:
    return page.code[0].value


def words(page: AppTest) -> str:
    return "\n".join(block.value for block in page.markdown)


def test_the_address_brings_the_whole_state_back():
    query = {"seed": "77", "colour": "Red", "steps": "5", "share": "0.2", "on": "true", "also": "red"}
    page = opened(**{f"demo__{name}": value for name, value in query.items()}, own="8")
    assert shown(page) == "77 red 5 0.2 True red 8"


@pytest.mark.parametrize("bad", ["-1", "1e9", "99999999999999999999", "nan", "inf", "-1e400", "", "<script>", "½", "²"])
def test_absurd_values_in_the_address_leave_the_defaults(bad):
    names = ("seed", "colour", "steps", "share", "also")
    page = opened(**{f"demo__{name}": bad for name in names}, own=bad, strange="1")
    assert shown(page) == DEFAULTS


def test_again_goes_on_to_the_next_seed_and_round_at_the_end():
    page = opened(demo__seed="99999")
    page.button(key="demo.seed.again").click().run()
    assert shown(page).startswith("0 ")
    page.button(key="demo.seed.again").click().run()
    assert shown(page).startswith("1 ")


def bet(page: AppTest, answer: str) -> AppTest:
    (pills,) = [group for group in page.button_group if group.key == "bet.demo.which"]
    pills.set_value(answer).run()
    assert not page.exception
    return page


def test_nothing_is_given_away_before_the_bet():
    page = opened()
    assert "Too warm" not in words(page) and "right" not in words(page).lower()


@pytest.mark.parametrize(
    ("answer", "verdict"), [("red", "**You said** red"), ("blue", "**You were right:** blue"), ("Just show me", "blue")]
)
def test_the_outcome_stands_beside_the_bet_with_a_reason_for_each_wrong_answer(answer, verdict):
    said = words(bet(opened(), answer))
    assert verdict in said and "Too warm." in said and "Too leafy." in said


def test_the_visitors_own_mistake_is_explained_first():
    said = words(bet(opened(), "green"))
    assert said.index("Too leafy.") < said.index("Too warm.")


def test_a_bet_is_remembered_and_not_asked_again():
    page = bet(opened(), "red")
    page.slider(key="demo.steps").set_value(7).run()
    assert "**You said** red" in words(page)
    assert not [group for group in page.button_group if group.key == "bet.demo.which"]


def test_a_folded_experiment_computes_nothing_until_it_is_opened():
    assert [code.value for code in opened().code if "folded" in code.value] == []
    assert [code.value for code in opened(**{"open.2.2": "true"}).code if "folded" in code.value] != []


def test_a_question_that_does_not_exist_cannot_be_answered():
    with pytest.raises(KeyError):
        experiment("1.1", "Title", answers={"Q99": "?"})


def test_the_code_on_show_is_the_code_that_runs():
    shown_code = [code.value for code in opened().code]
    assert inspect.getsource(theme.word).strip() in [code.strip() for code in shown_code]
    assert source(theme.word) in Path(theme.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "said", "silent"),
    [
        ("Half", ["You were right:** Half"], ["Nothing grew.", "Something is left."]),
        ("Twice", ["You said** Twice. **It is:** Half", "Nothing grew."], ["Something is left."]),
        ("Just show me", ["The answer:** Half", "Nothing grew.", "Something is left."], []),
    ],
)
def test_a_closing_question_is_marked_by_its_run_and_a_wrong_answer_by_its_reason(answer, said, silent):
    page = opened()
    assert "ran" not in page.session_state, "nothing is run before there is an answer"
    (pills,) = [group for group in page.button_group if group.key == "bet.demo.closing.halve"]
    pills.set_value(answer).run()
    assert not page.exception
    for sentence in ["10 became 5.", "What if ten is cut in two?", *said]:
        assert sentence in words(page)
    for sentence in ["Never shown.", *silent]:
        assert sentence not in words(page)
    shown = [element.proto.bytes for element in page.main.get("bidi_component")]
    assert any(b'"name":"half"' in message for message in shown), "the picture of the run stands beside it"
