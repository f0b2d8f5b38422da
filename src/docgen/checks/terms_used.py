"""Which defined terms the library uses, and by which clause each is shown to be used.

A term that one clause uses stays used while that clause stays as it is, so that after a change only the clauses that
changed are looked through; all of them are when the clause that showed a term to be used does so no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from docgen.checks.facts import straight
from docgen.model.diagnostic import Diagnostic, warning
from docgen.model.facts import ClauseFacts
from docgen.model.library import Term, TermWording

Wanted: TypeAlias = tuple[str, ...]
"""A term: the id of its clause, its own id, its written forms."""
Uses: TypeAlias = Mapping[Wanted, str]
"""For each term a clause that uses it, "" where none does."""


def terms_used(
    facts: Iterable[ClauseFacts], language: str, known: Uses, fresh: Mapping[str, str],
    others: Callable[[], Mapping[str, str]],
) -> dict[Wanted, str]:  # fmt: skip
    """A clause that uses it, for each term of the library.

    :param known: what was found when the clauses that are not ``fresh`` were as they are now, and no term of it since.
    :param fresh: the words of the clauses that changed, by id.
    :param others: the words of all the others; asked for only where they have to be searched.
    """
    unchanged = {f.id for f in facts if f.id not in fresh}
    out: dict[Wanted, str] = {}
    for wanted in (_wanted(f, term, w) for f, term, w in wordings(facts, language)):
        before = known.get(wanted)
        if before and before in unchanged:
            out[wanted] = before
            continue
        user = _user(wanted, fresh)
        if not user and before != "":
            user = _user(wanted, others())
        out[wanted] = user
    return out


def wordings(facts: Iterable[ClauseFacts], language: str) -> Iterator[tuple[ClauseFacts, Term, TermWording]]:
    """Every term of the library that has a wording in a language."""
    for one in facts:
        for term in one.terms:
            if language in term.wordings:
                yield one, term, term.wordings[language]


def _wanted(facts: ClauseFacts, term: Term, wording: TermWording) -> Wanted:
    return facts.id, term.id, *wording.forms


def _user(wanted: Wanted, words: Mapping[str, str]) -> str:
    """The first clause whose words use the term; its own is asked first."""
    own, id_, *forms = wanted
    patterns = (f"[[term:{id_}|", *map(straight, forms))
    if own in words and _uses(patterns, words[own]):
        return own
    return next((clause for clause, text in words.items() if _uses(patterns, text)), "")


def _uses(patterns: Sequence[str], text: str) -> bool:
    return any(p in text if "\n" not in p else all(line in text for line in p.split("\n")) for p in patterns)


def unused_terms(facts: Iterable[ClauseFacts], language: str, uses: Uses) -> Iterator[Diagnostic]:
    """TM409: a term that no text and no other definition of the library uses."""
    for one, term, wording in wordings(facts, language):
        if not uses[_wanted(one, term, wording)]:
            yield warning("TM409", f'no text of the library uses the term "{wording.term}"', wording.place,
                          "use it or remove it")  # fmt: skip
