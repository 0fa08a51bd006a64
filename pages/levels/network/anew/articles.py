"""Draw anew: one critter and many, in English."""


def with_article(words: str) -> str:
    """ "an orange mouse" """
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def plural(words: str) -> str:
    """ "orange mice" """
    return f"{words.removesuffix('mouse')}mice" if words.endswith("mouse") else f"{words}s"
