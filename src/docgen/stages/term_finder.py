"""Which of all the terms of a library the texts of one clause may use: a pattern of few forms, whatever the library's size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.model.library import ClauseSpec
from docgen.model.library_map import LibraryMap
from docgen.model.script import For, If, Literal, Script
from docgen.stages.terms import TermForms

_WORD = re.compile(r"\w+")


class TermFinder:
    """Knows every form of every term by its first word."""

    def __init__(self, map_: LibraryMap) -> None:
        self._forms: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for card in map_.cards.values():
            for term in card.terms:
                for code, wording in term.wordings.items():
                    for form in wording.forms:
                        self._forms.setdefault((code, _first(form)), []).append((form, term.id, card.id))
        self._kept: tuple[tuple[str, str], TermForms] | None = None

    def forms(self, spec: ClauseSpec, language: str) -> TermForms:
        """The forms that may stand in the texts of this clause; those of its own terms come before those of others."""
        key = (spec.id, language)
        if self._kept is None or self._kept[0] != key:
            self._kept = key, TermForms(self._possible(spec, language))
        return self._kept[1]

    def _possible(self, spec: ClauseSpec, language: str) -> dict[str, str]:
        said = {w for k, t in spec.texts.items() if k.language == language for w in _words(t.script)}
        out: dict[str, str] = {}
        for word in sorted(said):
            for form, term, owner in self._forms.get((language, word), ()):
                if owner == spec.id:
                    out[form] = term
                else:
                    out.setdefault(form, term)
        return out


def _first(form: str) -> str:
    found = _WORD.search(form)
    return found[0] if found else ""


def _words(script: Script) -> Iterator[str]:
    for statement in script:
        match statement:
            case Literal(text):
                yield from _WORD.findall(text)
            case If(branches, otherwise):
                for _, body in branches:
                    yield from _words(body)
                yield from _words(otherwise)
            case For(_, _, body, otherwise):
                yield from _words(body)
                yield from _words(otherwise)
