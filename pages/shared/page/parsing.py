"""Python's own text is parsed by one thread at a time: Python 3.11 fails now and then where two do (CPython gh-106905).

Whatever reads a tree of Python (`ast.parse`, and `inspect.getsource` of a class) does so under this one lock. A page's
visits each have a thread.
"""

from threading import Lock

one_at_a_time = Lock()
