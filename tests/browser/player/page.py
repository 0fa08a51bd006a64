"""One page with every kind of track."""

import numpy as np
import streamlit as st

from pages.shared.player import (
    Bars,
    Curves,
    Incoming,
    Line,
    Mixture,
    MovingCurves,
    Numbers,
    Particles,
    Pictures,
    Still,
    Stream,
    picked,
    player,
)

FRAMES = 41
GRID = np.stack(np.meshgrid(np.arange(64), np.arange(64), indexing="ij"))


@st.cache_data
def face() -> np.ndarray:
    """A simple round face, (64, 64, 3) in [-1, 1]."""
    y, x = (GRID - 31.5) / 32
    picture = np.stack([0.55 - 0.3 * y, 0.75 - 0.2 * y, 0.95 + 0 * y], -1)
    picture[x**2 + y**2 < 0.6] = (0.9, 0.6, 0.25)
    for side in (-0.28, 0.28):
        picture[(x - side) ** 2 + (y + 0.15) ** 2 < 0.012] = (-0.9, -0.9, -0.8)
    ring = np.hypot(x, y - 0.05)
    picture[(abs(ring - 0.42) < 0.04) & (y > 0.2)] = (-0.6, -0.8, -0.8)
    return picture.astype(np.float32)


def noise_table() -> np.ndarray:
    share = np.linspace(0, 1, FRAMES)
    return np.stack([np.sqrt(1 - share), np.sqrt(share)], 1).astype(np.float32)


def labels() -> list[str]:
    return [f"t = {25 * i} · noise {100 * i / (FRAMES - 1):.0f} %" for i in range(FRAMES)]


def mixture_demo() -> None:
    seed = st.slider("seed", 0, 9, key="demo.seed")
    x0, eps = face(), np.random.default_rng(seed).standard_normal((64, 64, 3)).astype(np.float32)
    table = noise_table()
    values = [(a * x0 + b * eps).ravel() for a, b in table]
    edges = np.linspace(-4, 4, 65)
    counts = np.stack([np.histogram(v, edges, density=True)[0] for v in values])
    bell = (edges, np.exp(-(edges**2) / 2) / np.sqrt(2 * np.pi))
    t = np.arange(FRAMES) * 25.0
    pixel = picked("demo.mixture")
    where = f"in numbers, at {pixel.x}, {pixel.y}" if pixel else "in numbers"
    tracks = [
        Pictures("clean", x0[None], title="the clean picture", role="clean"),
        Mixture("noisy", x0, eps, table, title="the noisy picture", role="noisy"),
        Still("noise", eps, title="the noise", role="noise"),
        Bars("values", counts, edges, reference=bell, reference_label="the bell", x_label="value of a pixel",
             title="all values of the noisy picture", role="noisy", top=1.2),
        Curves("schedule", t, [Line("picture", table[:, 0], "clean"), Line("noise", table[:, 1], "noise")],
               x_label="moment t", y_label="factor", title="how much of each"),
        Numbers("numbers", {"noise": 100 * np.linspace(0, 1, FRAMES), "spread": [v.std() for v in values]},
                formats={"noise": "{:.0f} %"}, roles={"noise": "noise"}, title=where),
    ]  # fmt: skip
    player("demo.mixture", tracks, labels=labels(), moment="noise", pick=True, start=10)
    st.write(f"picked: {picked('demo.mixture')}")


def drop_demo() -> None:
    rng = np.random.default_rng(3)
    steps = rng.normal(0, 0.012, (80, 1500, 2)).cumsum(0)
    positions = 0.5 + np.concatenate([np.zeros((1, 1500, 2)), steps])[:80]
    positions = 1 - abs(1 - abs(positions) % 2)
    shade = np.stack([np.histogram2d(p[:, 1], p[:, 0], 24, [[0, 1], [0, 1]])[0] for p in positions])
    groups = (np.arange(1500) % 50 == 0).astype(np.uint8)
    specks = Particles("drop", positions, groups=groups, colours=("ink", "guess"), shade=np.clip(shade / 20, 0, 0.6),
                       radius=4, title="a drop of ink", role="ink", size="medium")  # fmt: skip
    depth = np.stack([np.histogram(p[:, 0], 32, (0, 1))[0] for p in positions]) / 1500
    bars = Bars("columns", depth, np.linspace(0, 1, 33), scale="frame", x_label="from left to right", role="ink",
                title="where the specks are", size="medium")  # fmt: skip
    spread = positions.std(1).mean(1)
    curve = Curves("spread", np.arange(80.0), [Line("spread", spread, "ink")], log_y=True, trail=True,
                   x_label="seconds", title="how wide the drop is")  # fmt: skip
    x, width = np.linspace(0, 1, 65), 0.01 + spread[:, None]
    bells = [
        Line("the bell", np.exp(-((x - 0.5) ** 2) / (2 * width**2)), "ink"),
        Line("half as high", np.full((1, 65), 0.5), "plain", "dashed"),
    ]
    bell = MovingCurves("bell", x, bells, at=0.5 + spread, y_range=(0, 1), filled=True, title="a bell that widens",
                        x_label="from left to right", size="large")  # fmt: skip
    times = [f"{i / 10:.1f} seconds" for i in range(80)]
    player("demo.drop", [specks, bars, curve, bell], labels=times, fps=30, autoplay=True, backwards=True, moment="drop")


def stream_demo() -> None:
    query = st.text_input("stream", "seed=1", key="demo.stream")
    if st.toggle("put away", key="demo.away"):
        return
    incoming = [
        Incoming("noisy", (64, 64, 3), title="the noisy picture", role="noisy"),
        Incoming("guess", (64, 64, 3), title="the network's guess", role="guess"),
    ]
    player("demo.stream_player", [Stream(f"/demo/stream?{query}", incoming, frames=20)], fps=60, moment="draw")


st.title("The player")
st.button("run again", key="demo.again")
for demo in (mixture_demo, drop_demo, stream_demo):
    with st.container(border=False):
        demo()
