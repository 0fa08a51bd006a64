"""The theme's message: what is remembered is what Streamlit would make at each run."""

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime.app_session import _populate_theme_msg

from pages.server.theme_once import once

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar")


def themed(populate) -> NewSession:
    """As Streamlit asks for it."""
    message = NewSession()
    populate(message.custom_theme)
    for section in SECTIONS[1:]:
        populate(getattr(message.custom_theme, section.split(".")[1]), section)
    return message


def test_the_remembered_theme_is_the_one_that_streamlit_makes_also_the_second_time():
    remembered, made = once(_populate_theme_msg), themed(_populate_theme_msg)
    assert themed(remembered) == themed(remembered) == made
    assert made.custom_theme.light.primary_color == config.get_option("theme.light.primaryColor") == "#0f766e"


def test_each_section_is_made_once_and_one_without_settings_stays_unset():
    asked = []

    def populate(message: CustomThemeConfig, section: str = "theme") -> None:
        asked.append(section)
        if section == "theme":
            message.primary_color = "#123456"

    remembered = once(populate)
    for _ in range(3):
        message = themed(remembered)
        assert message.custom_theme.primary_color == "#123456" and not message.custom_theme.HasField("light")
    assert asked == list(SECTIONS)


def test_what_was_filled_in_can_be_changed_without_changing_the_next():
    remembered = once(_populate_theme_msg)
    themed(remembered).custom_theme.light.primary_color = "#000000"
    assert themed(remembered).custom_theme.light.primary_color == "#0f766e"
