"""How a component says which of the things that a browser sends it count as its value.

    _component(key=key, data=…, on_pick_change=Taking(lambda sent: isinstance(sent, str)))

A later room asks it before any page sees the value (`pages.server.messages`). A component's callback that is none of
these takes whatever is finite, short and shallow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Taking:
    """The callback for one value of a component.

    counts: whether something sent does; what it raises means no, and what is not finite, short and shallow never comes
    so far; then: what is called after a value that counts.
    """

    counts: Callable[[Any], bool]
    then: Callable[[], None] | None = None

    def __call__(self) -> None:
        if self.then:
            self.then()
