"""One picture for all experiments of a page: chosen in any, shown in each, remembered for the visit and in the address.

    picture = chosen_picture.now("noise")     # "noise": the page's picture
    ...the experiment...
    chosen_picture.follow()

    chosen_picture.choose("noise", here="whole", shown_in="2.2")  # below, outside of its fragment; "whole": this place

The menus are on the page only while they are open, and no control of the experiment makes them be sent again: their
widgets would cost each its time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import streamlit as st

from pages.server import shelf
from pages.shared.page import pictures
from pages.shared.page.chip_pictures import sheet
from pages.shared.page.chips import chips
from pages.shared.page.experiment import draw_anew, others_follow
from pages.shared.page.folds import fold, this_row
from pages.shared.page.one_setting import Remembered, one_of
from pages.shared.page.pictures import CRITTER, OTHER, PHOTOGRAPHS, Picture

_FOLLOW = "pictures.follow"


@dataclass(frozen=True)
class Place:
    """Where menus stand. fold: the key of their own fragment; here, shown_in, alone: as in `choose`."""

    here: str
    shown_in: str
    fold: str
    alone: bool = False


_HINT = "Every experiment of this level shows it."


def choose(name: str, *, here: str, shown_in: str, alone: bool = False) -> None:
    """The menus for the page's picture, folded away.

    name: begins its parameters in the address ("noise.animal"); here: begins the keys of this place's widgets;
    shown_in: the experiment that is drawn anew at once, as `experiment.draw_anew` takes it; alone: no other shows it.
    A file that cannot be read leaves one sentence, and the default critter in its place.
    """

    def menus(place: Place) -> None:
        if not alone:
            st.caption(_HINT)
        _menus(name, place)

    _folded("Another picture", menus, Place(here, shown_in, this_row(), alone))


def choose_two(name: str, other: str, *, here: str, shown_in: str) -> None:
    """As `choose`, for the page's picture and another one."""

    def menus(place: Place) -> None:
        st.markdown(f"**The first picture.** {_HINT}")
        _menus(name, place)
        st.markdown("**The other**")
        _menus(other, Place(f"{here}.{other}", shown_in, place.fold), OTHER)

    _folded("Other pictures", menus, Place(here, shown_in, this_row()))


def now(name: str, usual: dict[str, str] = CRITTER) -> Picture:
    """The picture as it stands. usual: the critter until another is chosen, its values as in pictures.CRITTER."""
    return _KINDS[_setting(name, "picture", usual).now()].picture(name, usual)


def follow() -> None:
    """Where this run began with another picture: once more for the whole page, so that all experiments show it.

    The last line of an experiment.
    """
    if st.session_state.pop(_FOLLOW, False):
        others_follow()


def _folded(label: str, menus: Callable[[Place], None], place: Place) -> None:
    fold(label, lambda: menus(place))


# --- what was chosen: the address says it, and the visit remembers it


def _setting(name: str, what: str, usual: dict[str, str]) -> Remembered[str]:
    """One of the settings that make up a picture. what: a key of _OPTIONS."""
    options = _OPTIONS[what]
    return Remembered(f"{name}.{what}", usual.get(what, options[0]), one_of(options))


def _files() -> dict[str, pictures.Own]:
    """The visitor's own pictures, by `name`, as `now` takes it."""
    return st.session_state.setdefault("pictures", {})


def _take(setting: Remembered[str], key: str, place: Place) -> None:
    """A menu was changed: the page's choice is that now."""
    _lead(place)
    setting.taken(key, place.shown_in, place.fold)


def _take_chip(setting: Remembered[str], place: Place, option: str) -> None:
    """A chip was pressed: as `_take`."""
    _lead(place)
    setting.choose(option)
    draw_anew(place.shown_in, place.fold)


def _take_file(name: str, key: str, place: Place) -> None:
    """A file or a photo came: read once, here, and not kept."""
    file = st.session_state[key]
    if file and not shelf.was_read(file):
        _files()[name] = pictures.taken(shelf.read_once(file))
        _lead(place)
        draw_anew(place.shown_in, place.fold)


def _lead(place: Place) -> None:
    """The experiment of this place is drawn first, the others after it."""
    st.session_state[_FOLLOW] = not place.alone


# --- the menus


def _menus(name: str, place: Place, usual: dict[str, str] = CRITTER) -> None:
    kind, key = _setting(name, "picture", usual), f"{place.here}.picture"
    st.segmented_control("What kind", _OPTIONS["picture"], key=kind.shown_at(key), required=True, on_change=_take,
                         args=(kind, key, place), format_func=lambda kind: _KINDS[kind].words)  # fmt: skip
    _KINDS[kind.now()].menus(name, place, usual)


def _menu(name: str, place: Place, what: str, usual: dict[str, str], *, label: str) -> None:
    setting, key = _setting(name, what, usual), f"{place.here}.{what}"
    st.selectbox(label, _OPTIONS[what], key=setting.shown_at(key), on_change=_take, args=(setting, key, place))


def _critter_chips(name: str, place: Place, usual: dict[str, str]) -> None:
    for what, label in pictures.LABELS.items():
        setting, key = _setting(name, what, usual), f"{place.here}.{what}"
        chips(label, _OPTIONS[what], key=key, value=setting.now(), pictures=sheet(what),
              on_change=partial(_take_chip, setting, place))  # fmt: skip


def _photograph_menu(name: str, place: Place, usual: dict[str, str]) -> None:
    _menu(name, place, "photograph", usual, label="Photograph")
    st.caption(pictures.CREDITS[_setting(name, "photograph", usual).now()])


def _file_menu(name: str, place: Place, usual: dict[str, str]) -> None:
    key = f"{place.here}.file"
    st.file_uploader("Your picture", pictures.ENDINGS, key=key, on_change=_take_file, args=(name, key, place))
    _said(name, "Choose a file.")


def _camera_menu(name: str, place: Place, usual: dict[str, str]) -> None:
    key = f"{place.here}.camera"
    st.camera_input("Your camera", key=key, on_change=_take_file, args=(name, key, place))
    _said(name, "Take a picture.")


def _said(name: str, invitation: str) -> None:
    """What was done to the visitor's picture, or what is missing."""
    own = _files().get(name)
    if own is None:
        st.caption(f"{invitation} {pictures.KEPT_HERE} Meanwhile you see a critter.")
    elif own.wrong:
        st.warning(f"{own.wrong} Meanwhile you see a critter.")
    else:
        st.caption(" ".join((*own.notes, pictures.KEPT_HERE)))


# --- from settings to pictures


def _drawn(name: str, usual: dict[str, str]) -> Picture:
    return pictures.drawn(*(_setting(name, what, usual).now() for what in CRITTER))


def _photographed(name: str, usual: dict[str, str]) -> Picture:
    return pictures.photographed(_setting(name, "photograph", usual).now())


def _own(name: str, usual: dict[str, str]) -> Picture:
    own = _files().get(name)
    return own.picture if own and own.picture else pictures.default(usual)


class Kind(NamedTuple):
    """One kind of picture. words: on its button; picture: from the settings to it; menus: those below the button."""

    words: str
    picture: Callable[[str, dict[str, str]], Picture]
    menus: Callable[[str, Place, dict[str, str]], None]


_KINDS = {
    "critter": Kind("Critter", _drawn, _critter_chips),
    "photograph": Kind("Photo", _photographed, _photograph_menu),
    "own": Kind("File", _own, _file_menu),
    "camera": Kind("Camera", _own, _camera_menu),
}
_OPTIONS = {"picture": tuple(_KINDS), "photograph": tuple(PHOTOGRAPHS)} | {
    what: tuple(table) for what, table in pictures.TABLES.items()
}
