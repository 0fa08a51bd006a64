"""What browsers ask of a room without being allowed to, wrongly, or too often: each is told so in a sentence."""

import time

import pytest
from sqlalchemy.exc import OperationalError

from pages.classroom import api, limits, refused
from pages.classroom.limits import Codes, Pace
from tests.pages.classroom.asked import BET, here_rooms, now, people, post, sent
from tests.waiting import until

POSTS = ("open", "begin", "turn", "hands", "lead", "end", "join", "bet", "leave")


# --- who may


@pytest.mark.parametrize("name", ["begin", "turn", "hands", "lead", "end"])
def test_a_pupil_leads_nothing(client, name):
    _, pupil = people(client)
    answer = sent(client, name, {"bet": BET, "round": 1, "to": "closed"}, pupil)
    assert answer.status_code == 410 and answer.json() == {"error": refused.OVER}


@pytest.mark.parametrize("name", [*(one for one in POSTS if one not in ("open", "join")), *api.READ])
@pytest.mark.parametrize("token", ["", "k", "s" + "x" * 32, "k" * 200])
def test_without_a_key_or_a_seat_nothing_is_told(client, name, token):
    answer = client.get(f"/api/class/{name}", headers={"X-Class": token}) if name in api.READ else sent(
        client, name, {}, token)  # fmt: skip
    assert answer.status_code == 410


def test_while_the_database_is_away_a_bet_is_asked_for_again_in_a_moment(client, here, monkeypatch):
    teacher, pupil = people(client)
    made = {"round": post(client, "begin", {"bet": BET}, teacher)["round"], "turn": 1, "answer": 0}

    def away(*_):
        raise OperationalError("INSERT", {}, Exception("the connection was killed"))

    with monkeypatch.context() as context:
        context.setattr(here.store, "bet", away)
        answer = sent(client, "bet", made, pupil)
        assert answer.status_code == 503 and answer.json() == {"error": refused.NO_STORE}
        assert answer.headers["Retry-After"] == "1"
    answer = sent(client, "bet", made, pupil)
    assert answer.status_code == 200 and "Retry-After" not in answer.headers


def test_the_teacher_makes_no_bet(client):
    teacher, _ = people(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    assert sent(client, "bet", {"round": number, "turn": 1, "answer": 0}, teacher).status_code == 400


@pytest.mark.parametrize("name", POSTS)
def test_another_site_may_ask_nothing(client, name):
    answer = client.post(f"/api/class/{name}", json={}, headers={"Origin": "https://elsewhere.example", "X-Class": "k"})
    assert answer.status_code in (400, 410) and not here_rooms(client)


@pytest.mark.parametrize("body", ["[]", "{", "7", "[" * 3000, '{"code": "' + "x" * 5000 + '"}'])
@pytest.mark.parametrize("name", ["open", "join"])
def test_what_is_no_small_object_is_refused(client, name, body):
    answer = client.post(f"/api/class/{name}", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and not here_rooms(client)
    plain = client.post(f"/api/class/{name}", content="{}", headers={"Content-Type": "text/plain"})
    assert plain.status_code == 400


@pytest.mark.parametrize(
    "bet", [{}, {"round": "1"}, {"round": True}, {"round": -1}, {"answer": 3}, {"sure": 9}, {"turn": 5}]
)
def test_what_is_no_bet_is_refused(client, bet):
    teacher, pupil = people(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    what = {"round": number, "turn": 1, "answer": 0, "sure": None} | bet if bet else {}
    assert sent(client, "bet", what, pupil).status_code == 400
    assert now(client, teacher)["round"]["bets"] == 0


def test_a_class_without_phones_raises_hands(client):
    teacher, _ = people(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    post(client, "hands", {"round": number, "turn": 1, "counts": [3, 5, 20]}, teacher)
    assert now(client, teacher)["round"]["hands"] == [True, False]
    post(client, "turn", {"round": number, "to": "closed"}, teacher)
    until(lambda: now(client, teacher)["round"]["ready"])
    post(client, "turn", {"round": number, "to": "revealed"}, teacher)
    assert now(client, teacher)["round"]["splits"] == [[3, 5, 20], None]


NO_COUNTS = [[1, 2], [1, 2, 3, 4], [1, 2, -1], [1, 2, 501], [1, 2, "3"], [True, 1, 1], "123", None]


@pytest.mark.parametrize("counts", NO_COUNTS)
def test_what_are_no_hands_is_refused(client, counts):
    teacher, _ = people(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    assert sent(client, "hands", {"round": number, "turn": 1, "counts": counts}, teacher).status_code == 400
    assert now(client, teacher)["round"]["hands"] == [False, False]


def test_there_are_cards_to_print_without_a_script(client):
    page = client.get("/class-cards")
    assert [f"<b>{letter}</b>" in page.text for letter in "ABCD"] == [True] * 4
    assert page.text.count("<section>") == 4 and "script" not in page.headers["Content-Security-Policy"]


def test_only_the_lessons_bets_and_states_are_known(client):
    teacher, _ = people(client)
    for name, what in (
        ("begin", {"bet": "os"}),
        ("begin", {}),
        ("lead", {"to": 7}),
        ("lead", {"to": ["new_drop"]}),
        ("lead", {"to": "physics"}),  # an experiment, but of no lesson
        ("lead", {}),
        ("begin", {"bet": "from_specks_to_pixels"}),  # it is shown; nobody bets on it
        ("turn", {"round": 1, "to": "x"}),
    ):
        assert sent(client, name, what, teacher).status_code == 400, name


def test_the_way_in_names_no_address_that_only_this_machine_knows(client, monkeypatch):
    teacher, _ = people(client)
    monkeypatch.setenv("PUBLIC_URL", "https://ink.example.org/lab/")
    found = client.get("/api/class/door", headers={"X-Class": teacher}).json()
    assert found["join"]["link"].startswith("https://ink.example.org/lab/class?room=")
    assert found["remote"]["link"] == f"https://ink.example.org/lab/class#key={teacher}"
    assert found["join"]["qr"].startswith("data:image/svg+xml")


# --- how often


def test_a_room_for_thirty_behind_one_address(client):
    teacher, _ = people(client)
    code = now(client, teacher)["code"]
    assert len({post(client, "join", {"code": code})["token"] for _ in range(60)}) == 60


def test_one_seat_cannot_bet_without_end(client):
    teacher, pupil = people(client)
    number = post(client, "begin", {"bet": BET}, teacher)["round"]
    what = {"round": number, "turn": 1, "answer": 0}
    codes = [sent(client, "bet", what, pupil).status_code for _ in range(limits.BETTING.at_once + 5)]
    assert codes[0] == 200 and codes[-1] == 429


def test_thirty_classes_of_a_school_open_their_rooms_at_once_and_nobody_opens_them_without_end(client):
    codes = [sent(client, "open", {}).status_code for _ in range(32)]
    assert codes[:30] == [200] * 30 and codes[-1] == 429


def test_of_forty_classes_the_last_waits_five_minutes(monkeypatch):
    at = [0.0]
    school = Pace(limits.OPENING.at_once, limits.OPENING.a_second, clock=lambda: at[0])
    for _ in range(40):
        while not school.takes("school"):
            at[0] += 1
    assert at[0] == pytest.approx(300, abs=15)  # by whole seconds


def test_three_hundred_wrong_codes_from_the_class_s_own_address_shut_nobody_out(client, here):
    object.__setattr__(here, "codes", Codes(wait=0.01, pace=Pace(30, 0.5)))
    teacher, _ = people(client)
    code = now(client, teacher)["code"]
    begun = time.monotonic()
    wrong = [sent(client, "join", {"code": "ZZZZZ"}).status_code for _ in range(300)]
    assert set(wrong) <= {404, 429} and time.monotonic() - begun > 0.01 * 200
    begun = time.monotonic()
    post(client, "join", {"code": code})
    assert time.monotonic() - begun < 0.5
