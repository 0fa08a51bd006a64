"""What is made of the registry's answer about known weaknesses."""

import json

import pytest

from tests.audit import UNKNOWN, judged

GOOD = {"name": "anyio", "version": "4.16.0", "vulns": []}
BAD = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
SKIPPED = {"name": "numpy", "skip_reason": "not found"}


def text(*packages: dict) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize("answer", ["", "Traceback", text(), text(SKIPPED, SKIPPED)])
def test_a_registry_that_tells_nothing_is_no_failure_but_said(answer):
    assert judged(answer) == (UNKNOWN, 0)


def test_what_is_known_to_be_unsafe_fails_by_name():
    assert judged(text(GOOD, BAD, SKIPPED)) == ("pillow 1.0: PYSEC-1\npillow 1.0: PYSEC-2", 1)


def test_how_much_was_looked_at_is_said():
    assert judged(text(GOOD, SKIPPED)) == ("No known weakness in 1 of 2 packages.", 0)
