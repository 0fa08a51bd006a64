"""Slides of present mode: how one is waited for, what is seen of it, and what is wrong with it."""

from dataclasses import dataclass

from playwright.sync_api import Page

from pages.shown import in_story
from pages.site_map import PARTS
from tests.browser.measured import CUT_OFF, SCENES
from tests.browser.stage import settle

SIZES = ((1280, 720), (1920, 1080), (2560, 1440))
TYPE = 32
"""px of a bet, at least."""
LEAST, LEAST_IN_SMALLEST = 512, 384
"""px of the largest picture, and what is enough in the smallest window."""
FILLED = 0.65
"""Of the stage's width, what pictures take at least that are compared side by side, or that make a sum with words."""
CODE = 80
TIGHT = {"experiment-4-5": "its chart and its pictures are 20 px higher than a window of 720 leaves room for"}
"""Experiments whose controls end below the smallest window."""
STORY = in_story()
LAST = {path: [one.name for one in STORY if one.path == path][-1] for path in (part.path for part in PARTS)}
SLIDE = """() => {
  const shown = [...document.querySelectorAll('[data-presented="shown"]')];
  const visible = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 2;
  const seen = [...document.querySelectorAll(".stApp *")].filter((one) => !one.children.length && visible(one));
  const box = (selector) => {
    const found = [...document.querySelectorAll(selector)].find(visible);
    return found ? found.getBoundingClientRect().toJSON() : null;
  };
  const size = (selector) => {
    const found = [...document.querySelectorAll(selector)].filter(visible);
    return Math.min(...found.map((one) => parseFloat(getComputedStyle(one).fontSize)));
  };
  const films = Object.values(window.__player || {});
  return {
    name: new URLSearchParams(location.search).get("present"),
    where: document.querySelector(".present-where")?.textContent || "",
    strays: seen.filter((one) => !shown.some((each) => each.contains(one))).map((one) => one.outerHTML.slice(0, 120)),
    headings: [...document.querySelectorAll("h2")].filter(visible).map((one) => one.id),
    focus: document.activeElement.id,
    code: box(".present-qr"),
    card: box(".bet"),
    state: document.querySelector('[data-presented="shown"] .bet')?.dataset.state || "",
    verdict: box(".bet .verdict"),
    question: size(".bet .question"),
    answer: size(".bet .answer"),
    boxes: shown.filter(visible).length,
  };
}"""
# the films of the slide that can be played
FILMS = """() => Object.entries(window.__player || {}).filter(([key, film]) => {
  const box = document.querySelector(`.st-key-${key.replace(/[^a-zA-Z0-9_-]/g, "-")}`);
  return film.frames > 1 && box && box.closest('[data-presented="shown"]') && box.getClientRects().length;
}).map(([key, film]) => [key, film.playing])"""


def names(path: str) -> list[str]:
    return [one.name for one in STORY if one.path == path]


def at(page: Page, name: str) -> None:
    """Until an experiment is presented, with all that belongs to it."""
    page.wait_for_function(
        "name => location.search.includes(`present=${name}`) && document.getElementById(name)?.checkVisibility()",
        arg=name,
        timeout=60_000,
    )
    settle(page)
    page.wait_for_function("() => document.querySelectorAll('[data-presented=shown]').length > 1", timeout=60_000)
    page.wait_for_timeout(700)  # in which a card and a film come


def slide(page: Page) -> dict:
    return page.evaluate(SLIDE)


def stages(page: Page) -> list[dict]:
    """The scenes that can be seen, as the tests of the stage measure them."""
    return [one for one in page.evaluate(SCENES) if one["stage"]["width"]]


@dataclass
class Fault:
    where: str
    what: object


def faults_of(page: Page, size: tuple[int, int]) -> list[Fault]:
    """What is wrong with the slide that is shown, in this size of window."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(450)
    found, scenes = slide(page), stages(page)
    where = f"{found['name']} {found['where']} {width}"
    wrong: list[object] = []
    if found["strays"]:
        wrong.append(("not of this experiment", found["strays"][:3]))
    if cut := page.evaluate(CUT_OFF):
        wrong.append(("ends outside of the window", cut))
    if not found["code"] or found["code"]["width"] < CODE or found["code"]["right"] > width:
        wrong.append(("the code", found["code"]))
    if found["card"]:
        wrong += _card(found, height)
    may_end_lower = found["name"] in TIGHT and size == SIZES[0]
    for scene in scenes:
        wrong += _pictures(scene, LEAST_IN_SMALLEST if size == SIZES[0] else LEAST)
        if scene["pictures"] and scene["play"] and scene["play"][0]["bottom"] > height + 1 and not may_end_lower:
            wrong.append(("its controls end below the window", scene["play"][0]["bottom"]))
    return [Fault(where, what) for what in wrong]


def _card(found: dict, height: int) -> list[object]:
    card, wrong = found["card"], []
    if found["state"] == "open" and min(found["question"], found["answer"]) < TYPE:
        wrong.append(("type", found["question"], found["answer"]))
    if found["state"] == "open" and card["bottom"] > height:
        wrong.append(("the card ends below the window", card["bottom"]))
    code = found["code"]
    if code and card["top"] < code["bottom"] - 1 and card["right"] > code["left"]:
        wrong.append("the code lies on the card")
    return wrong


def _pictures(scene: dict, least: int) -> list[object]:
    pictures = [one["width"] for one in scene["pictures"]]
    if not pictures:
        return []
    rows: dict[int, float] = {}
    for one in scene["pictures"]:
        rows[round(one["bottom"] / 40)] = rows.get(round(one["bottom"] / 40), 0) + one["width"]
    fills = max(rows.values()) >= FILLED * scene["stage"]["width"]
    if max(pictures) < least and not fills:
        return [("too small", pictures, scene["stage"]["width"])]
    return []
