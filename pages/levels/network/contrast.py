"""Level 4: how much contrast a picture has, by which a blur is told from a picture."""

from torch import Tensor
from torch.nn.functional import avg_pool2d


def contrast(pictures: Tensor) -> Tensor:
    """The spread of the means of 8·8 pixels, which fine noise does not touch: (B, 3, 64, 64) to (B,).

    The average of many pictures has less of it than each of them.
    """
    return avg_pool2d(pictures, 8).std((2, 3)).mean(1)
