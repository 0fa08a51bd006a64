"""The lock names all that is installed beside torch, each file by its hash, and no registry."""

import re
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement

from tests import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^([a-z0-9.-]+)==(\S+)(?: ;[^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.MULTILINE
)
ENTRIES = ENTRY.findall(LOCK)
LOCKED = {(name, version) for name, version, _ in ENTRIES}


def pins(file: str) -> set[tuple[str, str]]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {(line.split("==")[0], line.split("==")[1].split()[0]) for line in lines if "==" in line.split("#")[0]}


def bare(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_line_belongs_to_a_package_with_its_hashes():
    assert ENTRY.sub("", LOCK).strip() == "" and len(ENTRIES) > 40


def test_it_holds_the_versions_that_are_asked_for_but_torch_and_the_driver_of_the_database():
    driver = {pin for pin in pins("requirements-dev.txt") if pin[0].startswith("psycopg")}
    assert len(driver) == 2
    assert pins("requirements.txt") - LOCKED == {pin for pin in pins("requirements.txt") if pin[0] == "torch"}
    assert driver <= LOCKED
    assert not {"torch", "pytest"} & {name for name, _ in LOCKED}


def test_whatever_a_package_in_it_needs_is_in_it():
    """With --require-hashes pip refuses a file from which one is missing."""
    names, missing = {name for name, _ in LOCKED}, set()
    for name in names:
        try:
            needs = [Requirement(one) for one in requires(name) or ()]
        except PackageNotFoundError:  # for another system
            continue
        wanted = {bare(need.name) for need in needs if not need.marker or need.marker.evaluate({"extra": ""})}
        missing |= wanted - names
    assert missing == set()


def test_it_names_no_registry():
    assert "://" not in LOCK and "--index" not in LOCK and "--find-links" not in LOCK
