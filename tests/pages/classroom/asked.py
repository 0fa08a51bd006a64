"""What tests ask of the server as a browser does, one request at a time."""

BET = "heart_or_ring"


def people(client) -> tuple[str, str]:
    """The key of a teacher and the token of a pupil."""
    room = post(client, "open", {})
    return room["token"], post(client, "join", {"code": room["code"]})["token"]


def sent(client, name: str, what: dict, token: str = ""):
    return client.post(f"/api/class/{name}", json=what, headers={"X-Class": token} if token else {})


def post(client, name: str, what: dict, token: str = "") -> dict:
    answer = sent(client, name, what, token)
    assert answer.status_code == 200, (name, answer.json())
    return answer.json()


def now(client, token: str) -> dict:
    return client.get("/api/class/now", headers={"X-Class": token}).json()


def here_rooms(client) -> dict:
    from pages.classroom.office import office

    return office().store.versions()
