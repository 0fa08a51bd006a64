"""Level 2: what the page says of its steps is what the steps do, and no file of a visitor can break it."""

import io
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages.shared import noise_figures, pictures
from pages.shared.noise_figures import CHANNELS, NUMBERS, PIXEL, STEPS
from pages.shared.player import to_bytes
from pages.shared.player.wire import unpack

ROOT = Path(__file__).parents[2]
FRAME, PAGE = str(ROOT / "pages" / "frame.py"), "levels/level_2_noise.py"
BYTES = pictures.default().data


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(FRAME, default_timeout=120).run()
    for name, value in query.items():
        page.query_params[f"noise.{name}"] = value
    return sound(page.switch_page(PAGE).run())


def sound(page: AppTest) -> AppTest:
    assert [error.value for error in page.exception] == []
    return page


def stage(page: AppTest) -> tuple[dict, dict[str, np.ndarray]]:
    messages = [part.proto.bytes for part in page.get("bidi_component") if part.proto.bytes]
    assert len(messages) == 1
    assert len(messages[0]) <= 1_000_000
    return unpack(messages[0])


def frames(page: AppTest) -> np.ndarray:
    return stage(page)[1]["0.pixels"]


def path(page: AppTest) -> np.ndarray:
    return stage(page)[1]["1.y"][0]


def words(page: AppTest) -> str:
    return "\n".join(block.value for block in [*page.markdown, *page.caption, *page.warning])


def rows(page: AppTest) -> dict[str, list[str]]:
    return {row["label"]: row["texts"] for row in stage(page)[0]["tracks"][3]["rows"]}


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(" %", "").replace("over ", ""))


def a_file(picture: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


# --- the process


def test_one_step_changes_every_number_by_an_amount_of_its_own():
    film = noise_figures.noised(BYTES, 0)
    # a change may vanish by rounding; that a whole tenth does is impossible
    assert film.changed >= NUMBERS - 5
    assert film.draws > 0.99 * NUMBERS


def test_there_is_a_frame_for_each_step_and_the_first_is_the_picture():
    film = noise_figures.noised(BYTES, 0)
    assert film.frames.shape == (STEPS + 1, 64, 64, 3)
    assert film.frames[0].tobytes() == BYTES


def test_the_number_that_is_followed_belongs_to_the_film():
    film, (x, y) = noise_figures.noised(BYTES, 3), (20, 45)
    for channel in range(3):
        one = noise_figures.followed(BYTES, 3, (x, y), channel)
        shown = np.rint(noise_figures.to_levels(one.values)).clip(0, 255)
        assert np.array_equal(shown, film.frames[:, y, x, channel])


def test_each_step_starts_from_the_one_before():
    one = noise_figures.followed(BYTES, 1, (5, 6), 2)
    betas = noise_figures.schedule().betas.numpy()
    for t in range(1, STEPS + 1):
        beta = betas[t - 1]
        expected = math.sqrt(1 - beta) * one.values[t - 1] + math.sqrt(beta) * one.draws[t - 1]
        assert one.values[t] == pytest.approx(expected, abs=1e-5)


def test_at_the_end_the_numbers_fill_the_bell_whatever_they_were():
    dark, light = (np.full(NUMBERS, level, np.uint8).tobytes() for level in (0, 255))
    for data in (dark, light):
        last = noise_figures.noised(data, 0).frames[-1].astype(float) / 127.5 - 1
        # the share of a bell beyond 1 and below -1, which the screen clips to white and black
        for end in (last == 1, last == -1):
            assert end.mean() == pytest.approx(0.1587 + 0.0013, abs=4 * math.sqrt(0.16 * 0.84 / NUMBERS))


def test_the_labels_say_the_share_of_noise():
    for t, label in enumerate(noise_figures.labels()):
        share = 1 - np.prod(1 - np.linspace(1e-4, 0.02, STEPS)[:t] * 1000 / STEPS)
        moment, noise = label.split(" · noise ")
        assert moment == f"t = {t} of {STEPS}"
        assert number(noise) == pytest.approx(100 * share, abs=0.5 if 0.1 <= share < 0.99 else 0.05)
        assert ("over" in noise) == (share > 0.9999)


@pytest.mark.parametrize("share", [0.0, 1e-6, 4e-5, 0.004, 0.37, 0.995, 0.99996, 1 - 2e-9])
def test_a_rest_is_never_rounded_away(share):
    text = noise_figures.percent(share)
    assert (text == "0 %") == (share == 0)
    assert not text.startswith("100")


# --- the page


def test_on_arrival_a_pixel_is_followed_and_the_bet_is_open():
    page = opened()
    header, arrays = stage(page)
    assert header["pixel"] == list(PIXEL)
    assert header["labels"] == noise_figures.labels()
    red = np.frombuffer(BYTES, np.uint8).reshape(64, 64, 3)[PIXEL[1], PIXEL[0], 0]
    assert arrays["1.y"][0][0] == pytest.approx(red, abs=0.01)
    assert "12,288 of" not in words(page)


def test_the_numbers_of_a_step_add_up():
    said = rows(opened())
    for t in (1, 11, STEPS):
        before, kept, draw, times, now = (
            number(said[label][t]) for label in ("before", "is kept ×", "plus draw", "times", "is now")
        )
        assert now == pytest.approx(kept * before + times * draw, abs=0.015)
        level = (now + 1) * 127.5
        first, *shown = said["on 0 to 255"][t].split(", shown as ")
        assert number(first) == pytest.approx(level, abs=1.2)
        assert bool(shown) == (not 0 <= number(first) <= 255)


def test_the_bar_stands_where_the_draw_fell():
    page = opened()
    arrays, said = stage(page)[1], rows(page)["plus draw"]
    assert arrays["2.counts"][0].sum() == 0
    for t in range(1, STEPS + 1):
        (bar,) = np.flatnonzero(arrays["2.counts"][t])
        assert arrays["2.edges"][bar] - 0.006 <= max(-4, min(4, number(said[t]))) <= arrays["2.edges"][bar + 1] + 0.006


def test_another_pixel_from_the_address_is_another_path():
    page, other = opened(), opened(pixel="40.50")
    assert stage(other)[0]["pixel"] == [40, 50]
    assert not np.array_equal(path(page), path(other))
    assert np.array_equal(frames(page), frames(other))


@pytest.mark.parametrize("pixel", ["64.0", "0.64", "-1.3", "1", "a.b", "٣.٣", "1e1.2", "999999.1"])
def test_a_pixel_outside_the_picture_is_the_usual_one(pixel):
    assert stage(opened(pixel=pixel))[0]["pixel"] == list(PIXEL)


def test_the_channel_changes_the_path_and_not_the_film():
    page = opened()
    before, film = path(page), frames(page)
    page.segmented_control(key="noise.channel").set_value("blue")
    sound(page.run())
    assert not np.array_equal(path(page), before)
    assert np.array_equal(frames(page), film)
    assert "its blue" in stage(page)[0]["tracks"][1]["title"]


def test_the_seed_changes_every_frame_but_the_first():
    page = opened()
    film = frames(page)
    page.number_input(key="noise.seed").set_value(99_999)
    sound(page.run())
    same = [np.array_equal(one, other) for one, other in zip(frames(page), film, strict=True)]
    assert same == [True] + [False] * STEPS


def test_the_menus_of_the_critter_change_the_picture():
    page = opened()
    seen = {frames(page)[0].tobytes()}
    for name, word in (("animal", "owl"), ("colour", "blue"), ("place", "night"), ("worn", "hat"), ("mood", "sad")):
        page.selectbox(key=f"noise.{name}").set_value(word)
        seen.add(frames(sound(page.run()))[0].tobytes())
    assert len(seen) == 6
    assert "sad blue owl with a hat at night" in stage(page)[0]["alt"]


@pytest.mark.parametrize("name", pictures.PHOTOGRAPHS)
def test_each_photograph_is_shown_as_it_lies_in_assets(name):
    page = opened(picture="Photograph", photograph=name.capitalize())
    with Image.open(ROOT / "assets" / "photographs" / f"{name}.png") as image:
        assert np.array_equal(frames(page)[0], np.asarray(image.convert("RGB")))
    assert pictures.CREDITS[name] in words(page)


def test_every_photograph_has_its_licence():
    said = (ROOT / "assets" / "photographs" / "LICENCES.md").read_text(encoding="utf-8")
    files = {path.name for path in (ROOT / "assets" / "photographs").glob("*.png")}
    assert files == {f"{name}.png" for name in pictures.PHOTOGRAPHS}
    assert all(f"| {name} |" in said for name in files)


def test_a_bet_brings_the_count_and_the_reasons():
    page = opened()
    page.pills(key="bet.noise.which").set_value("A random tenth of them")
    said = words(sound(page.run()))
    count = noise_figures.noised(BYTES, 0).changed
    assert f"**{count:,}** of 12,288 changed" in said
    assert "**It is:** All, each by its own amount" in said
    assert "Then the rest would still be clean" in said


def test_each_question_of_the_level_has_an_answer():
    said = words(opened())
    for name in ("Q5", "Q6", "Q7", "Q8", "Q9"):
        (answer,) = [line for line in said.splitlines() if line.startswith(f"**{name} ")]
        assert 2 <= answer.split("** ", 1)[1].count(".") <= 5


# --- the visitor's own picture


def own(data: bytes, name: str = "mine.png") -> AppTest:
    page = opened(picture="Your own")
    page.file_uploader[0].set_value([(name, data, "image/png")])
    return sound(page.run())


def test_your_own_picture_is_noised_and_kept_for_you_alone():
    mine = Image.new("RGB", (200, 100), (10, 200, 30))
    page = own(a_file(mine))
    assert (frames(page)[0] == (10, 200, 30)).all()
    assert "Its middle square is used." in words(page)
    somebody_else = opened(picture="Your own")
    assert frames(somebody_else)[0].tobytes() == BYTES


def test_only_a_visitors_own_picture_is_private():
    mine = pictures._own(io.BytesIO(a_file(Image.new("RGB", (70, 70), "red"))), "mine", "Choose.")
    assert mine.private and mine.pixels()[0, 0].tolist() == [255, 0, 0]
    bad = pictures._own(io.BytesIO(b"no picture"), "mine", "Choose.")
    assert bad == pictures.default() and not bad.private


def remembering(visitor: str, *, private: bool) -> None:
    def script(visitor, private):
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        from pages.shared import noise_figures
        from pages.shared.pictures import Picture

        get_script_run_ctx().session_id = visitor
        calls = noise_figures.__dict__.setdefault("calls_of_a_test", [])

        def make(data):
            calls.append((visitor, private))
            return data

        remembered = noise_figures.kept(make, most=2)
        for _ in range(2):
            remembered(Picture(b"a picture", "", private))

    sound(AppTest.from_function(script, kwargs={"visitor": visitor, "private": private}).run())


def test_only_what_is_made_of_our_pictures_is_kept_for_everybody():
    for private in (True, False):
        for visitor in ("one", "two"):
            remembering(visitor, private=private)
    assert noise_figures.__dict__.pop("calls_of_a_test") == [("one", True), ("two", True), ("one", False)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not a picture at all", "This file is not a picture"),
        (a_file(Image.new("RGB", (80, 80)))[:60], "This picture is damaged"),
        (a_file(Image.new("L", (1, 500))), "too long and thin"),
        (b"", "This file is not a picture"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_the_page_lives_on(data, sentence):
    page = own(data)
    assert sentence in page.warning[0].value
    assert len(page.warning) == 1
    assert frames(page)[0].tobytes() == BYTES


def test_a_link_to_somebodys_own_picture_says_what_is_missing():
    page = opened(picture="Your own")
    assert "Choose a file" in words(page) and "Meanwhile you see a critter." in words(page)


def test_nonsense_in_the_address_leaves_the_defaults():
    page = opened(picture="<b>", animal="unicorn", channel="ultraviolet", seed="-4", pixel="x")
    assert np.array_equal(frames(page), noise_figures.noised(BYTES, 0).frames)


def test_the_bytes_and_the_signed_scale_are_one_picture():
    assert np.array_equal(to_bytes(pictures.to_signed(BYTES))[0].tobytes(), BYTES)
    assert CHANNELS == ("red", "green", "blue")
