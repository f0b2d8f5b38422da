"""The register: a long history, recorded and read again.

One process; the register lies in a file of its own, made in the run by what records versions in earnest.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from benchmarks.report import Figure, cpu_ms, ratio
from docgen.model.version import Deed, IssuedFile, NewVersion, State
from docgen.store.register import Register, digest_of, open_register, snapshot_bytes

SHORT, LONG, FILES, CLAUSES = 100, 1_000, 4, 60
HISTORY_MS, LINEAR = 100, 15
WHEN = "2027-01-01T09:30:00Z"


def run(*, quick: bool = False) -> list[Figure]:
    """A short history and a long one, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        return list(_figures(Path(folder) / "register.sqlite", 3 if quick else 9))


def _figures(path: Path, rounds: int) -> Iterator[Figure]:
    recorded = {count: _fill(path, _name(count), count) for count in (SHORT, LONG)}
    register = open_register(path, create=False).value
    assert register is not None
    with register:
        found = {count: cpu_ms(rounds, partial(register.history, _name(count))) for count in (SHORT, LONG)}
        assert len(register.history(_name(LONG))) == LONG
        note = f"{FILES} files and two deeds each; warm, without the import of SQLAlchemy"
        yield Figure(f"history of {LONG:,} versions", found[LONG], "ms", HISTORY_MS, note=note)
        yield ratio(f"history of {LONG:,} / of {SHORT} versions", found[LONG] / found[SHORT], LINEAR)
        yield Figure("one version with its locks", cpu_ms(rounds, lambda: register.version(_name(LONG), LONG)), "ms")
        yield Figure("all dossiers", cpu_ms(rounds, register.dossiers), "ms")
        yield Figure(f"audit of {LONG:,} versions", cpu_ms(1, lambda: register.audit(_name(LONG))), "ms")
    yield Figure(f"recording a version after {SHORT}", recorded[SHORT], "ms", note="CPU; the disk comes on top")
    yield ratio(f"recording after {LONG:,} / after {SHORT}", recorded[LONG] / recorded[SHORT], 2)
    yield Figure("size for each version", path.stat().st_size / (SHORT + LONG) / 1024, "kB")


def _name(count: int) -> str:
    return f"{count} versions"


def _fill(path: Path, dossier: str, count: int) -> float:
    """Record as many versions, every second one signed; gives the CPU time of one of the last, in ms."""
    register = open_register(path, create=True).value
    assert register is not None
    spent = []
    with register:
        _hasty(register)
        for number in range(1, count + 1):
            new, blobs = _version(dossier, number)
            start = process_time()
            found = register.append(new, blobs, expected_head=register.head(dossier))
            spent.append((process_time() - start) * 1000)
            assert found.value is not None, found.diagnostics
            state = State.SIGNED if number % 2 else State.SENT
            deed = Deed(state, "Bruno", WHEN, WHEN[:10], "signed by both parties")
            register.add_deed(dossier, number, deed, expected_head=found.value.head)
    return median(spent[-20:])


def _hasty(register: Register) -> None:
    """No waiting for the disk: only CPU time is measured here."""
    with register._engine.connect() as db:  # noqa: SLF001
        db.rollback()
        db.connection.driver_connection.execute("PRAGMA synchronous = OFF")


def _version(dossier: str, number: int) -> tuple[NewVersion, dict[str, bytes]]:
    """A version with locks as long as real ones, and small files: no bytes of files are read for a history."""
    clauses = [
        {"id": f"clause-{n}", "revision": n % 4, "position": "", "file": f"clauses/clause-{n}/r1.fr.md",
         "text": digest_of(f"{n}".encode()), "why": ["the profile has it"]}
        for n in range(CLAUSES)
    ]  # fmt: skip
    lock = json.dumps({"dossier": dossier, "number": number, "clauses": clauses})
    contents = [f"{dossier} {number} {n}".encode() for n in range(FILES)]
    snapshot = snapshot_bytes({c["file"]: digest_of(b"text") for c in clauses})
    blobs = {digest_of(data): data for data in (*contents, snapshot, b"text", b"profile")}
    values: dict[str, Any] = {
        "dossier": dossier, "format": "docgen.version/1", "engine": "0.1.0", "as_of": WHEN[:10], "effective": WHEN[:10],
        "profile_digest": digest_of(b"profile"), "library_digest": digest_of(snapshot), "locks": (lock,),
        "text_digest": digest_of(contents[0]), "base": number - 1, "who": "Anna", "when": WHEN, "why": "change of strategy",
        "inputs": {"only": [], "final": False, "revisions": {"clause-1": 2}},
    }  # fmt: skip
    files = tuple(
        IssuedFile(f"contrat-{n}.docx", "contrat", "acme", "fr", "document", digest_of(data), len(data))
        for n, data in enumerate(contents)
    )
    return NewVersion(files=files, **values), blobs
