"""4.5 on the page: what is shown is what the network holds, and the bets are settled by what was measured."""

import re

import numpy as np
import pytest
import torch

from diffusion_core.common.assets import MODEL
from diffusion_core.common.wire import unpack
from diffusion_core.networks.weights import load_network
from pages.levels.network.inside import (
    blocks,
    blocks_figures,
    cutting,
    cutting_figures,
    in_out,
    never_had,
    never_had_figures,
    plan,
    unet_plan,
)
from pages.levels.network.inside.blocks_figures import sheet
from pages.levels.network.inside.cutting_figures import NOTHING
from pages.levels.network.inside.guessing import MOMENTS

PAGE = "levels/network/inside/part.py"


def sent(page) -> dict[str, dict]:
    """What each component was sent, by its key."""
    assert not page.exception
    headers = [unpack(part.proto.bytes)[0] for part in page.get("bidi_component") if part.proto.bytes]
    return {header["key"]: header for header in headers}


def answered(page, bet: str, answer: str):
    (pills,) = [group for group in page.button_group if group.key == f"bet.{bet}"]
    return pills.set_value(answer).run()


def said(page) -> str:
    return "\n".join(block.value for block in page.markdown)


def tracks(page, key: str) -> dict[str, dict]:
    return {track["name"]: track for track in sent(page)[key]["tracks"]}


def test_the_page_shows_a_result_before_any_click(tiny_engine, open_page):
    found = sent(open_page(PAGE))
    assert {"inside.inout", "inside.plan", "inside.maps", "inside.cutting", "inside.cuts", "inside.never"} <= set(found)


@pytest.mark.parametrize(
    "query",
    [
        {"inside.picture": "99999", "inside.told": "true", "inside.seed": "99999", "inside.map": "31"},
        {"inside.picture": "0", "inside.cutseed": "99999", "inside.small": "99999", "inside.map": "9999"},
        {"inside.picture": "nonsense", "inside.part": "the attic", "inside.cut": "<b>", "inside.map": "-1"},
    ],
)
def test_every_control_at_both_ends(tiny_engine, open_page, query):
    assert sent(open_page(PAGE, query))


def test_every_part_can_be_looked_into_and_cut(tiny_engine, open_page):
    page = open_page(PAGE)
    for part in plan.network_plan().parts:
        if part.kind in unet_plan.SHOWN:
            page = page.selectbox(key="inside.part").set_value(part.name).run()
            assert (
                f"all {part.channels} maps of {part.side} × {part.side}" == tracks(page, "inside.maps")["maps"]["title"]
            )
            assert sent(page)["inside.plan"]["chosen"] == part.name
    for name in cutting_figures.cuts(plan.network_plan()):
        page = page.selectbox(key="inside.cut").set_value(name).run()
        assert sent(page)["inside.cutting"]["chosen"] == name


def test_the_plan_on_the_page_is_that_of_the_loaded_network(tiny_engine, tiny_weights, open_page):
    header = sent(open_page(PAGE))["inside.plan"]
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


def test_the_map_of_the_address_is_the_one_shown_large(tiny_engine, open_page):
    page = open_page(PAGE, {"inside.map": "7", "inside.part": "block at the bottom, 4 × 4"})
    assert tracks(page, "inside.maps")["map"]["title"] == "map 7"
    page = page.number_input(key="inside.map").set_value(9).run()
    assert tracks(page, "inside.maps")["map"]["title"] == "map 9"
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


def test_the_numbers_beside_the_pictures_are_the_arithmetic(tiny_engine, open_page):
    rows = tracks(open_page(PAGE), "inside.inout")["factors"]["rows"]
    level = np.array([float(text.replace("−", "-")) for text in rows[0]["texts"]])
    assert level[0] > 0 > level[-1], "low is noisy"
    sums = [[re.findall(r"\d\.\d\d", text) for text in row["texts"]] for row in rows[1:]]
    (first, minus), (second, plus) = (np.array(one, float).T for one in sums)
    assert all(" − " in text for text in rows[1]["texts"]) and all(" + " in text for text in rows[2]["texts"])
    assert np.abs(level[1:-1] - np.log(first[1:-1] ** 2 / minus[1:-1] ** 2)).max() < 0.2, "log(alpha² / sigma²)"
    assert np.abs(first**2 + minus**2 - 1).max() < 0.02 and np.abs(second**2 + plus**2 - 1).max() < 0.02
    asked, found = blocks_figures.asked(13), blocks_figures.guess(13)
    v = torch.from_numpy(found.v[5]).permute(2, 0, 1).float() / 127.5 - 1
    picture = first[5] * asked.x[5] - minus[5] * v
    sure = (v.abs() < 0.99) & (picture.abs() < 0.98)
    shown = torch.from_numpy(found.frames[5]).permute(2, 0, 1).float() / 127.5 - 1
    assert sure.float().mean() > 0.02 and (shown - picture)[sure].abs().max() < 0.05


def test_cutting_nothing_changes_nothing(tiny_engine):
    sound, same = blocks_figures.guess(0), blocks_figures.guess(0, False, ())
    assert np.array_equal(sound.frames, same.frames)
    hurt = blocks_figures.guess(0, False, ("merge.0.0",))
    assert not np.array_equal(sound.frames, hurt.frames)
    assert len(sound.off) == len(MOMENTS)


@pytest.fixture
def shipped(engine_of):
    engine_of(MODEL)


def test_the_bets_are_settled_by_the_shipped_networks(shipped, open_page):
    page = open_page(PAGE)
    page = answered(page, "inside.raw", in_out.NOISE)
    assert f"**It is:** {in_out.NEGATIVE}" in said(page)
    page = answered(page, "inside.bottom", blocks.FEWER)
    assert f"**It is:** {blocks.SAME}" in said(page)
    page = answered(page, "inside.worst", "The block at the bottom")
    assert "**It is:** The skips of the finest grid" in said(page)
    notes = {row["name"]: row["note"] for row in sent(page)["inside.cutting"]["rows"]}
    assert int(notes["skips.0"]) > int(notes["skips.1"]) > int(notes["skips.2"]) >= 0
    assert set(tracks(page, "inside.never")) == {"clean", "noisy", "with", "off"}, "the other is not given away"
    page = answered(page, "inside.never", never_had.EQUAL)
    assert f"**It is:** {never_had.HALFWAY}" in said(page)
    assert "without" in tracks(page, "inside.never")


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_the_keys_hold_for_other_pictures_too(shipped, seed):
    costs = cutting_figures.damage(seed)
    worst = max(cutting.OPTIONS.values(), key=costs.__getitem__)
    assert worst == "skips.0" and costs[worst] > 1.3 * costs[NOTHING]
    assert in_out._verdict(seed) == in_out.NEGATIVE
    what, v = blocks_figures.asked(seed), blocks_figures.guess(seed).v
    noise = what.eps[0].permute(1, 2, 0).numpy()
    alike = [np.corrcoef(frame.ravel(), noise.ravel())[0, 1] for frame in v[[1, 2]]]
    assert min(alike) > 0.8, "with little noise, what comes out is nearly the noise"


def test_the_two_small_networks_are_compared_on_the_same_new_pictures():
    more = never_had_figures.times_as_far(never_had_figures.errors())
    assert more.max() > 1.5 and more[0] < 1.6 and more[-1] < 1.2


def test_without_weights_a_sentence_stands_there(no_weights, open_page):
    page = open_page(PAGE)
    assert not page.exception
    assert any("missing" in info.value for info in page.info)
