"""One filter of nine numbers, and how it learns."""

import torch


def one_filter(noisy, clean, lessons=40):
    """noisy, clean: (1, 3, 64, 64). Returns the filter and what it makes of the noisy picture."""
    convolution = torch.nn.Conv2d(1, 1, kernel_size=3, padding=1, padding_mode="replicate", bias=False)
    with torch.no_grad():
        convolution.weight.zero_()[0, 0, 1, 1] = 1.0  # leaves the picture as it is
    optimiser = torch.optim.SGD(convolution.parameters(), lr=0.15)
    for _ in range(lessons):
        guess = convolution(noisy.transpose(0, 1)).transpose(0, 1)  # red, green and blue each by itself
        loss = (guess - clean).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return convolution.weight.flatten(), convolution(noisy.transpose(0, 1)).transpose(0, 1)
