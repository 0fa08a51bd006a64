"""4.15: the plan and the maps are those that the network holds."""

import numpy as np

from diffusion_core.networks.weights import load_network
from pages.levels.network.inside import (
    blocks_figures,
    cutting_figures,
    plan,
    unet_plan,
)
from pages.levels.network.inside.blocks_figures import sheet
from tests.pages.driver import change, opened, sent, track

PAGE = "level-4-inside"


def test_every_part_can_be_looked_into_and_cut(tiny_engine):
    page = opened(PAGE)
    for part in plan.network_plan().parts:
        if part.kind in unet_plan.SHOWN:
            change(page, "inside.part", part.name)
            assert (
                f"all {part.channels} maps of {part.side} × {part.side}"
                == track(page, "inside.maps", "maps")[0]["title"]
            )
            assert sent(page, "inside.plan")[0]["chosen"] == part.name
    for name in cutting_figures.cuts(plan.network_plan()):
        change(page, "inside.cut", name)
        assert sent(page, "inside.cutting")[0]["chosen"] == name


def test_the_plan_on_the_page_is_that_of_the_loaded_network(tiny_engine, tiny_weights):
    header = sent(opened(PAGE), "inside.plan")[0]
    network = load_network(tiny_weights)
    for node in header["nodes"]:
        weights = network.get_submodule(node["name"]).state_dict()
        assert ("look.qkv.weight" in weights, "read.q.weight" in weights) == (
            "looks" in node["marks"], "reads" in node["marks"],
        )  # fmt: skip
    assert [node["name"] for node in header["nodes"]] == [
        "stem", "down.0.0", "down.1.0", "down.2.0", "middle", "up.2.0", "up.1.0", "up.0.0", "out",
    ]  # fmt: skip
    assert sorted(header["skips"]) == [[f"down.{g}.0", f"up.{g}.0"] for g in range(3)]


def test_the_map_of_the_address_is_the_one_shown_large(tiny_engine):
    page = opened(PAGE, {"inside.map": "7", "inside.part": "block at the bottom, 4 × 4"})
    assert track(page, "inside.maps", "map")[0]["title"] == "map 7"
    change(page, "inside.map", 9)
    assert track(page, "inside.maps", "map")[0]["title"] == "map 9"
    (part,) = [part for part in plan.network_plan().parts if part.kind == "middle"]
    shown = next(track for track in blocks_figures.held_tracks(13, part, 8) if track.name == "map").pixels
    for drawn, one in zip(shown[:, ::16, ::16, 0], blocks_figures.held(13, "middle").maps[:, 8], strict=True):
        assert np.corrcoef(drawn.ravel(), one.astype(np.float32).ravel())[0, 1] > 0.9


def test_a_sheet_shows_each_map_once_and_lit_on_its_own():
    maps = np.zeros((2, 70, 4, 4), np.float32)
    maps[0, 69, 1, 2] = 7
    made = sheet(maps)
    assert made.shape == (2, 5 * 5 - 1, 16 * 5 - 1, 1)
    y, x = np.unravel_index(made[0, :, :, 0].argmax(), made.shape[1:3])
    assert (y, x) == (4 * 5 + 1, 5 * 5 + 2), "map 69 stands in row 4, column 5"
    part = type("Part", (), {"side": 4, "channels": 70})
    assert blocks_figures.map_at(part, int(x), int(y)) == 69
    assert blocks_figures.map_at(part, 78, 23) == 69, "an empty corner shows the last map"
    assert (made[1, :4, :4] == 127).all(), "a map without a spread is grey"
