"""What all tests share: one thread of torch, so that tests neither fight for cores nor depend on their number, and
servers that do nothing ahead."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("WORK_AHEAD", "off")
