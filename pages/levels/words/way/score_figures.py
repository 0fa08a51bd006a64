"""5.3: a run with what each of its words does at each step."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import SIZE, said_words
from diffusion_core.evaluation.loudness import loudness, silent_after
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.listening import listen
from pages.levels.words.way.heat import over
from pages.server import drawing
from pages.shared.keeping.with_progress import Work
from pages.shared.player import Pictures, Score
from pages.shared.player.track import Track

CHANGES, LOOKS = "what it changes", "how much it's looked at"
"""What the brightness of the score can stand for."""
SHAPE = (3, SIZE, SIZE)


@dataclass(frozen=True)
class Heard:
    """words: those that are about something, and fields, what each is about; guesses: (STEPS, 3, 64, 64) the network's
    guess in each step; looks: (STEPS, W, 16, 16), how much each place reads each word; changed: (STEPS, W, 64, 64), by
    how much each pixel of the guess would differ without it; loud: (W, STEPS), the same over all pixels, in shades."""

    words: tuple[str, ...]
    fields: tuple[str, ...]
    guesses: Tensor
    looks: Tensor
    changed: Tensor
    loud: np.ndarray

    def silent(self, field: str) -> int:
        """After how many steps the word of this field has fallen silent here."""
        return silent_after(self.loud[self.fields.index(field)].tolist())

    def share(self) -> np.ndarray:
        """(W, STEPS): which share of all reading goes to each word."""
        return self.looks.mean((2, 3)).T.numpy()


def heard(job: Job) -> Work[Heard]:
    """Draw the job's picture and listen to its words. Raises NoWeights and Busy."""
    said, steps = said_words(job.caption), []
    for one in listen(job, drawing.look, SHAPE):
        steps.append(one)
        yield one.step.index / job.steps
    changes = torch.stack([one.changes for one in steps])
    loud = torch.stack([loudness(one) for one in changes], dim=1)
    return Heard(
        tuple(word.word for word in said), tuple(word.field for word in said),
        torch.cat([one.step.x0 for one in steps]), torch.stack([one.looks for one in steps]),
        changes.abs().mean(2), loud.numpy(),
    )  # fmt: skip


def before_tracks(job: Job) -> list[Track]:
    """What there is before the bet: the noise, and a score of which nothing has sounded yet."""
    noise, words = Noise([job.seed], SHAPE)(), [word.word for word in said_words(job.caption)]
    return [
        Pictures("guess", noise[0], title="pure noise, and five words", role="noise", note="", size="main"),
        Score("score", np.zeros((len(words), job.steps)), words, noise_shares(job), title="the words' score",
              role="guess", note="", x_label="noise", size="main", still=True),
    ]  # fmt: skip


def tracks(job: Job, found: Heard, brightness: str, word: str) -> list[Track]:
    """The film of guesses and the score beside it; below, the two maps of one word."""
    values = found.loud if brightness == CHANGES else found.share()
    row = found.words.index(word)
    maps = {"looks": (found.looks[:, row], f"where it looks for “{word}”"),
            "changes": (found.changed[:, row], f"what “{word}” changes")}  # fmt: skip
    return [
        Pictures("guess", found.guesses, title="the network's guess", role="guess", note="", size="main"),
        Score("score", values / values.max(), found.words, noise_shares(job), title=f"the words' score: {brightness}",
              role="guess", note="", x_label="noise", picked=row, size="main",
              alt=f"a row a word, a column a step, the stronger the more {brightness}"),
        *(Pictures(name, over(found.guesses, heat), title=title, role="guess", note="", size="medium")
          for name, (heat, title) in maps.items()),
    ]  # fmt: skip


def noise_shares(job: Job) -> list[str]:
    """How much noise there is before each step."""
    return [f"{100 * share:.0f} %" for share in _shares(job)]


def labels(job: Job) -> list[str]:
    """One for each frame."""
    return [f"step {i} of {job.steps} · noise {100 * share:.0f} %" for i, share in enumerate(_shares(job), 1)]


def _shares(job: Job) -> list[float]:
    schedule = make_schedule(job.schedule, job.T)
    return [1 - schedule.alpha_bar_at(job.T * (1 - i / job.steps)) for i in range(job.steps)]
