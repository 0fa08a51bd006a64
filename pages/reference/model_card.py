"""The model card as a page: the file's own words, with the plan, the loss and the failures drawn beside them."""

import re

import numpy as np
import streamlit as st
from PIL import Image

from diffusion_core.common.assets import CARD, LOG
from diffusion_core.common.files import NoWeights
from diffusion_core.common.records import read_lines
from diffusion_core.data.critters import SIZE
from diffusion_core.serving.engine import Busy
from pages.levels.network.inside import unet_plan
from pages.levels.network.inside.plan import network_plan
from pages.server import resources
from pages.shared.page import previews
from pages.shared.page.theme import story
from pages.shared.player import Curves, Line, Pictures, player

PLAN, CHOSEN = "card.plan", "card.part"
PICTURES = CARD.parents[1] / "docs" / "pictures"
DRAWN = re.compile(r"```mermaid.*?```|!\[[^]]*\]\([^)]*\)", re.DOTALL)
"""What the file draws by other means than this page."""


def sections() -> dict[str, str]:
    """The card's text under each of its headings, in its order; "" is what stands above the first."""
    first, *rest = DRAWN.sub("", CARD.read_text(encoding="utf-8")).split("\n## ")
    parts = [part.partition("\n") for part in rest]
    return {"": first.partition("\n")[2]} | {title: text for title, _, text in parts}


@st.fragment
def architecture() -> None:
    """The plan of the network that this server has loaded; a click tells the size of a part."""
    try:
        found = network_plan()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    chosen = found.part(st.session_state.get(CHOSEN, "middle"))
    unet_plan.unet_plan(PLAN, found.parts, found.skips, chosen=chosen.name, pixels=SIZE, on_pick=_choose)
    st.markdown(
        f"**{unet_plan.title(chosen).capitalize()}**, `{chosen.name}`: {chosen.channels} maps, "
        f"{chosen.parameters:,} of {found.parameters:,} weights. Click another part."
    )


def _choose() -> None:
    st.session_state[CHOSEN] = unet_plan.picked(PLAN) or "middle"


def loss() -> None:
    """The loss over the pictures seen, from the run's own log."""
    lines = read_lines(LOG)
    seen, losses = [line["pictures"] for line in lines], [line["loss"] for line in lines]
    curve = Curves(
        "the error while it learned", seen, [Line("mean squared error of v", losses, "guess")], digits=3, log_y=True,
        x_label="training pictures seen",
    )  # fmt: skip
    player("card.loss", [curve], labels=[f"{count:,} pictures" for count in seen], start=len(seen) - 1,
           alt="the error over the pictures seen")  # fmt: skip


def failures() -> None:
    """The pictures that the card names as wrong."""
    _sheet("failures", title="as numbered above", alt="pictures that came out wrong")


def without_words() -> None:
    """What the network draws when it is told nothing."""
    _sheet("untold", title="told nothing", alt="twelve pictures that the network drew when it was told nothing")


def _sheet(name: str, *, title: str, alt: str) -> None:
    """A sheet of the card's, where it has been drawn; the file holds each pixel twice."""
    if (file := PICTURES / f"{name}.webp").exists():
        pixels = np.asarray(Image.open(file).convert("RGB"))[None, ::2, ::2]
        still = Pictures(name, pixels, title=title, role="guess", note="", size="full")
        player(f"card.{name}", [still], max_width=512, alt=alt)


def few_steps() -> None:
    """What the student draws from the same noise as the network, in as few steps and in fewer."""
    if not resources.has_student():
        return
    try:
        sheet = previews.side_by_side()
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    still = Pictures("few", sheet[None], title="from the same noise", role="guess", note="", size="full")
    player("card.few", [still], max_width=656, alt="the same critters in 1, 2 and 4 steps, and in 20")
    st.caption(f"Row by row: {', '.join(previews.ROWS)}.")


IN_PLAIN_WORDS = {
    "Data": "What it learnt from: pictures that a program drew, with their words. Some pairs were kept from it.",
    "Architecture": "How it is built. You need not follow this: the plan shows the same, and can be clicked.",
    "Training": "How long it practised, and on what.",
    "What it is worth": "How often everything that was asked for is in the picture: another program looks, and counts.",
    "Guidance": "How hard the words should pull: some of it helps a lot, and still more changes little.",
    "With fewer words": "The less it is told, the more often its pictures fall apart.",
    "In four steps": "A second network that was taught to leap, and what it loses by that.",
    "What it cannot do": "Where it fails, with the first pictures that went wrong.",
}
"""What each section is about, for who dislikes tables."""

BESIDE = {
    "Architecture": architecture,
    "Training": loss,
    "With fewer words": without_words,
    "In four steps": few_steps,
    "What it cannot do": failures,
}

story(
    "This is the network that draws on these pages: what it learnt from, how good it is, and where it fails. "
    "It's for those who want to check. Every number stands beside the command that gives it. "
    "How words steer it is shown in [level 5](level-5)."
)
if not resources.trouble() and (other := resources.unchecked()):
    st.info(other)
for title, text in sections().items():
    if title:
        st.header(title)
        st.markdown(f"*{IN_PLAIN_WORDS[title]}*")
    st.markdown(text)
    if title in BESIDE:
        BESIDE[title]()
