"""What an address or a message may hold that nobody should ever send: strategies for hypothesis."""

import json
import re
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests import ROOT
from tests.fuzz.parameters import Parameters, moments
from tests.fuzz.visitor import Control

FIELDS = [one.name for one in WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields]
STRANGE = (
    "", " ", "0", "-1", "1", "3.5", "1e400", "-1e400", "nan", "NaN", "inf", "Infinity", "1" * 5000, "9" * 20,
    "2147483648", "9223372036854775808", "½", "²", "٣", "१", "true", "TRUE", "false", "null", "None", "undefined",
    "[]", "{}", "\x00", "<script>alert(1)</script>", "[x](https://evil.example)", "![x](https://evil.example/x.png)",
    ":red[x]", "$x^2$", ":material/home:", "`x`", "../../etc/passwd", "%s%n", "{0}", "{{7*7}}", "'", '"', "\\",
    "\u202e", "\ufeff", "😀" * 99, "1.2", "63.63", "64.0", "-0", "+5", "1_000", "0x10", "1~2~3~4~5~6~7~8~9", "~",
    "~" * 50, ".", "x" * 20_000,
)  # fmt: skip
_SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pages").rglob("*.py")))
EVENTS = sorted({*re.findall(r"\bon_(\w+?)_change=", _SOURCE), "nothing"})
"""The names of what components say."""

floats = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(2**53), 2**53).map(float)
texts = st.sampled_from(STRANGE) | st.text(max_size=40)
whole = st.integers(-(2**31), 2**31 - 1)
said = st.recursive(
    st.none() | st.booleans() | floats | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
picks = st.fixed_dictionaries({"track": texts | st.just("maps"), "frame": said, "x": said, "y": said})
states = st.dictionaries(st.sampled_from(EVENTS), said | picks | st.lists(said, max_size=3), max_size=4)


def addresses(known: Parameters) -> st.SearchStrategy[tuple[str, str]]:
    """(page, query): some parameters of the page or of others, most with something strange, some twice."""
    return st.sampled_from(sorted(known.controls)).flatmap(lambda path: st.tuples(st.just(path), _queries(known, path)))


def _queries(known: Parameters, path: str) -> st.SearchStrategy[str]:
    own, everywhere = known.controls.get(path, {}), sorted({name for all_ in known.controls.values() for name in all_})
    names = st.sampled_from([*own, *known.others] * 4 + everywhere + ["embed", "embed_options", "strange"])
    pairs = names.flatmap(lambda name: st.tuples(st.just(name), _values(name, own.get(name, ()))))
    return st.lists(pairs, min_size=1, max_size=6).map(_encoded)


def _values(name: str, options: tuple[str, ...]) -> st.SearchStrategy[str]:
    if name == "moment":
        film = st.sampled_from([*moments(), "nothing"])
        return st.lists(st.tuples(film, texts).map(".".join), max_size=4).map("~".join) | texts
    if name.startswith("open."):
        return st.just("true") | texts
    return texts | floats.map(str) | whole.map(str) | (st.sampled_from(options) if options else texts)


def _encoded(pairs: list[tuple[str, str]]) -> str:
    # now and then as nobody's browser would write it
    return urlencode(pairs) if len(pairs) % 3 else "&".join(f"{name}={quote(value, safe='%')}" for name, value in pairs)


def messages(controls: list[Control]) -> st.SearchStrategy[list[WidgetState]]:
    """Of some controls, something: often of the kind that they say, often not."""
    one = st.sampled_from(controls).flatmap(lambda control: _state(control))
    return st.lists(one, min_size=1, max_size=6)


def _state(control: Control) -> st.SearchStrategy[WidgetState]:
    kinds = st.sampled_from([control.kind] * 12 + FIELDS)
    return kinds.flatmap(lambda kind: _contents(kind, control).map(lambda content: _filled(control.id, kind, content)))


def _contents(kind: str, control: Control) -> st.SearchStrategy:
    offered = st.sampled_from(control.options) if control.options else texts
    small = st.integers(-3, 300)
    return {
        "trigger_value": st.booleans(),
        "bool_value": st.booleans(),
        "double_value": floats | small.map(float),
        "int_value": whole | small,
        "string_value": texts | offered,
        "double_array_value": st.lists(floats | small.map(float), max_size=3) | st.just([0.0] * 300),
        "int_array_value": st.lists(whole, max_size=3),
        "string_array_value": st.lists(texts | offered, max_size=3) | st.just(["x"] * 300),
        "json_value": states.map(json.dumps) | said.map(json.dumps) | texts | st.just("[" * 5000),
        "json_trigger_value": said.map(json.dumps) | texts | st.lists(_events, max_size=3).map(json.dumps),
        "bytes_value": st.binary(max_size=99),
        "file_uploader_state_value": texts.map(lambda text: text[:200]),
    }.get(kind, st.none())


_events = st.fixed_dictionaries({"event": st.sampled_from(EVENTS) | said, "value": said})


def _filled(identity: str, kind: str, content: object) -> WidgetState:
    state = WidgetState(id=identity)
    if content is None:
        getattr(state, kind).SetInParent()
    elif kind == "file_uploader_state_value":
        state.file_uploader_state_value.uploaded_file_info.add(file_id=content, name="a.png", size=1)
    elif kind.endswith("_array_value"):
        getattr(state, kind).data.extend(content)
    else:
        setattr(state, kind, content)
    return state
