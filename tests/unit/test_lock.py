"""The locks name all that is installed beside torch, each file by its hash, and no registry."""

import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement

from tests import ROOT

ENTRY = re.compile(
    r"^([a-z0-9.-]+)==(\S+)(?: ;[^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.MULTILINE
)


class Lock:
    """entries: name, version and hashes; locked: the names with their versions."""

    def __init__(self, file: str) -> None:
        self.text = (ROOT / file).read_text(encoding="utf-8")
        self.entries = ENTRY.findall(self.text)
        self.locked = {(name, version) for name, version, _ in self.entries}


SITE, ENGINE = Lock("requirements.lock"), Lock("requirements-cluster.lock")
each = pytest.mark.parametrize("lock", [SITE, ENGINE], ids=["site", "engine"])


def pins(file: str) -> set[tuple[str, str]]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = [line.split("#")[0].strip().split("==") for line in lines if "==" in line.split("#")[0]]
    return {(name.partition("[")[0], version) for name, version in found}


def bare(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@each
def test_each_line_belongs_to_a_package_with_its_hashes(lock):
    assert ENTRY.sub("", lock.text).strip() == "" and len(lock.entries) > 40


@each
def test_it_holds_the_versions_that_are_asked_for_but_torch(lock):
    assert pins("requirements.txt") - lock.locked == {pin for pin in pins("requirements.txt") if pin[0] == "torch"}
    assert not {"torch", "pytest"} & {name for name, _ in lock.locked}


def test_each_holds_what_it_is_for():
    driver = {pin for pin in pins("requirements-dev.txt") if pin[0].startswith("psycopg")}
    assert len(driver) == 2 and driver <= SITE.locked
    assert pins("requirements-cluster.txt") and pins("requirements-cluster.txt") <= ENGINE.locked


@each
def test_whatever_a_package_in_it_needs_is_in_it(lock):
    """pip refuses a file of hashes from which one is missing. What isn't installed here isn't looked at."""
    names, missing = {name for name, _ in lock.locked}, set()
    for name in names:
        try:
            needs = [Requirement(one) for one in requires(name) or ()]
        except PackageNotFoundError:
            continue
        wanted = {bare(need.name) for need in needs if not need.marker or need.marker.evaluate({"extra": ""})}
        missing |= wanted - names
    assert missing == set()


@each
def test_it_names_no_registry(lock):
    assert not [word for word in ("://", "--index", "--find-links") if word in lock.text]
