"""The end of level 4: the red frog of the first page, the visitor's bets and critter, and an open question."""

import numpy as np
import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.sampling.job import Job
from diffusion_core.serving.engine import Busy
from pages.levels.network import made
from pages.levels.network.anew.never_seen_figures import shown_with
from pages.levels.network.asking import kept_picture_of
from pages.shared.handouts.card import card
from pages.shared.page import bets
from pages.shared.page.experiment import part
from pages.shared.page.plain_text import plain
from pages.shared.page.scene import stage_and_side
from pages.shared.player import Pictures, player, to_bytes

FROG = Job(caption="a happy red frog with a crown in the snow", seed=1)
"""The film of the home page ends with it (pages/start/hero.py); a test holds the two together."""


def whose_work() -> None:
    """A question that no count answers, said as what it is."""
    st.subheader("Whose work is it?", anchor=False)
    st.markdown(
        "Counting copies doesn't settle that. Ours learnt from the drawings of our own program, so there was nobody to "
        "ask. Large networks learn from pictures that people made, mostly without asking them. Even where nothing is "
        "copied, those people may feel robbed, or may not mind. That's a question of consent, pay and law."
    )


@part("4.end")
def ending() -> None:
    """The frog, the bets, the critter to keep, and the door to what comes next."""
    st.header("No picture lay under the noise", anchor="end")
    st.markdown(
        "Remember the frog on the first page? The network had never seen a red one: "
        f"**{shown_with('frog', 'red') or 'not one'}** of its training pictures showed any. And no hand drew that "
        "picture: the network guessed, took a small step, and guessed again, out of noise. That's how a computer draws "
        "a picture that nobody ever drew. It's like seeing a face in a cloud, and being allowed to push the "
        "cloud about."
    )
    stage, side = stage_and_side()
    job = made.latest()
    try:
        frog, own = kept_picture_of(FROG), kept_picture_of(job) if job else None
    except (NoWeights, Busy) as error:
        st.info(str(error))
        return
    shown = [Pictures("frog", frog[0], title="the first page's red frog", role="guess", note="", size="main")]
    if own is not None:
        shown.append(Pictures("own", own[0], title="your own new critter", role="guess", note="", size="main"))
    with stage:
        player("network.end", shown, run=job.to_text() if job else "", alt="the red frog, and your own critter")
    with side:
        # pressed, this part is drawn anew: bets and critters of this very page count, too
        st.button("Show my bets and my critter", key="network.mine", type="primary")
        _your_bets()
        _to_keep(job, to_bytes(frog if own is None else own)[0])
    st.markdown("**What comes next.** You can ask for a green rabbit. But how do *words* get in? That's level 5.")


def _your_bets() -> None:
    count, right = bets.tally()
    if not count:
        return
    more = "You see through noise." if right > count / 2 else "Where you were wrong, there was something new to see."
    verb = "was" if right == 1 else "were"
    st.markdown(f"**Your bets.** You placed {count} in this visit, and **{right}** of them {verb} right. {more}")


def _to_keep(job: Job | None, picture: np.ndarray) -> None:
    whose = "Your critter" if job else "The frog"
    told = f"told “{plain(job.caption)}”, " if job and job.caption else "told nothing, " if job else ""
    st.download_button(f"Keep {whose[0].lower()}{whose[1:]} as a PNG", made.png(picture), file_name="critter.png",
                       mime="image/png", key="network.keep", on_click="ignore")  # fmt: skip
    if job:
        told_of = (job.caption, job.seed, job == Job(caption=job.caption, seed=job.seed))
        st.download_button("Its card, to print (A6)", card(picture, *told_of), file_name="critter-card.pdf",
                           mime="application/pdf", key="network.card", on_click="ignore")  # fmt: skip
        st.caption(
            f"{whose}: {told}out of noise no. {job.seed}. (Whoever takes the same words and number gets the same.)"
        )
    else:
        st.caption("Choose the words of a critter of your own in 4.9 or 4.19, and it will stand here.")
