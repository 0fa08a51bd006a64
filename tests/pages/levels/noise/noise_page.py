"""Level 2 as its tests open it: a page, its players by their keys, and what it says."""

import io

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from diffusion_core.common.wire import unpack
from pages.levels.noise import same_bell_pair
from pages.shared.page import pictures
from tests import FRAME

FIRST, WHAT_IF, END = "levels/noise/part_steps.py", "levels/noise/part_what_if.py", "levels/noise/part_end.py"
"""The parts of the level."""
SHOW_ME = "Just show me"
ARRIVAL = 300_000
"""Bytes that an experiment may send before anything is touched."""


def opened(bets: dict[str, str] | None = None, part: str = FIRST, **query: str) -> AppTest:
    """A part, by a link. bets: guesses made before ("noise.next"); query: the first "_" of a name stands for "."."""
    page = AppTest.from_file(FRAME, default_timeout=120).run()
    page.session_state["bets"] = dict(bets or {})
    for name, value in query.items():
        page.query_params[name.replace("_", ".", 1)] = value
    return sound(page.switch_page(part).run())


def pair_bet(
    schedule: str = "cosine",
    seed: int = 0,
    first: pictures.Picture | None = None,
    other: pictures.Picture | None = None,
) -> str:
    """The key of the bet on one round of "Can anybody tell?"; the pictures of the arrival where left out."""
    both = first or pictures.default(), other or pictures.default(pictures.OTHER)
    return f"noise.pair_{same_bell_pair.round_of(both, schedule, seed)}"


def sound(page: AppTest) -> AppTest:
    assert [error.value for error in page.exception] == []
    return page


def messages(page: AppTest) -> dict[str, bytes]:
    """What each player was sent, by its key."""
    sent = [part.proto.bytes for part in page.get("bidi_component") if part.proto.bytes]
    return {unpack(message)[0]["key"]: message for message in sent}


def stage(page: AppTest, key: str) -> tuple[dict, dict[str, np.ndarray]]:
    return unpack(messages(page)[key])


def track(page: AppTest, key: str, name: str) -> tuple[dict, dict[str, np.ndarray]]:
    """What one track of a player is: its spec, and its arrays by their own names."""
    header, arrays = stage(page, key)
    index = [spec["name"] for spec in header["tracks"]].index(name)
    own = {whole.split(".", 1)[1]: array for whole, array in arrays.items() if whole.startswith(f"{index}.")}
    return header["tracks"][index], own


def names(page: AppTest, key: str) -> list[str]:
    return [spec["name"] for spec in stage(page, key)[0]["tracks"]]


def rows(page: AppTest, key: str, name: str) -> dict[str, list[str]]:
    return {row["label"]: row["texts"] for row in track(page, key, name)[0]["rows"]}


def words(page: AppTest) -> str:
    return "\n".join(block.value for block in [*page.markdown, *page.caption, *page.warning])


def number(text: str) -> float:
    return float(text.lstrip("=× ").replace("−", "-").replace(" %", "").replace("over ", "").replace(",", ""))


def a_file(picture: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()
