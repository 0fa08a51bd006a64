"""1.4: a leap and small steps race back from mixed water; and other ways, each for itself."""

import streamlit as st

from diffusion_core import ink
from pages.levels.ink import race_figures, undo_figures
from pages.levels.ink.race_figures import SPACING, TICKS
from pages.shared.keeping import ahead
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.notebook import offer
from pages.shared.page.state import link_reveals
from pages.shared.player import player
from pages.shared.player.track import Track

RACE, FILM, RULE, LEAP, STEPS = "the race", "film", "unmix", "one leap", "many steps"
GUIDE = (
    "A **guide** knows the ring, but saw no speck move. Every spot on the ring that a speck may have come from pulls "
    "at it, and the likelier the spot, the harder."
)
ANYWHERE = (
    "In mixed water a speck may have come from anywhere on the ring. All those spots pull at it, and the pulls cancel "
    "out."
)
SAYS = {
    RACE: f"{ANYWHERE} So one leap leads nowhere.\n\n"
    "So go only part of the way, let chance shove the speck, and look again. By then it's nearer to one side, and "
    "that side pulls harder. Then again, with ever smaller shoves. **Fewer and fewer spots are left that it may have "
    "come from, until it's there.**",
    FILM: "The film runs backwards. It works, but it's cheating: with mixed water alone, you have no film.",
    RULE: "Unmixing turns the rule round: from where there's little ink, it sends ink to where there's more already. "
    "But some cells hold a few specks more just by luck. It can't tell luck from what is left of the ring, so it blows "
    "up every little bump.",
    LEAP: f"{GUIDE} {ANYWHERE} So one leap leads nowhere.",
    STEPS: f"{GUIDE} The speck goes part of the way and gets a shove, and the guide looks again. Each shove is "
    "smaller than the last.",
}
BETS = ("In one giant leap", "In many small steps", "Either way: it knows the ring")
WHY_NOT = {
    BETS[0]: "Look at the glass of the leap: nothing has come.",
    BETS[1]: "Then each step would have to lead astray.",
    BETS[2]: "The guide only tells each speck which way it's pulled, and in mixed water the pulls cancel out.",
}
READY = f"Two glasses of the same mixed water, at {undo_figures.WATER}\u00a0°C."
AT_ONCE = (
    "Why not put each speck on the ring at once? Here you could, as the whole ring is known. The network of level 4 "
    "has no such list: it can only tell which way to go from where you are. So this guide plays by the same rule."
)
NOTICE = {
    RACE: "When can you first see the ring?",
    FILM: "The film can go back. The water has kept no film.",
    RULE: "Brown cells hold less than zero specks, which is nonsense. How soon does the first show up?",
    LEAP: "Nothing seems to happen. That is the result.",
    STEPS: "The guide has no film, but it knows where the ring was. Is that cheating, too?",
}
SPACED = (
    "The ring takes shape only at the very end of the way back. "
    "Equal steps jump over that part in one leap. Ever smaller steps take their time there."
)
MOMENT, BET, WAY = "undo", "ink.undo", "ink.way"
GLASS = 0
"""The number of the glass: one for all ways, so that they can be compared."""
STEPS_FPS, SECONDS = 6, 4


def _below() -> None:
    fold("Why not at once?", lambda: st.markdown(AT_ONCE))
    fold("Who found it", _found_by)
    show_code(ink.step_back, ink.undo, ink.DropGuide, ink.kernel_by_images, ink.kernel_by_series, ink.exchange,
              diffusers="")  # fmt: skip


@experiment("1.4", "A race back", below=_below)
def can_it_be_undone() -> None:
    guess = bets.ask(BET, "This water held a ring, and the guide knows the ring. How can it bring the ring back?", BETS)
    revealed = bool(guess) or link_reveals(MOMENT)
    stage, side = stage_and_side()
    with side:
        said = st.container()
        way, steps, spacing = _controls() if revealed else (RACE, TICKS, SPACING)
        with said:
            notice(NOTICE[way] if revealed else READY)
            if revealed:
                st.markdown(SAYS[way])
    with stage:
        _show(way, steps, spacing, revealed=revealed)
    if way == RACE:
        offer(race_figures.ways, glass=GLASS)
    else:
        offer(undo_figures.guided, seed=GLASS, steps=steps, spacing=spacing)
    if guess:
        usual, leap = (undo_figures.guided(GLASS, *how).back[-1] for how in ((TICKS, SPACING), (1, SPACING)))
        says = f"In small steps, **{usual:.0f}** in 100 specks are back on the ring. In one leap, {leap:.0f}."
        bets.outcome(guess, right=_right(usual, leap), says=says, reasons=WHY_NOT)
        fold("All in numbers", lambda: _compare(steps, spacing))


def _right(steps: float, leap: float) -> str:
    """The bet that came true. Both: of 100 specks, how many are back."""
    if abs(steps - leap) < 10:
        return BETS[2]
    return BETS[0] if leap > steps else BETS[1]


def _found_by() -> None:
    st.markdown(
        "A way back through chance: found by Brian Anderson in 1982. For a glass with walls: Patrick Cattiaux in 1988, "
        "Aaron Lou and Stefano Ermon in 2023."
    )


def _controls() -> tuple[str, int, str]:
    # a link that names steps, but no way, comes from before the race: it showed the steps alone
    alone = st.session_state.setdefault(
        f"{WAY}.alone", any(name in st.query_params for name in ("ink.steps", "ink.spacing"))
    )
    way = controls.choice("Look at", list(SAYS), key=WAY, default=STEPS if alone else RACE)
    if way != STEPS:
        return way, TICKS, SPACING
    steps = controls.whole("Steps", 1, undo_figures.MOST_STEPS, key="ink.steps", default=TICKS)
    spacing = controls.choice("The steps are", list(ink.SPACINGS), key="ink.spacing")
    st.markdown(SPACED)
    return way, steps, spacing


def _show(way: str, steps: int, spacing: str, *, revealed: bool) -> None:
    if way == RACE:
        tracks, fps = race_figures.tracks(GLASS, started=revealed), race_figures.FPS
        labels, whole = race_figures.labels(started=revealed), TICKS + 1
    else:
        kind, fps, tracks = STAGES[way](steps, spacing)
        labels, whole = undo_figures.labels(kind, tracks[0].frames), None
    player("ink.undone", tracks, labels=labels, fps=fps, autoplay=True, moment=MOMENT if revealed else None,
           run=f"{way}.{steps}.{spacing}.{revealed}", whole=whole, proof=bets.proof(BET, marks=["steps", "back"]),
           alt="mixed water on its way back to a ring")  # fmt: skip


Stage = tuple[str, float, list[Track]]


def _film(steps: int, spacing: str) -> Stage:
    return "film", 10, _specks(undo_figures.filmed(GLASS), "the film, backwards")


def _rule(steps: int, spacing: str) -> Stage:
    counts = undo_figures.unmixed(GLASS)
    return "rule", 4, [undo_figures.cells(counts), undo_figures.goal(GLASS), undo_figures.fullest_and_emptiest(counts)]


def _leap(steps: int, spacing: str) -> Stage:
    return "steps", 1, _specks(undo_figures.guided(GLASS, 1, SPACING), "in one leap")


def _steps(steps: int, spacing: str) -> Stage:
    for near in {max(1, steps - 1), min(steps + 1, undo_figures.MOST_STEPS)} - {steps}:
        ahead.work_out(undo_figures.guided, GLASS, near, spacing)
    return "steps", max(STEPS_FPS, steps / SECONDS), _specks(undo_figures.guided(GLASS, steps, spacing), "step by step")


STAGES = {FILM: _film, RULE: _rule, LEAP: _leap, STEPS: _steps}


def _specks(way: undo_figures.Way, title: str) -> list[Track]:
    return [undo_figures.glass(way, title), undo_figures.goal(GLASS), undo_figures.tally(way)]


def _compare(steps: int, spacing: str) -> None:
    """The ways side by side, all just run."""
    worst = undo_figures.unmixed(GLASS)[-1].min()
    film, leap = undo_figures.filmed(GLASS).back[-1], undo_figures.guided(GLASS, 1, SPACING).back[-1]
    choices = dict.fromkeys([(TICKS, SPACING), (steps, spacing)])
    shares = {choice: undo_figures.guided(GLASS, *choice).back[-1] for choice in choices}
    rows = {
        FILM: f"{film:.0f} of 100",
        RULE: f"nonsense: {worst:,.0f} specks in one cell".replace("-", "−"),
        LEAP: f"{leap:.0f} of 100",
        **{_named(*choice): f"{share:.0f} of 100" for choice, share in shares.items()},
        "plain water, by luck": f"{undo_figures.plain_water():.0f} of 100",
    }
    table = "\n".join(f"| {name} | {share} |" for name, share in rows.items())
    st.markdown("| the way back | specks on the ring in the end |\n|:--|:--|\n" + table)


def _named(steps: int, spacing: str) -> str:
    return "1 step" if steps == 1 else f"{steps} steps, {spacing}"
