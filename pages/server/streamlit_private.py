"""All that this site uses of Streamlit beyond what its documentation promises: any release may change it.

PARTS lists each, what we use it for, and how to see that it is there. What can be done without is switched
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

from pages.server.streamlit_parts import STATIC, Part, has_fields, is_in_scripts, is_setting, made, mentions

if TYPE_CHECKING:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.runtime.scriptrunner import ScriptRunContext

PICTURE_FIRST = "new pictures are sent before the words around them"
VALUES = "what a browser or an address says of a control is checked before a page sees it"
MESSAGES = "what a visitor may not say to the server is dropped"
DEPARTED = "who has left is soon forgotten"
SOCKETS = "connections are counted, and silent ones ended"
FIRST_PAGE = "the first page has our title, fetches the player early and knows where the server is"
FILES = "visitors' files are kept within bounds, and only until they are read"
UPLOADS_AT = "/_stcore/upload_file/"
SETTINGS = "the server is set up by hidden settings"
MARKS = "styles and scripts find their places on the page"
_TITLE = "<title>Streamlit</title>"
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
    """A visitor's message. kind: of BackMsg, "" for none; files: how many addresses for uploads it asks for."""

    kind: str
    files: int


def said(data: bytes) -> Said:
    """What a message from a browser asks for; nothing, where it is no message."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg

    try:
        message = BackMsg.FromString(data)
    except DecodeError:
        return Said("", 0)
    return Said(message.WhichOneof("type") or "", len(message.file_urls_request.file_names))


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
    return page.replace(_TITLE, f"<title>{title}</title>\n    {_BASE}") if usable(FIRST_PAGE) else page


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


# --- what there must be, and how to see it


_SCRIPTRUNNER = "streamlit.runtime.scriptrunner"
_STORE = "streamlit.runtime.memory_uploaded_file_manager:MemoryUploadedFileManager"
_RECORD = "streamlit.runtime.uploaded_file_manager:UploadedFileRec"
_STATE = "streamlit.runtime.state.session_state"
_SESSIONS = "streamlit.runtime.websocket_session_manager:WebsocketSessionManager"
_SAID = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
HTTP = "uvicorn.protocols.http.auto:AutoHTTPProtocol"
"""The server's side of one connection, a class of uvicorn's, which Streamlit starts."""
_REQUESTS = "streamlit.runtime.scriptrunner_utils.script_requests"
_MESSAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "ForwardMsg_pb2:ForwardMsg": (("hash", "ref_hash", "metadata", "delta"), "tells a new picture from one that stays"),
    "ForwardMsg_pb2:ForwardMsgMetadata": (("delta_path",), "tells which place of the page a message is for"),
    "Delta_pb2:Delta": (("add_block", "new_element"), "tells containers from what stands in them"),
    "BidiComponent_pb2:BidiComponent": (("component_name",), "tells the player's pictures from all else"),
    "NumberInput_pb2:NumberInput": (("set_value",), "lets a number that the page has set go before the picture"),
}
_SETTINGS = {
    "runner.postScriptGC": "no garbage is collected after a run; resources.py freezes the heap instead",
    "global.maxCachedMessageAge": "a browser keeps what it was sent for twenty runs: quick changes stay answered",
    "client.allowedOrigins": "no other site may stop or rerun a visit",
}
_PRESSED = ("stHeader", "stSkipToContent", "stButton", "stButtonGroup", "stSlider", "stSelectbox", "stNumberInput",
            "stTextInput", "stFileUploader", "stCameraInput", "stPopover")  # fmt: skip
_MARKS = {
    "BACKEND_BASE_URL": "on the first page: the browser would look for the server under /level-2/ first",
    "stApp": "site.css: what the Tab key has reached is outlined",
    "stMain": "arrival.js, term_marks.js, way.js: where the page scrolls; copy_link.js, site.css, print.css",
    "stMainBlockContainer": "arrival.js: a link's place is kept while the page grows; site.css: width, headings",
    "stMarkdown": "site.css: the length of lines",
    "stMarkdownContainer": "term_marks: where terms are looked for",
    "stCaptionContainer": "term_marks: where terms are looked for; site.css: commands in small print",
    "stWidgetLabel": "term_marks.js: no term is marked in a label",
    "katex": "term_marks.js: no term is marked in a formula",
    "stSidebar": "arrival.js: Escape shuts the drawer; site.css: a shut drawer takes no focus; print.css: not on paper",
    "stSidebarCollapseButton": "arrival.js: Escape shuts the drawer",
    "stExpandSidebarButton": "arrival.js: the drawer's first link gets the focus; way.css: the menu has its name",
    "data-collapsed": "arrival.js, site.css: whether the drawer is shut",
    "stTopNavLink": "theme.py: the marks of the levels in the menu",
    "stSidebarNavLink": "theme.py: the marks of the levels in the drawer",
    "stButtonGroup": "site.css: what can be folded out is a quiet row; large enough for a finger",
    "stButton": "site.css: large enough for a finger",
    "stNumberInputContainer": "site.css: large enough for a finger",
    "stExpander": "site.css: large enough for a finger",
    "stHeaderActionElements": "site.css: no links too small for a finger beside headings",
    "stPageLink-NavLink": "site.css: large enough for a finger",
    "stElementContainer": "way.css: the line above the title, the lines of the card; home.css: cards; print.css",
    **dict.fromkeys(("stAppViewContainer", "stHorizontalBlock", "stColumn"), "print.css: one column"),
    "stBidiComponent": "print.css: components are black on white",
    "stIconMaterial": "print.css: no arrow on what is opened",
    **dict.fromkeys(_PRESSED, "print.css: not on paper"),
    "stCheckbox": "site.css: what the Tab key has reached is outlined; print.css: not on paper",
    "data-focus-visible": "site.css: what the Tab key has reached is outlined",
    "stFullScreenFrame": "site.css: small pictures have no button for the whole screen",
    "stElementToolbar": "site.css: small pictures have no button for the whole screen",
}
PARTS = (
    Part(f"{_SCRIPTRUNNER}.get_script_run_ctx", PICTURE_FIRST, "finds the visit that a thread draws for",
         lambda: callable(made(f"{_SCRIPTRUNNER}:get_script_run_ctx"))),
    Part("ScriptRunContext._enqueue", PICTURE_FIRST, "is replaced, so that messages to the browser can wait",
         lambda: mentions(f"{_SCRIPTRUNNER}:ScriptRunContext.enqueue", "_enqueue")),
    Part("ScriptRunContext.fragment_ids_this_run", PICTURE_FIRST, "tells whether a control reruns its experiment alone",
         lambda: "fragment_ids_this_run" in made(f"{_SCRIPTRUNNER}:ScriptRunContext").__dataclass_fields__),
    Part("ScriptRunContext.script_requests", PICTURE_FIRST, "finds what the visitor asks for meanwhile",
         lambda: "script_requests" in made(f"{_SCRIPTRUNNER}:ScriptRunContext").__dataclass_fields__),
    Part("ScriptRequests._state", PICTURE_FIRST, "cuts the rest short when the visitor changes something",
         lambda: made(f"{_REQUESTS}:ScriptRequests")()._state is made(f"{_REQUESTS}:ScriptRequestType.CONTINUE")),
    *(Part(f"{message.partition(':')[2]}.{', .'.join(fields)}", PICTURE_FIRST, use,
           lambda m=message, f=fields: has_fields(m, *f))
      for message, (fields, use) in _MESSAGES.items()),
    Part("SessionState.on_script_will_rerun, .register_widget", VALUES, "are where values come in; both are replaced",
         lambda: callable(made(f"{_STATE}:SessionState.on_script_will_rerun"))
         and callable(made(f"{_STATE}:SessionState.register_widget"))),
    Part("SessionState._new_widget_state", VALUES, "holds what was said of a control that no page has shown yet",
         lambda: {"states", "widget_metadata"} <= set(made(f"{_STATE}:WStates").__dataclass_fields__)
         and bool(made(f"{_STATE}:SessionState")()._new_widget_state) is False),
    Part("WidgetMetadata", VALUES, "tells what a control takes, and how a value is read",
         lambda: {"value_type", "formatted_options", "callbacks", "deserializer"}
         <= set(made("streamlit.runtime.state.common:WidgetMetadata").__dataclass_fields__)),
    Part("WidgetState.id, the oneof value", VALUES, "is what was said",
         lambda: "value" in made("streamlit.proto.WidgetStates_pb2:WidgetState").DESCRIPTOR.oneofs_by_name),
    Part(f"BackMsg.{', '.join(_SAID)}", MESSAGES, "tells what a visitor asks for",
         lambda: has_fields("BackMsg_pb2:BackMsg", *_SAID)),
    Part("MemorySessionStorage._cache", DEPARTED, "holds the visits of those who have left, the oldest first",
         lambda: len(made("streamlit.runtime.memory_session_storage:MemorySessionStorage")()._cache) == 0),
    Part("Runtime._session_mgr", DEPARTED, "leads there",
         lambda: mentions("streamlit.runtime:Runtime.__init__", "_session_mgr")),
    Part("WebsocketSessionManager._session_storage", DEPARTED, "leads there",
         lambda: mentions(f"{_SESSIONS}.__init__", "_session_storage")),
    Part("uvicorn's connection_made, connections", SOCKETS, "tells of each new connection, and of those that there are",
         lambda: mentions(f"{HTTP}.connection_made", "connections")),
    Part("uvicorn's cycle.response_complete", SOCKETS, "tells whether the latest request of a connection is answered",
         lambda: all(mentions(f"{HTTP}.connection_lost", name) for name in ("cycle", "response_complete"))),
    Part(f"static/index.html with one {_TITLE}", FIRST_PAGE, "is served with our own lines in it",
         lambda: (STATIC / "index.html").read_bytes().decode().count(_TITLE) == 1),
    Part("Runtime.uploaded_file_mgr", FILES, "is where files arrive",
         lambda: isinstance(made("streamlit.runtime:Runtime.uploaded_file_mgr"), property)),
    Part("ScriptRunContext.uploaded_file_mgr", FILES, "lets go of a visitor's file once it was read",
         lambda: "uploaded_file_mgr" in made(f"{_SCRIPTRUNNER}:ScriptRunContext").__dataclass_fields__),
    Part("MemoryUploadedFileManager.add_file, .remove_file, .get_files", FILES, "have bounds put before them",
         lambda: all(callable(made(f"{_STORE}.{name}")) for name in ("add_file", "remove_file", "get_files"))),
    Part("BASE_ROUTE_UPLOAD_FILE", FILES, "is the address that files take turns at",
         lambda: f"/{made('streamlit.web.server.starlette.starlette_routes:BASE_ROUTE_UPLOAD_FILE')}/" == UPLOADS_AT),
    Part("UploadedFileRec.file_id, .name, .type, .data", FILES, "is replaced by an empty one of our name",
         lambda: made(_RECORD)._fields == ("file_id", "name", "type", "data")),
    *(Part(name, SETTINGS, use, lambda n=name: is_setting(n)) for name, use in _SETTINGS.items()),
    *(Part(name, MARKS, use, lambda n=name: is_in_scripts(n)) for name, use in _MARKS.items()),
)  # fmt: skip
