"""`make fuzz`: 20,000 addresses and messages for a server of its own; ends with 1 where one showed an error.

ARGS="--addresses 500 --messages 500 --seed 3" sends so many, and the same again.
"""

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from tests.browser.machine import running_server
from tests.fuzz import attack
from tests.fuzz.parameters import PATHS, parameters


def main() -> int:
    asked = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    asked.add_argument("--addresses", type=int, default=15_000)
    asked.add_argument("--messages", type=int, default=5_000)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked.add_argument("--pages", help="some of them only: level-1,level-2")
    asked.add_argument("--server", help="a running one; its log is then not read")
    wish = asked.parse_args()
    if wish.server:
        return _attack(wish.server, wish, None)
    log = Path(tempfile.mkdtemp()) / "server.log"
    with log.open("wb") as file, running_server(log=file) as server:
        return _attack(server, wish, log)


def _attack(server: str, wish: argparse.Namespace, log: Path | None) -> int:
    known = parameters(server, wish.pages.split(",") if wish.pages is not None else PATHS)
    bound = sum(map(len, known.controls.values()))
    print(
        f"seed {wish.seed}; {bound} parameters of controls on {len(known.controls)} pages, {len(known.others)} others"
    )
    boxes = 0
    for what, send in {"addresses": attack.addresses, "messages": attack.messages}.items():
        if count := getattr(wish, what):
            report = send(server, known, count, wish.seed)
            print("\n".join([report.line(what), *report.boxes[:20], *report.refused[:20]]), flush=True)
            boxes += len(report.boxes)
    written = attack.exceptions(log) if log else 0
    print(f"exceptions in the server's log: {written if log else 'not read'}" + (f" ({log})" if log else ""))
    return int(boxes + written > 0)


if __name__ == "__main__":
    sys.exit(main())
