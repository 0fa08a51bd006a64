"""4.5c: cut the network, and see what it cannot do any more."""

from collections.abc import Mapping

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import SIZE
from diffusion_core.networks.anatomy import cut
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import cutting_figures, unet_plan
from pages.levels.network.inside.cutting_figures import NOTHING
from pages.levels.network.inside.guessing import labels
from pages.levels.network.inside.plan import Plan, network_plan
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.player import player

CUT, PLAN, USUAL = "inside.cut", "inside.cutting", "skips.1"
OPTIONS = {
    "The block at the bottom": "middle",
    "The skips of the finest grid": "skips.0",
    "The skips of the coarsest grid": "skips.2",
}
DIFFUSERS = """
    import torch
    from diffusers import UNet2DModel

    network = UNet2DModel(sample_size=64)
    last = network.up_blocks[-1]
    last.register_forward_pre_hook(
        lambda module, given: (given[0], tuple(torch.zeros_like(kept) for kept in given[1]), *given[2:])
    )
    network(torch.randn(1, 3, 64, 64), 500)
"""


@experiment("4.5c", "Cut it, and see what is lost")
def cutting() -> None:
    guess = bets.ask("inside.worst", "Which of these does the network miss most?", list(OPTIONS))
    try:
        found = network_plan()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    stage, side = stage_and_side()
    with side:
        named = _names(found)
        chosen = controls.menu("Cut", tuple(named), key=CUT, default=USUAL, names=named.__getitem__)
        seed = controls.seed("inside.cutseed", default=13, label="Picture", again="Another")
        notice("Click a block to leave it out, or *skips* to cut what goes across. Then drag the slider.")
        st.caption(
            "The weights stay as they are: this is a cut after training. A block left out hands on what it was given."
        )
    with stage:
        _show(found, guess, chosen, seed, named[chosen])
    _outcome(guess, seed, named)
    show_code(cut, diffusers=DIFFUSERS)


def _names(found: Plan) -> dict[str, str]:
    sides = {part.grid: part.side for part in found.parts if part.kind == "merge"}
    across = {f"skips.{grid}": f"skips, {side} × {side}" for grid, side in sorted(sides.items())}
    blocks = {part.name: unet_plan.title(part) for part in found.parts if part.kind in ("down", "middle", "up")}
    return {NOTHING: "nothing"} | across | blocks


def _show(found: Plan, guess: str | None, chosen: str, seed: int, name: str) -> None:
    costs = _costs(seed) if guess else {}
    most = max(costs.values(), default=1.0)
    unet_plan.unet_plan(
        PLAN, found.parts, found.skips, chosen=chosen, pixels=SIZE, on_pick=_choose, crossings=True,
        notes={part: f"{round(cost):+d}" for part, cost in costs.items()},
        heat={part: max(0.0, cost / most) for part, cost in costs.items()},
    )  # fmt: skip
    if guess:
        st.caption(
            "Under each: how much further off the guess of this one picture is without it, on average over t = "
            f"{', '.join(map(str, cutting_figures.EXAM[:-1]))} and {cutting_figures.EXAM[-1]} (black to white is 255). "
            "Near pure noise, where no picture can be known, a cut may even come out nearer."
        )
    severed = cutting_figures.cuts(found)[chosen]
    player("inside.cuts", cutting_figures.cut_tracks(seed, severed, f"without: {name}"), labels=labels(),
           start=3, run=str(seed), moment="cuts", fps=3, max_width=560,
           alt="the guess of the uncut network beside that of the one with a cut, at each t")  # fmt: skip


def _choose() -> None:
    if name := unet_plan.picked(PLAN):
        st.session_state[CUT] = name


def _costs(seed: int) -> dict[str, float]:
    found = cutting_figures.damage(seed)
    return {name: off - found[NOTHING] for name, off in found.items() if name != NOTHING}


def _outcome(guess: str | None, seed: int, named: Mapping[str, str]) -> None:
    if guess is None:
        return
    costs = _costs(seed)
    right = max(OPTIONS, key=lambda option: costs[OPTIONS[option]])
    peak, most = cutting_figures.worst_moment(seed, "middle")
    why = {
        "middle": f"The two 8 × 8 blocks beside it look and read too. Worst hit is t = {peak}, by +{most:.0f}.",
        "skips.0": "They know every pixel.",
        "skips.2": "What goes across there is as coarse as what comes up from the bottom.",
    }
    said = {option: f"+{costs[name]:.0f}. {why[name]}" for option, name in OPTIONS.items()}
    bets.outcome(guess, right=right, reasons={option: text for option, text in said.items() if option != right})
    if OPTIONS[right] == "skips.0":
        st.markdown(
            f"Without them the guess is off by {costs[OPTIONS[right]]:.0f} more, and sharp noise stays in it (cut "
            f"*{named[OPTIONS[right]]}* to see it). The guessed picture is the noisy one minus the velocity, and this "
            "network learnt to send fine noise to the velocity by these skips. What the velocity lacks stays in the "
            "picture."
        )
    dearest = max(costs, key=costs.__getitem__)
    if dearest.startswith("up"):
        st.markdown(
            f"Dearer still, though not among the three: *{named[dearest]}*, +{costs[dearest]:.0f}. All that comes out "
            "goes through it."
        )
