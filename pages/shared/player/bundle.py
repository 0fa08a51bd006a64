"""The browser's part as one script, so that the app runs from a clone with nothing built or installed.

The files in assets/ are modules that import each other. They are joined here in the order of ORDER, without their
import lines and without the word export, except in the last, and served as one file (`routes.PLAYER`).
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
SAVING_ASSETS = Path(__file__).parent / "saving"
ORDER = (
    "wire.js",
    "colours.js",
    "dom.js",
    "style.js",
    "axes.js",
    "sheet.js",
    "awaited.js",
    "tiles.js",
    "pictures.js",
    "glass.js",
    "particles.js",
    "drop.js",
    "windows.js",
    "names.js",
    "bars.js",
    "curves.js",
    "moving.js",
    "score.js",
    "numbers.js",
    "kinds.js",
    "address.js",
    "clock.js",
    "stream.js",
    "cursor.js",
    "tap.js",
    "controls.js",
    "save.js",
    "together.js",
    "stage.js",
    "player.js",
    "ahead.js",
    "main.js",
)
SAVING = ("copy.js", "png.js", "gif.js", "webm.js", "saving.js")
"""What makes files of what is on show: a script of its own, fetched when somebody saves."""


# Streamlit makes a blob of it, whose own address leads nowhere; each of our pages is one segment deep
_LOADER = """
const whole = import(new URL("{name}", location.href));
export default (call) => whole.then((script) => script.default(call));
"""


@dataclass(frozen=True)
class Served:
    """A component's script as a file of its own, which the browser fetches once. kind: begins its name."""

    kind: str
    text: str

    @property
    def name(self) -> str:
        """The name of the file, in the folder of the pages: another script, another name."""
        return f"{self.kind}-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}.js"

    @property
    def loader(self) -> str:
        """What Streamlit is given, which it sends along with each piece of the page: it fetches the script once."""
        return _LOADER.format(name=self.name)


@cache
def script() -> str:
    """All modules as one with their style sheet, comments and indentation taken out."""
    modules = dressed([ASSETS / name for name in ORDER], ASSETS / "player.css")
    return modules.replace('"SAVING"', json.dumps(saving().name))


@cache
def saving() -> Served:
    """What makes files of pictures and films."""
    return Served("saving", joined([SAVING_ASSETS / name for name in SAVING]))


@cache
def served() -> Served:
    """The player's script."""
    return Served("player", script())


def name() -> str:
    """The name of the file that holds the script."""
    return served().name


def loader() -> str:
    """What Streamlit is given in place of the script."""
    return served().loader


def joined(paths: Sequence[Path]) -> str:
    """Modules as one; only the last one's exports stay."""
    *parts, main = [_without_imports(path) for path in paths]
    return "\n".join([*(re.sub(r"^export ", "", part, flags=re.M) for part in parts), main])


def dressed(paths: Sequence[Path], sheet: Path) -> str:
    """Modules as one, as in `joined`, with the text of a style sheet where one of them says "STYLE_SHEET"."""
    return joined(paths).replace('"STYLE_SHEET"', json.dumps(_squeezed(sheet.read_text(encoding="utf-8"))))


def _without_imports(path: Path) -> str:
    return re.sub(r"^import .*\n", "", _squeezed(path.read_text(encoding="utf-8")), flags=re.M)


def _squeezed(text: str) -> str:
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", text, flags=re.S).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
