"""The room's own pages, who sits in a room, and by which way they come in."""

import re

import pytest

from pages.classroom import links, people
from pages.classroom.catalogue import lesson
from pages.classroom.plans import PLANS, USUAL
from pages.classroom.way import SHOWS, way
from pages.server import public
from pages.shared.page import class_strip
from tests import ROOT
from tests.pages.driver import content, opened, words

HOME = {"type": "http", "scheme": "http", "headers": [(b"host", b"localhost:8501")], "path": "/"}


def part(page, name: str):
    return [content(one.proto) for one in page.get("bidi_component") if one.proto.component_name == name]


def test_the_room_is_one_component_that_is_told_the_lessons():
    (told,) = part(opened("class"), "class_room")
    assert [one["plan"] for one in told["lessons"]] == list(PLANS) and told["usual"] == USUAL == "45"
    for one in told["lessons"]:
        assert [bet["name"] for bet in one["bets"]] == list(lesson(one["plan"]))
        assert [show["name"] for show in one["shows"]] == [name for name in way(one["plan"]) if name in SHOWS]
        assert all(each["title"] for each in (*one["bets"], *one["shows"]))
    assert len(told["sure"]) == 3


@pytest.mark.parametrize("address", ["", "class", "level-1", "glossary"])
def test_every_page_has_the_strip_once_and_knows_where_it_is(address):
    assert part(opened(address), "class_strip") == [{"path": address}]


def test_whoever_sits_in_no_room_fetches_no_script_for_it():
    assert (
        class_strip.SCRIPT.text not in class_strip._LOADER
        and 'localStorage.getItem("ink.class")' in class_strip._LOADER
    )


def test_what_is_kept_is_said_on_one_screen():
    text = words(opened("class-privacy"))
    for said in ("24 hours", "5 or more", "_streamlit_xsrf", "in no log", "ends the lesson"):
        assert said in text
    assert len(re.findall(r"\w+", text)) < 330


def test_no_address_is_written_into_a_table():
    tables = (ROOT / "pages" / "classroom" / "tables.py").read_text(encoding="utf-8")
    columns = set(re.findall(r"^    (\w+): Mapped", tables, re.MULTILINE))
    assert columns == {
        "id", "code", "plan", "key", "opened", "version", "given", "leads", "led", "shown",  # rooms
        "room_id", "number", "token", "left",  # seats
        "place", "bet", "seed", "state", "right", "says", "hands_1", "hands_2",  # rounds
        "round_id", "seat_id", "turn", "answer", "sure",  # bets
    }  # fmt: skip


# --- who sits there


def test_two_hundred_seats_have_names_of_their_own_and_pictures_that_can_be_drawn():
    sat = [people.person("BDFGH", number) for number in range(1, 201)]
    assert len({one.name for one in sat}) == 200
    assert all(people.is_known(one.animal, one.colour, one.worn) for one in sat)
    assert all(before.animal != after.animal for before, after in zip(sat, sat[1:], strict=False))
    assert people.person("BDFGK", 1) != people.person("BDFGH", 1)


def test_a_portrait_shows_its_critter():
    one, other = people.portrait("owl", "red", "hat"), people.portrait("owl", "red", "bow")
    assert one.startswith(b"\x89PNG") and one != other
    assert not people.is_known("<script>", "red", "hat")


# --- the way in


def test_other_devices_are_never_sent_to_themselves(monkeypatch):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    for host in ("localhost:8501", "127.0.0.1:8501", "[::1]:8501", "0.0.0.0"):
        found = links.base(HOME | {"headers": [(b"host", host.encode())]})
        assert not re.search(r"localhost|127\.0\.0\.1|::1|0\.0\.0\.0", found), host
        assert not found or host.endswith("0.0.0.0") or found.endswith(":8501")


def test_where_this_machine_has_no_network_no_way_in_is_named(monkeypatch):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setattr(public, "in_local_network", lambda: "")
    assert links.base(HOME) == ""


def test_the_name_by_which_the_teacher_came_is_the_pupils_way_in(monkeypatch):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    asked = HOME | {"scheme": "https", "headers": [(b"host", b"ink.school.example")]}
    assert links.base(asked) == "https://ink.school.example"
    monkeypatch.setenv("PUBLIC_URL", "https://elsewhere.example/ink/")
    assert links.base(asked) == "https://elsewhere.example/ink"
