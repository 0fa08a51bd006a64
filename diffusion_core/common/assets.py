"""Where the files in assets lie."""

from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "assets"
MODEL = ASSETS / "critters.safetensors"
FEW_STEPS = ASSETS / "few_steps.safetensors"
CARD = ASSETS / "MODEL_CARD.md"
EVALUATION = ASSETS / "evaluation.json"
GUIDANCE = ASSETS / "guidance.json"
FEWER_WORDS = ASSETS / "fewer_words.json"
ROUNDING = ASSETS / "rounding.json"
LOG = ASSETS / "training_log.jsonl"
