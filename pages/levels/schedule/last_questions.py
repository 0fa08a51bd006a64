"""Level 3: the three closing questions, each marked by a live run."""

import torch

from diffusion_core.backward_1d import chain_back, off_the_data, two_heaps
from diffusion_core.ends import not_rescaled
from diffusion_core.forward import add_noise
from diffusion_core.randomness import generator
from diffusion_core.schedules import make_schedule
from pages.shared import schedule_last as last_pictures
from pages.shared.closing import Closing, Outcome
from pages.shared.schedule_words import percent

PLAIN, REST, FINE = "It would end as plain noise", "A good part of the picture would be left", "It would only be finer"
COIN, OFTEN, ALWAYS = "No better than with a coin", "A little better than with a coin", "Nearly always"
HEAPS, BETWEEN, ONE_HEAP = "On the two heaps", "Mostly where no data is", "All on one heap"
TRIES = 200
WIDTH = 0.2


def fewer_steps() -> Outcome:
    """A hundred steps of the linear schedule with the sizes meant for a thousand."""
    mistaken, sound = not_rescaled(100), make_schedule("linear", 100)
    left, little = mistaken.alpha_bar[-1].item(), sound.alpha_bar[-1].item()
    return (
        REST if left > 0.05 else PLAIN,
        f"after the 100 steps {percent(left)} of the picture is left; with β rescaled it is {100 * little:.3f}\u00a0%.",
        [last_pictures.end("kept", mistaken, "not rescaled"), last_pictures.end("scaled", sound, "rescaled")],
    )


def dark_or_bright() -> Outcome:
    """Dark and bright pictures noised to the end of scaled linear, told apart by their brightness."""
    seen = {name: _brightness(name) for name in ("scaled linear", "cosine")}
    rates = [((values > 0) == _bright()).double().mean().item() for values in seen.values()]
    right = ALWAYS if rates[0] > 0.9 else OFTEN if rates[0] > 0.6 else COIN
    return (
        right,
        f"of {TRIES} pictures, {TRIES * rates[0]:.0f} were told right by their brightness alone; "
        f"under cosine it was {TRIES * rates[1]:.0f}.",
        [last_pictures.brightness(name, values) for name, values in seen.items()],
    )


def _bright() -> torch.Tensor:
    return torch.arange(TRIES) % 2 > 0


def _brightness(name: str) -> torch.Tensor:
    x0 = (_bright().float() - 0.5)[:, None].expand(-1, 64 * 64 * 3)
    noise = torch.randn(x0.shape, generator=generator(0))
    return add_noise(x0, noise, make_schedule(name).alpha_bar[-1].item()).mean(dim=1)


def one_giant_step() -> Outcome:
    """The way back from noise to two heaps, in one step with the best bell that there is."""
    data = two_heaps(WIDTH)
    (*_, one), (*_, many) = (chain_back(data, make_schedule("cosine", n), 4000, generator(0)) for n in (1, 100))
    off = off_the_data(data, one)
    right = (
        BETWEEN if off > 0.5 else ONE_HEAP if min((one > 0).double().mean(), (one < 0).double().mean()) < 0.1 else HEAPS
    )
    return (
        right,
        f"{percent(off)} of 4,000 values ended off the data; in 100 steps it was {percent(off_the_data(data, many))}.",
        [
            last_pictures.values("one", one, WIDTH, "in one step"),
            last_pictures.values("many", many, WIDTH, "in 100 steps"),
        ],
    )


QUESTIONS = [
    Closing(
        "fewer",
        "What would happen if linear took 100 steps instead of 1,000, and left each β as it was?",
        {
            PLAIN: "Each step adds as little as before, and there are ten times fewer of them.",
            REST: "",
            FINE: "The steps would be as fine as before. There would only be too few of them.",
        },
        fewer_steps,
    ),
    Closing(
        "rest",
        "What if you noised dark grey and light grey sheets to the end of scaled linear: could one tell them apart?",
        {
            COIN: "That is so under cosine. Here 0.47 % of the picture is left.",
            OFTEN: "One pixel alone tells little. All 12,288 numbers together tell more.",
            ALWAYS: "",
        },
        dark_or_bright,
    ),
    Closing(
        "giant",
        "What would happen if one giant step led back from noise to the two heaps, with the best bell?",
        {
            HEAPS: "A bell has one hump. It cannot stand on two heaps at once.",
            BETWEEN: "",
            ONE_HEAP: "The best bell must cover both heaps, so it takes neither.",
        },
        one_giant_step,
    ),
]
