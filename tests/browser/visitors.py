"""Pages of new visitors, each of which serves another one when its visit is over."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Browser, Error, Page

from tests.browser.machine import fresh_page

FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Look(NamedTuple):
    """What a window looks like. size: CSS pixels; density: pixels of the screen to one of them."""

    size: tuple[int, int]
    touch: bool = False
    scheme: str = "light"
    calm: bool = True
    density: float = 1


@dataclass(eq=False)
class Visit:
    """errors: of its page, as fresh_page collects them."""

    page: Page
    look: Look
    errors: list[str]


class Visitors:
    """A page that is left serves another visitor, with nothing in it of who was there before: its browser has compiled
    the site's scripts by then, so an arrival takes 2.2 instead of 5.3 seconds of a core.

    empty: an address of the same site where nothing runs. Not for what measures a browser's very first visit.
    """

    def __init__(self, browser: Browser, empty: str) -> None:
        self._browser, self._empty = browser, empty
        self._free: defaultdict[tuple[bool, float], list[Visit]] = defaultdict(list)

    def come(self, look: Look) -> Visit:
        """A visitor whose page is still empty."""
        free = self._free[look.touch, look.density]
        if not free:
            errors: list[str] = []
            return Visit(fresh_page(self._browser, errors, **look._asdict()), look, errors)
        visit = free.pop()
        visit.errors.clear()
        visit.page.bring_to_front()
        visit.page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
        visit.page.emulate_media(
            media="screen", color_scheme=look.scheme, reduced_motion="reduce" if look.calm else "no-preference"
        )
        return visit

    def leave(self, visit: Visit) -> list[str]:
        """The visit is over. Returns its errors."""
        errors, context = list(visit.errors), visit.page.context
        try:
            for other in context.pages:
                if other is not visit.page:
                    other.close()
            visit.page.mouse.move(0, 0)
            visit.page.goto(self._empty, wait_until="load")
            visit.page.evaluate(FORGET)
            context.clear_cookies()
            self._free[visit.look.touch, visit.look.density].append(visit)
        except Error:
            context.close()
        return errors

    def close(self) -> None:
        """All pages that wait for a visitor."""
        for free in self._free.values():
            for visit in free:
                visit.page.context.close()
        self._free.clear()
