"""4.14: how far the U-Net looks; folded, its plan, and what each of its parts holds."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import SIZE
from diffusion_core.networks.anatomy import Part, held_by, say_in_one_pixel, say_of_pixels
from diffusion_core.networks.unet import Block
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import blocks_figures, unet_plan
from pages.levels.network.inside.guessing import labels
from pages.levels.network.inside.plan import Plan, network_plan
from pages.levels.network.inside.reach import reach
from pages.shared.page import controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice
from pages.shared.page.folds import this_row
from pages.shared.page.state import bind, link_names
from pages.shared.player import picked, player

PART, PLAN, USUAL = "inside.part", "inside.plan", "down.1.0"
MAPS, MAP, SEED, LAST = "inside.maps", "inside.map", "inside.seed", "inside.picked"
FINDS = "What its blocks find"
DOES = {
    "stem": "It folds each 2 × 2 pixels into one place, and looks for simple things: edges, light, colours.",
    "down": "Some maps are bright at edges, in light places or where the animal is. Nobody told them what to look for.",
    "middle": "Here each place stands for a square of 8 × 8 pixels, and has read all the others.",
    "up": "What was seen from afar is put together with what was kept on the way down.",
    "out": "Unfolded, 2 × 2 pixels a place, they are what comes out: the network's answer.",
}
ANSWERS = ("Q16",)


def _below() -> None:
    fold(FINDS, _plan_and_maps)
    show_code(say_of_pixels, say_in_one_pixel, held_by, Block, diffusers="")


@experiment("4.14", "How far does it look?", answers=ANSWERS, below=_below)
def blocks() -> None:
    if link_names("maps.", PART, MAP, SEED):
        # a link brings the maps of its sender
        st.session_state.setdefault(this_row(), FINDS)
    reach()


def _plan_and_maps() -> None:
    """The plan, and the maps of the part that was clicked."""
    try:
        found = network_plan()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    notice("This is its plan, and the U that a *U-Net* is called after. Click a block, and its maps come up below.")
    drawn = st.container()
    chosen = _look_inside(found)
    with drawn:
        unet_plan.unet_plan(PLAN, found.parts, found.skips, chosen=chosen.name, pixels=SIZE, on_pick=_choose)


def _look_inside(found: Plan) -> Part:
    """The maps of one part, which it returns."""
    named = {part.name: unet_plan.title(part) for part in found.parts if part.kind in unet_plan.SHOWN}
    st.markdown(
        "A *map* is what some filters together make of the maps before it: bright means a lot. Each row has the "
        f"maps that agree best with one thing: {', '.join(blocks_figures.LOOKED_FOR)}. Click a map to enlarge it."
    )
    chosen = found.part(controls.menu("Look into", tuple(named), key=PART, default=USUAL, names=named.__getitem__))
    which = _map(chosen, max(part.channels for part in found.parts))
    seed = controls.seed(SEED, default=13, again="Other picture")
    player(MAPS, blocks_figures.held_tracks(seed, chosen, which), labels=labels(), start=3, run=str(seed),
           moment="maps", fps=3, pick=True, alt="the maps that a block holds")  # fmt: skip
    st.markdown(f"{DOES[chosen.kind]} {_facts(chosen, found)}")
    st.caption(_likeness(seed, chosen))
    return chosen


def _choose() -> None:
    if name := unet_plan.picked(PLAN):
        st.session_state[PART] = name


def _map(part: Part, most: int) -> int:
    """The map shown large: by its number, or by a click on it, which sets the number."""
    pick = picked(MAPS)
    if pick and pick.track == "maps" and pick != st.session_state.get(LAST):
        st.session_state[LAST] = pick
        st.session_state[MAP] = blocks_figures.map_at(controls.number_now(SEED, default=13), part, pick.x, pick.y) + 1
    number = st.number_input("Map", 1, most, 1, key=MAP, bind=bind(MAP))
    return min(int(number), part.channels) - 1


def _likeness(seed: int, part: Part) -> str:
    """How well the best map of each kind agrees with what it is shown for."""
    best = blocks_figures.best_likeness(seed, part.name)
    found = ", ".join(f"{what} {share:.2f}" for what, share in best.items())
    return f"How well the best map agrees: {found} (1 is exactly). Many others mean nothing that we could name."


def _facts(part: Part, found: Plan) -> str:
    more = [words for words, there in ((" reads the caption", part.read), (" looks around", part.look)) if there]
    also = f" It{' and'.join(more)}." if more else ""
    return (
        f"**{unet_plan.title(part).capitalize()}:** {part.channels} maps of {part.side} × {part.side}. Each map "
        "adds up what small filters (4.1) make of all maps before it: one filter, nine numbers, for each map that goes "
        f"in and each that comes out. That's {part.filters:,} filters, {9 * part.filters:,} of its "
        f"{part.parameters:,} learnt numbers.{also} "
        f"The whole network holds {sum(one.filters for one in found.parts):,} filters."
    )
