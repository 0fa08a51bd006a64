"""2.5: a thousand small steps, or one jump."""

import streamlit as st

from diffusion_core.process.forward import add_noise, small_steps
from pages.levels.noise import jump_figures
from pages.levels.noise.jump_figures import Way
from pages.shared.keeping import ahead
from pages.shared.page import chosen_picture, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.theme import tex, word
from pages.shared.player import player

MOMENT = "jump"


def _below() -> None:
    chosen_picture.choose("noise", here="jump", shown_in="2.5")
    fold("Formula", _formula)
    show_code(add_noise, small_steps, diffusers="jump")


@experiment("2.5", "The jump", below=_below)
def jump() -> None:
    picture = chosen_picture.now("noise")
    stage, side = stage_and_side()
    with side:
        place = st.container()
        seed = controls.seed("jump.seed")
        st.markdown(
            "Many small pushes add up to one large one. So you can jump to any step: fade "
            f"{word('clean', 'the original')} as much as all the steps up to there would, and give each number "
            f"{word('noise', 'one large push')}. (In level 1's race the leap lost. But that was the way *out*: you may "
            "jump *into* noise, not out of it.)"
        )
    walk, leap = jump_figures.ways(picture, seed)
    ahead.work_out(jump_figures.ways, picture, seed + 1)
    with place:
        notice(_equally_noisy(walk, leap))
    with stage:
        player("jump.stage", jump_figures.tracks(walk, leap, picture.words), labels=jump_figures.labels(), fps=2,
               autoplay=True, moment=MOMENT, readout="bytes", alt=f"{picture.words}, noised in two ways")  # fmt: skip
    offer(jump_figures.both_ways, data=picture.data, seed=seed)
    fold("Why jump?", lambda: _why(walk, leap))
    chosen_picture.follow()


def _equally_noisy(walk: Way, leap: Way) -> str:
    ends = [127.5 * float(way.width[-1]) for way in (walk, leap)]
    return (
        f"The dots differ, but both are just as noisy: 2 of 3 numbers end within **{ends[0]:.0f}** shades of the "
        f"middle after the steps, and within **{ends[1]:.0f}** after the jump."
    )


def _why(walk: Way, leap: Way) -> None:
    st.markdown(
        f"The steps took this server {walk.seconds:.2g} seconds, the jump {leap.seconds:.1g}. "
        "Level 4 needs more than a million noisy pictures, so it jumps."
    )


def _formula() -> None:
    noisy, clean, draw = tex("noisy", "x_t"), tex("clean", "x_0"), tex("noise", r"\varepsilon")
    st.latex(rf"{noisy} \;=\; \sqrt{{\bar\alpha_t}}\;{clean} \;+\; \sqrt{{1-\bar\alpha_t}}\;{draw}")
    st.latex(r"\bar\alpha_t \;=\; (1-\beta_1)\,(1-\beta_2)\cdots(1-\beta_t)")
    st.markdown("ᾱ is what all fading so far has left. The step of 2.2, done t times, gives exactly this bell.")
