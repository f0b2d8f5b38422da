"""What can go wrong with a register: each a finding with a way out, nothing half recorded, no password in any text."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.model.version import State
from docgen.store.register import RegisterTrouble, open_register
from docgen.store.register.target import target_of
from docgen.store.register.trouble import explained
from support.register import appended, codes, deed, made, opened, witnessed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register with one version and one step."""
    path = tmp_path / "register.sqlite"
    with opened(path) as register:
        appended(register)
        witnessed(register)
    return path


@pytest.fixture
def nobody() -> Iterator[None]:
    """Permissions count for root too, for as long as the test lasts."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has other permissions")
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


def refused(where: Any, *, create: bool = False, patience: float = 0.2) -> list[str]:
    found = open_register(where, create=create, patience=patience)
    assert found.value is None
    assert all(d.hint and d.place for d in found.diagnostics)
    return codes(found)


# ---------------------------------------------------------------- no register
def test_no_file_and_not_to_be_made(tmp_path: Path) -> None:
    assert refused(tmp_path / "register.sqlite") == ["RG401"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_register_yet(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    path.touch()
    assert refused(path) == ["RG401"]
    opened(path).close()
    opened(path, create=False).close()


def test_an_empty_database_of_a_server_is_no_register_yet(postgres: Any) -> None:
    with postgres.database() as url:
        assert refused(url) == ["RG401"]


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "contrat.docx"
    path.write_bytes(b"PK\x03\x04 a contract, and no database at all, by no means" * 40)
    before = path.read_bytes()
    assert refused(path, create=create) == ["RG402"]
    assert path.read_bytes() == before


def test_a_folder_and_a_pipe(tmp_path: Path) -> None:
    assert refused(tmp_path, create=True) == ["RG402"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert refused(tmp_path / "pipe", create=True) == ["RG402"]


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_another_program(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "other.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (a TEXT)")
    db.commit()
    db.close()
    before = path.read_bytes()
    assert refused(path, create=create) == ["RG402"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "url", ["mysql://u:s3cr3t@h/d", "sqlite://", "sqlite:///:memory:", "postgresql+pg8000://u:s3cr3t@h/d", "http://x"]
)
def test_an_address_that_no_register_can_be_at(url: str) -> None:
    found = open_register(url, create=True)
    assert codes(found) == ["RG402"]
    assert "s3cr3t" not in str(found)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "no" / "register.sqlite", create=True) == ["RG408"]


@pytest.mark.parametrize("name", ["a b%41?c#d.sqlite", "réseau.sqlite", "mode=ro&x.sqlite"])
def test_odd_names_of_files(tmp_path: Path, name: str) -> None:
    if os.name == "nt":
        name = name.replace("?", "")
    with opened(tmp_path / name) as register:
        appended(register)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    with opened(f"sqlite:///{tmp_path / 'x.sqlite'}"):
        assert (tmp_path / "x.sqlite").exists()


# ----------------------------------------------------------------- no permission
def test_a_folder_that_is_read_only(tmp_path: Path, nobody: None) -> None:
    folder = tmp_path / "closed"
    os.seteuid(os.getuid())
    folder.mkdir()
    open_for_all(folder)
    folder.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)
    assert refused(folder / "register.sqlite", create=True) == ["RG408"]
    assert list(folder.iterdir()) == []


def open_for_all(folder: Path) -> None:
    """Somebody else may look into the folders above."""
    for one in folder.parents:
        if os.stat(one).st_uid == os.getuid() and one != one.parent:
            one.chmod(one.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)


def test_a_register_that_is_read_only_can_be_read_and_not_written(path: Path, nobody: None) -> None:
    os.seteuid(os.getuid())
    open_for_all(path)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)
    try:
        with opened(path, create=False) as register:
            assert len(register.history("acme")) == 1
            assert register.audit() == ()
            new, blobs = made(content=b"second")
            assert codes(register.append(new, blobs, expected_head=register.head("acme"))) == ["RG408"]
            assert codes(register.add_deed("acme", 1, deed(State.SENT), expected_head=register.head("acme"))) == [
                "RG408"
            ]
            assert len(register.heads("acme")) == 1
    finally:
        os.seteuid(os.getuid())
        path.parent.chmod(0o755)


# ------------------------------------------------------------------------ busy
def test_somebody_else_is_writing(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    with opened(path, create=False, patience=0.2) as register:
        other.execute("BEGIN IMMEDIATE")
        assert len(register.history("acme")) == 1  # reading goes on
        new, blobs = made(content=b"second")
        found = register.append(new, blobs, expected_head=register.head("acme"))
        assert codes(found) == ["RG405"]
        assert "try again" in (found.diagnostics[0].hint or "")
        assert codes(register.add_deed("acme", 1, deed(State.SENT), expected_head=register.head("acme"))) == ["RG405"]
        other.execute("ROLLBACK")
        assert register.append(new, blobs, expected_head=register.head("acme")).diagnostics == ()
    other.close()


def test_a_register_that_is_locked_whole(path: Path) -> None:
    with opened(path, create=False, patience=0.1) as register:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        for ask in (register.dossiers, lambda: register.head("acme"), lambda: register.history("acme")):
            with pytest.raises(RegisterTrouble) as raised:
                ask()
            assert raised.value.diagnostic.code == "RG405"
        assert codes(register.audit()) == ["RG405"]
        assert refused(path, patience=0.1) == ["RG405"]
        other.close()
        assert register.audit() == ()


def test_a_reader_does_not_let_an_append_be_half_done(path: Path) -> None:
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM register_link").fetchall()
    with opened(path, create=False, patience=0.2) as register:
        found = register.append(*made(content=b"second"), expected_head=register.head("acme"))
        assert codes(found) == ["RG405"]
        reader.close()
        assert len(register.history("acme")) == 1
        assert register.audit() == ()
        appended(register, content=b"second")


def test_somebody_else_is_writing_on_a_server(postgres: Any) -> None:
    with postgres.database() as url, opened(url) as register, opened(url, create=False, patience=0.3) as hasty:
        one = appended(register)
        from docgen.store.register.engine import writing

        with writing(register._engine, "acme"):
            found = hasty.append(*made(content=b"second"), expected_head=one.head)
            assert codes(found) == ["RG405"]
            appended(hasty, "another dossier does not wait")
        assert hasty.append(*made(content=b"second"), expected_head=one.head).diagnostics == ()


# ------------------------------------------------------------------- full disk
@pytest.mark.parametrize("pages", [1, 5, 40, 300])
def test_a_full_disk_records_nothing(path: Path, pages: int) -> None:
    with opened(path, create=False) as register:
        with register._engine.connect() as db:
            now = db.exec_driver_sql("PRAGMA page_count").scalar_one()
            db.exec_driver_sql(f"PRAGMA max_page_count = {now + pages}")
        head = register.head("acme")
        found = register.append(*made(content=os.urandom(4096 * 350)), expected_head=head)
        assert codes(found) == ["RG407"]
        assert register.head("acme") == head
        assert register.audit() == ()
        if pages > 5:
            appended(register, content=b"something small")
            assert register.audit() == ()


# --------------------------------------------------------------------- damaged
def test_a_damaged_file_is_told_and_left(path: Path) -> None:
    with opened(path, create=False) as register:
        for n in range(20):
            appended(register, content=os.urandom(3000), base=n)
    whole = path.read_bytes()
    for start in range(4096, len(whole), 4096):
        path.write_bytes(whole[:start] + b"\xff" * 4096 + whole[start + 4096 :])
        damaged = path.read_bytes()
        found = open_register(path, create=False)
        if found.value is None:
            assert set(codes(found)) <= {"RG402", "RG406"}
        else:
            with found.value as register:
                assert register.audit() != (), start
        assert path.read_bytes() == damaged


@pytest.mark.parametrize("part", [0.9, 0.5, 0.1])  # more is lost than the empty end of the last pages
def test_a_file_that_was_cut_off(path: Path, part: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    found = open_register(path, create=False)
    if found.value is None:
        assert set(codes(found)) <= {"RG402", "RG406"}
    else:
        with found.value as register:
            assert "RG406" in codes(register.audit())


@pytest.mark.parametrize(
    ("table", "column", "value", "ask"),
    [
        ("register_deed", "state", "approved", lambda r: r.history("acme")),
        ("register_deed", "state", "approved", lambda r: r.dossiers()),
        ("register_version", "inputs", "{", lambda r: r.version("acme", 1)),
        ("register_version", "locks", "[", lambda r: r.history("acme")),
        ("register_version", "locks", '["gone"]', lambda r: r.version("acme", 1)),
        ("register_deed", "number", 7, lambda r: r.history("acme")),
        ("register_blob", "coding", "rot13", lambda r: r.version("acme", 1)),
    ],
)
def test_a_row_that_cannot_be_what_was_recorded(path: Path, table: str, column: str, value: Any, ask: Any) -> None:
    db = sqlite3.connect(path)
    db.execute(f"DROP TRIGGER {table}_no_update")
    db.execute(f'UPDATE {table} SET "{column}" = ?', (value,))
    db.commit()
    db.close()
    with opened(path, create=False) as register:
        with pytest.raises(RegisterTrouble) as raised:
            ask(register)
        assert raised.value.diagnostic.code == "RG406"
        assert "RG424" in codes(register.audit())
        told = register.add_deed("acme", 1, deed(State.SENT), expected_head=register.head("acme"))
        assert set(codes(told)) <= {"RG406", "RG411"}  # what the deed does not touch does not hold it up


# --------------------------------------------------------------------- servers
def test_a_wrong_password_is_told_and_never_shown(postgres: Any, capfd: Any) -> None:
    if not postgres.own:
        pytest.skip("the server that is named may let everybody in")
    from support.postgres import PASSWORD

    for wrong in ("Wr0ng-" + PASSWORD[::-1], "p%40ss-w%2Frd"):
        url = postgres.url.replace(PASSWORD, wrong)
        found = open_register(url, create=True)
        assert codes(found) == ["RG409"]
        said = f"{found} {found.diagnostics[0]} {capfd.readouterr()}"
        assert wrong not in said
        assert "p@ss-w/rd" not in said
        assert "docgen" in said


def test_a_password_in_the_query_is_never_shown(postgres: Any) -> None:
    found = open_register(
        postgres.url.replace(":" + (_password(postgres.url) or "?") + "@", "@") + "&password=Qu3ry-secret", create=True
    )
    assert "Qu3ry-secret" not in str(found)


def _password(url: str) -> str | None:
    from sqlalchemy import make_url

    return make_url(url).password


def test_no_server_at_all(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    found = open_register(f"postgresql://somebody:s3cr3t@/contracts?host={tmp_path}", create=True, patience=1)
    assert codes(found) == ["RG409"]
    assert "s3cr3t" not in str(found)
    assert found.diagnostics[0].place is not None
    assert found.diagnostics[0].place.file.startswith("postgresql://somebody@/contracts")


def test_a_database_that_is_not_on_the_server(postgres: Any) -> None:
    assert (
        refused(postgres.url.replace("/postgres?", "/nowhere?"), create=True, patience=5) == ["RG409"]
        or not postgres.own
    )


def test_a_server_that_only_lets_read(postgres: Any) -> None:
    if not postgres.own:
        pytest.skip("no roles are made on a server that is named")
    from support.postgres import PASSWORD

    with postgres.database() as url:
        reader = f"reader_{os.urandom(4).hex()}"
        with opened(url) as register:
            one = appended(register)
            with register._engine.begin() as db:
                db.exec_driver_sql(f"CREATE ROLE {reader} LOGIN PASSWORD '{PASSWORD}'")
                db.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}")
        with opened(url.replace("docgen:", f"{reader}:"), create=False) as register:
            assert codes(register.append(*made(content=b"2"), expected_head=one.head)) == ["RG408"]
            assert (len(register.history("acme")), register.audit()) == (1, ())


def test_a_connection_that_is_cut_is_made_again(postgres: Any) -> None:
    with postgres.database() as url, opened(url) as register, opened(url) as other:
        appended(register)
        with other._engine.begin() as db:
            db.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        appended(register, content=b"after the cut")
        assert register.audit() == ()


def test_without_the_driver_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    found = open_register("postgresql://u:s3cr3t@h/d", create=True)
    assert codes(found) == ["RG416"]
    assert "docgen[postgres]" in (found.diagnostics[0].hint or "")
    assert "s3cr3t" not in str(found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DiskFull", "RG407"), ("LockNotAvailable", "RG405"), ("DeadlockDetected", "RG405"), ("DataCorrupted", "RG406"),
        ("ReadOnlySqlTransaction", "RG408"), ("InsufficientPrivilege", "RG408"), ("AdminShutdown", "RG409"),
        ("TooManyConnections", "RG409"), ("InvalidPassword", "RG409"), ("UndefinedTable", "RG415"),
        ("OperationalError", "RG409"), ("ProgrammingError", "RG415"),
    ],
)  # fmt: skip
def test_what_a_server_says_becomes_a_finding(name: str, code: str) -> None:
    errors = pytest.importorskip("psycopg.errors")
    psycopg = pytest.importorskip("psycopg")
    target = target_of("postgresql://u:s3cr3t@h/d").value
    assert target is not None
    problem = getattr(errors, name, None) or getattr(psycopg, name)
    found = explained(problem("no good for s3cr3t"), target)
    assert (found.code, "s3cr3t" in str(found), "no good" in found.message) == (code, False, True)


def test_an_error_of_the_database_that_nobody_foresaw(path: Path) -> None:
    with opened(path, create=False) as register:
        from docgen.store.register.engine import reading

        with pytest.raises(RegisterTrouble) as raised, register._trouble(), reading(register._engine) as db:
            db.exec_driver_sql("SELECT nonsense")
        assert raised.value.diagnostic.code == "RG415"
        assert register.audit() == ()
