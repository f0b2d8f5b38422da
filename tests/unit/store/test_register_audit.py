"""What somebody changes without docgen, an audit finds, and says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, insert, select, update

from docgen.model.version import State
from docgen.store.register import Register, digest_of
from docgen.store.register.schema import BLOB, DEED, FILE, GUARDED, LINK, VERSION
from support.register import appended, codes, deed, opened


@pytest.fixture
def register(where: str) -> Any:
    """Three versions of one dossier, the first signed, and one of another; the guards are down."""
    with opened(where) as register:
        for content in (b"one", b"two", b"three"):
            appended(register, content=content)
        register.add_deed("acme", 1, deed(State.SIGNED), expected_head=register.head("acme"))
        appended(register, "other")
        assert register.audit() == ()
        yield register


def tampered(register: Register, *changes: Any) -> list[tuple[str, str]]:
    """What an audit says after the changes, with the guards and the keys taken down for them and put back."""
    if register._target.file:
        register.close()
        _on_sqlite(str(register._target.file), changes)
    else:
        with register._engine.begin() as db:
            for table in GUARDED:
                db.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            for change in changes:
                db.execute(change)
            for table in GUARDED:
                db.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    return [(d.code, d.message) for d in register.audit()]


def _on_sqlite(path: str, changes: Any) -> None:
    engine = create_engine(f"sqlite:///{path}")  # a plain one, which does not look after foreign keys
    with engine.begin() as db:
        guards = db.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _ in guards:
            db.exec_driver_sql(f"DROP TRIGGER {name}")
        for change in changes:
            db.execute(change)
        for _, sql in guards:
            db.exec_driver_sql(sql)
    engine.dispose()


def at(table: Any, **key: Any) -> Any:
    def change(**values: Any) -> Any:
        query = update(table) if values else delete(table)
        for name, value in key.items():
            query = query.where(table.c[name] == value)
        return query.values(values) if values else query

    return change


CHANGED: list[Any] = [
    at(VERSION, dossier="acme", number=2)(why="other"),
    at(VERSION, dossier="acme", number=2)(inputs='{"only": []}'),
    at(VERSION, dossier="acme", number=2)(inputs='{"final":false, "only":["contrat"]}'),
    at(VERSION, dossier="acme", number=2)(inputs="no json"),
    at(VERSION, dossier="acme", number=2)(locks="[]"),
    at(FILE, dossier="acme", number=2, nth=1)(role="annex"),
    at(FILE, dossier="acme", number=2, nth=2)(nth=3),
    at(FILE, dossier="acme", number=2, nth=2)(),
    at(DEED, dossier="acme", number=2, nth=1)(when="2027-01-01T09:30:01Z"),
    at(LINK, dossier="acme", seq=2)(head="0" * 64),
    at(LINK, dossier="acme", seq=2)(previous="0" * 64),
]


@pytest.mark.parametrize("change", CHANGED, ids=str)
def test_a_changed_row_breaks_the_chain_at_its_link(register: Register, change: Any) -> None:
    found = tampered(register, change)
    assert ("RG421", "'acme': link 2 does not hold what was recorded") in found
    assert {code for code, _ in found} <= {"RG421", "RG423"}
    assert codes(register.audit("other")) == []
    assert "RG421" in codes(register.audit("acme"))


def test_a_deed_is_in_the_chain(register: Register) -> None:
    found = tampered(register, at(DEED, dossier="acme", number=1, nth=2)(on="2027-04-01"))
    assert found == [("RG421", "'acme': link 4 does not hold what was recorded")]


def test_a_head_forged_with_its_row_does_not_fit_the_next_link(register: Register) -> None:
    found = tampered(
        register, at(LINK, dossier="acme", seq=2)(head="a" * 64), at(LINK, dossier="acme", seq=3)(previous="a" * 64)
    )
    assert [message for code, message in found if code == "RG421"] == [
        "'acme': link 2 does not hold what was recorded",
        "'acme': link 3 does not hold what was recorded",
    ]


def test_a_version_that_was_taken_out_leaves_a_gap(register: Register) -> None:
    gone = [at(table, dossier="acme", number=2)() for table in (FILE, DEED, VERSION)]
    found = tampered(register, *gone, at(LINK, dossier="acme", seq=2)())
    assert ("RG422", "'acme': link 2 is missing") in found
    assert ("RG422", "'acme': version 2 is missing") in found


def test_a_version_whose_link_stays_is_missed(register: Register) -> None:
    found = tampered(register, *(at(table, dossier="acme", number=2)() for table in (FILE, DEED, VERSION)))
    assert ("RG421", "'acme': link 2 does not hold what was recorded") in found
    assert ("RG422", "'acme': version 2 is missing") in found


def test_rows_outside_the_chain_are_found(register: Register) -> None:
    extra = {
        "dossier": "acme",
        "number": 2,
        "nth": 2,
        "seq": 9,
        "state": "sent",
        "who": "X",
        "when": "",
        "on": "",
        "why": "",
    }
    assert tampered(register, insert(DEED).values(extra)) == [
        ("RG421", "'acme': something stands at link 9, outside the chain")
    ]


def test_files_of_a_version_that_is_not_there_are_found(register: Register) -> None:
    assert tampered(register, at(FILE, dossier="other", number=1, nth=2)(dossier="acme", number=9)) != []
    assert "'acme': there are rows of version 9, which is not there" in [d.message for d in register.audit("acme")]


def test_a_second_signature_and_an_impossible_state_are_found(register: Register) -> None:
    messages = [
        m for code, m in tampered(register, at(DEED, dossier="acme", number=1, nth=1)(state="sent")) if code == "RG425"
    ]
    assert messages == ["'acme': version 1 went sent, signed"]
    row = {
        "dossier": "acme",
        "number": 3,
        "nth": 2,
        "seq": 9,
        "state": "signed",
        "who": "X",
        "when": "",
        "on": "",
        "why": "",
    }
    assert ("RG425", "'acme': more than one version is signed") in tampered(register, insert(DEED).values(row))


BLOBS: list[tuple[str, Callable[[], dict[str, Any]]]] = [
    ("data", lambda: {"data": b"other"}),
    ("size", lambda: {"size": 1}),
    ("digest of data", lambda: {"data_digest": "0" * 64}),
    ("coding", lambda: {"coding": "zlib"}),
    ("data with its digest", lambda: {"data": b"other", "data_digest": digest_of(b"other")}),
    ("all but the digest", lambda: {"data": b"other", "data_digest": digest_of(b"other"), "size": 5}),
]


@pytest.mark.parametrize(("what", "values"), BLOBS, ids=[name for name, _ in BLOBS])
def test_a_changed_blob_is_found(register: Register, what: str, values: Any) -> None:
    digest = digest_of(b"two")
    assert [code for code, _ in tampered(register, at(BLOB, digest=digest)(**values()))] == ["RG423"]
    assert codes(register.audit("acme")) == ["RG423"]
    assert register.audit("other") == ()


@pytest.mark.parametrize("content", [b"two", b"# Remuneration\n"])
def test_a_missing_blob_is_found(register: Register, content: bytes) -> None:
    assert tampered(register, at(BLOB, digest=digest_of(content))()) == [
        ("RG423", f"blob {digest_of(content)[:12]}: it is missing")
    ]


def test_a_guard_that_is_down_is_found(register: Register) -> None:
    with register._engine.begin() as db:
        on = " ON register_deed" if db.dialect.name == "postgresql" else ""
        db.exec_driver_sql(f"DROP TRIGGER register_deed_no_update{on}")
    assert [(d.code, d.message) for d in register.audit()] == [
        ("RG424", "nothing refuses update on register_deed any more")
    ]


def test_findings_say_which_register(register: Register) -> None:
    tampered(register, at(VERSION, dossier="acme", number=2)(why="other"))
    assert {str(d.place) for d in register.audit()} == {register.where}
    with register._engine.connect() as db:
        assert db.scalar(select(LINK.c.head).where(LINK.c.dossier == "acme", LINK.c.seq == 1))
