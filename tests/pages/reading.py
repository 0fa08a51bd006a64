"""All that a page says: every text of every element, before and after each bet, whichever way its controls stand."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from pages.shared.page.state import box
from tests.pages.driver import cards, content, opened, rerun

# links to other pages carry those pages' titles, and a style sheet is no text
SILENT = {"page_link", "html", "code", "exception", "latex"}
TEXTS = {"label", "body", "help", "placeholder", "caption", "content", "default", "options", "imgs", "text"}
# of what a component is sent: all that is no word for the visitor
TECHNICAL = {"key", "run", "kind", "role", "roles", "dash", "digest", "size", "scale", "moment", "query", "readout",
             "arrays", "stream", "colours", "version", "proof"}  # fmt: skip
UNREAD = re.compile(r"formula|code", re.IGNORECASE)
"""Names of what can be folded out and is not read."""


@dataclass(frozen=True)
class Piece:
    """One text, as its author wrote it. folder: the expander that it stands in, (the heading above it, its title)."""

    text: str
    folder: tuple[str, str] | None = None


def read(address: str) -> list[Piece]:
    """Every piece of a page, once.

    The page is opened as it is, then by a link to the n-th choice of each control (sliders at either end), by somebody
    who gave the n-th answer to each bet and folded out the n-th of what can be, for as many n as there are.
    """
    first = opened(address)
    found = dict.fromkeys(pieces(first))
    links, bets, folds = _controls(first), _bets(first), _folds(first)
    turn, turns = 0, 2
    while turn < turns:
        query = {key: ends[turn % len(ends)] for key, ends in links.items()}
        guesses = {key: answers[turn % len(answers)] for key, answers in bets.items()}
        page = opened(address, query, bets=guesses)
        folds |= _folds(page)
        for key, labels in folds.items():
            page.session_state[key] = labels[turn % len(labels)]
        found |= dict.fromkeys(pieces(rerun(page)))
        links |= _controls(page)
        turn, turns = turn + 1, max(map(len, [*links.values(), *bets.values(), *folds.values(), "ab"]))
    return list(found)


def _bets(page: AppTest) -> dict[str, list[str]]:
    return {key: [*card["options"], card["show"]] for key, card in cards(page).items()}


def _folds(page: AppTest) -> dict[str, list[str]]:
    """What each row below an experiment folds out, but for formulas and code."""
    rows = {group.key: group.options for group in page.get("button_group") if group.key.startswith("folds-")}
    readable = {key: [label for label in labels if not UNREAD.search(label)] for key, labels in rows.items()}
    return {key: labels for key, labels in readable.items() if labels}


def _controls(page: AppTest) -> dict[str, list[str]]:
    """What a link may say of each control: its key, and its choices or both its ends."""
    choices = {group.key: group.options for group in page.get("button_group") if not group.key.startswith("folds-")}
    switches = {toggle.key: ["true", "false"] for toggle in page.toggle}
    # folded experiments compute nothing until they are opened
    switches |= {box(header.value.split()[0]): ["true"] for header in page.header}
    ends = {slider.key: [str(slider.max), str(slider.min)] for slider in page.slider}
    return choices | switches | ends


# --- every text of one state


def pieces(page: AppTest) -> Iterator[Piece]:
    """Every text on a page as it stands, in its order."""
    heading = ""

    def inside(block: Block, folder: tuple[str, str] | None) -> Iterator[Piece]:
        nonlocal heading
        for child in block.children.values():
            if isinstance(child, Block):
                label = getattr(child, "label", "") or ""
                inner = (heading, label) if child.type == "expander" else folder
                yield from (Piece(text, inner) for text in [label] if text)
                yield from inside(child, inner)
            elif child.type not in SILENT:
                heading = child.value if child.type == "header" else heading
                yield from (Piece(text, folder) for text in _texts(child) if text.strip())

    return inside(page.main, None)


def _texts(element: Any) -> Iterator[str]:
    if element.type == "bidi_component":
        # the glossary itself, and the names of experiments, which stand above them anyhow
        if element.proto.component_name not in ("term_marks", "present"):
            yield from _words(content(element.proto))
    elif element.type == "plotly_chart":
        yield from _words(json.loads(element.proto.spec))
    elif element.type in ("table", "dataframe", "arrow_data_frame"):
        yield from _cells(element.value)
    else:
        yield from _fields(element.proto)


def _fields(proto: Message) -> Iterator[str]:
    for field, value in proto.ListFields():
        if field.name in TEXTS:
            for one in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
                yield from [one] if isinstance(one, str) else _fields(one) if isinstance(one, Message) else []


def _words(value: Any) -> Iterator[str]:
    """The strings in what a browser is sent, but for keys, names of kinds and the like."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        # a track's name is its key; a line's name stands in the legend
        skip = TECHNICAL | ({"name"} if "kind" in value else set())
        for key, one in value.items():
            if key not in skip:
                yield from _words(one)


def _cells(table: Any) -> Iterator[str]:
    yield from map(str, table.columns)
    for row in table.itertuples(index=True):
        yield from map(str, row)


# --- from what the author wrote to plain text

_MARKUP = (
    (re.compile(r"```.*?```|\$\$.*?\$\$|\$[^$\n]+\$|`[^`]*`", re.DOTALL), " "),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r":[a-z]+(?:-[a-z]+)?\[([^\]]*)\]"), r"\1"),
    (re.compile(r"^\s*(?:>|[-*+]\s|#+\s|\d+\.\s)\s*", re.MULTILINE), ""),
    (re.compile(r"\*+|\b_+|_+\b"), ""),
)


def plain(text: str) -> str:
    """A text without its markup, formulas and code; the words of links and coloured words stay."""
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return re.sub(r"[ \t]+", " ", text).strip()


def paragraphs(text: str) -> list[str]:
    """The paragraphs and list items of a text, markup and all; a table is one paragraph."""
    return [part for part in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)", text) if part.strip()]
