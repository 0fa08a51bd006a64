"""All that this site uses of Streamlit beyond what its documentation promises: any release may change it.

streamlit_table.py lists each, what we use it for, and how to see that it is there. What can be done without is switched
off where one of its parts is missing, with one line in the log, and all of it with STREAMLIT_PRIVATE=off in the
environment: the site works, less smoothly. The rest needs no switch: a hidden setting (.streamlit/config.toml) that
a release does not know is passed over, with a line in the log by Streamlit, and a style that finds no name on the page
does nothing. One thing no table can look for: components load their script from a blob (`security.policy` allows it).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pages.server.streamlit_parts import STATIC
from pages.server.streamlit_table import DEPARTED, FILES, FIRST_PAGE, PARTS, PICTURE_FIRST, TITLE

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.runtime.scriptrunner import ScriptRunContext

_BASE = '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href }</script>'
_log = logging.getLogger(__name__)


@cache
def usable(purpose: str) -> bool:
    """Whether a purpose that has a switch is served: not switched off, no part of it missing. Says why not, once."""
    if os.environ.get("STREAMLIT_PRIVATE") == "off":
        return False
    missing = [part.name for part in PARTS if part.purpose == purpose and not part.is_there()]
    if missing:
        _log.warning("Switched off: %s. This Streamlit has no %s.", purpose, ", ".join(missing))
    return not missing


# --- new pictures first


class Visit:
    """The run of a page, or of a part of it, for one visitor."""

    def __init__(self, context: ScriptRunContext) -> None:
        self._context = context

    @property
    def send(self) -> Callable[[ForwardMsg], None]:
        """What takes each message to the browser; another may be put in its place."""
        return self._context._enqueue

    @send.setter
    def send(self, send: Callable[[ForwardMsg], None]) -> None:
        self._context._enqueue = send

    @property
    def is_part(self) -> bool:
        """Whether a control reruns its fragment alone."""
        return bool(self._context.fragment_ids_this_run)

    def is_outdated(self) -> bool:
        """Whether the visitor has changed something meanwhile, or left."""
        from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

        return self._context.script_requests._state is not ScriptRequestType.CONTINUE


def current_visit() -> Visit | None:
    """The run in this thread; None outside of one, and where new pictures do not go first."""
    if not usable(PICTURE_FIRST):
        return None
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return Visit(context) if context else None


class Letter(NamedTuple):
    """What a message does to a place of the page.

    path: the place; digest: of the contents; opens: the kind of the container that it makes, None for an element;
    known: whether it refers to contents that the browser has kept; component: its name, "" for what is none; sets:
    whether a widget takes another value.
    """

    path: tuple[int, ...]
    digest: str
    opens: str | None
    known: bool
    component: str
    sets: bool


def letter(message: ForwardMsg) -> Letter | None:
    """What a message says of a place of the page; None where it is about something else, the address, say."""
    if message.WhichOneof("type") not in ("delta", "ref_hash"):
        return None
    delta = message.delta
    return Letter(
        path=tuple(message.metadata.delta_path),
        digest=message.ref_hash or message.hash,
        opens=delta.add_block.WhichOneof("type") or "" if delta.HasField("add_block") else None,
        known=bool(message.ref_hash),
        component=delta.new_element.bidi_component.component_name,
        sets=_sets(delta.new_element),
    )


def _sets(element: Any) -> bool:
    kind = element.WhichOneof("type")
    return bool(kind) and bool(getattr(getattr(element, kind), "set_value", False))


# --- what visitors say, and what is kept of those who left


class Said(NamedTuple):
    """A visitor's message.

    kind: of BackMsg, "" for none; files: how many addresses for uploads it asks for; fragment: which it reruns, "" for
    the whole page.
    """

    kind: str
    files: int = 0
    fragment: str = ""


def said(data: bytes) -> Said:
    """What a message from a browser asks for; nothing, where it is no message."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg

    try:
        message = BackMsg.FromString(data)
    except DecodeError:
        return Said("")
    kind, files = message.WhichOneof("type") or "", len(message.file_urls_request.file_names)
    return Said(kind, files, message.rerun_script.fragment_id)


def forget_departed(most: int) -> None:
    """Let go of visits that were left longer ago than server.disconnectedSessionTTL, and of the oldest beyond so many.

    Streamlit does so only when the next one leaves. In the thread of the server's event loop."""
    if usable(DEPARTED):
        from streamlit.runtime import get_instance

        departed = get_instance()._session_mgr._session_storage._cache  # type: ignore[attr-defined]
        while len(departed) > most:
            departed.popitem()


# --- the first page


def static_files() -> frozenset[str]:
    """The addresses of Streamlit's own files that a browser loads, without the slash before them."""
    files = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    return frozenset(files - {"index.html"})


def first_page(title: str) -> str:
    """Streamlit's index.html with a title and one line that says where the server is.

    As it is where that is switched off, and "" where there is none.
    """
    path = STATIC / "index.html"
    page = path.read_bytes().decode() if path.exists() else ""
    return page.replace(TITLE, f"<title>{title}</title>\n    {_BASE}") if usable(FIRST_PAGE) else page


# --- visitors' files


def store_of_files() -> Any | None:
    """Where this server keeps the files of all visitors; None where there is none, or this is switched off."""
    from streamlit import runtime

    return runtime.get_instance().uploaded_file_mgr if usable(FILES) and runtime.exists() else None


def empty_file(file_id: str, kind: str) -> None:
    """Keep of a file of this run's visitor no more than that there was one. kind: its type from now on."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx() if usable(FILES) else None
    if context:
        store = context.uploaded_file_mgr
        for record in store.get_files(context.session_id, [file_id]):
            store.add_file(context.session_id, record._replace(type=kind, data=b""))
