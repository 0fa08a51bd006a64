"""Level 5, part 3: why it goes wrong."""

from pages.shared.page import theme

theme.story("Two animals, one hat: who wears it?")
