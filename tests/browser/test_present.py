"""Present mode: one experiment fills the window, on every page, by its keys alone.

At the beginning of each level, and at the end, the slides are measured in every size, by `make test-all` on each page;
and there the keys are pressed in the dark.
"""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.site_map import LEVELS, PAGES, PARTS
from tests.browser.conftest import SERIOUS
from tests.browser.machine import wait_idle
from tests.browser.measured import CUT_OFF
from tests.browser.slides import FILMS, LAST, SIZES, STORY, Fault, at, faults_of, names, slide
from tests.browser.stage import settle, traffic

FEW = [*(level.first.path for level in LEVELS), PARTS[-1].path]
"""A page of each level, and where the story ends."""
every_page = pytest.mark.parametrize(
    "path", [pytest.param(part.path, marks=() if part.path in FEW else pytest.mark.thorough) for part in PARTS]
)


@pytest.fixture
def present(visit):
    """As `visit`, in a window of the smallest size; size=(…) names another."""
    return partial(visit, size=SIZES[0])


@every_page
def test_an_experiment_fills_the_window_in_every_size_before_its_bet_and_after(present, path):
    page = present(f"{path}?present={names(path)[0]}")
    wrong, walked = [], []
    at(page, names(path)[0])
    for _ in range(4 * len(names(path))):
        walked.append(slide(page)["name"])
        wrong += [fault for size in SIZES for fault in faults_of(page, size)]
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        if slide(page)["state"] == "open":
            page.keyboard.press("a")
            page.locator('[data-presented="shown"] .bet[data-state=revealed]').wait_for(timeout=90_000)
            wait_idle(page)
            page.wait_for_timeout(900)
            wrong += faults_of(page, SIZES[0])
            verdict = slide(page)["verdict"]
            if not verdict or verdict["bottom"] > SIZES[0][1]:
                wrong.append(Fault(walked[-1], ("what came out ends below the window", verdict)))
        page.keyboard.press("PageDown")
        page.wait_for_timeout(500)
        if not page.url.split("?")[0].endswith(f"/{path}"):
            break
        at(page, slide(page)["name"])
    assert wrong == []
    assert list(dict.fromkeys(walked)) == names(path), "in the order of the page"


# --- its keys


@pytest.mark.parametrize("path", FEW)
def test_its_keys_do_what_they_say_and_nothing_is_asked_of_the_server(present, server, path):
    page = present(path, size=SIZES[1], scheme="dark")
    page.locator(f"#{names(path)[0]}").wait_for()
    settle(page)
    page.locator(f"#{names(path)[0]}").scroll_into_view_if_needed()
    seen = traffic(page)
    page.keyboard.press("p")
    at(page, names(path)[0])
    first = slide(page)
    assert first["headings"] == [names(path)[0]] and first["focus"] == names(path)[0] and first["strays"] == []
    expect(page.get_by_role("complementary", name="Present mode").get_by_role("status")).to_contain_text(
        "Escape: leave"
    )
    expect(page.locator(".present-keys")).to_be_visible()
    _space(page)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.documentElement.classList.contains('presenting')")
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    assert page.url == f"{server}/{path}" and page.locator("[data-presented]").count() == 0
    assert not [one for one in seen if one == "websocket"], "nothing was asked of the server"
    page.keyboard.press("p")
    at(page, names(path)[0])
    expect(page.locator(".present-keys")).to_be_hidden()  # they were told once
    page.keyboard.press("r")  # is Streamlit's own, and runs the page anew
    settle(page)
    assert "websocket" in seen
    at(page, names(path)[0])
    _past_its_end_and_back(page, path)
    faulty = [fault["id"] for fault in Axe().run(page).response["violations"] if fault["impact"] in SERIOUS]
    assert faulty == []


def _space(page: Page) -> None:
    films = page.evaluate(FILMS)
    # at once: on a busy machine a film may be over before anybody asks
    page.evaluate(
        f"() => addEventListener('keyup', () => {{ window.__pressed = ({FILMS})() }}, {{ once: true, capture: true }})"
    )
    page.keyboard.press(" ")
    after = page.evaluate("() => window.__pressed")
    if films:
        assert any(playing for _, playing in films) != any(playing for _, playing in after), films


def _past_its_end_and_back(page: Page, path: str) -> None:
    """→ leads past the last experiment to the first one of the next page, and ← back again."""
    places = [one.name for one in STORY]
    here = places.index(names(path)[0])
    if here:
        page.keyboard.press("ArrowLeft")
        at(page, places[here - 1])
        page.keyboard.press("PageDown")
        at(page, places[here])
    else:
        page.keyboard.press("PageUp")
        expect(page.locator(".present-said")).to_have_text("This is the first experiment.")
    end = places.index(LAST[path])
    for _ in range(30):
        if slide(page)["name"] == LAST[path] and end == len(places) - 1:
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        name = slide(page)["name"] or ""
        if name in places and places.index(name) > end:
            break
    expected = places[min(end + 1, len(places) - 1)]
    at(page, expected)
    assert slide(page)["headings"] == [expected]


@pytest.mark.parametrize("path", [level.first.path for level in LEVELS])
def test_a_bet_that_is_made_in_it_is_kept_and_its_film_plays(present, path):
    page = present(f"{path}?present={names(path)[0]}", calm=False)
    at(page, names(path)[0])
    for _ in range(12):
        if slide(page)["state"] == "open":
            break
        page.keyboard.press("PageDown")
        page.wait_for_timeout(900)
    assert slide(page)["state"] == "open" and page.url.split("?")[0].endswith(f"/{path}")
    name = slide(page)["name"]
    page.locator('[data-presented="shown"] .bet .answer').first.focus()
    page.keyboard.press("Enter")
    page.locator('[data-presented="shown"] .bet[data-state=revealed]').wait_for(timeout=90_000)
    wait_idle(page)
    at(page, name)
    after = slide(page)
    assert after["strays"] == [] and after["headings"] == [name]
    page.keyboard.press("Escape")
    assert page.locator(f"#{name}").evaluate("one => one.getBoundingClientRect().top < innerHeight")


# --- at its edges


@pytest.mark.parametrize("path", [page.path for page in PAGES if page not in PARTS])
def test_on_a_page_without_experiments_its_key_does_nothing(present, server, path):
    page = present(path)
    page.keyboard.press("p")
    page.wait_for_timeout(500)
    assert page.url == f"{server}/{path}" and not page.locator(".present-bar").count()


def test_in_a_text_field_a_p_is_a_letter(present, server):
    page = present("level-1?ink.shape=letter")
    box = page.get_by_label("Your letter")
    box.fill("")
    box.press("p")
    page.wait_for_timeout(500)
    assert "present=" not in page.url and box.input_value() == "p"


@pytest.mark.parametrize("nonsense", ["", "experiment-9-9", "<script>", "experiment-2-1"])
def test_a_link_to_what_is_not_there_opens_the_page_as_it_is(present, nonsense):
    page = present(f"level-1?present={nonsense}")
    page.wait_for_timeout(1500)
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    assert not page.locator(".present-bar").count()


def test_a_link_presents_at_once_and_a_reload_stays(present):
    page = present("level-2-end?present=experiment-2-4")
    at(page, "experiment-2-4")
    page.reload(wait_until="domcontentloaded")
    wait_idle(page)
    at(page, "experiment-2-4")
    assert slide(page)["headings"] == ["experiment-2-4"]


def test_a_control_that_is_moved_leaves_the_mode_as_it_is(present):
    page = present("level-1?present=experiment-1-3")
    at(page, "experiment-1-3")
    page.get_by_role("button", name="New pair").click()
    settle(page)
    page.wait_for_url(re.compile(r"ink\.pair=1"))
    at(page, "experiment-1-3")
    assert slide(page)["strays"] == []


def test_the_code_is_enlarged_by_a_click_and_shrinks_before_escape_leaves(present):
    page = present("level-1?present=experiment-1-1")
    at(page, "experiment-1-1")
    page.get_by_role("button", name="QR code of this experiment, large").click()
    large = page.get_by_role("img", name="QR code that leads to “1.1  Drop it”")
    expect(large).to_be_visible()
    assert large.evaluate("one => one.naturalWidth > 0 && one.getBoundingClientRect().width") > 400
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    assert "present=experiment-1-1" in page.url
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('present')")


def test_under_the_link_of_an_experiment_is_its_code(present):
    page = present("level-2?noise.seed=7")
    button = page.get_by_role("button", name="QR code").nth(1)
    with page.expect_request(re.compile(r"qr\.svg")) as asked:
        button.click()
    assert "noise.seed%3D7" in asked.value.url and "experiment-2-1" in asked.value.url, "of 2.2, by its name"
    expect(page.get_by_role("img", name="QR code of this state").locator("visible=true")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("img", name="QR code of this state").locator("visible=true")).to_have_count(0)


def test_on_a_phone_one_experiment_is_shown_and_can_be_left_by_a_finger(present):
    page = present("level-1?present=experiment-1-1", size=(390, 844))
    at(page, "experiment-1-1")
    assert page.evaluate(CUT_OFF) == [] and slide(page)["strays"] == []
    page.get_by_role("button", name="Leave present mode").click()
    page.wait_for_function("() => !location.search.includes('present')")
