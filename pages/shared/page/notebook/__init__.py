"""An experiment as a Jupyter notebook, which runs with diffusion_core alone: one more name in the row below it.

    offer(whole_picture_figures.noised, data=picture.data, seed=seed)

The notebook holds the very functions that the page runs and shows, read from their files, and the visitor's settings.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from pages.shared.page.folds import fold
from pages.shared.page.notebook.made import Notebook
from pages.shared.page.scene import current_body

LABEL = "Notebook"
HOW = (
    "This experiment as a Jupyter notebook, with your settings in it. It runs the same code and makes the same "
    "pictures, on your own machine. Put it into the folder of *{site}*, beside diffusion_core, and open it there."
)


def offer(runs: Callable[..., Any] | str, /, **settings: Any) -> None:
    """Name the notebook in the row below this experiment.

    runs: what the page itself has computed the pictures by, from these settings: a function of a page, or one of
    cells/drawing.py by its name. Where it is a page's, it and all that it uses of the pages goes into the notebook, so
    neither may use Streamlit or anything of the server but `drawing`.
    """
    here = current_body()
    if here is None:
        raise RuntimeError("A notebook belongs to an experiment.")
    found = Notebook(here.name, here.title, runs, settings, here.shown)
    fold(LABEL, partial(_draw, found))


def _draw(found: Notebook) -> None:
    st.markdown(HOW.format(site="Ink to Image"))
    st.download_button("Download the notebook", found.text(), found.file, "application/x-ipynb+json",
                       key=f"notebook.{found.number}", icon=":material/download:", on_click="ignore")  # fmt: skip
