"""What a browser test needs of the machine: the system's Chromium, and the app's server on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page, sync_playwright

from tests import ROOT

PATIENCE = 60_000
"""ms that a page is waited for: a busy machine is no fault of its."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium draws a menu of its own for each window before anybody types in it, 1.5 s of a core, and asks about what it
# meets; what Playwright switches off has to be named again
SWITCHED_OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    f"--disable-features={','.join(SWITCHED_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of a Chromium: $CHROMIUM, or the first found on the PATH. Raises RuntimeError where there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError(
            "Browser tests need a Chromium: install the package chromium, name one in CHROMIUM, or set NO_BROWSER=1."
        )
    return found


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless Chromium that asks nobody on the internet for anything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def running_server(script: str = "app.py", *, wait_for: str = "/readyz", log: IO[bytes] | None = None) -> Iterator[str]:
    """The address of a server of our own, started as the README says; it ends with the block.

    script: relative to the root; wait_for: the path that answers 200 once the server can be used; log: what
    it writes goes there.
    """
    with running_process(script, wait_for=wait_for, log=log) as (address, _):
        yield address


@contextmanager
def running_process(
    script: str = "app.py", *, wait_for: str = "/readyz", log: IO[bytes] | None = None, seconds: float = 90
) -> Iterator[tuple[str, subprocess.Popen]]:
    """The same, with its process. log: takes what it writes, else that goes where ours does; seconds: for its start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, stdout=log, stderr=log)
    try:
        until_ready(f"http://127.0.0.1:{port}{wait_for}", process, seconds=seconds)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(20)


def until_ready(url: str, process: subprocess.Popen, *, seconds: float = 90) -> None:
    """Until it answers 200. Raises RuntimeError where the process ends, TimeoutError where it takes longer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended at once, with status {process.returncode}.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def fresh_page(
    browser: Browser,
    errors: list[str],
    *,
    size: tuple[int, int],
    touch: bool,
    scheme: str,
    calm: bool,
    density: float = 1,
) -> Page:
    """A page of a new visitor. errors: grows with each error in its console, or that nothing caught, and with each
    address of another machine that it asks for anything."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=density,
        color_scheme=scheme,
        has_touch=touch,
        reduced_motion="reduce" if calm else "no-preference",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(f"asked for {request.url}") if is_foreign(request.url) else None)
    return page


def is_foreign(url: str) -> bool:
    """Whether what an address names lies on another machine."""
    parts = urlparse(url)
    return parts.scheme not in ("blob", "data") and parts.hostname not in ("127.0.0.1", "localhost")


def go(page: Page, url: str, *, seconds: float = 90) -> None:
    """Open an address and wait until the page stands still. Patient, because a busy machine is no fault of the page."""
    page.goto(url, wait_until="domcontentloaded", timeout=1000 * seconds)
    wait_idle(page, seconds=seconds)


def wait_idle(page: Page, *, seconds: float = 90) -> None:
    """Until the page is connected and its script has run through. After an action wait some 150 ms first."""
    for state in ("[data-test-connection-state=CONNECTED]", "[data-test-script-state=notRunning]"):
        page.locator(f"[data-testid=stApp]{state}").wait_for(timeout=1000 * seconds, state="attached")
    page.locator("#first").wait_for(timeout=1000 * seconds, state="detached")
