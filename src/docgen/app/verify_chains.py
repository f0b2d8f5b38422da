"""The part of ``verify`` for a governed library: journals and approvals are whole, and are what the register witnessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.clauses import unknown_clause
from docgen.app.stewards import UNSEEN, Chain, approvals_chain, clause_chain, keep, people_of
from docgen.app.workshop import Workshop
from docgen.checks.governance import check_givers, check_steps
from docgen.model.diagnostic import Diagnostic, Place, error, has_errors, info
from docgen.model.journal import APPROVALS_CHAIN, CLAUSE_CHAIN
from docgen.model.library import LibraryInfo
from docgen.model.people import People
from docgen.store.atomic import read_bytes
from docgen.store.folder import MAX_FILE
from docgen.store.project import PROFILES

if TYPE_CHECKING:
    from docgen.store.register import Register

TOLD = ("GV", "LB220", "LB221", "LB222")
"""Codes of what was done to a published clause."""


def governed(workshop: Workshop) -> bool:
    """Whether there is anything for this part to look at."""
    library = workshop.library().value
    return workshop.project.governed or (library is not None and library.asks and bool(approval_files(workshop)))


def verify_chains(workshop: Workshop, register: Register | None) -> Iterator[Diagnostic]:
    """What does not hold in the journals of the clauses and in the approvals of the profiles.

    Every file is read anew: an index is no evidence. Without a register, chains and digests are checked alone (GV133).
    """
    library = workshop.library().value
    if library is None:
        yield from workshop.library().diagnostics
        return
    found: list[Diagnostic] = []
    chains = _chains(workshop, library, found)
    yield from found
    if register is None:
        yield info("GV133", "there is no register that witnessed the journals: what was cut off at their ends is not seen", (library.people or library).place, _MAKE)
        return
    yield from compared(chains, register)


_MAKE = "docgen clauses witness --all takes them into a register"


def _chains(workshop: Workshop, library: LibraryInfo, found: list[Diagnostic]) -> list[Chain]:
    """Every chain of the project: journals where it is governed, approvals where anybody is asked for them."""
    journals = _journals(workshop, library.people, found) if library.people is not None else ()
    return [*journals, *(_approvals(workshop, library, found) if library.asks else ())]


def _journals(workshop: Workshop, people: People, found: list[Diagnostic]) -> Iterator[Chain]:
    for id_ in workshop.project.own_clause_ids():
        chain, problems = journal_of(workshop, people, id_)
        found += problems
        if chain is not None:
            yield chain


def journal_of(workshop: Workshop, people: People, id_: str) -> tuple[Chain | None, tuple[Diagnostic, ...]]:
    """The chain of a clause, None where there is none, and what was done to its published files."""
    from docgen.app.clause_steps import journal_in
    from docgen.stages.clause_files import JOURNAL

    project = workshop.project
    files = project.clause_files(id_)
    if files.value is None:
        return None, files.diagnostics
    folder = project.clause_folder(id_)
    if folder is None or id_ not in project.own_clause_ids():
        return None, (unknown_clause(workshop, id_),)
    head = folder.head()
    found = [d for d in head.diagnostics if d.code.startswith(TOLD) or (head.value is None and d.severity == "error")]
    if JOURNAL not in files.value:
        return None, tuple(found)
    journal = journal_in(workshop, id_, files.value)
    found += check_steps(people, head.value.owner, journal) if head.value is not None else ()
    return clause_chain(journal.chain, journal.entries), tuple(found)


def _approvals(workshop: Workshop, library: LibraryInfo, found: list[Diagnostic]) -> Iterator[Chain]:
    """The chains of the approvals of every profile of the project."""
    from docgen.stages.approvals import read_approvals

    for path in approval_files(workshop):
        data = read_bytes(path, MAX_FILE)
        read = read_approvals(data.value, workshop.project.shown(path), path.stem) if data.value is not None else None
        found += (*data.diagnostics, *(read.diagnostics if read else ()))
        if read is not None and read.value is not None:
            found += check_givers(library, read.value)
            yield approvals_chain(read.value.chain, read.value.entries)


def approval_files(workshop: Workshop) -> list[Path]:
    """Every file of approvals among the profiles."""
    return sorted((workshop.project.root / PROFILES).rglob("approvals/*.yaml"))


def compared(chains: Sequence[Chain], register: Register) -> Iterator[Diagnostic]:
    """GV131 to GV133: where the files and the register tell different stories."""
    known = register.chains()
    unwitnessed = [c.name for c in chains if c.entries and c.name not in known]
    for chain in chains:
        if chain.name in known:
            yield from _compared(chain, known[chain.name], register)
    there = {c.name for c in chains}
    for name in sorted(known.keys() - there):
        yield _gone(name, known)
    if unwitnessed:
        more = f" and {len(unwitnessed) - 1} more" if len(unwitnessed) > 1 else ""
        yield info("GV133", f"the register has not witnessed {unwitnessed[0]}{more}", None, _MAKE)


def _compared(chain: Chain, known: Sequence[str], register: Register) -> Iterator[Diagnostic]:
    heads = chain.heads()
    same = next((n for n, (a, b) in enumerate(zip(heads, known, strict=False)) if a != b), min(len(heads), len(known)))
    place = chain.entries[min(same, len(heads) - 1)].place if heads else Place(chain.name)
    if same < len(known):
        step = register.step(chain.name, known[same]) or {}
        said = f"{step.get('step')} by {step.get('who')} on {str(step.get('when'))[:10]}"
        lacks = "lacks" if same == len(heads) else "has another step in place of"
        yield error("GV131", f"{chain.name} {lacks} a step that the register witnessed: {said}", place, _BACK)
    elif same < len(heads):
        yield error("GV132", f"the register has not seen this step of {chain.name}", place, UNSEEN)


_BACK = "bring the file back from the history of the library, and find out who changed it"


def _gone(name: str, known: Mapping[str, Sequence[str]]) -> Diagnostic:
    subject = name.removeprefix(CLAUSE_CHAIN).removeprefix(APPROVALS_CHAIN)
    file = f"clauses/{subject}/journal.yaml" if name.startswith(CLAUSE_CHAIN) else f"profiles/approvals/{subject}.yaml"
    return error("GV131", f"{file} is gone, and the register witnessed {len(known[name])} steps of it", Place(file), _BACK)


def witness(workshop: Workshop, register: Register, ids: Sequence[str]) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Take the steps of journals and approvals that the register has not seen into it; none ids: of all of them.

    Refused as a whole where anything does not hold, or the register knows other steps.
    """
    library = workshop.library().value
    if library is None:
        return (), workshop.library().diagnostics
    found: list[Diagnostic] = []
    if ids:
        if library.people is None:
            return (), people_of(workshop).diagnostics
        pairs = [journal_of(workshop, library.people, id_) for id_ in ids]
        found += [d for _, problems in pairs for d in problems]
        chains = [c for c, _ in pairs if c is not None]
    else:
        chains = _chains(workshop, library, found)
    known = register.chains()
    news = [(c, len(c.entries) - len(known.get(c.name, ()))) for c in chains]
    news = [(c, n) for c, n in news if n > 0]
    if has_errors(found):
        return (), tuple(found)
    found += keep({}, news, register)
    return () if has_errors(found) else tuple(c.name for c, _ in news), tuple(found)
