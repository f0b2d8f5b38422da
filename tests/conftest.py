"""What the tests share: a sealed copy of the project, and the documents that it gives."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from support.once import made_once
from support.project import Cli, copy_of, shipped_into, shipped_workshop, warm
from support.word import Word

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.model.library import LibraryInfo
    from support.postgres import Postgres


# Examples are drawn anew on each run, except in CI, where Hypothesis's own profile draws the same ones for the same code: a
# change is not stopped by what has nothing to do with it. That profile also drops the deadline, which holds here; the check
# that an example is drawn fast enough stays off: a machine that is busy with something else fails it.
settings.register_profile("ci", settings.get_profile("ci"), deadline=settings.get_profile("default").deadline,
                          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
if "CI" in os.environ:
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="Write tests/golden anew from what docgen gives.")


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose clauses are all published. For reading only."""
    return made_once(tmp_path_factory, "sealed", _sealed)


def _sealed(root: Path) -> None:
    shipped_into(root)
    warm(root)


@pytest.fixture
def project(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one's own, to change at will; it is the working folder."""
    root = tmp_path / "project"
    copy_of(sealed, root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """A workshop on the project itself, as it is shipped. For reading only."""
    return shipped_workshop()


@pytest.fixture(scope="session")
def library(workshop: Workshop) -> LibraryInfo:
    """The library of the workshop."""
    found = workshop.library().value
    assert found is not None
    return found


@pytest.fixture
def docgen() -> Cli:
    """The command line, in this process."""
    return Cli()


@pytest.fixture(scope="session")
def documents(sealed: Path) -> dict[str, Word]:
    """Every shipped document by name: profile, type, provider, language, state."""
    from support.project import shipped_documents

    return shipped_documents(sealed)


@pytest.fixture(scope="session")
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Word]:
    """The same, drawn once for all workers: the files alone, without what docgen knows of them."""
    folder = made_once(tmp_path_factory, "printed", lambda root: _printed(request.getfixturevalue("documents"), root))
    return {path.relative_to(folder).with_suffix("").as_posix(): Word(path.read_bytes()) for path in sorted(folder.rglob("*.docx"))}


def _printed(documents: dict[str, Word], root: Path) -> None:
    for name, word in documents.items():
        path = root / f"{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(word.data)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; without one the test is skipped and says why."""
    from support.postgres import NoPostgresError, running

    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except NoPostgresError as reason:
            pytest.skip(f"no PostgreSQL: {reason}")
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a register, of both kinds: a path, then the URL of an empty database."""
    if request.param == "sqlite":
        yield str(tmp_path / "register.sqlite")
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slowest") is None)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
