"""Whether a picture shows what was asked for, attribute by attribute."""

from diffusion_core.data.critters import Critter, Scene
from diffusion_core.data.critters.scenes import scene_codes
from diffusion_core.evaluation.obedience import all_right, right_attributes

CAT = Scene("night", (Critter("cat", "red", "hat", "happy"),))
PAIR = Scene("beach", (Critter("cat", "red", "hat", "happy"), Critter("dog", "blue", "crown", "sad")))


def test_one_wrong_attribute_spoils_a_picture():
    read = scene_codes([CAT, CAT])
    read[1, 4] = 0
    assert all_right(read, [CAT, CAT]).tolist() == [True, False]
    assert right_attributes(read, [CAT, CAT])["colour"].tolist() == [True, True]


def test_expressions_of_two_are_not_asked_for_but_their_worn_things_are():
    read = scene_codes([PAIR])
    read[0, 5] = read[0, 9] = 3
    assert all_right(read, [PAIR]).item()
    read[0, 8] = 0
    assert not all_right(read, [PAIR]).item()
