"""The options that commands have in common: on which device, with how many threads."""

import argparse

import torch

from diffusion_core.common.device import choose_device


def device_option() -> argparse.ArgumentParser:
    """A parent that gives a command's parser --device."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    return parent


def threads_option() -> argparse.ArgumentParser:
    """A parent that gives it --threads."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--threads", type=int, default=0, help="threads of torch; 0: as torch chooses")
    return parent


def machine_options() -> argparse.ArgumentParser:
    """A parent that gives it both."""
    return argparse.ArgumentParser(add_help=False, parents=[device_option(), threads_option()])


def use_threads(wish: argparse.Namespace) -> None:
    """Let torch have as many threads as were wished for; 0 leaves it as it is."""
    torch.set_num_threads(wish.threads or torch.get_num_threads())


def use_machine(wish: argparse.Namespace) -> torch.device:
    """The same, and the device that was wished for. Raises as `choose_device`."""
    use_threads(wish)
    return choose_device(wish.device)
