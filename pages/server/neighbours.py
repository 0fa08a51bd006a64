"""Whose turn it is where many ask for the same: visitors are told apart by the neighbourhood that they come from.

One visitor can have any address of a neighbourhood, and a whole school may have one.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

import streamlit as st
from starlette.types import Scope

from pages.server.streamlit_private import current_visit


def neighbourhood(scope: Scope) -> str:
    """Of who sent a request: an address of version 4, or the first half of one of version 6; "" where it has none."""
    try:
        return around(scope["client"][0])
    except (KeyError, TypeError):
        return ""


def own_neighbourhood() -> str:
    """Of the visitor whose page this thread draws, "" outside of a visit."""
    return around(st.context.ip_address) if current_visit() else ""


@lru_cache(maxsize=8192)
def around(who: object) -> str:
    """Of an address, as `neighbourhood`; "" where it is none. Remembered: each new connection looks at all others."""
    try:
        address = ip_address(str(who))
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
