"""The player: all motion of the site, on one clock, in the browser.

from pages.shared.player import Pictures, player
player("noise.stage", [Pictures("noisy", frames, title="the noisy picture", role="noisy")], labels=labels)
"""

from pages.shared.player.awaited import Awaited, place_of_chart, place_of_picture
from pages.shared.player.charts import Bars, Curves, Line, MovingCurves, Numbers, Score
from pages.shared.player.convert import tile, to_bytes
from pages.shared.player.mount import NAME, SAID, Pick, Proof, picked, player
from pages.shared.player.pictures import Drop, Mixture, Particles, Pictures, Still, Windows
from pages.shared.player.stream import Incoming, Stream
from pages.shared.player.wire import stream_error, stream_frame, stream_header, stream_wait

__all__ = [
    "NAME",
    "Awaited",
    "Bars",
    "Curves",
    "Drop",
    "Incoming",
    "Line",
    "Mixture",
    "MovingCurves",
    "Numbers",
    "Particles",
    "Pick",
    "Pictures",
    "Proof",
    "SAID",
    "Score",
    "Still",
    "Stream",
    "Windows",
    "picked",
    "place_of_chart",
    "place_of_picture",
    "player",
    "stream_error",
    "stream_frame",
    "stream_header",
    "stream_wait",
    "tile",
    "to_bytes",
]
