"""Every level and every page of the site, in one table: here a new level is entered."""

from dataclasses import dataclass
from typing import NamedTuple

SITE = "Ink to Image"


@dataclass(frozen=True)
class Page:
    """One page: its file under pages/, the end of its address, its title, and its name in the menu.

    menu: "" for what the menu leaves out, such as the further parts of a level, which stand in a row of their own;
    level: which one it belongs to, 0 for none; part: the name in that row; minutes: that it takes to read it once, 0
    where nobody reads it through; teaser: on the card that leads here.
    """

    file: str
    path: str
    title: str
    menu: str = ""
    level: int = 0
    part: str = ""
    minutes: int = 0
    teaser: str = ""


class Part(NamedTuple):
    """A page of a level.

    file: in the level's folder; path: the end of its address; row: its name among the parts; minutes: that it takes to
    read everything once and to try it; teaser: one sentence that makes curious, on the card that leads here. It stands
    on the page before, so it uses no word that is only explained here.
    """

    file: str
    path: str
    title: str
    row: str
    minutes: int
    teaser: str


@dataclass(frozen=True)
class Level:
    """One level, from which its pages, its menu entry, its door on the home page and its tests follow.

    folder: under pages/levels, in which door.py draws the picture on its door; menu: its name in the menu; door, line:
    the title and the sentence on its door; grade: the school grade at which its text may read at most; audience: for
    whom it is ("anyone"); parts: its pages, each an address of its own, since a control waits for all experiments that
    stand beside it.
    """

    folder: str
    menu: str
    door: str
    line: str
    grade: int
    audience: str
    parts: tuple[Part, ...]

    @property
    def number(self) -> int:
        """Its place in the story, from 1."""
        return LEVELS.index(self) + 1

    @property
    def minutes(self) -> int:
        """What all its parts take together."""
        return sum(part.minutes for part in self.parts)

    @property
    def first(self) -> Page:
        """The page that stands for it in the menu."""
        return self.pages()[0]

    def pages(self) -> tuple[Page, ...]:
        """Its parts as pages, in their order; only the first is in the menu."""
        return tuple(
            Page(f"levels/{self.folder}/{part.file}", part.path, part.title,
                 "" if place else f"{self.number} {self.menu}", self.number, part.row, part.minutes, part.teaser)
            for place, part in enumerate(self.parts)
        )  # fmt: skip


LEVELS = (
    Level("ink", "Ink", "Ink in water", "Can lost things come back?", 6, "anyone", (
        Part("part_spreads.py", "level-1", "Ink in water", "Lost", 3,
             "Drop ink into still water and wait. Where does it go when nobody stirs it?"),
        Part("part_back.py", "level-1-back", "The way back", "Found", 6,
             "The drop is gone. Can somebody help the water to bring it back?"),
    )),
    Level("noise", "Noise", "Noise", "A picture dissolves, number by number.", 9, "anyone patient", (
        Part("part_steps.py", "level-2", "Noise, pixel by pixel", "It dissolves", 3,
             "Meet a cat with a bow. Can you lose her so well that nobody could tell she was here?"),
        Part("part_end.py", "level-2-end", "Where noise ends", "The end", 3,
             "When all the noise is in, can anybody still tell a cat from a rabbit?"),
        Part("part_what_if.py", "level-2-what-if", "Noise done wrong", "Done wrong", 3,
             "Some pictures were lost the wrong way. Can you see what went wrong?"),
    )),
    Level("schedule", "Schedule", "The schedule", "How much noise, and when.", 9, "the curious", (
        Part("part_when.py", "level-3", "Slowly or fast?", "How much, when", 4,
             "You can jump into noise in one leap. So why ever go slowly?"),
        Part("part_small.py", "level-3-small-steps", "To the end, in small steps", "Small steps", 5,
             "Going in is easy. Why does the way back take such small steps?"),
    )),
    Level("network", "Network", "The network", "Out of noise comes a new picture.", 11, "those who ask how", (
        Part("see/part.py", "level-4", "A network that removes noise", "See noise", 2,
             "Here's the guesser. It has practised on many pictures: what does it see in a noisy one?"),
        Part("learning/part.py", "level-4-learning", "The lesson", "The lesson", 4,
             "Once it knew nothing at all. How did it learn to see?"),
        Part("step/part.py", "level-4-step", "One step back, and on", "Step back", 4,
             "One step out of the noise, taken apart. And then all the others, to a new picture."),
        Part("cat/part.py", "level-4-cat", "Your cat, or somebody new?", "Your cat?", 2,
             "Dissolve the cat with the bow, and bring her back. Will it still be her?"),
        Part("blur/part.py", "level-4-blur", "Why not a blur?", "No blur", 4,
             "Under pure noise anything could lie. So why does one sharp picture come out?"),
        Part("inside/part.py", "level-4-inside", "Inside the network", "Inside", 3,
             "Let's lift the lid. What goes on in there while it guesses?"),
        Part("anew/part.py", "level-4-new", "New, or copied?", "New?", 6,
             "Is what it draws really new? Or did it only learn its pictures by heart?"),
    )),
    Level("words", "Words", "Words", "How a sentence steers a picture.", 10, "those who write prompts", (
        Part("yours/part.py", "level-5", "Your words", "Your words", 5,
             "You name a thing, and it draws it. How do your words get into the noise?"),
        Part("way/part.py", "level-5-way", "What words do on the way", "On the way", 7,
             "A sentence goes in, a picture comes out. What does each word do in between?"),
        Part("binding/part.py", "level-5-wrong", "Why it goes wrong", "Gone wrong", 8,
             "Two animals and one hat. How does it know who wears it?"),
    )),
)  # fmt: skip
"""Here a new level is entered: this entry, and its folder."""
PARTS = tuple(page for level in LEVELS for page in level.pages())
"""The pages of the levels."""
PAGES = (
    Page("start/home.py", "", SITE, "Start"),
    *PARTS,
    Page("classroom/page.py", "class", "A lesson with your class", "Class"),
    Page("classroom/privacy.py", "class-privacy", "What a room keeps"),
    Page("reference/questions.py", "questions", "Questions", "Questions",
         teaser="That's the whole way. Which of these questions did you ask yourself?"),
    Page("reference/glossary.py", "glossary", "Glossary", "Glossary"),
    Page("reference/model_card.py", "model-card", "The network's card"),
    Page("reference/privacy.py", "privacy", "What this site keeps"),
    Page("classroom/teach.py", "teach", "For teachers"),
    Page("classroom/answer_key.py", "answer-key", "The answer key"),
)  # fmt: skip
GLOSSARY = next(page for page in PAGES if page.path == "glossary")
QUESTIONS = next(page for page in PAGES if page.path == "questions")
CARD = next(page for page in PAGES if page.path == "model-card")
TEACH = next(page for page in PAGES if page.path == "teach")
KEEPS = next(page for page in PAGES if page.path == "privacy")
ROOM_KEEPS = next(page for page in PAGES if page.path == "class-privacy")
STORY = (PAGES[0], *PARTS)
"""The pages that are read one after the other."""


def parts_of(level: int) -> tuple[Page, ...]:
    """The pages of a level, by its number, in their order."""
    return tuple(page for page in PARTS if page.level == level)


def where(page: Page) -> str:
    """Where a page stands in the story: "Level 2 · part 1 of 3"; "" for one that stands outside of it."""
    parts = parts_of(page.level)
    return f"Level {page.level} · part {parts.index(page) + 1} of {len(parts)}" if page.level else ""
