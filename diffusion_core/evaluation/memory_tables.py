"""The record of memory as tables, for docs/recordings.md, which holds them between comments that name them."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from diffusion_core.common.records import Record
from diffusion_core.common.statistics import Share

TWINS = "ab"
SHOWN_NOISE = (0.1, 0.3, 0.5, 0.7, 0.9)


def sizes(record: Record) -> list[int]:
    """How many pictures the networks were taught on, rising."""
    return sorted({int(name[:-1]) for name in record["cells"]})


def states_of(record: Record, size: int) -> list[int]:
    """After how many lessons both twins were measured."""
    return [lessons for lessons in record["states"] if f"twins {size} {lessons}" in record["figures"]]


def measured(record: Record, size: int, lessons: int) -> str:
    """Which twins' drawings were measured after so many lessons: "ab", "a", "b" or ""."""
    return "".join(twin for twin in TWINS if f"drawn {size}{twin} {lessons}" in record["figures"])


def pooled(record: Record, size: int, lessons: int, *path: str) -> Record:
    """A share of the drawings of all twins that were measured. path: where it stands in the figures of each."""
    parts = []
    for twin in measured(record, size, lessons):
        part: Any = record["figures"][f"drawn {size}{twin} {lessons}"]
        for key in path:
            part = part[key]
        parts.append(part)
    return Share(round(sum(part["value"] * part["n"] for part in parts)), sum(part["n"] for part in parts)).record()


def percent(share: Record) -> str:
    """ "85.4 % (83.1 to 87.5)"."""
    low, high = share["interval"]
    return f"{100 * share['value']:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def number(mean: Record, digits: int = 2) -> str:
    """ "0.93 (0.92 to 0.94)"."""
    low, high = mean["interval"]
    return f"{mean['value']:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """In Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def copies_by_size(record: Record) -> str:
    """The last state that both twins of a number have reached."""
    rows = []
    for size in sizes(record):
        for lessons in states_of(record, size)[-1:]:
            shares = [("named",), ("copies", "pixels"), ("copies", "features"), ("copies_of_the_twins", "pixels")]
            rows.append(
                [f"{size:,}", f"{lessons:,}", *(percent(pooled(record, size, lessons, *path)) for path in shares)]
            )
    return table(["pictures", "lessons", "named", "copies, pixels", "copies, features", "false alarms, pixels"], rows)


def twins_by_size(record: Record) -> str:
    """The last state that both twins of a number have reached."""
    rows = []
    for size in sizes(record):
        for lessons in states_of(record, size)[-1:]:
            found = record["figures"][f"twins {size} {lessons}"]
            means = [number(found[name]) for name in ("same_noise", "other_noise", "beside_drawn")]
            rows.append([f"{size:,}", f"{lessons:,}", *means, percent(found["same_name"])])
    return table(["pictures", "lessons", "same noise", "other noise", "beside drawn", "same name"], rows)


def by_time(record: Record, cell: Callable[[int, int], str]) -> str:
    """A row for each number of pictures, a column for each state; cell: (pictures, lessons) to text."""
    rows = [[f"{size:,}", *(cell(size, lessons) for lessons in record["states"])] for size in sizes(record)]
    return table(["pictures", *(f"{lessons:,} lessons" for lessons in record["states"])], rows)


def shares_by_time(record: Record, *path: str) -> str:
    """A share of both twins' drawings together; where only one has come so far, its name stands behind."""

    def cell(size: int, lessons: int) -> str:
        twins = measured(record, size, lessons)
        shown = percent(pooled(record, size, lessons, *path)) if twins else ""
        return shown if twins in ("", TWINS) else f"{shown}, {twins} alone"

    return by_time(record, cell)


def twins_by_time(record: Record) -> str:
    """The cosine of the twins' drawings from the same noise."""

    def cell(size: int, lessons: int) -> str:
        found = record["figures"].get(f"twins {size} {lessons}")
        return number(found["same_noise"]) if found else ""

    return by_time(record, cell)


def guesses_by_noise(record: Record) -> str:
    """Errors of twin a's last state on seen and on unseen pictures, and beside them the exact guesser's."""
    places = [record["noise"].index(share) for share in SHOWN_NOISE]
    rows = []
    for size in sizes(record):
        for lessons in [n for n in record["states"] if f"guesses {size}a {n}" in record["figures"]][-1:]:
            for who, name in (("network", f"guesses {size}a {lessons}"), ("exact guesser", f"exact {size}a")):
                found = record["figures"][name]
                cells = [f"{found['seen'][i]['value']:.1f} / {found['unseen'][i]['value']:.1f}" for i in places]
                rows.append([f"{size:,}", f"{lessons:,}" if who == "network" else "", who, *cells])
    return table(["pictures", "lessons", "who", *(f"{100 * share:.0f} % noise" for share in SHOWN_NOISE)], rows)


def planted(record: Record) -> str:
    """What became of each planted picture, before and after."""
    rows = []
    if "ordinary after" not in record["figures"]:
        return "This part of the command has not been recorded."
    for name, odd in record["planting"]["odd"].items():
        before, after = (record["figures"][f"planted {name} {when}"] for when in ("before", "after"))
        shares = [percent(after[path]) for path in ("back_by_caption", "back_by_noise")]
        pulls = [number(found["pull"], 1) for found in (before, after)]
        rows.append([name, f'"{odd["caption"]}"', f"{odd['times']:,}", *shares, *pulls])
    ordinary = [record["figures"][f"ordinary {when}"]["pull"] for when in ("before", "after")]
    pulls = [number(pull, 1) for pull in ordinary]
    rows.append(["none", f"{ordinary[0]['n']} ordinary ones", "", "", "", *pulls])
    head = ["picture", "caption", "times", "back by its caption", "back by noise alone", "pull before", "pull after"]
    return table(head, rows)


TABLES: dict[str, Callable[[Record], str]] = {
    "copies": copies_by_size,
    "twins": twins_by_size,
    "copies by time": lambda record: shares_by_time(record, "copies", "pixels"),
    "named by time": lambda record: shares_by_time(record, "named"),
    "twins by time": twins_by_time,
    "guesses": guesses_by_noise,
    "planted": planted,
}


def filled(text: str, record: Record) -> str:
    """The text with each table between its comments, <!-- NAME --> and <!-- end -->, written anew."""

    def one(found: re.Match[str]) -> str:
        return f"<!-- {found[1]} -->\n{TABLES[found[1]](record)}\n<!-- end -->"

    return re.sub(r"<!-- ([a-z ]+) -->\n.*?<!-- end -->", one, text, flags=re.S)
