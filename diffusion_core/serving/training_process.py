"""A training in a process of its own, spoken to through its pipes.

`python -m diffusion_core.serving.training_process NAME SEED` starts one.

It writes a record after each glimpse (`records` reads them), and obeys lines of its input: "pause" and "go". When its
input ends, whoever started it is gone, and it ends as well, in the middle of whatever it does.
"""

import math
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

import numpy as np
import torch

from diffusion_core.common.device import be_polite
from diffusion_core.common.wire import chunk, pack, read_chunk, unpack
from diffusion_core.training.clip_lesson import CLIP_LESSONS, Look, learn_clip
from diffusion_core.training.watched import LESSONS, Glimpse, learn

News = Glimpse | Look
"""What a training tells of itself; which of them, its record says by the name."""
_KINDS: dict[str, type[News]] = {kind.__name__: kind for kind in (Glimpse, Look)}
TRAININGS: Mapping[str, Callable[[str, int], Iterator[News | None]]] = {
    **dict.fromkeys(LESSONS, learn),
    **dict.fromkeys(CLIP_LESSONS, learn_clip),
}
"""How each begins, given its name and a seed."""


def main() -> None:
    name, seed = sys.argv[1], int(sys.argv[2])
    be_polite()
    torch.set_num_threads(1)
    going = threading.Event()
    going.set()
    threading.Thread(target=obey, args=(going,), daemon=True).start()
    for glimpse in TRAININGS[name](name, seed):
        if glimpse is not None:
            tell(glimpse)
        going.wait()


def obey(going: threading.Event) -> None:
    """Follow the lines of the input; at its end, or at an unknown line, end the process at once, as unfinished."""
    orders = {"pause": going.clear, "go": going.set}
    for line in sys.stdin:
        if line.strip() not in orders:
            break
        orders[line.strip()]()
    os._exit(1)


def tell(glimpse: News) -> None:
    """Write a glimpse as a record."""
    sys.stdout.buffer.write(record(glimpse))
    sys.stdout.buffer.flush()


def record(glimpse: News) -> bytes:
    """A glimpse as a chunk that holds a message: its tensors as float32, the rest in the header."""
    values = glimpse._asdict()
    arrays = {name: values.pop(name).numpy() for name, value in glimpse._asdict().items() if torch.is_tensor(value)}
    # JSON has no word for what is not a number
    numbers = {name: None if math.isnan(value) else value for name, value in values.items()}
    return chunk(pack({"kind": type(glimpse).__name__} | numbers, arrays))


def records(stream: IO[bytes]) -> Iterator[News]:
    """The glimpses that arrive in a stream of bytes, until it ends; a record that breaks off is left out."""
    while (message := read_chunk(stream)) is not None:
        yield _glimpse(*unpack(message))


def _glimpse(numbers: dict[str, Any], arrays: dict[str, np.ndarray]) -> News:
    kind = _KINDS[numbers.pop("kind")]
    fields: dict[str, Any] = {name: math.nan if value is None else value for name, value in numbers.items()}
    return kind(**fields | {name: torch.from_numpy(array.copy()) for name, array in arrays.items()})


if __name__ == "__main__":
    main()
