"""Numbers in words: shares that round nothing away, signs that are signs, and no break within a line."""

_FIXED = "\u00a0"


def fixed_percent(share: float) -> str:
    """As `percent`, held together: "0.4 %", "over 99.99 %"; all of it is "100 %"."""
    return fixed("100 %" if share == 1 else percent(share))


def fixed(words: str) -> str:
    """The same words on one line: "t = 575"."""
    return words.replace(" ", _FIXED)


def percent(share: float) -> str:
    """A share in [0, 1] in words that never round a rest away: "0 %", "0.4 %", "37 %", "99.6 %", "over 99.99 %"."""
    if share > 0.9999:
        return "over 99.99 %"
    for least, digits in ((0.999, 2), (0.99, 1), (0.1, 0), (0.001, 1)):
        if share >= least:
            return f"{100 * share:.{digits}f} %"
    return f"{100 * share:.2f} %" if share > 0 else "0 %"


def signed(value: float, digits: int = 2) -> str:
    """A number with so many decimals, with a real minus sign and never a minus nought."""
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−")


def bracketed(value: float, digits: int = 2) -> str:
    """As `signed`, in brackets where it is below nought."""
    return f"({text})" if (text := signed(value, digits)).startswith("−") else text
