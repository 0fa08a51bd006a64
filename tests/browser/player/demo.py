"""The server of the player's browser tests: one page with every kind of track, and routes that stream.

Run by hand: streamlit run tests/browser/player/demo.py
"""

import asyncio
import sys
from pathlib import Path

import numpy as np
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).parents[3]))

from pages.server import films
from pages.server.routes import PLAYER, SAVING
from pages.shared.player import stream_error, stream_frame, stream_header, stream_wait

STEPS = 20
SHAPES = [("noisy", (64, 64, 3)), ("guess", (64, 64, 3))]


async def growing(seed: int, *, pause: float, breaks: int, waits: float):
    """Frames of grey v = 5 · step + seed (noisy) and v + 100 (guess); after `breaks` of them an error.

    waits: seconds at each of four places in a line, while the noise alone is there.
    """
    yield stream_header(SHAPES, frames=STEPS)
    if waits:
        yield stream_frame([np.full(SHAPES[0][1], seed, np.uint8)], label=f"noise of {seed}", only=["noisy"])
        for place, seconds in ((12, None), (3, 150), (2, 20), (0, 1)):
            yield stream_wait(place, seconds)
            await asyncio.sleep(waits)
    for step in range(STEPS):
        if step == breaks:
            yield stream_error("The model was switched off in the middle.")
            return
        await asyncio.sleep(pause)
        level = 5 * step + seed
        pictures = [np.full(shape, level + 100 * i, np.uint8) for i, (_, shape) in enumerate(SHAPES)]
        yield stream_frame(pictures, label=f"step {step + 1} · seed {seed}")


async def stream(request: Request) -> Response:
    seed = int(request.query_params.get("seed", 0))
    if seed == 13:
        return PlainTextResponse("Twenty others are before you; try again in a moment.", 429)
    pause = float(request.query_params.get("pause", 0.05))
    waits = float(request.query_params.get("waits", 0))
    breaks = int(request.query_params.get("breaks", -1))
    return StreamingResponse(growing(seed, pause=pause, breaks=breaks, waits=waits), media_type="video/x-frames")


FILM = Route(films.ADDRESS, films.film, methods=["POST"])
ROUTES = [Route("/demo/stream", stream), PLAYER, SAVING, FILM]
app = st.App(Path(__file__).with_name("page.py"), routes=ROUTES)
