"""Where each file in assets lies, and which command writes it anew."""

from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "assets"

# the network that the pages draw with: `make train`
MODEL = ASSETS / "critters.safetensors"
LOG = ASSETS / "training_log.jsonl"
CARD = ASSETS / "MODEL_CARD.md"
# what is said of it: the command of the same name
EVALUATION = ASSETS / "evaluation.json"
GUIDANCE = ASSETS / "guidance.json"
FEWER_WORDS = ASSETS / "fewer_words.json"
ROUNDING = ASSETS / "rounding.json"
CLAIMS_FILE = ASSETS / "claims.json"
SNAPSHOTS_FOLDER = ASSETS / "snapshots"
# its student of few steps: `make distil`, `make evaluate-few`
FEW_STEPS = ASSETS / "few_steps.safetensors"
FEW_STEPS_EVALUATION = ASSETS / "few_steps.json"
# small networks for one experiment each: `make skips`, `make record-watched`
WITH_SKIPS = ASSETS / "small_with_skips.safetensors"
WITHOUT_SKIPS = ASSETS / "small_without_skips.safetensors"
WATCHED = ASSETS / "live_runs.json"
# what three lessons of a small CLIP came to: `make record-clip`
CLIP = ASSETS / "clip.json"
# what reads pictures: `make evaluate` teaches the first where it is missing, `make noisy-reader` the second; `make
# average-reader` needs none
READER = ASSETS / "reader.safetensors"
NOISY_READER = ASSETS / "noisy_reader.safetensors"
NOISY_READER_RECORD = ASSETS / "noisy_reader.json"
AVERAGE_READER_RECORD = ASSETS / "average_reader.json"
# made of the training pictures: `make index`, `make average-picture`
INDEX = ASSETS / "nearest.safetensors"
AVERAGE_PICTURE = ASSETS / "training_average.safetensors"
# every bet of the pages with its answer: `make answer-key`
ANSWER_KEY = ASSETS / "answer_key.json"
# the same on paper, a level at a time: `make handouts`
WORKSHEETS_FOLDER = ASSETS / "worksheets"
# by other hands; their licences lie beside them
PHOTOGRAPHS_FOLDER = ASSETS / "photographs"
TYPEFACE = ASSETS / "letters" / "DejaVuSans-Bold.ttf"
"""Ships with us, so that a letter is the same on every machine."""
