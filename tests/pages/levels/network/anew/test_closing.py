"""Draw anew: the closing questions, with the network that ships."""

from diffusion_core.common.assets import MODEL
from pages.levels.network.anew import closing


def test_the_closing_questions_are_marked_as_their_reasons_say(engine_of):
    engine_of(MODEL)
    runs = {
        closing.asked_once: closing.BLURRED,
        closing.one_draw_changed: closing.HARDLY,
        closing.one_word_changed: closing.RECOLOURED,
    }
    for run, right in runs.items():
        found, said, *_ = run()
        assert found == right and said.count("**") == 2, "and the number is marked, for the card"
