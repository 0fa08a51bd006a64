"""The experiments that cannot be taken along as a notebook, each with the reason, by the names of their functions.

Those that have one are made of the page's own functions (`offer`). A test holds that each has the one or the other.
"""

LIVE = (
    "It teaches a network for minutes, in a process of its own that can be stopped: `diffusion_core.commands` has that."
)
RECORDED = "It shows what was recorded over many runs; `make claims` measures it."
GALLERY = "It needs the gallery of training pictures, which this server draws for all at its start."
STAGES = "It asks the networks of the training's stages, which the server keeps by name."
INSIDE = (
    "It looks into the network part by part, and its pictures are of those parts; `diffusion_core.networks.anatomy`."
)
EDGES = "It makes charts of the visitor's own line by hand, for which the page draws no picture."
GAME = "It is a game with the film: what there is to compute is in 2.5."

WITHOUT = {
    "physics": "It plots entropy, a number a frame; the specks behind it are those of 1.1.",
    "can_tell": GAME,
    "where_steps_go": RECORDED,
    "two_windows": EDGES,
    "by_hand": LIVE,
    "live": LIVE,
    "growing": STAGES,
    "flat_loss": RECORDED,
    "choosing": GALLERY,
    "unseen": GALLERY,
    "blocks": INSIDE,
    "cutting": INSIDE,
    "in_out": INSIDE,
    "from_word_to_numbers": "It shows rows of numbers that the caption reader has learnt, and no picture.",
    "teach_clip": LIVE,
}
