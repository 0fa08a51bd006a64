"""5.2: from a word to numbers: its row, two rounds in which the words look at one another, and what the picture reads."""

import streamlit as st

from diffusion_core.common.files import NoWeights
from diffusion_core.networks import word_vectors
from diffusion_core.networks.caption_reader import CaptionReader
from diffusion_core.networks.layers import CrossAttention
from diffusion_core.serving.engine import Busy
from pages.levels.words.yours import numbers_figures
from pages.levels.words.yours.how_taught import how_taught
from pages.levels.words.yours.looks import looks
from pages.levels.words.yours.word_map import word_map
from pages.shared.page import bets, controls
from pages.shared.page.code import show_code
from pages.shared.page.experiment import experiment, fold, notice, stage_and_side
from pages.shared.page.recorded import figure, percent
from pages.shared.page.state import link_reveals

BET = "words.looks"
SENTENCE = "a red cat and a blue dog"
MAP, TAUGHT = "A map of the words", "How it learnt them"
