"""Level 3: what a wrong belief about the start does to the pictures, from the recorded figures alone."""

from collections.abc import Sequence
from math import copysign, hypot

from diffusion_core.process.unfinished import ENDS, STEPS
from pages.shared.page.recorded import figure

SAME, ALIKE, WIDER = (
    "Light ones and dark ones, as before",
    "All about equally bright",
    "Darker darks, lighter lights",
)
CHANGES = {
    "from grey": {-1: "nearer to middle grey", 1: "further from middle grey"},
    "spread": {-1: "more alike in brightness", 1: "less alike in brightness"},
    "night": {-1: "less often night", 1: "more often night"},
}
MEASURES = {
    "from grey": ("from middle grey", "shades"),
    "spread": ("spread", "shades"),
    "night": ("nights", "%"),
}
STARTS = {
    "none": "nothing (sound)",
    "linear": "0.004 %",
    "scaled linear": "0.47 %",
    "not rescaled": "36 %",
}


def name_of(measure: str, start: str) -> str:
    """The name of a claim: "start: night, believed scaled linear"."""
    return f"start: {measure}, believed {start}"


def differs(measure: str, start: str) -> int:
    """-1 or 1 where the figure lies below or above that of the sound run by more than chance, else 0.

    Two means of independent pictures: their difference has the root of the sum of both half intervals squared.
    """
    sound, other = figure(name_of(measure, "none")), figure(name_of(measure, start))
    gap = other["value"] - sound["value"]
    chance = hypot(*((high - low) / 2 for low, high in (sound["interval"], other["interval"])))
    return 0 if abs(gap) <= chance else int(copysign(1, gap))


def damage(start: str) -> str:
    """SAME, ALIKE or WIDER, by how far the pictures are from middle grey, and how far apart in brightness."""
    sides = {differs(measure, start) for measure in ("from grey", "spread")}
    return ALIKE if sides == {-1} else WIDER if sides == {1} else SAME


def shades(measure: str, start: str) -> float:
    """A recorded figure of brightness, in shades."""
    return figure(name_of(measure, start))["value"]


def findings(start: str) -> str:
    """What changed against the sound run, in words: "nearer to middle grey, more often night", or "no different"."""
    found = {measure: differs(measure, start) for measure in MEASURES}
    said = [CHANGES[measure][side] for measure, side in found.items() if side]
    return ", ".join(said) or "no different beyond chance"


def towards_drawn() -> str:
    """Whether the mistake seems to help, as it moves figures towards those of the drawn pictures."""
    none, mistaken, drawn = (
        {measure: figure(name_of(measure, start))["value"] for measure in MEASURES}
        for start in ("none", "scaled linear", "drawn")
    )
    nearer = [
        MEASURES[measure][0]
        for measure in MEASURES
        if differs(measure, "scaled linear")
        and abs(mistaken[measure] - drawn[measure]) < abs(none[measure] - drawn[measure])
    ]
    if not nearer:
        return ""
    return (
        f"With 0.47 %, {' and '.join(nearer)} come nearer to the drawn pictures. That is no cure: "
        "the sound network misses the drawn figures already, and here the mistake shifts it the other way."
    )


def as_in_the_paper() -> str:
    """Whether the medium brightness of Lin et al., and their narrow range of it, are seen here too."""
    found = "They found pictures of medium brightness, and too much alike in it."
    greyer, alike = (differs(measure, "scaled linear") < 0 for measure in ("from grey", "spread"))
    if greyer and alike:
        return f"{found} So do we."
    if greyer:
        return f"{found} Ours come nearer to the middle, too; how much they differ does not change beyond chance."
    if alike:
        return f"{found} Ours are more alike, too, but no nearer to the middle beyond chance."
    return f"{found} Ours show neither beyond chance."


def compared(start: str) -> str:
    """A sentence or two on what this belief does to the brightness."""
    measured = [shades("spread", name) for name in ("none", start)]
    if differs("spread", start) >= 0 and differs("from grey", start) >= 0:
        return "Over many pictures this belief changes nothing in their brightness beyond chance."
    if differs("spread", start) >= 0:
        before, after = (shades("from grey", name) for name in ("none", start))
        return (
            f"Over many pictures they come nearer to middle grey: {after:.0f} shades from it on average, instead of "
            f"{before:.0f}. In nine pictures that's hard to see."
        )
    return (
        f"Over many pictures, brightness varies by {measured[1]:.0f} shades instead of {measured[0]:.0f}: they're all "
        "about equally bright."
    )


def table() -> str:
    """All recorded figures as a table in Markdown, with their intervals."""
    head = ["it believes in", *(f"{words} ({unit})" for words, unit in MEASURES.values())]
    rows = [_row(words, start) for start, words in STARTS.items()]
    return "\n".join(
        [_line(head), "|---|" + "---:|" * len(MEASURES), *rows, _row("real drawings, to compare", "drawn")]
    )


def _row(words: str, start: str) -> str:
    return _line([words, *(_cell(measure, start) for measure in MEASURES)])


def _cell(measure: str, start: str) -> str:
    found = figure(name_of(measure, start))
    scale = 100 if MEASURES[measure][1] == "%" else 1
    value, low, high = (scale * number for number in (found["value"], *found["interval"]))
    mark = {-1: "\u00a0↓", 0: "", 1: "\u00a0↑"}[differs(measure, start)] if start in ENDS else ""
    return f"{value:.0f} ({low:.0f}–\u2060{high:.0f}){mark}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def how_measured() -> str:
    """How the table came about, and what its marks mean."""
    found = figure(name_of("night", "none"))
    return (
        f"Brightness of whole pictures in shades, from {found['n']} pictures each in {STEPS} steps, recorded "
        "beforehand. Nights are counted by a network that reads pictures. In brackets stands the 95 % interval; "
        "↓ and ↑ mark runs that differ from the sound one by more than chance."
    )
