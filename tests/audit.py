"""Whether anything that the site rests on is known to be unsafe, as the registry tells: `make audit`.

Where it tells nothing (no network, or a registry that keeps no such list) this says so, and is no failure.
"""

import json
import subprocess
import sys
from typing import Any

from tests import ROOT

LOCKS = ("requirements.lock", "requirements-cluster.lock")
COMMAND = [sys.executable, "-m", "pip_audit", *(f"--requirement={ROOT / lock}" for lock in LOCKS), "--require-hashes",
           "--disable-pip", "--progress-spinner", "off", "--timeout", "5", "--format", "json"]  # fmt: skip
PATIENCE = 60
UNKNOWN = "Not looked for known weaknesses: the registry does not tell them here."


def answer() -> str:
    """What pip-audit writes; "" where the registry did not answer."""
    try:
        return subprocess.run(COMMAND, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout
    except subprocess.TimeoutExpired:
        return ""


def judged(text: str) -> tuple[str, int]:
    """What to say of an answer, and the status to end with: 1 where a package is known to be unsafe."""
    packages: list[dict[str, Any]] = json.loads(text)["dependencies"] if text.startswith("{") else []
    looked_at = [package for package in packages if "skip_reason" not in package]
    if not looked_at:
        return UNKNOWN, 0
    unsafe = [f"{one['name']} {one['version']}: {found['id']}" for one in looked_at for found in one["vulns"]]
    said = unsafe or [f"No known weakness in {len(looked_at)} of {len(packages)} packages."]
    return "\n".join(said), int(bool(unsafe))


if __name__ == "__main__":
    words, status = judged(answer())
    sys.stdout.write(f"{words}\n")
    sys.exit(status)
