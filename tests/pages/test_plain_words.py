"""Plain words first: a level uses no term of a later one, and reads no harder than its visitors do.

Read is all that the page says, in every state (reading.py): prose, labels, choices, what the player writes. Learners'
own questions (QUESTIONS) stand as they were asked. Expanders whose title has "formula" or "code" in it are exempt.

A paragraph (or a list item, or a table) that names a later level, as in "level 4 lets a network try", announces it: it
may use that level's terms.

The reading grade is that of the page's sentences, together, and with some leeway of each paragraph. A sentence is
whatever ends in a full stop, a question mark or the like and has four words or more, without formulas and code; it
counts once, however often it comes.
"""

import re
from functools import cache

import pytest
import textstat

from pages.shared.page.bets import OTHER, OTHERS
from pages.shared.page.glossary import TERMS, found, terms_of
from pages.shared.page.questions import QUESTIONS
from pages.site_map import LEVELS, PARTS, parts_of
from tests.pages.reading import Piece, paragraphs, plain, read

TAUGHT = PARTS
FIRST = parts_of(1)
GRADES = {level.number: level.grade for level in LEVELS}
LEEWAY = 2  # by which a single paragraph may be harder: its few sentences make its grade a rough one
EXEMPT = re.compile(r"formula|code", re.IGNORECASE)
NAMED = re.compile(r"\blevels? (\d)(?: ?(?:to|and|or|,|–) ?(\d))?", re.IGNORECASE)
# begins of words that level 1 keeps for its last folded section
SCIENCE = re.compile(
    r"\b(physic|mathemat|molecul|particle|thermodynam|entrop|equilibri|brownian|temperature|viscos|concentration|kinetic|"
    r"energy|pressure|equation|formula|function|variance|deviation|distribut|probabil|gauss|density|coefficient|"
    r"proportion|square root|derivative|gradient|integral|exponent|logarithm|parameter|vector|dimension|statistic|"
    r"histogram|stochastic|random|matrix|geometric|cosine|posterior|likelihood|coordinate|axis|axes|velocity)\w*",
    re.IGNORECASE,
)


@cache
def said(address: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in read(address) if not (piece.folder and EXEMPT.search(piece.folder[1])))


def without_questions(text: str) -> str:
    for question in QUESTIONS.values():
        text = text.replace(question, "")
    return text


def parts(address: str) -> list[tuple[str, Piece]]:
    """Every paragraph in plain words, and the piece that it stands in."""
    whole = [(part, piece) for piece in said(address) for part in paragraphs(without_questions(piece.text))]
    return [(plain(part), piece) for part, piece in whole]


def announced(text: str) -> int:
    """The highest level that a paragraph names."""
    return max((int(digit) for names in NAMED.findall(text) for digit in names if digit), default=0)


def too_early(text: str, level: int) -> list[str]:
    allowed = max(level, announced(text))
    return [f"{form} (level {term.level})" for term, form in found(text) if term.level > allowed]


def last_folder(address: str) -> tuple[str, str] | None:
    """The last expander of a page that holds neither code nor a formula nor answers, nor reasons beside a bet."""
    aside = ("Answers ", OTHERS, OTHER)
    folders = [piece.folder for piece in said(address) if piece.folder and not piece.folder[1].startswith(aside)]
    return max(folders, default=None)


def sentences(text: str) -> list[str]:
    # a decimal point ends no sentence, and three dots end one
    text = re.sub(r"(?<=\d)[.,](?=\d)", "", text.replace("…", "."))
    split = re.split(r"(?<=[.!?])[”’\"')]*\s+", text.replace("\n", " "))
    return [one for one in split if re.search(r"[.!?][”’\"')]*$", one) and len(one.split()) >= 4]


def prose(address: str) -> list[str]:
    """Every sentence of a page, once; two that differ in their numbers only are one."""
    once = {re.sub(r"\d+", "7", one): one for part, _ in parts(address) for one in sentences(part)}
    return list(once.values())


def grade(text: str) -> float:
    """The school grade that a text can be read in, by Flesch and Kincaid."""
    return textstat.flesch_kincaid_grade(text)


# --- the glossary itself


def test_each_term_stands_once_and_has_one_plain_sentence():
    assert len({term.name for term in TERMS}) == len({term.anchor for term in TERMS}) == len(TERMS)
    assert {term.level for term in TERMS} == {level.number for level in LEVELS}
    for term in TERMS:
        assert len(sentences(term.sentence)) == 1 and term.sentence[-1] == ".", term.name
        assert [word for word in term.words if term not in [each for each, _ in found(word)]] == [], term.name


@pytest.mark.parametrize("level", GRADES)
def test_a_term_is_explained_in_words_of_its_level_and_grade(level):
    for term in terms_of(level):
        assert too_early(term.sentence, level) == [], term.name
        assert grade(term.sentence) <= GRADES[level] + 1, term.name


def test_a_planted_fault_is_found():
    # what the other tests rest on
    assert too_early("A network learns it.", 2) == ["network (level 3)"]
    assert too_early("In level 4 a sampler takes it away.", 1) == []
    assert too_early("In level 3 a sampler takes it away.", 1) == ["sampler (level 4)"]
    assert too_early("I don't, can’t, won't.", 1) == []
    assert [form for _, form in found("scaled linear, linear, T and t")] == ["scaled linear", "linear", "T", "t"]
    assert SCIENCE.search("the probabilities") and not SCIENCE.search("a glass of water")
    assert sentences(plain("It is 3.5 times as fast. *Why?* Because it is warm…")) == [
        "It is 35 times as fast.",
        "Because it is warm.",
    ]


# --- the pages, with a network that has learnt nothing: what it draws is not read

with_a_network = pytest.mark.usefixtures("tiny_engine")


@with_a_network
@pytest.mark.parametrize("level", TAUGHT, ids=lambda level: level.path)
def test_a_level_uses_no_term_of_a_later_one(level):
    faults = {text: early for text, _ in parts(level.path) if (early := too_early(text, level.level))}
    assert faults == {}


@with_a_network
@pytest.mark.parametrize("level", TAUGHT, ids=lambda level: level.path)
def test_a_level_reads_no_harder_than_its_visitors_do(level):
    text = prose(level.path)
    hardest = sorted(((grade(one), one) for one in text), reverse=True)[:8]
    measured = grade(" ".join(text))
    assert measured <= GRADES[level.level], f"grade {measured:.1f}; the hardest sentences: {hardest}"


@with_a_network
@pytest.mark.parametrize("level", TAUGHT, ids=lambda level: level.path)
def test_no_paragraph_of_a_level_is_much_harder_than_the_rest(level):
    # a page has some two hundred short sentences, among which a dozen that nobody understands would be lost
    folded = last_folder(level.path) if level == FIRST[-1] else ()
    whole = {" ".join(sentences(text)) for text, piece in parts(level.path) if piece.folder != folded}
    most = GRADES[level.level] + LEEWAY
    hard = {text: measured for text in whole if len(text.split()) >= 15 and (measured := grade(text)) > most}
    assert hard == {}


@with_a_network
@pytest.mark.parametrize("part", FIRST, ids=lambda part: part.path)
def test_level_1_holds_no_term_of_physics_or_mathematics_before_its_last_folded_section(part):
    last = last_folder(part.path) if part == FIRST[-1] else None
    open_to_all = [(text, piece) for text, piece in parts(part.path) if piece.folder != last or last is None]
    faults = {text: words for text, _ in open_to_all if (words := SCIENCE.findall(text))}
    folded = {text: term.name for text, _ in open_to_all for term, _ in found(text) if term.folded}
    assert faults | folded == {}
