"""Level 5, part 1: your words."""

from pages.shared.page import theme

theme.story("The network draws. Now tell it *what*.")
