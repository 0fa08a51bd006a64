"""The words of the site: what each means, in one plain sentence, and the level that introduces it.

Pages need do nothing: the frame marks each term where it first stands on a page (term_marks.py). A test reads the pages
and fails where one uses a term of a later level (tests/pages/test_plain_words.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word that needs explaining.

    name: as the glossary lists it; level: the one that introduces it; sentence: what it means, in words of
    this level or earlier ones; forms: how it is found in text, whole words in any case (a single letter: in this case
    only), separated by "|", the name alone where left out; folded: stands only in the last, folded section of level 1.
    """

    name: str
    level: int
    sentence: str
    forms: str = ""
    folded: bool = False

    @property
    def anchor(self) -> str:
        """The end of the address of its entry in the glossary."""
        return _ANCHORS.get(self.name) or re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def words(self) -> list[str]:
        """Its forms."""
        return (self.forms or self.name).split("|")


_ANCHORS = {"CLIP": "clip-network", "β": "beta", "ᾱ": "alpha-bar", "t": "time", "T": "steps"}

TERMS = (
    # Level 1
    Term("speck", 1, "A tiny bit of ink, in our pictures drawn much too big.", "speck|specks"),
    Term("noise", 1, "What chance alone does: a little more here, a little less there, and no plan behind it.",
         "noise|noises"),
    Term("model", 1, "A few rules that act like the real thing, so that you can play with it.", "model|models"),
    Term("diffusion", 1, "How things spread when chance shoves each tiny bit about, like ink in still water."),
    Term("bell", 1, "The shape that many small pushes of chance add up to: most end near the middle, few far out.",
         "bell|bells"),
    Term("guide", 1, "Something that knows what it's after, and tells each speck which way to go.",
         "guide|guides|guided"),
    Term("family", 1, "All the drops that there might have been: say, all rings of one size, anywhere in the glass.",
         "family|families"),
    Term("pixel", 1, "One dot of a picture: it stays in its place, but it can get brighter or darker.", "pixel|pixels"),
    Term("entropy", 1, "A number for how well things are mixed: left alone, ink in water gets more and more mixed.",
         folded=True),
    Term("equilibrium", 1, "The end of the mixing: specks still move, but the water looks the same for good.",
         folded=True),
    Term("Brownian motion", 1, "The restless stumble of a speck in water that stands still.", "Brownian", folded=True),
    # Level 2
    Term("value", 2, "The number that says how bright one colour of a pixel is.", "value|values"),
    Term("byte", 2, "A small piece of a file, which holds one number from 0 to 255.", "byte|bytes"),
    Term("shade", 2, "A step of brightness: there are 256 of them, from 0 for black to 255 for white.", "shade|shades"),
    Term("critter", 2, "A small creature of the kind that this site draws by itself.", "critter|critters"),
    Term("clean picture", 2, "The picture before any noise is mixed in.", "clean picture|clean pictures"),
    Term("noisy picture", 2, "A picture with noise mixed in, a little or a lot.",
         "noisy picture|noisy pictures|half-noised picture|half-noised pictures"),
    Term("random push", 2, "One number picked by chance, as if from a hat that holds many small numbers and few large "
         "ones.",
         "random push|random pushes|"
         "a draw|one draw|each draw|every draw|the draw|its draw|new draw|own draw|same draw|fresh draw|the draws|"
         "of draws|different draws|random draws|draws of|draw of its own"),
    Term("normal distribution", 2, "The exact name of the bell from which our noise is picked.",
         "normal distribution|normal distributions|Gaussian|Gaussians|bell curve|normal noise"),
    Term("distribution", 2, "How often each value comes up.", "distribution|distributions"),
    Term("variance", 2, "How widely values spread around their middle: each distance is squared, and the average is "
         "taken.",
         "variance|variances"),
    Term("histogram", 2, "A row of bars that shows how often each value comes up.", "histogram|histograms"),
    Term("spectrum", 2, "How much of a picture is broad shapes, and how much is fine grain.", "spectrum|spectra"),
    Term("white noise", 2, "Noise in which no dot knows of its neighbours, so that fine grain is as strong as broad "
         "shapes."),
    Term("seed", 2, "The number that chance starts from: the same seed brings the same draws again.",
         "seed|seeds"),
    Term("t", 2, "How many steps into the noise a picture is: 0 is the clean one, and on the way back it counts down.",
         "t"),
    Term("share of noise", 2, "How much of the mixture is noise, counted by squares: 0 % is the clean picture, 100 % "
         "only noise.",
         "share of noise|shares of noise"),
    Term("schedule", 2, "The plan that says how much noise each step adds.",
         "schedule|schedules|variance schedule|noise schedule"),
    # Level 3
    Term("linear", 3, "A schedule whose steps grow evenly, from very small to larger ones.", "linear"),
    Term("scaled linear", 3, "The schedule of the first Stable Diffusions, which stops before all is noise."),
    Term("cosine", 3, "A schedule whose steps are small at first, so that the picture stays in sight for longer.",
         "cosine"),
    Term("β", 3, "Say “beta”: the share of fresh noise that one step mixes in.", "β|βs|β_t|beta|betas"),
    Term("ᾱ", 3, "Say “alpha bar”: how much of the clean picture is left at a moment, from 1 for all of it to 0 for "
         "none.",
         "ᾱ|ᾱ_T|ᾱ_t|alpha bar|alpha-bar"),
    Term("T", 3, "How many steps lead from the clean picture to the end.", "T"),
    Term("signal-to-noise ratio", 3, "How much of the picture is left, divided by how much noise there is.",
         "signal-to-noise|signal to noise|SNR|log-SNR"),
    Term("decibel", 3, "A scale for ratios: ten decibels more is ten times as much; at zero, both have equal factors.",
         "decibel|decibels|dB"),
    Term("sigmoid", 3, "A schedule shaped like a long S, much like cosine."),
    Term("network", 3, "A program full of adjustable numbers that learnt its task from examples; people also call it "
         "a model.",
         "network|networks|neural network"),
    Term("training", 3, "Showing a network many examples, and changing it a bit each time.",
         "training|trained|untrained"),
    Term("classifier", 3, "A network that looks at a picture and names what it shows; we call ours “the reader”.",
         "classifier|classifiers|reader|readers"),
    Term("dimension", 3, "One number that can change on its own: a point on a line has one, a flat place two.",
         "dimension|dimensions|one-dimensional|two-dimensional|1-D|2-D"),
    Term("backward step", 3, "One step from more noise to less.", "backward step|backward steps"),
    Term("KL", 3, "A number for how badly one heap stands in for another: zero only where both are the same.",
         "KL|KL gap|KL divergence|Kullback–Leibler"),
    Term("95 % interval", 3, "A range around what we counted that holds the true number in 19 of 20 such counts.",
         "95 % interval|95 % intervals|95% interval"),
    # Level 4
    Term("denoiser", 4, "Whatever looks at a noisy picture and says what in it is noise.", "denoiser|denoisers"),
    Term("U-Net", 4, "A network that makes the picture small, looks at the whole, and makes it large again.",
         "U-Net|U-Nets"),
    Term("filter", 4, "A small table of numbers that says how much of each neighbour goes into a pixel.",
         "filter|filters|filtered"),
    Term("convolution", 4, "Laying one filter over every pixel of a picture, with the same numbers each time.",
         "convolution|convolutions"),
    Term("layer", 4, "One round of sums in a network; the next round starts from what this one gives.",
         "layer|layers"),
    Term("velocity", 4, "What our network answers: a mixture of noise and picture, from which both follow in one line.",
         "velocity|v̂"),
    Term("error", 4, "How far a guess is from what's right; here each difference is squared, and the average is taken.",
         "error|errors"),
    Term("nudge", 4, "One small change of all of a network's numbers, each the way that makes its error smaller.",
         "nudge|nudges|nudged"),
    Term("loss", 4, "How far off a network's guesses are, squared and averaged: what training makes smaller.",
         "loss|losses"),
    Term("block", 4, "A few layers that belong together; in a U-Net each block works at one size of the picture.",
         "block|blocks"),
    Term("map", 4, "What some filters make of a picture, or of other maps: bright where they find what they look for.",
         "maps|a map|each map|best map"),
    Term("skip connection", 4, "A bridge across a U-Net that carries fine detail past the small picture at its bottom.",
         "skip connection|skip connections|skips"),
    Term("weights", 4, "The adjustable numbers of a network: all that it has learnt is in them.",
         "network's weights|network’s weights|file of weights|weights of the network"),
    Term("sampler", 4, "The rule that says how much of the guessed noise to take away, and what to do next.",
         "sampler|samplers|sampling"),
    Term("clip", 4, "To cut a number off at black or white, so that it gets no darker or lighter than that.",
         "clip|clips|clipped|clipping"),
    Term("DDIM", 4, "A sampler that adds no noise of its own: same start, same picture."),
    Term("DDPM", 4, "A sampler that adds fresh noise after each step but the last: much at first, and less each time."),
    Term("DPM-Solver++", 4, "A sampler that also uses its last guess, and so needs fewer steps.",
         "DPM-Solver++|DPM-Solver"),
    Term("caption", 4, "The words that say what a picture shows.", "caption|captions"),
    Term("prompt", 4, "The words with which you ask for a picture.", "prompt|prompts"),
    Term("guidance", 4, "Pulling the guess further towards the words than the network would go by itself."),
    Term("kernel distance", 4, "A number for how unlike two heaps of pictures are: about zero where both are of one "
         "kind."),
    Term("score", 4, "The direction in which a noisy picture becomes more likely: the guide of level 1, in numbers.",
         "score function|the score of|the score is|exact score"),
    # Level 5
    Term("token", 5, "A piece of text that has its own row of numbers in a text reader; ours takes whole words.",
         "token|tokens"),
    Term("embedding", 5, "The row of numbers that stands for a word inside a network; a word learns it in training.",
         "embedding|embeddings|word vector|word vectors"),
    Term("attention", 5, "How much each word, or each place of a picture, takes from each of the others.",
         "attention|attends|cross-attention|self-attention"),
    Term("CLIP", 5, "Two networks, one for pictures and one for words, that learnt to find each other's partner."),
)  # fmt: skip


def terms_of(level: int) -> list[Term]:
    """The terms that a level introduces, in the order of the glossary."""
    return [term for term in TERMS if term.level == level]


def _key(word: str) -> str:
    # to clip is another word than CLIP
    return word if len(word) == 1 or word == "CLIP" else word.lower()


_BY_WORD = {_key(word): term for term in TERMS for word in term.words}
_ANY = "|".join(re.escape(word) for word in sorted(_BY_WORD, key=len, reverse=True))
# an apostrophe before it: the t of "don't" is none
_PATTERN = re.compile(rf"(?<![^\W_])(?<!['’])(?:{_ANY})(?![^\W_])", re.IGNORECASE)


def found(text: str) -> Iterator[tuple[Term, str]]:
    """Each place of a plain text where a term stands: the term, and the form of it that stands there."""
    for match in _PATTERN.finditer(text):
        if term := _BY_WORD.get(_key(match.group())):
            yield term, match.group()
