"""Streams into the player, in a real Chromium: drawn while they arrive, replaced, refused, broken, kept."""

from playwright.sync_api import Page, expect

from tests.browser.player.seen import STREAM, box, idle, pixels, reaches, read


def ask_stream(page: Page, query: str) -> None:
    field = page.get_by_label("stream")
    field.fill(query)
    field.press("Enter")


def test_a_stream_is_drawn_while_it_arrives_and_scrubbed_afterwards(visit):
    page = visit(calm=False)
    reaches(page, STREAM, "available", 20)
    ask_stream(page, "seed=40&pause=0.15")
    page.wait_for_function("key => /^step ([3-9]|1.) of 20$/.test(window.__player[key].status)", arg=STREAM)
    early = pixels(page, STREAM, "noisy")[0, 0, 0]
    assert 40 <= early <= 40 + 5 * 18
    reaches(page, STREAM, "available", 20)
    reaches(page, STREAM, "frame", 19)
    assert read(page, STREAM, "status") == ""
    assert pixels(page, STREAM, "noisy").min() == pixels(page, STREAM, "noisy").max() == 40 + 95
    box(page, STREAM).locator("input[type=range]").focus()
    page.keyboard.press("Home")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert pixels(page, STREAM, "noisy")[5, 5, 0] == 40 + 35
    assert pixels(page, STREAM, "guess")[5, 5, 0] == 140 + 35
    assert read(page, STREAM, "label") == "step 8 · seed 40"


def test_a_newer_stream_stops_the_older(visit):
    page = visit(calm=False)
    reaches(page, STREAM, "available", 20)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    ask_stream(page, "seed=30&pause=0.3")
    page.wait_for_function("key => window.__player[key].status.startsWith('step ')", arg=STREAM)
    ask_stream(page, "seed=55&pause=0.01")
    reaches(page, STREAM, "frame", 19)
    assert [url for url in failed if "seed=30" in url]
    page.wait_for_timeout(500)
    assert pixels(page, STREAM, "noisy")[0, 0, 0] == 55 + 95


def test_a_refused_stream_says_why_and_offers_another_try(visit):
    page = visit()
    reaches(page, STREAM, "available", 20)
    ask_stream(page, "seed=13")
    player = box(page, STREAM)
    expect(player.get_by_text("Twenty others are before you; try again in a moment.").first).to_be_visible()
    page.route("**/demo/stream*", lambda route: route.continue_(url=route.request.url.replace("seed=13", "seed=14")))
    player.get_by_role("button", name="try again").click()
    reaches(page, STREAM, "available", 20)
    expect(player.get_by_role("button", name="try again")).to_be_hidden()


def test_a_stream_that_breaks_keeps_what_arrived(visit):
    page = visit()
    reaches(page, STREAM, "available", 20)
    ask_stream(page, "seed=2&breaks=6&pause=0.01")
    expect(box(page, STREAM).get_by_text("The model was switched off in the middle.").first).to_be_visible()
    assert read(page, STREAM, "available") == 6
    box(page, STREAM).locator("input[type=range]").focus()
    page.keyboard.press("End")
    assert read(page, STREAM, "frame") == 5


def test_a_rerun_does_not_fetch_a_stream_again(visit):
    page = visit()
    reaches(page, STREAM, "available", 20)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/demo/stream" in request.url else None)
    box(page, "demo.again").get_by_role("button").click()
    idle(page)
    assert asked == []


def test_a_player_that_was_put_away_comes_back_as_it_was_without_fetching(visit):
    page = visit()
    reaches(page, STREAM, "available", 20)
    box(page, STREAM).locator("input[type=range]").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/demo/stream" in request.url else None)
    page.get_by_text("put away").click()
    expect(box(page, STREAM).locator("canvas")).to_have_count(0)
    page.get_by_text("put away").click()
    expect(box(page, STREAM).locator("canvas")).to_have_count(2)
    assert (read(page, STREAM, "frame"), read(page, STREAM, "available"), asked) == (1, 20, [])
    assert pixels(page, STREAM, "noisy")[0, 0, 0] == 6


def test_who_waits_sees_the_noise_and_the_place_and_can_stop(visit):
    page = visit(calm=False)
    reaches(page, STREAM, "available", 20)
    ask_stream(page, "seed=50&waits=4&pause=0.01")
    player = box(page, STREAM)
    for said in ("12th in line", "3rd in line, about 3 min"):
        expect(player.locator(".status")).to_have_text(said)
        assert (read(page, STREAM, "label"), read(page, STREAM, "available")) == ("noise of 50", 0)
        assert pixels(page, STREAM, "noisy")[3, 3, 0] == 50
    assert player.locator("[data-track=guess] canvas").evaluate("canvas => getComputedStyle(canvas).opacity") == "0.35"
    assert player.locator("[data-track=noisy] canvas").evaluate("canvas => getComputedStyle(canvas).opacity") == "1"
    player.get_by_role("button", name="stop").click()
    expect(player.get_by_text("You have stopped it.").first).to_be_visible()
    expect(player.get_by_role("button", name="stop")).to_be_hidden()
    player.get_by_role("button", name="try again").click()
    expect(player.locator(".status")).to_have_text("12th in line")
