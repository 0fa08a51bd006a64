"""The pictures of the README and the model card that need no browser: `make screenshots` draws them too.

    python -m tests.browser.readme_pictures

The first 100 training pictures, the first 100 new ones (seeds 0 to 99, not chosen), one more appearing, the loss curve.
"""

import json

import matplotlib

from tests import ROOT

matplotlib.use("Agg")

import numpy as np
import torch
from matplotlib import pyplot as plt
from PIL import Image
from torch import Tensor

from diffusion_core.common.assets import EVALUATION, LOG
from diffusion_core.common.device import choose_device, fast_dtype
from diffusion_core.common.randomness import Noise
from diffusion_core.data.critters import caption, draw_bytes, training_seeds
from diffusion_core.evaluation.drawn import SAMPLER
from diffusion_core.evaluation.scenes import free_scenes
from diffusion_core.networks.unet import UNet
from diffusion_core.networks.weights import load_network
from diffusion_core.process.schedules import make_schedule
from diffusion_core.sampling.conversation import lead
from diffusion_core.sampling.generate import finish, generate
from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import SAMPLERS, Step, path

PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    device = choose_device()
    network = load_network().to(device, fast_dtype(device))
    save_sheet("critters.webp", draw_bytes(training_seeds()[:100]), across=10, scale=1)
    captions = [caption(scene) for scene in free_scenes(100)]
    save_sheet("hundred.webp", as_bytes(generate(network, captions, range(100))), across=10, scale=1)
    (PICTURES / "hundred.txt").write_text("\n".join(captions) + "\n", encoding="utf-8")
    record = json.loads(EVALUATION.read_text(encoding="utf-8"))
    wrong = record.get("failures", [])
    if wrong:
        words, seeds = ([one[key] for one in wrong] for key in ("caption", "seed"))
        redrawn = generate(network, words, seeds, **{key: record[key] for key in ("sampler", "steps", "guidance")})
        save_sheet("failures.webp", as_bytes(redrawn), across=4, scale=2)
    without_words = generate(network, [""] * 12, range(12), sampler=SAMPLER)
    save_sheet("untold.webp", as_bytes(without_words), across=4, scale=2)
    save_film("critter.gif", network, "a happy green rabbit with a crown in the meadow", seed=1)
    draw_loss("loss.png")


def as_bytes(pictures: Tensor) -> Tensor:
    """(B, 3, 64, 64) in [-1, 1] -> uint8."""
    return ((pictures.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)


def sheet(pictures: Tensor, across: int, scale: int) -> Image.Image:
    """(B, 3, 64, 64) uint8 as one picture of B / across rows, each pixel scale × scale."""
    rows = pictures.reshape(-1, across, 3, 64, 64).permute(0, 3, 1, 4, 2).reshape(-1, across * 64, 3)
    picture = Image.fromarray(np.ascontiguousarray(rows.numpy()))
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)


def save_sheet(name: str, pictures: Tensor, *, across: int, scale: int) -> None:
    """In 32 shades of each colour: no pixel is off by more than 4 of 255, and the file is half as big."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    sheet(pictures // 8 * 8 + 4, across, scale).save(PICTURES / name, lossless=True, quality=100, method=6)


def save_film(name: str, network: UNet, words: str, *, seed: int, steps: int = 30) -> None:
    """A picture appearing out of noise: the noisy picture at the left, the guess at the right; every second step.

    Noise does not pack: all 30 steps, three pixels wide each and in 128 colours, would be four times the file.
    """
    draw = Noise([seed], (3, 64, 64))
    taken: list[Step] = []
    asking = SAMPLERS["ddim"](draw(), path(make_schedule("cosine", 1000), steps), draw)
    finish(lead(asking, [words], network, taken.append, how=Job()), network)
    frames = [sheet(as_bytes(torch.cat([step.x, step.x0])), across=2, scale=2) for step in taken[1::2]]
    palettes = [frame.quantize(64, dither=Image.Dither.NONE) for frame in frames]
    durations = [240] * (len(frames) - 1) + [2500]
    palettes[0].save(PICTURES / name, save_all=True, append_images=palettes[1:], duration=durations, loop=0)


def draw_loss(name: str) -> None:
    """The loss over the pictures seen, from the run's own log."""
    lines = [json.loads(line) for line in LOG.read_text(encoding="utf-8").splitlines()]
    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    axes.loglog([line["pictures"] for line in lines], [line["loss"] for line in lines], color="#c2410c")
    axes.set(xlabel="training pictures seen", ylabel="mean squared error of v")
    figure.savefig(PICTURES / name, dpi=110)


if __name__ == "__main__":
    main()
