"""4.14: the plan and the maps are those that the network holds."""

import numpy as np

from diffusion_core.networks.weights import load_network
from pages.levels.network.inside import (
    blocks,
    blocks_figures,
    cutting_figures,
    plan,
    unet_plan,
)
from pages.levels.network.inside.blocks_figures import sheet
from tests.pages.driver import change, opened, sent, track

PAGE = "level-4-inside"


def test_every_part_can_be_looked_into_and_cut(tiny_engine):
    page = change(opened(PAGE), "folds-4-14", blocks.FINDS)
    for part in plan.network_plan().parts:
        if part.kind in unet_plan.SHOWN:
            change(page, "inside.part", part.name)
            assert f"of its {part.channels} maps" in track(page, "inside.maps", "maps")[0]["title"]
            assert sent(page, "inside.plan")[0]["chosen"] == part.name
    for name in cutting_figures.cuts(plan.network_plan()):
        change(page, "inside.cut", name)
        assert sent(page, "inside.cutting")[0]["chosen"] == name


def test_the_plan_on_the_page_is_that_of_the_loaded_network(tiny_engine, tiny_weights):
    header = sent(change(opened(PAGE), "folds-4-14", blocks.FINDS), "inside.plan")[0]
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
    maps = np.zeros((2, 7, 4, 4), np.float32)
    maps[0, 6, 1, 2] = 7
    made = sheet(maps, columns=4)
    assert made.shape == (2, 2 * 5 - 1, 4 * 5 - 1, 1)
    y, x = np.unravel_index(made[0, :, :, 0].argmax(), made.shape[1:3])
    assert (y, x) == (5 + 1, 2 * 5 + 2), "map 6 stands in row 1, column 2"
    assert (made[1, :4, :4] == 127).all(), "a map without a spread is grey"


def test_the_maps_on_the_sheet_are_those_that_look_most_like_edges_the_animal_and_the_light(tiny_engine, monkeypatch):
    """Planted: one map of each, among noise, one of them upside down."""
    random, wanted = np.random.default_rng(0), blocks_figures._looked_for(13)
    maps = random.normal(size=(11, 20, 64, 64)).astype(np.float32)
    for place, (name, sign) in enumerate(zip(blocks_figures.LOOKED_FOR, (1, -1, 1), strict=True)):
        maps[blocks_figures.AT, 3 + place] = sign * wanted[name].numpy()
    monkeypatch.setattr(blocks_figures, "held", lambda seed, name: blocks_figures.Held(maps))
    shown = blocks_figures.telling(13, "down.0.0")
    assert [shown[0], shown[4], shown[8]] == [3, 4, 5] and len(shown) == 12
    part = type("Part", (), {"side": 64, "name": "down.0.0"})
    assert blocks_figures.map_at(13, part, 0, 65) == 4 and blocks_figures.map_at(13, part, 259, 194) == shown[11]
