"""Level 2: what the slips are called, what was measured on each, and how one could have known it by eye."""

from collections.abc import Callable

import numpy as np

from diffusion_core.process.mistakes import SPLAT_RADIUS
from pages.levels.noise.scales import NUMBERS
from pages.levels.noise.what_if_figures import AT, TENTH_STEP, Noising, most
from pages.shared.numbers import percent

NAMES = {
    "one draw for all": "The same push for every pixel",
    "a random tenth": "Only a random tenth at each step",
    "soft splats": "Each push smudged over its neighbours",
    "multiply": "Times instead of plus",
    "never shrink": "Never faded towards the middle",
    "from the original": "From the original each time",
}
_OLDER = {
    "one draw for all": ("One draw for the whole picture",),
    "a random tenth": ("A random tenth of the pixels a step",),
    "soft splats": (f"Soft splats, {SPLAT_RADIUS:.0f} pixels in radius", "Each draw smeared over its neighbours"),
    "multiply": ("Multiply instead of add", "Multiplied instead of added"),
    "never shrink": ("Never shrink", "Never pulled to the middle"),
    "from the original": ("From the original each time",),
}
"""What addresses called them when there was a menu, and since."""
_OTHERS = {
    "one draw for all": ("multiply", "one draw for all", "soft splats"),
    "a random tenth": ("never shrink", "soft splats", "a random tenth"),
    "soft splats": ("soft splats", "one draw for all", "a random tenth"),
    "multiply": ("never shrink", "multiply", "from the original"),
    "never shrink": ("a random tenth", "multiply", "never shrink"),
    "from the original": ("from the original", "one draw for all", "soft splats"),
}
OPTIONS = {slip: tuple(NAMES[one] for one in three) for slip, three in _OTHERS.items()}
"""The three answers to each bet, the right one among them."""
WHY_NOT = {
    NAMES["one draw for all"]: "Then all pixels would turn brighter or darker together, with no grain at all.",
    NAMES["a random tenth"]: "Then many pixels would be as good as new, beside very noisy ones.",
    NAMES["soft splats"]: "Then the noise would be blotchy, not fine: neighbours would look alike.",
    NAMES["multiply"]: "Then black would stay black: nothing times anything is nothing.",
    NAMES["never shrink"]: "Then the colours would get ever harsher, until each is full on or off.",
    NAMES["from the original"]: "Then the cat would stay visible, and all of it would be equally noisy.",
}


def beside(slip: str) -> tuple[str, ...]:
    """All that an address may call a slip."""
    return NAMES[slip], *_OLDER[slip]


def _at(what: str, slip: str) -> Callable[[Noising, Noising], tuple[int, float, float]]:
    """The step at which both differ most, and a measure there, of the slip and of the right way."""

    def found(right: Noising, wrong: Noising) -> tuple[int, float, float]:
        frame = most(slip, right, wrong)
        return AT[frame], float(wrong.facts[what][frame]), float(right.facts[what][frame])

    return found


def _says_one_draw(right: Noising, wrong: Noising) -> str:
    t, slip, sound = _at("pushes", "one draw for all")(right, wrong)
    return (
        f"In step {t} all its {NUMBERS:,} pushes are the same: spread over **{slip:.0f}** shades. "
        f"Done right, it's {sound:.0f}."
    )


def _says_tenth(right: Noising, wrong: Noising) -> str:
    t = TENTH_STEP
    return (
        f"After {t} steps **{percent(wrong.facts['untouched'][t])}** of the pixels are still as good as new. "
        f"Done right, it's {percent(right.facts['untouched'][t])}."
    )


def _says_splats(right: Noising, wrong: Noising) -> str:
    t, slip, sound = _at("grain", "soft splats")(right, wrong)
    return f"At step {t} neighbours are **{100 * slip:.0f} %** alike. Done right, it's {max(0, 100 * sound):.0f} %."


def _says_multiply(right: Noising, wrong: Noising) -> str:
    t, slip, sound = _at("black", "multiply")(right, wrong)
    return f"At step {t} **{percent(slip)}** of the numbers look black. Done right, it's {percent(sound)}."


def _says_never(right: Noising, wrong: Noising) -> str:
    t, slip, sound = _at("cut", "never shrink")(right, wrong)
    return (
        f"At step {t} **{percent(slip)}** of the numbers have run past black or white. "
        f"Done right, it's {percent(sound)}."
    )


def _says_original(right: Noising, wrong: Noising) -> str:
    t, slip, sound = _at("seen", "from the original")(right, wrong)
    return f"At step {t} it's still **{100 * slip:.0f} %** like the original. Done right, it's {100 * sound:.0f} %."


SAYS: dict[str, Callable[[Noising, Noising], str]] = {
    "one draw for all": _says_one_draw,
    "a random tenth": _says_tenth,
    "soft splats": _says_splats,
    "multiply": _says_multiply,
    "never shrink": _says_never,
    "from the original": _says_original,
}
"""The line in large letters: what gives the slip away, measured on the run that is on show."""

_SHOWN = {
    "one draw for all": ("pushes", "its pushes are spread over {:.0f} shades", 1),
    "a random tenth": ("seen", "{:.0f} % like the original", 100),
    "soft splats": ("grain", "neighbours are {:.0f} % alike", 100),
    "multiply": ("black", "{:.0f} % of the numbers look black", 100),
    "never shrink": ("cut", "{:.0f} % have run past black or white", 100),
    "from the original": ("seen", "{:.0f} % like the original", 100),
}
"""By slip the measure that stands below the film, what it says, and by what it is multiplied for that."""


def labels(slip: str, right: Noising, wrong: Noising) -> list[str]:
    """One for each frame: what is measured on the slip, and on the right way."""
    fact, says, times = _SHOWN[slip]
    both = (times * np.clip(run.facts[fact], 0, None) for run in (wrong, right))
    return [
        f"step {t} · {says.format(one)}, done right {sound:.0f}" + " %" * (times > 1)
        for t, one, sound in zip(AT, *both, strict=True)
    ]


def _one_draw(right: Noising, wrong: Noising) -> str:
    return (
        "The picture only turns brighter or darker, until the screen can't show it any more. All pixels got the same "
        "push, so what tells them apart is still there, only faint: turn the contrast of the last frame all the way "
        "up, and it's back. “Measured”, below, shows it."
    )


def _tenth(right: Noising, wrong: Noising) -> str:
    return (
        "Each pixel gets only about one step in ten. So even at the end the picture shows: it's "
        f"**{100 * wrong.facts['likeness'][-1]:.0f} %** like the original, where the right way leaves "
        f"{_share(right.facts['likeness'][-1])}."
    )


def _splats(right: Noising, wrong: Noising) -> str:
    seen, sound = (run.facts["likeness of fine detail"] for run in (wrong, right))
    return (
        "Such noise has no fine grain, so it never hides fine detail. At the very end the fine detail is still "
        f"**{100 * seen:.0f} %** like the original's (right way: {_share(sound)}). “Measured”, below, shows it."
    )


def _multiply(right: Noising, wrong: Noising) -> str:
    return (
        f"Here 0 is black, and 255 full. After {TENTH_STEP} steps the darkest tenth has moved by "
        f"**{wrong.facts['dark'][TENTH_STEP]:.0f}** shades (right way: {right.facts['dark'][TENTH_STEP]:.0f}). "
        f"A few bright ones run off: the largest ends at {wrong.facts['largest'][-1]:,.0f}."
    )


def _never_shrink(right: Noising, wrong: Noising) -> str:
    return (
        f"Their spread ends at **{127.5 * wrong.facts['variance'][-1] ** 0.5:.0f}** shades (right way: "
        f"{127.5 * right.facts['variance'][-1] ** 0.5:.0f}). It need not be a slip: some systems work this way, and "
        "make the values small again before they read them."
    )


def _original(right: Noising, wrong: Noising) -> str:
    return (
        "It never gets noisier than one single step can make it. Only the last steps are so large that they hide the "
        "picture at one go. To start from the original is right with a larger push: that's the jump of 2.5."
    )


def _share(likeness: float) -> str:
    return f"{max(0.0, 100 * likeness):.0f} %"


FAULTS: dict[str, Callable[[Noising, Noising], str]] = {
    "one draw for all": _one_draw,
    "a random tenth": _tenth,
    "soft splats": _splats,
    "multiply": _multiply,
    "never shrink": _never_shrink,
    "from the original": _original,
}
