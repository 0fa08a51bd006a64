"""The end of level 4: the red frog, the critter that the visitor made, and a file of it to keep."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from diffusion_core.data.critters import HELD_OUT
from diffusion_core.sampling.job import Job
from pages.levels.network import made
from pages.levels.network.anew import ending
from pages.levels.network.asking import picture_of
from pages.shared.page.bets import SHOW_ME
from pages.shared.player import to_bytes
from pages.start.hero import FROG, SEEDS
from tests.pages.driver import bet, gone_to, names, opened, track, words

PAGE = "level-4-new"
pytestmark = pytest.mark.usefixtures("tiny_engine")


def test_the_frog_is_the_one_of_the_first_page_and_no_training_picture_showed_a_red_one():
    assert ending.FROG.caption == FROG and ending.FROG.seed in SEEDS
    assert ("frog", "red") in HELD_OUT and "**not one** of its training pictures" in words(opened(PAGE))


def test_who_has_drawn_nothing_keeps_the_frog_and_is_told_where_to_draw():
    app = opened(PAGE)
    assert names(app, "network.end") == ["frog"] and "Choose the words of a critter of your own" in words(app)


def test_the_critter_of_the_visitor_stands_there_and_its_file_holds_its_very_pixels():
    app = opened("level-4-step", {"moment": "drawing.2", "denoise.animal": "owl", "denoise.seed": "5"})
    wish = Job.from_text(app.session_state["network.made"])
    gone_to(app, PAGE)
    assert names(app, "network.end") == ["frog", "own"]
    wanted = to_bytes(picture_of(wish))[0]
    assert (track(app, "network.end", "own")[1]["pixels"][0] == wanted).all()
    assert f"“{wish.caption}”" in words(app)
    # the very same picture is kept for all who ask for it, so nobody is told that it is theirs alone
    assert "Whoever takes the same words and number gets the same." in words(app)
    saved = np.asarray(Image.open(BytesIO(made.png(wanted))))
    assert saved.shape == (512, 512, 3) and (saved[4::8, 4::8] == wanted).all()


def test_the_bets_are_counted_as_they_came_out():
    app = opened(PAGE)
    assert "Your bets" not in words(app)
    bet(app, "pairs.right", "Nearly as often")
    bet(app, "decides.ways", "None of them")
    bet(app, "new.nearest", SHOW_ME)
    assert "**Your bets.** You placed 2 in this visit, and **1** of them was right." in words(app)
