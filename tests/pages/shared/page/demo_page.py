"""A page that uses all that an author of pages writes with, once; the tests beside it open it."""

import numpy as np
import streamlit as st

from pages.shared.page import bets, controls, memory, theme
from pages.shared.page.closing import Closing, Outcome, questions
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.one_setting import InAddress, whole
from pages.shared.player import Pictures, player

theme.style()
theme.story("One. Two. Three.")
COLOURS = ["red", "blue", "green"]


@experiment("2.1", "Which one", answers=("Q5", "Q6"))
def which() -> None:
    guess = bets.ask("demo.which", "Which is it?", COLOURS, opens=["demo.silent"])
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("demo.seed", default=3)
        name = controls.choice("Colour", COLOURS, key="demo.colour", default="blue", names=str.title)
        steps = controls.whole("Steps", 1, 50, key="demo.steps", default=20)
        share = controls.decimal("Share", 0.0, 1.0, key="demo.share", default=0.5, step=0.1)
        on = controls.switch("On", key="demo.on")
        also = controls.menu("Also", COLOURS, key="demo.also", default="green")
        notice(f"See {theme.word('noise', 'the noise')}.")
    stage.code(f"{seed} {name} {steps} {share} {on} {also} {InAddress('own', 5, whole(0, 9)).now()}")
    with stage:
        film = [Pictures("film", np.zeros((2, 2, 3, 1), np.uint8))]
        player("demo.film", film, proof=bets.proof("demo.which", end=1, fps=4, marks=["film"]))
    why_not = {"red": "Too warm.", "green": "Too leafy."}
    bets.outcome(guess, right="blue", says="**3** of 3 are blue.", reasons=why_not)
    bets.ask("demo.silent", "And this?", COLOURS)
    toss = bets.ask("demo.lucky", "Which will chance choose?", COLOURS, rounds="demo.luck")
    bets.outcome(toss, right="blue", luck="red", says="Nobody could know.", reasons={"red": "Chance chose it."})
    show_code(theme.word, diffusers="jump")


@experiment("2.2", "Folded", answers={"Q1": "no longer read"}, folded="Open")
def folded() -> None:
    st.code("the folded one has run")


def halved() -> Outcome:
    st.session_state["ran"] = st.session_state.get("ran", 0) + 1
    return "Half", f"Ten is even. 10 became **{10 // 2}**.", [Pictures("half", np.zeros((2, 3, 1), np.uint8))]


which()
folded()
asked = {"Half": "Never shown.", "Twice": "Nothing grew.", "Nought": "Something is left."}
questions("demo", [Closing("halve", "What if ten is cut in two?", asked, run=halved)])
memory.read()
memory.forgetting()
