"""One setting that stands in several places: chosen in any of them, shown in all, and in the address once.

    SEED = InAddress("home.seed", 22, whole(0, 99))  # the name of its parameter, its default, what counts as a value
    seed = SEED.now()
    st.button("Again", on_click=SEED.choose, args=(seed + 1,))

A widget that follows has the key `shown_at(…)`, and its callback is `taken`. The classes differ in where a setting
lives between two runs: in the address alone, in the visit too, or in a control that is bound to the address.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from pages.shared.page.experiment import draw_anew
from pages.shared.page.values import one_of, whole

__all__ = ["InAddress", "Led", "Remembered", "Setting", "one_of", "whole"]

Value = TypeVar("Value")


@dataclass(frozen=True)
class Setting(ABC, Generic[Value]):
    """name: of its parameter in the address; default: its value until another is chosen."""

    name: str
    default: Value

    @abstractmethod
    def now(self) -> Value:
        """The value as it stands."""

    @abstractmethod
    def choose(self, value: Value) -> None:
        """From now on it is this: in a control's callback, or before anything has shown it in this run."""

    def shown_at(self, key: str) -> str:
        """The key of a widget, which then stands where the setting stands; call it right before the widget."""
        st.session_state[key] = self.now()
        return key

    def taken(self, key: str, *anew: str) -> None:
        """That widget's callback: what it says is chosen, and `anew` drawn, as `experiment.draw_anew` takes it."""
        self.choose(st.session_state[key])
        draw_anew(*anew)


@dataclass(frozen=True)
class InAddress(Setting[Value]):
    """A setting that the address alone remembers, which names it once it was chosen.

    read: from a parameter's text to a value, None where it is none; write: from a value to the text. What `read` would
    not read back is no value, wherever it comes from.
    """

    read: Callable[[str], Value | None]
    write: Callable[[Value], str] = str

    def now(self) -> Value:
        named = self._named()
        return self.default if named is None else named

    def choose(self, value: Value) -> None:
        text = self.write(value)
        if self.read(text) is not None and st.query_params.get(self.name) != text:
            st.query_params[self.name] = text

    def _named(self) -> Value | None:
        return self.read(st.query_params.get(self.name, ""))


@dataclass(frozen=True)
class Remembered(InAddress[Value]):
    """A setting that the visit remembers on all its pages; the address leaves out the default."""

    def now(self) -> Value:
        """What the address names, else what the visit remembers; from then on both do."""
        named = self._named()
        value = _book().get(self.name, self.default) if named is None else named
        self.choose(value)
        return value

    def choose(self, value: Value) -> None:
        if self.read(self.write(value)) is None:
            return
        _book()[self.name] = value
        if value != self.default:
            super().choose(value)
        elif self.name in st.query_params:
            del st.query_params[self.name]


@dataclass(frozen=True)
class Led(Setting[Value]):
    """A setting that one control leads: its key is the name, and Streamlit keeps the address for it.

    What is chosen elsewhere is a wish until that control is drawn again: a run that is cut short before would lose it.
    """

    def now(self) -> Value:
        wish = st.session_state.get(self._wish)
        return st.session_state.get(self.name, self.default) if wish is None else wish

    def choose(self, value: Value) -> None:
        st.session_state[self._wish] = value

    def led_by(self) -> str:
        """The key of the control that leads, which takes on what was chosen elsewhere; call it right before it."""
        if (wish := st.session_state.pop(self._wish, None)) is not None:
            st.session_state[self.name] = wish
        return self.name

    @property
    def _wish(self) -> str:
        return f"{self.name}.wish"


def _book() -> dict[str, Any]:
    return st.session_state.setdefault("settings", {})
