"""2.4: two pictures at the end of noise. Can anybody tell which is which? And how early, on the way back out?"""

import streamlit as st

from diffusion_core.process.best_guesser import evidence, guess_rate
from pages.levels.noise import can_tell_figures
from pages.levels.noise.can_tell_figures import ROUNDS, STEPS
from pages.shared.page import bets, chosen_picture, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.pictures import OTHER
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex
from pages.shared.player import Pick, picked, player

LEFT, RIGHT, COIN = "The left one", "The right one", "A coin would do as well"
LUCKY = "It was, this time. But did you see it, or did you guess?"
UNLUCKY = "It was the other one, this time. But nobody could know."
LAST = "pair.last"
COIN_RATE = 0.505
"""At most this far above a half, nobody would notice the difference to a coin."""
GAME, GAME_SEED = "spot.seed", 1
ANSWERS = ("Q10",)


def _below() -> None:
    chosen_picture.choose_two("noise", "other", here="pair", shown_in="2.4")
    fold("Formula", _formula)
    show_code(guess_rate, evidence, diffusers="")


@experiment("2.4", "Can anybody tell?", answers=ANSWERS, below=_below)
def can_tell() -> None:
    both = chosen_picture.now("noise"), chosen_picture.now("other", OTHER)
    seed = controls.number_now("pair.seed")
    # who changes any of them plays a new round: the old guess says nothing of it
    moment = f"pair_{can_tell_figures.round_of(both, seed)}"
    guess = bets.ask(f"noise.{moment}", question(both), (LEFT, RIGHT, COIN), rounds="noise.pair_")
    revealed = bool(guess) or link_reveals(moment)
    stage, side = stage_and_side()
    with stage:
        _pair(both, seed, moment=moment if revealed else None)
    with side:
        player("pair.clean", can_tell_figures.clean(both), max_width=300, alt="the two pictures without noise")
        notice(f"Both got all the noise of {STEPS:,} steps. Chance chose which one stands on the left.")
        controls.seed("pair.seed", again="New pair")
        _who_it_was(guess, both, seed)
    if revealed:
        _game(both)
    chosen_picture.follow()


def _formula() -> None:
    clean, left = tex("clean", r"\lVert a-b\rVert"), r"\bar\alpha"
    st.latex(rf"\Phi\!\left(\tfrac12\;{clean}\;\sqrt{{\frac{{{left}}}{{1-{left}}}}}\right)")
    st.markdown("How often the best guesser is right: Φ is the share of the bell below a value, ‖a − b‖ how far "
                "apart the two pictures are, and ᾱ how much of the picture is left. Who is shown both noisy ones "
                "at once does a little better: the same with √2 · ‖a − b‖.")  # fmt: skip


def _pair(both, seed: int, *, moment: str | None) -> None:
    """The ends of both, or all of the way; moment: its name in the address, None before the guess."""
    if moment is None:
        player("pair.stage", can_tell_figures.ends(both, seed), readout="bytes", run="ends",
               alt="two pictures at the end of noise")  # fmt: skip
        return
    last = len(can_tell_figures.AT) - 1
    first = can_tell_figures.SIDES[int(can_tell_figures.swapped(moment.removeprefix("pair_")))]
    marks = can_tell_figures.SIDES if came_out(both, seed)[0] == COIN else [first]
    player("pair.stage", can_tell_figures.films(both, seed), labels=can_tell_figures.labels(), fps=8,
           start=last, run=moment, moment=moment, backwards=True, readout="bytes",
           proof=bets.proof(f"noise.{moment}", marks=marks),
           alt="two pictures on their way into noise")  # fmt: skip


def _who_it_was(guess: str | None, both, seed: int) -> None:
    if not guess:
        if last := st.session_state.get(LAST):
            st.caption(f"A new round, so a new bet. The last one: {last}")
        return
    rate = float(can_tell_figures.rates(*both)[-1])
    side, (right, says) = side_of(both, seed), came_out(both, seed)
    luck = side if right == COIN else None
    bets.outcome(guess, right=right, says=says, luck=luck, reasons=_luck(guess, right, side))
    st.session_state[LAST] = f"at the end the best guesser is right {times(rate)} times in 100."
    where = "left" if side == LEFT else "right"
    st.markdown(
        f"Chance had put the first picture on the {where}. Play the film backwards, and it does bring it back. "
        "But that's because the *film* remembers. The noise doesn't."
    )
    fold("The best guesser", lambda: _guesser(both, seed))


def question(both) -> str:
    """What is asked of two pictures."""
    return f"Which one was {both[0].words}?"


def side_of(both, seed: int) -> str:
    """Where chance has put the first of two pictures."""
    return RIGHT if can_tell_figures.swapped(can_tell_figures.round_of(both, seed)) else LEFT


def came_out(both, seed: int) -> tuple[str, str]:
    """The right answer, and what was measured."""
    rate = float(can_tell_figures.rates(*both)[-1])
    right = COIN if rate <= COIN_RATE else side_of(both, seed)
    coin = " A coin does as well." if right == COIN else ""
    says = f"Shown either one, even the best possible guesser is right only **{times(rate)}** times in 100.{coin}"
    return right, says


def _guesser(both, seed: int) -> None:
    st.markdown(
        "It's a program that knows both clean pictures, gets one of the noisy ones, and looks at every number in it. "
        f"We let it play {ROUNDS} rounds: it was right {can_tell_figures.played(*both, seed)} times."
    )


def _luck(guess: str, right: str, side: str) -> dict[str, str]:
    """Why the visitor's own answer is wrong, or was right by chance."""
    if right != COIN:
        return {COIN: "A trace of the picture is left, and the best guesser finds it."}
    if guess == side:
        return {guess: LUCKY}
    if guess in (LEFT, RIGHT):
        return {guess: UNLUCKY}
    return {}


def _game(both) -> None:
    """Out of the noise, another pair: who clicks the first picture early, and on the right one, has sharp eyes."""
    seed = controls.number_now(GAME, default=GAME_SEED)
    round_ = can_tell_figures.round_of(both, seed)
    st.markdown(
        f"**Your turn.** Another pair: play it backwards, find {both[0].words}, and click as soon as you see it. "
        "How much noise is there when you do?"
    )
    stage, side = stage_and_side()
    with stage:
        last = len(can_tell_figures.AT) - 1
        player("spot.stage", can_tell_figures.films(both, seed)[:2], labels=can_tell_figures.labels(), fps=5,
               start=last, run=round_, backwards=True, pick=True, readout="bytes",
               alt="two pictures on their way out of noise")  # fmt: skip
    with side:
        # a pick of an earlier round says nothing of this one
        if (pick := picked("spot.stage")) and pick.run == round_:
            st.markdown(f"> {_recognised(both, seed, pick)}")
        controls.seed(GAME, default=GAME_SEED, again="New pair")


def _recognised(both, seed: int, pick: Pick) -> str:
    """What came of a click, and from where on the best guesser is all but sure."""
    swapped = can_tell_figures.swapped(can_tell_figures.round_of(both, seed))
    right = pick.track == can_tell_figures.SIDES[int(swapped)]
    noise = can_tell_figures.noise_of(pick.frame)
    found = f"**Yes, that's it**, at {noise} noise." if right else f"No, at {noise} noise that's {both[1].words}."
    sure = can_tell_figures.sure_from(*both)
    if sure is None:  # as of twins
        return found
    surely = can_tell_figures.noise_of(sure)
    if pick.frame > sure:
        luck = f"**Yes, but that was luck**, at {noise} noise." if right else found
        return f"{luck} That early even the best guesser isn't sure. It is once the noise is down to {surely}."
    return f"{found} Shown only one of them, the best guesser is right 99 times in 100 already at {surely}."


def times(rate: float) -> str:
    """A rate as times in 100 that never rounds a rest away."""
    return "over 99.9" if rate > 0.999 else f"{100 * rate:.1f}"
