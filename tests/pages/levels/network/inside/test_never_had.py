"""4.15: two small networks, one that never had skips."""

from pages.levels.network.inside import (
    never_had_figures,
)


def test_the_two_small_networks_are_compared_on_the_same_new_pictures():
    more = never_had_figures.times_as_far(never_had_figures.errors())
    assert more.max() > 1.5 and more[0] < 1.6 and more[-1] < 1.2
