"""The table of Streamlit's private parts: what each is used for, and how to see that it is there.

What is done with them stands in streamlit_private.py, sockets.py, runs.py, not_yet.py, theme_once.py and
streamlit_values.py, in the browser in the files that are named.
"""

import re

from pages.server.streamlit_parts import STATIC, Part, has_fields, is_in_scripts, is_setting, made, mentions

PICTURE_FIRST = "new pictures are sent before the words around them"
VALUES = "what a browser or an address says of a control is checked before a page sees it"
MESSAGES = "what a visitor may not say to the server is dropped"
FRAGMENTS = "what a visitor calls a fragment, but none can be called, is not written into the log"
DEPARTED = "who has left is soon forgotten"
SOCKETS = "connections are counted, and silent ones ended"
LENGTHS = "a message of a visitor's is ended as soon as it is too long, and a flood of pings"
FIRST_PAGE = "the first page has our title, fetches the player early and knows where the server is"
FILES = "visitors' files are kept within bounds, and only until they are read"
RUNS = "a visit, and a crowd of visits, have few runs at once"
NOT_YET = "what is asked of a part of a page that is still being drawn waits for it"
THEME = "the message of the theme is made once, and not at every run"
ENDING = "at its end the server finishes what it draws, and then ends in time"
UPLOADS_AT = "/_stcore/upload_file/"
SETTINGS = "the server is set up by hidden settings"
AHEAD = "a picture is drawn before the page around it is rendered"
MARKS = "styles and scripts find their places on the page"
TITLE = "<title>Streamlit</title>"
_SCRIPTRUNNER = "streamlit.runtime.scriptrunner"
_STORE = "streamlit.runtime.memory_uploaded_file_manager:MemoryUploadedFileManager"
_RECORD = "streamlit.runtime.uploaded_file_manager:UploadedFileRec"
FRAGMENT = re.compile(r"[0-9a-f]{32}")
"""What a fragment may be called."""
_STATE = "streamlit.runtime.state.session_state"
_SESSIONS = "streamlit.runtime.websocket_session_manager:WebsocketSessionManager"
_SAID = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
HTTP = "uvicorn.protocols.http.auto:AutoHTTPProtocol"
"""The server's side of one connection, a class of uvicorn's, which Streamlit starts."""
WEBSOCKET = "uvicorn.protocols.websockets.websockets_sansio_impl:WebSocketsSansIOProtocol"
RUNNER = "streamlit.runtime.scriptrunner.script_runner:ScriptRunner"
_REQUESTS = "streamlit.runtime.scriptrunner_utils.script_requests"
SESSION = "streamlit.runtime.app_session:AppSession"
_MESSAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "ForwardMsg_pb2:ForwardMsg": (("hash", "ref_hash", "metadata", "delta"), "tells a new picture from one that stays"),
    "ForwardMsg_pb2:ForwardMsgMetadata": (("delta_path",), "tells which place of the page a message is for"),
    "Delta_pb2:Delta": (("add_block", "new_element"), "tells containers from what stands in them"),
    "BidiComponent_pb2:BidiComponent": (("component_name",), "tells the player's pictures from all else"),
    "NumberInput_pb2:NumberInput": (("set_value",), "lets a number that the page has set go before the picture"),
}
_SETTINGS = {
    "runner.postScriptGC": "no garbage is collected after a run; collector.py does it in quiet moments",
    "global.maxCachedMessageAge": "a browser keeps what it was sent for twenty runs: quick changes stay answered",
    "client.allowedOrigins": "no other site may stop or rerun a visit",
}
_HEARD = {
    "__reactFiber$": "ahead.js: leads to the application",
    **dict.fromkeys(("connectionManager", "websocketConnection"), "ahead.js: lead to the connection"),
    "onMessage": "ahead.js: is replaced, so that players read messages first",
    **dict.fromkeys(("newSession", "sessionStatusChanged", "scriptIsRunning"), "ahead.js: tell whether a run works"),
    "scriptFinished": "ahead.js: is counted, for tests",
    **dict.fromkeys(("newElement", "bidiComponent", "componentName"), "ahead.js: tell a player's picture"),
}
_PRESSED = ("stHeader", "stSkipToContent", "stButton", "stButtonGroup", "stSlider", "stSelectbox", "stNumberInput",
            "stTextInput", "stFileUploader", "stCameraInput", "stPopover", "stDownloadButton")  # fmt: skip
_MARKS = {
    "BACKEND_BASE_URL": "on the first page: the browser would look for the server under /level-2/ first",
    "stApp": "site.css: what the Tab key has reached is outlined",
    "data-test-connection-state": "away.js: whether the server can be reached",
    "stDialog": "away.js, site.css: Streamlit's box about it stays shut",
    "stSpinner": "turn.js: something on the page is waited for",
    "stLayoutWrapper": "way.css: around a container, which sticks to the foot of the window with it",
    "stMain": "arrival.js, term_marks.js, way.js: where the page scrolls; copy_link.js, site.css, print.css",
    "stMainBlockContainer": "arrival.js: a link's place is kept while the page grows; site.css: width, headings",
    "stMarkdown": "site.css: the length of lines",
    "stMarkdownContainer": "term_marks: where terms are looked for",
    "stCaptionContainer": "term_marks: where terms are looked for; site.css: commands in small print",
    "stWidgetLabel": "term_marks.js: no term is marked in a label",
    "katex": "term_marks.js: no term is marked in a formula",
    "stCode": "site.css: colours that can be told from the ground of code",
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
    "stExpanderDetails": "site.css: the quiet fold of the other answers' reasons",
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
    Part("ScriptRunner._run_script, ._session_id", RUNS, "is one run of a page, which waits for its place",
         lambda: mentions(f"{RUNNER}._run_script_thread", "_run_script")
         and mentions(f"{RUNNER}.__init__", "_session_id")),
    Part("AppSession.has_fragment, ._scriptrunner", NOT_YET, "let a request for a part be queued, or drop it",
         lambda: all(mentions(f"{SESSION}.request_rerun", name) for name in ("has_fragment", "_scriptrunner"))),
    Part("ScriptRequests._state", NOT_YET, "tells whether a run works behind which it can be queued",
         lambda: mentions(f"{RUNNER}.request_rerun", "_requests")
         and made(f"{_REQUESTS}:ScriptRequests")()._state is made(f"{_REQUESTS}:ScriptRequestType.CONTINUE")),
    Part("_populate_theme_msg", THEME, "fills the theme into the message of a run; what it fills in is kept",
         lambda: mentions(f"{SESSION}._create_new_session_message", "_populate_theme_msg")),
    Part("ScriptRunner._requests", RUNS, "tells whether a run is still wanted",
         lambda: mentions(f"{RUNNER}.request_stop", "_requests")
         and made(f"{_REQUESTS}:ScriptRequests")()._state is made(f"{_REQUESTS}:ScriptRequestType.CONTINUE")),
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
    Part("ClientState.fragment_id", FRAGMENTS, "tells which fragment is to run again",
         lambda: has_fields("ClientState_pb2:ClientState", "fragment_id")),
    Part("calc_hash", FRAGMENTS, "names fragments, by 32 hexadecimal digits",
         lambda: mentions("streamlit.runtime.fragment:_make_fragment_identity", "calc_hash")
         and bool(FRAGMENT.fullmatch(made("streamlit.util:calc_hash")("a")))),
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
    Part("uvicorn's handshake_complete", SOCKETS, "tells whether a connection has become a websocket",
         lambda: mentions(f"{WEBSOCKET}.__init__", "handshake_complete")),
    Part("uvicorn's Server.handle_exit, should_exit, timeout_graceful_shutdown", ENDING, "ends the server, in how long",
         lambda: mentions("uvicorn.server:Server.handle_exit", "should_exit")
         and mentions("uvicorn.server:Server.shutdown", "timeout_graceful_shutdown")),
    Part("uvicorn's handle_ping, handle_pong", LENGTHS, "tell of each ping, and of each answer to one",
         lambda: all(callable(made(f"{WEBSOCKET}.{name}")) for name in ("handle_ping", "handle_pong"))),
    Part("uvicorn's handle_text", LENGTHS, "tells of each message in letters; a browser of ours sends bytes",
         lambda: callable(made(f"{WEBSOCKET}.handle_text"))),
    Part("uvicorn's config.ws_max_size", LENGTHS, "is the most that a message from a browser may have",
         lambda: mentions(f"{HTTP}.handle_websocket_upgrade", "config")
         and all(mentions(f"{WEBSOCKET}.__init__", name) for name in ("config", "ws_max_size"))),
    Part("uvicorn's handle_cont, frames", LENGTHS, "tells of each further part of a message, and of those before it",
         lambda: mentions(f"{WEBSOCKET}.handle_cont", "frames")),
    Part("Streamlit's choice of websockets-sansio", LENGTHS, "is what takes that limit",
         lambda: made("streamlit.web.server.starlette.starlette_server:_get_websocket_protocol")()
         == "websockets-sansio"),
    Part(f"static/index.html with one {TITLE}", FIRST_PAGE, "is served with our own lines in it",
         lambda: (STATIC / "index.html").read_bytes().decode().count(TITLE) == 1),
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
    *(Part(name, AHEAD, use, lambda n=name: is_in_scripts(n)) for name, use in _HEARD.items()),
    *(Part(name, MARKS, use, lambda n=name: is_in_scripts(n)) for name, use in _MARKS.items()),
)  # fmt: skip
