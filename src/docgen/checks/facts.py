"""A clause to the facts that the checks of its library need: read once, kept while its files are as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from docgen.checks.calls import expressions_of
from docgen.checks.parity import check_languages, words_of
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.model.facts import ClauseFacts, FreshFacts, Named, Owned, without_texts
from docgen.model.library import ClauseSpec
from docgen.stages.script_walk import calls_in


def facts_of(
    id_: str, read: Outcome[ClauseSpec], languages: Sequence[str], freeze: Callable[[Any], bytes]
) -> FreshFacts:
    """The facts of a clause as it was read, whole.

    :param languages: those of the library; the words are told in the first of them.
    :param freeze: a value of the model as bytes.
    """
    spec = read.value
    if spec is None:
        return FreshFacts(ClauseFacts(id_, Place(""), read.diagnostics, readable=False), "")
    alone = (*_positions(spec), *_strange_languages(spec, languages), *check_languages(spec, languages))
    names = dict.fromkeys((*spec.requires, *(c.clause for c in spec.conflicts if c.clause)))
    calls = tuple((e, place) for e, place in expressions_of(spec) if e is not None and calls_in(e))
    facts = ClauseFacts(id_, spec.place, read.diagnostics, alone, True, tuple(names), spec.terms, calls, owned(spec))
    return FreshFacts(facts, _words(spec, languages[0]), freeze(without_texts(spec)))


def owned(spec: ClauseSpec) -> Owned | None:
    """Whose a clause is; None for one of another library, which knows its own departments."""
    if spec.library:
        return None
    bodies = tuple(Named(p.id, p.approval, p.place or spec.place) for p in spec.positions if p.approval)
    authors = tuple(Named(f"r{r.number}", author, r.place) for r in spec.revisions for author in r.authors)
    return Owned(spec.owner, spec.owner_place or spec.place, bodies, authors)


def _words(spec: ClauseSpec, language: str) -> str:
    """The words of its texts and definitions in a language; a line that stands in several revisions, once."""
    texts = (words_of(t.script) for k, t in spec.texts.items() if k.language == language)
    definitions = (t.wordings[language].definition for t in spec.terms if language in t.wordings)
    lines = dict.fromkeys(line for text in (*texts, *definitions) for line in text.split("\n"))
    return straight("\n".join(lines))


def straight(text: str) -> str:
    """A text with the apostrophe of typewriters, as the search for terms compares them."""
    return text.replace("’", "'")


def _positions(spec: ClauseSpec) -> Iterator[Diagnostic]:
    kinds = [p.kind for p in spec.positions]
    if "fallback" in kinds and "standard" not in kinds:
        yield warning("LB233", f'"{spec.id}" has a fallback and no standard position', spec.place)


def _strange_languages(spec: ClauseSpec, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """LB234: a text that no document can print."""
    for key, text in spec.texts.items():
        if key.language not in languages:
            yield error("LB234", f'the library has no language "{key.language}"', Place(text.file),
                        f"languages in library.yaml: {', '.join(languages)}")  # fmt: skip
