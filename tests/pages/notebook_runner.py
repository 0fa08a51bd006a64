"""Run notebooks as somebody would who has diffusion_core and nothing of the pages.

python -m tests.pages.notebook_runner FOLDER: of notebooks. Beside each is written NAME.npz, the arrays of its result,
and with --counting NAME.json, which of the functions that it lets one change do count.
"""

import json
import re
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

import numpy as np

RAISING = "def {name}(*given, **named):\n    raise Mine\n\n\nput_to_work({name}, {home!r})"
PUT = re.compile(r"put_to_work\((\w+), '([\w.]+)'\)$")


class Mine(Exception):
    """What a function of the visitor's own raises."""


class Nothing(MetaPathFinder):
    """No page may be imported, nor what only pages need."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pages", "streamlit", "tests", "starlette", "plotly"):
            raise ImportError(f"a notebook does without {name}")


def run(cells: list[str]) -> dict:
    names = {"__name__": "__main__", "display": lambda picture: None, "Mine": Mine}
    vars(sys.modules["__main__"]).update({"Mine": Mine})
    for cell in cells:
        exec(compile(cell, "cell", "exec", dont_inherit=True), names)
    return names


def counting(cells: list[str]) -> list[str]:
    """The functions which, once they raise, keep the experiment from running."""
    found = []
    for i, cell in enumerate(cells):
        put = PUT.search(cell)
        if not put:
            continue
        name, home = put.groups()
        try:
            run([*cells[:i], RAISING.format(name=name, home=home), *cells[i + 1 :]])
        except Mine:
            found.append(name)
        run([*cells[: i + 1]])  # and all is as it was
    return found


def main() -> None:
    sys.meta_path.insert(0, Nothing())
    for path in sorted(Path(sys.argv[1]).glob("*.ipynb")):
        book = json.loads(path.read_text(encoding="utf-8"))
        cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
        names = run(cells)
        parts = {f"{i}.{name}": array for i, (name, array) in enumerate(names["parts_of"](names["result"]))}
        shown = {f"shown.{name}": pictures for name, array in parts.items()
                 if (pictures := names["as_pictures"](array)) is not None}  # fmt: skip
        np.savez(path.with_suffix(".npz"), **parts, **shown)
        if "--counting" in sys.argv:
            path.with_suffix(".json").write_text(json.dumps(counting(cells)), encoding="utf-8")


if __name__ == "__main__":
    main()
