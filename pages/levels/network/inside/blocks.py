"""4.15: the plan of the U-Net, and what each of its parts holds."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.data.critters import SIZE
from diffusion_core.networks.anatomy import Part, held_by
from diffusion_core.networks.unet import Block
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import blocks_figures, unet_plan
from pages.levels.network.inside.guessing import labels
from pages.levels.network.inside.plan import Plan, network_plan
from pages.shared.numbers import fixed
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, notice, stage_and_side
from pages.shared.page.state import bind
from pages.shared.player import picked, player

PART, PLAN, USUAL = "inside.part", "inside.plan", "down.1.0"
MAPS, MAP, LAST = "inside.maps", "inside.map", "inside.picked"
PICTURE = 64 * 64 * 3
FEWER, SAME, MORE = "Fewer", "Just as many", "More"
REASONS = {
    FEWER: "Fewer places, but more numbers at each: it trades *where* for *what*.",
    SAME: "That's how the shipped network is built; this one is another.",
    MORE: "It could be built like that, but every number more costs time.",
}
DOES = {
    "stem": "It folds each 2 × 2 pixels into one place, and looks for simple things: edges, light, colours.",
    "down": "Each map is high where something of its own kind is. What that is, nobody told it.",
    "middle": "Here each place stands for a square of 8 × 8 pixels, and has read all the others.",
    "up": "What was seen from afar is put together with what was kept on the way down.",
    "out": "Unfolded, 2 × 2 pixels a place, they are the velocity that comes out.",
}
ANSWERS = ("Q16",)


@experiment("4.15", "The plan, and what each block holds", answers=ANSWERS)
def blocks() -> None:
    guess = bets.ask(
        "inside.bottom",
        f"A picture is {PICTURE:,} numbers. How many does the bottom of the U hold, on its {fixed('8 × 8')} places?",
        [FEWER, SAME, MORE],
    )
    try:
        found = network_plan()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    stage, side = stage_and_side()
    with side:
        notice("Click a block, and its maps come up below.")
    _outcome(guess, found)
    with stage:
        drawn = st.container()
    chosen = _look_inside(found)
    with drawn:
        _plan(found, chosen, told=bool(guess))
    show_code(held_by, Block, diffusers="")


def _plan(found: Plan, chosen: Part, *, told: bool) -> None:
    shown = [part for part in found.parts if part.kind in unet_plan.SHOWN[1:-1]]
    unet_plan.unet_plan(PLAN, found.parts, found.skips, chosen=chosen.name, pixels=SIZE, on_pick=_choose,
                        notes={part.name: f"{part.numbers:,}" for part in shown} if told else {},
                        ends=f"{PICTURE:,}" if told else "",
                        proven=bets.proof("inside.bottom", marks=["middle"]))  # fmt: skip


def _look_inside(found: Plan) -> Part:
    """The maps of one part, which it returns, as a scene of their own."""
    stage, side = stage_and_side()
    with side:
        named = {part.name: unet_plan.title(part) for part in found.parts if part.kind in unet_plan.SHOWN}
        notice("Bright is where a map's numbers are high. Each row is what a map may find: click one to see it large.")
        chosen = found.part(controls.menu("Look into", tuple(named), key=PART, default=USUAL, names=named.__getitem__))
        which = _map(chosen, max(part.channels for part in found.parts))
        with st.expander("More"):
            seed = controls.seed("inside.seed", default=13, label="no.", again="Other picture")
            st.markdown(_facts(chosen, found))
        st.markdown(DOES[chosen.kind])
    with stage:
        player(MAPS, blocks_figures.held_tracks(seed, chosen, which), labels=labels(), start=3, run=str(seed),
               moment="maps", fps=3, pick=True, alt="the maps that a block holds")  # fmt: skip
    return chosen


def _choose() -> None:
    if name := unet_plan.picked(PLAN):
        st.session_state[PART] = name


def _map(part: Part, most: int) -> int:
    """The map shown large: by its number, or by a click on it, which sets the number."""
    pick = picked(MAPS)
    if pick and pick.track == "maps" and pick != st.session_state.get(LAST):
        st.session_state[LAST] = pick
        st.session_state[MAP] = (
            blocks_figures.map_at(controls.number_now("inside.seed", default=13), part, pick.x, pick.y) + 1
        )
    number = st.number_input("Map", 1, most, 1, key=MAP, bind=bind(MAP), help="Or click one of them.")
    return min(int(number), part.channels) - 1


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


def _outcome(guess: str | None, found: Plan) -> None:
    bottom = found.part("middle")
    right = FEWER if bottom.numbers < PICTURE else SAME if bottom.numbers == PICTURE else MORE
    says = f"{fixed(f'{bottom.side} × {bottom.side} × {bottom.channels}')} make **{bottom.numbers:,}**."
    bets.outcome(guess, right=right, says=says,
                 reasons={option: why for option, why in REASONS.items() if option != right})  # fmt: skip
