"""People of a class without a browser: they ask what a browser asks, and write down each byte that they are sent."""

import http.client
import json
import threading
import time
from typing import Any
from urllib.parse import urlsplit


class Person:
    """Somebody with a token. base: of the server."""

    def __init__(self, base: str, token: str = "") -> None:
        self.netloc, self.token = urlsplit(base).netloc, token

    def ask(self, name: str, what: dict | None = None) -> tuple[int, dict]:
        """The status and the answer; GET where nothing is sent."""
        line = http.client.HTTPConnection(self.netloc, timeout=30)
        headers = {"Content-Type": "application/json"} | ({"X-Class": self.token} if self.token else {})
        try:
            body = None if what is None else json.dumps(what)
            line.request("GET" if what is None else "POST", f"/api/class/{name}", body, headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def do(self, name: str, what: dict | None = None) -> dict:
        """The answer to what has to go well."""
        status, found = self.ask(name, what)
        assert status == 200, (name, status, found)
        return found


def opened(base: str) -> tuple[Person, str]:
    """A teacher with a new room, and its code."""
    found = Person(base).do("open", {})
    return Person(base, found["token"]), found["code"]


def seated(base: str, code: str) -> Person:
    return Person(base, Person(base).do("join", {"code": code})["token"])


class Screen(threading.Thread):
    """The news of a person, as a browser hears them: when the line breaks it is opened anew, until the room is over.

    views: each with the moment at which it came; said: all bytes, over all lines; over: the server has said so.
    """

    def __init__(self, person: Person) -> None:
        super().__init__(daemon=True)
        self.person = person
        self.views: list[tuple[float, dict[str, Any]]] = []
        self.said = b""
        self.lines = 0
        self.over = self._stopped = False
        self._line: http.client.HTTPConnection | None = None
        self.start()

    @property
    def view(self) -> dict[str, Any]:
        """What stands there now."""
        return self.views[-1][1] if self.views else {}

    @property
    def state(self) -> str | None:
        return (self.view.get("round") or {}).get("state")

    def when(self, state: str, place: int) -> float | None:
        """The moment at which the round at that place came to a state, on this screen."""
        of = ((at, view["round"]) for at, view in self.views if view.get("round"))
        return next((at for at, one in of if one["state"] == state and one["place"] == place), None)

    def stop(self) -> None:
        self._stopped = True
        if self._line and self._line.sock:
            self._line.sock.close()

    def reload(self) -> None:
        """Break the line, as a reload does."""
        if self._line and self._line.sock:
            self._line.sock.shutdown(2)

    def run(self) -> None:
        while not self.over and not self._stopped:
            try:
                self._listen()
            except (OSError, http.client.HTTPException, ValueError, AttributeError):
                time.sleep(0.1)

    def _listen(self) -> None:
        self._line = http.client.HTTPConnection(self.person.netloc, timeout=30)
        self._line.request("GET", "/api/class/news", headers={"X-Class": self.person.token})
        answer = self._line.getresponse()
        if answer.status == 410:
            self.over = True
            return
        if answer.status != 200:
            raise OSError(answer.status)
        self.lines += 1
        while line := answer.readline():
            self.said += line
            if line.startswith(b"event: over"):
                self.over = True
                return
            if line.startswith(b"data: {") and not self.over:
                self.views.append((time.monotonic(), json.loads(line[6:])))
