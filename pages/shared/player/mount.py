"""The one call that pages make: show tracks over one clock."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import streamlit as st

from diffusion_core.common.wire import pack
from pages.shared.player.bundle import loader
from pages.shared.player.stream import Stream
from pages.shared.player.track import Track
from pages.shared.taking import Taking

READOUTS = ("none", "signed", "bytes")
NAME = "ink_player"
SAID = "label"
"""Among the marks of a proof: the frame's label, where the measured number stands in it."""
_component = st.components.v2.component(NAME, js=loader())


@dataclass(frozen=True)
class Proof:
    """What a player does right after a bet was made: it plays the evidence, and marks it.

    turn: a number that rises with each bet; each is played once, 0 never (a guess that the browser had kept).
    start, end: frames, None for the last; backwards where end is the earlier; fps: the pace, None for the film's own;
    marks: tracks that are ringed; SAID is the label below them.
    """

    turn: int
    start: int = 0
    end: int | None = None
    fps: float | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pick:
    """A pixel that the visitor chose: column x and row y from the top left, in the frame then on screen.

    Of a drop that was tapped: where it fell, in thousandths of its glass. run: of the player, as it was called.
    """

    track: str
    frame: int
    x: int
    y: int
    run: str = field(default="", repr=False)


def player(
    key: str,
    tracks: Sequence[Track | Stream],
    *,
    labels: Sequence[str] = (),
    fps: float = 12,
    autoplay: bool = False,
    start: int = 0,
    run: str = "",
    moment: str | None = None,
    pick: bool = False,
    readout: str = "none",
    pixel: tuple[int, int] | None = None,
    backwards: bool = False,
    max_width: int | None = None,
    proof: Proof | None = None,
    whole: int | None = None,
    notches: Sequence[tuple[int, str]] = (),
    alt: str = "",
) -> None:
    """Play and scrub tracks in the browser, without a request to the server.

    key: unique on the site ("noise.stage"); the clock is remembered under it.
    tracks: side by side in this order, wrapping on a phone; at most one Stream among them.
    labels: one for each frame ("t = 300 · noise 45 %"); "frame 7 of 80" where left out.
    fps: frames a second; autoplay: starts when first seen, never for a visitor who asked for less motion, never when
    the address names a moment.
    start: the frame shown first. run: new data under the same run keeps the frame (or the same share of the way when
    the number of frames changed); a new run begins at `start`, and plays if autoplay.
    moment: a name ([a-z0-9_]) under which the frame is kept in the address as ?moment=<name>.<frame>, without a
    rerun.
    pick: a click, or focus, arrows and Enter, on a picture reports its pixel (one rerun, in which `picked` reads it);
    readout: values under the pointer, "signed" on the scale of [-1, 1], "bytes" on that of 0 to 255, unclipped for a
    Mixture.
    pixel: (x, y) of the pixel marked at first, or after the page changed it (from the link, say).
    backwards: offers "play backwards".
    max_width: of the stage in CSS pixels, where it isn't all the room there is; proof: of a bet;
    whole: frames that the whole film would have, where this one stops early: the rest of its bar is hatched.
    notches: frames that stand out on the bar, each with a word that comes below it when the film is there.
    alt: what the whole stage shows, for those who cannot see it.

    Raises ValueError when frames do not fit together.
    """
    header, arrays = message(tracks, labels=labels)
    if readout not in READOUTS:
        raise ValueError(f"Unknown readout {readout!r}; there are {', '.join(READOUTS)}.")
    if moment is not None and not re.fullmatch(r"[a-z0-9_]+", moment):
        raise ValueError("A moment's name has only a-z, 0-9 and _.")
    header |= {
        "key": key,
        "fps": fps,
        "autoplay": autoplay,
        "start": start,
        "run": run,
        "moment": moment,
        "pick": pick,
        "readout": "signed" if pick and readout == "none" else readout,
        "pixel": pixel,
        "backwards": backwards,
        "maxWidth": max_width,
        "proof": asdict(proof) if proof else None,
        "whole": whole,
        "notches": list(notches),
        "alt": alt,
    }
    _component(key=key, data=pack(header, arrays), on_pick_change=Taking(_is_pick))


def picked(key: str) -> Pick | None:
    """The latest pick of a player, also before it is called, so that its own tracks can follow the pixel.

    Believed only as far as it makes sense: it may name another track than there is now.
    """
    state = st.session_state.get(key)
    return _pick(state.get("pick")) if state else None


def message(tracks: Sequence[Track | Stream], *, labels: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a player is sent: its header, and arrays by name. Raises ValueError when frames do not fit together."""
    streams = [track for track in tracks if isinstance(track, Stream)]
    if len(streams) > 1:
        raise ValueError("A player takes one stream.")
    flat = [part for track in tracks for part in (track.tracks if isinstance(track, Stream) else [track])]
    frames = _frames(flat, streams=streams, labels=labels)
    specs, arrays = [], {}
    for index, track in enumerate(flat):
        found = track.arrays()
        arrays |= {f"{index}.{name}": array for name, array in found.items()}
        ours = {name: value for name, value in track.spec().items() if name not in track.visitors}
        digest = hashlib.blake2b(repr(ours).encode(), digest_size=8)
        for array in found.values():
            digest.update(array.tobytes())
        specs.append(track.spec() | {"frames": track.frames, "digest": digest.hexdigest()})
    stream = streams[0].spec() if streams else None
    return {"tracks": specs, "frames": frames, "labels": list(labels), "stream": stream}, arrays


def _frames(flat: Sequence[Track], *, streams: Sequence[Stream], labels: Sequence[str]) -> int:
    counts = {track.frames for track in flat} | {stream.frames for stream in streams} - {1}
    counts -= {1}
    if len(counts) > 1:
        raise ValueError(f"Tracks over one clock need equally many frames, not {sorted(counts)}.")
    frames = counts.pop() if counts else 1
    if labels and len(labels) != frames:
        raise ValueError(f"{len(labels)} labels for {frames} frames.")
    if len({track.name for track in flat}) < len(flat):
        raise ValueError("Each track needs a name of its own.")
    return frames


def _pick(sent: Any) -> Pick | None:
    try:
        found = Pick(str(sent["track"]), int(sent["frame"]), int(sent["x"]), int(sent["y"]), str(sent.get("run", "")))
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
    return found if min(found.frame, found.x, found.y) >= 0 else None


def _is_pick(sent: Any) -> bool:
    return _pick(sent) is not None
