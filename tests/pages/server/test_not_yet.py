"""A bet that is placed while a visit's first run draws the page is answered, and not dropped without a word."""

import json
from contextlib import contextmanager
from types import SimpleNamespace

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from websockets.sync.client import ClientConnection, connect

from pages.server.not_yet import or_soon
from pages.shared.page.card import NAME as BET
from tests.browser.machine import running_server

PAGE = "level-1"


def test_a_part_is_taken_for_known_while_a_run_works_and_no_longer():
    requests = ScriptRequests()
    session = SimpleNamespace(_scriptrunner=None)
    knows = or_soon(lambda _, fragment: fragment == "known")
    assert knows(session, "known") and not knows(session, "new")
    session._scriptrunner = SimpleNamespace(_requests=requests)
    assert knows(session, "known") and knows(session, "new")
    requests.request_rerun(RerunData(fragment_id="new"))
    assert knows(session, "new"), "another request is queued already"
    requests.request_stop()
    assert knows(session, "known") and not knows(session, "new")


@contextmanager
def visit(server: str):
    address = f"ws{server.removeprefix('http')}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None) as line:
        yield line


def say(line: ClientConnection, *, page: str = "", fragment: str = "", bet: str = "", answer: str = "") -> None:
    """Ask for the page (by the name that Streamlit gave it, where known), or for a part with what was pressed there."""
    message = BackMsg()
    run = message.rerun_script
    run.page_name, run.page_script_hash, run.fragment_id = PAGE, page, fragment
    if bet:
        sent = json.dumps([{"event": "guess", "value": answer}])
        run.widget_states.widgets.add(id=_make_trigger_id(bet, "events"), json_trigger_value=sent)
    line.send(message.SerializeToString())


def heard(line: ClientConnection) -> list[ForwardMsg]:
    """All that comes until a run ends."""
    found = [ForwardMsg.FromString(line.recv(timeout=60))]
    while found[-1].WhichOneof("type") != "script_finished":
        found.append(ForwardMsg.FromString(line.recv(timeout=60)))
    return found


def cards(messages: list[ForwardMsg]) -> list[Delta]:
    return [one.delta for one in messages if one.delta.new_element.bidi_component.component_name == BET]


def said(card: Delta) -> dict:
    return json.loads(card.new_element.bidi_component.json)


def test_a_bet_that_comes_before_its_part_is_drawn_waits_for_it():
    with running_server() as server:
        with visit(server) as line:
            say(line)
            messages = heard(line)
        card = cards(messages)[0]
        (page,) = [one.navigation.page_script_hash for one in messages if one.WhichOneof("type") == "navigation"]
        bet, answer = card.new_element.bidi_component.id, said(card)["options"][0]
        with visit(server) as line:
            say(line, page=page)
            say(line, page=page, fragment=card.fragment_id, bet=bet, answer=answer)
            assert said(cards(heard(line))[0])["guess"] is None, "the page is drawn first, as it was asked for"
            answered = [said(card) for card in cards(heard(line)) if card.new_element.bidi_component.id == bet]
    assert [card["guess"] for card in answered] == [answer] and answered[0]["lead"]
