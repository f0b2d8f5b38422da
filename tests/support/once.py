"""What several workers of one run of the tests need is made by the first that asks, and waited for by the others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SECONDS = 300


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that ``make`` fills; for reading only."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    root, ready, claim = base / name, base / f"{name}.ready", base / f"{name}.claim"
    try:
        claim.mkdir()
    except FileExistsError:
        return _waited_for(root, ready)
    try:
        make(root)
    except BaseException:
        ready.write_text("failed")
        raise
    ready.write_text("ok")
    return root


def _waited_for(root: Path, ready: Path) -> Path:
    for _ in range(SECONDS * 10):
        if ready.exists() and ready.read_text():
            break
        time.sleep(0.1)
    assert ready.read_text() == "ok", f"{root.name} could not be made"
    return root
