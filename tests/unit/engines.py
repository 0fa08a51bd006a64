"""What tests of the engine share: a gate in front of a network, and short jobs."""

import threading

from diffusion_core.sampling.job import Job

SOON = 60
"""Seconds after which a test gives up waiting; nothing waits that long unless it hangs."""


class Gate:
    """Lets a network pass only as often as the test allows, and notes the rows of each pass."""

    def __init__(self, name: str = "", log: list | None = None) -> None:
        self.permits, self.entered, self.rows = threading.Semaphore(0), threading.Semaphore(0), []
        self.name, self.log = name, [] if log is None else log

    def __call__(self, network, inputs) -> None:
        self.rows.append(len(inputs[0]))
        self.log.append(self.name)
        self.entered.release()
        assert self.permits.acquire(timeout=SOON)

    def let(self, passes: int) -> None:
        self.permits.release(passes)

    def wait_for(self, passes: int) -> None:
        for _ in range(passes):
            assert self.entered.acquire(timeout=SOON)


def job(**changes) -> Job:
    return Job(**{"steps": 5, "guidance": 1.0, "caption": "a red cat", **changes})
