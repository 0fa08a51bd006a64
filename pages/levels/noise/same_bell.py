"""2.4: everything ends in the same bell, and then nobody can tell what it was. Or nearly nobody."""

import streamlit as st

from diffusion_core.process.best_guesser import evidence, guess_rate
from diffusion_core.process.forward import small_steps
from pages.levels.noise import same_bell_figures, same_bell_pair
from pages.levels.noise.same_bell_pair import ROUNDS, SCHEDULES
from pages.levels.noise.scales import labels
from pages.shared.page import bets, chosen_picture, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, part, stage_and_side
from pages.shared.page.pictures import OTHER
from pages.shared.page.state import link_reveals
from pages.shared.page.theme import tex
from pages.shared.player import player

ONE, HIGHER, FLAT = "In one and the same heap", "The white ones still higher", "Spread flat, all values alike"
LEFT, RIGHT, COIN = "The left one", "The right one", "A coin would do as well"
PAIR, LAST, HEAPS = "two-pictures", "pair.last", "noise.heaps"
COIN_RATE = 0.505
"""At most this far above a half, nobody would notice the difference to a coin."""
ANSWERS = {
    "Q10": "That depends on the schedule. Under cosine, what is left of the picture is far less than one shade, and "
    "the best guesser does no better than a coin; under scaled linear a trace stays. "
    "Only who kept every draw could take them off again. "
    "To hide a message in noise on purpose is another thing: whoever has the key can read it.",
}


def _below() -> None:
    chosen_picture.choose_two("noise", "other", here="pair", shown_in=PAIR)
    fold("Formula", _formula)
    show_code(small_steps, guess_rate, evidence, diffusers="")


@experiment("2.4", "Everything ends in the same bell", answers=ANSWERS, below=_below)
def same_bell() -> None:
    _two_pixels()
    st.subheader("Can anybody tell?", anchor="can-anybody-tell")
    _two_pictures()


def _two_pixels() -> None:
    guess = bets.ask(HEAPS, "A black and a white pixel take all 75 steps, a thousand times each. "
                     "Where do their values end?", (ONE, HIGHER, FLAT))  # fmt: skip
    revealed = bool(guess) or link_reveals("heaps")
    both = same_bell_figures.heaps(0)
    beginning = same_bell_figures.BEGINNING
    stage, side = stage_and_side()
    with stage:
        player("heaps.stage", same_bell_figures.tracks(both, revealed=revealed),
               labels=labels(range(len(both.black) if revealed else beginning)), fps=8,
               start=beginning - 1, run=str(revealed), whole=len(both.black), moment="heaps" if revealed else None,
               proof=bets.proof(HEAPS, start=beginning - 1, marks=["heaps"]),
               alt="two heaps of values over the steps")  # fmt: skip
    with side:
        notice("Each heap counts where a thousand pixels stand." + ("" if revealed else " This is how they set out."))
    _where_they_ended(guess, both)


def _where_they_ended(guess: str | None, both: same_bell_figures.Heaps) -> None:
    if not guess:
        return
    apart = 127.5 * float(both.white[-1].mean() - both.black[-1].mean())
    spread = 127.5 * float(both.white[-1].std())
    # the means of two equal heaps of a thousand differ by more than this once in four hundred
    right = ONE if abs(apart) < 3 * spread * (2 / same_bell_figures.RUNS) ** 0.5 else HIGHER
    reasons = {
        ONE: "Then both middles would be the same.",
        HIGHER: "Each step shrinks what is left of the start, until that is less than one shade.",
        FLAT: "Small draws are common and large ones rare, so the middle stays fuller than the ends.",
    }
    says = f"Their middles end **{abs(apart):.0f}** shades apart: among values {spread:.0f} around them, that's chance."
    bets.outcome(guess, right=right, says=says, reasons=reasons)


@part("2.4 pair", key=PAIR)
def _two_pictures() -> None:
    """A fragment of its own: no control of it changes the two pixels."""
    both = chosen_picture.now("noise"), chosen_picture.now("other", OTHER)
    schedule, seed = controls.choice_now("pair.schedule", SCHEDULES), controls.number_now("pair.seed")
    # who changes any of them plays a new round: the old guess says nothing of it
    moment = f"pair_{same_bell_pair.round_of(both, schedule, seed)}"
    guess = bets.ask(f"noise.{moment}", "Which one is the first picture?", (LEFT, RIGHT, COIN))
    revealed = bool(guess) or link_reveals(moment)
    stage, side = stage_and_side()
    with stage:
        _pair(both, schedule, seed, moment=moment if revealed else None)
    with side:
        player("pair.clean", same_bell_pair.clean(both), max_width=300, alt="the two pictures without noise")
        notice("Both took all the steps, each with its own noise. Chance chose which one stands on the left.")
        controls.choice("Schedule: how much noise each step adds", SCHEDULES, key="pair.schedule")
        controls.seed("pair.seed", label="no.", again="New pair")
        _who_it_was(guess, both, schedule, seed)
    chosen_picture.follow()


def _formula() -> None:
    clean, left = tex("clean", r"\lVert a-b\rVert"), r"\bar\alpha"
    st.latex(rf"\Phi\!\left(\tfrac12\;{clean}\;\sqrt{{\frac{{{left}}}{{1-{left}}}}}\right)")
    st.markdown("How often the best guesser is right: Φ is the share of the bell below a value, ‖a − b‖ how far "
                "apart the two pictures are, and ᾱ how much of the picture is left. Who is shown both noisy ones "
                "at once does a little better: the same with √2 · ‖a − b‖.")  # fmt: skip


def _pair(both, schedule: str, seed: int, *, moment: str | None) -> None:
    """The ends of both, or all of the way; moment: its name in the address, None before the guess."""
    if moment is None:
        player("pair.stage", same_bell_pair.ends(both, schedule, seed), readout="bytes", run="ends",
               alt=f"two pictures at the end of {schedule}")  # fmt: skip
        return
    last = len(same_bell_pair.AT) - 1
    first = same_bell_pair.SIDES[int(same_bell_pair.swapped(moment.removeprefix("pair_")))]
    player("pair.stage", same_bell_pair.films(both, schedule, seed), labels=same_bell_pair.labels(schedule), fps=8,
           start=last, run=moment, moment=moment, backwards=True, readout="bytes",
           proof=bets.proof(f"noise.{moment}", start=last, end=0, marks=[first]),
           alt=f"two pictures under {schedule}")  # fmt: skip


def _who_it_was(guess: str | None, both, schedule: str, seed: int) -> None:
    if not guess:
        if last := st.session_state.get(LAST):
            st.caption(f"A new round, so a new bet. The last one: {last}")
        return
    rates = dict(zip(SCHEDULES, same_bell_pair.rates(*both)[:, -1].tolist(), strict=True))
    side = RIGHT if same_bell_pair.swapped(same_bell_pair.round_of(both, schedule, seed)) else LEFT
    rate = rates[schedule]
    right = COIN if rate <= COIN_RATE else side
    says = f"The best guesser is right **{_times(rate)}** times in 100."
    bets.outcome(guess, right=right, says=says, reasons=_luck(guess, right, side, schedule))
    st.session_state[LAST] = f"at the end of {schedule} the best guesser is right {_times(rate)} times in 100."
    where = "left" if side == LEFT else "right"
    luck = "Your eyes had some luck, for the trace is faint. " if guess == right == side else ""
    st.markdown(
        f"{luck}Chance had put the first picture on the {where}. The best guesser gets one of the noisy pictures, "
        f"knows both clean ones, and looks at every number. In {ROUNDS} rounds played it was right "
        f"{same_bell_pair.played(*both, schedule, seed)} times. "
        + " ".join(f"Under {name}: {_times(rates[name])} in 100." for name in SCHEDULES if name != schedule)
        + " Level 3 shows why the schedules differ so."
    )


def _luck(guess: str, right: str, side: str, schedule: str) -> dict[str, str]:
    """Why the visitor's own answer is wrong, or was right by chance."""
    if right != COIN:
        other = RIGHT if side == LEFT else LEFT
        return {
            COIN: f"Under {schedule} a trace of the picture is left, and the best guesser finds it.",
            other: "It was the other one. The trace is faint, and your eyes are no best guesser.",
        }
    if guess == side:
        return {guess: f"It was, this time. But that was luck: at the end of {schedule} a coin is as good."}
    if guess in (LEFT, RIGHT):
        return {guess: f"It was the other one. But nobody could know: at the end of {schedule} a coin is as good."}
    return {}


def _times(rate: float) -> str:
    """A rate as times in 100 that never rounds a rest away."""
    return "over 99.9" if rate > 0.999 else f"{100 * rate:.1f}"
