"""The networks of the engine: loaded when first asked for, on one device together."""

from collections.abc import Callable, Mapping

import torch

from diffusion_core.common.device import fast_dtype
from diffusion_core.networks.unet import UNet
from diffusion_core.process.prediction import Prediction
from diffusion_core.sampling.conversation import Question, answer_together

Loader = Callable[[], UNet]


class Networks:
    """loaders: how to get each, by name. Only the thread that owns them calls `of` and `answer`.

    device: where they run now: the CPU after a GPU ran out of memory.
    """

    def __init__(self, loaders: Mapping[str, Loader], device: torch.device) -> None:
        self._loaders, self.device = dict(loaders), device
        self._loaded: dict[str, UNet] = {}

    def know(self, weights: str) -> None:
        """Raises KeyError for a name that has no loader."""
        if weights not in self._loaders:
            raise KeyError(f"no weights are called {weights!r}")

    def of(self, weights: str) -> UNet:
        """Loaded when it is first asked for. Raises NoWeights."""
        if weights not in self._loaded:
            self._loaded[weights] = self._placed(self._loaders[weights]())
        return self._loaded[weights]

    def answer(self, weights: str, questions: list[Question]) -> list[Prediction]:
        """All questions to one network, in one pass; `of` has loaded it."""
        try:
            return answer_together(self._loaded[weights], questions, self.device)
        except torch.OutOfMemoryError:
            self._move_to_cpu()
            return answer_together(self._loaded[weights], questions, self.device)

    def _placed(self, network: UNet) -> UNet:
        try:
            return network.to(self.device, fast_dtype(self.device))
        except torch.OutOfMemoryError:
            self._move_to_cpu()
            return network.to(self.device, fast_dtype(self.device))

    def _move_to_cpu(self) -> None:
        self.device = torch.device("cpu")
        for network in self._loaded.values():
            network.to(self.device, fast_dtype(self.device))
