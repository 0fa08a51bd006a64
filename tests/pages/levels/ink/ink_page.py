"""What the tests of level 1's page share: opening it, answering its bets, reading what it says and sends."""

from streamlit.testing.v1 import AppTest

from diffusion_core.common.wire import unpack
from tests import FRAME

SPREAD = "ink.glass"
BACK = "levels/ink/part_back.py"
"""The second part of the level."""


def opened(part: str = "levels/ink/part_spreads.py", **query: str) -> AppTest:
    page = AppTest.from_file(FRAME, default_timeout=120)
    for name, value in query.items():
        page.query_params[f"ink.{name}"] = value
    page.run()
    return checked(page.switch_page(part).run())


def checked(page: AppTest) -> AppTest:
    assert [error.value for error in page.exception] == []
    return page


def messages(page: AppTest) -> dict[str, bytes]:
    """What each player of the page was sent, by its key."""
    sent = [element.proto.bytes for element in page.main.get("bidi_component") if element.proto.bytes]
    return {unpack(message)[0]["key"]: message for message in sent}


def film(page: AppTest, key: str = SPREAD):
    return unpack(messages(page)[key])


def bet(page: AppTest, key: str, answer: str) -> AppTest:
    (pills,) = [group for group in page.button_group if group.key == f"bet.{key}"]
    return checked(pills.set_value(answer).run())


def words(page: AppTest) -> str:
    return "\n".join(block.value for block in page.markdown)
