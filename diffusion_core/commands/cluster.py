"""`make cluster`: engines that draw for other processes, on this machine or on many, by Ray Serve (docs/scale.md).

Prints its address when it answers, for ENGINE in the environment of the site; goes on until it is ended. Needs
requirements-cluster.txt. The environment: INK_WEIGHTS as for the site, whose file has to be the same.
"""

import argparse
import contextlib
import os
import signal
import sys
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

# before Ray is imported: it tells nobody that it runs, and our threads don't spin
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if not any(word.startswith("--address") for word in sys.argv):
    # alone, it listens on this machine only; the name is of Ray's own choice, and counts on Linux too
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"

import ray
from ray import serve
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from diffusion_core.serving.elsewhere import ADDRESS
from diffusion_core.serving.wire import LONGEST

ROOT = Path(__file__).resolve().parents[2]
ONE_MACHINE = "127.0.0.1"
NAME = "engine"
OBJECTS = 200_000_000
"""Bytes of Ray's store of objects; steps do not go through it."""


def main() -> None:
    wish = parse_arguments()
    passed_on = ("INK_WEIGHTS", "OMP_WAIT_POLICY")
    environment = {name: os.environ[name] for name in passed_on if name in os.environ} | {"PYTHONPATH": str(ROOT)}
    alone: dict[str, Any] = {
        "include_dashboard": False,
        "num_cpus": max(wish.most * wish.threads, os.cpu_count() or 1),
        "object_store_memory": OBJECTS,
        "_node_ip_address": ONE_MACHINE,
    }
    ray.init(
        **({"address": wish.address} if wish.address else alone),
        namespace="ink",
        log_to_driver=False,
        runtime_env={"env_vars": environment},
    )
    serve.start(
        proxy_location="EveryNode" if wish.address else "HeadOnly",
        http_options={"host": wish.host, "port": wish.port},
    )
    serve.run(application(wish), name=NAME, route_prefix="/", logging_config={"enable_access_log": False})
    print(f"ENGINE=http://{wish.host}:{wish.port}", flush=True)
    _wait_for_a_signal()
    if not wish.address:
        serve.shutdown()
    ray.shutdown()


def application(wish: argparse.Namespace) -> serve.Application:
    """Replicas of one engine each: as many as the jobs need, and replaced one by one without the loss of a run."""
    return serve.deployment(
        name=NAME,
        autoscaling_config={
            "min_replicas": wish.least,
            "max_replicas": wish.most,
            "target_ongoing_requests": wish.jobs,
            "upscale_delay_s": 5,
            "downscale_delay_s": 300,
        },
        # its own line is fair, and tells places; what lies in Ray's would wait without being told
        max_ongoing_requests=10_000,
        ray_actor_options={"num_cpus": wish.threads, "num_gpus": wish.gpus},
        graceful_shutdown_timeout_s=60,
        health_check_period_s=2,
        health_check_timeout_s=30,
    )(Replica).bind(threads=wish.threads, device=wish.device)


class Replica:
    """One engine. threads: of torch; device: auto, cuda, mps or cpu."""

    def __init__(self, threads: int, device: str) -> None:
        import torch

        from diffusion_core.common.assets import MODEL
        from diffusion_core.common.device import choose_device
        from diffusion_core.common.files import NoWeights, sha256
        from diffusion_core.sampling.job import Job
        from diffusion_core.serving import shipped
        from diffusion_core.serving.engine import Engine

        _keep_home()
        torch.set_num_threads(threads)
        path = Path(os.environ.get("INK_WEIGHTS") or MODEL)
        self._weights = sha256(path) if path.is_file() else ""
        self._engine = Engine(shipped.loaders(path), device=choose_device(device))
        # without its network it says so to whoever asks
        with contextlib.suppress(NoWeights):
            for _ in self._engine.submit(Job(steps=1)):
                pass

    async def __call__(self, request: Request) -> Response:
        if request.url.path != ADDRESS or request.method != "POST":
            return PlainTextResponse("Not found", 404)
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST:
                return PlainTextResponse("Too much", 413)
        return StreamingResponse(self._frames(body), media_type="application/octet-stream")

    async def _frames(self, order: bytes) -> AsyncGenerator[bytes, None]:
        from diffusion_core.serving.frames import frames

        async with contextlib.aclosing(frames(self._engine, order, weights=self._weights)) as records:
            async for record in records:
                yield record

    def check_health(self) -> None:
        """Ray puts another in its place where this raises."""
        if not self._engine.is_at_work:
            raise RuntimeError("the engine has ended")

    def __del__(self) -> None:
        self._engine.stop()


def _keep_home() -> None:
    """Ray 2.60 opens a port of each replica, which nothing here uses, to all addresses; ours to the machine's own."""
    from ray.serve._private import replica

    bind = replica.add_port_to_grpc_server
    replica.add_port_to_grpc_server = lambda server, _: bind(server, f"{ray.util.get_node_ip_address()}:0")


def _wait_for_a_signal() -> None:
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=1, help="replicas at rest")
    parser.add_argument("--most", type=int, default=4, help="replicas when much is asked for")
    parser.add_argument("--jobs", type=float, default=8, help="jobs of a replica above which another one is begun")
    parser.add_argument("--threads", type=int, default=1, help="cores of a replica")
    parser.add_argument("--gpus", type=float, default=0, help="GPUs of a replica; 0.5 for two on one")
    parser.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    parser.add_argument("--host", default=ONE_MACHINE, help="the address where orders come in: a private one")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--address", help="a Ray cluster that is there: auto, or host:port; else one on this machine")
    wish = parser.parse_args()
    wish.most = max(wish.least, wish.most)
    return wish


if __name__ == "__main__":
    main()
