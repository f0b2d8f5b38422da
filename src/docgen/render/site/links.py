"""Where the things of a library have their place in a site, as links from one page to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.document import CrossReference, Target
from docgen.model.language import Language

Anchors: TypeAlias = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Links:
    """What a text of one language may lead to, as seen from the page of one clause.

    :param own: the clause whose page it is.
    :param titles: of the clauses of the library, by id; ``annexes``: of the annexes, with the page that shows them.
    :param page: the name of the page of a clause.
    :param terms: ids of the terms that have a place on the page of terms.
    """

    own: str
    language: Language
    titles: Mapping[str, str]
    annexes: Mapping[str, tuple[str, str]]
    page: Callable[[str], str]
    terms: Callable[[str], str]

    def clause(self, id_: str, shown: str) -> str:
        """A link to a clause, plain text where the library does not have it."""
        return linked(shown, self._clause(id_), "reference")

    def term(self, id_: str, shown: str) -> str:
        """A link to the definition of a term."""
        return linked(shown, self.terms(id_), "term")

    def reference(self, reference: CrossReference, anchors: Anchors) -> str:
        """A cross-reference in words, with the titles of what it cites in place of their numbers.

        :param anchors: what is written at the anchors of the text itself, and where that is.
        """
        return "".join(linked(text, page, "reference") for text, page in self._pieces(reference, anchors))

    def said(self, reference: CrossReference, anchors: Anchors) -> str:
        """The same without links."""
        return "".join(text for text, _ in self._pieces(reference, anchors))

    def _pieces(self, reference: CrossReference, anchors: Anchors) -> Iterator[tuple[str, str]]:
        """Text, each piece with the page that it leads to."""
        form, prefix = self._form(reference.preposition)
        kinds = {self._kind(t) for t in reference.targets}
        kind = kinds.pop() if len(kinds) == 1 else "article"
        number = "many" if len(reference.targets) > 1 else "one"
        noun = prefix + ("" if reference.form == "num" else self.language.phrase(f"reference.{kind}.{number}.{form}"))
        yield (noun[:1].upper() + noun[1:] if reference.preposition[:1].isupper() else noun), ""
        for n, target in enumerate(reference.targets if kind != "this" else ()):
            if n:
                yield self.language.phrase(f"reference.{'and' if n + 1 == len(reference.targets) else 'comma'}"), ""
            yield self._target(target, anchors)

    def _form(self, preposition: str) -> tuple[str, str]:
        if not preposition:
            return "the", ""
        form, _, prefix = self.language.phrase(f"reference.prepositions.{preposition.lower()}").partition("|")
        return form, prefix

    def _kind(self, target: Target) -> str:
        if target.kind == "annex":
            return "annex"
        return "this" if target.id == self.own and not target.anchor else "article"

    def _target(self, target: Target, anchors: Anchors) -> tuple[str, str]:
        quoted = self.language.phrase("quoted")
        if target.kind == "annex":
            title, page = self.annexes.get(target.id, (target.id, ""))
            return quoted.format(title), page
        if target.anchor and target.id == self.own:
            said, page = anchors.get(target.anchor, ("", ""))
            return quoted.format(said or target.anchor), page
        return quoted.format(self.titles.get(target.id, target.id)), self._clause(target.id)

    def _clause(self, id_: str) -> str:
        return self.page(id_) if id_ in self.titles else ""


def linked(shown: str, page: str, kind: str) -> str:
    """Text as HTML, a link where there is a page that it leads to."""
    return f'<a class="{kind}" href="{escape(page)}">{escape(shown)}</a>' if page else escape(shown)
