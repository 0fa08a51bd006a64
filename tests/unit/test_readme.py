"""The README's map and its "Where do I change…?" lead to what is there, and the map leaves no folder out."""

import re

import pytest

from tests import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAPPED = ("diffusion_core", "pages")


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def mapped() -> list[str]:
    """The paths of the map, from the root: its lines are indented by two for each folder they lie in."""
    paths: list[str] = []
    above: list[str] = []
    for line in section("Where things are").split("```")[1].strip("\n").splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [line.split()[0].rstrip("/")]
        paths.append("/".join(above))
    return paths


def answers() -> list[tuple[str, list[str]]]:
    """Each file that an answer names, with the names that stand behind it."""
    found: list[tuple[str, list[str]]] = []
    rows = [row.split("|")[2] for row in section("Where do I change…?").splitlines() if row.startswith("|")]
    for word in re.findall(r"`([^`]+)`", " ".join(rows)):
        if "/" in word:
            found.append((word, []))
        elif not word.startswith("make "):
            found[-1][1].append(word)
    return found


def test_the_map_names_what_is_there():
    assert [path for path in mapped() if not (ROOT / path).exists()] == []


def test_the_map_leaves_out_no_folder():
    folders = {path.parent for top in MAPPED for path in (ROOT / top).glob("**/__init__.py")}
    rooms = {path.relative_to(ROOT).as_posix() for path in folders}
    deeper = r"diffusion_core/data/critters|pages/levels/(network|words)/.*"
    assert {room for room in rooms if not re.fullmatch(deeper, room)} - set(mapped()) == set()


def test_the_parts_of_level_4_are_named_in_its_line():
    (line,) = [line for line in README.splitlines() if line.strip().startswith("network/ ")]
    parts = {path.parent.name for path in (ROOT / "pages" / "levels" / "network").glob("*/part.py")}
    assert parts == {word.rstrip("/,") for word in line.split() if re.search(r"\w/,?$", word)} - {"network"}


def test_there_are_at_least_ten_answers():
    assert len(answers()) >= 10


@pytest.mark.parametrize(("file", "names"), answers(), ids=[file for file, _ in answers()])
def test_an_answer_names_a_file_and_what_stands_in_it(file, names):
    path = ROOT / file
    if path.is_dir():
        assert names == []
    else:
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)] == []


@pytest.mark.parametrize("link", re.findall(r"\]\(([^):]+)\)", README))
def test_a_link_leads_to_a_file(link):
    assert (ROOT / link).exists()


def test_every_command_has_its_line_and_every_line_its_command():
    targets = (ROOT / "Makefile").read_text(encoding="utf-8").split(".PHONY: ")[1].split("\n\n")[0]
    assert set(re.findall(r"`make ([a-z-]+)", README)) | {"run", "test"} == set(targets.replace("\\", "").split())
    files = {path.stem.replace("_", "-") for path in (ROOT / "diffusion_core" / "commands").glob("[a-z]*.py")}
    assert files <= set(re.findall(r"\| `make ([a-z-]+)", README))
