"""Level 1 in a real Chromium: the film plays, is scrubbed for nothing, comes back by its link, and runs backwards."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES
from tests.browser.machine import wait_idle
from tests.browser.stage import settle, traffic

FILM, PAIR = "ink.glass", "ink.glasses"
SETTINGS = "level-1?ink.shape=heart&ink.warmth=45&ink.seed=7"
LAST, STILL = 60, 8


def box(page: Page, key: str):
    return page.locator(f".st-key-{key.replace('.', '-')}")


def read(page: Page, key: str, what: str):
    return page.evaluate("([key, what]) => window.__player[key][what]", [key, what])


def ready(page: Page, key: str = FILM) -> Page:
    page.wait_for_function("key => window.__player && window.__player[key]", arg=key)
    wait_idle(page)
    return page


def reaches(page: Page, key: str, condition: str) -> None:
    page.wait_for_function(f"key => {{ const player = window.__player[key]; return {condition}; }}", arg=key)


# Summed up in the page, because a canvas of numbers is slow to send. The print is FNV-1a over all bytes.
LOOK = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let [inked, print] = [0, 0x811c9dc5];
  for (let i = 0; i < data.length; i++) {
    print = Math.imul(print ^ data[i], 0x01000193);
    if (i % 4 === 3 && data[i] > 8) inked++;
  }
  return { share: (4 * inked) / data.length, print };
}"""


FOCUS_SHOWN = """() => {
  let element = document.activeElement;
  while (element.shadowRoot) element = element.shadowRoot.activeElement;
  return element.matches(":focus-visible") && parseFloat(getComputedStyle(element).outlineWidth) >= 2;
}"""


def look(page: Page, track: str) -> dict[str, float]:
    """What stands on a glass: the share of it with ink on it, and a print that is the same for the same picture.

    Once it has come to rest: on a busy machine the page is still being laid out when its script has ended.
    """
    canvas = box(page, FILM).locator(f"figure[data-track={track}] canvas")
    before, now = None, canvas.evaluate(LOOK)
    while now != before:
        page.wait_for_timeout(200)
        before, now = now, canvas.evaluate(LOOK)
    return now


@pytest.mark.parametrize("size", SIZES)
def test_the_drop_is_there_on_arrival_and_spreads(visit, size):
    page = ready(visit("level-1", size=size))
    assert read(page, FILM, "frame") == STILL
    page.evaluate("key => window.__player[key].seek(0)", FILM)
    first = {track: look(page, track)["share"] for track in ("specks", "shade")}
    assert all(0.01 < share < 0.1 for share in first.values()), first
    page.evaluate("key => window.__player[key].seek(30)", FILM)
    assert all(look(page, track)["share"] > 2 * share for track, share in first.items())
    glass = box(page, FILM).locator("canvas").first.bounding_box()
    assert glass["width"] >= 150 and abs(glass["width"] - glass["height"]) < 1


def test_the_film_stands_on_arrival_and_another_drop_begins_by_itself_and_ends(visit):
    page = ready(visit("level-1", calm=False))
    page.wait_for_timeout(500)
    assert (read(page, FILM, "frame"), read(page, FILM, "playing")) == (STILL, False)
    page.get_by_role("button", name="Drop again").click()
    page.wait_for_function("() => location.search.includes('ink.seed=1')")
    reaches(page, FILM, "player.playing && player.frame > 3")
    page.evaluate("key => window.__player[key].seek(57)", FILM)
    reaches(page, FILM, "!player.playing && player.frame === 60")


def test_a_visitor_who_wants_calm_starts_the_film_herself(visit):
    page = ready(visit("level-1"))
    page.wait_for_timeout(500)
    assert (read(page, FILM, "frame"), read(page, FILM, "playing")) == (STILL, False)
    box(page, FILM).get_by_role("button", name="play", exact=True).click()
    reaches(page, FILM, f"player.frame > {STILL + 3}")


def test_scrubbing_asks_the_server_for_nothing_and_keys_move_the_film(visit):
    page = ready(visit("level-1"))
    seen = traffic(page)
    scrubber = box(page, FILM).locator("input[type=range]")
    scrubber.focus()
    page.keyboard.press("Home")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(scrubber).to_have_attribute("aria-valuetext", "1.0 seconds · 2.3 days in a real glass")
    page.keyboard.press("End")
    page.wait_for_timeout(600)
    assert (read(page, FILM, "frame"), seen) == (LAST, [])


def test_a_link_brings_back_the_very_picture(visit):
    page = ready(visit(SETTINGS))
    box(page, FILM).locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('moment=ink.9')")
    again = ready(visit(page.url.split("/", 3)[3]))
    assert read(again, FILM, "frame") == 9
    for track in ("specks", "shade"):
        assert look(again, track) == look(page, track)


def test_dropping_again_moves_the_specks_but_not_the_shade(visit):
    page = ready(visit("level-1?moment=ink.30"))
    before = {track: look(page, track) for track in ("specks", "shade")}
    page.get_by_role("button", name="Drop again").click()
    page.wait_for_function("() => location.search.includes('ink.seed=1')")
    reaches(page, FILM, "player.frame === 0")
    settle(page)
    page.evaluate("key => window.__player[key].seek(30)", FILM)
    assert look(page, "specks") != before["specks"]
    assert look(page, "shade") == before["shade"]


def test_the_pair_can_be_bet_on_and_played_backwards_with_the_keyboard_alone(visit):
    page = ready(visit("level-1"), "ink.ends")
    expect(box(page, "ink.ends").locator("input[type=range]")).to_be_hidden()
    page.locator(".st-key-bet-ink-heart-0").get_by_role("radio").first.focus()
    # arrows only look for an answer; they give none
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Nobody can tell")).to_be_focused()
    page.keyboard.press("Enter")
    ready(page, PAIR)
    assert read(page, PAIR, "frame") == LAST
    expect(page.get_by_text("You were right:")).to_be_visible()
    expect(box(page, PAIR).get_by_text("50 times in 100")).to_be_visible()
    page.evaluate("key => window.__player[key].seek(6)", PAIR)
    # from the answered bet on, Tab leads through the player
    for name in ("one frame back", "play", "one frame forward", "moment"):
        page.keyboard.press("Tab")
        expect(box(page, PAIR).get_by_label(name, exact=True)).to_be_focused()
        assert page.evaluate(FOCUS_SHOWN)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reaches(page, PAIR, "player.frame === 0 && !player.playing")
    expect(box(page, PAIR).get_by_text("100 times in 100")).to_be_visible()
    page.wait_for_function("() => location.search.includes('pair.0')")


def bring_to(page, part, wanted):
    """Scroll until its top stands there, and goes on standing there: what is above may still be growing."""
    for _ in range(50):
        gap = part.bounding_box()["y"] - wanted
        page.evaluate("d => document.querySelector('[data-testid=stMain]').scrollBy(0, d)", gap)
        page.wait_for_timeout(200)
        if abs(gap) < 1 and abs(part.bounding_box()["y"] - wanted) < 1:
            return
    raise AssertionError(f"it never stood at {wanted}")


def test_on_a_phone_the_controls_stick_below_a_tall_figure_and_never_hide_its_first_picture(visit):
    page = ready(visit("level-1?ink.times=5%2C000+times&moment=walk.20", size="phone"), "ink.walks")
    tall, short = box(page, "ink.walks"), box(page, FILM)
    expect(short.locator(".controls")).to_have_css("position", "static")
    for wanted, stuck in ((70, True), (700, False)):
        bring_to(page, tall, wanted)
        controls, glass = (tall.locator(part).first.bounding_box() for part in (".controls", "canvas"))
        assert controls["y"] >= glass["y"] + glass["height"]
        assert (abs(controls["y"] + controls["height"] - SIZES["phone"][1]) < 1) == stuck
