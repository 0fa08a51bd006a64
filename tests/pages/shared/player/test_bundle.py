"""The script: every module is in it, and its colours can be read."""

import re

import pytest

from pages.shared.player.bundle import ASSETS, ORDER, SAVING, SAVING_ASSETS, saving, script
from tests.pages.contrast import contrast


@pytest.mark.parametrize(("folder", "order"), [(ASSETS, ORDER), (SAVING_ASSETS, SAVING)], ids=["player", "saving"])
def test_every_module_is_in_the_script_and_no_two_use_one_name(folder, order):
    files = sorted(path.name for path in folder.glob("*.js"))
    assert sorted(order) == files
    declared = re.compile(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", re.M)
    names = [name for file in files for name in declared.findall((folder / file).read_text(encoding="utf-8"))]
    assert len(names) == len(set(names))


def test_the_style_sheet_is_in_the_script_and_so_in_no_message():
    assert ".stage { display: flex" in script() and "STYLE_SHEET" not in script()


def test_a_script_hands_out_one_thing_alone():
    assert re.findall(r"^(?:import|export)\b.*", saving().text, re.M) == [
        "export async function save(kind, player, how) {"
    ]
    assert re.findall(r"^(?:import|export)\b.*", script(), re.M) == [
        "export default function ({ data, parentElement, setStateValue }) {"
    ]


@pytest.mark.parametrize(("theme", "papers"), [("light", ["#ffffff", "#f0f2f6"]), ("dark", ["#0e1117", "#262730"])])
def test_each_role_can_be_read_on_its_paper(theme, papers):
    text = (ASSETS / "colours.js").read_text(encoding="utf-8")
    colours = re.findall(r"#[0-9a-f]{6}", re.search(rf"{theme}: \{{(.*)\}}", text)[1])
    assert len(colours) == 5
    for colour in colours:
        assert f"{colour};" in (ASSETS / "player.css").read_text(encoding="utf-8")
        for paper in papers:
            assert contrast(colour, paper) >= 4.5, (colour, paper)
