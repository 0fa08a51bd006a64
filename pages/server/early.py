"""What the first page fetches early, before Streamlit finds out that it is needed, and how little of the fonts.

Streamlit asks for the script of a kind of element when the first of its kind is drawn, and that script for its parts:
each round costs the line's delay. Named in the page's head, they come side by side with all else.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.server import streamlit_private
from pages.server.packing import FOR_GOOD, packed
from pages.shared.player import bundle

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
FIRST_FONTS = ("sans", "serif")
"""Those in which each page's first words are set."""
FIRST_KINDS = ("BidiComponent",)
"""Kinds of elements without which no picture moves: Streamlit's scripts, up to their hashes."""
LATER_KINDS = ("Html", "Button", "ButtonGroup", "PageLink", "NumberInput", "Slider", "ImageList")
"""Those that most pages show; they come behind all else."""
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*')
_SHEET = re.compile(r'<link rel="stylesheet"[^>]*href="\./static/css/[\w.-]+"[^>]*>')
_ICONS = re.compile(r"@font-face\{font-family:Material Symbols Rounded;[^}]*\}")


def early_page(page: str) -> str:
    """Streamlit's first page (its HTML) with all this in its head, and with our style sheet."""
    first = [bundle.name(), *(script for script in element_scripts(FIRST_KINDS) if script not in page)]
    later = [script for script in element_scripts(LATER_KINDS) if script not in page and script not in first]
    lines = [*map(_font, FIRST_FONTS), *map(_script, first), *(_script(one, 'fetchpriority="low" ') for one in later)]
    page = _SHEET.sub(_with_ours, _FONT.sub("", page))
    return page.replace("</head>", "".join(f"  {line}\n  " for line in lines) + "</head>")


def element_scripts(kinds: Iterable[str]) -> list[str]:
    """The scripts of some kinds and all that these import at once, as a page addresses them."""
    folder = streamlit_private.STATIC / "static" / "js"
    waiting = [path.name for kind in kinds for path in folder.glob(f"{kind}.*.js")]
    found: list[str] = []
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return [f"./static/js/{name}" for name in found]


@cache
def sheet() -> str:
    """Streamlit's style sheet with the cut fonts behind its own: of two rules for one font the later counts.

    Of the icons the cut alone: Streamlit asks by script for all files that the font has.
    """
    folder = streamlit_private.STATIC / "static" / "css"
    whole = "".join(path.read_text(encoding="utf-8") for path in folder.glob("index.*.css"))
    return _ICONS.sub("", whole).replace("../media/", "./static/media/") + (FONTS / "fonts.css").read_text()


@cache
def sheet_name() -> str:
    """The name of its file, in the folder of the pages: another sheet, another name."""
    return f"sheet-{hashlib.sha256(sheet().encode()).hexdigest()[:12]}.css"


@cache
def font_files() -> dict[str, Path]:
    """By their names, each of which tells the contents: what is not listed here is never read."""
    return {path.name: path for path in FONTS.glob("*.woff2")}


async def send_sheet(request: Request) -> Response:
    """GET /sheet-<hash>.css"""
    return packed(sheet_name(), sheet().encode, request, media="text/css", headers=FOR_GOOD)


async def send_font(request: Request) -> Response:
    """GET /fonts/<name>"""
    path = font_files().get(request.path_params["name"])
    if not path:
        return PlainTextResponse("Not Found", 404)
    return FileResponse(path, media_type="font/woff2", headers=FOR_GOOD)


ROUTES = [Route("/fonts/{name}", send_font), Route(f"/{sheet_name()}", send_sheet)]


def _with_ours(link: re.Match[str]) -> str:
    # Streamlit's script for formulas would fetch the whole sheet again, unless a link to it stands there, on or off
    off = link[0].replace("<link", "<link disabled")
    return f'<link rel="stylesheet" crossorigin href="./{sheet_name()}">\n    {off}'


def _script(address: str, priority: str = "") -> str:
    return f'<link rel="modulepreload" crossorigin {priority}href="{address}">'


def _font(name: str) -> str:
    (file,) = (file for file in font_files() if file.startswith(f"{name}."))
    return f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./fonts/{file}">'
