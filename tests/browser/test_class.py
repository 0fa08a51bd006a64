"""A lesson in a real Chromium: one teacher by keyboard, three pupils, two of them on phones."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.classroom.totals_sheet import NO_SPLIT
from tests.browser.conftest import SERIOUS
from tests.browser.holding_proxy import holding_proxy
from tests.browser.machine import go
from tests.pages.printed import words_of

ANSWERS = ("The left one", "The right one", "Nobody can tell")
SLOW = 90_000


def room(visit) -> tuple[Page, str]:
    """A teacher with a room, opened by keyboard, and its code."""
    teacher = visit("class")
    teacher.get_by_role("button", name="Open a room").press("Enter")
    code = teacher.locator(".code")
    expect(code).to_have_text(re.compile("^[A-Z]{5}$"))
    return teacher, code.inner_text()


def step(teacher: Page, words: str) -> None:
    """The button that stands out has the focus and says this; Enter presses it."""
    expect(teacher.locator(".primary")).to_have_text(words, timeout=SLOW)
    expect(teacher.locator(".primary")).to_be_focused()
    teacher.keyboard.press("Enter")


def lead_on(remote: Page, words: str) -> None:
    """The same by one tap on a remote."""
    expect(remote.locator(".primary")).to_have_text(words, timeout=SLOW)
    remote.locator(".primary:not([disabled])").click(timeout=SLOW)


def bet(pupil: Page, answer: str, sure: str) -> None:
    pupil.get_by_role("button", name=answer).click()
    pupil.get_by_role("button", name=sure).click()
    expect(pupil.get_by_role("button", name=sure)).to_have_attribute("aria-pressed", "true")


def sit(visit, code: str, size: str) -> Page:
    """By typing the code."""
    pupil = visit("class", size=size)
    pupil.get_by_label("The code, five letters").fill(code.lower())
    pupil.keyboard.press("Enter")
    expect(pupil.locator(".you")).to_be_visible()
    return pupil


def test_a_lesson(visit):
    teacher, code = room(visit)
    pupils = [visit(f"class?room={code}", size="phone"), sit(visit, code, "phone"), sit(visit, code, "desktop")]
    expect(teacher.locator(".here")).to_have_text("3 pupils are here")
    names = [pupil.locator(".you h2").inner_text() for pupil in pupils]
    assert len(set(names)) == 3 and all(re.fullmatch(r"\w+ \w+ \d", name) for name in names)
    assert code not in pupils[0].url

    step(teacher, "First bet: Heart or ring?")
    for pupil, answer in zip(pupils, ANSWERS, strict=True):
        bet(pupil, answer, "fairly sure")
    expect(teacher.locator(".count")).to_contain_text("3 of 3")

    pupils[0].reload()
    expect(pupils[0].locator(".you h2")).to_have_text(names[0])
    expect(pupils[0].get_by_role("button", name=ANSWERS[0])).to_have_attribute("aria-pressed", "true")

    step(teacher, "Close the bets")
    expect(pupils[1].get_by_text("The bets are closed.")).to_be_visible()
    expect(pupils[1].get_by_role("button", name=ANSWERS[0])).to_be_disabled()
    step(teacher, "Show what came out")
    for pupil, lead in zip(pupils, ("Not quite.", "Not quite.", "Yes!"), strict=True):
        expect(pupil.locator(".verdict")).to_contain_text(f"{lead} Even the best guesser is right only 50")
    expect(teacher.get_by_text("Fewer than 5 have bet")).to_be_visible()
    assert teacher.locator(".bar").count() == 0

    step(teacher, "Watch it together")
    for page in (teacher, *pupils):
        page.wait_for_url("**/level-1?ink.pair=*", timeout=SLOW)
        expect(page.locator(".bet[data-key^='ink.heart'] .verdict")).to_contain_text("50", timeout=SLOW)
    assert len({page.url for page in (teacher, *pupils)}) == 1  # one run for all
    expect(pupils[0].locator(".bet .answer.own")).to_contain_text(ANSWERS[0])
    expect(pupils[0].locator(".class-strip")).to_contain_text("following the teacher")

    teacher.get_by_role("link", name="Back to the room").press("Enter")
    step(teacher, "Next bet: Water that never held a drop")
    for pupil in pupils:
        pupil.wait_for_url("**/class", timeout=SLOW)
        expect(pupil.locator(".question")).to_contain_text("chance alone", timeout=SLOW)

    teacher.get_by_role("button", name="End the lesson").press("Enter")
    with teacher.expect_download(timeout=SLOW) as kept:
        teacher.get_by_role("button", name="Keep the totals (PDF)").press("Enter")
    assert kept.value.suggested_filename == "class-totals.pdf"
    (totals,) = words_of(Path(kept.value.path()).read_bytes())
    assert "3 pupils sat down" in totals and "C Nobody can tell ✓" in totals and code not in totals
    assert NO_SPLIT in totals and "chance alone" not in totals  # three have bet; the second bet is still open
    teacher.get_by_role("button", name="End it and delete everything").press("Enter")
    for page in (teacher, *pupils):
        expect(page.get_by_text("This lesson has ended")).to_be_visible()


def test_a_room_for_each_lesson_by_its_link_or_by_one_tap(visit):
    teacher = visit("class?plan=20")
    expect(teacher.get_by_text("The lesson of 20 minutes: 3 bets.")).to_be_visible()
    expect(teacher.locator(".primary")).to_have_text("First bet: Heart or ring?")
    assert "plan" not in teacher.url  # a reload opens no second room

    first = teacher.locator(".code").inner_text()
    go(teacher, teacher.url + "?plan=90")
    teacher.get_by_role("button", name="Stay in this room").click()
    expect(teacher.locator(".code")).to_have_text(first)
    go(teacher, teacher.url + "?plan=90")
    teacher.get_by_role("button", name="End it, and open one for 90 minutes").press("Enter")
    expect(teacher.get_by_text("The lesson of 90 minutes: 9 bets.")).to_be_visible()
    assert teacher.locator(".code").inner_text() != first

    key = teacher.evaluate("JSON.parse(localStorage.getItem(`ink.class`)).token")
    remote = visit(f"class#key={key}", size="phone")
    expect(remote.locator(".primary")).to_have_text("First bet: Drop it")
    remote.get_by_role("button", name="Other bets").click()
    expect(remote.locator(".panel .row button")).to_have_count(9)
    remote.get_by_role("button", name="End the lesson").click()
    remote.get_by_role("button", name="End it and delete everything").click()
    expect(remote.get_by_role("radio", checked=True)).to_have_value("45")
    remote.locator(".lengths label", has_text="20 min").tap()
    remote.get_by_role("button", name="Open a room").tap()
    expect(remote.get_by_text("The lesson of 20 minutes: 3 bets.")).to_be_visible()


def test_the_remote_leads_and_stays_where_it_is(visit):
    teacher, code = room(visit)
    remote = visit(f"class#key={teacher.evaluate('JSON.parse(localStorage.getItem(`ink.class`)).token')}", size="phone")
    expect(remote.locator(".code")).to_have_text(code)
    assert "key=" not in remote.url
    for words in ("First bet: Heart or ring?", "Close the bets", "Show what came out", "Watch it together"):
        lead_on(remote, words)
    teacher.wait_for_url("**/level-1?ink.pair=*", timeout=SLOW)
    lead_on(remote, "Next bet: Water that never held a drop")
    teacher.wait_for_url("**/class", timeout=SLOW)

    # what is shown between two bets: from the board by Enter; the remote stays, and knows what comes after
    for words in ("Close the bets", "Show what came out", "Watch it together"):
        lead_on(remote, words)
    teacher.wait_for_url("**/level-1-back?ink.water=*", timeout=SLOW)
    expect(remote.locator(".primary")).to_have_text("Show: From specks to pixels")
    teacher.get_by_role("link", name="Back to the room").press("Enter")
    step(teacher, "Show: From specks to pixels")
    late = visit(f"class?room={code}", size="phone")
    for page in (teacher, late):
        page.wait_for_url("**/level-1-back#*", timeout=SLOW)
        expect(page.get_by_role("heading", name="From specks to pixels")).to_be_in_viewport(timeout=SLOW)
    late.reload()
    expect(late.locator(".class-strip")).to_contain_text("following the teacher", timeout=SLOW)
    assert "/level-1-back#" in late.url and remote.url.endswith("/class")

    lead_on(remote, "Next bet: Can anybody tell?")
    teacher.wait_for_url("**/class", timeout=SLOW)
    expect(late.locator(".question")).to_be_visible(timeout=SLOW)
    go(late, late.url.replace("/class", "/glossary"))
    expect(late.locator(".class-strip")).to_be_visible(timeout=SLOW)
    remote.get_by_role("button", name="End the lesson").click()
    remote.get_by_role("button", name="End it and delete everything").click()
    expect(late.locator(".class-strip")).to_have_text("This lesson has ended, and everything about it is deleted.")


def test_behind_a_proxy_that_holds_streams_back_the_bets_come_all_the_same(visit, server):
    teacher, code = room(visit)
    with holding_proxy(server) as proxy:
        pupil = visit("class", size="phone")
        go(pupil, f"{proxy}/class?room={code}")
        expect(pupil.locator(".you")).to_be_visible()
        step(teacher, "First bet: Heart or ring?")
        expect(pupil.locator(".question")).to_contain_text("Which one had the heart?")
        bet(pupil, ANSWERS[2], "certain")
        expect(teacher.locator(".count")).to_contain_text("1 of 1")
        step(teacher, "Close the bets")
        expect(pupil.get_by_text("The bets are closed.")).to_be_visible()
        pupil.goto("about:blank")


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (820, 1180), (1280, 720), (1920, 1080)])
def test_the_bet_and_what_the_teacher_does_next_are_in_sight(visit, size):
    teacher, code = room(visit)
    pupil = visit(f"class?room={code}", size="phone")
    step(teacher, "First bet: Heart or ring?")
    for page, last in ((teacher, ".primary"), (pupil, ".answer >> nth=2")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        expect(page.locator(".about")).to_be_visible()
        page.wait_for_timeout(300)
        page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
        box = page.locator(last).bounding_box()
        assert size[1] < 700 or box["y"] + box["height"] <= size[1], (last, box)
        assert box["height"] >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybody_s_way(visit, scheme):
    teacher, code = visit("class", scheme=scheme), ""
    pages = [teacher]
    teacher.get_by_role("button", name="Open a room").click()
    code = teacher.locator(".code").inner_text()
    pages.append(visit(f"class?room={code}", size="phone", scheme=scheme))
    teacher.locator(".primary").click()
    expect(pages[1].locator(".answer").first).to_be_visible()
    pages += [visit("class-privacy", scheme=scheme), visit("class", scheme=scheme)]
    go(teacher, teacher.url.replace("/class", "/glossary"))
    expect(teacher.locator(".class-strip")).to_contain_text(f"Room {code}")
    for page in pages:
        page.wait_for_timeout(500)
        faults = [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
        assert [(one["id"], one["nodes"][0]["target"]) for one in faults] == []
