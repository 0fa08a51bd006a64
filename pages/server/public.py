"""Under which address others reach this site: PUBLIC_URL, else that by which the browser came.

Who runs the server on their own machine comes by "localhost", which leads other people to machines of their own: to
them this machine's address in the local network is told instead, where the server listens there.
"""

import os
import re
import socket

import streamlit as st
from starlette.types import Scope

from pages.server.origins import AT_HOME
from pages.server.security import host_of

_HOST = re.compile(r"([a-zA-Z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?")
_NOWHERE = ("192.0.2.1", 9)
"""An address kept for examples: nothing is sent there, the system only says which way it would go."""


def site_address(scope: Scope) -> str:
    """What stands before the end of a page's address, with a slash at its end; "" for a browser that came by nonsense.

    scope: of the request.
    """
    if public := os.environ.get("PUBLIC_URL", "").strip():
        return f"{public.rstrip('/')}/"
    found = _HOST.fullmatch(host_of(scope))
    if not found:
        return ""
    name, port = found[1], found[2] or ""
    if name in (*AT_HOME, "[::1]") and (here := in_local_network()):
        name = here
    prefix = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scope.get('scheme', 'http')}://{name}{port}/{f'{prefix}/' if prefix else ''}"


def in_local_network() -> str:
    """This machine's address in the local network; "" where it has none, or the server does not listen there."""
    if st.get_option("server.address") not in (None, "", "0.0.0.0", "::"):
        return ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_NOWHERE)
            found = str(asked.getsockname()[0])
        except OSError:
            return ""
    return "" if found.startswith("127.") else found
