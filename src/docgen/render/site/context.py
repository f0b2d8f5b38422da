"""What every page of a site in one language knows: words, names of pages, the map of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from docgen.model.doctype import DocumentType
from docgen.model.language import Language
from docgen.model.library import ClauseSpec, LibraryInfo, Localised
from docgen.model.library_map import LibraryMap
from docgen.model.requirement import Requirements
from docgen.model.script import Const
from docgen.render.site.phrases import Phrases
from docgen.render.site.words import Words
from docgen.stages.alphabet import sort_key
from docgen.stages.typeset_blocks import typeset_value

CLAUSES = "clauses/"
"""The folder of the pages of clauses, beside the other pages of a language."""


class Site:
    """A site in one language.

    :param fields: what people call the fields of the profile in this language, by path.
    :param page: gives the name of the file for the page of a clause.
    :param terms_of: gives licence and authors of a library that this one builds on.
    :param day: the ISO day of the site, empty when none was given.
    """

    def __init__(
        self, words: Words, library: LibraryInfo, library_map: LibraryMap, types: Sequence[DocumentType],
        requirements: Requirements, languages: Mapping[str, Language], fields: Mapping[str, str],
        page: Callable[[str], str], day: str,
        terms_of: Callable[[str], tuple[str, tuple[str, ...]]] = lambda name: ("", ()),
    ) -> None:  # fmt: skip
        self.words, self.library, self.map, self.types = words, library, library_map, types
        self.requirements, self.languages, self.fields, self.day = requirements, languages, fields, day
        self._page, self._terms_of = page, terms_of

    @property
    def code(self) -> str:
        """The language of the site."""
        return self.words.code

    @property
    def main(self) -> str:
        """The tag of the library's own language where the site speaks another one, for what has no translation."""
        return "" if self.code == self.library.languages[0] else self.library.languages[0]

    def language_of(self, code: str) -> Language:
        """A language; that of the site where docgen has no such language."""
        return self.languages.get(code) or self.words.language

    @cached_property
    def metadata(self) -> Phrases:
        """Says conditions over the profile."""
        return Phrases(self.words, self.fields)

    def said(self, text: str) -> str:
        """A text that the library has in its main language only, with the typography of that language."""
        return typeset_value(text, self.language_of(self.library.languages[0]))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The ids of all clauses in the alphabetical order of their titles."""
        language = self.words.language
        return tuple(sorted(self.map.cards, key=lambda id_: (sort_key(self.titles[id_], language), id_)))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each clause in the index of words: that of its place in the map."""
        return {id_: n for n, id_ in enumerate(self.map.cards)}

    def title(self, texts: Localised, default: str = "") -> str:
        """A title of the library, in this language where it has it."""
        return self.words.picked(texts)[0] or default

    def doctype_title(self, id_: str) -> str:
        """The title of a document type, with its id where another one has the same title."""
        mine = self.title(self.doctypes[id_].title, id_)
        alike = sum(self.title(t.title, t.id) == mine for t in self.types)
        return f"{mine} ({id_})" if alike > 1 else mine

    def conditions(self, t: DocumentType) -> list[str]:
        """When a document type is made, and how often."""
        out = []
        if t.applies_when == Const(False):
            out.append(self.words.say("use.never"))
        elif t.applies_when is not None:
            out.append(self.words.say("use.when", test=self.metadata.expression(t.applies_when)))
        if t.each is not None:
            out.append(self.words.say("use.each", items=self.metadata.expression(t.each[1])))
        if t.amends:
            out.append(
                self.words.say(
                    "use.amends", document=self.doctype_title(t.amends) if t.amends in self.doctypes else t.amends
                )
            )
        return out

    def clause_title(self, id_: str) -> str:
        """The title of a clause, its id where the library does not have it."""
        card = self.map.cards.get(id_)
        return self.title(card.title, id_) if card else id_

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of all clauses by id."""
        return {id_: self.title(card.title, id_) for id_, card in self.map.cards.items()}

    @cached_property
    def doctypes(self) -> dict[str, DocumentType]:
        """The document types by id."""
        return {t.id: t for t in self.types}

    def terms_of(self, spec: ClauseSpec) -> tuple[str, tuple[str, ...]]:
        """Licence and authors of a clause: its own, else those of the library that it comes from."""
        of_library = self._terms_of(spec.library) if spec.library else (self.library.licence, self.library.authors)
        return spec.licence or of_library[0], spec.authors or of_library[1]

    def clause_page(self, id_: str) -> str:
        """The page of a clause, as seen from the pages of the language; empty when the library does not have it."""
        return f"{CLAUSES}{self._page(id_)}" if id_ in self.map.cards else ""

    def name_of(self, code: str, table: str) -> str:
        """What people call a category or a department: its title or a label of the library, else the code without hyphens."""
        people = self.library.people_of("")
        if people is not None and table == "owner" and code:
            body = people.bodies.get(code)
            title = people.departments.get(code) or (body.title if body else {})
            if title:
                return self.title(title, code)
        labels: Any = self.library.labels.get(table, {}).get(code, {})
        named = labels.get(self.code) if isinstance(labels, Mapping) else None
        return str(named) if named else code.replace("-", " ").replace("_", " ")

    def term_page(self, id_: str) -> str:
        """Where a term is defined, as seen from the pages of the language; empty when no clause declares it."""
        return f"terms.html#t-{id_}" if id_ in self.term_owners else ""

    @cached_property
    def term_owners(self) -> dict[str, str]:
        """The clause that declares a term; the first of them where several do."""
        out: dict[str, str] = {}
        for card in self.map.cards.values():
            for term in card.terms:
                out.setdefault(term.id, card.id)
        return out

    @cached_property
    def annexes(self) -> dict[str, tuple[str, str]]:
        """The title of each annex, and where its outline is shown."""
        return {
            a.id: (self.title(a.title, a.id), f"documents.html#d-{t.id}")
            for t in reversed(self.types)
            for a in t.annexes
        }
