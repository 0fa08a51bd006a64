"""Level 5, part 2: what words do on the way."""

from pages.shared.page import theme

theme.story("A picture is made step by step. What do the words do at each of them?")
