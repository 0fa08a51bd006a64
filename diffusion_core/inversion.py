"""Two ways to noise a picture: by chance, and along the network's own path, run backwards."""

import math
from collections.abc import Sequence

from torch import Tensor

from diffusion_core.samplers import Ask, Moment, Sampler, Step


def inverted(x: Tensor, moments: Sequence[Moment]) -> Sampler:
    """DDIM run from the picture to the noise (Song et al. 2021, section 4.3; Dhariwal & Nichol 2021, appendix F).

    x: (B, ...) at moments[0]; moments: with rising t, the reverse of `samplers.path`. The network ought to be asked
    about the noisier picture, which is not there yet: it is asked about the one at hand, at the noise level to come.
    The smaller the steps, the less that matters. No chance is in it. Yields as other samplers do.
    """
    for index, (here, there) in enumerate(zip(moments[:-1], moments[1:], strict=True), 1):
        guess = yield Ask(x, there.log_snr)
        assert guess is not None
        picture = (x - math.sqrt(here.noise) * guess.eps) / math.sqrt(here.alpha_bar)
        x = math.sqrt(there.alpha_bar) * picture + math.sqrt(there.noise) * guess.eps
        yield Step(index, there.t, x, picture, guess.eps, x, None)
