"""This takes a while: it says how far it is."""


def run_through(work):
    """What a work gives back at its end; on its way it says how much of it is done, in [0, 1]."""
    while True:
        try:
            share = next(work)
        except StopIteration as end:
            print()
            return end.value
        print(f"\r{100 * share:.0f} % done", end="")
