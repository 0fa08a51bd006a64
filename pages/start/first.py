"""The first sight of a page, in the HTML that a browser loads first: home's title, film and way in, or a part's title.

Streamlit's scripts take seconds to arrive and to run on a phone; until then the visitor sees this. The film is the
hero's own: the page's component takes it over while it plays (first.js, film_part.js).
"""

from base64 import b64encode
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path

from pages.server import resources
from pages.shared.player.bundle import ASSETS, Served, joined
from pages.site_map import LEVELS, STORY, Page, where
from pages.start import hero

_FOLDER = Path(__file__).parent
_MODULES = [*(ASSETS / name for name in ("wire.js", "dom.js", "colours.js", "stream.js")), _FOLDER / "film.js"]
SCRIPT = Served("first", joined([*_MODULES, _FOLDER / "first.js"]))
"""Fetched before all else."""
_FILM, _PLACES = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("film.css", "first.css"))
_STYLE = f"{_PLACES}#first {{ {_FILM} }}"
"""The film's style is meant for a component of its own: nothing else is to take it on."""
_HEAD = f'<style>{_STYLE}</style>\n  <link rel="modulepreload" fetchpriority="high" href="./{SCRIPT.name}">'
_START = f'<script type="module" async src="./{SCRIPT.name}"></script>'
"""After what it looks for: it runs as soon as it has come, and the page may still be arriving then."""


def first_sight(path: str) -> tuple[str, str]:
    """HTML for the head and for the body of a page, by the end of its address; "" for what has none. Any thread may
    call.

    Without the film while the networks are still being loaded, or where there are none.
    """
    page = next((one for one in STORY if one.path == path), None)
    if page is None:
        return "", ""
    if page.level:
        return _HEAD, f'<div id="first">{_title(page)}</div>{_START}'
    drawn = resources.ready.is_set() and not resources.failed.is_set()
    return _HEAD, _home(drawn, f"{datetime.now():%j}")


@lru_cache(maxsize=2)
def _home(drawn: bool, day: str) -> str:
    """day: another one, other addresses of the runs."""
    told = f'<script type="text/plain" id="first-film">{_film()}</script>' if drawn else ""
    return f'<div id="first">{_words()}</div>{told}{_START}'


def _title(page: Page) -> str:
    return f'<main class="part"><p class="place">{escape(where(page))}</p><h1>{escape(page.title)}</h1></main>'


def _words() -> str:
    lead = "".join(f"<p>{escape(part)}</p>" for part in hero.LEAD.strip().split("\n\n"))
    first = LEVELS[0]
    title = f'<p class="site">{escape(hero.EYEBROW)}</p><h1>{escape(hero.QUESTION)}</h1>'
    return (
        f'<main class="hero"><div class="title">{title}</div><div class="picture"></div>'
        f'<div class="words-here"><div class="lead">{lead}</div>'
        f'<a class="way" href="{first.first.path}">{escape(hero.way_in(first))}</a>'
        f'<p class="whom"><strong>{escape(hero.how_long())}</strong> {escape(hero.for_whom())}</p></div></main>'
    )


def _film() -> str:
    return b64encode(hero.acted_out(drawn=True)).decode()
