"""Copies, likeness and errors, on made-up cases whose answers are known."""

import math

import pytest
import torch

from diffusion_core.common.randomness import generator
from diffusion_core.common.statistics import Mean, Share
from diffusion_core.evaluation.copying import cosines, errors_by_level, is_copy, mean_by_picture, nearest_two
from diffusion_core.evaluation.memory_figures import NOISE, World, copies, exact_guesses, less, twin_figures
from diffusion_core.process.prediction import Prediction

LINE = torch.tensor([[0.0], [10.0], [100.0]])


@pytest.mark.parametrize(("place", "copy"), [(0.0, True), (2.4, True), (2.5, False), (2.6, False), (5.0, False)])
def test_a_copy_is_less_than_a_third_as_far_from_its_nearest(place: float, copy: bool) -> None:
    _, gaps = nearest_two(torch.tensor([[place]]), LINE)
    assert is_copy(gaps).tolist() == [copy]


def test_the_nearest_two_are_found_across_chunks_and_come_in_order() -> None:
    which, gaps = nearest_two(torch.tensor([[98.0], [7.0]]), LINE, chunk=1)
    assert which.tolist() == [[2, 1], [1, 0]]
    assert gaps.tolist() == [[2.0, 88.0], [3.0, 7.0]]


def test_an_exact_copy_lies_at_distance_nought() -> None:
    pictures = torch.rand(40, 3, 8, 8, generator=generator(0)) * 2 - 1
    which, gaps = nearest_two(pictures[:5], pictures)
    assert which[:, 0].tolist() == [0, 1, 2, 3, 4]
    assert gaps[:, 0].tolist() == [0.0] * 5


def test_one_picture_has_no_second_nearest() -> None:
    with pytest.raises(ValueError, match="second nearest"):
        nearest_two(LINE, LINE[:1])


def test_a_crowd_of_equal_pictures_makes_no_copy_by_the_rule_of_a_third() -> None:
    _, gaps = nearest_two(torch.tensor([[1.0]]), torch.tensor([[0.0], [0.0]]))
    assert not is_copy(gaps).any()


def test_cosines_are_taken_from_the_middle() -> None:
    middle = torch.tensor([5.0, 5.0])
    a = middle + torch.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    b = middle + torch.tensor([[3.0, 0.0], [0.0, 2.0], [-1.0, 0.0], [1.0, 0.0]])
    assert cosines(a, b, middle).tolist() == pytest.approx([1.0, 0.0, -1.0, math.sqrt(0.5)])


def test_an_interval_of_a_mean_reaches_1_96_standard_errors_to_each_side() -> None:
    found = Mean.of_values(torch.tensor([1.0, 3.0] * 50))
    error = torch.tensor([1.0, 3.0] * 50).std().item() / 10
    assert found.value == 2.0
    assert found.interval == pytest.approx((2 - 1.96 * error, 2 + 1.96 * error))


def test_an_interval_of_a_share_is_wilsons() -> None:
    assert Share(10, 20).interval == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert Share(0, 512).interval == pytest.approx((0.0, 0.00745), abs=1e-5)


def test_many_looks_at_two_pictures_are_two_pictures() -> None:
    rows = torch.arange(200) % 2
    found = mean_by_picture(rows.float() * 2 + 0.1 * torch.randn(200, generator=generator(1)), rows)
    assert found.of == 2
    assert found.value == pytest.approx(1, abs=0.05)
    assert found.interval[1] - found.interval[0] > 3


def test_a_difference_of_means_has_the_wider_interval() -> None:
    found = less(Mean(5.0, (2.0, 8.0), 10), Mean(1.0, (-3.0, 5.0), 4))
    assert (found.value, found.interval, found.of) == (4.0, (-1.0, 9.0), 4)


def test_errors_are_in_levels_of_255() -> None:
    x0 = torch.zeros(3, 1, 2, 2)
    grey = errors_by_level(lambda x, level: Prediction(torch.ones_like(x), x), x0, x0, (0.1, 0.9), chunk=2)
    assert grey.tolist() == [[127.5] * 3] * 2


def test_errors_are_asked_at_the_stated_share_of_noise() -> None:
    heard = []

    def listen(x: torch.Tensor, level: torch.Tensor) -> Prediction:
        heard.append((torch.sigmoid(-level[0]).item(), x.square().mean().item()))
        return Prediction(x, x)

    errors_by_level(listen, torch.zeros(1, 3, 4, 4), torch.ones(1, 3, 4, 4), (0.25,))
    assert heard == [pytest.approx((0.25, 0.25))]


def test_the_exact_guesser_knows_what_it_has_seen_and_takes_the_unseen_for_it() -> None:
    random = generator(2)
    seen = torch.rand(4, 3, 8, 8, generator=random) * 2 - 1
    unseen = seen.repeat(2, 1, 1, 1) + 0.3 * torch.randn(8, 3, 8, 8, generator=random)
    found = exact_guesses(seen, unseen)
    nearest = nearest_two(unseen, seen)[1][:, 0] / math.sqrt(3 * 8 * 8) * 127.5
    assert found["seen"][0] == {"value": 0.0, "interval": [0.0, 0.0], "n": 4}
    assert found["unseen"][0]["value"] == pytest.approx(nearest.mean().item(), abs=1e-3)
    assert found["gap"][0]["value"] == found["unseen"][0]["value"]
    assert len(found["seen"]) == len(NOISE)


def test_copies_are_counted_in_pixels_and_in_features() -> None:
    pictures = torch.rand(6, 3, 8, 8, generator=generator(3))
    trained = World(pictures, torch.arange(6.0)[:, None])
    drawn = World(pictures[:4], torch.tensor([[0.0], [1.1], [2.5], [3.4]]))
    found = copies(drawn, trained)
    assert (found["pixels"].hits, found["features"].hits, found["pixels"].of) == (4, 2, 4)


class EvenOdd:
    """A reader that names a picture by its first pixel."""

    def read(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        code = (pictures[:, 0, 0, 0] > 0).long()
        return torch.stack([code, code], dim=1), pictures.flatten(1)[:, :2]


def test_equal_twins_draw_the_same_from_the_same_noise_alone() -> None:
    pictures = torch.randint(0, 256, (16, 3, 8, 8), generator=generator(4)).to(torch.uint8)
    drawn = torch.rand(16, 3, 8, 8, generator=generator(5)) * 2 - 1
    found = twin_figures(pictures, pictures, World(drawn, drawn.flatten(1)), EvenOdd())  # type: ignore[arg-type]
    assert found["same_noise"]["value"] == 1.0
    assert abs(found["other_noise"]["value"]) < 0.2
    assert abs(found["beside_drawn"]["value"]) < 0.2
    assert found["same_name"]["value"] == 1.0
    assert found["same_name_other_noise"]["value"] < 1.0
