"""Chains of steps in the register: it witnesses what journals of clauses and files of approvals say.

A step is a link in a chain that no dossier can have (``clause:confidentialite``, ``approvals:mobilys``). Its head is the head
that the file has, so the heads of both can be compared one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select

from docgen.model.diagnostic import Diagnostic, error
from docgen.model.journal import CHAINS
from docgen.model.witness import WitnessedStep
from docgen.stages.hash_chain import canonical, head_of
from docgen.store.register import reading
from docgen.store.register.schema import LINK, STEP

COLUMNS = ("step", "who", "when", "why", "digest")
"""What stands beside a record to be searched; it must say what the record says."""


def reserved(dossier: str) -> bool:
    """Whether a name is that of a chain of steps."""
    return dossier.startswith(CHAINS)


def check(steps: Iterable[WitnessedStep]) -> Iterator[Diagnostic]:
    """RG413 for a step that no register can keep."""
    for step in steps:
        if not reserved(step.chain):
            yield error("RG413", f"{step.chain!r} is no chain of steps", None, f"its name begins with {' or '.join(CHAINS)}")
        elif any(not isinstance(step.record.get(name), str) for name in COLUMNS) or _head(step) != step.head:
            yield error("RG413", f"{step.chain!r}: a step is not what its head says", None, "nothing was recorded")


def _head(step: WitnessedStep) -> str:
    try:
        return head_of(step.previous, step.record)
    except (ValueError, TypeError):
        return ""


def add(db: Connection, steps: Sequence[WitnessedStep]) -> Diagnostic | None:
    """Add steps behind the heads of their chains; RG410 when one of them does not follow, then nothing may be kept."""
    last: dict[str, tuple[int, str]] = {}
    links, rows = [], []
    for step in steps:
        if step.chain not in last:
            heads = reading.heads(db, step.chain)
            last[step.chain] = (len(heads), heads[-1] if heads else "")
        seq, head = last[step.chain]
        if step.previous != head:
            message = f"{step.chain!r} has moved on: its head is {head[:12] or 'none'}, not {step.previous[:12] or 'none'}"
            return error("RG410", message, None, "the file and the register tell different stories: docgen verify says where")
        last[step.chain] = (seq + 1, step.head)
        key = {"dossier": step.chain, "seq": seq + 1}
        links.append({**key, "previous": step.previous, "head": step.head})
        rows.append({**key, **{name: step.record[name] for name in COLUMNS}, "record": canonical(step.record)})
    if rows:
        db.execute(insert(LINK), links)
        db.execute(insert(STEP), rows)
    return None


def heads(db: Connection) -> dict[str, tuple[str, ...]]:
    """Every chain of steps with its heads, oldest first."""
    found: dict[str, list[str]] = defaultdict(list)
    named = or_(*(LINK.c.dossier.startswith(prefix, autoescape=True) for prefix in CHAINS))
    for chain, head in db.execute(select(LINK.c.dossier, LINK.c.head).where(named).order_by(LINK.c.dossier, LINK.c.seq)):
        found[chain].append(head)
    return {chain: tuple(known) for chain, known in found.items()}


def described(db: Connection, chain: str, head: str) -> dict[str, Any] | None:
    """Who took the step with this head, and when; None when there is none."""
    joined = STEP.join(LINK, and_(LINK.c.dossier == STEP.c.dossier, LINK.c.seq == STEP.c.seq))
    query = select(*(STEP.c[name] for name in COLUMNS)).select_from(joined)
    row = db.execute(query.where(LINK.c.dossier == chain, LINK.c.head == head)).mappings().first()
    return dict(row) if row is not None else None
