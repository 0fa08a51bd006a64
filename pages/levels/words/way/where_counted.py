"""5.3, counted: how well the map of a word lies on its thing, over many drawn pictures; and the table of all of it."""

import streamlit as st

from pages.levels.words.way.sentence import NAMES
from pages.shared.page.recorded import figure

NOISE = {-5: "99 % noise", -3: "95 %", -1: "73 %", 1: "27 %", 3: "5 %"}
"""The log-SNR at which it was counted, as a table calls it."""
BET_ON, LATER = -3, 1
"""The one that the bet is about, and one with less noise."""
HAT, HEAD, BOTH = "hat", "head", "both"


def fit(kind: str, field: str, level: int = BET_ON) -> dict:
    """How well a word's map lay on the truth, as recorded. kind: "looks" or "changes"; "elsewhere" for where it looks
    in another picture: what is known of such things in general; "bare" where the drawing lacks what is worn."""
    return figure(f"where: {kind}, {field}, {level}")


def luck(field: str) -> dict:
    """How well as many pixels thrown by chance would lie there."""
    return figure(f"where: luck, {field}")


def gone_by(level: int = BET_ON) -> str:
    """HAT, HEAD or BOTH: by what the places that look at a hat are found, as recorded with the hat and without it."""
    own, bare, other = (fit(kind, "worn", level)["interval"] for kind in ("looks", "bare", "elsewhere"))
    if bare[0] <= other[1]:
        return HAT
    return BOTH if bare[1] < own[0] else HEAD


def by_what() -> str:
    """The same in words, at the noise of the bet, and where there is less of it."""
    said = {
        HAT: "no better than another picture's, so it goes by the hat.",
        HEAD: "hardly less, so it goes by the rest of the cat.",
        BOTH: "less, but more than another picture's, so it goes by both.",
    }
    if gone_by(LATER) == gone_by():
        return said[gone_by()]
    with_it, without = (f"{fit(kind, 'worn', LATER)['value']:.2f}" for kind in ("looks", "bare"))
    return f"{said[gone_by()]} At {NOISE[LATER]} noise it's {with_it} with the hat and {without} without."


def table() -> None:
    """All of it."""
    head = f"| looks · changes | {' | '.join(NOISE.values())} | another's, at 95 % | luck |"
    lines = [head, "|---" * (len(NOISE) + 3) + "|"]
    for field, name in NAMES.items():
        pairs = [f"{fit('looks', field, at)['value']:.2f} · {fit('changes', field, at)['value']:.2f}" for at in NOISE]
        other, by_luck = fit("elsewhere", field)["value"], luck(field)["value"]
        lines.append(f"| {name} | {' | '.join(pairs)} | {other:.2f} | {by_luck:.2f} |")
    bare = [f"{fit('bare', 'worn', at)['value']:.2f}" for at in NOISE]
    lines.append(f"| looks, thing taken off | {' | '.join(bare)} | | |")
    st.markdown("\n".join(lines))
    rows = [fit(kind, field, at) for kind in ("looks", "changes") for field in NAMES for at in NOISE]
    rows += [fit("bare", "worn", at) for at in NOISE]
    widest = max((row["interval"][1] - row["interval"][0]) / 2 for row in rows)
    st.caption(
        f"How well each map fits the true outline, over {fit('looks', 'worn', 1)['n']} drawn pictures; each number is "
        f"sure to within {widest:.2f}. The fit: take a map's hottest pixels, as many as the outline holds. Count those "
        "that both have, and divide by those that at least one has. "
        "*Another's* is where it looks for the same word in another picture. *Thing "
        "taken off*: the same pictures drawn without what is worn, while the sentence still says it. All blocks "
        "that read words are averaged. Large things fit better by luck alone. Once a place is settled, its word "
        "changes little but the critter's edge: less of it than luck."
    )
