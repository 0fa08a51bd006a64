"""What is sent first after a change: the new picture, where the browser knows its place, and the words after a rest."""

from types import SimpleNamespace

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from pages.server.streamlit_private import Visit
from pages.shared.page import picture_first as module
from pages.shared.page.picture_first import picture_first
from pages.shared.player import NAME


def words(text: str) -> ForwardMsg:
    message = ForwardMsg(hash=text)
    message.metadata.delta_path.extend([0, 0])
    message.delta.new_element.markdown.body = text
    return message


def picture(data: str, *, column: int = 1) -> ForwardMsg:
    message = ForwardMsg(hash=data)
    message.metadata.delta_path.extend([0, column, 0])
    message.delta.new_element.bidi_component.component_name = NAME
    return message


def number(value: int, *, set_here: bool = True) -> ForwardMsg:
    """A widget; set_here: whether the page set its value."""
    message = ForwardMsg(hash=f"number {value}")
    message.metadata.delta_path.extend([0, 2])
    message.delta.new_element.number_input.value = value
    message.delta.new_element.number_input.set_value = set_here
    return message


def column(kind: str) -> ForwardMsg:
    """The container in which the pictures stand."""
    message = ForwardMsg(hash=kind)
    message.metadata.delta_path.extend([0, 1])
    getattr(message.delta.add_block, kind).SetInParent()
    return message


def kept(data: str) -> ForwardMsg:
    """A reference to a picture that the browser has."""
    message = ForwardMsg(ref_hash=data)
    message.metadata.delta_path.extend([0, 1, 0])
    return message


@pytest.fixture
def sent(monkeypatch):
    """Draws an experiment and returns the hashes in the order in which they left; `sent.rests` are the rests."""
    requests = SimpleNamespace(_state=ScriptRequestType.CONTINUE)
    left, context = [], SimpleNamespace(fragment_ids_this_run=["own"], script_requests=requests)
    context._enqueue = lambda message: left.append(message.ref_hash or message.hash)
    rests: list[float] = []
    slept = [100.0]
    visit: dict = {}
    monkeypatch.setattr(module, "current_visit", lambda: Visit(context))
    monkeypatch.setattr(module.st, "session_state", visit)
    monkeypatch.setattr(module, "RAPID", -1.0)
    # time passes only where the code rests: on a busy machine a short sleep may be a long one
    clock = SimpleNamespace(
        monotonic=lambda: sum(slept), sleep=lambda seconds: (rests.append(seconds), slept.append(seconds))
    )
    monkeypatch.setattr(module, "time", clock)

    def draw(*messages: ForwardMsg, whole: bool = False) -> list[str]:
        left.clear()
        rests.clear()
        context.fragment_ids_this_run = None if whole else ["own"]
        with picture_first("2.1"):
            for message in messages:
                context._enqueue(message)
        return list(left)

    draw.rests, draw.context, draw.left = rests, context, left
    draw(words("before"), picture("first"), words("after"), whole=True)
    return draw


def test_the_new_picture_goes_first_and_the_words_follow_in_their_order_after_a_rest(sent):
    assert sent(words("above"), picture("second"), words("below")) == ["second", "above", "below"]
    assert sum(sent.rests) == pytest.approx(module.REST, rel=1 / 8)


def test_who_changes_something_meanwhile_cuts_the_rest_short(sent):
    sent.context.script_requests._state = ScriptRequestType.RERUN
    assert sent(words("above"), picture("second")) == ["second", "above"]
    assert sent.rests == []


def test_a_picture_that_the_browser_has_kept_goes_first_as_well(sent):
    sent(words("above"), picture("second"))
    assert sent(words("above"), kept("first"), words("below")) == ["first", "above", "below"]


@pytest.mark.parametrize("same", [picture("first"), kept("first")])
def test_where_the_picture_stays_nothing_waits(sent, same):
    assert sent(words("above"), same, words("below")) == ["above", "first", "below"]
    assert sent.rests == []


def test_of_two_pictures_only_the_new_one_goes_first(sent):
    sent(picture("first"), picture("beside", column=2), whole=True)
    changed = sent(words("above"), picture("first"), picture("other", column=2))
    assert changed == ["other", "above", "first"]


def test_when_the_page_is_drawn_as_a_whole_all_goes_in_order(sent):
    assert sent(words("above"), picture("second"), whole=True) == ["above", "second"]


def test_a_picture_at_a_new_place_waits_for_what_stands_before_it(sent):
    assert sent(words("above"), picture("second", column=3), words("below")) == ["above", "second", "below"]
    assert sent.rests == []
    # that place is known now
    assert sent(words("above"), picture("third", column=3)) == ["third", "above"]


def test_a_picture_in_another_kind_of_container_waits_for_it(sent):
    sent(column("vertical"), picture("second"), whole=True)
    assert sent(column("vertical"), words("above"), picture("third")) == ["third", "vertical", "above"]
    # the browser takes an expander for something else, and forgets what stood in its place
    assert sent(column("expandable"), words("above"), picture("fourth")) == ["expandable", "above", "fourth"]


def test_a_number_that_the_page_set_does_not_wait_lest_the_browser_sends_the_old_one(sent):
    sent(number(1, set_here=False), words("above"), picture("second"), whole=True)
    assert sent(words("above"), number(2), picture("third"), words("below")) == ["number 2", "third", "above", "below"]
    assert sent(words("above"), number(3, set_here=False), picture("fourth")) == ["fourth", "above", "number 3"]


def test_the_address_does_not_wait(sent):
    address = ForwardMsg(hash="address")
    address.page_info_changed.query_string = "noise.seed=2"
    assert sent(words("above"), address, picture("second")) == ["address", "second", "above"]


def test_what_stands_in_the_pictures_place_meanwhile_comes_before_it(sent):
    progress = words("working")
    progress.metadata.delta_path[:] = [0, 1, 0]
    assert sent(progress, picture("second"), words("below")) == ["working", "second", "below"]


def test_without_a_picture_before_nothing_is_held(sent):
    sent(words("alone"), whole=True)
    assert sent(words("above"), picture("second")) == ["above", "second"]


def test_changes_in_quick_succession_are_answered_in_one_row(sent, monkeypatch):
    monkeypatch.setattr(module, "RAPID", 60.0)
    assert sent(words("above"), picture("second")) == ["above", "second"]
    assert sent.rests == []


def test_what_takes_long_is_not_held_back(sent, monkeypatch):
    clock = iter(range(100))  # a second passes with each look
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(clock)))
    assert sent(words("working"), picture("second"), words("below")) == ["working", "second", "below"]


def test_a_part_within_leaves_the_order_to_the_whole(sent):
    def draw(number: int) -> list[str]:
        sent.left.clear()
        with picture_first("2.1"):
            sent.context._enqueue(words("above"))
            with picture_first("2.1 part"):
                sent.context._enqueue(words("beside"))
                sent.context._enqueue(picture(f"{number}"))
            sent.context._enqueue(words("below"))
        return list(sent.left)

    sent.context.fragment_ids_this_run = ["own"]
    draw(1)
    sent.rests.clear()
    assert draw(2) == ["2", "above", "beside", "below"]
    assert sum(sent.rests) == pytest.approx(module.REST, rel=1 / 8)
    # and alone it leads
    sent.left.clear()
    with picture_first("2.1 part"):
        sent.context._enqueue(words("beside"))
        sent.context._enqueue(picture("3"))
    assert sent.left == ["3", "beside"]


def test_what_waits_is_sent_when_the_body_fails(sent):
    with pytest.raises(ZeroDivisionError), picture_first("2.1"):
        sent.context._enqueue(words("above"))
        raise ZeroDivisionError
    assert sent.left[-1] == "above"


def test_outside_of_a_visit_nothing_happens(monkeypatch):
    monkeypatch.setattr(module, "current_visit", lambda: None)
    with picture_first("2.1"):
        pass
