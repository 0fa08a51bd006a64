"""Our network behind the call of UNet2DConditionModel: network(x, t, told).sample is what it answers, v."""

from types import SimpleNamespace

import torch
from torch import Tensor, nn

from diffusion_core.networks.caption_reader import Context
from diffusion_core.networks.weights import load_network
from diffusion_core.process.schedules import make_schedule


class OurNetwork(nn.Module):
    """x: (B, 3, 64, 64); t: from 0 to 999, as that library counts, or between two; told: as `tell` returns it."""

    def __init__(self, network=None):
        super().__init__()
        self.network = network or load_network()
        self.schedule = make_schedule("cosine")

    def tell(self, words: str) -> Tensor:
        """What a text encoder makes of words, (1, L, 128); of "" too, which is what it hears when told nothing."""
        vectors, word = self.network.reader.read([words])
        return vectors[word][None]

    def forward(self, sample: Tensor, timestep, encoder_hidden_states: Tensor) -> SimpleNamespace:
        told = encoder_hidden_states.expand(len(sample), -1, -1)
        level = torch.full((len(sample),), self.schedule.log_snr(float(timestep) + 1))
        words = Context(told, torch.ones(told.shape[:2], dtype=torch.bool))
        return SimpleNamespace(sample=self.network(sample, level, words))
