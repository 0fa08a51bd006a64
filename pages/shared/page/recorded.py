"""Numbers in the prose: read from assets/claims.json, where `make claims` wrote them, never typed."""

from functools import cache

from diffusion_core.common.assets import CLAIMS_FILE, EVALUATION
from diffusion_core.common.records import read_record


@cache
def _recorded() -> dict[str, dict]:
    return read_record(CLAIMS_FILE)["claims"]


def figure(name: str) -> dict:
    """A recorded figure: value, interval (low, high) and n. Raises KeyError for a number that was never measured."""
    return _recorded()[name]


def percent(name: str) -> str:
    """A recorded share, "96 %". Raises KeyError for a number that was never measured."""
    return f"{100 * _recorded()[name]['value']:.0f} %"


def number(name: str, digits: int = 2) -> str:
    """A recorded mean, "0.31". Raises KeyError for a number that was never measured."""
    return f"{_recorded()[name]['value']:.{digits}f}"


def right_by_ddim() -> str:
    """How often everything that was asked for is there, drawn by DDIM in 20 steps: of most pictures, "98 %"."""
    return f"{100 * read_record(EVALUATION)['all_right_seen_ddim']['value']:.0f} %"
