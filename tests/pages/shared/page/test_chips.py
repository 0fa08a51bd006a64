"""Picture chips: one option stands, the browser's word counts only where it is one, every option has a picture."""

import base64
import io
from collections.abc import Mapping

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from diffusion_core.data.critters import SIZE
from pages.shared.page.chip_pictures import sheet
from pages.shared.page.pictures import TABLES
from tests.pages.chips import choose, shown
from tests.pages.driver import SLOW, arrived


def page_of_chips() -> None:
    import streamlit as st

    from pages.shared.page.chips import chips
    from pages.shared.page.one_setting import InAddress, one_of

    setting = InAddress("demo.fruit", "pear", one_of(("apple", "pear", "plum")))

    def choose(option: str) -> None:
        st.session_state["told"] = option
        setting.choose(option)

    for key in ("demo.one", "demo.two"):
        st.code(chips("Fruit", ("apple", "pear", "plum"), key=key, value=setting.now(), pictures="data:,",
                      on_change=choose))  # fmt: skip


def opened(query: Mapping[str, str] = {}) -> AppTest:
    return arrived(AppTest.from_function(page_of_chips, default_timeout=SLOW), query)


def stands(page: AppTest) -> set[str]:
    """The value of each row, in Python and in the browser."""
    return {code.value for code in page.code} | {row["value"] for row in shown(page).values()}


def test_a_chosen_chip_is_the_value_of_the_setting_in_all_its_places():
    page = opened()
    assert stands(page) == {"pear"} and len(shown(page)) == 2
    assert stands(choose(page, "demo.one", "plum")) == {"plum"}
    assert page.query_params["demo.fruit"] == "plum"


def test_a_chip_counts_that_was_chosen_before_and_given_up_in_another_place():
    page = opened()
    for key, option in (("demo.one", "plum"), ("demo.two", "apple"), ("demo.one", "plum")):
        assert stands(choose(page, key, option)) == {option}


@pytest.mark.parametrize("said", ["cherry", "", None, 1, ["plum"], {"plum": 1}, "<script>"])
def test_what_the_browser_says_counts_only_where_it_is_an_option(said):
    page = choose(opened(), "demo.one", said)
    assert stands(page) == {"pear"} and "told" not in page.session_state


def test_the_address_says_what_stands_on_arrival():
    assert stands(opened({"demo.fruit": "apple"})) == {"apple"}
    assert stands(opened({"demo.fruit": "cherry"})) == {"pear"}


@pytest.mark.parametrize("what", TABLES)
def test_every_option_has_a_picture_of_its_own_of_its_own_pixels(what):
    kind, _, data = sheet(what).partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        pixels = np.asarray(image.convert("RGB"))
    assert pixels.shape == (SIZE, SIZE * len(TABLES[what]), 3)
    assert len({part.tobytes() for part in np.split(pixels, len(TABLES[what]), axis=1)}) == len(TABLES[what])
    assert len(sheet(what)) < 16_000
