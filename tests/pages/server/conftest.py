"""What the tests of the server share: a client that asks its own addresses and its pages', and a slow engine."""

import pytest
import torch
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from diffusion_core.sampling.job import Job
from diffusion_core.sampling.samplers import Step
from diffusion_core.serving.running import END, Running
from pages.server import routes, shared_runs
from pages.server.entry import entry_routes, index_page
from pages.server.security import SecurityHeaders
from pages.site_map import PAGES, SITE


@pytest.fixture
def client() -> TestClient:
    shield = Middleware(SecurityHeaders, page=index_page(SITE))
    paths = [page.path for page in PAGES]
    return TestClient(Starlette(routes=[*routes.ROUTES, *entry_routes(paths, title=SITE)], middleware=[shield]))


class Slow:
    """An engine's place for tests: each job's steps come when the test puts them."""

    def __init__(self) -> None:
        self.begun: list[Running] = []

    def __call__(self, job: Job, owner: str, visit: str) -> Running:
        self.begun.append(Running())
        return self.begun[-1]

    def step(self, index: int, steps: int, count: int = 1) -> None:
        x = torch.full((count, 3, 64, 64), index / steps)
        self.begun[-1].steps.put(Step(index, 1000 * (1 - index / steps), x, x, x, x, None))

    def finish(self) -> None:
        self.begun[-1].steps.put(END)


@pytest.fixture
def slow(monkeypatch) -> Slow:
    engine = Slow()
    monkeypatch.setattr(shared_runs, "book", shared_runs.Book(engine))
    return engine
