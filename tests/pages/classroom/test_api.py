"""What browsers ask of a room: whoever may, gets it."""

import asyncio

import pytest

from pages.classroom import api
from pages.classroom.catalogue import lesson
from pages.classroom.plans import PLANS
from pages.classroom.way import SHOWS, address, way
from tests.pages.classroom.asked import BET, here_rooms, now, people, post, sent
from tests.pages.classroom.conftest import RIGHT, SAYS
from tests.pages.classroom.people_in_a_room import Person, Screen, opened, seated
from tests.waiting import until


def test_a_whole_round_with_two_turns(server):
    teacher, code = opened(server)
    pupils = [seated(server, code) for _ in range(6)]
    board, screens = Screen(teacher), [Screen(pupil) for pupil in pupils]
    number = teacher.do("begin", {"bet": BET})["round"]
    until(lambda: all(screen.state == "open" for screen in screens))
    for place, pupil in enumerate(pupils):
        pupil.do("bet", {"round": number, "turn": 1, "answer": place % 3, "sure": 1})
    until(lambda: board.view["round"]["bets"] == 6)
    teacher.do("turn", {"round": number, "to": "closed"})
    until(lambda: board.state == "closed" and board.view["round"]["ready"] and board.view["round"]["offer"])
    teacher.do("turn", {"round": number, "to": "open again"})
    for pupil in pupils:
        pupil.do("bet", {"round": number, "turn": 2, "answer": 2})
    teacher.do("turn", {"round": number, "to": "closed again"})
    teacher.do("turn", {"round": number, "to": "revealed"})
    until(lambda: all(screen.state == "revealed" for screen in (*screens, board)))
    assert board.view["round"]["splits"] == [[2, 2, 2], [0, 0, 6]]
    assert {screen.view["round"]["says"] for screen in screens} == {SAYS}
    assert {screen.view["round"]["own"]["answer"] for screen in screens} == {RIGHT}
    teacher.do("turn", {"round": number, "to": "run"})
    until(lambda: all(screen.view["lead"] for screen in screens))
    assert {screen.view["lead"]["to"].partition("?")[0] for screen in screens} == {"level-1"}
    teacher.do("end", {})
    until(lambda: all(screen.over for screen in (*screens, board)))


@pytest.mark.parametrize("plan", PLANS)
def test_a_room_is_of_the_lesson_that_was_chosen_and_asks_all_its_bets(client, plan):
    teacher = post(client, "open", {"plan": plan})["token"]
    assert now(client, teacher)["plan"] == plan
    for bet in lesson(plan):
        post(client, "begin", {"bet": bet}, teacher)
    assert now(client, teacher)["played"] == list(lesson(plan))


@pytest.mark.parametrize("plan", ["", "30", 45, None, ["45"], {"45": 1}])
def test_a_lesson_that_there_is_not_opens_no_room(client, plan):
    assert sent(client, "open", {"plan": plan}).status_code == 400 and not here_rooms(client)


def test_until_the_answer_is_shown_no_byte_to_a_pupil_depends_on_what_others_bet(server):
    said = []
    for answers in ((0, 0, 0, 0), (1, 2, 2, 1)):
        teacher, code = opened(server)
        watched, *others = [seated(server, code) for _ in range(5)]
        screen = Screen(watched)
        number = teacher.do("begin", {"bet": BET})["round"]
        until(lambda s=screen: s.state == "open")
        for pupil, answer in zip(others, answers, strict=True):
            pupil.do("bet", {"round": number, "turn": 1, "answer": answer, "sure": answer})
        teacher.do("turn", {"round": number, "to": "closed"})
        until(lambda s=screen: s.state == "closed")
        views = [{**view, "code": "", "you": "", "round": {**view["round"], "id": 0, "picture": "", "run": ""}}
                 for _, view in screen.views if view["round"]]  # fmt: skip
        said.append((views, SAYS.encode() in screen.said, b'"right"' in screen.said))
        screen.stop()
    assert said[0] == said[1] and not said[0][1] and not said[0][2]
    # one message for the opening, one for the closing: not even that somebody has bet
    assert [view["round"]["state"] for view in said[0][0]] == ["open", "closed"]


def test_whoever_reloads_is_back_in_the_seat(server):
    teacher, code = opened(server)
    pupil = seated(server, code)
    number = teacher.do("begin", {"bet": BET})["round"]
    pupil.do("bet", {"round": number, "turn": 1, "answer": 1, "sure": 0})
    before, again = Screen(pupil), Screen(Person(server, pupil.token))
    until(lambda: before.view and again.view)
    assert again.view == before.view and again.view["round"]["own"] == {"answer": 1, "sure": 0}
    before.stop()
    again.stop()


def test_news_from_before_somebody_sat_down_send_nobody_away(here):
    code, key = here.store.open_room()
    room = here.store.who(key).room
    before = here.store.snapshot(room)
    found = here.store.who(here.store.join(code))

    async def hear() -> list[str]:
        stream = api._stream(here, found)
        said = [await anext(stream)]
        here.switchboard._task.cancel()  # nothing rings but the test
        for latest in (before, here.store.snapshot(room)):
            for ear in here.switchboard._ears[room]:
                ear.ring(latest)
            following = asyncio.ensure_future(anext(stream))
            await asyncio.sleep(0.2)
            if following.done():
                said.append(following.result())
            else:
                following.cancel()
                break
        return said

    assert [one[:13] for one in asyncio.run(hear())] == ['data: {"code"']


def test_for_whom_no_stream_comes_through_there_is_the_same_at_another_address(server):
    teacher, code = opened(server)
    pupil = seated(server, code)
    screen = Screen(pupil)
    until(lambda: screen.view)
    assert pupil.do("now") == screen.view
    screen.stop()


@pytest.mark.parametrize("plan", PLANS)
def test_who_presses_what_the_board_offers_comes_by_all_of_the_plan(client, plan):
    opened_ = post(client, "open", {"plan": plan})
    teacher, pupil = opened_["token"], post(client, "join", {"code": opened_["code"]})["token"]
    for name in way(plan):
        assert now(client, teacher)["next"] == name
        if name in SHOWS:
            post(client, "lead", {"to": name}, teacher)
            late = post(client, "join", {"code": opened_["code"]})["token"]
            leads = [now(client, one)["lead"] for one in (teacher, pupil, late)]
            assert leads == [{"to": address(name), "bet": None, "time": leads[0]["time"]}] * 3
        else:
            post(client, "begin", {"bet": name}, teacher)
            assert now(client, pupil)["lead"] is None
    assert now(client, teacher)["next"] is None and now(client, teacher)["played"] == list(lesson(plan))


def test_all_phones_follow_until_they_are_let_go(client):
    teacher, pupil = people(client)
    post(client, "begin", {"bet": BET}, teacher)
    post(client, "lead", {"to": "choosing"}, teacher)
    lead = now(client, pupil)["lead"]
    assert lead["to"].startswith("level-4-blur?") and lead["bet"] is None
    post(client, "lead", {"to": ""}, teacher)
    assert now(client, pupil)["lead"] is None
    post(client, "lead", {"to": BET}, teacher)
    assert now(client, pupil)["lead"]["time"] == lead["time"] + 1


def test_an_answer_that_cannot_be_worked_out_is_said_and_can_be_tried_again(client, here, monkeypatch):
    def broken(name, seed):
        raise RuntimeError("No weights here.")

    monkeypatch.setattr(api.catalogue, "answer", broken)
    teacher, _ = people(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    now(client, teacher)
    until(lambda: now(client, teacher)["round"]["trouble"] == "No weights here.")
    post(client, "turn", {"round": number, "to": "closed"}, teacher)
    assert sent(client, "turn", {"round": number, "to": "revealed"}, teacher).status_code == 503
