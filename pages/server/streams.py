"""The address under which a run streams into the player: the job and its tracks, signed, so only this site can ask.

job = Job(seed=3, caption="a happy blue rabbit")
player("denoise.stage", [run_stream(job)], run=job.to_text())
"""

import os
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st
from anyio import sleep
from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from diffusion_core.sampling.job import Job
from pages.server import resources, shared_runs
from pages.server.neighbours import neighbourhood
from pages.server.visits import own_visit
from pages.shared.player import Incoming, Stream

ADDRESS = "/api/sample"
# neither the server nor a proxy tries to compress a video, and noise cannot be compressed
MEDIA = "video/x-frames"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
DAY = 86_400
FORGED = "This address was not made by this site, or it is too old. Please reload the page."
ABSURD = "This server does not know how to draw that. Please reload the page."
TITLES = {"noisy": "the noisy picture", "guess": "the network's guess"}

# one secret for all replicas of a server, if it is given; the same that Streamlit signs its cookies with
_signer = URLSafeSerializer(os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET") or secrets.token_hex(32), salt=ADDRESS)


class Refused(ValueError):
    """The token is forged or too old."""


def signed(
    job_text: str, tracks: Collection[str] = shared_runs.TRACKS, *, visit: str = "", today: int | None = None
) -> str:
    """A token of a job's text, the tracks of shared_runs.TRACKS that shall be sent, in any order, and who asks.

    Good until the end of the next day; the same all day, since one address is one run. Raises ValueError for a track
    that there is not, and for none.
    """
    if not tracks or not set(tracks) <= set(shared_runs.TRACKS):
        raise ValueError(f"the tracks of a run are {', '.join(shared_runs.TRACKS)}")
    return str(_signer.dumps([job_text, _in_order(tracks), visit, (_today() if today is None else today) + 1]))


def opened(token: str) -> tuple[str, list[str], str]:
    """The job's text, the tracks and the visit of a token. Raises Refused."""
    try:
        text, tracks, visit, last_day = _signer.loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise Refused(FORGED) from error
    if _today() > last_day:
        raise Refused(FORGED)
    return str(text), tracks, str(visit)


def signed_mark(mark: str, *, visit: str = "", today: int | None = None) -> str:
    """A token that says no more than that a page of this site gave it, for this use, and to which visit; good as long
    as a run's."""
    return str(_signer.dumps([mark, visit, (_today() if today is None else today) + 1]))


def check_mark(token: str, mark: str) -> str:
    """The visit that a token was given to. Raises Refused where it is none of `signed_mark`, of another use, or too
    old."""
    try:
        said, visit, last_day = _signer.loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise Refused(FORGED) from error
    if said != mark or _today() > last_day:
        raise Refused(FORGED)
    return str(visit)


def run_stream(
    job: Job,
    *,
    titles: Mapping[str, str] = TITLES,
    size: str = "auto",
    brightness: bool = False,
    for_all: bool = False,
) -> Stream:
    """What the player needs for a job's run, asked for by the visit whose page this is, or by all alike.

    titles: of the tracks that shall be shown, of shared_runs.TRACKS, in whose order they stand. size: as in the
    player's tracks; brightness: below each sheet stands how bright its pictures are.
    """
    shape, names = shared_runs.frame_shape(job.count), _in_order(titles)
    tiles = (shared_runs.columns(job.count), job.count) if brightness else None
    incoming = [Incoming(name, shape, tiles=tiles, title=titles[name], role=name, note="", size=size) for name in names]
    url = f"{ADDRESS}?job={signed(job.to_text(), titles, visit='' if for_all else own_visit())}"
    # the labels count the steps, from the start at 0: one frame more than steps
    return Stream(url, incoming, frames=len(shared_runs.shown_steps(job.steps, job.count)), unit="")


def origin(job: Job) -> str:
    """One sentence on where the run comes from: drawn now for this visitor, or when it was drawn and kept."""
    finished = shared_runs.book.finished_at(job)
    if finished is None:
        return "Drawn for you now by this server's network."
    when = datetime.fromtimestamp(finished, _zone(st.context.timezone))
    return f"Drawn by this server's network on {when.day} {when:%B at %H:%M}, and kept for all who ask for the same."


async def sample(request: Request) -> Response:
    """GET /api/sample?job=<token>: the frames of the job's run, as they are computed. Nothing else may stand there."""
    asked = request.query_params.multi_items()
    if [name for name, _ in asked] != ["job"]:
        return PlainTextResponse(ABSURD, 400)
    try:
        text, tracks, visit = opened(asked[0][1])
    except Refused as error:
        return PlainTextResponse(str(error), 403)
    while not resources.ready.is_set():
        await sleep(0.05)
    return _answer(text, tracks, neighbourhood(request.scope), visit)


def _answer(text: str, tracks: Sequence[str], owner: str, visit: str) -> Response:
    # torch comes with it, which the server's start must not wait for
    from diffusion_core.serving.engine import Busy

    try:
        return Following(shared_runs.book.open(Job.from_text(text), owner, visit), tracks)
    except shared_runs.TooOften as wait:
        return PlainTextResponse(str(wait), 429)
    except Busy as busy:
        return PlainTextResponse(str(busy), 503)
    except (ValueError, KeyError):
        return PlainTextResponse(ABSURD, 400)


class Following(StreamingResponse):
    """A run on its way to one visitor; when the visitor has gone, the run is left."""

    def __init__(self, run: shared_runs.Run, tracks: Sequence[str]) -> None:
        super().__init__(run.follow(tracks), media_type=MEDIA, headers=HEADERS)
        self.run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            shared_runs.book.leave(self.run)


def _in_order(tracks: Collection[str]) -> list[str]:
    return [name for name in shared_runs.TRACKS if name in tracks]


def _zone(name: str | None) -> tzinfo | None:
    """A visitor's time zone; the server's where the browser names none that there is."""
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def _today() -> int:
    return int(time.time() // DAY)
