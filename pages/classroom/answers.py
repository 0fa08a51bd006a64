"""Every bet of the site with its right answer, as the pages themselves gave it: `make answer-key` gathers them.

answers()["ink.heart"].right        "Nobody can tell"
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diffusion_core.common.assets import ANSWER_KEY
from diffusion_core.common.records import read_record
from pages.site_map import PARTS, Page

_OWN = re.compile(r"(\.\d+|_[0-9a-f]{6,})$")


@dataclass(frozen=True)
class Answer:
    """A bet and what came out, in the words of its page.

    name: its key, without what tells one round of it from another; page: its path; anchor, heading: of the experiment;
    right: one of options; says: the line with the measured number; reasons: why each other option is wrong. Texts may
    hold **strong** and *stressed* words.
    """

    name: str
    page: str
    anchor: str
    heading: str
    question: str
    options: tuple[str, ...]
    right: str
    says: str
    reasons: Mapping[str, str]

    @property
    def part(self) -> Page:
        """The page that asks it."""
        return next(page for page in PARTS if page.path == self.page)

    @property
    def is_closing(self) -> bool:
        """Whether it closes a level, after its experiments."""
        return self.anchor == "closing"

    @property
    def presented(self) -> str:
        """Its address in present mode; a closing question has none of its own."""
        return f"{self.page}#{self.anchor}" if self.is_closing else f"{self.page}?present={self.anchor}"

    @property
    def lettered(self) -> str:
        """Its options as a list, marked A, B and C as in present mode, the right one strong and with a tick."""
        marked = (f"**{option}** ✓" if option == self.right else option for option in self.options)
        return "\n".join(f"- {letter}: {option}" for letter, option in zip("ABCDEFGH", marked, strict=False))

    @property
    def replies(self) -> str:
        """What to say to each wrong option, as a list; "" where nothing is."""
        return "\n".join(f"- “{option}”: {why}" for option, why in self.reasons.items())


def name_of(key: str) -> str:
    """The name of a bet: "ink.heart" for "ink.heart.3", which is the bet on the fourth pair of glasses."""
    return _OWN.sub("", key)


@cache
def answers() -> Mapping[str, Answer]:
    """All of them by name, in the order in which the site asks them."""
    found = [Answer(**{**one, "options": tuple(one["options"])}) for one in read_record(ANSWER_KEY)["bets"]]
    return {one.name: one for one in found}
