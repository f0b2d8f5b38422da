"""Everything a verb needs, loaded once: library, document types, templates, languages, caches.

A workshop is made for one project and can draft many profiles; nothing global holds state. What only drawing a document
needs is imported when one is drawn: many verbs draw none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.app.opening import LABEL_FILTERS, open_files
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.doctype import DocumentType
from docgen.model.language import Language
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.obligation import Duty
from docgen.model.plan import Dates, DocumentPlan, Request
from docgen.model.profile import Profile
from docgen.stages.evaluate import READY, REMEMBERED, Filters
from docgen.stages.wording import filters_for, writes_typography
from docgen.store.atomic import read_bytes
from docgen.store.project import MAX_FILE, MAX_TEMPLATE, Project, approvals_path

if TYPE_CHECKING:
    from docgen.app.amend import Amended
    from docgen.app.draft import Made
    from docgen.app.frames import Frames
    from docgen.app.recalled import Recalled
    from docgen.checks.document import Memo
    from docgen.render.word.docx import WordPress
    from docgen.render.word.template import CompiledTemplate
    from docgen.stages.assemble import Shapes
    from docgen.stages.resolve import Resolver


class Workshop:
    """One project, ready to work on."""

    def __init__(self, project: Project, languages: Mapping[str, Language]) -> None:
        self.project, self._languages = project, languages
        self._filters: dict[str, Filters] = {}
        self._presses: dict[str, Outcome[WordPress]] = {}
        self._library: Outcome[LibraryInfo] | None = None
        self._types: Outcome[tuple[DocumentType, ...]] | None = None
        self._titles: dict[str, str] | None = None
        self._memo: dict[Any, Any] = {}
        self._prepositions: dict[str, frozenset[str]] = {}
        self._remembers = True

    # -- what only drawing needs
    @cached_property
    def shapes(self) -> Shapes:
        """The shapes of texts that were parsed."""
        from docgen.stages.assemble import Shapes

        return Shapes()

    @cached_property
    def memo(self) -> Memo:
        """What the checks of documents found out about clauses."""
        from docgen.checks.document import Memo

        return Memo()

    @cached_property
    def frames(self) -> Frames:
        """The documents that were numbered, ready for other values."""
        from docgen.app.frames import Frames

        return Frames(self.project)

    @cached_property
    def _past(self) -> Recalled:
        from docgen.app.recalled import Recalled

        return Recalled(self.project.index, self._languages.values())

    # -- what is loaded
    def library(self) -> Outcome[LibraryInfo]:
        """The library's own settings, rules and data."""
        if self._library is None:
            self._library = self.project.library()
        return self._library

    def document_types(self) -> Outcome[tuple[DocumentType, ...]]:
        """The document types of the project."""
        if self._types is None:
            self._types = self.project.document_types()
        return self._types

    def clause(self, id_: str) -> ClauseSpec | None:
        """A clause of the library, None when there is none or it cannot be read."""
        return self.project.clause(id_).value

    def with_clause_files(self, files: Mapping[str, bytes]) -> Workshop:
        """A workshop for a trial: files of clauses (``<clause>/<file>``) with other contents. Nothing of it is kept.

        :raises LookupError: when the library has no such file.
        """
        trial = Workshop(self.project.with_clause_files(files), self._languages)
        trial._library, trial._types, trial._titles = self._library, self._types, self._titles
        trial._presses, trial._filters = self._presses, self._filters
        trial.shapes, trial.memo, trial._memo = self.shapes.branched(), self.memo, dict(self._memo)
        return trial

    def clause_findings(self, ids: Collection[str]) -> list[Diagnostic]:
        """What is wrong in ``clause.yaml`` of these clauses, and in those of their texts that were asked for."""
        return [d for id_ in ids for d in self.project.clause_findings(id_)]

    @property
    def languages(self) -> Mapping[str, Language]:
        """Every language that docgen knows, by its code."""
        return self._languages

    def language(self, code: str) -> Language:
        """A language by code; the first of all where a library names one that docgen lacks."""
        return self._languages.get(code) or next(iter(self._languages.values()))

    def prepositions(self, language: Language) -> frozenset[str]:
        """The words that may begin a reference, with a small or a capital letter."""
        if language.code not in self._prepositions:
            prefix = "reference.prepositions."
            words = [k.removeprefix(prefix) for k in language.phrases if k.startswith(prefix)]
            self._prepositions[language.code] = frozenset({*words, *(w[:1].upper() + w[1:] for w in words)})
        return self._prepositions[language.code]

    def filters(self, code: str) -> Filters:
        """Every filter, bound to a language and to the labels of the library."""
        if code not in self._filters:
            from docgen.stages.calculations import with_calculations

            library = self.library().value
            labels = library.labels if library else {}
            bound = bound_filters(self.language(code), self._languages, labels)
            self._filters[code] = with_calculations(bound, library.calculations if library else ())
        return self._filters[code]

    def titles(self) -> Mapping[str, str]:
        """What the vocabulary calls each field."""
        if self._titles is None:
            stamp = self.project.stamp(())
            self._titles = self.project.index.through("titles", stamp, self._read_titles) if stamp else self._read_titles()
        return self._titles

    def _read_titles(self) -> dict[str, str]:
        from docgen.stages.vocabulary_titles import titles

        library = self.library().value
        return titles(library.vocabulary) if library else {}

    def press(self, name: str, place: Place) -> Outcome[WordPress]:
        """A Word template, compiled."""
        if name not in self._presses:
            self._presses[name] = self._press(name, place)
        return self._presses[name]

    def _press(self, name: str, place: Place) -> Outcome[WordPress]:
        stamp = self.project.template_stamp(name)
        path = self.project.template_path(name)
        if not stamp:
            from difflib import get_close_matches

            there = sorted(p.stem for p in path.parent.glob("*.docx") if not p.name.startswith("~$"))
            close = get_close_matches(name, there, 1)
            hint = f"put it at {self.project.shown(path)}" + (f', or did you mean "{close[0]}"?' if close else "")
            return Outcome(None, (error("WD700", f'there is no Word template "{name}"', place, hint),))
        compiled: Outcome[CompiledTemplate] = self.project.index.through(
            f"template:{name}", stamp, lambda: self._compile(path)
        )
        library = self.library().value
        if compiled.value is None or library is None:
            return Outcome(None, compiled.diagnostics)
        from docgen.render.word.docx import press

        ready = press(compiled.value, library.paragraph_styles, library.table_styles)
        return Outcome(ready, compiled.diagnostics)

    def _compile(self, path: Path) -> Outcome[CompiledTemplate]:
        from docgen.render.word.template import compile_template

        data = read_bytes(path, MAX_TEMPLATE)
        if data.value is None:
            return Outcome(None, data.diagnostics)
        return compile_template(data.value, self.project.shown(path))

    def recall(self, profile: Profile) -> None:
        """Know what an earlier run knew of this profile, see :class:`Recalled`."""
        self._past.recall(profile.file, self.shapes, self.memo)

    def remember(self, profile: Profile) -> None:
        """Keep what this run has found out for the next one."""
        if self._remembers:
            self._past.remember(profile.file, self.shapes, self.memo)

    def only_tries(self) -> None:
        """What is drawn from now on is no draft of its profile: the next run has no use for its shapes."""
        self._remembers = False

    # -- profiles
    def profile(self, path: Path) -> Outcome[Profile]:
        """A profile, read, typed and checked against the vocabulary."""
        data = read_bytes(path, MAX_FILE)
        if data.value is None or self.library().value is None:
            return Outcome(None, (*data.diagnostics, *self.library().diagnostics))
        return self.with_approvals(self.profile_from(data.value, self.project.shown(path)), path)

    def with_approvals(self, read: Outcome[Profile], path: Path) -> Outcome[Profile]:
        """The profile with the approvals of its positions, from the file for them beside it; only where somebody is asked for any."""
        beside = approvals_path(path)
        library = self.library().value
        if read.value is None or library is None or not library.asks or not beside.is_file():
            return read
        from docgen.stages.approvals import read_approvals

        data = read_bytes(beside, MAX_FILE)
        outcome = read_approvals(data.value or b"", self.project.shown(beside), read.value.id) if data.value is not None else None
        found = (*read.diagnostics, *data.diagnostics, *(outcome.diagnostics if outcome else ()))
        given = outcome.value if outcome else None
        return Outcome(replace(read.value, approvals=given) if given else read.value, found)

    def profile_from(self, data: bytes, shown: str, *, kept_as: str = "") -> Outcome[Profile]:
        """The profile in the bytes of a file; ``shown`` is what messages call the file, ``kept_as`` what the index does."""
        library = self.library()
        if library.value is None:
            return Outcome(None, library.diagnostics)
        from hashlib import sha256

        info = library.value
        stamp = sha256(data).hexdigest() + library_stamp(info)
        read = self.project.index.through(f"profile:{kept_as or shown}", stamp, lambda: read_checked_profile(data, shown, info))
        if read.value is None and has_errors(library.diagnostics):
            # Without its vocabulary nothing tells the documents of a file apart.
            own = (d for d in read.diagnostics if d.code != "PF208")
            return Outcome(None, (*library.diagnostics, *own))
        return read

    # -- resolving
    def resolve(
        self, profile: Profile, library: LibraryInfo, types: tuple[DocumentType, ...], request: Request, dates: Dates
    ) -> tuple[tuple[DocumentPlan, ...], list[Diagnostic]]:
        """The documents to be made, and what was wrong on the way."""
        resolver = self._resolver(profile, library, request, dates)
        plans = tuple(self._with_duties(plan, resolver.found) for plan in resolver.plans(types))
        return plans, resolver.found

    def resolve_amendment(
        self, profile: Profile, one: Amended, request: Request, dates: Dates
    ) -> tuple[DocumentPlan, list[Diagnostic]]:
        """The amendment of one document."""
        library = self.library().value
        assert library is not None
        resolver = self._resolver(profile, library, request, dates)
        return resolver.amendment(one.doctype, one.plan, one.key, one.facts), resolver.found

    def _resolver(self, profile: Profile, library: LibraryInfo, request: Request, dates: Dates) -> Resolver:
        from docgen.stages.resolve import Resolver

        return Resolver(profile, library, self.clause, self.filters, request, dates, memo=self._memo)

    def _with_duties(self, plan: DocumentPlan, found: list[Diagnostic]) -> DocumentPlan:
        """The plan with the duties of its clauses, where one of its texts prints them."""
        if not any(c.text.obligations for c in plan.clauses):
            return plan
        from docgen.stages.obligations import with_duties

        duties, problems = self.duties(plan)
        found += problems
        return with_duties(plan, duties)

    def duties(self, plan: DocumentPlan) -> tuple[tuple[Duty, ...], tuple[Diagnostic, ...]]:
        """The duties that the clauses of a document create, and what was wrong with them."""
        from docgen.stages.assemble import label_of
        from docgen.stages.obligations import duties_of

        titles, library = self.titles(), self.library().value
        calculations = library.calculations if library else ()
        return duties_of(plan, self.filters(plan.language), self.language(plan.language),
                         lambda path: label_of(titles, path), calculations)  # fmt: skip

    def rules(self, profile: Profile, library: LibraryInfo, dates: Dates) -> tuple[Diagnostic, ...]:
        """The rules of the library that fire on the profile."""
        from docgen.checks.rules import check_rules
        from docgen.stages.scope import scope_of

        code = library.languages[0]
        scope = scope_of(profile, library, dates)
        return check_rules(profile, library, scope, self.filters(code), self.language(code))

    def document_rules(
        self, documents: Sequence[Made], library: LibraryInfo, found: Sequence[Diagnostic], profile: Profile
    ) -> tuple[Diagnostic, ...]:
        """The findings, in the words of the rules that speak about them, and the rules that fire on a document."""
        from docgen.checks.document_facts import document_facts, rule_scope
        from docgen.checks.rules import check_document_rules, in_words_of_rules
        from docgen.checks.sets import beside

        code = library.languages[0]
        language, filters = self.language(code), self.filters(code)
        out = [*in_words_of_rules(found, library, filters, language)]
        plans = [m.plan for m in documents]
        for made in documents if any(r.scope == "document" for r in library.rules) else ():
            facts = document_facts(made.document, made.plan, beside(made.plan, plans))
            scope = rule_scope(made.plan, facts)
            out += check_document_rules(library, scope, filters, language, made.plan.doctype.place, profile.places)
        return tuple(out)

    def forget_signed(self) -> None:
        """Let go of what serves one signed contract alone."""
        stay = self.frames.forget_signed()
        for opened in self._presses.values():
            if opened.value is not None:
                opened.value.keep_only(stay)

    def close(self) -> None:
        """Keep what was compiled."""
        if "frames" in self.__dict__:
            self.frames.keep()
        self.project.index.close()


def library_stamp(library: LibraryInfo) -> str:
    """Changes when the vocabulary does."""
    from hashlib import sha256

    return sha256(repr(library.vocabulary).encode()).hexdigest()


def read_checked_profile(data: bytes, file: str, library: LibraryInfo) -> Outcome[Profile]:
    """A profile with the findings of the reader and of the vocabulary."""
    from docgen.checks.vocabulary import check_vocabulary
    from docgen.stages.read_profile import read_profile
    from docgen.stages.schema_walk import document_schema

    outcome = read_profile(data, file, library.vocabulary)
    if outcome.value is None:
        return outcome
    found = vocabulary_findings(outcome.value, library)
    schema, root = document_schema(library.vocabulary), library.vocabulary
    for record, places in outcome.value.records_placed():
        found += check_vocabulary(record, places, schema, file, root=root)
    return Outcome(outcome.value, (*outcome.diagnostics, *found))


def vocabulary_findings(profile: Profile, library: LibraryInfo) -> list[Diagnostic]:
    """Everything in a profile that the vocabulary refuses."""
    from docgen.checks.vocabulary import check_vocabulary
    from docgen.stages.schema_walk import document_schema

    schema, root = document_schema(library.vocabulary), library.vocabulary
    return list(check_vocabulary(profile.data, profile.places, schema, profile.file, root=root))


def bound_filters(
    language: Language, languages: Mapping[str, Language], labels: Mapping[str, Any]
) -> Filters:
    """``f(value, *args)`` for every filter in every language's name for it."""

    def bind(function: Callable[..., Any]) -> Callable[..., Any]:
        def filtered(value: Any, *args: Any) -> Any:
            return function(value, language, *args)

        setattr(filtered, READY, writes_typography(function))
        setattr(filtered, REMEMBERED, lru_cache(maxsize=5_000, typed=True)(filtered))
        return filtered

    def label(value: Any, table: Any = "") -> Any:
        entry = labels.get(str(table), {}).get(str(value), {})
        return entry.get(language.code, str(value)) if isinstance(entry, Mapping) else str(value)

    def labels_of(value: Any, table: Any = "") -> Any:
        return [label(v, table) for v in value] if isinstance(value, list) else label(value, table)

    ordered = [language, *(other for other in languages.values() if other is not language)]
    bound = {name: bind(f) for name, f in filters_for(*reversed(ordered)).items()}
    return {**bound, **dict.fromkeys(LABEL_FILTERS, labels_of)}


def open_workshop(start: Path, *, shown_from: Path, use_index: bool = True) -> Outcome[Workshop]:
    """The workshop of the project at or above a path."""
    opened = open_files(start, shown_from=shown_from, use_index=use_index)
    return Outcome(Workshop(*opened.value)) if opened.value else Outcome(None, opened.diagnostics)
