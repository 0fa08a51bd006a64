"""Workers for tests of errands that do as they are told, and rows of errands that wait."""


class Hand:
    """A worker that does what the test says, and notes its orders. at_once: whether it is over as soon as stopped."""

    def __init__(self, *, at_once=True):
        self.orders, self.at_once = [], at_once

    def begin(self, tell, end):
        self.orders.append("begin")
        self.tell, self.end = tell, end

    def pause(self):
        self.orders.append("pause")

    def go_on(self):
        self.orders.append("go on")

    def stop(self):
        self.orders.append("stop")
        return self.at_once


def entered(errands, count):
    return [errands.enter(Hand()) for _ in range(count)]
