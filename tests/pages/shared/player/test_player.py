"""The player's Python side: what is sent is what was given."""

import json
import re
import struct

import numpy as np
import pytest
import torch

from diffusion_core.common.wire import pack, unpack
from pages.shared.player import (
    Bars,
    Curves,
    Incoming,
    Line,
    Mixture,
    MovingCurves,
    Numbers,
    Particles,
    Pick,
    Pictures,
    Stream,
    mount,
    picked,
    stream_error,
    stream_frame,
    stream_header,
    tile,
    to_bytes,
)
from pages.shared.player.bundle import ASSETS, ORDER, script
from pages.shared.player.mount import _message
from pages.shared.player.wire import chunks

ONE = {
    "uint8": np.arange(6, dtype=np.uint8).reshape(1, 2, 3),
    "uint16": np.array([[0, 65535]], np.uint16),
    "int16": np.array([-32767, 32767], np.int16),
    "float32": np.array([0.1, -1e-30, np.nan], np.float32),
}


def test_a_packed_message_unpacks_to_the_same_header_and_arrays():
    header, arrays = unpack(pack({"labels": ["t = 0 · noise 0 %", "ε"], "n": 3}, ONE))
    assert header == {"labels": ["t = 0 · noise 0 %", "ε"], "n": 3}
    for name, array in ONE.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_the_first_four_bytes_are_the_headers_length_little_endian():
    message = pack({}, {"x": np.array([258], np.uint16)})
    length = message[0] + 256 * message[1]
    assert json.loads(message[4 : 4 + length])["arrays"] == {"x": {"dtype": "uint16", "shape": [1], "start": 0}}
    assert message[4 + length :] == b"\x02\x01"


def test_values_that_would_arrive_changed_are_refused():
    with pytest.raises(ValueError, match="float64"):
        pack({}, {"x": np.zeros(2)})


def test_each_of_the_256_levels_comes_back_from_its_float():
    levels = np.arange(256).reshape(16, 16, 1)
    np.testing.assert_array_equal(to_bytes(levels / 127.5 - 1), levels)


@pytest.mark.parametrize(("value", "byte"), [(-1, 0), (1, 255), (-3.2, 0), (2.5, 255), (0.1, 140), (-0.1, 115)])
def test_display_clips_at_black_and_white(value, byte):
    assert to_bytes(np.full((1, 1, 3), value, np.float32)).tolist() == [[[byte] * 3]]


def test_torch_pictures_come_channel_first_and_numpy_pictures_channel_last():
    last = np.random.default_rng(0).uniform(-1, 1, (2, 4, 5, 3))
    first = torch.from_numpy(np.moveaxis(last, -1, 1).copy()).requires_grad_()
    np.testing.assert_array_equal(to_bytes(first), to_bytes(last))
    with pytest.raises(ValueError, match="1 or 3 channels"):
        to_bytes(np.zeros((3, 4, 5)))


def test_a_sheet_holds_picture_k_in_row_k_over_columns():
    pictures = np.stack([np.full((2, 3, 1), 10 * k, np.uint8) for k in range(5)])
    sheet = tile(pictures, columns=2, gap=1)
    assert sheet.shape == (3 * 2 + 2, 2 * 3 + 1, 1)
    assert sheet[3, 4, 0] == 30 and sheet[6, 0, 0] == 40
    assert sheet[2, 0, 0] == sheet[0, 3, 0] == sheet[7, 6, 0] == 255


def test_a_stream_is_a_header_and_a_pair_of_chunks_a_frame():
    a, b = np.arange(12, dtype=np.uint8).reshape(2, 2, 3), np.full((1, 1, 1), 7, np.uint8)
    stream = stream_header([("a", a.shape), ("b", b.shape)], frames=2) + stream_frame([a, b], label="t = 9")
    header, record, pixels, *rest = chunks(stream + stream_frame([a, b]) + stream_error("Out of memory."))
    expected = {"tracks": [{"name": "a", "shape": [2, 2, 3]}, {"name": "b", "shape": [1, 1, 1]}], "frames": 2}
    assert json.loads(header) == expected
    assert json.loads(record) == {"label": "t = 9"}
    assert pixels == bytes(range(12)) + b"\x07"
    assert [json.loads(rest[0]), rest[1]] == [{}, pixels]
    assert [json.loads(rest[2]), rest[3]] == [{"error": "Out of memory."}, b""]


def test_a_stream_that_breaks_off_is_noticed():
    whole = stream_frame([np.zeros((2, 2, 1), np.uint8)])
    with pytest.raises(ValueError, match="breaks off"):
        chunks(whole[:-1])


def test_a_stream_carries_bytes_only():
    with pytest.raises(ValueError, match="to_bytes"):
        stream_frame([np.zeros((2, 2, 1))])


@pytest.mark.parametrize("url", ["https://elsewhere.org/x", "//elsewhere.org/x", "/\\elsewhere.org/x", "api/draw"])
def test_a_stream_from_elsewhere_is_refused(url):
    with pytest.raises(ValueError, match="this server"):
        Stream(url, [Incoming("x", (8, 8, 3))], frames=3)


def test_the_box_of_particles_spans_all_of_uint16_and_holds_them_inside():
    sent = Particles("p", np.array([[[0.0, 1.0], [0.5, 1.2], [-0.1, 0.25]]])).arrays()["positions"]
    assert sent.tolist() == [[[0, 65535], [32768, 65535], [0, 16384]]]


@pytest.mark.parametrize(("store", "unit"), [("float32", 1e-6), ("int16", 4.3 / 32767)])
def test_a_mixture_is_sent_within_its_stated_precision_and_unclipped(store, unit):
    rng = np.random.default_rng(1)
    first, second = rng.uniform(-1, 1, (4, 4, 3)), rng.uniform(-4.3, 4.3, (4, 4, 3))
    sent = Mixture("m", first, second, np.array([[0.6, 0.8], [1, 0]]), store=store).arrays()
    found = sent["table"][0, 0] * sent["parts"][0] + sent["table"][0, 1] * sent["parts"][1].astype(np.float64)
    np.testing.assert_allclose(found, 0.6 * first + 0.8 * second, atol=unit)
    assert abs(found).max() > 1.5


def test_numbers_are_written_with_a_true_minus_and_their_format():
    rows = Numbers("n", {"mean": [-0.125, 2], "noise": [5, 50]}, formats={"noise": "{:.0f} %"}).spec()["rows"]
    assert [row["texts"] for row in rows] == [["−0.12", "2.00"], ["5 %", "50 %"]]


def test_tracks_of_different_lengths_cannot_share_a_clock():
    five = Pictures("a", np.zeros((5, 2, 2, 1), np.uint8))
    six = Pictures("b", np.zeros((6, 2, 2, 1), np.uint8))
    still = Pictures("c", np.zeros((2, 2, 1), np.uint8))
    assert _message([five, still], labels=())[0]["frames"] == 5
    with pytest.raises(ValueError, match=r"\[5, 6\]"):
        _message([five, six], labels=())
    with pytest.raises(ValueError, match="4 labels for 5 frames"):
        _message([five], labels=["x"] * 4)
    with pytest.raises(ValueError, match="name of its own"):
        _message([five, five], labels=())


def test_mistakes_in_a_track_are_named():
    with pytest.raises(ValueError, match="purple"):
        Pictures("a", np.zeros((2, 2, 1)), role="purple")
    with pytest.raises(ValueError, match="one size"):
        Mixture("m", np.zeros((2, 2, 1)), np.zeros((3, 2, 1)), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="K \\+ 1"):
        Bars("b", np.zeros((3, 4)), np.zeros(4))
    with pytest.raises(ValueError, match="one y for each x"):
        Curves("c", np.zeros(4), [Line("l", np.zeros(3))])


def test_moving_curves_keep_every_frame_of_every_line_apart():
    moving, still = np.arange(12.0).reshape(3, 4), np.full((1, 4), 7.0)
    track = MovingCurves("m", np.arange(4.0), [Line("a", moving), Line("b", still)], at=np.array([1.0, 2, 3]))
    assert track.frames == 3
    arrays = track.arrays()
    np.testing.assert_array_equal(arrays["y0"], moving)
    np.testing.assert_array_equal(arrays["y1"], still)
    np.testing.assert_array_equal(arrays["at"], [1, 2, 3])


@pytest.mark.parametrize(
    "lines", [[np.zeros(4)], [np.zeros((3, 5))], [np.zeros((3, 4)), np.zeros((2, 4))]], ids=["flat", "wide", "unequal"]
)
def test_moving_curves_that_do_not_fit_together_are_refused(lines):
    with pytest.raises(ValueError, match="Each line|equally many"):
        MovingCurves("m", np.zeros(4), [Line(str(i), y) for i, y in enumerate(lines)])


def test_a_track_keeps_its_digest_until_its_data_or_words_change():
    def digest(value: int, title: str) -> str:
        return _message([Pictures("a", np.full((1, 2, 2, 1), value, np.uint8), title=title)], labels=())[0]["tracks"][
            0
        ]["digest"]

    assert digest(1, "x") == digest(1, "x")
    assert len({digest(1, "x"), digest(2, "x"), digest(1, "y")}) == 3


@pytest.mark.parametrize(
    "sent", [None, 3, {}, {"track": "a", "frame": 0, "x": -1, "y": 1}, {"track": "a", "frame": 0, "x": -1, "y": "q"}]
)
def test_nonsense_from_the_browser_is_no_pick(sent, monkeypatch):
    monkeypatch.setattr(mount.st, "session_state", {"a": {"pick": sent}})
    assert picked("a") is None


def test_a_pick_is_handed_on(monkeypatch):
    sent = {"track": "a", "frame": 7, "x": 12, "y": 40}
    monkeypatch.setattr(mount.st, "session_state", {"a": {"pick": sent}})
    assert picked("a") == Pick("a", 7, 12, 40) and picked("b") is None


def test_every_module_is_in_the_script_and_no_two_use_one_name():
    files = sorted(path.name for path in ASSETS.glob("*.js"))
    assert sorted(ORDER) == files
    declared = re.compile(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", re.M)
    names = [name for file in files for name in declared.findall((ASSETS / file).read_text(encoding="utf-8"))]
    assert len(names) == len(set(names))
    assert re.findall(r"^(?:import|export)\b.*", script(), re.M) == [
        "export default function ({ data, parentElement, setStateValue }) {"
    ]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("theme", "papers"), [("light", ["#ffffff", "#f0f2f6"]), ("dark", ["#0e1117", "#262730"])])
def test_each_role_can_be_read_on_its_paper(theme, papers):
    text = (ASSETS / "colours.js").read_text(encoding="utf-8")
    colours = re.findall(r"#[0-9a-f]{6}", re.search(rf"{theme}: \{{(.*)\}}", text)[1])
    assert len(colours) == 5
    for colour in colours:
        assert f"{colour};" in (ASSETS / "player.css").read_text(encoding="utf-8")
        for paper in papers:
            darker, lighter = sorted((luminance(colour), luminance(paper)))
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (colour, paper)


def test_a_message_states_where_its_arrays_begin():
    header, arrays = _message([Mixture("m", *np.zeros((2, 3, 3, 1)), np.ones((4, 2)))], labels=())
    message = pack(header, arrays)
    (length,) = struct.unpack("<I", message[:4])
    assert len(message) == 4 + length + 2 * 9 * 4 + 4 * 2 * 4


def test_pictures_say_whether_values_were_cut_off():
    inside, outside = np.full((1, 4, 4, 3), 1.0), np.full((1, 4, 4, 3), -1.2)
    assert not Pictures("p", inside).spec()["clipped"] and Pictures("p", outside).spec()["clipped"]
    assert not Pictures("p", np.full((1, 4, 4, 3), 255, np.uint8)).spec()["clipped"]


def test_a_pixel_read_exactly_is_sent_beside_the_pictures():
    values = np.array([[1.234, -5.0, 0.001]])
    track = Pictures("p", np.zeros((1, 4, 4, 3)), exact=((2, 3), values))
    assert track.spec()["exact"] == (2, 3)
    np.testing.assert_allclose(track.arrays()["exact"], values, rtol=1e-6)
    assert "exact" not in Pictures("p", np.zeros((1, 4, 4, 3))).arrays()
