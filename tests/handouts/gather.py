"""The bets of a level: the words of the answer key, and the pictures that its pages show before and after each."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from streamlit.testing.v1 import AppTest

from pages.classroom.answers import answers, name_of
from pages.server import resources
from pages.shared.handouts.sheet import unmarked
from pages.shared.page.bets import SHOW_ME
from pages.shared.page.state import box
from pages.shared.player import to_bytes
from pages.site_map import parts_of
from tests.pages.driver import Sent, asked, bet, cards, job, messages, names, opened, sent, track

BOX = 256
"""Dots along a glass."""
SEEN_BY = {
    "schedule.end": ("schedule.sound", "schedule.fooled"),
    "schedule.closing.fewer": ("schedule.closing.fewer.run",),
}
"""Players that show what came out of a bet and play no proof of it."""
Strip = tuple[str, list[np.ndarray]]
"""A title, and pictures side by side, (H, W, 3) uint8."""


@dataclass(frozen=True)
class Bet:
    """name: of the answer key; place: "2.1 The picture dissolves"; right, says: the answer, and the line with what was
    measured; before, after: what there is to see."""

    name: str
    place: str
    question: str
    options: tuple[str, ...]
    right: str
    says: str
    before: list[Strip]
    after: list[Strip]


def bets_of(level: int, wanted: Collection[str] = ()) -> Iterator[Bet]:
    """In their order. What opens only after another bet comes after it. wanted: their names, none for all."""
    for part in parts_of(level):
        boxes = {box(header.value.split()[0]): "true" for header in opened(part.path).header}
        page = opened(part.path, boxes)
        while waiting := [key for key in cards(page) if key in asked(page)]:
            if not wanted or name_of(waiting[0]) in wanted:
                yield _made(page, waiting[0])
            else:
                bet(page, waiting[0], SHOW_ME)


def _made(page: AppTest, key: str) -> Bet:
    seen = {player: strips(page, player) for player in players(page)}
    place = _heading(page, key)
    bet(page, key, SHOW_ME)
    turn = page.session_state["bets.turns"][key]
    there = players(page)
    proving = [player for player in there if (sent(page, player)[0]["proof"] or {}).get("turn") == turn][:1]
    proving = [player for player in SEEN_BY.get(name_of(key), proving) if player in there]
    after = [strip for player in proving for strip in strips(page, player)][:2]
    before = next((seen[player] for player in proving if player in seen), [])
    known = answers()[name_of(key)]
    return Bet(known.name, place, unmarked(known.question), tuple(map(unmarked, known.options)),
               unmarked(known.right), unmarked(known.says), before, after)  # fmt: skip


def players(page: AppTest) -> list[str]:
    """Their keys. Other components are sent messages, too."""
    return [key for key in messages(page) if "tracks" in sent(page, key)[0]]


def _heading(page: AppTest, key: str) -> str:
    """The heading of the experiment in which a bet's card stands: the last one before it."""
    found = ""
    for part in page.main:
        for one in _all(part):
            if one.type == "header":
                found = one.value
            if one.type == "bidi_component" and f'"key":"{key}"' in one.proto.json.replace('": "', '":"'):
                return found
    return found


def _all(part) -> Iterator:
    yield part
    for child in getattr(part, "children", {}).values():
        yield from _all(child)


def strips(page: AppTest, player: str) -> list[Strip]:
    """What a player shows, three moments of each track at most; of several that are drawn at once the ends. Curves that
    stand still are left out."""
    header, _ = sent(page, player)
    if header["stream"]:
        steps = [list(step.x.clamp(-1, 1)) for step in resources.engine().submit(job(page, player))]
        shown = some(steps) if len(steps[-1]) == 1 else steps[-1:]
        seen = [to_bytes(torch.cat(pictures[:4], dim=-1)) for pictures in shown]
        return [(header["tracks"][0]["title"], seen)]
    found = [(spec["title"].partition(": tap")[0], some(frames)) for spec, frames in (drawn(track(page, player, name))
             for name in names(page, player)) if frames is not None]  # fmt: skip
    return found[:2]


def some(frames: Sequence[Any]) -> list[Any]:
    """The first, the middle and the last."""
    return [frames[at] for at in sorted({0, len(frames) // 2, len(frames) - 1})]


def drawn(one: Sent) -> tuple[dict, np.ndarray | None]:
    """A track's frames in black on white where it is specks, as they are where it is pictures."""
    spec, arrays = one
    if spec["kind"] == "pictures" and "pixels" in arrays:
        frames = arrays["pixels"]
        return spec, frames.repeat(3 // frames.shape[-1], axis=-1)
    if spec["kind"] == "mixture":
        parts, table = arrays["parts"].astype(np.float64), arrays["table"]
        return spec, to_bytes(np.stack([a * parts[0] + b * parts[-1] for a, b in table]))
    if spec["kind"] == "drop":
        return spec, dotted(arrays["positions"] * spec["unit"] + np.array(spec["at"]))
    if spec["kind"] == "particles" and arrays["positions"].shape[1]:
        return spec, dotted(arrays["positions"] / 65_535)
    if spec["kind"] == "moving":
        return spec, charted(spec, arrays)
    if spec["kind"] == "bars":
        return spec, barred(spec, arrays)
    return spec, None


def charted(spec: dict, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Three moments of curves that change, (3, BOX, BOX, 3) uint8, each line in a way of its own."""
    lines = [arrays[f"y{i}"] for i in range(len(spec["lines"]))]
    last = max(map(len, lines)) - 1
    top = spec["y_range"][1] if spec["y_range"] else float(np.nanmax([np.nanmax(line) for line in lines]))

    def draw(place: Axes, frame: int) -> None:
        for line, way in zip(lines, ("-", "--", ":", "-."), strict=False):
            place.plot(arrays["x"], line[min(frame, len(line) - 1)], way, color="black", linewidth=2.5)
        place.set(yticks=[], ylim=(0, top))

    return np.stack([plotted(draw, frame) for frame in (0, last // 2, last)])


def barred(spec: dict, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Three moments of a histogram at most, (F, BOX, BOX, 3) uint8, each as high as it can be."""

    def draw(place: Axes, frame: int) -> None:
        place.stairs(arrays["counts"][frame], arrays["edges"], fill=True, color="0.35")
        place.set(yticks=[])

    return np.stack([plotted(draw, frame) for frame in some(range(len(arrays["counts"])))])


def plotted(draw: Callable[[Axes, int], None], frame: int) -> np.ndarray:
    """(BOX, BOX, 3) uint8."""
    canvas = FigureCanvasAgg(Figure(figsize=(2.56, 2.56), dpi=BOX / 2.56, layout="constrained"))
    draw(canvas.figure.add_subplot(), frame)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3]


def dotted(specks: np.ndarray) -> np.ndarray:
    """(F, BOX, BOX, 3) uint8."""
    frames = np.full((len(specks), BOX, BOX, 3), 255, np.uint8)
    folded = 1 - np.abs(1 - np.abs(specks) % 2)
    for frame, places in zip(frames, folded, strict=True):
        columns, rows = (places * (BOX - 3)).astype(int).T
        for down in range(3):
            for right in range(3):
                frame[rows + down, columns + right] = 40
    return frames
