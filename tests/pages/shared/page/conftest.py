"""What these tests share: a page that uses all that an author of pages writes with."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driver import SLOW, arrived


@pytest.fixture
def demo() -> Callable[..., AppTest]:
    """demo({"demo.seed": "7"}) is demo_page.py, opened by a link."""

    def opened(query: Mapping[str, str] = {}, bets: Mapping[str, str] = {}) -> AppTest:
        return arrived(
            AppTest.from_file(str(Path(__file__).with_name("demo_page.py")), default_timeout=SLOW), query, bets=bets
        )

    return opened
