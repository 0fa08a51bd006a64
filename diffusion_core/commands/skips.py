"""`make skips`: teach two small networks, one of them without skip connections."""

import argparse

from diffusion_core.common.arguments import threads_option, use_threads
from diffusion_core.common.records import print_line
from diffusion_core.training.loop import TrainConfig
from diffusion_core.training.without_skips import FILES, small_training_set, teach


def main() -> None:
    wish = parse_arguments()
    use_threads(wish)
    data = small_training_set()
    config = TrainConfig(pictures=wish.pictures, batch=64, rate=2e-3, warm_up=4_000)
    for which, path in FILES.items():
        if wish.only in ("", which):
            print_line(teach(which, data, config, path, print_line))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, parents=[threads_option()])
    parser.add_argument("--pictures", type=int, default=192_000, help="how many pictures each network sees in all")
    parser.add_argument("--only", choices=("", *FILES), default="", help="teach only one of the two")
    return parser.parse_args()


if __name__ == "__main__":
    main()
