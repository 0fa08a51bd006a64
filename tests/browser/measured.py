"""What a browser measures on a page of experiments: where cards, pictures and controls stand, before and after bets."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.machine import wait_idle

HEAD = 60  # CSS pixels that Streamlit's bar covers, at least: it is higher where type is larger
# one scene: its card, its pictures (canvases that are no charts), its controls, in CSS pixels of the window
SCENES = """() => {
  const box = (element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    return { left, top, right, bottom, width, height };
  };
  const all = (root, selector) => {
    const found = [...root.querySelectorAll(selector)];
    for (const each of root.querySelectorAll("*")) if (each.shadowRoot) found.push(...all(each.shadowRoot, selector));
    return found.filter((one) => one.getClientRects().length);
  };
  const scenes = [...document.querySelectorAll('[class*="st-key-scene-"]')];
  return scenes.filter((scene) => scene.querySelector('[class*="st-key-stage-"]')).map((scene) => {
    const stage = scene.querySelector('[class*="st-key-stage-"]');
    const card = scene.querySelector(".bet");
    return {
      key: card ? card.dataset.key : "",
      state: card ? card.dataset.state : "",
      scene: box(scene),
      stage: box(stage),
      card: card && box(card),
      verdict: card && box(document.querySelector(".verdict-echo") || card.querySelector(".verdict")),
      pictures: all(stage, "figure:not(.bars, .curves, .moving, .score, .numbers) canvas").map(box),
      charts: all(stage, "figure:is(.bars, .curves, .moving, .score) canvas").map(box),
      evidence: all(stage, ".stage .ringed").map(box),
      // the line below a film, where the measured number stands
      said: all(stage, ".label.ringed").map(box),
      // what sticks to the window's lower edge, over a figure that is higher than the window
      over: all(stage, ".tall .controls").map(box),
      play: all(stage, "button[aria-label=play], button[aria-label=pause]").map(box),
    };
  });
}"""
# what a finger presses and is under 44 px high; words in a running text are as high as that
TOO_SMALL = """() => {
  const found = [];
  const walk = (root) => root.querySelectorAll("*").forEach((one) => {
    if (one.shadowRoot) walk(one.shadowRoot);
    if (one.matches("button, a[href], input, [role=radio], [role=tab], summary")) found.push(one);
  });
  walk(document.querySelector("[data-testid=stMain]"));
  // a slider is taken hold of anywhere on its line
  const box = (one) => (one.closest("label, [data-testid=stSlider] [role=group]") || one).getBoundingClientRect();
  const high = (one) => Math.max(one.getBoundingClientRect().height, box(one).height);
  const shown = { visibilityProperty: true, opacityProperty: true };
  return found
    .filter((one) => one.checkVisibility(shown) && !one.closest(".term-mark, p, li, figure"))
    .filter((one) => high(one) > 2 && high(one) < 43.5)
    .map((one) => `${Math.round(high(one))} ${one.tagName} ${one.ariaLabel || one.textContent.trim().slice(0, 30)}`);
}"""
# what can be seen and pressed, or looked at, and ends to the left or right of the window, unless it scrolls by itself
CUT_OFF = """() => {
  const found = [];
  const walk = (root) => root.querySelectorAll("*").forEach((one) => {
    if (one.shadowRoot) walk(one.shadowRoot);
    if (one.matches("button, input, canvas, img, .bet, summary")) found.push(one);
  });
  walk(document.querySelector("[data-testid=stMain]"));
  return found
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("table, pre, .katex"))
    // what a slider has for screen readers, clipped away beneath its thumb
    .filter((one) => !one.parentElement || getComputedStyle(one.parentElement).clipPath !== "inset(50%)")
    .filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 2 && (left < -1 || right > innerWidth + 1);
    })
    .map((one) => `${one.tagName} ${one.ariaLabel || one.className}`);
}"""


@dataclass
class Seen:
    """One bet, measured before it was made and after; read: where all that is read about it was scrolled through."""

    key: str
    before: dict
    after: dict = field(default_factory=dict)
    read: dict = field(default_factory=dict)


def scenes(page: Page) -> list[dict]:
    """All scenes of a page as they stand."""
    return page.evaluate(SCENES)


def at_top(page: Page, key: str) -> dict:
    """The scene of a bet, brought to the top of the window."""
    page.evaluate(
        """([key, head]) => {
          const card = document.querySelector(`.bet[data-key="${key}"]`);
          const scene = card.closest('[class*="st-key-scene-"]');
          const main = document.querySelector("[data-testid=stMain]");
          const bar = Math.max(head, document.querySelector("[data-testid=stHeader]").offsetHeight);
          main.scrollBy({ top: scene.getBoundingClientRect().top - bar - 8, behavior: "instant" });
        }""",
        [key, HEAD],
    )
    page.wait_for_timeout(150)
    return scene_of(page, key)


def at_end(page: Page, key: str) -> dict:
    """The scene of a bet, scrolled so far that its end stands at the window's lower edge."""
    by = "bottom => document.querySelector('[data-testid=stMain]').scrollBy({ top: bottom - innerHeight })"
    page.evaluate(by, scene_of(page, key)["scene"]["bottom"])
    page.wait_for_timeout(150)
    return scene_of(page, key)


def scene_of(page: Page, key: str) -> dict:
    return next(one for one in scenes(page) if one["key"] == key)


def open_bets(page: Page) -> list[str]:
    """The keys of the bets that wait, in the order of the page; closing questions, which show nothing before, too."""
    return page.evaluate('() => [...document.querySelectorAll(".bet[data-state=open]")].map((one) => one.dataset.key)')


def make(page: Page, key: str, answer: int = 0) -> None:
    """Press an answer of a bet, and wait until its outcome stands there."""
    page.locator(f'.bet[data-key="{key}"] .answer').nth(answer).click()
    page.locator(f'.bet[data-key="{key}"][data-state=revealed]').wait_for(timeout=90_000)
    wait_idle(page)
    page.wait_for_timeout(900)
