"""The home page in a real Chromium: ink dissolves, a picture comes out of dots, and chips say which."""

import numpy as np
import pytest
from playwright.sync_api import expect

from pages.site_map import LEVELS
from pages.start.hero import FROG
from tests.browser.conftest import SIZES
from tests.browser.film import Film
from tests.browser.stage import settle, traffic

HERO, WISH = "home.hero", "home.wish"
LEAST = {"desktop": 384, "phone": 320}


def rough(picture: np.ndarray) -> float:
    """How much a pixel differs from its neighbour on average, of 255: noise much, a picture little."""
    return float(np.abs(np.diff(picture.astype(int), axis=1)).mean())


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """How far two pictures rise and fall together: 1 for the same, 0 for what has nothing in common."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


@pytest.mark.parametrize("size", SIZES)
def test_ink_dissolves_and_a_picture_comes_out_of_dots_and_all_begins_anew(visit, size):
    film = Film(visit("", size=size, calm=False), HERO)
    film.box.scroll_into_view_if_needed()
    film.waits_for("film.moment.ink > 0 && film.moment.dots === 0")
    film.waits_for("film.moment.dots === 1 && film.moment.step === 0 && film.painted")
    first = film.pixels()
    film.ends()
    assert rough(first) > 60 > 30 > rough(film.pixels())
    expect(film.box.locator(".words")).to_have_text(FROG)
    film.waits_for("film.moment.dots === 0 && film.moment.ink > 0")


@pytest.mark.parametrize("size", SIZES)
def test_on_the_first_screen_the_picture_has_risen_out_of_the_dots_within_five_seconds(visit, size):
    film = Film(visit("", size=size, calm=False), HERO)
    area = film.box.locator("canvas.pixels").bounding_box()
    assert area["y"] >= 0 and area["y"] + area["height"] <= SIZES[size][1]
    film.ends()
    end = film.pixels()
    assert film.read("film.turn(false), film.time = 5000, film.draw(), film.moment.dots") == 1
    assert alike(film.pixels(), end) > 0.7


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_is_large_and_its_pixels_are_whole(visit, size):
    page = visit("", size=size)
    for key in (HERO, WISH):
        film = Film(page, key)
        area = film.box.locator("canvas.pixels").bounding_box()
        assert area["width"] == area["height"] >= LEAST[size] - (64 if key == WISH else 0)
        assert area["width"] % 64 == 0


def test_nothing_is_asked_for_while_the_film_loops(visit):
    film = Film(visit("", calm=False), HERO)
    film.ends()
    seen = traffic(film.page)
    film.waits_for("film.moment.dots === 0")
    film.ends()
    assert seen == []


def test_a_tap_gives_other_dots_and_another_picture(visit):
    film = Film(visit(""), HERO)
    film.ends()
    before = film.pixels()
    film.box.locator(".stage").click()
    film.ends()
    assert film.read("film.take") == 1 and np.abs(film.pixels().astype(int) - before).mean() > 5
    film.press("Again")
    assert film.read("film.take") == 2


def test_whoever_asked_for_less_motion_gets_the_end_and_a_button(visit):
    film = Film(visit(""), HERO)
    film.ends()
    at = film.read("film.time")
    film.page.wait_for_timeout(600)
    assert film.read("film.time") == at and rough(film.pixels()) < 30
    film.press("Play")
    film.waits_for(f"film.time !== {at}")
    film.press("Pause")
    at = film.read("film.time")
    film.page.wait_for_timeout(600)
    assert film.read("film.time") == at


@pytest.mark.parametrize("size", SIZES)
def test_what_is_chosen_by_chips_is_drawn_and_a_link_brings_it_back(visit, size):
    page = visit("", size=size)
    film = Film(page, WISH)
    film.ends()
    before = film.pixels()
    page.get_by_role("radio", name="pig").click()
    page.get_by_role("radio", name="green").click()
    settle(page)
    expect(film.box.locator(".words")).to_have_text("a green pig with a hat")
    film.ends()
    assert np.abs(film.pixels().astype(int) - before).mean() > 5
    again = Film(visit(page.url.rpartition("/")[2], size=size), WISH)
    again.ends()
    assert np.array_equal(again.pixels(), film.pixels())


def test_the_button_is_in_sight_on_arrival_and_leads_to_the_first_level(visit):
    page = visit("", size="phone")
    button = page.locator(".st-key-drop-the-ink a")
    area = button.bounding_box()
    assert area["y"] + area["height"] < SIZES["phone"][1] and area["height"] >= 44
    button.click()
    page.wait_for_url("**/level-1")


def test_a_whole_card_leads_to_its_level(visit):
    page = visit("")
    card = page.locator(f".st-key-door-{LEVELS[1].folder}")
    card.scroll_into_view_if_needed()
    card.click(position={"x": 20, "y": 20})
    page.wait_for_url(f"**/{LEVELS[1].first.path}")


def test_drops_fill_where_the_visitor_has_been(visit):
    page = visit("")
    kept = {
        "ink.seen": '["level-2", "level-2-end"]',
        "ink.bets": '{"noise.which": {}, "wrong.a": {}, "ink.undo": {}}',
    }
    page.evaluate("kept => { for (const [name, text] of Object.entries(kept)) localStorage.setItem(name, text) }", kept)
    page.reload()
    settle(page)
    said = page.locator(".st-key-progress-noise .progress")
    expect(said).to_contain_text("2 bets made")
    expect(said.get_by_role("img", name="2 of 3 parts visited")).to_be_visible()
    assert said.locator("svg.full").count() == 2
    expect(page.locator(".st-key-progress-ink .progress")).to_contain_text("1 bet made")
    expect(page.locator(".st-key-progress-schedule .progress")).to_contain_text("2 parts")
    expect(page.locator(".st-key-progress-schedule .progress")).not_to_contain_text("bet")


@pytest.mark.parametrize("kept", ["", "null", "7", "{", '"level-1"', "[1]"])
def test_a_storage_full_of_nonsense_does_no_harm(visit, kept):
    page = visit("")
    page.evaluate("kept => ['ink.seen', 'ink.bets'].forEach(name => localStorage.setItem(name, kept))", kept)
    page.reload()
    settle(page)
    expect(page.locator(".st-key-progress-noise").get_by_role("img", name="0 of 3 parts visited")).to_be_visible()
