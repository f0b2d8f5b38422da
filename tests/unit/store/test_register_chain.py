"""The hash chain is what docs/register.md says: a fixed vector, and a checker written from that page alone."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from docgen.model.version import IssuedFile, NewVersion, State
from docgen.store.register import canonical, digest_of, head_of, snapshot_bytes
from support.register import appended, deed, opened

VERSION = (
    '{"as_of":"2027-01-01","base":0,"deed":{"on":"2027-01-01","state":"draft","when":"2027-01-01T09:30:00Z","who":"Zoé",'
    '"why":"l’essai"},"dossier":"acme","effective":"","engine":"0.1.0","files":[{"digest":'
    '"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","key":"a","language":"fr","name":"c.docx",'
    '"role":"document","size":1,"type":"contrat"}],"format":"f/1","inputs":{"only":["contrat"]},'
    '"library_digest":"","link":"version","locks":["44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"],'
    '"number":1,"profile_digest":"","schema":"docgen.register/1","seq":1,"text_digest":"","when":"2027-01-01T09:30:00Z",'
    '"who":"Zoé","why":"l’essai"}'
)
DEED = (
    '{"dossier":"acme","link":"deed","nth":2,"number":1,"on":"2027-03-01","schema":"docgen.register/1","seq":2,'
    '"state":"signed","when":"2027-03-02T08:00:00Z","who":"Bruno","why":"signé par les parties"}'
)
HEADS = (
    "a0789d2045d45a665c8b5b0968830ca37b4ef8c96fe1c37fce8b3352bd75af43",
    "5c6a7188f12db64c4806ebe9af0c3b78e428e608977fc596ebadf6046cf6a650",
)


def vector() -> tuple[NewVersion, dict[str, bytes]]:
    file = IssuedFile("c.docx", "contrat", "a", "fr", "document", digest_of(b"x"), 1)
    new = NewVersion(
        dossier="acme", format="f/1", engine="0.1.0", as_of="2027-01-01", effective="", profile_digest="",
        library_digest="", locks=("{}",), text_digest="", files=(file,), base=0, who="Zoé",
        when="2027-01-01T09:30:00Z", why="l’essai", inputs={"only": ["contrat"]},
    )  # fmt: skip
    return new, {digest_of(b"x"): b"x"}


def test_the_heads_of_a_known_history_never_change(where: str) -> None:
    with opened(where) as register:
        assert register.append(*vector(), expected_head="").diagnostics == ()
        register.add_deed("acme", 1, deed(State.SIGNED), expected_head=register.head("acme"))
        assert register.heads("acme") == HEADS
    one = hashlib.sha256(VERSION.encode()).hexdigest()
    assert (one, hashlib.sha256((one + DEED).encode()).hexdigest()) == HEADS


def test_canonical_json_has_one_form() -> None:
    data = {"b": [1, True, None, ""], "a": {"é": '"\\\n\u2028/', "\U0001d538": 0, "\uffff": -1}}
    assert canonical(data) == '{"a":{"é":"\\"\\\\\\n\u2028/","\uffff":-1,"\U0001d538":0},"b":[1,true,null,""]}'
    assert json.loads(canonical(data)) == data


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), {1, 2}, b"x", object()])
def test_what_is_no_plain_data_has_no_canonical_form(wrong: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical({"a": wrong})


def test_a_head_depends_on_the_one_before() -> None:
    assert head_of("", {}) == hashlib.sha256(b"{}").hexdigest()
    assert head_of("ab", {}) == hashlib.sha256(b"ab{}").hexdigest()
    with pytest.raises(ValueError):
        head_of("", {"a": "\ud800"})


def test_a_snapshot_is_canonical() -> None:
    assert snapshot_bytes({"b": "1", "a/é": "2"}) == '{"a/é":"2","b":"1"}'.encode()


def test_another_program_can_check_the_chain(tmp_path: Path) -> None:
    """Nothing of docgen below: only SQLite, SHA-256 and JSON, by the page."""
    with opened(tmp_path / "r.sqlite") as register:
        for n in range(3):
            appended(register, content=f"text {n}".encode(), why=f"« {n} »")
            register.add_deed("acme", n + 1, deed(State.SIGNED), expected_head=register.head("acme"))
    db = sqlite3.connect(tmp_path / "r.sqlite")
    db.row_factory = sqlite3.Row
    assert checked(db, "acme") == 3 + 3 + 2
    db.close()


def checked(db: sqlite3.Connection, dossier: str) -> int:
    head = ""
    links = db.execute("SELECT * FROM register_link WHERE dossier = ? ORDER BY seq", (dossier,)).fetchall()
    for seq, link in enumerate(links, 1):
        assert (link["seq"], link["previous"]) == (seq, head)
        record = record_at(db, dossier, seq)
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        head = hashlib.sha256((head + text).encode()).hexdigest()
        assert link["head"] == head
    return len(links)


def record_at(db: sqlite3.Connection, dossier: str, seq: int) -> dict[str, Any]:
    deeds = [dict(r) for r in db.execute("SELECT * FROM register_deed WHERE dossier = ? AND seq = ?", (dossier, seq))]
    assert len(deeds) == 1
    row = db.execute("SELECT * FROM register_version WHERE dossier = ? AND seq = ?", (dossier, seq)).fetchone()
    if row is None:
        return {"schema": "docgen.register/1", "link": "deed", **deeds[0]}
    files = db.execute(
        "SELECT * FROM register_file WHERE dossier = ? AND number = ? ORDER BY nth", (dossier, row["number"])
    )
    return {
        **dict(row),
        "schema": "docgen.register/1",
        "link": "version",
        "locks": json.loads(row["locks"]),
        "inputs": json.loads(row["inputs"]),
        "files": [{k: v for k, v in dict(f).items() if k not in ("dossier", "number", "nth")} for f in files],
        "deed": {k: deeds[0][k] for k in ("state", "who", "when", "on", "why")},
    }
