"""A visitor in the tests: opens a page, reads what it says and what its players were sent, and uses its controls.

    page = opened("level-2", {"noise.seed": "7"}, bets={"noise.heaps": SHOW_ME})
    bet(page, "noise.which", "A random tenth of them")
    frames = track(page, "whole.stage", "picture")[1]["pixels"]

A page is Streamlit's AppTest, changed in place. Whatever runs one asserts that no exception stands on it afterwards.
"""

import json
from collections.abc import Generator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlparse

import numpy as np
from google.protobuf.message import Message
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from diffusion_core.common.wire import unpack
from diffusion_core.sampling.job import Job
from pages.server import streams
from pages.shared.page.card import NAME as CARD
from pages.site_map import PAGES
from tests import FRAME

SLOW = 200
"""Seconds that a page may take on a busy machine."""
CONTROLS = ("button", "button_group", "number_input", "selectbox", "slider", "text_input", "toggle")

# each AppTest looks through all installed packages for components of theirs, two thirds of what a page takes in a test
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

Sent = tuple[dict[str, Any], dict[str, np.ndarray]]
"""The header of a message, and its arrays by their names."""


# --- opening


def opened(address: str, query: Mapping[str, str] = {}, *, bets: Mapping[str, str] = {}) -> AppTest:
    """A page, opened by a link by somebody who has made these guesses: {"noise.heaps": SHOW_ME}.

    address: the end of it, as the table of pages has it, "" for the home page.
    """
    return gone_to(arrived(AppTest.from_file(FRAME, default_timeout=SLOW), query, bets=bets), address)


def arrived(page: AppTest, query: Mapping[str, str] = {}, *, bets: Mapping[str, str] = {}) -> AppTest:
    """The same with a page that stands alone, as a test writes one: AppTest.from_file, AppTest.from_function."""
    page.session_state["bets"] = dict(bets)
    for name, value in query.items():
        page.query_params[name] = value
    return rerun(page)


def gone_to(page: AppTest, address: str) -> AppTest:
    """The same visitor on another page."""
    return rerun(page.switch_page(next(one.file for one in PAGES if one.path == address)))


def rerun(page: AppTest) -> AppTest:
    """The page, drawn once more, without an exception."""
    page.run()
    assert [error.value for error in page.exception] == []
    return page


# --- using


def control(page: AppTest, key: str) -> Any:
    """The button, menu, slider … with this key, or with this label."""
    (found,) = [one for one in controls(page) if key in (one.key, one.label)]
    return found


def controls(page: AppTest) -> list[Any]:
    """Everything that a visitor can press, choose or move; bets too, by "bet." and their key."""
    return [one for kind in CONTROLS for one in page.get(kind) if one.key]


def keys(page: AppTest) -> set[str]:
    return {one.key for one in controls(page)}


def cards(page: AppTest) -> dict[str, dict[str, Any]]:
    """What the cards of all bets were sent, by the keys of the bets."""
    sent = [json.loads(part.proto.json) for part in page.get("bidi_component") if part.proto.component_name == CARD]
    return {card["key"]: card for card in sent}


def asked(page: AppTest) -> list[str]:
    """The keys of the bets that wait for an answer."""
    return sorted(key for key, card in cards(page).items() if card["guess"] is None)


def press(page: AppTest, key: str) -> AppTest:
    control(page, key).click()
    return rerun(page)


def change(page: AppTest, key: str, value: Any) -> AppTest:
    """Choose in a menu, move a slider, type a number or a word, turn a switch."""
    control(page, key).set_value(value)
    return rerun(page)


def bet(page: AppTest, key: str, answer: str) -> AppTest:
    """Choose an answer on a card, which must offer it."""
    card = cards(page)[key]
    assert answer in (*card["options"], card["show"]) and card["guess"] is None
    page.session_state["bets"] = {**page.session_state["bets"], key: answer}
    turns = page.session_state.get("bets.turns", {})
    page.session_state["bets.turns"] = {**turns, key: len(turns) + 1}
    return rerun(page)


def verdict(page: AppTest, key: str) -> str:
    """The line in which a card says what came out; "" before."""
    card = cards(page)[key]
    return f"{card['lead']} {card['headline']}".replace("\u00a0", " ") if card["right"] else ""


# --- reading


def words(page: AppTest) -> str:
    """All prose, with plain spaces for those that hold a number and its unit together."""
    blocks = [block.value for block in (*page.markdown, *page.caption, *page.info, *page.warning)]
    asked = [f"{card['question']}\n{verdict(page, key)}" for key, card in cards(page).items()]
    return "\n".join([*blocks, *asked]).replace("\u00a0", " ")


def number(text: str) -> float:
    """The value of a number as a page writes it: "= 12.5", "−3", "over 99.99 %", "12,288"."""
    return float(text.lstrip("=× ").replace("−", "-").replace(" %", "").replace("over ", "").replace(",", ""))


def messages(page: AppTest) -> dict[str, bytes]:
    """What each player of the page was sent, by its key."""
    sent = [part.proto.bytes for part in page.get("bidi_component") if part.proto.bytes]
    return {unpack(message)[0]["key"]: message for message in sent}


def weight(page: AppTest) -> int:
    """Bytes sent to all players."""
    return sum(len(part.proto.bytes) for part in page.get("bidi_component"))


def sent(page: AppTest, player: str) -> Sent:
    """What a player was given. Pictures that are sent once and shown in several frames stand in each of them."""
    header, arrays = unpack(messages(page)[player])
    for name in [name for name in arrays if name.endswith(".order")]:
        pixels = name.replace(".order", ".pixels")
        arrays[pixels] = arrays[pixels][arrays.pop(name)]
    return header, arrays


def names(page: AppTest, player: str) -> list[str]:
    """The tracks of a player."""
    return [spec["name"] for spec in sent(page, player)[0]["tracks"]]


def track(page: AppTest, player: str, name: str) -> Sent:
    """One track of a player: its own header, and its arrays by their own names."""
    header, arrays = sent(page, player)
    index = names(page, player).index(name)
    own = {whole.split(".", 1)[1]: array for whole, array in arrays.items() if whole.startswith(f"{index}.")}
    return header["tracks"][index], own


def numbers(page: AppTest, player: str, name: str) -> dict[str, list[str]]:
    """The rows of a track of numbers: {label: the text of each frame}."""
    return {row["label"]: row["texts"] for row in track(page, player, name)[0]["rows"]}


def texts(page: AppTest, player: str, row: int = 0) -> list[str]:
    """A row of the one track of numbers that a player has, a text a frame."""
    (found,) = [spec for spec in sent(page, player)[0]["tracks"] if spec["kind"] == "numbers"]
    return found["rows"][row]["texts"]


def stream(page: AppTest, player: str) -> dict[str, list[str]]:
    """The query of the address from which a player takes its pictures."""
    return parse_qs(urlparse(sent(page, player)[0]["stream"]["url"]).query)


def job(page: AppTest, player: str) -> Job:
    """What a player asks this server to compute."""
    return Job.from_text(streams.opened(stream(page, player)["job"][0])[0])


def content(component: Message) -> Any:
    """What any component was sent, as its author wrote it, without arrays; None for nothing."""
    kind = component.WhichOneof("data")
    if kind == "bytes":
        return unpack(component.bytes)[0]
    return json.loads(component.json) if kind == "json" else None


# --- long work


def run_through(work: Generator[float, None, Any]) -> tuple[Any, list[float]]:
    """What a work of many seconds returns, and the shares of it that it said were done."""
    shares: list[float] = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return end.value, shares
