"""2.3: everything ends in the same bell."""

from diffusion_core.process.forward import small_steps
from pages.levels.noise import same_bell_figures
from pages.levels.noise.scales import STEPS, labels
from pages.shared.page import bets
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import link_reveals
from pages.shared.player import player

ONE, HIGHER, FLAT = "In one and the same heap", "The white ones still higher", "Spread flat, all values alike"
BET = "noise.heaps"


@experiment("2.3", "Everything ends in the same bell", below=lambda: show_code(small_steps, diffusers=""))
def same_bell() -> None:
    guess = bets.ask(BET, f"A black and a white pixel take all {STEPS} steps, a thousand times each. "
                     "Where do their values end?", (ONE, HIGHER, FLAT))  # fmt: skip
    revealed = bool(guess) or link_reveals("heaps")
    both = same_bell_figures.heaps(0)
    beginning = same_bell_figures.BEGINNING
    stage, side = stage_and_side()
    with stage:
        player("heaps.stage", same_bell_figures.tracks(both, revealed=revealed),
               labels=labels(range(len(both.black) if revealed else beginning)), fps=8,
               start=beginning - 1, run=str(revealed), whole=len(both.black), moment="heaps" if revealed else None,
               proof=bets.proof(BET, start=beginning - 1, marks=["heaps"]),
               alt="two heaps of values over the steps")  # fmt: skip
    with side:
        notice("Each heap counts where a thousand pixels stand." + ("" if revealed else " This is how they set out."))
    _outcome(guess, both)


def _outcome(guess: str | None, both: same_bell_figures.Heaps) -> None:
    if not guess:
        return
    apart = 127.5 * float(both.white[-1].mean() - both.black[-1].mean())
    spread = 127.5 * float(both.white[-1].std())
    at_first = 127.5 * float(both.white[0].mean() - both.black[0].mean())
    # the means of two equal heaps of a thousand differ by more than this once in four hundred
    right = ONE if abs(apart) < 3 * spread * (2 / same_bell_figures.RUNS) ** 0.5 else HIGHER
    reasons = {
        ONE: "Then both middles would be the same.",
        HIGHER: "Each step shrinks what is left of the start, until that is less than one shade.",
        FLAT: "Small draws are common and large ones rare, so the middle stays fuller than the ends.",
    }
    says = (
        f"Their middles were {at_first:.0f} shades apart. They end **{abs(apart):.0f}** apart, among values that lie "
        f"{spread:.0f} around them: that's chance."
    )
    bets.outcome(guess, right=right, says=says, reasons=reasons)
