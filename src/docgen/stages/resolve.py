"""Which documents, which clauses, which position, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any

from docgen.model.dataclass import dataclass, many
from docgen.model.diagnostic import Diagnostic, Place, error, info
from docgen.model.doctype import DocumentType, Variant
from docgen.model.library import ClauseSpec, ClauseText, LibraryInfo, Position, Revision
from docgen.model.plan import Chosen, Dates, DocumentPlan, Request, main_of
from docgen.model.profile import Profile
from docgen.stages.choose_revision import RevisionChoice
from docgen.stages.compiled import Compute, GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters, path_of
from docgen.stages.parameters import Parameters, compile_parameters
from docgen.stages.scope import scope_of
from docgen.stages.wording import FilterError

ClauseOf = Callable[[str], ClauseSpec | None]
FiltersOf = Callable[[str], Filters]
MOST_REMEMBERED = 100_000
_NO_CHOICE: Mapping[str, Any] = MappingProxyType({})


def dates_of(profile: Profile, info_: LibraryInfo, request: Request) -> Dates:
    """The dates of the contract: given on the command line, else read from the profile."""
    as_of = request.as_of or _text(profile, info_.dates.get("as_of", "as_of"))
    effective = request.effective or _text(profile, info_.dates.get("effective", "")) or as_of
    return Dates(as_of, effective, _text(profile, info_.dates.get("signature", "")) or effective)


def _text(profile: Profile, path: str) -> str:
    value = profile.get(path) if path else None
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a clause is printed, and why."""

    position: Position | None
    revision: Revision
    text: ClauseText
    reasons: tuple[str, ...]


def _close(word: str, known: Sequence[str]) -> list[str]:
    from difflib import get_close_matches  # only a mistake asks for it

    return get_close_matches(word, known, 1)


def _lent(plan: DocumentPlan, plans: Sequence[DocumentPlan]) -> tuple[ClauseSpec, ...]:
    """The clauses of the document that a plan is an annex of."""
    main = main_of(plan, plans)
    return tuple(c.spec for c in main.clauses) if main else ()


@dataclass(slots=True)
class Resolver:
    """Resolves the whole set of documents of one profile."""

    profile: Profile
    library: LibraryInfo
    clause_of: ClauseOf
    filters_of: FiltersOf
    request: Request
    dates: Dates
    found: list[Diagnostic] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)
    _revisions: RevisionChoice = field(init=False)

    def __post_init__(self) -> None:
        """Whatever is said of a revision is said among what the rest has found."""
        self._revisions = RevisionChoice(self.profile, self.library, self.dates, self.request.final, self.found)

    def plans(self, doctypes: Sequence[DocumentType]) -> tuple[DocumentPlan, ...]:
        """Every document to be made, in the order of the document types."""
        if len(self.memo) > MOST_REMEMBERED:
            self.memo.clear()
        base = scope_of(self.profile, self.library, self.dates, self.request.inputs)
        self._unknown_choices(doctypes)
        wanted = {t.id for t in doctypes if t.id in self.request.types}
        cited = {t.annex_of.type for t in doctypes if t.id in wanted and t.annex_of} - wanted
        plans = [p for t in doctypes if not t.amends for p in self._documents(t, base, cited)]
        return tuple(replace(p, lent=_lent(p, plans), context=p.doctype.id in cited) for p in plans)

    def amendment(
        self, doctype: DocumentType, changed: DocumentPlan, key: str, facts: Mapping[str, Any]
    ) -> DocumentPlan:
        """The amendment of one document: it sees what that document sees, and beside it ``facts``."""
        self.found.clear()
        language = changed.language if changed.language in doctype.languages else doctype.languages[0]
        plan = self._document(doctype, key, {**changed.scope, **facts}, language)
        return replace(plan, group=changed.group)

    def _unknown_choices(self, doctypes: Sequence[DocumentType]) -> None:
        """A choice about a clause that does not exist would change nothing, and nobody would notice."""
        choices = self.profile.data.get(self.library.choices.at)
        known = {id_ for doctype in doctypes for id_ in doctype.clause_ids()}
        for id_ in choices if isinstance(choices, dict) else ():
            if id_ not in known and self.clause_of(id_) is None:
                close = _close(id_, sorted(known))
                hint = f'did you mean "{close[0]}"?' if close else "take it out of the profile"
                place = self._choice_place(id_)
                self.found.append(error("LB230", f'the library has no clause "{id_}"', place, hint))

    # -- documents
    def _documents(
        self, doctype: DocumentType, base: Mapping[str, Any], cited: Collection[str]
    ) -> Iterable[DocumentPlan]:
        """The documents of a type; those of a type that is only ``cited`` are made where it applies."""
        language = self._language(doctype)
        if language is None or not self._wanted(doctype, base, language, doctype.id in cited):
            return
        if self.request.language not in ("", language):
            self.found.append(info("AS509", f'"{doctype.id}" is not written in "{self.request.language}": made in "{language}"',
                                   doctype.place, "add the language to the document type and to its clauses"))  # fmt: skip
        if doctype.each is None:
            yield self._document(doctype, "", dict(base), language)
            return
        name, expression = doctype.each
        items = self._value(expression, base, language, doctype.place)
        path = path_of(expression, base)
        for index, item in enumerate(items if isinstance(items, list) else []):
            scope = {**base, name: item}
            key = str(item.get("id", index + 1)) if isinstance(item, dict) else str(item)
            if doctype.key is not None:
                key = str(self._value(doctype.key, scope, language, doctype.place) or key)
            yield self._document(doctype, key, scope, language, {name: f"{path}[{key}]"})

    def _language(self, doctype: DocumentType) -> str | None:
        wanted = self.request.language or str(self.profile.data.get("locale", ""))[:2]
        languages = doctype.languages or self.library.languages
        if wanted in languages:
            return wanted
        if self.request.language and doctype.id in self.request.types:
            self.found.append(error("AS501", f'"{doctype.id}" is not written in "{wanted}"', doctype.place,
                                    f"its languages: {', '.join(languages)}"))  # fmt: skip
            return None
        return languages[0]

    def _wanted(self, doctype: DocumentType, base: Mapping[str, Any], language: str, cited: bool) -> bool:
        if self.request.types and not cited:
            return doctype.id in self.request.types
        if doctype.applies_when is None:
            return True
        return bool(self._value(doctype.applies_when, base, language, doctype.place))

    def _document(
        self,
        doctype: DocumentType,
        key: str,
        scope: dict[str, Any],
        language: str,
        paths: Mapping[str, str] | None = None,
    ) -> DocumentPlan:
        for name, expression in doctype.let:
            scope[name] = self._value(expression, scope, language, doctype.place)
        self._unknown_inputs(doctype, scope, language)
        variant = self._variant(doctype, scope, language)
        dropped = variant.drop if variant else frozenset()
        doctype = (variant.form if variant else None) or doctype
        scope["document"] = {"type": doctype.id, "view": doctype.view, "language": language,
                             "variant": variant.id if variant else "", "clauses": []}  # fmt: skip
        specs = [
            (spec, why)
            for id_ in doctype.clause_ids()
            if id_ not in dropped and (spec := self._spec(id_, doctype)) is not None
            and (why := self._included(spec, scope, language)) is not None
        ]  # fmt: skip
        scope["document"]["clauses"] = [spec.id for spec, _ in specs]
        chosen = [self._chosen(spec, why, doctype, scope, language, paths or {}) for spec, why in specs]
        rows = [row for row in chosen if row is not None]
        return DocumentPlan(doctype, key, language, variant.id if variant else "", scope,
                            tuple(many(Chosen, *zip(*rows, strict=True))) if rows else (),
                            self._group(doctype, key, scope, language))  # fmt: skip

    def _group(self, doctype: DocumentType, key: str, scope: Mapping[str, Any], language: str) -> str:
        if doctype.group is None:
            return key
        found = self._value(doctype.group, scope, language, doctype.place)
        return found if isinstance(found, str) else key

    def _unknown_inputs(self, doctype: DocumentType, scope: Mapping[str, Any], language: str) -> None:
        """AS511 for a value that was given and that this document has no use for."""
        if doctype.inputs is None:
            return
        found = self._value(doctype.inputs, scope, language, doctype.place)
        known = [n for n in found if isinstance(n, str)] if isinstance(found, list) else []
        for name in self.request.inputs:
            if name not in known:
                close = _close(name, known)
                hint = f'did you mean "{close[0]}"?' if close else f"values: {', '.join(known) or 'none'}"
                self.found.append(error("AS511", f'"{doctype.id}" takes no value "{name}"', doctype.place, hint))

    def _variant(self, doctype: DocumentType, scope: Mapping[str, Any], language: str) -> Variant | None:
        if self.request.variant:
            return next((v for v in doctype.variants if v.id == self.request.variant), None)
        return next(
            (v for v in doctype.variants if v.when is not None and self._value(v.when, scope, language, doctype.place)),
            None,
        )  # fmt: skip

    def _spec(self, id_: str, doctype: DocumentType) -> ClauseSpec | None:
        spec = self.clause_of(id_)
        if spec is None:
            place = doctype.places.get(id_, doctype.place)
            self.found.append(error("LB230", f'the library has no clause "{id_}"', place,
                                    "write it, or take it out of the outline"))  # fmt: skip
        return spec

    # -- clauses
    def _included(self, spec: ClauseSpec, scope: Mapping[str, Any], language: str) -> str | None:
        """Why the clause is there, None when it is not."""
        keys = self.library.choices
        forced = self._mine(spec.id).get(keys.include)
        if forced is not None:
            return f"profile: {keys.at}.{spec.id}.{keys.include}" if forced else None
        if spec.applies_when is None:
            return "always applies"
        return "applies_when holds" if self._value(spec.applies_when, scope, language, spec.place) else None

    def _mine(self, id_: str) -> Mapping[str, Any]:
        """What the profile chooses for a clause."""
        choices = self.profile.data.get(self.library.choices.at)
        if not choices or not isinstance(choices, dict):
            return _NO_CHOICE
        mine = choices.get(id_)
        return mine if isinstance(mine, dict) else _NO_CHOICE

    def _choice_place(self, id_: str, *keys: str) -> Place:
        return self.profile.place((self.library.choices.at, id_, *keys))

    def _chosen(
        self, spec: ClauseSpec, why: str, doctype: DocumentType, scope: Mapping[str, Any],
        language: str, paths: Mapping[str, str],
    ) -> tuple[Any, ...] | None:  # fmt: skip
        """The fields of what is chosen of a clause, None where there is nothing to choose."""
        mine = self._mine(spec.id)
        wording, parameters = self._usual(spec, doctype, scope, language, mine)
        if wording is None:
            return None
        position = wording.position
        values = parameters.values(scope, self._given(spec, mine) if mine else mine, position, self.found)
        values["position"] = position.id if position else ""
        values["document"] = scope["document"]
        return (spec, wording.revision, position, wording.text, values, parameters.paths_with(paths),
                (why, *wording.reasons))  # fmt: skip

    def _usual(
        self, spec: ClauseSpec, doctype: DocumentType, scope: Mapping[str, Any], language: str, mine: Mapping[str, Any]
    ) -> tuple[Wording | None, Parameters]:
        """Position, revision and text of a clause, and its parameters; found once where they hang on nothing but the day."""
        key = ("usual", id(spec), doctype.view_of(spec.id), language, self.dates.effective)
        kept = None if mine else self.memo.get(key)
        if kept is not None:
            return kept[1], kept[2]
        before = len(self.found)
        wording, parameters = self._wording(spec, mine, doctype, scope, language), self._parameters(spec, language)
        if not mine and len(self.found) == before and all(p.selected_by is None for p in spec.positions):
            self.memo[key] = (spec, wording, parameters)
        return wording, parameters

    def _wording(
        self, spec: ClauseSpec, mine: Mapping[str, Any], doctype: DocumentType, scope: Mapping[str, Any], language: str
    ) -> Wording | None:
        position, position_why = self._position(spec, mine, scope, language)
        revision, revision_why = self._revisions.choose(spec, mine)
        if revision is None:
            return None
        view = doctype.view_of(spec.id)
        text = self._text(spec, revision, position, view, language)
        if text is None:
            there = spec.file(revision.number, position.id if position else "", view, language)
            self.found.append(error("LB231", f'"{spec.id}" r{revision.number} has no text in "{language}"'
                                    f' for "{doctype.id}"{" that can be read" if there else ""}', revision.place,
                                    f"mend {spec.id}/{there}" if there else f"write {spec.id}/r{revision.number}.{language}.md"))  # fmt: skip
            return None
        return Wording(position, revision, text, tuple(r for r in (position_why, revision_why) if r))

    def _text(
        self, spec: ClauseSpec, revision: Revision, position: Position | None, view: str, language: str
    ) -> ClauseText | None:
        """The most specific text; looked for once."""
        key = (id(spec), revision.number, position.id if position else "", view, language)
        kept = self.memo.get(key)
        if kept is None:
            kept = self.memo[key] = (spec, spec.text(*key[1:]))
        found: ClauseText | None = kept[1]
        return found

    def _position(
        self, spec: ClauseSpec, mine: Mapping[str, Any], scope: Mapping[str, Any], language: str
    ) -> tuple[Position | None, str]:
        if not spec.positions:
            return None, ""
        wanted = mine.get(self.library.choices.position)
        if wanted is not None:
            return self._asked_position(spec, str(wanted))
        for position in spec.positions:
            if position.selected_by is not None and self._value(position.selected_by, scope, language, spec.place):
                return position, f"position {position.id}: its condition holds"
        first = next((p for p in spec.positions if p.selected_by is None), spec.positions[0])
        return first, f"position {first.id}: {first.kind}"

    def _asked_position(self, spec: ClauseSpec, wanted: str) -> tuple[Position | None, str]:
        found = next((p for p in spec.positions if p.id == wanted), None)
        place = self._choice_place(spec.id, self.library.choices.position)
        if found is None:
            ids = [p.id for p in spec.positions]
            close = _close(wanted, ids)
            hint = f'did you mean "{close[0]}"?' if close else f"positions: {', '.join(ids)}"
            self.found.append(error("AS502", f'"{spec.id}" has no position "{wanted}"', place, hint))
            return spec.positions[0], ""
        if found.approval and self.library.approvers(spec.library, found.approval) is None:  # else checks.governance knows whether it was given
            self.found.append(info("AS503", f'"{spec.id}" takes the {found.kind} position "{wanted}"', place,
                                   f"it asks for the approval of {found.approval}"))  # fmt: skip
        return found, f"position {wanted}: chosen in the profile"

    # -- values
    def _given(self, spec: ClauseSpec, mine: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters that the profile gives for a clause alone."""
        chosen = mine.get(self.library.choices.parameters)
        given = {k: v for k, v in chosen.items() if v is not None} if isinstance(chosen, dict) else {}
        if given:
            self._unknown_parameters(spec, given)
        return given

    def _parameters(self, spec: ClauseSpec, language: str) -> Parameters:
        """The parameters of a clause, compiled once for each language."""
        key = ("parameters", id(spec), language)
        kept = self.memo.get(key)
        if kept is None:
            made = compile_parameters(spec, self.library.choices, self.filters_of(language))
            kept = self.memo[key] = (spec, made)
        parameters: Parameters = kept[1]
        return parameters

    def _unknown_parameters(self, spec: ClauseSpec, given: Mapping[str, Any]) -> None:
        names = [p.name for p in spec.parameters]
        for name in given:
            if name not in names:
                close = _close(name, names)
                hint = f'did you mean "{close[0]}"?' if close else f"parameters: {', '.join(names)}"
                place = self._choice_place(spec.id, self.library.choices.parameters, name)
                self.found.append(error("AS507", f'"{spec.id}" has no parameter "{name}"', place, hint))

    def _value(self, expression: Any, scope: Mapping[str, Any], language: str, place: Place) -> Any:
        try:
            return self._computed(expression, language)(scope)
        except GiveUp:
            return ABSENT
        except FilterError as exc:
            self.found.append(error("CL330", str(exc), place, getattr(exc, "hint", None)))
            return ABSENT

    def _computed(self, expression: Any, language: str) -> Compute:
        """An expression as a function of the scope, compiled once for each language."""
        key = (id(expression), language)
        kept = self.memo.get(key)
        if kept is None:
            kept = self.memo[key] = (expression, compile_expression(expression, self.filters_of(language)))
        compute: Compute = kept[1]
        return compute
