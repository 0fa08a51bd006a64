"""A training that ends says why, however it ends."""

from pages.server import errands
from pages.shared.keeping.under_way import ENDS

STATES = {errands.WAITING, errands.WORKING, errands.PAUSED, errands.OVER}


def test_each_way_in_which_an_errand_ends_has_a_sentence():
    words = {value for name, value in vars(errands).items() if name.isupper() and isinstance(value, str)}
    assert set(ENDS) == words - STATES
    assert all(sentence.endswith(".") for sentence in ENDS.values())
