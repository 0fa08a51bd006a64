"""2.5: a thousand small steps, or one jump."""

import streamlit as st

from diffusion_core.process.forward import add_noise, small_steps
from pages.levels.noise import jump_figures
from pages.levels.noise.jump_figures import Way
from pages.shared.keeping import ahead
from pages.shared.page import bets, chosen_picture, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex, word
from pages.shared.player import player

DOTS, KIND, WALK = "The same, dot for dot", "Other dots, the same kind of noise", "The steps make more noise"
MOMENT, BET = "jump", "noise.jump"


def _below() -> None:
    chosen_picture.choose("noise", here="jump", shown_in="2.5")
    fold("Formula", _formula)
    show_code(add_noise, small_steps, diffusers="jump")


@experiment("2.5", "The jump", below=_below)
def jump() -> None:
    guess = bets.ask(BET, "A thousand small steps, or one jump over all of them. The two noisy pictures are …",
                     (DOTS, KIND, WALK))  # fmt: skip
    revealed = bool(guess) or link_reveals(MOMENT)
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        notice(
            "The dots differ, and both fill one bell."
            if revealed
            else "Here are a thousand small steps, at eleven moments. Bet, and you see the jump beside them."
        )
        seed = controls.seed("jump.seed", label="no.")
        st.markdown(
            "Many small pushes add up to one large one. So you can jump to any step at once: take "
            f"{word('clean', 'the original')}, shrink it as much as all steps so far would have, and add "
            f"{word('noise', 'one large draw')} to each number."
        )
    walk, leap = jump_figures.ways(picture, seed)
    ahead.work_out(jump_figures.ways, picture, seed + 1)
    with stage:
        player("jump.stage", jump_figures.tracks(walk, leap, picture.words, revealed=revealed),
               labels=jump_figures.labels(), fps=2, start=jump_figures.AT.index(400), run=str(revealed),
               moment=MOMENT if revealed else None, readout="bytes",
               proof=bets.proof(BET, marks=["walk", "jump"]), alt=f"{picture.words}, noised in two ways")  # fmt: skip
    with side:
        _outcome(guess, walk, leap)
    chosen_picture.follow()


def _outcome(guess: str | None, walk: Way, leap: Way) -> None:
    if not guess:
        return
    same = (walk.frames[-1] == leap.frames[-1]).mean()
    right = DOTS if same > 0.99 else WALK if walk.width[-1] > 1.05 * leap.width[-1] else KIND
    reasons = {
        DOTS: "The walk adds up a thousand draws for each number, the jump uses one. So each dot differs.",
        KIND: "Then their noise would have the same spread.",
        WALK: "Each step also shrinks the draws before it, so that they add up to one bell.",
    }
    says = (
        f"The noise is as strong: **{127.5 * walk.width[-1]:.1f}** shades after the steps, "
        f"**{127.5 * leap.width[-1]:.1f}** after the jump."
    )
    bets.outcome(guess, right=right, says=says, reasons=reasons)
    st.markdown(
        f"The steps took this server {walk.seconds:.2g} seconds, the jump {leap.seconds:.1g}. "
        "Level 4 needs hundreds of thousands of noisy pictures, and so it jumps."
    )


def _formula() -> None:
    noisy, clean, draw = tex("noisy", "x_t"), tex("clean", "x_0"), tex("noise", r"\varepsilon")
    st.latex(rf"{noisy} \;=\; \sqrt{{\bar\alpha_t}}\;{clean} \;+\; \sqrt{{1-\bar\alpha_t}}\;{draw}")
    st.latex(r"\bar\alpha_t \;=\; (1-\beta_1)\,(1-\beta_2)\cdots(1-\beta_t)")
    st.markdown("ᾱ is what all shrinking so far has left. The step of 2.2, done t times, gives exactly this bell.")
