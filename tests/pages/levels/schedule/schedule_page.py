"""What the tests of level 3 share: the page, opened by a link and after a bet, and what its players were sent."""

import numpy as np
from streamlit.testing.v1 import AppTest

from diffusion_core.common.wire import unpack
from tests import FRAME

FIRST, SMALL = "levels/schedule/part_when.py", "levels/schedule/part_small.py"
"""The parts of the level."""
BETS = {"half": FIRST, "first_lost": FIRST, "lost": FIRST, "end": SMALL, "bell": SMALL}
"""The bets, and in which part each is made."""
SHOW_ME = "Just show me"


def opened(*, part: str = FIRST, moment: str = "", bets: dict[str, str] | None = None, **query: str) -> AppTest:
    """A part under ?schedule.<name>=<value>, by somebody who has made these bets ({"half": "Under linear"})."""
    page = AppTest.from_file(FRAME, default_timeout=120).run()
    page.session_state["bets"] = {f"schedule.{name}": said for name, said in (bets or {}).items()}
    for name, value in query.items():
        page.query_params[f"schedule.{name}"] = value
    if moment:
        page.query_params["moment"] = moment
    return sound(page.switch_page(part).run())


def told(part: str = FIRST, **query: str) -> AppTest:
    """A part after all bets."""
    return opened(part=part, bets=dict.fromkeys(BETS, SHOW_ME), **query)


def sound(page: AppTest) -> AppTest:
    assert [error.value for error in page.exception] == []
    return page


def stages(page: AppTest) -> dict[str, tuple[dict, dict[str, np.ndarray]]]:
    """Header and arrays of each player, by its key without "schedule."."""
    found = [unpack(part.proto.bytes) for part in page.get("bidi_component") if part.proto.bytes]
    return {header["key"].removeprefix("schedule."): (header, arrays) for header, arrays in found}


def stage(page: AppTest, name: str = "stage") -> tuple[dict, dict[str, np.ndarray]]:
    return stages(page)[name]


def weight(page: AppTest) -> int:
    """Bytes sent to all players."""
    return sum(len(part.proto.bytes) for part in page.get("bidi_component"))


def track(page: AppTest, player: str, name: str) -> tuple[dict, dict[str, np.ndarray]]:
    """One track of a player: its header, and its arrays by their own names."""
    header, arrays = stage(page, player)
    index = [one["name"] for one in header["tracks"]].index(name)
    mine = {key.split(".", 1)[1]: array for key, array in arrays.items() if key.split(".", 1)[0] == str(index)}
    return header["tracks"][index], mine


def numbers(page: AppTest, player: str, name: str) -> dict[str, list[str]]:
    return {row["label"]: row["texts"] for row in track(page, player, name)[0]["rows"]}


def words(page: AppTest) -> str:
    """All prose, with plain spaces for those that hold a number and its unit together."""
    return "\n".join(block.value for block in [*page.markdown, *page.caption]).replace("\u00a0", " ")


def titled(name: str) -> str:
    """How a picture under the schedule of that name is titled."""
    return "under a line by hand" if name == "by hand" else f"under {name}"
