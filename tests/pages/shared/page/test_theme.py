"""One palette for words, plots and motion, that can be read."""

import re
import tomllib

import pytest

from pages.shared.page.theme import ROLES
from pages.shared.player.charts import HUES
from tests import ROOT
from tests.pages.contrast import contrast

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
JAVASCRIPT = (ROOT / "pages" / "shared" / "player" / "assets" / "colours.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_quantity_has_one_colour_in_words_plots_and_motion(theme):
    ours = {name: getattr(role, theme) for name, role in ROLES.items()}
    words = {name: SETTINGS["theme"][theme][f"{role.markdown}TextColor"] for name, role in ROLES.items()}
    line = re.search(rf"\b{theme}: \{{([^}}]*)\}}", JAVASCRIPT)[1]
    motion = dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', line))
    assert ours == words == {name: motion[name] for name in ROLES}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", ROLES)
def test_each_colour_can_be_read_on_its_background(role, theme):
    # WCAG 2.2, success criterion 1.4.3
    assert contrast(getattr(ROLES[role], theme), SETTINGS["theme"][theme]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_hues_of_lines_can_be_read_too(theme):
    line = re.findall(rf"\b{theme}: \{{([^}}]*)\}}", JAVASCRIPT)[1]
    hues = {name.strip('"'): value for name, value in re.findall(r'("[^"]+"|\w+): "(#[0-9a-f]{6})"', line)}
    assert set(hues) == set(HUES) - {""} and len(set(hues.values())) == len(hues)
    for value in hues.values():
        assert contrast(value, SETTINGS["theme"][theme]["backgroundColor"]) >= 4.5
