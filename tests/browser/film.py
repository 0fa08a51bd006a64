"""What tests ask of a film of the home page in the browser."""

import numpy as np
from playwright.sync_api import Locator, Page

from tests.browser.canvas import pixels_of


class Film:
    """The film of one key on a page."""

    def __init__(self, page: Page, key: str) -> None:
        self.page, self.key = page, key
        self.box: Locator = page.locator(f".st-key-{key.replace('.', '-')}")
        self.waits_for("film.side > 0")

    def read(self, what: str) -> object:
        """An expression of `film`, as "film.moment.step"."""
        return self.page.evaluate(f"key => {{ const film = window.__film[key]; return {what}; }}", self.key)

    def waits_for(self, what: str) -> None:
        look = f"key => {{ const film = (window.__film || {{}})[key]; return film && ({what}); }}"
        self.page.wait_for_function(look, arg=self.key, timeout=90_000)

    def drawn(self) -> None:
        """Until all of the run has arrived."""
        self.box.scroll_into_view_if_needed()
        self.waits_for("film.stream?.done")

    def ends(self) -> None:
        """Until the finished picture stands there."""
        self.drawn()
        self.waits_for("film.moment.step === film.frames - 1 && film.moment.dots === 1")

    def press(self, name: str) -> None:
        self.box.get_by_role("button", name=name, exact=True).click()

    def pixels(self) -> np.ndarray:
        """What stands on the canvas of the picture, (64, 64, 3) uint8."""
        return pixels_of(self.box.locator("canvas.pixels"))[..., :3]
