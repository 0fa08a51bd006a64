"""Level 2: which picture is noised. No file of a visitor can break the page, and nobody else is shown it."""

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages.levels.noise import scales
from pages.shared.page import pictures
from tests import ROOT
from tests.pages.levels.noise.noise_page import (
    END,
    FIRST,
    SHOW_ME,
    WHAT_IF,
    a_file,
    opened,
    sound,
    stage,
    track,
    words,
)

BYTES = pictures.default().data
TOLD = {"noise.which": SHOW_ME}


def frames(page: AppTest) -> np.ndarray:
    return track(page, "whole.stage", "picture")[1]["pixels"]


def with_menus(here: str = "whole", part: str = FIRST, **query: str) -> AppTest:
    """A part of the level with the menus of an experiment open."""
    page = opened(TOLD, part, **query)
    page.session_state[f"{here}.pictures"] = True
    return sound(page.run())


def test_the_menus_of_the_critter_change_the_picture():
    page = with_menus()
    seen = {frames(page)[0].tobytes()}
    for name, word in (("animal", "owl"), ("colour", "blue"), ("place", "night"), ("worn", "hat"), ("mood", "sad")):
        page.selectbox(key=f"whole.{name}").set_value(word)
        seen.add(frames(sound(page.run()))[0].tobytes())
    assert len(seen) == 6
    assert "sad blue owl with a hat at night" in stage(page, "whole.stage")[0]["alt"]


@pytest.mark.parametrize("name", pictures.PHOTOGRAPHS)
def test_each_photograph_is_shown_as_it_lies_in_assets(name):
    page = opened(TOLD, noise_picture="photograph", noise_photograph=name)
    with Image.open(ROOT / "assets" / "photographs" / f"{name}.png") as image:
        assert np.array_equal(frames(page)[0], np.asarray(image.convert("RGB")))
    assert pictures.CREDITS[name] in words(with_menus(noise_picture="photograph", noise_photograph=name))


def test_every_photograph_has_its_licence():
    said = (ROOT / "assets" / "photographs" / "LICENCES.md").read_text(encoding="utf-8")
    files = {path.name for path in (ROOT / "assets" / "photographs").glob("*.png")}
    assert files == {f"{name}.png" for name in pictures.PHOTOGRAPHS}
    assert all(f"| {name} |" in said for name in files)


def test_the_two_pictures_of_a_pair_are_chosen_apart():
    page = opened(part=END, noise_picture="photograph", noise_photograph="rocket", other_animal="owl")
    spec, shown = track(page, "pair.clean", "first")
    with Image.open(ROOT / "assets" / "photographs" / "rocket.png") as image:
        assert np.array_equal(shown["pixels"][0], np.asarray(image.convert("RGB")))
    assert spec["alt"] == "a rocket"
    assert "white owl with a hat in the snow" in track(page, "pair.clean", "other")[0]["alt"]


# --- the visitor's own picture


def there(page: AppTest, part: str) -> AppTest:
    """The same visitor in another part of the level."""
    return sound(page.switch_page(part).run())


def own(data: bytes, name: str = "mine.png") -> AppTest:
    page = with_menus(noise_picture="own")
    page.file_uploader[0].set_value([(name, data, "image/png")])
    return sound(page.run())


def test_your_own_picture_is_noised_and_kept_for_you_alone():
    mine = Image.new("RGB", (200, 100), (10, 200, 30))
    page = own(a_file(mine))
    assert (frames(page)[0] == (10, 200, 30)).all()
    assert "Its middle square is used." in words(page)
    page.session_state["whole.pictures"] = False
    assert (frames(sound(page.run()))[0] == (10, 200, 30)).all()
    shows = {FIRST: ("noise.stage", "picture"), WHAT_IF: ("wrong.stage", "right"), END: ("jump.stage", "walk")}
    for part, (player, name) in shows.items():
        assert (track(there(page, part), player, name)[1]["pixels"][0] == (10, 200, 30)).all()
    somebody_else = opened(TOLD, noise_picture="own")
    assert frames(somebody_else)[0].tobytes() == BYTES


def test_only_a_visitors_own_picture_is_private():
    mine = pictures.read(a_file(Image.new("RGB", (70, 70), "red")))
    assert mine.picture.private and mine.picture.pixels()[0, 0].tolist() == [255, 0, 0]
    assert pictures.read(b"no picture").picture is None and not pictures.default().private


def test_a_picture_chosen_in_one_experiment_is_the_picture_of_all_and_of_the_address():
    page = with_menus("noise")
    page.selectbox(key="noise.animal").set_value("owl")
    page = sound(page.run())
    for player in ("noise.stage", "whole.stage"):
        assert "owl" in track(page, player, "picture")[0]["alt"]
    assert page.query_params["noise.animal"] == "owl"
    page.selectbox(key="noise.animal").set_value("cat")
    page = sound(page.run())
    assert "noise.animal" not in page.query_params


def test_a_picture_chosen_in_one_part_of_the_level_is_the_picture_of_all():
    page = with_menus("wrong", WHAT_IF)
    page.selectbox(key="wrong.animal").set_value("owl")
    # once more: AppTest takes the first run after one of single fragments for such a run, too
    end = there(sound(sound(page.run()).run()), END)
    assert "owl" in track(end, "jump.stage", "walk")[0]["alt"]
    assert "owl" in track(end, "pair.clean", "first")[0]["alt"]
    assert "rabbit" in track(end, "pair.clean", "other")[0]["alt"]


def test_the_other_picture_of_the_pair_stays_its_own():
    page = with_menus("pair", END)
    page.selectbox(key="pair.other.animal").set_value("dog")
    page = sound(page.run())
    assert "dog" in track(page, "pair.clean", "other")[0]["alt"]
    assert frames(there(page, FIRST))[0].tobytes() == BYTES


def remembering(visitor: str, *, private: bool) -> None:
    def script(visitor, private):
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        from pages.levels.noise import scales
        from pages.shared.keeping.remembered import remembered
        from pages.shared.page.pictures import Picture

        get_script_run_ctx().session_id = visitor
        calls = scales.__dict__.setdefault("calls_of_a_test", [])

        def make(data, other):
            calls.append((visitor, private))
            return data + other

        asked = remembered(make, most=2)
        for _ in range(2):
            assert asked(Picture(b"ours", ""), Picture(b"theirs", "", private)) == b"ourstheirs"

    sound(AppTest.from_function(script, kwargs={"visitor": visitor, "private": private}).run())


def test_only_what_is_made_of_our_pictures_is_kept_for_everybody():
    for private in (True, False):
        for visitor in ("one", "two"):
            remembering(visitor, private=private)
    assert scales.__dict__.pop("calls_of_a_test") == [("one", True), ("two", True), ("one", False)]


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
    page = with_menus(noise_picture="own")
    assert "Choose a file" in words(page) and "Meanwhile you see a critter." in words(page)


def test_nonsense_in_the_address_leaves_the_defaults():
    nonsense = {
        "noise_picture": "<b>", "noise_animal": "unicorn", "noise_channel": "ultraviolet", "whole_seed": "-4",
        "noise_pixel": "x", "wrong_slip": "none", "pair_schedule": "steep", "jump_seed": "1e400",
    }  # fmt: skip
    assert frames(opened(TOLD, **nonsense))[0].tobytes() == BYTES
    opened(TOLD, END, **nonsense)
    page = opened(TOLD, WHAT_IF, **nonsense)
    assert "One draw for the whole picture" in str(page.selectbox(key="wrong.slip").options)
