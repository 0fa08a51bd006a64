"""After a bet the page leads to its outcome, unless the visitor has made another one by then."""

from playwright.sync_api import Page, WebSocketRoute

from tests.browser.machine import PATIENCE, fresh_page, go, wait_idle
from tests.browser.measured import at_top, open_bets

STOOD = "() => document.querySelector('[data-testid=stMain]').scrollTop"
REVEALED = "key => document.querySelector(`.bet[data-key='${key}']`).dataset.state === 'revealed'"


class Held:
    """What the server says to a page, kept back as long as `holds`."""

    def __init__(self, page: Page):
        self.holds, self.kept = False, []
        page.route_web_socket("**/_stcore/stream", self.between)

    def between(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        self.browser = browser
        browser.on_message(server.send)
        server.on_message(lambda said: self.kept.append(said) if self.holds else browser.send(said))

    def one(self) -> None:
        self.browser.send(self.kept.pop(0))


def test_an_outcome_that_comes_after_the_next_bet_does_not_lead_away_from_it(browser, server):
    errors: list[str] = []
    page = fresh_page(browser, errors, size=(1280, 720), touch=False, scheme="light", calm=True)
    held = Held(page)
    go(page, f"{server}/level-1")
    page.locator(".bet").nth(1).wait_for()
    page.wait_for_timeout(1000)
    first, second = open_bets(page)[:2]
    at_top(page, first)
    held.holds = True
    page.locator(f'.bet[data-key="{first}"] .answer').first.click()
    page.wait_for_timeout(500)
    at_top(page, second)
    page.locator(f'.bet[data-key="{second}"] .answer').first.click()
    page.wait_for_timeout(500)
    stood = page.evaluate(STOOD)
    for _ in range(PATIENCE // 50):
        if page.evaluate(REVEALED, first):
            break
        if held.kept:
            held.one()
        page.wait_for_timeout(50)
    assert page.evaluate(REVEALED, first) and not page.evaluate(REVEALED, second)
    page.wait_for_timeout(1500)
    # what came out above it may have made the page longer: the second bet stays where it was in the window, or nearly
    assert abs(page.evaluate(STOOD) - stood) < 120
    while held.kept:
        held.one()
    held.holds = False
    page.wait_for_function(REVEALED, arg=second)
    wait_idle(page)
    assert errors == []
    page.context.close()
