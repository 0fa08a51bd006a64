"""By which address pupils come in: a name that other devices know, never this machine's name for itself."""

from urllib.parse import urlsplit

import segno
from starlette.types import Scope

from pages.server.public import site_address

AT_HOME = ("localhost", "127.0.0.1", "::1", "0.0.0.0")


def base(scope: Scope) -> str:
    """Where the site begins for other devices, without a slash at its end; "" where none can reach this machine."""
    found = site_address(scope).rstrip("/")
    return "" if urlsplit(found).hostname in AT_HOME else found


def qr(link: str) -> str:
    """A link as a QR code: the address of a picture, data: …"""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=8, border=2, dark="#111111", light="#ffffff")
