"""The plan of the network that this server has loaded: its parts, and what goes across."""

from dataclasses import dataclass

import streamlit as st

from diffusion_core.networks.anatomy import Part, plan, skips
from diffusion_core.networks.unet import UNet
from pages.server import drawing


@dataclass(frozen=True)
class Plan:
    """The shipped network's parts in the order of a pass, and by each merge the block whose maps it is handed."""

    parts: tuple[Part, ...]
    skips: dict[str, str]
    parameters: int

    def part(self, name: str) -> Part:
        """The part of that name. Raises KeyError."""
        return {part.name: part for part in self.parts}[name]

    def merges(self, grid: int) -> list[str]:
        """The ends of the skip connections of a grid."""
        return [part.name for part in self.parts if part.kind == "merge" and part.grid == grid]


@st.cache_data(max_entries=2, show_spinner=False)
def network_plan() -> Plan:
    """Read off the network that this server has loaded. Raises NoWeights and Busy."""

    def read(network: UNet) -> Plan:
        return Plan(plan(network), skips(network), sum(p.numel() for p in network.parameters()))

    return drawing.look_into(read)
