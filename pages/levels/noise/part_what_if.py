"""Level 2, part 2: noise as people wrongly suppose it."""

from pages.levels.noise.what_if import what_if
from pages.shared.page.theme import story

story("Noise is easily imagined wrongly. Here are six ways to do so, each beside the right one.")
what_if()
