"""The server's log as JSON, a line each, for programs that read logs: LOG_FORMAT=json in the environment.

It holds no visitor's address: requests are not written down at all, and what looks like an address in any line is taken
out of it.
"""

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_address
from typing import Any

SETTING = "LOG_FORMAT"
HIDDEN = "(address)"
EXPECTED = {
    "streamlit.runtime.scriptrunner_utils.script_run_context": "missing ScriptRunContext",
    "streamlit.runtime.caching.cache_data_api": "No runtime found",
}
"""What Streamlit says, by its logger, of work that belongs to no visitor: what is worked out ahead, and for a class."""
_NUMBERS = re.compile(r"[0-9a-fA-F:.]{3,}")
"""What may be an address, with its port, or with a colon or a dot of the sentence around it."""


def set_up() -> None:
    """From now on no request is written down, nor what is as it should be; and where it is asked for, all that is said
    or breaks is JSON."""
    logging.getLogger("uvicorn.access").disabled = True
    for name, words in EXPECTED.items():
        logging.getLogger(name).addFilter(partial(_is_news, words))
    if os.environ.get(SETTING) != "json":
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.root.handlers = [handler]
    for logger in _loggers():
        logger.handlers, logger.propagate = [], True
    logging.setLoggerClass(Handed)
    logging.captureWarnings(True)
    sys.excepthook = lambda *raised: logging.critical("It broke.", exc_info=raised)
    threading.excepthook = lambda raised: logging.error(
        "A thread broke.", exc_info=(raised.exc_type, raised.exc_value or raised.exc_type(), raised.exc_traceback)
    )


def _is_news(words: str, record: logging.LogRecord) -> bool:
    return words not in record.getMessage()


class Handed(logging.Logger):
    """A logger that leaves the writing to the one handler: Streamlit gives each a handler of its own."""

    def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802
        """Not here."""

    @property
    def propagate(self) -> bool:  # type: ignore[override]
        return True

    @propagate.setter
    def propagate(self, _: bool) -> None:
        pass


class Lines(logging.Formatter):
    """time (UTC), level, from whom, what; error: with its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": without_addresses(record.getMessage()),
        }
        if record.exc_info:
            said["error"] = without_addresses(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def without_addresses(text: str) -> str:
    """The same, with each address of a computer replaced."""
    return _NUMBERS.sub(lambda found: HIDDEN if _holds_address(found[0]) else found[0], text)


def _holds_address(text: str) -> bool:
    bare = (text.rstrip("."), text.rstrip(".:"), text.strip(".:"))
    return any(map(_is_address, (*bare, *(one.rpartition(":")[0] for one in bare))))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _loggers() -> Iterator[logging.Logger]:
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            yield logger
