"""Level 2, part 1: one step of noise, on one pixel and on all of them."""

from pages.levels.noise.one_pixel import one_pixel
from pages.levels.noise.whole_picture import whole_picture
from pages.shared.page.theme import story

story(
    "A picture is a table of numbers, three for each pixel. "
    "A step of noise changes each of them a little, by chance, and the next step goes on from there. "
    "After enough small steps your eyes find nothing of the picture."
)
one_pixel()
whole_picture()
