"""The one place where a device is chosen, and how one gives way to others on it."""

import contextlib
import os
import sys
import threading

import torch
from torch import Tensor

POLITE = 10
"""Added to the niceness of whoever is polite: visitors who draw or scrub come first."""


def choose_device(wish: str = "auto") -> torch.device:
    """The fastest device here, or the one wished for.

    wish: "auto", "cuda", "mps" or "cpu". Raises ValueError for another word, RuntimeError for an absent device.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wish == "auto":
        return torch.device(next(name for name, here in present.items() if here))
    if wish not in present:
        raise ValueError(f"unknown device {wish!r}: choose one of auto, {', '.join(present)}")
    if not present[wish]:
        raise RuntimeError(f"this machine has no {wish} device")
    return torch.device(wish)


def precise(values: Tensor) -> Tensor:
    """The values in float64, or in float32 on a device that has nothing finer (mps)."""
    return values.float() if values.device.type == "mps" else values.double()


def handed_to(device: torch.device, values: Tensor) -> Tensor:
    """The values on the device. A GPU fetches them by itself, while the processor goes on."""
    if device.type == "cuda" and values.device.type == "cpu":
        return values.pin_memory().to(device, non_blocking=True)
    return values.to(device)


def fast_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the processor multiplies it natively, else float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type == "cpu" and torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return torch.bfloat16 if _multiplies_bfloat16() else torch.float32
    return torch.float32


def be_polite() -> None:
    """Let the processor serve this thread last, and all that it begins from now on.

    Only Linux has a niceness for each thread. Elsewhere the main thread speaks for its process, the others do nothing.
    """
    speaks = threading.current_thread() is threading.main_thread()
    if hasattr(os, "nice") and (speaks or sys.platform == "linux"):
        with contextlib.suppress(OSError):
            os.nice(POLITE)


def _multiplies_bfloat16() -> bool:
    # oneDNN "supports" bfloat16 on every AVX-512 machine by converting; only these two instruction sets are faster.
    capabilities = torch.backends.cpu.get_cpu_capability()
    return capabilities.startswith("AVX512") and (_flag("avx512_bf16") or _flag("amx_bf16"))


def _flag(name: str) -> bool:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as info:
            return any(name in line.split() for line in info if line.startswith("flags"))
    except OSError:
        return False
