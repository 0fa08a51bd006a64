"""What CLIP's lesson makes small: `pictures` and `captions` are what both readers say, row by row of one picture."""

import torch
import torch.nn.functional as F


def clip_loss(pictures, captions, sharpness, swapped):
    """Each picture finds its own caption among all, and among wrong ones with swapped colours; each caption its own."""
    pictures, captions, swapped = (F.normalize(rows, dim=1) for rows in (pictures, captions, swapped))
    table = sharpness * pictures @ captions.T
    more = sharpness * pictures @ swapped.T
    own = torch.arange(len(pictures))
    return (F.cross_entropy(torch.cat([table, more], dim=1), own) + F.cross_entropy(table.T, own)) / 2
