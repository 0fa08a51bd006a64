"""What browser and server said to each other over a page's websocket, and how long the server took."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.frames import Opcode
from websockets.protocol import CLIENT, SERVER, Protocol

from tests.bench.tap import Tap


@dataclass
class Talk:
    """asked: the second of each request to run the script; answered: every message, and the second of its last byte."""

    asked: list[float] = field(default_factory=list)
    answered: list[tuple[float, bytes]] = field(default_factory=list)

    def server_ms(self) -> float:
        """From the first request to the last piece of the page that it brought, both as the server's side saw them."""
        return self._after([at for at, message in self.answered if _is_piece(message)])

    def first_ms(self) -> float:
        """The same for the experiment drawn first, where others follow: its pieces, up to the end of its run."""
        answers = dropwhile(lambda answer: not (answer[0] > self.asked[0] and _fragment(answer[1])), self.answered)
        run = list(takewhile(lambda answer: not _is_end(answer[1]), answers))
        return self._after([at for at, message in run if _fragment(message) == _fragment(run[0][1])])

    def _after(self, moments: list[float]) -> float:
        later = [at for at in moments if at > self.asked[0]]
        return 1000 * (later[-1] - self.asked[0]) if later else 0.0

    def bytes_by_experiment(self) -> Counter[str]:
        """Bytes of the answers: of each experiment, and under "" what stands before the first."""
        found: Counter[str] = Counter()
        here = ""
        for _, message in self.answered:
            here = _heading(message) or here
            found[here] += len(message)
        return found


class Wire:
    """The websocket of a page that is about to be opened. tap: no other page is open behind it."""

    def __init__(self, tap: Tap) -> None:
        tap.chunks()
        self._tap = tap
        self._requests = defaultdict(lambda: Protocol(SERVER, max_size=None))
        self._answers = defaultdict(lambda: Protocol(CLIENT, max_size=None))

    def talk(self) -> Talk:
        """What was said since the last call."""
        talk = Talk()
        for at, connection, answer, data in self._tap.chunks():
            if answer:
                talk.answered += [(at, message) for message in _messages(self._answers[connection], data)]
            else:
                talk.asked += [at for message in _messages(self._requests[connection], data) if _is_run(message)]
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


def _heading(message: bytes) -> str:
    heading = ForwardMsg.FromString(message).delta.new_element.heading
    return heading.anchor.removeprefix("experiment-").replace("-", ".") if heading.tag == "h2" else ""


def _fragment(message: bytes) -> str:
    return ForwardMsg.FromString(message).delta.fragment_id


def _is_end(message: bytes) -> bool:
    return ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"


def _is_piece(message: bytes) -> bool:
    return ForwardMsg.FromString(message).WhichOneof("type") in ("delta", "ref_hash")
