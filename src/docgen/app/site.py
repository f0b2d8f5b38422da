"""The verb ``library site``: the library as pages to look at, from a folder and without a server."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from docgen.app.clause_steps import journal_in
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, has_errors
from docgen.model.interview import Question
from docgen.model.journal import Journal
from docgen.model.library import LibraryInfo
from docgen.model.library_map import Card, LibraryMap
from docgen.model.requirement import Requirements
from docgen.render.site.clause_page import clause_page
from docgen.render.site.clause_texts import ClauseTexts, Drafts
from docgen.render.site.context import Site
from docgen.render.site.pages import Pages, environment
from docgen.render.site.search import SearchIndex, list_script, words_in
from docgen.render.site.words import Words
from docgen.stages.library_map import card_of, map_of
from docgen.stages.term_finder import TermFinder
from docgen.store.names import file_name
from docgen.store.site_data import site_assets, site_languages, site_pages, site_words
from docgen.store.site_folder import SiteFolder, not_a_site, write_site

START = "index.html"


@dataclass(frozen=True, slots=True)
class Made:
    """A site that was written: its first page, and how many clauses and files it has."""

    start: Path
    clauses: int


def library_site(workshop: Workshop, out: Path, day: str, say: Callable[[str], None]) -> Outcome[Made]:
    """Write the site of the library into a folder: all of it, or nothing and why not.

    :param day: the ISO day on which revisions are in force or not; empty: no day is assumed.
    """
    refused = not_a_site(out)
    if refused is not None:
        return Outcome(None, (refused,))
    gathered = _gathered(workshop, day, say)
    if gathered.value is None:
        return Outcome(None, gathered.diagnostics)
    builder = gathered.value
    problems = write_site(out, builder.fill)
    return Outcome(None if problems else Made(out / START, len(builder.map.cards)), problems)


def _gathered(workshop: Workshop, day: str, say: Callable[[str], None]) -> Outcome[_Builder]:
    """A first walk through the library: what each page must know about the others, or everything that is wrong."""
    library, types = workshop.library(), workshop.document_types()
    found = [*library.diagnostics, *types.diagnostics]
    requirements: Outcome[Requirements] = Outcome(None)
    if library.value is not None:
        requirements = workshop.project.requirements(library.value)
        found += requirements.diagnostics
    cards = [*_cards(workshop, day, found, say)]
    errors = tuple(d for d in found if d.severity == "error")
    if library.value is None or requirements.value is None or has_errors(errors):
        return Outcome(None, errors)
    map_ = map_of(cards, types.value or ())
    return Outcome(_Builder(workshop, library.value, map_, requirements.value, day, say))


def _cards(workshop: Workshop, day: str, found: list[Diagnostic], say: Callable[[str], None]) -> Iterator[Card]:
    ids = workshop.project.clause_ids()
    prepositions = frozenset(w for code in site_languages() for w in workshop.prepositions(workshop.language(code)))
    for n, id_ in enumerate(ids, 1):
        say(f"{n}/{len(ids)} {id_}")
        spec = workshop.clause(id_)
        found += [d for d in workshop.project.all_clause_findings(id_) if d.severity == "error"]
        if spec is not None:
            yield card_of(spec, day, prepositions)
        workshop.project.let_clauses_go()  # one clause at a time, whatever the size of the library


class _Builder:
    """Writes the pages, clause by clause."""

    def __init__(
        self, workshop: Workshop, library: LibraryInfo, map_: LibraryMap, requirements: Requirements, day: str,
        say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._workshop, self._library, self.map, self._requirements = workshop, library, map_, requirements
        self._day, self._say = day, say
        self._manifests: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._beside: dict[str, str] = {}
        self._finder = TermFinder(map_)
        templates = environment(site_pages())
        self._codes = tuple(c for c in library.languages if c in site_languages()) or site_languages()[:1]
        self._sites = {code: self._site(code) for code in self._codes}
        names = tuple((c, s.words.say("language_name")) for c, s in self._sites.items())
        self._pages = {code: Pages(site, templates, names) for code, site in self._sites.items()}
        self._root = templates.get_template("start.html").render(library=library.name, languages=names)
        self._search = {code: SearchIndex() for code in self._codes}
        self._used: dict[str, dict[str, dict[str, None]]] = {code: {} for code in self._codes}

    def _site(self, code: str) -> Site:
        workshop = self._workshop
        words = Words(code, site_words(code), workshop.language(code))
        languages = {c: workshop.language(c) for c in (*self._library.languages, *self._codes)}
        return Site(
            words, self._library, self.map, workshop.document_types().value or (), self._requirements, languages,
            self._fields(code), lambda id_: file_name([id_], ".html"), self._day, self._terms_of,
        )  # fmt: skip

    def _terms_of(self, library: str) -> tuple[str, tuple[str, ...]]:
        """Licence and authors of a library that this one builds on."""
        if library not in self._manifests:
            manifest = self._workshop.project.contents(library)
            self._manifests[library] = (manifest.licence, manifest.authors) if manifest else ("", ())
        return self._manifests[library]

    def fill(self, folder: SiteFolder) -> None:
        """Every file of the site."""
        folder.write(START, self._root.encode())
        for name, data in site_assets().items():
            folder.write(f"assets/{name}", data)
        for n, id_ in enumerate(self.map.cards, 1):
            self._say(f"{n}/{len(self.map.cards)} {id_}")
            drafts: Drafts = {}
            for code in self._codes:
                folder.write(f"{code}/{self._sites[code].clause_page(id_)}", self._clause(id_, code, drafts))
            self._workshop.project.let_clauses_go()
        for code in self._codes:
            for name, text in self._overviews(code):
                folder.write(name, text.encode())

    def _clause(self, id_: str, code: str, drafts: Drafts) -> bytes:
        """The page of a clause: that of the last run where nothing changed that it shows."""
        packed, words, used = self._workshop.project.derived(
            f"site/{code}", id_, lambda: self._made(id_, code, drafts), self._around(code)
        )
        for term in used:
            self._used[code].setdefault(term, {})[id_] = None
        self._search[code].add(words)
        return zlib.decompress(packed)

    def _made(self, id_: str, code: str, drafts: Drafts) -> tuple[bytes, str, tuple[str, ...]]:
        """A page, packed, with the words by which it is found and the terms that its text uses."""
        site, spec = self._sites[code], self._workshop.clause(id_)
        assert spec is not None
        texts = ClauseTexts(spec, site, self._finder.forms, self._prepositions, drafts)
        page = clause_page(spec, site, texts, self._journal(id_))
        terms = (t.shown for t in page.terms)
        said = (page.title, id_, page.category, page.owner, *page.guidance, *terms, texts.words_of())
        words = " ".join(sorted(words_in("\n".join(said))))
        return zlib.compress(self._pages[code].clause(page).encode()), words, tuple(sorted(texts.used))

    def _around(self, code: str) -> str:
        """Changes when anything does that a page of a clause shows of the rest of the library."""
        if code not in self._beside:
            project, site = self._workshop.project, self._sites[code]
            made_with = (site_pages(), site_words(code), self._day, self._codes)
            others = [_shown_of(card) for card in self.map.cards.values()]
            seen = (project.stamp(()), project.facts_salt(), made_with, others, self._requirements, dict(site.fields))
            self._beside[code] = sha256(repr(seen).encode()).hexdigest()
        return self._beside[code]

    def _journal(self, id_: str) -> Journal:
        files = self._workshop.project.clause_files(id_).value
        return journal_in(self._workshop, id_, files or {})

    def _prepositions(self, code: str) -> frozenset[str]:
        return self._workshop.prepositions(self._workshop.language(code))

    def _overviews(self, code: str) -> Iterator[tuple[str, str]]:
        pages = self._pages[code]
        yield f"{code}/index.html", pages.index()
        yield f"{code}/terms.html", pages.terms({t: tuple(c) for t, c in self._used[code].items()})
        yield f"{code}/documents.html", pages.documents()
        yield f"{code}/coverage.html", pages.coverage(self._sources())
        yield f"{code}/clauses.js", list_script(self._sites[code])
        yield f"{code}/words.js", self._search[code].script()

    # -- what people call fields, and what cites requirements
    def _fields(self, code: str) -> Mapping[str, str]:
        """The titles of fields: of the vocabulary in its own language, else of the questions that have one."""
        if code == self._library.languages[0]:
            return self._workshop.titles()
        return {path: q.title[code] for path, q in self._questions() if q.title and code in q.title}

    def _questions(self) -> Iterator[tuple[str, Question]]:
        interview = self._workshop.project.interview(self._library).value if self._library.interview else None
        for section in interview.sections if interview else ():
            yield from _deep(section.questions, "")

    def _sources(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "rules": _turned((r.id, r.source) for r in self._library.rules),
            "questions": _turned((path, q.source) for path, q in self._questions()),
        }


def _shown_of(card: Card) -> tuple[Any, ...]:
    """What the pages of other clauses show of a card, without the places of its terms."""
    terms = [(t.id, t.inline, t.common, [(c, w.term, w.forms, w.definition, dict(w.views)) for c, w in t.wordings.items()]) for t in card.terms]
    return (card.id, dict(card.title), card.category, card.owner, card.languages, card.revision, card.state, card.cites, card.requires,
            card.requirements, terms)  # fmt: skip


def _deep(questions: Sequence[Question], base: str) -> Iterator[tuple[str, Question]]:
    for q in questions:
        yield base + q.path, q
        yield from _deep(q.items, f"{base}{q.path}[].")


def _turned(found: Iterator[tuple[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    """From what cites to what is cited, in order, each once."""
    out: dict[str, dict[str, None]] = {}
    for citing, ids in found:
        for id_ in ids:
            out.setdefault(str(id_), {})[citing] = None
    return {id_: tuple(citing) for id_, citing in out.items()}
