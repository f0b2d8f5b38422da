"""Approvals of positions: what of a document asks for one, and what an approval covers.

It covers the clause, its revision, the position, and the terms of the deal that stand in it: amounts, lengths of time, rates,
choices. When one of them moves, somebody has to approve again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.journal import APPROVALS_FORMAT, APPROVED, REVOKED, Approvals, Entry
from docgen.model.library import Parameter
from docgen.model.plan import Chosen, DocumentPlan
from docgen.stages.hash_chain import canonical, digest_of_data
from docgen.stages.ledger import ledger_text, made_entry, read_ledger

TERMS: Final = frozenset({"integer", "number", "percent", "money", "months", "days", "boolean", "enum"})
"""Types of parameters that are terms of the deal wherever their value comes from."""


@dataclass(frozen=True, slots=True)
class Need:
    """A position that asks for an approval: where it stands, and what the approval has to cover.

    ``library`` is the one that the clause comes from, empty for the project's own.
    """

    clause: str
    revision: int
    position: str
    kind: str
    body: str
    values: Mapping[str, str]
    document: str
    library: str = ""

    @property
    def digest(self) -> str:
        """The digest of what an approval covers."""
        covered = {"clause": self.clause, "revision": self.revision, "position": self.position, "values": dict(self.values)}
        return digest_of_data(covered)


def needs(plans: Iterable[DocumentPlan]) -> tuple[Need, ...]:
    """What of these documents asks for an approval, each once, in the order of the documents."""
    out: dict[str, Need] = {}
    for plan in plans:
        for chosen in plan.clauses:
            if chosen.position is not None and chosen.position.approval:
                need = _need(chosen, plan.name)
                out.setdefault(need.digest, need)
    return tuple(out.values())


def _need(chosen: Chosen, document: str) -> Need:
    position = chosen.position
    assert position is not None
    values = {p.name: _text(chosen.values[p.name]) for p in chosen.spec.parameters if p.name in chosen.values and _is_term(p)}
    return Need(chosen.spec.id, chosen.revision.number, position.id, position.kind, position.approval, values, document,
                chosen.spec.library)  # fmt: skip


def _is_term(parameter: Parameter) -> bool:
    """Whether a value was agreed: it is not computed, and it is a term of the deal or given for this clause alone."""
    return parameter.derived is None and (parameter.source is None or parameter.type in TERMS)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def read_approvals(data: bytes, file: str, profile: str) -> Outcome[Approvals]:
    """The approvals that were given for a profile; GV121 where their chain is broken."""
    read = read_ledger(data, file, APPROVALS_FORMAT, profile)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    return Outcome(Approvals(profile, file, read.value.entries, data), (*read.diagnostics, *_unlike(read.value.entries)))


def _unlike(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """GV122 for an approval whose digest is not that of what it names, and for the end of one that did not stand."""
    standing: set[str] = set()
    for entry in entries:
        record = entry.record
        if entry.step == REVOKED and entry.digest not in standing:
            yield error("GV122", "no approval stood that could be revoked", entry.place,
                        "this entry was not written by docgen: find out who wrote it")  # fmt: skip
        (standing.discard if entry.step == REVOKED else standing.add)(entry.digest)
        need = Need(record["clause"], entry.revision, record["position"], "", "", record.get("values", {}), "")
        if need.digest != entry.digest:
            yield error("GV122", "the digest is not that of the clause, the position and the values", entry.place,
                        "this approval was not written by docgen: find out who wrote it")  # fmt: skip


def with_approval(approvals: Approvals, need: Need, record: Mapping[str, Any]) -> Approvals:
    """The approvals with one more, of a position and its values."""
    whole = {"clause": need.clause, "revision": need.revision, "position": need.position, "step": APPROVED, **record,
             "values": dict(need.values), "digest": need.digest}  # fmt: skip
    return _longer(approvals, whole)


def without_approval(approvals: Approvals, given: Entry, record: Mapping[str, Any]) -> Approvals:
    """The approvals with the end of one of them behind all others: what was approved stays on record.

    :param record: by whom, when and why.
    """
    kept = {name: given.record[name] for name in ("clause", "revision", "position", "body", "library", "values", "digest")
            if name in given.record}  # fmt: skip
    return _longer(approvals, {**kept, "step": REVOKED, **record})


def _longer(approvals: Approvals, record: Mapping[str, Any]) -> Approvals:
    entry = made_entry(APPROVALS_FORMAT, approvals.profile, approvals.head, record, Place(approvals.file))
    entries = (*approvals.entries, entry)
    data = ledger_text(APPROVALS_FORMAT, approvals.profile, entries).encode()
    return Approvals(approvals.profile, approvals.file, entries, data)
