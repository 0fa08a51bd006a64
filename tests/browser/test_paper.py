"""What a page looks like on paper."""

import pytest
from playwright.sync_api import expect

from pages.site_map import PAGES, PARTS
from tests.browser.stage import settle

PRINTED = 718
"""CSS pixels of the text on A4 between margins of 1 cm: 19 cm."""
# what of all that can be seen, in the players too, is too wide, out of shape, or there to be pressed
ON_PAPER = """() => {
  const found = [];
  const walk = (root) => root.querySelectorAll("*").forEach((one) => {
    found.push(one);
    if (one.shadowRoot) walk(one.shadowRoot);
  });
  walk(document.querySelector("[data-testid=stMain]"));
  const box = (one) => one.getBoundingClientRect();
  const shape = (one) => box(one).width / box(one).height / (one.width / one.height);
  const shown = found.filter((one) => one.checkVisibility({ visibilityProperty: true }) && box(one).width > 1);
  const canvases = shown.filter((one) => one.tagName === "CANVAS");
  // the parts of the network's plan are its drawing
  const pressed = "button, input, [role=radio], [role=slider]";
  const whole = (one) => !one.closest(".katex") || one.matches(".base");
  const say = (one) => one.outerHTML.slice(0, 120);
  return {
    // the strokes of a root are long and clipped: of a formula its pieces are looked at
    wide: shown.filter((one) => box(one).right > innerWidth + 1 && whole(one)).map(say),
    bent: canvases.filter((one) => Math.abs(shape(one) - 1) > 0.03).map((one) => [box(one).width, box(one).height]),
    pressable: shown.filter((one) => one.matches(pressed) && !one.closest(".bet, .part, .cross, .node")).map(say),
    canvases: canvases.length,
  };
}"""


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_on_paper_nothing_is_cut_off_bent_or_to_be_pressed(visit, path):
    page = visit(path)
    if path in [part.path for part in PARTS]:
        page.wait_for_function("() => Object.values(window.__player || {}).some((film) => film.drawn)")
    settle(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PRINTED, "height": 1000})
    page.wait_for_timeout(300)
    found = page.evaluate(ON_PAPER)
    assert found["wide"] == [] and found["bent"] == [] and found["pressable"] == []
    assert found["canvases"] or path not in [part.path for part in PARTS]
    for hidden in ("stHeader", "stSidebar"):
        expect(page.get_by_test_id(hidden)).to_be_hidden()
    expect(page.locator(".way-bar")).to_be_hidden()
