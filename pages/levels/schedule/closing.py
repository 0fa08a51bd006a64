"""Level 3: the three closing questions, each marked by a live run."""

import torch

from diffusion_core.common.randomness import generator
from diffusion_core.process.forward import add_noise
from diffusion_core.process.one_dimension import Bells, chain_back, off_the_data, two_heaps
from diffusion_core.process.schedules import make_schedule
from diffusion_core.process.unfinished import not_rescaled
from pages.levels.schedule import closing_figures
from pages.levels.schedule.gradually_figures import off_of_data
from pages.shared.numbers import fixed_percent
from pages.shared.page.closing import Closing, Outcome

PLAIN, REST, FINE = "It would end as plain noise", "A good part of the picture would be left", "It would only be finer"
COIN, OFTEN, ALWAYS = "No better than with a coin", "A little better than with a coin", "Nearly always"
ON_IT, OFF_IT, WIDE = "On the heap, like the data", "Mostly off it, as with two", "Around it, but too far apart"
TRIES = 200
WIDTH = 0.2


def fewer_steps() -> Outcome:
    """A hundred steps of the linear schedule with the sizes meant for a thousand."""
    mistaken, sound = not_rescaled(100), make_schedule("linear", 100)
    left, little = mistaken.alpha_bar[-1].item(), sound.alpha_bar[-1].item()
    return (
        REST if left > 0.05 else PLAIN,
        f"After the 100 steps **{fixed_percent(left)}** of the picture is left. "
        f"With steps ten times as large it is {100 * little:.3f}\u00a0%.",
        [closing_figures.end("kept", mistaken, "as small"), closing_figures.end("scaled", sound, "ten times as large")],
    )


def dark_or_bright() -> Outcome:
    """Dark and bright pictures noised to the end of scaled linear, told apart by their brightness."""
    seen = {name: _brightness(name) for name in ("scaled linear", "cosine")}
    rates = [((values > 0) == _bright()).double().mean().item() for values in seen.values()]
    right = ALWAYS if rates[0] > 0.9 else OFTEN if rates[0] > 0.6 else COIN
    return (
        right,
        f"Of {TRIES} sheets, **{TRIES * rates[0]:.0f}** were told right by their brightness alone. "
        f"Under cosine it was {TRIES * rates[1]:.0f}, and a coin gets half of them.",
        [closing_figures.brightness(name, values) for name, values in seen.items()],
    )


def _bright() -> torch.Tensor:
    return torch.arange(TRIES) % 2 > 0


def _brightness(name: str) -> torch.Tensor:
    x0 = (_bright().float() - 0.5)[:, None].expand(-1, 64 * 64 * 3)
    noise = torch.randn(x0.shape, generator=generator(0))
    return add_noise(x0, noise, make_schedule(name).alpha_bar[-1].item()).mean(dim=1)


def one_heap() -> Outcome:
    """The way back from noise to a single heap, in one step with the best bell that there is; and to two."""
    heap = Bells(torch.zeros(1).double(), torch.ones(1).double(), torch.full((1,), WIDTH**2).double())
    ends = {name: (data, _in_one_step(data)) for name, data in (("one", heap), ("two", two_heaps(WIDTH)))}
    off, off_two = (off_the_data(data, end) for data, end in ends.values())
    return (
        OFF_IT if off > 0.5 else WIDE if off > 0.1 else ON_IT,
        f"**{fixed_percent(off)}** of 4,000 values ended off the heap, and with two heaps {fixed_percent(off_two)}. "
        f"Of the data themselves, {fixed_percent(off_of_data())} lie as far out.",
        [closing_figures.values(name, end, data, f"{name} heap{'s' * (name == 'two')}, one step")
         for name, (data, end) in ends.items()],
    )  # fmt: skip


def _in_one_step(data: Bells) -> torch.Tensor:
    *_, end = chain_back(data, make_schedule("cosine", 1), 4000, generator(0))
    return end


QUESTIONS = [
    Closing(
        "fewer",
        "What would happen if linear took 100 steps instead of 1,000, from the same smallest to the same largest?",
        {
            PLAIN: "The steps add as little as before, and there are ten times fewer of them.",
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
        "What if the data were one heap, not two: where would one giant step from noise end, with the best bell?",
        {
            ON_IT: "",
            OFF_IT: "Two heaps were missed because one bell had to cover the gap between them. One heap has no gap.",
            WIDE: "The best bell is as narrow as what it stands for, here the heap.",
        },
        one_heap,
    ),
]
