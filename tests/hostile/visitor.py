"""A visitor without a browser: opens level 2's menu for a picture, and sends files as a browser would, or worse.

with visitor(server) as one:
    answer = one.send(b"…", "mine.png")     # what the page then says: .picture, .sentence, .errors
"""

import http.client
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from pages.shared.page.pictures import KEPT_HERE

PAGE, QUERY, ROW, LABEL = "level-2", "noise.picture=own", "folds-2-2", "Another picture"
PATIENCE = 240.0


@dataclass
class Answer:
    """picture: whether the page shows the file; sentence: what it says is wrong; errors: its error boxes; at: when it
    first said so, by the monotonic clock; status: of the upload's own answer."""

    status: int = 0
    at: float = 0.0
    picture: bool = False
    sentence: str = ""
    errors: list[str] = field(default_factory=list)


@contextmanager
def visitor(server: str, page: str = PAGE, query: str = QUERY, row: str = ROW) -> Iterator["Visitor"]:
    """At the open menu of a picture. server: its address; row: below which experiment."""
    place = urlsplit(server).netloc
    with connect(f"ws://{place}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as line:
        one = Visitor(line, place, page, query)
        one.arrive(row)
        yield one


class Visitor:
    """widgets: the id and the fragment of each, by a part of its id; session: its name on the server."""

    def __init__(self, line: ClientConnection, place: str, page: str, query: str) -> None:
        self._line, self._place, self._page, self._query = line, place, page, query
        self._known: dict[str, ForwardMsg] = {}
        self._fragments: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self._token, self._hash = self._cookie(), ""

    def arrive(self, row: str) -> None:
        self._run()
        opened = WidgetState(id=self._widget(row))
        opened.string_array_value.data.append(LABEL)
        self._run(opened)

    def send(self, data: bytes, name: str) -> Answer:
        """Choose a file in the menu."""
        file_id, status = self.put(data, name)
        return self.choose(file_id, name, len(data), status)

    def put(self, data: bytes, name: str) -> tuple[str, int]:
        """Only the upload, of which the page hears nothing: the file's id, and the status of the answer."""
        request = BackMsg()
        request.file_urls_request.file_names.append(name)
        request.file_urls_request.request_id = uuid.uuid4().hex
        self._line.send(request.SerializeToString())
        urls = next(m.file_urls_response for m in self._messages() if m.WhichOneof("type") == "file_urls_response")
        (url,) = urls.file_urls
        return url.file_id, self._put(url.upload_url, data, name)

    def choose(self, file_id: str, name: str, size: int, status: int = 0) -> Answer:
        """Tell the page that a file with this id was chosen."""
        state = WidgetState(id=self._widget(".file"))
        state.file_uploader_state_value.uploaded_file_info.add(file_id=file_id, name=name, size=size)
        answer = Answer(status)
        self._ask(state)
        # the row answers first; then the whole page runs once more, so that all experiments show the picture
        for element in self._elements(until=ForwardMsg.FINISHED_SUCCESSFULLY):
            self._read(element, answer)
        return answer

    def _read(self, element: Element, answer: Answer) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            answer.errors.append(element.exception.message)
        elif kind == "alert":
            answer.sentence = element.alert.body
        elif kind == "markdown" and KEPT_HERE in element.markdown.body:
            answer.picture = "Choose a file" not in element.markdown.body
        if not answer.at and (answer.picture or answer.sentence):
            answer.at = time.monotonic()

    def _run(self, state: WidgetState | None = None) -> None:
        """The page runs, or the fragment of this widget."""
        self._ask(state)
        for _ in self._elements():
            pass

    def _ask(self, state: WidgetState | None) -> None:
        message = BackMsg()
        run = message.rerun_script
        run.page_name, run.page_script_hash, run.query_string = self._page, self._hash, self._query
        if state:
            self._states[state.id] = state
            run.fragment_id = self._fragments[state.id]
        run.widget_states.widgets.extend(self._states.values())
        self._line.send(message.SerializeToString())

    def _elements(self, *, until: int | None = None) -> Iterator[Element]:
        """What is drawn until a run ends, or until one ends in this way."""
        for message in self._messages():
            if message.WhichOneof("type") == "script_finished" and until in (None, message.script_finished):
                return
            if message.WhichOneof("type") == "navigation":
                self._hash = message.navigation.page_script_hash
            if message.WhichOneof("type") == "delta":
                element = message.delta.new_element
                self._note(element, message.delta.fragment_id)
                yield element

    def _note(self, element: Element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind and hasattr(getattr(element, kind), "id"):
            self._fragments[getattr(element, kind).id] = fragment

    def _messages(self) -> Iterator[ForwardMsg]:
        """Those to come, each whole: where one refers to what was sent before, that."""
        while True:
            message = ForwardMsg.FromString(self._line.recv(timeout=PATIENCE))
            if message.WhichOneof("type") == "ref_hash":
                whole = self._known[message.ref_hash]
                whole.metadata.CopyFrom(message.metadata)
                message = whole
            elif message.hash:
                self._known[message.hash] = message
            yield message

    def _widget(self, part: str) -> str:
        return next(widget for widget in self._fragments if part in widget)

    def _cookie(self) -> str:
        line = http.client.HTTPConnection(self._place)
        line.request("GET", "/_stcore/health")
        cookies = line.getresponse().headers.get_all("Set-Cookie", [])
        return next(one.split("=", 1)[1].split(";")[0] for one in cookies if one.startswith("_streamlit_xsrf="))

    def _put(self, url: str, data: bytes, name: str) -> int:
        border = uuid.uuid4().hex
        plain = "".join(letter for letter in name if letter.isprintable()).replace('"', "")
        head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{plain}"\r\n'
        body = b"".join([head.encode(), b"Content-Type: image/png\r\n\r\n", data, f"\r\n--{border}--\r\n".encode()])
        headers = {"Content-Type": f"multipart/form-data; boundary={border}", "X-Xsrftoken": self._token}
        line = http.client.HTTPConnection(self._place)
        line.request("PUT", url, body, {**headers, "Cookie": f"_streamlit_xsrf={self._token}"})
        return line.getresponse().status
