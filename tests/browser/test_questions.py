"""The page of questions: it finds what is typed, opens what a link names, and is read with the keyboard alone."""

from playwright.sync_api import expect

FIELD = "Find a question"


def test_a_word_leaves_the_questions_in_which_it_stands(visit):
    page = visit("questions")
    expect(page.locator(".finder details:visible")).to_have_count(40)
    page.get_by_label(FIELD).fill("blur average")
    expect(page.locator(".finder details:visible")).not_to_have_count(40)
    shown = page.locator(".finder details:visible")
    assert all("blur" in text.lower() for text in shown.evaluate_all("all => all.map(one => one.textContent)"))
    expect(page.get_by_role("status").filter(has_text="of 40 questions")).to_be_visible()
    page.get_by_label(FIELD).fill("xyzzy")
    expect(page.get_by_text("Nobody asked that yet")).to_be_visible()
    assert page.locator(".finder h2:visible").count() == 0


def test_an_old_link_opens_its_question(visit):
    page = visit("questions#q5")
    expect(page.locator("#q5")).to_have_attribute("open", "")
    expect(page.locator("#q5 .answer")).to_be_in_viewport()
    assert page.locator(".finder details[open]").count() == 1


def test_an_open_question_shows_its_picture_and_leads_to_its_experiment(visit):
    page = visit("questions")
    page.locator("#q5 summary").click()
    expect(page.locator("#q5 img")).to_be_visible()
    assert page.url.endswith("#q5")
    page.locator("#q5 .try a").click()
    page.wait_for_url("**/level-2*#experiment-2-*")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
