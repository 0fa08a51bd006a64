"""A small CLIP taught before one's eyes: streams that yield after each nudge, and now and then a look.

Its exam: 64 pictures and their 64 captions; and pictures of two critters, each with its caption and the same one with
the two colours swapped. No lesson draws any of them.
"""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor

from diffusion_core.common.randomness import generator
from diffusion_core.data.critters import SIZE, VOCABULARY, Critter, Scene, caption, draw, draw_bytes, scenes_of
from diffusion_core.data.critters.scenes import codes_of
from diffusion_core.data.vocabulary import Vocabulary
from diffusion_core.data.word_order import exchanged
from diffusion_core.networks.clip import Clip, blank_clip, contrastive_loss
from diffusion_core.training.watched import glimpses_after

BATCH, RATE = 64, 3e-3
TABLE, SWAPS = 64, 128
"""So many pictures stand against as many captions; so many are shown a caption with the colours swapped."""
FOUND = 0.95
"""The share of the TABLE at which it counts as learnt."""
LEARNT_FROM, EXAM = 8_000_000, 9_000_000
"""Picture numbers from which a lesson's pictures come, and those of the exam."""
AT_ONCE, EACH = 128, 6
"""So many pictures are drawn together; so many for each nudge on average."""
SHIFT = 4
"""Pixels by which a batch of pictures is moved at most, so that none is ever quite the same."""
EXAMPLE = Scene("meadow", (Critter("cat", "red"), Critter("dog", "blue")))
"""What the one picture of the exam shows that a page shows, too."""


class Look(NamedTuple):
    """What a CLIP can do after so many nudges.

    loss: the mean since the look before, not a number at the first; found: the share of the TABLE's pictures that take
    their own caption for the likeliest; preferred: of SWAPS pictures, the share that is closer to its caption than to
    the one with swapped colours; table: (TABLE, TABLE), for each picture how likely it takes each caption to be its
    own, rows adding up to 1; example: (2,), the same of the picture of EXAMPLE for its caption and the swapped one;
    seconds: of processor time so far.
    """

    nudges: int
    loss: float
    found: float
    preferred: float
    table: Tensor
    example: Tensor
    seconds: float


@dataclass(frozen=True)
class ClipLesson:
    """How one is taught. nudges: how many; swaps: whether captions with swapped colours are among the wrong answers."""

    nudges: int
    swaps: bool = False


PLAIN, WITH_SWAPS = "clip", "clip, with swaps"
CLIP_LESSONS: dict[str, ClipLesson] = {
    PLAIN: ClipLesson(140),
    WITH_SWAPS: ClipLesson(240, swaps=True),
}


def learn_clip(name: str, seed: int) -> Iterator[Look | None]:
    """The stream of a lesson of that name: after each nudge a Look where one is due, else None. Raises KeyError."""
    return taught(CLIP_LESSONS[name], seed)


def taught(lesson: ClipLesson, seed: int) -> Iterator[Look | None]:
    """Teach a blank CLIP, and look at it before the first nudge, and then early and often. Yields as `learn_clip`."""
    began, clip, school = time.process_time(), blank_clip(seed), School(lesson, seed)
    optimiser = torch.optim.AdamW(clip.parameters(), lr=RATE, weight_decay=0.01)
    losses, due = [], set(glimpses_after(lesson.nudges))
    yield look(clip, 0, math.nan, began)
    for nudge in range(1, lesson.nudges + 1):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, nudge / 20) * (1 - (nudge - 1) / lesson.nudges)
        losses.append(nudge_clip(clip, optimiser, *school.batch(nudge)))
        if nudge in due:
            yield look(clip, nudge, sum(losses) / len(losses), began)
            losses.clear()
        else:
            yield None


def nudge_clip(clip: Clip, optimiser: torch.optim.Optimizer, x: Tensor, right: Tensor, wrong: Tensor | None) -> float:
    """One nudge; returns the loss. x: (B, 3, 64, 64); right: (B, 17), their captions; wrong: (W, 17), that fit none."""
    clip.train()
    others = None if wrong is None else clip.read(wrong)
    loss = contrastive_loss(clip.see(x), clip.read(right), clip.sharpness, others)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# --- what it learns from


class School:
    """The pictures of a lesson, drawn when they are first needed and shown again and again."""

    def __init__(self, lesson: ClipLesson, seed: int) -> None:
        self._lesson, self._words, self._random = lesson, Vocabulary(VOCABULARY), generator(seed)
        self._numbers = mixed_numbers(LEARNT_FROM + 100_000 * seed, 2 * AT_ONCE + EACH * lesson.nudges)
        self._scenes: list[Scene] = []
        self._pictures = torch.empty(len(self._numbers), 3, SIZE, SIZE, dtype=torch.uint8)

    def batch(self, nudge: int) -> tuple[Tensor, Tensor, Tensor | None]:
        """BATCH pictures, their captions and, where the lesson has them, wrong ones: as `nudge_clip` takes them."""
        while len(self._scenes) < min(len(self._numbers), AT_ONCE + EACH * nudge):
            self._draw()
        rows = torch.randperm(len(self._scenes), generator=self._random)[:BATCH]
        scenes = [self._scenes[row] for row in rows.tolist()]
        wrong = [swapped_caption(scene) for scene in scenes if len(scene.critters) == 2] if self._lesson.swaps else []
        right = self._words.tokens([caption(scene) for scene in scenes])
        x = self._pictures[rows].float() / 127.5 - 1
        shift = torch.randint(-SHIFT, SHIFT + 1, (2,), generator=self._random).tolist()
        return x.roll(shift, (2, 3)), right, self._words.tokens(wrong) if wrong else None

    def _draw(self) -> None:
        done = len(self._scenes)
        some = self._numbers[done : done + AT_ONCE]
        self._pictures[done : done + len(some)] = draw_bytes(some)
        self._scenes += scenes_of(some)


def mixed_numbers(first: int, count: int) -> Tensor:
    """(count,) picture numbers from `first` on: every other one shows two critters that can swap their colours."""
    numbers = torch.arange(first, first + 8 * count + 1000)
    codes = codes_of(numbers)
    apart = (codes[:, 2:4] != codes[:, 6:8]).all(1)
    one, two = numbers[codes[:, 1] == 1], numbers[(codes[:, 1] == 2) & apart]
    half = (count + 1) // 2
    return torch.stack([one[:half], two[:half]], dim=1).flatten()[:count]


def swapped_caption(scene: Scene) -> str:
    """What a scene's caption would be, had its two critters swapped their colours."""
    return caption(exchanged(scene, "colour"))


# --- its exam


class Exam(NamedTuple):
    """x (N, 3, 64, 64): EXAMPLE's picture, then SWAPS of two critters, then those of the TABLE; the tokens of captions:
    own (N, 17), swapped (1 + SWAPS, 17)."""

    x: Tensor
    own: Tensor
    swapped: Tensor


@cache
def exam() -> Exam:
    """Always the same, and its captions all differ."""
    pairs = mixed_numbers(EXAM, 2 * SWAPS)[1::2]
    against = mixed_numbers(EXAM + 100_000, 2 * TABLE)
    others = list(
        {caption(scene): number for number, scene in zip(against.tolist(), scenes_of(against), strict=True)}.values()
    )
    numbers = torch.cat([pairs, torch.tensor(others[:TABLE])])
    scenes = [EXAMPLE, *scenes_of(numbers)]
    words = Vocabulary(VOCABULARY)
    x = draw(torch.cat([torch.tensor([EXAM]), numbers]), scenes=scenes)
    swapped = [swapped_caption(scene) for scene in scenes[: 1 + SWAPS]]
    return Exam(x, words.tokens([caption(scene) for scene in scenes]), words.tokens(swapped))


@torch.inference_mode()
def look(clip: Clip, nudges: int, loss: float, began: float) -> Look:
    """How it does in the exam. began: the processor time at which it began."""
    clip.eval()
    asked = exam()
    seen, own, swapped = clip.see(asked.x), clip.read(asked.own), clip.read(asked.swapped)
    table = (clip.sharpness * seen[-TABLE:] @ own[-TABLE:].T).softmax(1)
    found = (table.argmax(1) == torch.arange(TABLE)).double().mean().item()
    of_two = torch.stack([(seen[: 1 + SWAPS] * said[: 1 + SWAPS]).sum(1) for said in (own, swapped)], dim=1)
    preferred = (of_two[1:, 0] > of_two[1:, 1]).double().mean().item()
    example = (clip.sharpness * of_two[0]).softmax(0)
    return Look(nudges, loss, found, preferred, table, example, time.process_time() - began)


def captions_of_the_table() -> Sequence[str]:
    """What stands at its columns."""
    return [" ".join(VOCABULARY[token - 2] for token in row if token > 1) for row in exam().own[-TABLE:].tolist()]
