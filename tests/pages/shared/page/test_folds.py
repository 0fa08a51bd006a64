"""The row below an experiment: short names, and nothing drawn until it is opened."""

from tests.pages.driver import change, words

ROW = "folds-2-1"


def test_the_row_names_what_can_be_folded_out_and_asks_questions_in_words(demo):
    (row,) = [one for one in demo().button_group if one.key == ROW]
    assert row.options == ["Code", "Two questions"]


def test_nothing_is_drawn_until_it_is_opened(demo):
    page = demo()
    assert "Every pixel, at every step." not in words(page)
    change(page, ROW, "Two questions")
    said = words(page)
    assert "At each step, is every pixel changed" in said and "Every pixel, at every step." in said and "Q5" not in said
