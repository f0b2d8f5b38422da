"""The pages of a site in one language: values into the templates that ship with the package, everything escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from docgen.model.dataclass import dataclass
from docgen.model.doctype import DocumentType
from docgen.model.library_map import Card
from docgen.render.site.clause_page import ClausePage, Link
from docgen.render.site.context import Site
from docgen.render.site.coverage import Group, coverage_of
from docgen.stages.typeset_blocks import typeset_value


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A defined term as the page of terms lists it."""

    id: str
    term: str
    definition: str
    language: str
    inline: bool
    owner: Link


@dataclass(frozen=True, slots=True)
class Outline:
    """A document type or a variant of it: titles with the clauses below them."""

    variant: str
    when: str
    blocks: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document type as the page of document types shows it."""

    id: str
    title: str
    conditions: tuple[str, ...]
    outlines: tuple[Outline, ...]
    dropped: tuple[tuple[str, str, tuple[Link, ...]], ...]


def environment(templates: Mapping[str, str]) -> Environment:
    """What fills templates in: whatever is no markup of docgen's own is escaped."""
    made = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["html"] = Markup  # only for what text.py and differences.py wrote, which escape themselves
    return made


class Pages:
    """The pages of one language of a site.

    :param languages: the languages of the site: code, name, in the order in which they are offered.
    """

    def __init__(self, site: Site, templates: Environment, languages: tuple[tuple[str, str], ...]) -> None:
        self._site, self._templates, self._languages = site, templates, languages
        self._ids = site.order
        self._order = {id_: n for n, id_ in enumerate(self._ids)}

    def clause(self, page: ClausePage) -> str:
        """The page of a clause."""
        neighbours = self._neighbours(page.id)
        return self._page("clause.html", self._site.clause_page(page.id), page=page, neighbours=neighbours)

    def index(self) -> str:
        """All clauses, to be searched and filtered."""
        cards = [self._listed(self._site.map.cards[id_]) for id_ in self._site.order]
        return self._page("index.html", "index.html", cards=cards, filters=self._filters())

    def terms(self, used: Mapping[str, tuple[str, ...]]) -> str:
        """All defined terms, in alphabetical order.

        :param used: the clauses whose texts use a term.
        """
        from docgen.stages.alphabet import sort_key

        language = self._site.words.language
        entries = sorted(self._terms(), key=lambda e: (sort_key(e.term, language), e.id))
        users = {e.id: self._links(used.get(e.id, ())) for e in entries}
        return self._page("terms.html", "terms.html", entries=entries, users=users)

    def documents(self) -> str:
        """All document types with their outlines."""
        return self._page("documents.html", "documents.html", entries=[self._document(t) for t in self._site.types])

    def coverage(self, sources: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
        """All requirements and what answers them.

        :param sources: the rules and the questions that cite a requirement, by kind, then by requirement.
        """
        groups: tuple[Group, ...] = coverage_of(self._site, sources)
        return self._page("coverage.html", "coverage.html", groups=groups)

    def _page(self, template: str, name: str, **values: Any) -> str:
        site, words = self._site, self._site.words
        up = "../" * name.count("/")
        return self._templates.get_template(template).render(
            site=site, t=words.say, n=words.count, known=words.known, up=up, name=name, languages=self._languages,
            lang=words.language.tag, main=site.main, script=words.table("script"), **values,
        )  # fmt: skip

    # -- parts
    def _neighbours(self, id_: str) -> tuple[Link | None, Link | None]:
        at = self._order[id_]
        around = (self._ids[at - 1] if at else "", self._ids[at + 1] if at + 1 < len(self._ids) else "")
        before, after = (self._link(i) if i else None for i in around)
        return before, after

    def _link(self, id_: str) -> Link:
        return Link(self._site.clause_title(id_), self._site.clause_page(id_), id_)

    def _links(self, ids: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(self._link(i) for i in ids)

    def _listed(self, card: Card) -> dict[str, Any]:
        title, language = self._site.words.picked(card.title)
        site = self._site
        return {
            "card": card, "n": site.numbers[card.id], "title": title, "language": language, "page": site.clause_page(card.id),
            "category": site.name_of(card.category, "category"), "owner": site.name_of(card.owner, "owner"),
        }  # fmt: skip

    def _filters(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The values of each filter, with what they are called."""
        site = self._site
        cards = site.map.cards.values()
        named = {
            "category": {c.category: site.name_of(c.category, "category") for c in cards},
            "owner": {c.owner: site.name_of(c.owner, "owner") for c in cards},
            "state": {c.state: site.words.known("state", c.state) for c in cards},
            "language": {code: site.words.known("language", code) for c in cards for code in c.languages},
        }
        return tuple(
            (name, tuple(sorted(values.items(), key=lambda v: (v[1].casefold(), v[0]))))
            for name, values in named.items()
        )

    def _terms(self) -> Iterator[TermEntry]:
        site = self._site
        for id_, owner in site.term_owners.items():
            term = next(t for t in site.map.cards[owner].terms if t.id == id_)
            code = site.code if site.code in term.wordings else next(iter(term.wordings), "")
            wording = term.wordings.get(code)
            said, definition = (wording.term, wording.definition) if wording else (id_, "")
            definition = typeset_value(definition, site.language_of(code))
            yield TermEntry(id_, said, definition, code if code != site.code else "", term.inline, self._link(owner))

    def _document(self, t: DocumentType) -> DocumentEntry:
        site = self._site
        outlines = [Outline("", "", self._blocks(t))]
        dropped = []
        for v in t.variants:
            when = site.metadata.expression(v.when) if v.when is not None else ""
            if v.form is not None:
                outlines.append(Outline(v.id, when, self._blocks(v.form)))
            else:
                dropped.append((v.id, when, self._links(tuple(c for c in t.clause_ids() if c in v.drop))))
        return DocumentEntry(t.id, site.doctype_title(t.id), tuple(site.conditions(t)), tuple(outlines), tuple(dropped))

    def _blocks(self, t: DocumentType) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        title = self._site.title
        found: list[tuple[str, tuple[str, ...]]] = []
        for part in t.parts:
            found.append((title(part.title), part.clauses))
            found += [(" › ".join(filter(None, (title(part.title), title(s.title)))), s.clauses) for s in part.sections]
        found += [(self._site.words.say("use.annex", title=title(a.title, a.id)), a.clauses) for a in t.annexes]
        return tuple((name, self._links(ids)) for name, ids in found if ids)
