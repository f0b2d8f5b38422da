"""A browser for the tests that look at pages; where there is none they are skipped and say why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.browser import NoBrowserError, Viewer, browser
from support.project import run


@pytest.fixture(scope="session")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewer]:
    """Somebody at a browser."""
    try:
        with browser(tmp_path_factory.mktemp("chromium")) as driver:
            yield Viewer(driver)
    except NoBrowserError as reason:
        if os.environ.get("DOCGEN_BROWSER") == "required":
            raise
        pytest.skip(f"no browser: {reason}")


@pytest.fixture(scope="session")
def site(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped library, as of a day."""
    out = tmp_path_factory.mktemp("site") / "site"
    ran = run("library", "site", "--out", out, "--as-of", "2026-11-22", cwd=sealed)
    assert ran.code == 0, ran.err
    return out
