"""Python's search for garbage in cycles, put off while values are made of which none stands in a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Without looking for garbage in cycles: thousands of values that come at once would be looked through again and again.

    Around a piece of work, or as the decorator of a function. Whoever switched the search off switches it on again, also after an error.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
