"""Pictures of the pages.

`make screenshots` writes one picture a level, for the README. `python -m tests.browser.screenshots --all FOLDER` writes
every page, desktop and phone, light and dark, for somebody to look at.
"""

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from pages.site_map import LEVELS, PAGES
from tests import ROOT
from tests.browser.conftest import SIZES
from tests.browser.machine import go, running_browser, running_server

LARGEST = 150_000
SETTLE = 2500


def shot(browser: Browser, url: str, *, size: tuple[int, int], scheme: str, whole: bool) -> Image.Image:
    """A page as a visitor sees it. whole: down to its end, by a window as high as the page."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    go(page, url)
    page.wait_for_timeout(SETTLE)
    if whole:
        height = page.locator("[data-testid=stMain]").evaluate("box => box.scrollHeight")
        page.set_viewport_size({"width": size[0], "height": min(height + 4, 8000)})
        page.wait_for_timeout(600)
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture.convert("RGB")


def save_small(picture: Image.Image, path: Path) -> None:
    """As a PNG of at most 150 kB: with fewer colours, then smaller, until it fits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for width, colours in ((1280, 256), (1280, 96), (1000, 96), (800, 64), (640, 48)):
        small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
        small.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return
    raise RuntimeError(f"{path.name} does not fit into {LARGEST} bytes")


def for_readme(browser: Browser, server: str) -> None:
    for level in LEVELS:
        picture = shot(browser, f"{server}/{level.first.path}", size=(1280, 800), scheme="light", whole=False)
        save_small(picture, ROOT / "docs" / "pictures" / f"{level.first.path}.png")


def for_looking(browser: Browser, server: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        for name, size in SIZES.items():
            for scheme in ("light", "dark"):
                picture = shot(browser, f"{server}/{page.path}", size=size, scheme=scheme, whole=True)
                picture.save(folder / f"{page.path or 'home'}-{name}-{scheme}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, size and theme into this folder")
    folder = parser.parse_args().all
    with running_server() as server, running_browser() as browser:
        if folder:
            for_looking(browser, server, folder)
        else:
            for_readme(browser, server)


if __name__ == "__main__":
    main()
