"""Level 1: ink spreads in water."""

import streamlit as st

from diffusion_core import ink
from pages.shared import bets, controls, theme
from pages.shared.code_view import show_code
from pages.shared.experiment import experiment, notice, stage_and_side
from pages.shared.ink_figures import (
    FPS,
    FRAMES,
    Film,
    days,
    film,
    glass_of_shade,
    glass_of_specks,
    guesser,
    labels,
    pair,
    pair_glasses,
    pair_guesses,
    shade,
)
from pages.shared.player import player

ROOM = 20
SECONDS = (FRAMES - 1) // FPS

theme.story(
    "A drop of ink falls into a glass of water. "
    "Nobody stirs it, and yet it spreads until the water is pale all over. "
    "Each tiny speck of ink just stumbles about by chance, and that is all it takes."
)

SPREADING = {
    "Q1": "*Noise* is here: the little shoves that push each speck this way or that, by chance alone. "
    "A *model* is here too: our film is no real ink, it is a few rules that act like ink. "
    "And *diffusion* is the spreading that you just watched.",
    "Q2": "Yes. All you need here is a glass, some water and a drop of ink. The hard words can wait.",
    "Q4": "The word is Latin for “to pour out”. Ink spreads in water like that, and so does a smell in a room. "
    "The picture makers of level 4 borrowed the trick, and the name came along.",
}
OUTWARDS = {50: "About 50", 75: "About 75", 100: "Nearly all 100"}
WHY_NOT = {
    OUTWARDS[50]: "Then each speck would go back as often as out.",
    OUTWARDS[75]: "Then each speck would drift away, as if it looked for clear water. It looks for nothing.",
    OUTWARDS[100]: "Then all the ink would rush to the walls. The middle would be left empty.",
}


@experiment("1.1", "Drop it", answers=SPREADING)
def drop_it() -> None:
    guess = bets.ask("ink.outwards", "Of 100 moves of the specks, how many go outwards?", list(OUTWARDS.values()))
    stage, side = stage_and_side()
    with side:
        shape = controls.choice("The ink begins as a", list(ink.SHAPES), key="ink.shape")
        celsius = controls.whole("The water's warmth in °C", 5, 60, key="ink.warmth", default=ROOM, step=5)
        seed = controls.seed("ink.seed", label="Drop number", again="Drop again")
        st.markdown(_pace(celsius))
        notice("Follow the speck with the trail. It never knows where to go, and still the ink spreads.")
    drops = film(shape, celsius, seed)
    with stage:
        tracks = [glass_of_specks(drops), glass_of_shade(shade(shape, celsius))]
        player("ink.glass", tracks, labels=labels(), fps=FPS, autoplay=True, run=f"{shape}.{celsius}.{seed}",
               moment="ink", alt="ink spreads in a glass of water")  # fmt: skip
        if guess:
            _count(drops, guess)
    st.caption(
        "What we left out: in a real glass the water stirs a little, and that mixes ink faster. Ours stands still. "
        f"Its glass is {100 * ink.GLASS:.0f} cm wide, and the film runs {ink.SPEED_UP:,} times as fast as real ink: "
        f"{days(SECONDS):.0f} days in {SECONDS} seconds."
    )
    show_code(ink.stumble, ink.reflect, ink.concentration, ink.diffusion, diffusers="")


def _pace(celsius: int) -> str:
    if celsius == ROOM:
        return f"{ROOM} °C is the warmth of a room. What will hot water do?"
    return f"At {celsius} °C the ink spreads **{ink.diffusion(celsius) / ink.diffusion(ROOM):.1f} times** as fast " \
        f"as in a room."  # fmt: skip


def _count(drops: Film, guess: str) -> None:
    outwards, back = drops.outwards_and_back()
    moves = outwards + back
    share = 100 * outwards / moves
    bets.outcome(guess, right=OUTWARDS[min(OUTWARDS, key=lambda number: abs(number - share))], reasons=WHY_NOT)
    st.markdown(
        f"We counted {moves:,} moves in this film, all far from the walls. Of each 100, "
        f"**{share:.0f}** led away from the middle and **{100 - share:.0f}** led back. So no speck knows the way. "
        "But where ink is thick, many specks can leave. Outside, few can come back. That is why it spreads."
    )


BACKWARDS = {
    "Q3": "If you saw the drop fall, you have the film, and there is nothing to work out. "
    "But think of a glass that nobody filmed. All you have is pale water, and many pasts could have led to it. "
    "The next levels start from just that: from noise, with no film.",
}
SIDES = ("The left one", "The right one")
NOBODY = "Nobody can tell"
LUCKY = "It was, this time. But that was luck: the pale water told you nothing."
UNLUCKY = "It was the other one. But nobody could have known: the pale water told you nothing."


@experiment("1.2", "The same film backwards", answers=BACKWARDS)
def backwards() -> None:
    st.markdown(
        "Two more glasses, with warm water. In one the ink began as a **heart**, in the other as a **ring**. "
        "You see how both films end."
    )
    guess = bets.ask("ink.heart", "Which glass began with the heart?", [*SIDES, NOBODY])
    stage, side = stage_and_side()
    with side:
        seed = controls.seed("ink.pair", label="Pair number", again="New pair")
    with stage:
        (_films if guess else _ends)(seed)
    if guess:
        with side:
            st.markdown("Now press **play backwards**.")
            notice("Going back works only because we kept the film. Nothing in the pale water tells the way.")
            st.markdown(
                f"In pale water the best guesser in the world is right {pair_guesses()[-1]:.0f} times in 100. "
                "So is anybody who tosses a coin. Level 4 finds a way back all the same: not to the ink that was, "
                "but to ink that could have been."
            )
    luck = {name: LUCKY if shape == "heart" else UNLUCKY for name, shape in zip(SIDES, pair(seed), strict=True)}
    bets.outcome(guess, right=NOBODY, reasons=luck)
    show_code(ink.best_guess, diffusers="")


def _ends(seed: int) -> None:
    player("ink.ends", pair_glasses(seed, frame=-1), run=str(seed), alt="two glasses of pale water")


def _films(seed: int) -> None:
    tracks = [*pair_glasses(seed), guesser(pair_guesses())]
    player("ink.glasses", tracks, labels=labels(), fps=FPS, start=FRAMES - 1, run=str(seed), moment="pair",
           backwards=True, alt="two glasses of ink, filmed")  # fmt: skip


drop_it()
backwards()
st.markdown(
    "**What comes next.** Here chance shoved specks of ink about. A picture is made of dots, and dots cannot move. "
    "But chance can shove how *bright* each dot is. That is level 2."
)
