"""Level 1 in a real Chromium: a tap drops ink, films are scrubbed for nothing, come back by links, run backwards."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES
from tests.browser.machine import wait_idle
from tests.browser.stage import settle, traffic

FILM, PAIR = "ink.glass", "ink.glasses"
SETTINGS = "level-1?ink.shape=heart&ink.warmth=45&ink.seed=7"
LAST = 60


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


# As a finger would: all that follows is measured in the page, from the tap to the picture that it brings.
TAP = """(canvas, [x, y]) => {
  const area = canvas.getBoundingClientRect();
  const place = { clientX: area.left + x * area.width, clientY: area.top + y * area.height, bubbles: true };
  const started = performance.now();
  canvas.dispatchEvent(new MouseEvent("click", place));
  canvas.getContext("2d").getImageData(0, 0, 1, 1);
  return performance.now() - started;
}"""
# For how long a film stays at its first frame, ms
HELD = """key => new Promise((then) => {
  const started = performance.now();
  const look = () => (window.__player[key].frame ? then(performance.now() - started) : requestAnimationFrame(look));
  look();
})"""
# Where the specks are, as shares of the canvas: what is as blue as ink.
MIDDLE = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let [count, x, y] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 150 || data[i + 2] - data[i] < 60) continue;
    count++;
    x += (i / 4) % width;
    y += Math.floor(i / 4 / width);
  }
  return [x / count / width, y / count / height];
}"""


@pytest.mark.parametrize("size", SIZES)
def test_the_drop_is_there_on_arrival_and_spreads(visit, size):
    page = ready(visit("level-1", size=size))
    assert read(page, FILM, "frame") == 0
    first = look(page, "specks")
    page.evaluate("key => window.__player[key].seek(30)", FILM)
    assert look(page, "specks") != first
    glass = box(page, FILM).locator("canvas").first.bounding_box()
    assert glass["width"] >= 320 and abs(glass["width"] - glass["height"]) < 1


@pytest.mark.parametrize("size", SIZES)
def test_a_tap_lets_the_drop_fall_there_within_100_ms_and_asks_nobody_first(visit, size):
    page = ready(visit("level-1", size=size))
    canvas = box(page, FILM).locator("canvas").first
    page.evaluate("key => window.__player[key].seek(40)", FILM)
    # nothing is awaited between tap and picture: it is drawn before the page can hear from the server
    assert canvas.evaluate(TAP, [0.3, 0.7]) < 100
    assert read(page, FILM, "frame") == 0
    assert canvas.evaluate(MIDDLE) == pytest.approx([0.3, 0.7], abs=0.03)
    page.wait_for_function("() => /ink.at=\\d+\\.\\d+/.test(location.search)")
    settle(page)
    assert canvas.evaluate(MIDDLE) == pytest.approx([0.3, 0.7], abs=0.03), "what the server says later changes nothing"


def test_a_tapped_drop_is_held_for_a_moment_and_then_spreads_and_its_link_brings_it_back(visit):
    page = ready(visit("level-1", calm=False))
    canvas = box(page, FILM).locator("canvas").first
    canvas.evaluate(TAP, [0.6, 0.4])
    assert page.evaluate(HELD, FILM) > 300
    reaches(page, FILM, "player.frame > 5")
    reaches(page, FILM, "!player.playing")
    page.evaluate("key => window.__player[key].seek(9)", FILM)
    print_ = look(page, "specks")
    again = ready(visit(page.url.split("/", 3)[3].split("&moment")[0] + "&moment=ink.9"))
    assert look(again, "specks") == print_


def test_a_drop_falls_by_keyboard_too(visit):
    page = ready(visit("level-1"))
    canvas = box(page, FILM).locator("canvas").first
    canvas.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function("() => location.search.includes('ink.at=400.450')")
    assert canvas.evaluate(MIDDLE)[0] < 0.45


def test_a_film_begins_by_itself_after_a_moment_and_another_drop_too(visit):
    page = ready(visit("level-1", calm=False))
    reaches(page, FILM, "player.playing && player.frame > 3")
    page.get_by_role("button", name="Drop again").click()
    page.wait_for_function("() => location.search.includes('ink.seed=1')")
    reaches(page, FILM, "player.playing && player.frame > 3")
    page.evaluate("key => window.__player[key].seek(57)", FILM)
    reaches(page, FILM, "!player.playing && player.frame === 60")


def test_a_visitor_who_wants_calm_starts_the_film_herself(visit):
    page = ready(visit("level-1"))
    page.wait_for_timeout(500)
    assert (read(page, FILM, "frame"), read(page, FILM, "playing")) == (0, False)
    box(page, FILM).get_by_role("button", name="play", exact=True).click()
    reaches(page, FILM, "player.frame > 3")


def test_scrubbing_asks_the_server_for_nothing_and_keys_move_the_film(visit):
    page = ready(visit("level-1"))
    seen = traffic(page)
    scrubber = box(page, FILM).locator("input[type=range]")
    scrubber.focus()
    page.keyboard.press("Home")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(scrubber).to_have_attribute("aria-valuetext", "after 2 hours")
    page.keyboard.press("End")
    page.wait_for_timeout(600)
    assert (read(page, FILM, "frame"), seen) == (LAST, [])


def test_a_link_brings_back_the_very_picture(visit):
    page = ready(visit(SETTINGS))
    box(page, FILM).locator("input[type=range]").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('moment=ink.9')")
    again = ready(visit(page.url.split("/", 3)[3]))
    assert read(again, FILM, "frame") == 9
    assert look(again, "specks") == look(page, "specks")


def test_dropping_again_moves_the_specks(visit):
    page = ready(visit("level-1?moment=ink.30"))
    before = look(page, "specks")
    page.get_by_role("button", name="Drop again").click()
    page.wait_for_function("() => location.search.includes('ink.seed=1')")
    reaches(page, FILM, "player.frame === 0")
    settle(page)
    page.evaluate("key => window.__player[key].seek(30)", FILM)
    assert look(page, "specks") != before


def test_the_pair_can_be_bet_on_and_played_backwards_with_the_keyboard_alone(visit):
    page = ready(visit("level-1"), PAIR)
    expect(box(page, PAIR).locator("input[type=range]")).to_be_hidden()
    page.locator(".st-key-bet-ink-heart-0").get_by_role("radio").first.focus()
    # arrows only look for an answer; they give none
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Nobody can tell")).to_be_focused()
    page.keyboard.press("Enter")
    # who wants calm gets the end of the proof: mixed water
    reaches(page, PAIR, f"player.frames === {LAST + 1} && player.frame === {LAST}")
    expect(page.locator(".st-key-bet-ink-heart-0").get_by_text("times in 100")).to_be_visible()
    expect(box(page, PAIR).get_by_text("50 times in 100")).to_be_visible()
    page.evaluate("key => window.__player[key].seek(0)", PAIR)
    expect(box(page, PAIR).get_by_text("100 times in 100")).to_be_visible()
    page.evaluate("key => window.__player[key].seek(60)", PAIR)
    box(page, PAIR).get_by_label("one frame back", exact=True).focus()
    for name in ("play", "one frame forward", "moment"):
        page.keyboard.press("Tab")
        expect(box(page, PAIR).get_by_label(name, exact=True)).to_be_focused()
        assert page.evaluate(FOCUS_SHOWN)
    page.keyboard.press("Tab")  # what saves it
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reaches(page, PAIR, "player.frame === 0 && !player.playing")
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


LOW = 640
"""The height of a small phone's window, which the figure of 1.2 doesn't fit in."""


def test_on_a_phone_the_controls_stick_below_a_tall_figure_and_never_hide_its_first_picture(visit):
    page = visit("level-1?ink.times=5%2C000+times&moment=walk.20", size="phone")
    page.set_viewport_size({"width": SIZES["phone"][0], "height": LOW})
    page.reload()
    ready(page, "ink.walks")
    tall, short = box(page, "ink.walks"), box(page, FILM)
    expect(short.locator(".controls")).to_have_css("position", "static")
    for wanted, stuck in ((70, True), (600, False)):
        bring_to(page, tall, wanted)
        controls, glass = (tall.locator(part).first.bounding_box() for part in (".controls", "canvas"))
        assert controls["y"] >= glass["y"] + glass["height"]
        # the bar with the way is the screen's last row
        end = LOW - page.locator(".way-bar").bounding_box()["height"]
        assert (abs(controls["y"] + controls["height"] - end) < 1) == stuck
