"""Scenes: the bet's card and the stage of one question stand together; the next question opens the next scene."""

import pytest

from pages.shared.page.scene import body, card_place, stage_and_side


def test_a_bet_and_the_stage_after_it_share_a_scene_in_either_order():
    with body("9.1") as made:
        card = card_place()
        stage, rail = stage_and_side()
        assert made.scenes == 1 and made.scene.stage is stage and made.scene.card is card
    with body("9.2") as made:
        stage_and_side()
        card_place()
        assert made.scenes == 1


def test_a_second_bet_or_a_second_stage_opens_the_next_scene():
    with body("9.1") as made:
        card_place()
        card_place()
        assert made.scenes == 2
        stage_and_side()
        assert made.scenes == 2
        stage_and_side()
        assert made.scenes == 3


def test_a_part_of_an_experiment_has_scenes_of_its_own():
    with body("9.1") as outer:
        stage_and_side()
        with body("9.1 part"):
            card_place()
        card_place()
        assert outer.scenes == 1


def test_what_is_due_at_the_end_of_a_body_is_not_done_when_it_breaks_off():
    done = []
    with pytest.raises(KeyError), body("9.1") as made:
        made.at_end.append(lambda: done.append(1))
        raise KeyError
    assert done == []


def test_a_stage_outside_of_an_experiment_is_an_error():
    with pytest.raises(RuntimeError, match="experiment"):
        stage_and_side()
