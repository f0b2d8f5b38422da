"""The schema: made by migrations, brought up to date with the data in it, refused when it is newer; rows never change."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, insert, update
from sqlalchemy.exc import DBAPIError

from docgen.store.register import Register, digest_of, opening, schema
from docgen.store.register.chain import head_of
from docgen.store.register.engine import engine_of, writing
from docgen.store.register.target import target_of
from support.register import appended, codes, made, opened, witnessed

TABLES = {name: schema.METADATA.tables[name] for name in schema.GUARDED}


def older(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register as the first revision made it, with a version in it."""
    target = target_of(where).value
    assert target is not None
    engine = engine_of(target, create=True, patience=5)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "CURRENT", "0001")
        with writing(engine, "schema") as db:
            opening._migrate(db)
    with engine.connect() as bare:
        db = bare.execution_options(docgen_writes=True)
        with db.begin():
            recorded_by_the_first_revision(db)
    engine.dispose()


def recorded_by_the_first_revision(db: Any) -> None:
    from docgen.store.register.blobs import packed
    from docgen.store.register.chain import version_record
    from docgen.store.register.writing import _rows

    new, given = made()
    blobs = [packed(d, data) for d, data in {**given, digest_of(new.locks[0].encode()): new.locks[0].encode()}.items()]
    columns = "digest, size, coding, data"
    for blob in blobs:
        values = {name: blob[name] for name in columns.split(", ")}
        db.execute(insert(without_digest()), values)
    rows = _rows(new, 1, 1)
    record = version_record(rows["version"], rows["files"], rows["locks"], new.inputs, rows["deed"])
    db.execute(insert(schema.LINK), {"dossier": "acme", "seq": 1, "previous": "", "head": head_of("", record)})
    from docgen.store.register.chain import canonical

    stored = {"locks": canonical(rows["locks"]), "inputs": canonical(new.inputs)}
    db.execute(insert(schema.VERSION), rows["version"] | stored)
    db.execute(insert(schema.FILE), rows["files"])
    db.execute(insert(schema.DEED), rows["deed"])


def without_digest() -> Any:
    from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

    names = (Column("digest", Text), Column("size", Integer), Column("coding", Text), Column("data", LargeBinary))
    return Table("register_blob", MetaData(), *names)


def test_the_migrations_make_what_the_code_reads_and_writes(where: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with opened(where) as register, register._engine.connect() as db:
        context = MigrationContext.configure(db, opts={"version_table": schema.REVISION_TABLE})
        assert compare_metadata(context, schema.METADATA) == []


def test_the_code_knows_every_revision_in_order() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == schema.REVISIONS
    assert scripts.get_heads() == [schema.CURRENT]


def test_an_older_register_is_brought_up_to_date_with_what_it_holds(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(where, monkeypatch)
    with opened(where, create=False) as register:
        new, blobs = made()
        assert register.audit() == ()
        found = register.version("acme", 1)
        assert found is not None
        assert (found.files, found.locks, found.why) == (new.files, new.locks, new.why)
        assert {d: register.blob(d) for d in blobs} == blobs
        appended(register, content=b"after the upgrade")
        assert register.audit() == ()


def test_a_copy_is_kept_before_an_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.sqlite"
    older(str(path), monkeypatch)
    taken = tmp_path / "r.sqlite.revision-0001.backup"
    taken.write_bytes(b"somebody's")
    opened(path, create=False).close()
    opened(path, create=False).close()  # the second time there is nothing to do
    copies = sorted(p.name for p in tmp_path.iterdir())
    assert copies == ["r.sqlite", "r.sqlite.revision-0001-2.backup", "r.sqlite.revision-0001.backup"]
    assert taken.read_bytes() == b"somebody's"
    db = sqlite3.connect(tmp_path / copies[1])
    assert db.execute("SELECT version_num FROM register_revision").fetchall() == [("0001",)]
    assert db.execute("SELECT number FROM register_version").fetchall() == [(1,)]
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


def test_without_a_copy_an_older_register_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.sqlite"
    older(str(path), monkeypatch)
    before = path.read_bytes()
    monkeypatch.setattr(opening, "_free_name", lambda path, revision: tmp_path / "no folder" / "copy")
    found = opening.opened(path, create=False, patience=1)
    assert (found.value, codes(found)) == (None, ["RG404"])
    assert path.read_bytes() == before


def test_an_upgrade_that_fails_changes_nothing(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    older(where, monkeypatch)
    migrate = opening._migrate

    def fails(db: Any) -> None:
        migrate(db)
        db.exec_driver_sql("SELECT nonsense FROM nowhere")

    with monkeypatch.context() as patch:
        patch.setattr(opening, "_migrate", fails)
        found = opening.opened(where, create=False, patience=1)
        assert (found.value, codes(found)) == (None, ["RG415"])
    target = target_of(where).value
    assert target is not None
    engine = engine_of(target, create=False, patience=1)
    with engine.connect() as db:
        assert opening._revision(db, target) == "0001"
    engine.dispose()
    with opened(where, create=False) as register:
        assert register.audit() == ()


def test_a_newer_register_is_refused_and_left_as_it_is(where: str) -> None:
    with opened(where) as register:
        appended(register)
        with register._engine.connect() as bare, bare.execution_options(docgen_writes=True).begin():
            bare.exec_driver_sql("UPDATE register_revision SET version_num = '0099'")
    for create in (True, False):
        found = opening.opened(where, create=create, patience=1)
        assert (found.value, codes(found)) == (None, ["RG403"])
        assert "update docgen" in (found.diagnostics[0].hint or "")
        assert "0099" in found.diagnostics[0].message


CHANGES = [
    *(update(table).values({next(iter(table.c)).name: "x"}) for table in TABLES.values()),
    *(delete(table) for table in TABLES.values()),
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_database_itself_refuses_to_change_a_row(where: str, change: Any) -> None:
    with opened(where) as register:
        appended(register)
        witnessed(register)
        with pytest.raises(DBAPIError, match="append-only"), register._engine.begin() as db:
            db.execute(change)
        assert register.audit() == ()


@pytest.mark.parametrize("table", schema.GUARDED)
def test_sqlite_does_not_replace_a_row_either(tmp_path: Path, table: str) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        appended(register)
        witnessed(register)
    db = sqlite3.connect(tmp_path / "r.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    db.close()


def test_a_head_cannot_be_taken_over_by_another_link(tmp_path: Path) -> None:
    with opened(tmp_path / "r.sqlite") as register:
        appended(register)
    db = sqlite3.connect(tmp_path / "r.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("INSERT OR REPLACE INTO register_link SELECT 'other', 1, 'x', head FROM register_link")
    db.close()


@pytest.mark.parametrize("table", schema.GUARDED)
def test_postgres_does_not_empty_a_table(postgres: Any, table: str) -> None:
    with postgres.database() as url, opened(url) as register:
        appended(register)
        with pytest.raises(DBAPIError, match="append-only"), register._engine.begin() as db:
            db.exec_driver_sql(f"TRUNCATE {table} CASCADE")
        assert register.audit() == ()


def test_two_that_make_a_register_at_once_make_one(where: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        both = [f.result() for f in [pool.submit(opening.opened, where, create=True, patience=20) for _ in range(2)]]
    assert [codes(found) for found in both] == [[], []]
    one, two = (found.value for found in both)
    assert isinstance(one, Register) and isinstance(two, Register)
    appended(one)
    assert codes(two.append(*made(), expected_head="")) == ["RG410"]
    one.close()
    two.close()


def test_a_fresh_database_of_alembic_alone_is_no_register_yet(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE register_revision (version_num VARCHAR(32) NOT NULL)")
    engine.dispose()
    assert codes(opening.opened(path, create=False, patience=1)) == ["RG401"]
