"""What browser and server said to each other over a page's websocket, and how long the server took."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.frames import Opcode
from websockets.protocol import CLIENT, SERVER, Protocol

from pages.shared.player import NAME
from tests.bench.tap import Tap

FRAME = ("arrival", "term_marks")
"""Components of the page as a whole that come after its last experiment."""


@dataclass
class Talk:
    """asked: the second of each request to run the script; answered: every message, and the second of its last byte.

    pictures: the latest before that, by their places on the page: each the hash of its message.
    """

    pictures: dict[tuple[int, ...], str]
    asked: list[float] = field(default_factory=list)
    answered: list[tuple[float, ForwardMsg]] = field(default_factory=list)

    def server_ms(self) -> float:
        """From the first request to the first new picture, both as the server's side saw them.

        Without a new picture, to the last piece of the experiment that is drawn first.
        """
        later = (answer for answer in self.answered if answer[0] > self.asked[0])
        # a control may have ended a run at once to begin another, which draws
        run = dropwhile(lambda answer: not _is_piece(answer[1]), later)
        run = takewhile(lambda answer: answer[1].WhichOneof("type") != "script_finished", run)
        pieces = [(at, message) for at, message in run if _is_piece(message)]
        first = next(filter(None, (message.delta.fragment_id for _, message in pieces)), "")
        own = list(takewhile(lambda piece: piece[1].delta.fragment_id in (first, ""), pieces))
        new = [at for at, message in own if self._is_new_picture(message)][:1]
        moments = new or [at for at, _ in own]
        return 1000 * (moments[-1] - self.asked[0]) if moments else 0.0

    def _is_new_picture(self, message: ForwardMsg) -> bool:
        # what the browser has kept is sent as a reference, without its kind
        place = _place(message)
        return place in self.pictures and self.pictures[place] != (message.ref_hash or message.hash)

    def bytes_by_experiment(self) -> Counter[str]:
        """Bytes of the answers: of each experiment, and under "" what belongs to the page as a whole."""
        found: Counter[str] = Counter()
        here = ""
        for _, message in self.answered:
            here = _heading(message) or here
            found["" if _component(message) in FRAME else here] += message.ByteSize()
        return found


class Wire:
    """The websocket of a page that is about to be opened. tap: no other page is open behind it."""

    def __init__(self, tap: Tap) -> None:
        tap.chunks()
        self._tap = tap
        self._requests = defaultdict(lambda: Protocol(SERVER, max_size=None))
        self._answers = defaultdict(lambda: Protocol(CLIENT, max_size=None))
        self._pictures: dict[tuple[int, ...], str] = {}

    def talk(self) -> Talk:
        """What was said since the last call."""
        talk = Talk(dict(self._pictures))
        for at, connection, answer, data in self._tap.chunks():
            if answer:
                messages = map(ForwardMsg.FromString, _messages(self._answers[connection], data))
                talk.answered += [(at, message) for message in messages]
            else:
                talk.asked += [at for message in _messages(self._requests[connection], data) if _is_run(message)]
        for _, message in talk.answered:
            if _is_player(message) or _place(message) in self._pictures and message.ref_hash:
                self._pictures[_place(message)] = message.ref_hash or message.hash
        return talk


def _messages(reader: Protocol, data: bytes) -> list[bytes]:
    """Those that end in this chunk. Streamlit sends each as one frame, binary and not compressed."""
    if data.startswith(b"HTTP/"):
        data = data.partition(b"\r\n\r\n")[2]
    reader.receive_data(data)
    if reader.parser_exc:
        raise reader.parser_exc
    return [bytes(frame.data) for frame in reader.events_received() if frame.opcode is Opcode.BINARY]


def _is_run(message: bytes) -> bool:
    return BackMsg.FromString(message).WhichOneof("type") == "rerun_script"


def _heading(message: ForwardMsg) -> str:
    heading = message.delta.new_element.heading
    return heading.anchor.removeprefix("experiment-").replace("-", ".") if heading.tag == "h2" else ""


def _place(message: ForwardMsg) -> tuple[int, ...]:
    return tuple(message.metadata.delta_path)


def _component(message: ForwardMsg) -> str:
    return message.delta.new_element.bidi_component.component_name


def _is_player(message: ForwardMsg) -> bool:
    return _component(message) == NAME


def _is_piece(message: ForwardMsg) -> bool:
    return message.WhichOneof("type") in ("delta", "ref_hash")
