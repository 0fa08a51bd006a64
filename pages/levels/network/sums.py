"""Level 4: sums in numbers that add up as they are shown: the result is that of the numbers that stand there."""

from collections.abc import Sequence

from pages.shared.numbers import bracketed, signed

DIGITS = 4
"""Decimals of the numbers that go in; what comes out has one less."""


def weighed(terms: Sequence[tuple[str, float, float]]) -> str:
    """ "0.7030 · (−0.1320) − 0.7110 · (−1.5700) = 1.023". terms: a sign, "+" or "−", a weight and a number each."""
    shown, total = [], 0.0
    for sign, weight, value in terms:
        weight, value = round(weight, DIGITS), round(value, DIGITS)
        total += (-1 if sign == "−" else 1) * weight * value
        shown += [sign, f"{weight:.{DIGITS}f} · {bracketed(value, DIGITS)}"]
    first = 0 if terms[0][0] == "−" else 1
    return f"{' '.join(shown[first:])} = {signed(total + 0.0, DIGITS - 1)}"


def parted(x: float, sigma: float, eps: float, alpha: float) -> str:
    """ "(0.1234 − 0.5000 · 0.1000) ÷ 0.8660 = 0.085": what is left without the noise, as large as a picture is."""
    # dividing by a small number makes what rounding leaves out larger
    digits = DIGITS if alpha > 0.5 else DIGITS + 1
    x, sigma, eps, alpha = (round(part, digits) for part in (x, sigma, eps, alpha))
    shown = f"({signed(x, digits)} − {sigma:.{digits}f} · {bracketed(eps, digits)}) ÷ {alpha:.{digits}f}"
    return f"{shown} = {signed((x - sigma * eps) / alpha + 0.0, DIGITS - 1)}"
