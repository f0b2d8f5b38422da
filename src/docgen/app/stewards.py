"""What steps of clauses and approvals of positions share: who takes them, and how they are kept and witnessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.journal import APPROVALS_FORMAT, JOURNAL_FORMAT, Entry
from docgen.model.people import People, Person
from docgen.model.witness import WitnessedStep
from docgen.stages.known_people import near
from docgen.stages.ledger import chained
from docgen.store.atomic import write_all

if TYPE_CHECKING:
    from docgen.store.register import Register


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as a file has it. ``name`` is what a register calls it."""

    name: str
    schema: str
    entries: tuple[Entry, ...]

    def heads(self) -> tuple[str, ...]:
        """The head after each entry, oldest first."""
        return tuple(e.head for e in self.entries)

    def witnessed(self, start: int) -> list[WitnessedStep]:
        """The entries from one on, as a register keeps them."""
        subject = self.name.partition(":")[2]
        return [WitnessedStep(self.name, chained(self.schema, subject, e.record), e.previous, e.head) for e in self.entries[start:]]


def clause_chain(name: str, entries: tuple[Entry, ...]) -> Chain:
    """The chain of a journal."""
    return Chain(name, JOURNAL_FORMAT, entries)


def approvals_chain(name: str, entries: tuple[Entry, ...]) -> Chain:
    """The chain of a file of approvals."""
    return Chain(name, APPROVALS_FORMAT, entries)


def people_of(workshop: Workshop) -> Outcome[People]:
    """Who works on the library; GV115 where it does not say."""
    library = workshop.library()
    if library.value is None:
        return Outcome(None, library.diagnostics)
    if library.value.people is None:
        hint = "write clauses/people.yaml and name it in library.yaml: people: people.yaml; without it, docgen clauses seal publishes"
        return Outcome(None, (error("GV115", "the library does not say who approves its clauses", library.value.place, hint),))
    return _read(workshop, library.value.people)


def givers_of(workshop: Workshop) -> Outcome[People]:
    """Everybody who may be asked for the approval of a position: of the project, and of the libraries that it builds on.

    GV115 where neither says who that is.
    """
    library = workshop.library().value
    people = library.people_of("") if library is not None else None
    return _read(workshop, people) if people is not None else people_of(workshop)


def _read(workshop: Workshop, people: People) -> Outcome[People]:
    """The people of a file that could be read, else why it could not."""
    found = [d for d in workshop.library().diagnostics if d.severity == "error"]
    return Outcome(None, tuple(found)) if found and not people.people else Outcome(people)


def person_called(people: People, who: str) -> Outcome[Person]:
    """The person that somebody names, or that a machine knows by this name; GV110 when it is nobody."""
    found = people.person(who)
    if found is not None:
        return Outcome(found)
    hint = f"{near(who, people.people, 'people')}; say who you are with --by or DOCGEN_USER, or add yourself"
    return Outcome(None, (error("GV110", f'"{who}" is nobody in {people.place.file}', people.place, hint),))


def keep(files: Mapping[Path, bytes], chains: Sequence[tuple[Chain, int]], register: Register | None) -> tuple[Diagnostic, ...]:
    """Write the files of chains with their new last entries, and have a register witness them: all of it or nothing.

    A register that knows nothing of a chain takes all of it; one that knows something else refuses (GV131, GV132).

    :param chains: each with the number of its entries that are new.
    """
    if register is None:
        return write_all(files)
    known = register.chains()
    steps: list[WitnessedStep] = []
    for chain, new in chains:
        there = known.get(chain.name, ())
        before = chain.heads()[: len(chain.entries) - new]
        if there and there != before:
            return (_differs(chain, there, before),)
        steps += chain.witnessed(len(there))
    return write_all(files, lambda: register.witness(steps))


def _differs(chain: Chain, there: Sequence[str], before: Sequence[str]) -> Diagnostic:
    """A register that knows the beginning of a chain has not seen the rest; any other knows other steps."""
    if there == before[: len(there)]:
        place = chain.entries[len(there)].place
        return error("GV132", f"the register has not seen this step of {chain.name}", place, UNSEEN)
    return error("GV131", f"the register has other steps of {chain.name} than the file", chain.entries[0].place, "docgen verify says which")


UNSEEN = "a step taken away from the register is taken over by docgen clauses witness; else find out who wrote it"
