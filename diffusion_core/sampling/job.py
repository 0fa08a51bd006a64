"""What a visitor asks for: one frozen record of names and numbers, which is also cache key and message.

No torch here, nor in what this module imports: pages say what they want before torch is loaded.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields

from diffusion_core.process.names import SCHEDULE_NAMES
from diffusion_core.sampling.defaults import ANY_LEVEL, LEAST_NOISY, MOST_NOISY, SAMPLER_NAMES, STEPS, STRENGTH

LARGEST_SEED = 2**31 - 1
MOST_PICTURES = 16
MOST_STEPS = 1000
MOST_BELIEVED = 0.9
MOST_LEVEL_OFFSET = 6.0


@dataclass(frozen=True)
class Job:
    """New pictures out of fresh noise.

    Picture i of `count` starts from the noise of seed + i. guidance 1 means off. T is the schedule's number of small
    steps, `steps` how many the sampler takes. believed: the share of a picture that the sampler wrongly takes to be
    left in its fresh noise, 0 for none (what a schedule that does not end in noise does, Lin et al. 2023, section 3.1).
    Three switches break a run: clip False lets the guessed picture leave [-1, 1], fresh False puts no noise back where
    the sampler would, level_offset is how far off the log-SNR is that the network hears (above 0: too little noise).
    Words may change on the way: after `switch` steps the caption is `then`; 0 never. What guidance leads away from is
    the answer to `negative`, or, where `worse` names other weights, their answer to the same caption (Karras et al.
    2024). It counts between the log-SNR `pull_from` and `pull_to`, the whole way from -ANY_LEVEL to ANY_LEVEL.
    Raises ValueError, in one plain sentence, for what cannot be.
    """

    weights: str = "critters"
    caption: str = ""
    seed: int = 0
    count: int = 1
    sampler: str = "ddim"
    steps: int = STEPS
    guidance: float = STRENGTH
    schedule: str = "cosine"
    T: int = 1000
    clip: bool = True
    believed: float = 0.0
    fresh: bool = True
    level_offset: float = 0.0
    then: str = ""
    switch: int = 0
    negative: str = ""
    worse: str = ""
    pull_from: float = MOST_NOISY
    pull_to: float = LEAST_NOISY

    def __post_init__(self) -> None:
        _among("sampler", self.sampler, SAMPLER_NAMES)
        _among("schedule", self.schedule, SCHEDULE_NAMES)
        _within("seed", self.seed, 0, LARGEST_SEED)
        _within("count", self.count, 1, MOST_PICTURES)
        _within("steps", self.steps, 1, MOST_STEPS)
        _within("guidance", self.guidance, 0, 20)
        _within("T", self.T, 1, MOST_STEPS)
        _within("believed", self.believed, 0, MOST_BELIEVED)
        _within("level_offset", self.level_offset, -MOST_LEVEL_OFFSET, MOST_LEVEL_OFFSET)
        _within("switch", self.switch, 0, self.steps)
        _within("pull_from", self.pull_from, -ANY_LEVEL, ANY_LEVEL)
        _within("pull_to", self.pull_to, self.pull_from, ANY_LEVEL)
        self._fit_together()
        for name in (
            "guidance",
            "believed",
            "level_offset",
            "pull_from",
            "pull_to",
        ):  # 2, 2.0 and -0.0: equal jobs, equal text
            object.__setattr__(self, name, float(getattr(self, name)) + 0.0)

    def _fit_together(self) -> None:
        if self.then and not self.switch:
            raise ValueError("a second caption needs a step after which it counts")
        if self.negative and self.worse:
            raise ValueError("guidance leads away from one thing: from other words, or from other weights")
        if (self.negative or self.worse) and self.guidance <= 1:
            raise ValueError(f"to lead away from anything, guidance must be above 1, not {self.guidance}")
        if self.worse == self.weights:
            raise ValueError("a network cannot be led away from itself")

    def to_text(self) -> str:
        """The record as JSON with sorted keys: equal jobs give equal text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Job":
        """The job of a `to_text`. Raises ValueError for anything else."""
        try:
            record = json.loads(text)
        except RecursionError:
            raise ValueError("this is not a job") from None
        kinds = {field.name: field.type for field in fields(cls)}
        if not isinstance(record, Mapping) or not set(record) <= set(kinds):
            raise ValueError("this is not a job")
        wrong = [name for name, value in record.items() if not _fits(value, kinds[name])]
        if wrong:
            raise ValueError(f"{wrong[0]} has the wrong kind of value")
        return cls(**record)


def _fits(value: object, kind: object) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind


def _among(name: str, value: str, names: Collection[str]) -> None:
    if value not in names:
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(names)}")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}, not {value}")
