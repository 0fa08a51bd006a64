"""What the tests of pages share: a server's engine with a tiny network, or with none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

from pages.server import resources, shared_runs
from tests.tiny import save_tiny


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory) -> Path:
    """A file with a tiny network."""
    return save_tiny(tmp_path_factory.mktemp("weights") / "tiny.safetensors")


@pytest.fixture
def engine_of(monkeypatch) -> Iterator[Callable[[Path], None]]:
    """engine_of(path) gives this process an engine of its own with that file, loaded and with nothing kept."""

    def give(path: Path) -> None:
        monkeypatch.setenv("INK_WEIGHTS", str(path))
        monkeypatch.setattr(
            shared_runs, "book", shared_runs.Book(lambda job, owner, visit: resources.engine().submit(job, owner=owner))
        )
        resources.stop()
        st.cache_data.clear()
        resources.ready.set()

    yield give
    resources.stop()
    resources.ready.clear()
    st.cache_data.clear()


@pytest.fixture
def tiny_engine(engine_of, tiny_weights) -> None:
    engine_of(tiny_weights)


@pytest.fixture
def no_weights(engine_of, tmp_path) -> None:
    engine_of(tmp_path / "nowhere.safetensors")
