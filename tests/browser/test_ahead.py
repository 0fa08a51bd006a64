"""Pictures that are drawn before Streamlit renders the page around them."""

import pytest

from tests.bench.probe import show_everything
from tests.browser.machine import go, wait_idle

AGAIN = ".st-key-noise-seed-again button"
# what Streamlit is told, each with how often players have drawn by then since the watch began
WATCH = """() => {
    const mail = window.__mail, deliver = mail.deliver, seen = (window.__seen = []);
    const drawn = () => Object.values(window.__player).reduce((sum, player) => sum + player.drawn, 0);
    const before = drawn();
    mail.deliver = (message) => {
        const component = message.delta?.newElement?.bidiComponent;
        if (component?.componentName === "ink_player") window.__last = component;
        seen.push([component?.componentName === "ink_player" ? "ink_player" : message.type, drawn() - before]);
        deliver(message);
    };
}"""
DRAWN = "() => window.__player['noise.stage'].drawn"


@pytest.fixture
def noise(browser, server):
    """Opens level 2's first part as a visitor who was shown everything."""
    contexts = []

    def open_page(before: str = ""):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce"))
        contexts[-1].add_init_script(before)
        page = contexts[-1].new_page()
        go(page, f"{server}/level-2")
        show_everything(page)
        wait_idle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _press_again(page) -> None:
    before = page.evaluate(DRAWN)
    page.locator(AGAIN).first.click()
    page.wait_for_function(f"before => ({DRAWN})() > before", arg=before)


def test_a_picture_is_drawn_before_streamlit_hears_of_it(noise):
    page = noise()
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    _press_again(page)
    page.wait_for_function("() => window.__seen.some(([type]) => type === 'scriptFinished')")
    seen = page.evaluate("() => window.__seen")
    assert seen[0][0] == "newSession"
    assert dict(reversed(seen))["ink_player"] > 0
    wait_idle(page)
    assert page.evaluate("() => window.__mail.waiting.length") == 0
    # the same once more is nothing new
    drawn = page.evaluate(DRAWN)
    assert page.evaluate("() => window.__mail.show(window.__last)") is False
    assert page.evaluate(DRAWN) == drawn


def test_without_streamlits_parts_pictures_come_as_streamlit_brings_them(noise):
    hidden = """const keys = Object.keys;
    Object.keys = (object) => keys(object).filter((key) => !key.startsWith("__reactFiber$"));"""
    page = noise(hidden)
    _press_again(page)
    assert page.evaluate("() => window.__mail === undefined")


def test_what_a_run_sends_is_handed_over_together_and_in_order(noise):
    found = noise().evaluate("""async () => {
        const rest = (ms) => new Promise((done) => setTimeout(done, ms));
        const until = async (is) => { while (!is()) await rest(5); };
        const got = [], steps = {};
        const mail = new window.__mail.constructor(({ name }) => {
            got.push(name);
            if (name === "bad") throw new Error("one that cannot be read");
        }, ({ drawn }) => {
            if (drawn === undefined) throw new Error("no picture");
            return drawn;
        });
        const take = (name, type, more = {}) => mail.take({ name, type, ...more });
        const picture = { delta: { newElement: { bidiComponent: { drawn: true } } } };
        const over = { sessionStatusChanged: { scriptIsRunning: false } };
        const step = (name) => (steps[name] = got.splice(0).join(" "));
        take("alone", "pageInfoChanged");
        step("without a run");
        take("torn", "delta", { delta: { newElement: { bidiComponent: {} } } });
        step("a picture that cannot be drawn");
        take("begin", "newSession"); take("word", "delta"); take("bad", "delta");
        step("a run begins");
        take("end", "scriptFinished"); take("over", "sessionStatusChanged", over);
        step("it has ended");
        take("begin", "newSession");
        await until(() => got.length);
        step("it takes long");
        take("picture", "delta", picture); take("end", "scriptFinished"); take("over", "sessionStatusChanged", over);
        step("a picture came");
        await until(() => got.length);
        step("its frame was shown");
        Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
        take("begin", "newSession"); take("picture", "delta", picture);
        step("nobody sees the page");
        delete document.hidden;
        return [steps, mail.ended];
    }""")
    assert found == [
        {
            "without a run": "alone",
            "a picture that cannot be drawn": "torn",
            "a run begins": "",
            "it has ended": "begin word bad end over",
            "it takes long": "begin",
            "a picture came": "",
            "its frame was shown": "picture end over",
            "nobody sees the page": "begin picture",
        },
        2,
    ]
