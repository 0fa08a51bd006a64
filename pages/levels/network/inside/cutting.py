"""4.15: cut the network, and see what it cannot do any more."""

from collections.abc import Mapping

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import SIZE
from diffusion_core.networks.anatomy import cut
from diffusion_core.networks.unet import Merge
from diffusion_core.serving.engine import Busy
from diffusion_core.training.without_skips import small_plan
from pages.levels.network.inside import cutting_figures, unet_plan
from pages.levels.network.inside.cutting_figures import NOTHING
from pages.levels.network.inside.guessing import MOMENTS, labels
from pages.levels.network.inside.never_had import never_had
from pages.levels.network.inside.plan import Plan, network_plan
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.folds import this_row
from pages.shared.page.state import link_names
from pages.shared.player import player

CUT, PLAN, USUAL = "inside.cut", "inside.cutting", "skips.1"
SHOWN, SEED, NEVER = "inside.cut.shown", 13, "Never had skips"
OPTIONS = {
    "The block at the bottom": "middle",
    "The finest skips": "skips.0",
    "The coarsest skips": "skips.2",
}


@experiment("4.15", "Cut it, and see what is lost")
def cutting() -> None:
    _cut()
    fold(NEVER, never_had)
    if link_names("never.", "inside.small"):
        st.session_state.setdefault(this_row(), NEVER)
    show_code(cut, small_plan, Merge, diffusers="")


def _cut() -> None:
    guess = bets.ask(
        "inside.worst",
        "Inside, the picture gets small, block by block, and then large again. *Skips* are bridges straight across, "
        "for fine detail. Cut one of these: which loss hurts most?",
        list(OPTIONS),
    )
    try:
        found = network_plan()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    stage, side = stage_and_side()
    with side:
        notice(
            "The plan looks like a U: that's why it's a *U-Net*. Click a block to leave it out, or *skips* to "
            "cut what goes across."
        )
        chosen, seed = _controls(found, guessed=bool(guess))
    costs = _costs(seed) if guess else {}
    with stage:
        _film(found, chosen, seed)
        _plan(found, costs, chosen)
    if guess:
        _outcome(guess, seed, costs)
    with side:
        _beside(costs)
    fold("Curve", lambda: _curve(found, chosen, seed))


def _controls(found: Plan, *, guessed: bool) -> tuple[str, int]:
    """What is cut, which after the bet is what the answer names; and the seed of the picture."""
    number = st.session_state.get("inside.cutseed", SEED)
    usual = OPTIONS[_right(_costs(int(number)))] if guessed else USUAL
    proof = bets.proof("inside.worst")
    if proof and proof.turn and st.session_state.get(SHOWN) != proof.turn:
        st.session_state[SHOWN] = proof.turn
        st.session_state[CUT] = usual
    named = _names(found)
    chosen = controls.menu("Cut", tuple(named), key=CUT, default=usual, names=named.__getitem__)
    with st.expander("More"):
        seed = controls.seed("inside.cutseed", default=SEED, again="Other picture")
        st.caption("The weights stay as they are: this is a cut after training. A block left out hands on what it got.")
    return chosen, seed


def _names(found: Plan) -> dict[str, str]:
    sides = {part.grid: part.side for part in found.parts if part.kind == "merge"}
    across = {f"skips.{grid}": f"skips, {side} × {side}" for grid, side in sorted(sides.items())}
    blocks = {part.name: unet_plan.title(part) for part in found.parts if part.kind in ("down", "middle", "up")}
    return {NOTHING: "nothing"} | across | blocks


def _film(found: Plan, chosen: str, seed: int) -> None:
    severed = cutting_figures.cuts(found)[chosen]
    worst, _ = cutting_figures.worst_moment(seed, severed)
    player("inside.cuts", cutting_figures.cut_tracks(seed, severed, f"without: {_names(found)[chosen]}"),
           labels=labels(), start=3, run=str(seed), moment="cuts", fps=3,
           proof=bets.proof("inside.worst", end=MOMENTS.index(worst), fps=2, marks=["hurt", "sound"]),
           alt="the guess with a cut beside that of the uncut network, at each t")  # fmt: skip


def _plan(found: Plan, costs: Mapping[str, float], chosen: str) -> None:
    most = max(costs.values(), default=1.0)
    unet_plan.unet_plan(
        PLAN, found.parts, found.skips, chosen=chosen, pixels=SIZE, on_pick=_choose, crossings=True,
        notes={part: f"{round(cost):+d}" for part, cost in costs.items()},
        heat={part: max(0.0, cost / most) for part, cost in costs.items()},
    )  # fmt: skip


def _curve(found: Plan, chosen: str, seed: int) -> None:
    severed = cutting_figures.cuts(found)[chosen]
    player("inside.cutcurve", [cutting_figures.error_track(seed, severed, f"without: {_names(found)[chosen]}")],
           labels=labels(), run=str(seed), alt="how far off both guesses are, at each t")  # fmt: skip


def _choose() -> None:
    if name := unet_plan.picked(PLAN):
        st.session_state[CUT] = name


def _costs(seed: int) -> dict[str, float]:
    found = cutting_figures.damage(seed)
    return {name: off - found[NOTHING] for name, off in found.items() if name != NOTHING}


def _right(costs: Mapping[str, float]) -> str:
    return max(OPTIONS, key=lambda option: costs[OPTIONS[option]])


def _outcome(guess: str, seed: int, costs: Mapping[str, float]) -> None:
    right = _right(costs)
    peak, most = cutting_figures.worst_moment(seed, ("middle",))
    # two moments are often nearly as bad, and which of them is worse differs between processors
    where = "where there's much noise" if peak > MOMENTS[len(MOMENTS) // 2] else "where there's little noise"
    why = {
        "middle": f"The way over the skips stays open. It's missed most {where}, by {most:.0f} shades.",
        "skips.0": "They know every pixel.",
        "skips.2": "What goes across there is no finer than what comes up from the bottom.",
    }
    reasons = {option: f"{_worse(costs[name])} {why[name]}" for option, name in OPTIONS.items() if option != right}
    bets.outcome(guess, right=right, says=_says(right, costs), reasons=reasons)


def _says(right: str, costs: Mapping[str, float]) -> str:
    cut = right[0].lower() + right[1:]
    return f"Without {cut}, the guess is **{costs[OPTIONS[right]]:.0f} shades** further off."


def _worse(cost: float) -> str:
    shades = f"{cost:.0f} shade{'' if round(cost) == 1 else 's'}"
    return "No worse on average." if round(cost) <= 0 else f"Only {shades} worse on average."


def _beside(costs: Mapping[str, float]) -> None:
    if not costs:
        return
    if OPTIONS[_right(costs)] == "skips.0":
        st.markdown(
            "The network says what to take away from the noisy picture. The fine grain of the noise gets to its answer "
            "over these skips. Cut them, and it stays in the picture."
        )
    st.caption(
        "Each number in the plan says how many shades worse this guess gets without that part, on average over "
        f" t = {', '.join(map(str, cutting_figures.EXAM[:-1]))} and {cutting_figures.EXAM[-1]}."
    )
