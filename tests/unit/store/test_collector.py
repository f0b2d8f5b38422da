"""The search for garbage is put off for a piece of work, and only for that."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from docgen.store.collector import uninterrupted


@pytest.fixture(autouse=True, params=[True, False], ids=["searching", "not searching"])
def searching(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether Python looks for garbage before the work begins."""
    was = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was else gc.disable)()


def test_nobody_looks_during_the_work(searching: bool) -> None:
    with uninterrupted():
        assert not gc.isenabled()
        with uninterrupted():
            pass
        assert not gc.isenabled()  # the one outside goes on
    assert gc.isenabled() is searching


def test_it_is_as_before_after_an_error(searching: bool) -> None:
    @uninterrupted()
    def work() -> None:
        raise LookupError(gc.isenabled())

    for _ in range(2):  # a decorated function may be called again
        with pytest.raises(LookupError, match="False"):
            work()
        assert gc.isenabled() is searching
