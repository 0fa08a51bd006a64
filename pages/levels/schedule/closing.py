"""Level 3: the closing question, marked by a live run."""

from diffusion_core.process.schedules import make_schedule
from diffusion_core.process.unfinished import not_rescaled
from pages.levels.schedule import closing_figures
from pages.shared.numbers import fixed_percent
from pages.shared.page.closing import Closing, Outcome

PLAIN, REST, FINE = "It would end as plain noise", "A good part of the picture would be left", "It would only be finer"


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


QUESTIONS = [
    Closing(
        "fewer",
        "What would happen if linear took 100 steps instead of 1,000, without making any step larger?",
        {
            PLAIN: "The steps add as little as before, and there are ten times fewer of them.",
            REST: "",
            FINE: "The steps would be as fine as before. There would only be too few of them.",
        },
        fewer_steps,
    ),
]
