"""A player: its tracks share one clock, keep their digests, and hand on what was picked."""

import struct

import numpy as np
import pytest

from diffusion_core.common.wire import pack
from pages.shared.player import (
    Mixture,
    Pick,
    Pictures,
    mount,
    picked,
)
from pages.shared.player.mount import message


def test_tracks_of_different_lengths_cannot_share_a_clock():
    five = Pictures("a", np.zeros((5, 2, 2, 1), np.uint8))
    six = Pictures("b", np.zeros((6, 2, 2, 1), np.uint8))
    still = Pictures("c", np.zeros((2, 2, 1), np.uint8))
    assert message([five, still], labels=())[0]["frames"] == 5
    with pytest.raises(ValueError, match=r"\[5, 6\]"):
        message([five, six], labels=())
    with pytest.raises(ValueError, match="4 labels for 5 frames"):
        message([five], labels=["x"] * 4)
    with pytest.raises(ValueError, match="name of its own"):
        message([five, five], labels=())


def test_a_track_keeps_its_digest_until_its_data_or_words_change():
    def digest(value: int, title: str) -> str:
        return message([Pictures("a", np.full((1, 2, 2, 1), value, np.uint8), title=title)], labels=())[0]["tracks"][0][
            "digest"
        ]

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
    monkeypatch.setattr(mount.st, "session_state", {"a": {"pick": sent | {"run": "r"}}})
    assert picked("a").run == "r"


def test_a_message_states_where_its_arrays_begin():
    header, arrays = message([Mixture("m", *np.zeros((2, 3, 3, 1)), np.ones((4, 2)))], labels=())
    packed = pack(header, arrays)
    (length,) = struct.unpack("<I", packed[:4])
    assert len(packed) == 4 + length + 2 * 9 * 4 + 4 * 2 * 4
