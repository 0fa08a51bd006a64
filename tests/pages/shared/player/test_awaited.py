"""The place of what a bet will open: as large as that, and nothing of it is given away."""

import json
import re

import numpy as np
import pytest

from pages.shared.player import Bars, Curves, Line, MovingCurves, Pictures, place_of_chart, place_of_picture
from pages.shared.player import charts as written
from pages.shared.player.awaited import SHARES, USUAL
from pages.shared.player.bundle import ASSETS

SECRET = np.linspace(17.25, 61.5, 9)
X = np.linspace(0, 40, 9)
CHARTS = {
    "curves": Curves("c", X, [Line("told", SECRET)], x_label="moment t", y_label="%", size="full"),
    "fixed": Curves("f", X, [Line("told", SECRET)], x_label="moment t", y_label="%", y_range=(0, 100)),
    "moving": MovingCurves("m", X, [Line("told", SECRET[None])], x_label="number", y_range=(0, 0.75)),
    "bars": Bars("b", SECRET[None, :8], X, x_label="number"),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_it_has_the_axes_of_the_chart_and_neither_its_lines_nor_their_names(chart):
    place = place_of_chart(chart)
    spec = place.spec()
    assert spec["name"] == chart.name and spec["x"] == (0, 40) and spec["x_label"] == chart.x_label
    assert place.arrays() == {} and place.frames == 1
    said = json.dumps(spec)
    assert "told" not in said and not any(str(value) in said for value in (*SECRET.tolist(), 61.5))


def test_heights_have_numbers_only_where_the_chart_fixes_them():
    assert place_of_chart(CHARTS["curves"]).spec()["y"] is None
    assert place_of_chart(CHARTS["fixed"]).spec()["y"] == (0, 100)
    assert place_of_chart(CHARTS["fixed"], scaled=False).spec()["y"] is None
    # heights that the chart itself doesn't name
    assert place_of_chart(CHARTS["moving"]).spec()["y"] is None


def test_room_for_the_numbers_is_kept_where_the_chart_has_them():
    assert [place_of_chart(chart).spec()["y_axis"] for chart in CHARTS.values()] == [True, True, False, False]


def test_a_title_that_would_tell_can_be_another():
    assert place_of_chart(CHARTS["curves"], title="how far off").spec()["title"] == "how far off"


def test_the_place_of_a_sheet_is_shaped_like_the_sheet():
    sheet = Pictures("s", np.zeros((128, 192, 3), np.uint8), size="large")
    spec = place_of_picture("s", columns=3, count=5, size="large", title="five of them").spec()
    height, width, _ = sheet.arrays()["pixels"].shape[1:]
    assert (spec["cells"], spec["aspect"]) == (width, width / height)
    assert (spec["title"], spec["size"], spec["note"]) == ("five of them", "large", "")


def test_it_is_as_high_and_as_large_as_the_browser_makes_the_chart():
    files = {"curves": "curves.js", "moving": "moving.js", "bars": "bars.js"}
    for kind, name in files.items():
        height = re.search(r"chartHeight\(available, theme, ([\d.]+)\)", (ASSETS / name).read_text(encoding="utf-8"))
        assert float(height[1]) == SHARES[kind]
    usual = (ASSETS / "kinds.js").read_text(encoding="utf-8").partition("USUAL_SIZE")[2]
    assert {kind: re.search(rf'\b{kind}: "(\w+)"', usual)[1] for kind in USUAL} == USUAL
    assert set(USUAL) == {getattr(written, name).kind for name in ("Bars", "Curves", "MovingCurves")}
