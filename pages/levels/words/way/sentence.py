"""Part 2 of level 5: the sentence that all its experiments are about, and the words that a visitor puts in it."""

import streamlit as st

from diffusion_core.data.critters import ANIMALS, COLOURS, EXPRESSIONS, PLACES, WORN, Critter, Scene
from pages.shared.page import controls

USUAL = Scene("night", (Critter("cat", "orange", "hat", "happy"),))
SEED = 8
"""The starting noise that all of them begin with."""
NAMES = {"place": "place", "worn": "thing worn", "animal": "animal", "colour": "colour", "expression": "mood"}
"""What a word can be about, as the pages call it."""
TABLES = {"expression": EXPRESSIONS, "colour": COLOURS, "animal": ANIMALS, "worn": WORN[1:], "place": PLACES}
"""The words that may stand in the sentence, in its order."""


def asked_for(page: str) -> Scene:
    """The scene that a visitor's menus describe. page: begins their keys."""
    usual = dict(zip(TABLES, (words_of(USUAL)[field] for field in TABLES), strict=True))
    with st.popover("Other words", width="stretch"):
        said = {
            field: controls.menu(NAMES[field].capitalize(), table, key=f"{page}.{field}", default=usual[field])
            for field, table in TABLES.items()
        }
    return Scene(said["place"], (Critter(said["animal"], said["colour"], said["worn"], said["expression"]),))


def words_of(scene: Scene) -> dict[str, str]:
    """Of a scene with one critter, the word for each field."""
    (one,) = scene.critters
    return {"place": scene.place, "worn": one.worn, "animal": one.animal, "colour": one.colour,
            "expression": one.expression}  # fmt: skip
