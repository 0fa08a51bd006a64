"""Level 3: the closing question, marked by a live run."""

from diffusion_core.process.schedules import make_schedule
from diffusion_core.process.unfinished import not_rescaled
from pages.levels.schedule import closing_figures
from pages.shared.numbers import fixed_percent
from pages.shared.page.closing import Closing, Outcome
from pages.shared.player import place_of_picture

PLAIN, REST, FINE = "It would end as plain noise", "A good part of the picture would be left", "It would only be finer"
TITLES = ("as small", "ten times as large")


def fewer_steps() -> Outcome:
    """A hundred steps of the linear schedule with the sizes meant for a thousand."""
    mistaken, sound = not_rescaled(100), make_schedule("linear", 100)
    left, little = mistaken.alpha_bar[-1].item(), sound.alpha_bar[-1].item()
    return (
        REST if left > 0.05 else PLAIN,
        f"After the 100 steps **{fixed_percent(left)}** of the picture is left. "
        f"With steps ten times as large it is {100 * little:.3f}\u00a0%.",
        [closing_figures.end("kept", mistaken, TITLES[0]), closing_figures.end("scaled", sound, TITLES[1])],
    )


QUESTIONS = [
    Closing(
        "fewer",
        "What if linear took 100 steps instead of 1,000, growing from the same smallest step to the same largest?",
        {
            PLAIN: "The steps add as little as before, and there are ten times fewer of them.",
            REST: "",
            FINE: "The steps would be as fine as before. There would only be too few of them.",
        },
        fewer_steps,
        [place_of_picture(title, title=title, size="medium") for title in TITLES],
    ),
]
