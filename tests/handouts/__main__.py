"""make handouts ARGS="--levels 1 2": a level's two pages for the pupils and two with the answers, on A4 and Letter.

They are files of the site (assets/worksheets); ARGS="--folder FOLDER" puts them elsewhere.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from diffusion_core.common.assets import WORKSHEETS_FOLDER
from pages.server import resources
from pages.shared.handouts import worksheets
from pages.shared.handouts.sheet import PAPERS, file_of
from pages.site_map import LEVELS
from tests.handouts.chosen import on_paper
from tests.handouts.gather import Bet
from tests.handouts.paper import DRAW, pages
from tests.pages.classroom.gather import with_the_network_that_ships
from tests.pages.printed import faults


def made(number: int, bets: Sequence[Bet], folder: Path) -> None:
    """The files of a level. Raises ValueError where something doesn't fit on its sheet."""
    title = f"Level {number}: {LEVELS[number - 1].door}"
    for paper in PAPERS:
        for answers in (False, True):
            sheets = pages(title, bets, paper=paper, answers=answers)
            if wrong := [fault for sheet in sheets for fault in faults(sheet, labels=(DRAW,))]:
                raise ValueError(f"{title}, {paper}: {wrong}")
            path = folder / worksheets.file(number, paper, answers=answers).name
            named = f"{title}, {'answers' if answers else 'worksheet'}"
            path.write_bytes(file_of(sheets, named, keywords=" ".join(bet.name for bet in bets)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=WORKSHEETS_FOLDER)
    parser.add_argument("--levels", type=int, nargs="*", default=[level.number for level in LEVELS])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with_the_network_that_ships()
    for number in asked.levels:
        bets = on_paper(number)
        made(number, bets, asked.folder)
        print(f"Level {number}: {', '.join(bet.name for bet in bets)}")
    resources.stop()


if __name__ == "__main__":
    main()
