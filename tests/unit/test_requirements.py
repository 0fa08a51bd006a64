"""The two files of requirements name what is imported, and nothing that is not."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests import ROOT

APP = ("app.py", "pages/**/*.py", "diffusion_core/**/*.py")
CLUSTER = "diffusion_core/commands/cluster.py"
"""What runs engines on several machines."""
SHOWN = "pages/shared/excerpts/*.py"
"""What pages show and only tests run."""
TESTS = ("tests/**/*.py", SHOWN)
OURS = {"app", "pages", "diffusion_core", "tests"}
ASKED_FOR = {
    "httpx2": "tests/**/*.py",
    "pytest-timeout": "pyproject.toml",
    "pytest-xdist": "Makefile",
    "pytest-rerunfailures": "tests/browser/conftest.py",
    "psycopg-binary": "requirements-dev.txt",
    "pip-audit": "tests/audit.py",
}
"""Needed without an import of ours: each with where a word of it stands (BY)."""
BY = {
    "httpx2": "starlette.testclient",
    "pytest-timeout": "\ntimeout = ",
    "pytest-xdist": "--dist",
    "pytest-rerunfailures": "flaky(reruns=",
    "psycopg-binary": "psycopg==",
    "pip-audit": "pip_audit",
}
RUN_BY_MAKE = {"import-linter": "lint-imports", "mypy": "mypy", "ruff": "ruff", "pytest": "pytest", "uv": "uv"}
"""The tools, each by the command that the Makefile runs."""


def files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def named(file: str) -> set[str]:
    """The packages of a file of requirements, each pinned to one version."""
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    pins = [line for line in lines if line and not line.startswith("-r ")]
    assert all(re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[0-9.]+", pin) for pin in pins)
    return {re.split(r"\[|==", pin)[0] for pin in pins}


def modules(path: Path) -> set[str]:
    """The top-level names of all that a file imports, at its head or inside functions."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    whole = plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in whole} - OURS - sys.stdlib_module_names


def packages(*patterns: str) -> dict[str, set[str]]:
    """What is imported by which package it comes from: {module: packages that hold it}."""
    holders = packages_distributions()
    passed_over = [path for apart in (SHOWN, CLUSTER) if apart not in patterns for path in files(apart)]
    found = {module for path in files(*patterns) if path not in passed_over for module in modules(path)}
    return {
        module: {holder.lower().replace("_", "-") for holder in holders.get(module, [module])}
        for module in sorted(found)
    }


def unnamed(imported: dict[str, set[str]], names: set[str]) -> list[str]:
    return [module for module, holders in imported.items() if not holders & names]


def test_whatever_the_app_imports_is_named():
    assert unnamed(packages(*APP), named("requirements.txt")) == []


def test_whatever_the_cluster_imports_is_named_and_the_other_way_round():
    imported = packages(CLUSTER)
    assert unnamed(imported, named("requirements.txt") | named("requirements-cluster.txt")) == []
    assert named("requirements-cluster.txt") <= set().union(*imported.values())


def test_whatever_is_named_for_the_app_is_imported_by_it():
    assert named("requirements.txt") - set().union(*packages(*APP).values()) == set()


def test_whatever_the_tests_import_is_named():
    assert unnamed(packages(*TESTS), named("requirements.txt") | named("requirements-dev.txt")) == []


def test_whatever_is_named_for_the_tests_is_imported_asked_for_or_run_by_make():
    used = set().union(*packages(*TESTS).values(), ASKED_FOR, RUN_BY_MAKE)
    assert named("requirements-dev.txt") - used == set()


def test_nothing_is_named_twice():
    assert named("requirements.txt") & named("requirements-dev.txt") == set()


def test_each_tool_is_run_by_make_and_named():
    commands = (ROOT / "Makefile").read_text(encoding="utf-8")
    run = set(re.findall(r"\$\(BIN\)/([a-z-]+)", commands)) | set(re.findall(r"-m ([a-z]+)\b(?!\.)", commands))
    assert run - {"python", "pip", "venv", "tests"} == set(RUN_BY_MAKE.values()) | {"streamlit"}
    assert set(RUN_BY_MAKE) <= named("requirements-dev.txt")


def test_what_is_asked_for_without_an_import_is_still_asked_for():
    for package, pattern in ASKED_FOR.items():
        assert any(BY[package] in path.read_text(encoding="utf-8") for path in files(pattern) if path != Path(__file__))
