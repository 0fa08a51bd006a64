"""`make average-picture`: the average of all training pictures, which is the best guess at pure noise."""

from pathlib import Path

from safetensors.torch import save_file

from diffusion_core.common.assets import AVERAGE_PICTURE
from diffusion_core.data.average_picture import average_of
from diffusion_core.data.training_set import load_training_set

FOLDER = Path("runs/critters")


def main() -> None:
    pictures = load_training_set(FOLDER).pictures
    save_file({"average": average_of(pictures).half()}, AVERAGE_PICTURE, {"pictures": str(len(pictures))})


if __name__ == "__main__":
    main()
