"""Codes that are read out, and keys that nobody reads: both by chance, and of the keys only hashes are kept."""

import hashlib
import secrets

LETTERS = "BDFGHJKMNPRTWXYZ"
"""No two that look alike, and no vowels, so that no code is a word."""
LENGTH = 5
KEY, SEAT = "k", "s"
"""With what a teacher's key and a seat's token begin."""
_BYTES = 24
LONGEST = 64


def new_code() -> str:
    """Five letters, one of a million."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def new_token(kind: str) -> str:
    """kind: KEY or SEAT."""
    return kind + secrets.token_urlsafe(_BYTES)


def hashed(token: str) -> str:
    """What is kept of it. It is long and by chance, so a plain hash leads nobody back."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_code(said: object) -> str:
    """A code as a pupil types it, without blanks and in capitals; "" for what cannot be one."""
    if not isinstance(said, str) or len(said) > 40:
        return ""
    letters = "".join(said.split()).replace("-", "").upper()
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""
