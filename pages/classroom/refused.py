"""What a room can't do for somebody: a sentence for the page, and the number that the browser is told."""


class Refused(Exception):
    """The message is a sentence for the visitor."""

    status = 400


class NoRoom(Refused):
    """There is no room of that code."""

    status = 404


class Gone(Refused):
    """The key or the token leads nowhere: the room has ended, or the seat was given up."""

    status = 410


class TooLate(Refused):
    """The round has gone on."""

    status = 409


class Full(Refused):
    """No more of them now."""

    status = 429


class Later(Refused):
    """It can't be done yet, or this server can't do it."""

    status = 503


OVER = "This lesson has ended, and everything about it is deleted."
WRONG_CODE = "No room has that code. Look at the board once more?"
CLOSED = "The bets have just closed."
MOVED_ON = "The lesson has gone on. This page shows where it is now."
ROOM_FULL = "All the seats in this room are taken."
NOT_YET = "The answer is still being worked out. A moment, please."
NO_TOTALS = "No answer was shown in this room yet, so there are no totals."
BUSY = "That was very fast. Please wait a moment, then try again."
SLOW_CODES = "Many wrong codes have come from here. Please wait a moment."
ELSEWHERE = "Only the pages of this site may ask that."
ABSURD = "This server doesn't understand that. Please reload the page."
NO_STORE = "This server can't reach its rooms right now. Please try again in a moment."
