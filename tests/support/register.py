"""Versions made up for tests of the register."""

from __future__ import annotations

import json
from typing import Any

from docgen.model.version import Deed, IssuedFile, NewVersion, State
from docgen.model.witness import WitnessedStep
from docgen.store.register import Register, digest_of, head_of, open_register, snapshot_bytes


def made(
    dossier: str = "acme", *, content: bytes = b"PK text of the contract", base: int = 0, **other: Any
) -> tuple[NewVersion, dict[str, bytes]]:
    """A version with two files, a lock, a profile and a snapshot of a clause, and all their bytes."""
    text, profile, clause = content + b" as text", b"client: acme\n", b"# Remuneration\n"
    snapshot = snapshot_bytes({"clauses/fee/r1.fr.md": digest_of(clause)})
    lock = json.dumps({"engine": "0.1.0", "content": digest_of(content)})
    files = (
        IssuedFile("contrat-acme.docx", "contrat", "acme", "fr", "document", digest_of(content), len(content)),
        IssuedFile("contrat-acme.lock", "contrat", "acme", "fr", "lock", digest_of(lock.encode()), len(lock)),
    )
    values: dict[str, Any] = {
        "dossier": dossier, "format": "docgen.version/1", "engine": "0.1.0", "as_of": "2027-01-01",
        "effective": "2027-02-01", "profile_digest": digest_of(profile), "library_digest": digest_of(snapshot),
        "locks": (lock,), "text_digest": digest_of(text), "files": files, "base": base, "who": "Anaïs Le Goff",
        "when": "2027-01-01T09:30:00Z", "why": "première rédaction", "inputs": {"only": ["contrat"], "final": False},
    }  # fmt: skip
    blobs = {digest_of(data): data for data in (content, lock.encode(), text, profile, snapshot, clause)}
    return NewVersion(**values | other), blobs


def deed(state: State, **other: Any) -> Deed:
    """A deed of this state."""
    values = {"who": "Bruno", "when": "2027-03-02T08:00:00Z", "on": "2027-03-01", "why": "signé par les parties"}
    return Deed(state, **values | other)


def opened(where: Any, *, create: bool = True, patience: float = 5.0) -> Register:
    """The register, which must open."""
    found = open_register(where, create=create, patience=patience)
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


def appended(register: Register, dossier: str = "acme", **values: Any) -> Any:
    """The version after an append that must go well."""
    new, blobs = made(dossier, **values)
    found = register.append(new, blobs, expected_head=register.head(dossier))
    assert found.diagnostics == ()
    return found.value


def steps(chain: str = "clause:objet", count: int = 1, previous: str = "", **other: Any) -> list[WitnessedStep]:
    """Steps that follow each other."""
    out: list[WitnessedStep] = []
    for n in range(count):
        record = {"schema": f"docgen.{chain.partition(':')[0]}/1", "subject": chain.partition(":")[2], "revision": n + 1, "step": "submitted", "who": "anais",
                  "when": "2027-01-01T09:30:00Z", "why": "première rédaction", "digest": digest_of(b"x"), **other}  # fmt: skip
        head = head_of(previous, record)
        out.append(WitnessedStep(chain, record, previous, head))
        previous = head
    return out


def witnessed(register: Register, chain: str = "clause:objet", count: int = 1) -> None:
    """Steps that the register takes."""
    assert register.witness(steps(chain, count, register.head(chain))) == ()


def codes(found: Any) -> list[str]:
    """The codes of an outcome or of findings."""
    return [d.code for d in getattr(found, "diagnostics", found)]
