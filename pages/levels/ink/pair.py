"""1.3: two glasses of mixed water, and nobody can tell what was in them."""

from diffusion_core import ink
from pages.levels.ink import pair_figures
from pages.levels.ink.films import FPS, FRAMES, labels
from pages.levels.ink.pair_figures import PAIR_WATER, guesser, pair, pair_glasses, pair_guesses
from pages.shared.page import bets, controls, theme
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import player

ANSWERS = ("Q3",)
SIDES = ("The left one", "The right one")
NOBODY = "Nobody can tell"
QUESTION = "One glass began with a **heart**, the other with a **ring**. Which one had the heart?"
BEFORE = f"Both glasses stood warm, at {PAIR_WATER}\u00a0°C, for two weeks. You see only how that ended."
LUCKY = "The heart did begin there. But did you see it, or did you guess?"
UNLUCKY = "The heart began in the other one. Nothing in the water could have told you."

FORGOTTEN = (
    "**The water has forgotten.** It held a heart or a ring once, and now nothing in it tells you which. "
    "Is it hopeless? Not if you get some help."
)


def _below() -> None:
    show_code(ink.best_guess, diffusers="")


@experiment("1.3", "Heart or ring?", answers=ANSWERS, below=_below)
def heart_or_ring() -> None:
    seed = controls.number_now("ink.pair")
    # each pair has a bet of its own
    guess = bets.ask(f"ink.heart.{seed}", QUESTION, [*SIDES, NOBODY], rounds="ink.heart.")
    stage, side = stage_and_side()
    with side:
        notice("The film can go back. The water can't: it has kept nothing of its heart." if guess else BEFORE)
        controls.seed("ink.pair", again="New pair", help=None)
    with stage:
        _films(seed, revealed=bool(guess) or link_reveals("pair"))
    if guess:
        _judge(seed, guess)
        side.markdown(_rounds(bets.made("ink.heart.")))
        offer(pair_figures.both_films, seed=seed)
    # what was learnt stays learnt while a new pair waits for its bet
    if bets.made("ink.heart."):
        theme.ending(FORGOTTEN)


def _judge(seed: int, guess: str) -> None:
    luck = {name: LUCKY if shape == "heart" else UNLUCKY for name, shape in zip(SIDES, pair(seed), strict=True)}
    bets.outcome(guess, right=NOBODY, says=said(), reasons=luck, luck=SIDES[pair(seed).index("heart")])


def said() -> str:
    """What was measured of the bet."""
    return f"Even the best guesser is right only **{pair_guesses()[-1]:.0f}** times in 100, like a coin."


def _rounds(guesses: dict[str, str]) -> str:
    """How the visitor did beside a coin. guesses: by the key of their bet."""
    picked = [(int(key.rpartition(".")[2]), guess) for key, guess in guesses.items() if guess in SIDES]
    found = sum(pair(seed)[SIDES.index(guess)] == "heart" for seed, guess in picked)
    if len(picked) < 2:
        return "Try a few more pairs. Can you beat a coin?"
    return f"You've guessed **{len(picked)} pairs** and found {found} of the hearts. A coin finds about half."


def _films(seed: int, *, revealed: bool) -> None:
    """The ends alone before the bet; after it the films, which play by themselves up to these ends."""
    tracks = [*pair_glasses(seed), guesser(pair_guesses())] if revealed else pair_glasses(seed, frame=-1)
    player("ink.glasses", tracks, labels=labels() if revealed else (), fps=FPS, start=FRAMES - 1 if revealed else 0,
           run=f"{seed}.{revealed}", moment="pair" if revealed else None, backwards=revealed,
           proof=bets.proof(f"ink.heart.{seed}", marks=["left", "right"]),
           alt="two glasses of ink")  # fmt: skip
