"""A tiny library on disk, written by the test that needs it, and what the stages make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from docgen.app.opening import filter_names
from docgen.app.workshop import bound_filters
from docgen.checks.document import Memo, check_document
from docgen.model.diagnostic import Diagnostic, Outcome
from docgen.model.doctype import DocumentType
from docgen.model.document import Document, plain_text
from docgen.model.language import Language
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.plan import DocumentPlan, Request
from docgen.model.profile import Profile
from docgen.stages.assemble import Assembler, Shapes
from docgen.stages.evaluate import Filters
from docgen.stages.read_profile import read_profile
from docgen.stages.resolve import Resolver, dates_of
from docgen.stages.terms import paragraphs_of
from docgen.stages.vocabulary_titles import titles
from docgen.store.index import Index
from docgen.store.languages import language_codes, load_language
from docgen.store.project import Project

T = TypeVar("T")
LANGUAGES: dict[str, Language] = {code: load_language(code) for code in language_codes()}
LIBRARY = """\
schema: docgen.library/1
name: essai
languages: [fr, en]
vocabulary: vocabulary.yaml
dates: {as_of: as_of, effective: duree.effet, signature: duree.signature}
classes:
  paragraph: {definition: Definition, apparent: Apparent}
  table: {default: House Table}
capitalised: [France]
"""
VOCABULARY = """\
type: object
properties:
  id: {type: string}
  as_of: {type: string}
  locale: {type: string}
  duree: {properties: {effet: {type: string}, signature: {type: string}}}
  client:
    properties: {nom: {type: string, title: Nom du client}}
"""
PROFILE = "id: acme\nas_of: 2031-01-01\nlocale: fr-FR\n"


def clause_yaml(id_: str, more: str = "") -> str:
    """The least that a clause.yaml needs, and more."""
    text = f"schema: docgen.clause/1\nid: {id_}\n{more}"
    if "\ntitle:" not in f"\n{more}":
        text += f"title: {{fr: Titre {id_}, en: Title {id_}}}\n"
    if "\nrevisions:" not in f"\n{more}":
        text += "revisions:\n- {number: 1, change: legal}\n"
    return text


def type_yaml(id_: str, clauses: Sequence[str], more: str = "") -> str:
    """A document type with these clauses in one part, and more."""
    text = f"schema: docgen.document/1\nid: {id_}\n{more}"
    for key, value in (
        ("title", "{fr: Contrat, en: Agreement}"), ("template", "contrat"), ("languages", "[fr, en]"),
        ("parts", f"\n- title: {{fr: Cadre, en: Framework}}\n  clauses: [{', '.join(clauses)}]"),
    ):  # fmt: skip
        if f"\n{key}:" not in f"\n{more}":
            text += f"{key}: {value}\n"
    return text


@dataclass
class Bench:
    """A library on disk and the stages over it."""

    root: Path
    unknown: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def project(self) -> Project:
        return Project(self.root, filter_names(LANGUAGES), Index(None, ""), self.root)

    def filters(self, code: str = "fr") -> Filters:
        labels = self.library().labels
        return bound_filters(LANGUAGES[code], LANGUAGES, labels)

    def library(self) -> LibraryInfo:
        return sure(self.project.library())

    def types(self) -> tuple[DocumentType, ...]:
        return sure(self.project.document_types())

    def clause(self, id_: str) -> Outcome[ClauseSpec]:
        return self.project.clause(id_)

    def specs(self) -> list[ClauseSpec]:
        project = self.project
        return [sure(project.clause(i)) for i in project.clause_ids()]

    def profile(self, text: str = "") -> Profile:
        data = (PROFILE + text).encode()
        return sure(read_profile(data, "profil.yaml", self.library().vocabulary))

    def plans(self, profile: str = "", **asked: Any) -> tuple[tuple[DocumentPlan, ...], list[Diagnostic]]:
        """The documents of a profile, and what was wrong (drafts of revisions left out)."""
        read, library, project = self.profile(profile), self.library(), self.project
        request = Request(**asked)
        resolver = Resolver(
            read, library, lambda i: project.clause(i).value, self.filters, request,
            dates_of(read, library, request),
        )  # fmt: skip
        plans = resolver.plans(self.types())
        return plans, [d for d in resolver.found if d.code != "AS506"]

    def assembler(self, plan: DocumentPlan, shapes: Shapes) -> Assembler:
        """What puts the document of a plan together."""
        library = self.library()
        return Assembler(library, LANGUAGES[plan.language], self.filters(plan.language), shapes, frozenset({"à", "de"}), titles(library.vocabulary))

    def document(self, profile: str = "", shapes: Shapes | None = None, **asked: Any) -> tuple[Document, DocumentPlan]:
        """The first document of a profile, references still open."""
        (plan, *_), problems = self.plans(profile, **asked)
        assembler = self.assembler(plan, shapes or Shapes())
        document = assembler.document(plan, final=False, reference="", slots={})
        self.unknown = [path for path, _ in assembler.unknown]
        self.found = [*problems, *assembler.found]
        return document, plan

    def checked(self, profile: str = "", **asked: Any) -> list[Diagnostic]:
        """What the checks of a document say about the first document of a profile."""
        document, plan = self.document(profile, **asked)
        found = check_document(document, plan, LANGUAGES[plan.language], self.library(), Memo())
        return [*self.found, *found]


def sure(outcome: Outcome[T]) -> T:
    """The value of an outcome that must have one."""
    assert outcome.value is not None, "\n".join(map(str, outcome.diagnostics))
    return outcome.value


def text_of(document: Document) -> list[str]:
    """The paragraphs of a document as a reader sees them, with plain spaces."""
    blocks = [b for c in document.clauses() for b in c.blocks]
    return [plain_text(p).replace("\u00a0", " ") for b in blocks for p in paragraphs_of(b)]


def write_library(
    root: Path,
    clauses: Mapping[str, Mapping[str, str]] | None = None,
    types: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Bench:
    """Write a library.

    ``clauses`` holds the files of each clause, ``meta`` being what its clause.yaml says beside
    the least; without ``types`` one document type ``contrat`` holds them all.
    """
    clauses = clauses or {}
    written = {"clauses/library.yaml": LIBRARY, "clauses/vocabulary.yaml": VOCABULARY}
    for id_, texts in clauses.items():
        written[f"clauses/{id_}/clause.yaml"] = clause_yaml(id_, texts.get("meta", ""))
        written |= {f"clauses/{id_}/{name}": text for name, text in texts.items() if name != "meta"}
    for name, text in (types or {"contrat": type_yaml("contrat", tuple(clauses))}).items():
        written[f"templates/{name}.yaml"] = text
    for name, text in {**written, **(files or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Bench(root)


Write = Callable[..., Bench]


@pytest.fixture(scope="session")
def library_writer() -> Write:
    """The function that writes a library into a folder."""
    return write_library


@pytest.fixture
def a_library(tmp_path: Path) -> Write:
    """``a_library({"duree": {"r1.fr.md": "…"}})`` writes a library and gives its bench."""
    return lambda *args, **kwargs: write_library(tmp_path, *args, **kwargs)


@pytest.fixture
def type_of() -> Callable[..., str]:
    """The YAML of a document type."""
    return type_yaml


@pytest.fixture
def shown() -> Callable[[Document], list[str]]:
    """The paragraphs of a document."""
    return text_of


@pytest.fixture
def language() -> Callable[[str], Language]:
    """A language by its code."""
    return LANGUAGES.__getitem__
