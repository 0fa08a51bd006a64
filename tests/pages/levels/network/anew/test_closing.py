"""Draw anew: the closing question, with the network that ships."""

from diffusion_core.common.assets import MODEL
from pages.levels.network.anew import closing


def test_the_closing_question_is_marked_as_its_reasons_say(engine_of):
    engine_of(MODEL)
    found, said, *_ = closing.one_word_changed()
    assert found == closing.RECOLOURED and said.count("**") == 2, "and the number is marked, for the card"
