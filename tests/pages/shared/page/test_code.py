"""Code on show is the code that runs."""

import inspect
from pathlib import Path

import pytest

from diffusion_core.sampling.samplers import ddpm
from pages.shared.page import theme
from pages.shared.page.code import marked, source
from tests.pages.driver import change


def test_the_code_on_show_is_the_code_that_runs(demo):
    shown_code = [code.value for code in change(demo(), "folds-2-1", "Code").code]
    assert inspect.getsource(theme.word).strip() in [code.strip() for code in shown_code]
    assert source(theme.word) in Path(theme.__file__).read_text(encoding="utf-8")


def test_a_note_stands_behind_the_line_it_is_about():
    text = marked(source(ddpm), {"mean =": "mixed"})
    (line,) = [line for line in text.splitlines() if line.endswith("# ◀ mixed")]
    assert line.strip().startswith("mean = picture * guess.x0")
    with pytest.raises(ValueError, match="no line"):
        marked("a = 1", {"b": "?"})
