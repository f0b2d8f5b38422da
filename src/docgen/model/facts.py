"""What the checks of a whole library need to know of one clause, so that nobody reads its texts for them."""

from __future__ import annotations

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place
from docgen.model.library import ClauseSpec, Term
from docgen.model.script import Expr


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a clause names: what for, under which name, and where."""

    what: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Owned:
    """Whom a clause belongs to, the bodies that its positions ask, and the authors of its revisions."""

    owner: str
    place: Place
    bodies: tuple[Named, ...] = ()
    authors: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """One clause: what is wrong in it whatever the others say, and what the others ask.

    ``found`` is wrong in its files; ``alone`` is what the checks say of it alone. ``readable``: its ``clause.yaml`` could
    be read. ``names`` are the clauses that it names, ``calls`` its expressions that call calculations, ``owned`` tells
    whose it is where that is for this library to say.
    """

    id: str
    place: Place
    found: tuple[Diagnostic, ...] = ()
    alone: tuple[Diagnostic, ...] = ()
    readable: bool = True
    names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    calls: tuple[tuple[Expr, Place], ...] = ()
    owned: Owned | None = None


@dataclass(frozen=True, slots=True)
class KnownClause:
    """The facts of a clause with the stamp of every file that they came from, and the folders that hold these.

    An empty stamp is that of no file: what was written a moment ago is read again in the next run.
    """

    stamp: bytes
    chain: tuple[str, ...]
    facts: ClauseFacts


@dataclass(frozen=True, slots=True)
class FreshFacts:
    """The facts of a clause that was just read, and what is kept apart from them, as few checks ask for it.

    ``words`` are all its words in the first language of the library, each line once. ``spec`` is the clause without what
    its texts say, as bytes of the index; empty where there is none.
    """

    facts: ClauseFacts
    words: str
    spec: bytes = b""


def without_texts(spec: ClauseSpec) -> ClauseSpec:
    """The clause with the names of its texts, and nothing of what they say."""
    from dataclasses import replace

    return replace(spec, texts={key: replace(text, script=(), names={}) for key, text in spec.texts.items()})
