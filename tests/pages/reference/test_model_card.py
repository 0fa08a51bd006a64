"""The card's page says what the card's file says, and draws what the file leaves to a drawing."""

import re

import pytest

from diffusion_core.common.assets import CARD
from diffusion_core.networks.weights import load_network, save_int8
from pages.server import resources
from pages.shared.page import previews
from tests.pages.driver import opened

pytestmark = pytest.mark.usefixtures("tiny_engine")
FILE = "model-card"


def test_each_section_of_the_file_stands_on_the_page():
    page = opened(FILE)
    titles = re.findall(r"^## (.+)$", CARD.read_text(encoding="utf-8"), re.MULTILINE)
    assert [heading.value for heading in page.header] == titles and len(titles) >= 6


def test_what_the_file_draws_is_drawn_and_not_spelt_out():
    text = " ".join(part.value for part in opened(FILE).markdown)
    assert "mermaid" not in text and "![" not in text and "all_right_seen" in text


def test_a_part_that_was_picked_is_told_with_its_size():
    page = opened(FILE)
    before = [part.value for part in page.markdown if "Click another part" in part.value]
    page.session_state["card.part"] = "stem"
    page.run()
    after = [part.value for part in page.markdown if "Click another part" in part.value]
    assert len(before) == len(after) == 1 and "`middle`" in before[0] and "`stem`" in after[0]


def test_the_student_is_shown_beside_the_network(monkeypatch, tiny_weights):
    monkeypatch.setattr("diffusion_core.common.assets.FEW_STEPS", tiny_weights)
    monkeypatch.setattr(resources, "has_student", lambda: True)
    resources.stop()
    sheet = previews.side_by_side()
    cells = [sheet[66 * row : 66 * row + 64, 66 * column : 66 * column + 64] for row in range(5) for column in range(5)]
    assert sheet.shape == (5 * 66 - 2, 5 * 66 - 2, 3) and all(cell.std() > 5 for cell in cells)
    page = opened(FILE)
    assert any(part.value.startswith("Row by row: the student in 1 step") for part in page.caption)


def test_a_student_of_another_network_is_not_taken_for_the_shipped_ones(monkeypatch, tmp_path, tiny_weights):
    monkeypatch.delenv("INK_WEIGHTS", raising=False)
    assert resources.has_student()
    save_int8(tmp_path / "other.safetensors", load_network(tiny_weights), {"teacher": "of another"})
    monkeypatch.setattr("diffusion_core.common.assets.FEW_STEPS", tmp_path / "other.safetensors")
    assert not resources.has_student()
