"""What a notebook carries of the pages: all that is used, nothing that is not, and never two things under one name."""

import nbformat
import numpy as np
import pytest

from diffusion_core.process.forward import walk
from diffusion_core.sampling.job import Job
from pages.levels.noise import jump_figures, whole_picture, whole_picture_figures
from pages.shared.page.notebook.carried import NotCarried, Text, carried, imports_of
from pages.shared.page.notebook.made import Notebook, written


def names_of(text: str) -> dict:
    names = {"__name__": "__main__"}
    exec(compile(text, "carried", "exec", dont_inherit=True), names)
    return names


def test_a_pages_function_runs_by_what_it_carries_and_gives_the_same():
    data = np.random.default_rng(1).integers(0, 256, 64 * 64 * 3).astype(np.uint8).tobytes()
    alone = names_of(carried(whole_picture_figures.noised).whole())
    mine, theirs = alone["noised"](data, 3), whole_picture_figures.noised(data, 3)
    assert np.array_equal(mine.frames, theirs.frames) and mine.different == theirs.different
    assert "pages" not in carried(whole_picture_figures.noised).whole()


def test_nothing_is_carried_that_is_not_used():
    text = carried(jump_figures.both_ways).whole()
    assert "def both_ways" in text and "def heights" in text
    assert not any(unused in text for unused in ("def tracks", "def labels", "class Numbers", "remembered"))


def test_what_needs_a_page_or_the_server_is_not_carried():
    with pytest.raises(NotCarried, match="streamlit"):
        carried(whole_picture._stage)


def test_two_things_under_one_name_are_not_carried():
    text = Text()
    text.name("noise", "one")
    text.name("noise", "one")
    with pytest.raises(NotCarried, match="one, and of other"):
        text.name("noise", "other")


def test_a_function_of_the_core_is_given_the_imports_that_it_needs():
    lines = imports_of(walk)
    names = names_of("\n".join(lines))
    missing = {name for name in walk.__code__.co_names if name in walk.__globals__ and name not in names}
    assert lines and missing <= {"walk"}


@pytest.mark.parametrize("value", [3, 2.5, "a cat’s", True, None, (1, 2), (1,), [0.5], b"\x00\xff", Job(seed=3),
                                   [Job(caption="a red frog", steps=7), Job()]])  # fmt: skip
def test_a_setting_is_written_so_that_python_reads_it_back(value):
    import base64

    assert eval(written(value), {"base64": base64, "Job": Job}) == value


def test_what_cannot_be_written_is_an_error():
    with pytest.raises(TypeError):
        written(object())


def test_the_file_is_a_notebook_and_the_same_settings_give_the_same_file():
    made = [Notebook("2.1", "The picture dissolves", jump_figures.both_ways, {"data": bytes(12_288), "seed": 4}, [walk])
            for _ in "12"]  # fmt: skip
    one, other = (book.text() for book in made)
    assert one == other and made[0].file == "ink-to-image-2-1.ipynb"
    book = nbformat.reads(one, as_version=4)
    code = [cell.source for cell in book.cells if cell.cell_type == "code"]
    assert "seed = 4" in code[1] and code[-1].startswith("result = both_ways(data=data, seed=seed)")
    assert any(cell.endswith("put_to_work(walk, 'diffusion_core.process.forward')") for cell in code)
