"""Level 5's closing questions, and the runs that mark them: four noises each, since one alone may go another way."""

from collections.abc import Callable, Sequence

import streamlit as st
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import PLACES, SIZE, WORN
from diffusion_core.process.prediction import Prediction, clipped
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.inversion import no_chance
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import ddim, path, run
from pages.levels.words.binding import reading
from pages.server import drawing, resources
from pages.shared.page import closing
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import Pictures, place_of_picture, tile
from pages.shared.player.track import Track

FIRST, COUNT = 20, 4
"""The noises."""
STEPS, LATE = 10, 6
"""How many steps each run takes; after how many the word is exchanged."""
DAY, NIGHT = "an orange cat with a bow in the meadow", "an orange cat with a bow at night"
DAY_STAYS, NIGHT_FALLS, NEITHER = "It stays day", "Night falls", "Neither: it gets blurred"
ONCE, THRICE = "a red cat in the meadow", "a red red red cat in the meadow"
REDDER, TWO, SAME = "A redder cat", "Two animals", "The same cat as before"
TWO_THINGS = "a cat with a hat and a crown in the meadow"
WEARS_BOTH, ONE_EACH = "One cat that wears both", "Two animals, with one thing each"
ONE_THING = "One cat with one of them"
LATE_TITLES = ("meadow all the way", f"night after step {LATE}")
THRICE_TITLES = ("“red” once", "“red” three times")
TWO_TITLES = ("a hat and a crown",)


def closing_questions() -> None:
    """Put them on the page; without a network a sentence instead."""
    if trouble := resources.trouble():
        st.info(trouble)
        return
    closing.questions("words", [
        Closing("late", f"What would happen if “in the meadow” became “at night” after {LATE} of {STEPS} steps?", {
            DAY_STAYS: "Then the place must be settled later than that.",
            NIGHT_FALLS: "The sky is settled in the first steps. After that, the words come too late for it.",
            NEITHER: "Each step still guesses one clean picture.",
        }, run=too_late, places=_places(LATE_TITLES)),
        Closing("thrice", f"What would happen if you asked for “{THRICE}”?", {
            REDDER: "It never met a caption with the same colour three times, so it can't know that you mean *more*.",
            TWO: "Then it would have to hear three words as one.",
            SAME: "Each further word is read, and pushes the later ones along.",
        }, run=said_thrice, places=_places(THRICE_TITLES)),
        Closing("two", f"What would happen if you asked for “{TWO_THINGS}”?", {
            WEARS_BOTH: "No critter in its lesson wore two things, and after “and” there always came another animal.",
            ONE_EACH: "Then it would have to put both things on one head.",
            ONE_THING: "Both words are there, and both are read.",
        }, run=two_things, places=_places(TWO_TITLES)),
    ])  # fmt: skip


def too_late() -> Outcome:
    """Told the meadow first and night at the end; beside it, told the meadow all the way."""
    late = _told(lambda done: NIGHT if done >= LATE else DAY)
    nights = int((reading.codes(late)[:, 0] == PLACES.index("night")).sum())
    right = NIGHT_FALLS if nights > COUNT / 2 else DAY_STAYS
    said = f"Night came in **{nights}** of {COUNT} pictures. All else stayed as it was: the other words, and the noise."
    return right, said, _sheets(LATE_TITLES, _told(lambda done: DAY), late)


def said_thrice() -> Outcome:
    """The colour said once and three times, out of the same noises."""
    once, thrice = (_pictures(words) for words in (ONCE, THRICE))
    two = int((reading.codes(thrice)[:, 1] == 2).sum())
    redder = (_redness(thrice) - _redness(once)).item()
    right = TWO if two > COUNT / 2 else REDDER if redder > 3 else SAME
    said = (
        f"Two animals came in **{two}** of {COUNT} pictures. In its lesson a second colour word always meant a second "
        "animal. It never met a colour said three times, so what it makes of one is a guess."
    )
    return right, said, _sheets(THRICE_TITLES, once, thrice)


def two_things() -> Outcome:
    """One animal that is to wear two things."""
    pictures = _pictures(TWO_THINGS)
    codes = reading.codes(pictures)
    things = {WORN.index("hat"), WORN.index("crown")}
    apart = sum(row[1] == 2 and {row[4], row[8]} == things for row in codes.tolist())
    right = ONE_EACH if apart > COUNT / 2 else ONE_THING if int((codes[:, 1] == 1).sum()) > COUNT / 2 else WEARS_BOTH
    said = (
        f"In **{apart}** of {COUNT} pictures there were two animals, one with the hat and one with the crown. It never "
        "saw anybody wear two things. So it made the picture that it knows: two animals with one thing each."
    )
    return right, said, _sheets(TWO_TITLES, pictures)


def _pictures(words: str) -> Tensor:
    """(COUNT, 3, 64, 64) in [-1, 1]."""
    (step,) = drawing.last_steps([Job(caption=words, seed=FIRST, count=COUNT, steps=STEPS)])
    return step.x.clamp(-1, 1)


def _told(words_after: Callable[[int], str]) -> Tensor:
    """As `_pictures`, but not guided, and told after each number of steps what `words_after` says."""
    noise, done = Noise(range(FIRST, FIRST + COUNT), (3, SIZE, SIZE))(), 0

    def answer(x: Tensor, log_snr: Tensor) -> Prediction:
        nonlocal done
        done += 1
        return drawing.ask(x, log_snr, [words_after(done - 1)] * len(x))

    *_, step = run(ddim(noise, path(make_schedule("cosine"), STEPS), no_chance), clipped(answer))
    return step.x.clamp(-1, 1)


def _redness(pictures: Tensor) -> Tensor:
    """How much more red than green and blue they are, in shades, ()."""
    red, green, blue = pictures.unbind(1)
    return 127.5 * (red - (green + blue) / 2).mean()


def _sheets(titles: Sequence[str], *shown: Tensor) -> list[Track]:
    return [
        Pictures(f"run{i}", tile(pictures, columns=2), title=title, role="guess", note="", size="main")
        for i, (title, pictures) in enumerate(zip(titles, shown, strict=True))
    ]


def _places(titles: Sequence[str]) -> list[Track]:
    """Of `_sheets`, before there is an answer."""
    return [place_of_picture(title, columns=2, count=COUNT, title=title, size="main") for title in titles]
