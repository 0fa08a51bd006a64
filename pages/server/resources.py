"""What the whole server has once: loaded in the background while the first visitor reads the home page.

torch is imported inside functions here, so that the server answers before it is there. The environment: INK_WEIGHTS
names another file of weights than the shipped one (`unchecked` says what is known of it); TORCH_THREADS says how many
threads torch may use, OMP_NUM_THREADS and then all our cores when unset; DEVICE is auto, cuda, mps or cpu; ENGINE is
the address of engines elsewhere.
"""

import logging
import os
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pages.server import collector

if TYPE_CHECKING:
    from diffusion_core.networks.unet import UNet
    from diffusion_core.serving.engine import Engine

# read when torch loads: threads that wait actively were up to 40 times slower on a machine shared with others
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

ready, failed = threading.Event(), threading.Event()
"""Loading is over; and the network is not there all the same."""
NETWORK = "critters"
ENGINE = "ENGINE"
"""Where engines draw, if not in this process (docs/scale.md): http://10.0.0.5:8000."""
_building = threading.Lock()
_answering = threading.Event()
_log = logging.getLogger(__name__)


def start() -> None:
    """Begin loading in a thread of its own; `ready` is set when it is done, whether or not all went well."""
    threading.Thread(target=_load, name="load", daemon=True).start()


def engine() -> "Engine":
    """The one engine of this server, which owns the networks. The first call makes it; any thread may call."""
    with _building:
        return _engine()


def trouble() -> str:
    """ "" when the network answers, else one sentence for the visitor. Waits for the loading."""
    from diffusion_core.common.files import NoWeights
    from diffusion_core.serving.engine import Busy

    if _answering.is_set():
        return ""
    try:
        engine().load(NETWORK)
    except (NoWeights, Busy) as error:
        return str(error)
    _answering.set()
    failed.clear()
    return ""


def unchecked() -> str:
    """ "" when the network is the one of the model card, else one sentence for the visitor: nobody has measured it."""
    from diffusion_core.networks.weights import card_sha256

    path = _weights()
    if not path.is_file() or _sha256(path) == card_sha256():
        return ""
    return (
        f"This server draws with other weights ({path.name}) than those that were measured; no number here is theirs."
    )


def built(patience: float = 0.01) -> "Engine | None":
    """The engine, where there is one by now: it is not made for this. patience: seconds for who is in the way."""
    if not _building.acquire(timeout=patience):
        return None
    try:
        return _engine() if _engine.cache_info().currsize else None
    finally:
        _building.release()


def stop() -> None:
    """End the engine's thread, if there is one."""
    with _building:
        if _engine.cache_info().currsize:
            _engine().stop()
            _engine.cache_clear()
            _answering.clear()


def threads() -> int:
    """How many threads torch may use: TORCH_THREADS, else OMP_NUM_THREADS, else one for each core we may use."""
    wish = os.environ.get("TORCH_THREADS") or os.environ.get("OMP_NUM_THREADS")
    if wish and wish.isdigit():
        return max(1, int(wish))
    return cores()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def copy_of_network() -> "UNet":
    """A network of one's own to nudge or to cut, as it is in the file. Raises NoWeights."""
    from diffusion_core.serving import shipped

    return shipped.load(_weights())


def training_stages() -> dict[int, str]:
    """The networks of the engine by the pictures each has seen: blank, the snapshots, finished. Raises NoWeights."""
    from diffusion_core.training.snapshots import name_of, seen_by, snapshots

    finished = seen_by(_weights())
    early = [0, *(seen for seen in snapshots() if not finished or seen < finished)]
    return {seen: name_of(seen) for seen in early} | {finished or max(early) + 1: NETWORK}


def has_student() -> bool:
    """Whether this server can draw in four steps: the student that ships is the shipped network's."""
    from diffusion_core.common.assets import FEW_STEPS
    from diffusion_core.common.files import NoWeights
    from diffusion_core.networks.weights import is_shipped

    try:
        return is_shipped(_weights()) and FEW_STEPS.exists() and _learnt_from(_weights(), FEW_STEPS)
    except (NoWeights, OSError):
        return False


@cache
def _learnt_from(network: Path, student: Path) -> bool:
    from diffusion_core.common.files import read_notes
    from diffusion_core.networks.weights import is_of
    from diffusion_core.serving.shipped import TEACHER

    return is_of(read_notes(student).get(TEACHER, ""), network)


def _weights() -> Path:
    from diffusion_core.common.assets import MODEL

    other = os.environ.get("INK_WEIGHTS")
    return Path(other) if other else MODEL


@cache
def _sha256(path: Path) -> str:
    from diffusion_core.common.files import sha256

    return sha256(path)


@cache
def _engine() -> "Engine":
    import torch

    from diffusion_core.common.device import choose_device
    from diffusion_core.serving import shipped
    from diffusion_core.serving.elsewhere import Elsewhere
    from diffusion_core.serving.engine import Engine

    torch.set_num_threads(threads())
    device, loaders = choose_device(os.environ.get("DEVICE", "auto")), shipped.loaders(_weights())
    if address := os.environ.get(ENGINE):
        return Elsewhere(address, loaders, device=device, weights=_weights())
    return Engine(loaders, device=device)


def _load() -> None:
    try:
        _warm()
    except Exception:
        # levels 1 to 3 work without a network, so the server goes on
        failed.set()
        _log.exception("Loading failed; the pages that need the network will say so.")
    finally:
        collector.spare()
        ready.set()


def _warm() -> None:
    """Ask one question, which loads the network and lets torch set itself up."""
    import torch

    from diffusion_core.common.files import NoWeights
    from diffusion_core.serving.engine import Busy

    try:
        engine().ask(NETWORK, torch.zeros(1, 3, 64, 64), torch.zeros(1, dtype=torch.float64), [""])
    except NoWeights as missing:
        failed.set()
        _log.warning("%s Levels 1 to 3 go on without it.", missing)
    except Busy:  # the server closes already
        failed.set()
    else:
        # or the first page would ask, at the end of the line
        _answering.set()
        if other := unchecked():
            _log.warning(other)
