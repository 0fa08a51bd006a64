"""Cards for a class without phones: A, B, C and D, a sheet each. A page without script, to be printed."""

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pages.server.security import ancestors, digest

ADDRESS = "/class-cards"
LETTERS = "ABCD"
"""No bet has more than four answers."""
STYLE = """
@page { margin: 12mm; }
body { margin: 0; font-family: system-ui, sans-serif; color: #111111; background: #ffffff; }
p { margin: 1rem; font-size: 1.1rem; }
section { display: grid; place-items: center; height: 96vh; break-after: page; border: 2px solid #111111; }
section:last-of-type { break-after: auto; }
b { font-size: 70vmin; line-height: 1; }
@media print { p { display: none; } section { height: 100vh; box-sizing: border-box; border: 0; } }
"""
_PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Cards A to D</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<p>Print this page: four sheets for each pupil, or for each table. Black on white, for A4 and for Letter.</p>
{"".join(f"<section><b>{letter}</b></section>" for letter in LETTERS)}
</main>
</body>
</html>
"""
POLICY = f"default-src 'none'; style-src {digest(STYLE)}; base-uri 'none'; form-action 'none'"


async def cards(request: Request) -> HTMLResponse:
    """GET /class-cards"""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": f"{POLICY}; frame-ancestors {ancestors()}"})


ROUTE = Route(ADDRESS, cards)
