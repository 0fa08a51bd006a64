"""Level 3 in a real Chromium: the bet opens the way, both pictures follow one clock, the link brings it back."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from diffusion_core.process.schedules import make_schedule
from pages.levels.schedule import mixing
from pages.shared.page import pictures
from tests.browser.conftest import SIZES
from tests.browser.stage import Stage, settle, traffic

SMALL = "level-3-small-steps"
FOLDED = "Fewer steps, or a schedule by hand"


def opened(visit, query: str = "", **look) -> Stage:
    return Stage(visit(f"level-3{query}", **look), "schedule.stage")


def show_me(stage: Stage) -> None:
    """Give up the first bet."""
    stage.page.get_by_text("Just show me").first.click()
    settle(stage.page)


def whole(visit, **look) -> Stage:
    stage = opened(visit, **look)
    show_me(stage)
    stage.reaches("frames", 101)
    return stage


def expected(name: str, t: int) -> np.ndarray:
    left = make_schedule(name, 1000).alpha_bar[t].item()
    clean = pictures.default().pixels() / 127.5 - 1
    noisy = left**0.5 * clean + (1 - left) ** 0.5 * mixing.noise()
    return np.clip((noisy + 1) * 127.5, 0, 255)


@pytest.mark.parametrize("size", SIZES)
def test_the_bet_opens_the_whole_way_at_half_time(visit, size):
    stage = opened(visit, size=size)
    assert stage.read("frames") == 6
    stage.page.get_by_text("Equally well under both").click()
    stage.reaches("frames", 101)
    assert stage.read("frame") == 50
    expect(stage.page.get_by_text("of the picture is left under cosine").first).to_be_visible()
    expect(stage.track("curve")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_both_pictures_are_the_same_noise_under_their_own_schedule(visit, size):
    stage = whole(visit, size=size)
    for frame in (0, 50, 100):
        stage.seek(frame)
        for track, name in (("first", "linear"), ("second", "cosine")):
            assert abs(stage.pixels(track) - expected(name, 10 * frame)).max() <= 1.02


@pytest.mark.parametrize("size", SIZES)
def test_playing_and_scrubbing_send_nothing(visit, size):
    stage = whole(visit, size=size, calm=False)
    seen = traffic(stage.page)
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("End")
    for _ in range(7):
        stage.page.keyboard.press("ArrowLeft")
    assert stage.read("frame") == 93
    stage.box.get_by_role("button", name="play", exact=True).click()
    stage.reaches("frame", 100)
    stage.reaches("playing", False)
    stage.page.wait_for_timeout(600)
    assert seen == []


def test_the_keyboard_alone_bets_and_steps(visit):
    stage = opened(visit)
    stage.page.get_by_role("radio", name="Under linear").focus()
    stage.page.keyboard.press("Enter")
    stage.reaches("frames", 101)
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("ArrowRight")
    assert stage.read("frame") == 51


def test_who_comes_with_the_tab_key_sees_the_picture_that_the_buttons_move(visit):
    stage = opened(visit)
    stage.page.get_by_role("radio", name="Under linear").focus()
    stage.page.keyboard.press("Enter")
    stage.reaches("frames", 101)
    settle(stage.page)
    back = stage.box.get_by_role("button", name="one frame back")
    for _ in range(12):
        stage.page.keyboard.press("Tab")
        if back.evaluate("button => button.matches(':focus')"):
            break
    expect(back).to_be_focused()
    area = stage.box.locator("canvas").first.bounding_box()
    bar = 60
    assert area["y"] >= bar and area["y"] + area["height"] <= 900


def test_a_link_brings_back_steps_and_moment(visit):
    stage = whole(visit)
    stage.page.get_by_text(FOLDED).click()
    stage.page.get_by_role("slider", name="Small steps, T").focus()
    stage.page.keyboard.press("Home")
    stage.reaches("frames", 11)
    settle(stage.page)
    assert stage.read("label").startswith("t = 5 of 10 ")
    stage.box.locator("input[type=range]").focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_url(re.compile(r"schedule\.steps=10&moment=schedule\.6\b"))
    other = Stage(visit(stage.page.url.split("/")[-1]), "schedule.stage")
    assert other.read("label") == stage.read("label")
    assert other.read("label").startswith("t = 6 of 10 ")
    for track in ("first", "second", "curve"):
        assert np.array_equal(other.pixels(track), stage.pixels(track))


def test_a_point_drawn_by_hand_moves_the_schedule_everywhere(visit):
    stage = opened(visit, "?schedule.first=By+hand&schedule.read=By+hand&open.3.3=true&moment=schedule.100")
    stage.page.get_by_text(FOLDED).click()
    last = stage.page.get_by_role("slider", name="… at the end, in %")
    last.focus()
    stage.page.keyboard.press("ArrowRight")
    settle(stage.page)
    stage.page.wait_for_url(re.compile(r"schedule\.hand4=1\b"))
    assert "by hand 99" in str(stage.read("label"))
    other = Stage(stage.page, "schedule.two")
    other.seek(40)
    assert str(other.read("label")).endswith("noise 99.0 %")


@pytest.mark.parametrize("size", SIZES)
def test_the_true_curve_and_the_bell_follow_the_slider_and_send_nothing(visit, size):
    # a link to a moment of its film opens the box of the single step
    page = visit(f"{SMALL}?schedule.beta=0.6&moment=back.43", size=size)
    stage = Stage(page, "schedule.back")
    seen = traffic(page)
    before = stage.pixels("back")
    stage.box.locator("input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    assert not np.array_equal(stage.pixels("back"), before)
    page.wait_for_timeout(400)
    assert seen == []


def test_the_network_draws_once_soundly_and_once_fooled(visit):
    page = visit(SMALL)
    show_me(Stage(page, "schedule.arrival"))
    runs = [Stage(page, f"schedule.{name}") for name in ("sound", "fooled")]
    for run in runs:
        run.page.wait_for_function("key => window.__player[key].label.startsWith('step 50 of 50')", arg=run.key)
        assert run.pixels("noisy").shape[:2] == (192, 192)
    assert not np.array_equal(runs[0].pixels("noisy"), runs[1].pixels("noisy"))
    for run in runs:
        run.seek(0)
    # the same noise, of which only different things are believed
    assert np.array_equal(runs[0].pixels("noisy"), runs[1].pixels("noisy"))


def test_a_closing_question_is_marked_by_a_run(visit):
    page = visit(SMALL)
    page.get_by_text("It would only be finer").click()
    expect(page.get_by_text("There would only be too few of them.")).to_be_visible()
    # what is new beside the verdict, and not the verdict once more
    expect(page.get_by_text("After the 100 steps")).to_have_count(1)
    expect(page.get_by_text("With steps ten times as large")).to_have_count(1)


def test_why_another_answer_is_wrong_is_folded_and_opened_by_a_finger_or_a_key(visit):
    page = visit(SMALL)
    page.get_by_text("It would only be finer").click()
    fold = page.locator('[class*="st-key-reasons-"] summary', has_text="Why not the other one?")
    reason = page.get_by_text("The steps add as little as before")
    expect(fold).to_be_visible()
    expect(reason).to_be_hidden()
    assert fold.bounding_box()["height"] >= 43.5
    fold.focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_visible()
    fold.click()
    expect(reason).to_be_hidden()


def test_changes_in_quick_succession_leave_the_page_alive(visit):
    """A browser that had dropped a picture was sent a reference to it, and the page was dead."""
    page = visit("level-3?moment=schedule_read.10")
    slider = page.locator(".st-key-schedule-critter input[type=range]")
    slider.focus()
    for number in range(120):
        page.keyboard.press("ArrowLeft" if number % 8 > 3 else "ArrowRight")
        page.wait_for_timeout((5, 30, 60)[number % 3])
    settle(page)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(slider).to_be_visible()


def test_each_picture_of_a_sheet_is_a_dot_where_it_is_bright(visit):
    stage = Stage(visit(SMALL), "schedule.arrival")
    line = stage.track("noisy").locator("canvas.tiles")
    expect(line).to_have_attribute("aria-label", re.compile("the darkest"), timeout=120_000)
    stage.seek(0)
    sheet = stage.pixels("noisy").astype(float)
    # as many columns as leave each picture large enough
    rows, columns = (side // 64 for side in sheet.shape[:2])
    places = [(64 * row, 64 * column) for row in range(rows) for column in range(columns)]
    tiles = [sheet[top : top + 64, left : left + 64] for top, left in places]
    means = [int(mean) for mean in line.get_attribute("data-means").split()]
    assert len(means) == 9
    assert np.allclose(means, [tile.mean() for tile in tiles[:9]], atol=0.51)


def test_after_the_bet_both_schedules_stand_in_one_frame_and_the_chart_outside_of_it(visit):
    stage = opened(visit)
    frame = stage.box.locator(".together")
    expect(frame).to_have_count(0)
    stage.page.locator(".bet .answer").first.click()
    expect(frame).to_be_visible()
    settle(stage.page)
    around = frame.bounding_box()
    for name in ("first", "second"):
        holder = stage.track(name).locator(".holder")
        box = holder.bounding_box()
        assert around["x"] < box["x"] and box["x"] + box["width"] < around["x"] + around["width"]
        assert around["y"] < box["y"] and box["y"] + box["height"] < around["y"] + around["height"]
        expect(holder).to_have_css("outline-style", "none")
    assert stage.track("curve").locator("canvas").bounding_box()["y"] > around["y"] + around["height"]
