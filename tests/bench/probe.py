"""Move every control of a page in a real browser, and time each change until its new picture stands there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page

from tests.bench.tap import Tap
from tests.bench.wire import Wire
from tests.browser.machine import go, wait_idle

SHOW_ME = "Just show me"
CLEAR = "memory-clear"
"""The button that clears all bets: each time there must be some."""
PAUSE = 100  # ms of rest before each change
LED = 1000  # ms after a bet, within which the page may scroll to its evidence, away from what is pressed
KINDS = {
    "[data-testid=stSlider]": "slider",
    "[data-testid=stButtonGroup]": "choice",
    "[data-testid=stSelectbox]": "menu",
    "[data-testid=stCheckbox]": "switch",
    "[data-testid=stButton]": "button",
    "[data-testid=stExpander]": "folded",
}
FOLDED = ("folded", "pill")
# until nothing has been scrolled for a while
STILL = """async () => {
    const main = document.querySelector("[data-testid=stMain]");
    const rest = () => new Promise((done) => setTimeout(done, 300));
    for (let last = NaN; last !== main.scrollTop; await rest()) last = main.scrollTop;
}"""
# the widgets that can be seen, each under the heading of its experiment; bets are no controls
FIND = """(root, kinds) => {
    const found = [];
    let experiment = "";
    for (const part of root.querySelectorAll(["h2", ...Object.keys(kinds)].join())) {
        if (part.matches("h2")) experiment = (part.id || "").replace("experiment-", "").replace("-", ".");
        const key = [...(part.closest("[class*=st-key-]")?.classList || [])].find((name) => name.startsWith("st-key-"));
        const kind = Object.keys(kinds).find((selector) => part.matches(selector));
        if (!kind || !part.checkVisibility() || key?.startsWith("st-key-bet-")) continue;
        if (key?.startsWith("st-key-folds-")) { // the row of what folds out, of which each is opened in turn
            const pills = part.querySelectorAll("[role=radio]").length;
            const row = key.replace("st-key-", "");
            for (let place = 0; place < pills; place++) found.push([experiment, `${row} ${place}`, "pill"]);
            continue;
        }
        const title = part.querySelector("summary [data-testid=stMarkdownContainer]");
        const box = kinds[kind] === "folded" && title.innerText;
        if (key || box) found.push([experiment, box || key.replace("st-key-", ""), kinds[kind]]);
    }
    return found;
}"""
# The visitor's own clock: from the event to the frame in which a player has drawn anew, or a bet's card has opened.
# Where none does, to the end of the script's run. `last` is the event that makes the change.
CLOCK = """
const seen = {}; // by player: which one it is, for a page may put another in its place, and how often it has drawn
const drawn = () => {
    for (const [key, player] of Object.entries(window.__player || {}))
        if (player.drawn) seen[key] = `${player.number}.${player.drawn}`;
    return JSON.stringify(seen);
};
const cards = () => [...document.querySelectorAll(".bet")].map((card) => card.dataset.state).join();
const ended = () => window.__mail?.ended ?? 0;
const idle = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
window.__watch = (last) => {
    const probe = (window.__probe = { over: false, begun: null, ended: ended(), heard: 0 });
    Object.assign(probe, { before: drawn(), cards: cards() });
    addEventListener(last, () => { probe.begun = performance.now(); }, { capture: true, once: true });
    const look = () => {
        const waited = performance.now() - (probe.begun ?? Infinity);
        // a short run may come and go between two frames: its end is rendered by the next after it was heard of
        if (ended() !== probe.ended) probe.heard += 1;
        probe.ran ||= !idle() || probe.heard > 1;
        if (waited > 0 && drawn() !== probe.before) {
            probe.picture ??= waited;
            probe.ran = true;
        }
        if (waited > 0 && cards() !== probe.cards) probe.picture ??= waited;
        if (probe.ran && idle()) probe.done ??= waited;
        const enough = probe.picture !== undefined || waited > probe.done + 300;
        probe.over = waited > 10000 || (probe.done !== undefined && enough);
        if (!probe.over) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
};
"""


@dataclass(frozen=True)
class Control:
    """experiment: "2.1"; key: as its class has it ("noise-seed-again"); kind: of KINDS; folded: behind which fold."""

    experiment: str
    key: str
    kind: str
    folded: "Fold | None" = None


@dataclass(frozen=True)
class Fold:
    """What is folded away. row: the class of the row of pills in which it is named, "" for a box of its own; place: in
    the row; title: of the box."""

    row: str
    place: int = 0
    title: str = ""


@dataclass
class Times:
    """Milliseconds of each change: to the new picture (or, with pictures False, to the end), and the server's part."""

    waits: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    pictures: bool = True


def visit(browser: Browser, tap: Tap, path: str) -> tuple[Page, Wire]:
    """A new visitor who wants to be shown everything. Films stand still, so that whatever is drawn is an answer."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(CLOCK)
    page = context.new_page()
    wire = Wire(tap)
    go(page, f"{tap.address}/{path}")
    page.wait_for_timeout(1500)
    return page, wire


def show_everything(page: Page) -> None:
    """Answer every bet, and let the page come to rest: what moves while it is pressed may miss its click."""
    bets = page.get_by_role("button", name=SHOW_ME, exact=True)
    while bets.count():
        bets.first.click()
        _rest(page, LED)
        page.evaluate(STILL)


def controls(page: Page) -> list[Control]:
    """Every control of a page; of those that choose a picture and are folded away together, one menu.

    What kind of picture it is, is no change to a new picture: for a file or a camera one is still to come.
    """
    shown = page.get_by_test_id("stMain").evaluate(FIND, KINDS)
    found = [Control(experiment, key, kind) for experiment, key, kind in shown if kind not in FOLDED]
    for experiment, folded in _folds(shown):
        with _opened(page, folded) as fold:
            inside = [Control(experiment, key, kind, folded) for _, key, kind in fold.evaluate(FIND, KINDS)]
        found += [one for one in inside if one.kind == "slider"] + [one for one in inside if one.kind == "menu"][:1]
    return sorted(found, key=lambda one: one.key == CLEAR)  # the last: what others change would be gone


def measure(page: Page, wire: Wire, control: Control, changes: int) -> Times:
    """Change a control so many times, each change a setting of its own as far as there are as many; then back.

    Raises Playwright's Error where the control cannot be used.
    """
    times = Times()
    with _opened(page, control.folded):
        box = page.locator(f".st-key-{control.key}")
        first = _standing(box) if control.kind == "choice" else None
        # a menu closes again when the page scrolls
        box.scroll_into_view_if_needed()
        for number in range(changes):
            if control.key == CLEAR:
                show_everything(page)
            _rest(page, PAUSE)
            wire.talk()
            MOVES[control.kind](page, box, number)
            page.wait_for_function("() => window.__probe.over", timeout=30_000)
            found = page.evaluate("() => window.__probe")
            talk = wire.talk()
            if talk.asked and "done" in found:
                times.waits.append(found.get("picture", found["done"]))
                times.server.append(talk.server_ms())
                times.pictures &= "picture" in found
        if first is not None:
            _options(box)[first].click()
            _rest(page, PAUSE)
    return times


def _rest(page: Page, milliseconds: int) -> None:
    wait_idle(page)
    page.wait_for_timeout(milliseconds)
    wait_idle(page)


def _folds(shown: list[tuple[str, str, str]]) -> Iterator[tuple[str, Fold]]:
    """(experiment, fold) of what FIND has found folded away."""
    for experiment, key, kind in shown:
        if kind == "folded":
            yield experiment, Fold("", title=key)
        elif kind == "pill":
            row, place = key.split()
            yield experiment, Fold(row, int(place))


@contextmanager
def _opened(page: Page, folded: Fold | None) -> Iterator[Locator]:
    """With this fold of the page open, or with none."""
    main = page.get_by_test_id("stMain")
    if folded is None:
        yield main
        return
    if folded.row:
        handle = main.locator(f".st-key-{folded.row} [role=radio]").nth(folded.place)
        inside = main.locator(f".st-key-open-{folded.row}")
    else:
        inside = main.get_by_test_id("stExpander").filter(has_text=folded.title).first
        handle = inside.locator("summary").first
    handle.click()
    # what it holds may be asked for only now
    _rest(page, 400)
    yield inside
    handle.click()
    _rest(page, 400)


# --- one change of each kind; the watch begins at the event that makes it


def _watch(page: Page, last: str) -> None:
    page.evaluate("last => window.__watch(last)", last)


def _slide(page: Page, box: Locator, number: int) -> None:
    thumb = box.locator("input[type=range]").first
    thumb.focus()
    full = thumb.evaluate("input => input.value === input.max")
    _watch(page, "keydown")
    page.keyboard.press("Home" if full else "ArrowRight")


def _options(box: Locator) -> list[Locator]:
    return box.locator("button, [role=radio]").all()


def _standing(box: Locator) -> int:
    return [option.get_attribute("aria-checked") for option in _options(box)].index("true")


def _choose(page: Page, box: Locator, number: int) -> None:
    standing = _standing(box)
    others = [option for place, option in enumerate(_options(box)) if place != standing]
    other = others[number % len(others)]
    other.scroll_into_view_if_needed()
    _watch(page, "click")
    other.click()


def _pick(page: Page, box: Locator, number: int) -> None:
    box.locator("button[aria-haspopup=listbox]").click()
    options = page.get_by_role("option")
    options.last.wait_for()
    standing = [option.get_attribute("aria-selected") for option in options.all()].index("true")
    other = options.nth((standing + 1) % options.count())
    other.scroll_into_view_if_needed()
    _watch(page, "click")
    other.click()


def _press(page: Page, box: Locator, number: int) -> None:
    button = box.locator("button, label").first
    button.scroll_into_view_if_needed()
    _watch(page, "click")
    button.click()


MOVES = {"slider": _slide, "choice": _choose, "menu": _pick, "switch": _press, "button": _press}
