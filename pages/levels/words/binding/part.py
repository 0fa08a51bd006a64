"""Level 5, part 3: why it goes wrong."""

from pages.levels.words.binding.clip import teach_clip
from pages.levels.words.binding.closing import closing_questions
from pages.levels.words.binding.orders import orders, what_binding_is
from pages.shared.page import theme

theme.story(
    "“A cat with a hat and a dog.” You know at once who wears the hat. But where does a sentence say so? Not in its "
    "words: “a dog with a hat and a cat” has the very same ones. Let's see what the network goes by, and when it goes "
    "wrong."
)
orders()
what_binding_is()
teach_clip()
closing_questions()
theme.ending(
    "So that's how a sentence gets into a picture. Words become numbers and hear one another. At each step, every "
    "place of the picture reads them, and the guess leans their way; guidance pulls it further. What the "
    "words don't tell one another, the picture has to guess: that's one way for two animals to share one hat. "
    "Your words didn't choose the noise. They leaned on the guesses, each in its own time."
)
