"""A page of ours without any script, for what is no page of Streamlit's: an address that leads nowhere, a full house.

It asks for nothing but the tab's icon, and its policy allows nothing else.
"""

from html import escape

from starlette.responses import HTMLResponse
from starlette.types import Scope

from pages.server.security import ancestors, digest

STYLE = """
:root { color-scheme: light dark; --back: #fffefb; --text: #111111; --link: #0f766e; --line: #d8d3c6; }
@media (prefers-color-scheme: dark) { :root { --back: #16171a; --text: #ece9e2; --link: #2dd4bf; --line: #3f4148; } }
body { margin: 0; background: var(--back); color: var(--text); font: 17px/1.6 system-ui, sans-serif; }
main { max-width: 34rem; margin: 14vh auto; padding: 0 1.5rem; }
h1 { font: 600 2.3rem/1.2 Georgia, serif; border-top: 1px solid var(--line); padding-top: 1.2rem; }
a { color: var(--link); }
img { width: 2rem; height: 2rem; vertical-align: middle; margin-right: .6rem; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} · {site}</title>
<link rel="icon" href="{up}favicon.ico">
<style>{style}</style>
</head>
<body>
<main>
<p><img src="{up}favicon.ico" alt="">{site}</p>
<h1>{title}</h1>
<p>{words}</p>
<p><a href="{up}">To the start</a></p>
</main>
</body>
</html>
"""


def plain_page(scope: Scope, status: int, title: str, words: str, *, site: str) -> HTMLResponse:
    """The answer to a request (its ASGI scope): a title, and some words below it, both plain text."""
    page = _PAGE.format(title=escape(title), words=escape(words), site=escape(site), up=up(scope), style=STYLE)
    return HTMLResponse(page, status, {"Content-Security-Policy": _policy(), "Cache-Control": "no-store"})


def _policy() -> str:
    """Nothing but the style and the icon."""
    allowed = f"default-src 'none'; style-src {digest(STYLE)}; img-src 'self'; base-uri 'none'; form-action 'none'"
    return f"{allowed}; frame-ancestors {ancestors()}"


def up(scope: Scope) -> str:
    """The way to the start, relative, since the site may stand behind a prefix: an encoded slash leads no deeper."""
    path = scope.get("raw_path") or scope["path"].encode()
    return "../" * (path.split(b"?")[0].count(b"/") - 1) or "./"
