"""Start a server, send it the corpus, and print a line a file: `make hostile`. Words choose files by their names."""

import sys
import tempfile

from tests.browser.machine import running_process
from tests.hostile.attack import HEAD, Outcome, attacked, summary
from tests.hostile.corpus import corpus


def main() -> None:
    words = sys.argv[1:]
    files = [one for one in corpus() if not words or any(word in one.name for word in words)]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryFile() as log, running_process(log=log, seconds=400) as (server, process):
        print(HEAD)
        for outcome in attacked(server, process.pid, files):
            outcomes.append(outcome)
            print(outcome.line(), *outcome.answer.errors, flush=True)
        print(summary(outcomes))
        log.seek(0)
        print(log.read().decode().partition("Traceback")[1] or "no exception in the log")


if __name__ == "__main__":
    main()
