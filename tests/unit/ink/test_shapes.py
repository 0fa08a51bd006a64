"""Where the ink begins: letters, several drops, and other rules by which specks could move."""

import math
import unicodedata

import pytest
import torch

from diffusion_core import ink
from diffusion_core.common.randomness import generator
from diffusion_core.ink import shapes

BLOCKS = [range(0x41, 0x250), range(0x386, 0x400), range(0x400, 0x500), range(0x531, 0x557), range(0x5D0, 0x5EB)]
SIGNS = ["A", "g", "é", "e\u0301", "Ж", "Ω", "א", "7", "?", "♥", "Ş", "ệ", "Հ", "ع", "პ", "ກ", "ⴰ", "ꓮ", "½", "€"]


@pytest.mark.parametrize("letter", SIGNS)
def test_a_letter_becomes_ink_in_the_middle_of_the_glass(letter):
    drop = ink.ink_of(letter)
    assert drop.sum().item() == pytest.approx(1)
    assert 0.003 < (drop > 0).double().mean() < 0.3
    here = ink.middles(len(drop))
    rows, columns = here[(drop > 0).any(dim=1)], here[(drop > 0).any(dim=0)]
    assert (rows[0] + rows[-1]).item() == pytest.approx(1, abs=0.05)
    assert (columns[0] + columns[-1]).item() == pytest.approx(1, abs=0.05)


def test_every_letter_of_the_european_alphabets_and_hebrew_leaves_ink():
    # Latin with all its accents, Greek, Cyrillic, Armenian, Hebrew: all that Unicode calls a letter there
    letters = [chr(code) for block in BLOCKS for code in block if unicodedata.category(chr(code)).startswith("L")]
    without = [letter for letter in letters if not shapes._raster(letter).any()]
    assert len(letters) > 800 and not without


def test_letters_stand_upright_and_are_not_mirrored():
    # an L has its ink at the left and at the bottom
    rows, columns = (ink.ink_of("L") > 0).nonzero(as_tuple=True)
    assert rows.double().mean() > 48 and columns.double().mean() < 48
    assert not torch.equal(ink.ink_of("A"), ink.ink_of("B"))


@pytest.mark.parametrize("letter", ["漢", "🦊", " ", "\t", "\u200b", "\U0010ffff"])
def test_a_sign_that_leaves_no_ink_is_an_error_of_its_own(letter):
    with pytest.raises(ink.NoGlyph):
        ink.ink_of(letter)


@pytest.mark.parametrize("name", ["", "AB", "star", "🇩🇪"])
def test_what_is_neither_shape_nor_letter_is_named(name):
    with pytest.raises(ValueError, match="drop, ring, heart, or one letter"):
        ink.ink_of(name)


@pytest.mark.parametrize("drops", range(1, ink.MOST_DROPS + 1))
def test_several_drops_lie_apart_and_hold_all_the_ink(drops):
    drop = ink.ink_of("drop", drops=drops)
    assert drop.sum().item() == pytest.approx(1)
    assert islands(drop > 0) == drops


def islands(inked: torch.Tensor) -> int:
    """How many pieces that do not touch."""
    left, count = inked.clone(), 0
    while left.any():
        piece = torch.zeros_like(left)
        piece.view(-1)[int(left.view(-1).nonzero()[0])] = True
        while True:
            grown = torch.nn.functional.max_pool2d(piece[None].float(), 3, 1, 1)[0].bool() & left
            if torch.equal(grown, piece):
                break
            piece = grown
        left &= ~piece
        count += 1
    return count


@pytest.mark.parametrize("drops", [0, 6])
def test_there_are_no_more_drops_than_fit(drops):
    with pytest.raises(ValueError, match="1 to 5"):
        ink.ink_of("drop", drops=drops)


@pytest.mark.parametrize("shape", ["drop", "ring", "heart", "R"])
def test_specks_lie_where_the_ink_is_and_specks_elsewhere_do_not_count(shape):
    drop = ink.ink_of(shape)
    assert ink.inked(ink.specks_of(drop, 500, generator(0)), drop).all()
    evenly = ink.inked(torch.rand(40_000, 2, generator=generator(1)), drop).double().mean().item()
    covered = (drop > 0).double().mean().item()
    assert evenly == pytest.approx(covered, abs=4.5 * math.sqrt(covered / 40_000))


SPREAD = torch.linspace(0, 0.12, 31, dtype=torch.float64)


def moved(rule: str) -> torch.Tensor:
    chance = generator(2)
    return ink.RULES[rule](ink.specks_of(ink.ink_of("drop"), 4000, chance), SPREAD, chance)


@pytest.mark.parametrize("rule", ink.RULES)
def test_every_rule_begins_with_the_drop_and_keeps_its_specks_in_the_glass(rule):
    paths = moved(rule)
    assert paths.shape == (31, 4000, 2) and paths.min() >= 0 and paths.max() <= 1
    assert ink.inked(paths[0], ink.ink_of("drop")).all()


def test_only_chance_acts_like_ink():
    exact = ink.concentration(ink.ink_of("drop"), SPREAD, cells=6)
    agreed = {rule: ink.agreement(moved(rule), exact)[8:].min().item() for rule in ink.RULES}
    assert agreed.pop("by chance") > 0.95
    assert max(agreed.values()) < 0.75, agreed


def test_without_shoves_nothing_moves_and_straight_ways_are_straight():
    never, straight = moved("never"), moved("straight")
    assert torch.equal(never, never[:1].expand_as(never))
    early = straight[:4]
    torch.testing.assert_close(early.diff(dim=0)[1:], early.diff(dim=0)[:-1], rtol=0, atol=1e-6)
    assert (moved("away")[-1] - 0.5).abs().amax(dim=1).min() > 0.4


def test_agreement_is_one_for_the_very_shares_and_nothing_where_no_ink_is():
    shares = torch.tensor([[0.5, 0.5], [0, 0]], dtype=torch.float64)
    specks = torch.tensor([[0.2, 0.2], [0.8, 0.2]])
    assert ink.agreement(specks, shares).item() == 1
    assert ink.agreement(specks[:1], shares).item() == 0.5
    assert ink.agreement(specks[[0, 0, 0, 1]], shares).item() == 0.75
    assert ink.agreement(1 - specks, shares).item() == 0


def test_the_letters_of_a_visit_are_kept_but_not_without_bound():
    assert shapes._raster.cache_info().maxsize == 64


def test_x_points_right_and_y_points_down():
    # a heart is as wide left as right, and its tip is at the bottom: the lowest row with ink is the narrowest
    heart = ink.ink_of("heart")
    torch.testing.assert_close(heart, heart.flip(1))
    rows = (heart > 0).sum(dim=1)
    rows = rows[rows > 0]
    assert rows[-1] < rows[0] < rows.max()
    one_cell = torch.zeros(4, 4, dtype=torch.float64)
    one_cell[3, 0] = 1
    x, y = ink.specks_of(one_cell, 100, generator(0)).T
    assert x.max() < 0.25 and y.min() > 0.75


def test_a_shape_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="'star'.*drop, ring, heart"):
        ink.ink_of("star")
