"""`make average-reader`: measure how long place and colour can be told under noise, by average pictures alone."""

import argparse

from diffusion_core.common.assets import AVERAGE_READER_RECORD
from diffusion_core.common.records import print_line, write_record
from diffusion_core.evaluation.average_reader import measure


def main() -> None:
    wish = parse_arguments()
    record = {"command": "make average-reader", **measure(pictures=wish.pictures, exam=wish.exam)}
    write_record(AVERAGE_READER_RECORD, record)
    print_line(record)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=4000, help="pictures of which the averages are made")
    parser.add_argument("--exam", type=int, default=1000, help="new pictures for each noise level of the exam")
    return parser.parse_args()


if __name__ == "__main__":
    main()
