"""``library.yaml``, rules, labels, reference data and document types to values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs

from docgen.model.calculation import Calculation
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.doctype import (
    AnnexOf,
    DocumentType,
    OutlineAnnex,
    OutlinePart,
    OutlineSection,
    Variant,
)
from docgen.model.library import ChangeKeys, ChoiceKeys, ContractFacts, DatedValue, LibraryInfo, Rule
from docgen.model.people import People
from docgen.model.script import Expr, Script
from docgen.stages.file_models.base import iso
from docgen.stages.file_models.document_type import AnnexModel, DocumentTypeModel, PartModel, VariantModel
from docgen.stages.file_models.library import LibraryModel, ReferenceModel, RuleModel, RulesModel
from docgen.stages.read_calculations import read_calculations
from docgen.stages.read_file import Loaded, read_model, said
from docgen.stages.read_people import read_people
from docgen.stages.script_parse import parse_expression, parse_script
from docgen.stages.typed import PATCH, plain
from docgen.stages.yaml_nodes import document
from docgen.stages.yaml_text import read_yaml

ReadFile = Callable[[str], bytes | None]


class _Reader:
    """Reads the files that ``library.yaml`` names and collects what is wrong."""

    def __init__(self, path: str, read: ReadFile, filters: Collection[str]) -> None:
        self.path, self.read, self.filters = path, read, filters
        self.found: list[Diagnostic] = []

    def file(self, name: str, place: Place) -> bytes | None:
        data = self.read(name) if name else None
        if name and data is None:
            self.found.append(error("LB205", f"there is no file {self.path}/{name}", place,
                                    "write it, or correct its name here"))  # fmt: skip
        return data

    def data(self, name: str, place: Place) -> Any:
        """A file of plain data, without any schema."""
        raw = self.file(name, place)
        if raw is None:
            return {}
        nodes = read_yaml(raw, f"{self.path}/{name}")
        self.found += nodes.diagnostics
        if nodes.value is None:
            return {}
        root = document(nodes.value, f"{self.path}/{name}")
        self.found += root.diagnostics
        return plain(root.value) if root.value is not None else {}

    def expression(self, text: str, place: Place) -> Expr | None:
        outcome = parse_expression(text, place, self.filters)
        self.found += outcome.diagnostics
        return outcome.value

    def optional(self, text: str, place: Place) -> Expr | None:
        return self.expression(text, place) if text else None

    def script(self, text: str, place: Place) -> Script:
        outcome = parse_script(text, place.file, self.filters, first_line=max(place.line, 1))
        self.found += outcome.diagnostics
        return outcome.value or ()

    def each(self, text: str, place: Place) -> tuple[str, Expr, str] | None:
        """``list as name`` as (name, expression, path)."""
        path, separator, name = text.partition(" as ")
        if not separator or not name.strip().isidentifier():
            self.found.append(error("LB216", f'"{text}" is not of the form `list as name`', place))
            return None
        expression = self.expression(path, place)
        return (name.strip(), expression, path.strip()) if expression is not None else None

    def rules(self, name: str, place: Place) -> tuple[Mapping[str, Any], tuple[Rule, ...]]:
        raw = self.file(name, place)
        if raw is None:
            return {}, ()
        loaded = read_model(raw, f"{self.path}/{name}", RulesModel)
        self.found += loaded.diagnostics
        if loaded.value is None:
            return {}, ()
        rules = [self.rule(loaded.value, n, r) for n, r in enumerate(loaded.value.model.rules)]
        return loaded.value.model.policy, tuple(r for r in rules if r is not None)

    def rule(self, loaded: Loaded[RulesModel], n: int, r: RuleModel) -> Rule | None:
        place = loaded.place("rules", n)
        when = self.optional(r.when, loaded.place("rules", n, "when"))
        each = [self.each(e, loaded.place("rules", n, "each", i)) for i, e in enumerate(r.each)]
        if (r.scope == "finding") is not bool(r.codes) or (r.scope == "finding") is bool(r.when):
            self.found.append(error("LB219", f"the rule {r.id} needs a condition, or codes and scope: finding", place,
                                    "a rule fires when `when` holds, or on findings of docgen named under `codes`"))  # fmt: skip
        if (when is None and r.scope != "finding") or None in each:
            return None
        return Rule(
            r.id, r.severity, tuple(e for e in each if e), when, r.at,
            {k: self.script(v, loaded.place("rules", n, "message", k)) for k, v in r.message.items()},
            {k: self.script(v, loaded.place("rules", n, "hint", k)) for k, v in r.hint.items()},
            tuple(r.source), loaded.data["rules"][n].get("test", {}), place, r.scope, frozenset(r.codes),
        )  # fmt: skip

    def reference(self, name: str, place: Place) -> tuple[DatedValue, ...]:
        raw = self.file(name, place)
        if raw is None:
            return ()
        loaded = read_model(raw, f"{self.path}/{name}", ReferenceModel)
        self.found += loaded.diagnostics
        if loaded.value is None:
            return ()
        return tuple(
            DatedValue(v.id, v.value, iso(v.valid_from), iso(v.valid_to), v.source, v.grade)
            for v in loaded.value.model.values
        )


def read_library_info(
    path: str, read: ReadFile, filters: Collection[str], known: Sequence[Calculation] = ()
) -> Outcome[LibraryInfo]:
    """``library.yaml`` and everything it names.

    :param read: gives the bytes of a file, or None.
    :param known: the calculations of the libraries that it builds on, which its own may call.
    """
    reader = _Reader(path, read, filters)
    raw = reader.file("library.yaml", Place(path))
    if raw is None:
        return Outcome(None, tuple(reader.found))
    loaded = read_model(raw, f"{path}/library.yaml", LibraryModel)
    reader.found += loaded.diagnostics
    if loaded.value is None:
        return Outcome(None, tuple(reader.found))
    m, at = loaded.value.model, loaded.value.place
    policy, rules = reader.rules(m.rules, at("rules"))
    info = LibraryInfo(
        name=m.name, languages=tuple(m.languages),
        vocabulary=_with_patches(reader.data(m.vocabulary, at("vocabulary")), m),
        policy=policy, rules=rules, labels=reader.data(m.labels, at("labels")),
        data={k: reader.data(v, at("data", k)) for k, v in m.data.items()},
        reference=tuple(v for n, f in enumerate(m.reference) for v in reader.reference(f, at("reference", n))),
        dates=m.dates, choices=_choice_keys(m),
        paragraph_styles=m.classes.paragraph, table_styles=m.classes.table,
        capitalised=frozenset(m.capitalised), place=at(), interview=m.interview, requirements=m.requirements, vocabulary_file=m.vocabulary,
        amendments=_change_keys(m),
        calculations=_calculations(reader, m, at("calculations"), known),
        version=m.version, licence=m.licence, authors=tuple(m.authors),
        people=_people(reader, m.people, at("people")),
        contract=ContractFacts(*(reader.optional(getattr(m.contract, k), at("contract", k)) for k in ("client", "ends"))),
    )  # fmt: skip
    return Outcome(info, tuple(reader.found))


def _people(reader: _Reader, name: str, place: Place) -> People | None:
    """Who works on the library; a file that cannot be read leaves nobody, and the library governed all the same."""
    if not name:
        return None
    raw = reader.file(name, place)
    read = read_people(raw, f"{reader.path}/{name}") if raw is not None else Outcome[People](None)
    reader.found += read.diagnostics
    return read.value or People({}, {}, {}, place)


def _with_patches(vocabulary: Any, m: LibraryModel) -> Any:
    """The vocabulary, told which of its mappings holds the changes of a dated change: their values are typed by their paths."""
    definitions = vocabulary.get("$defs") if isinstance(vocabulary, dict) and m.amendments else None
    for schema in definitions.values() if isinstance(definitions, dict) else ():
        fields = schema.get("properties") if isinstance(schema, dict) else None
        if m.amendments and isinstance(fields, dict) and m.amendments.record in fields:
            patch = fields.get(m.amendments.patch)
            if isinstance(patch, dict):
                names = {**patch.get("propertyNames", {}), "description": m.amendments.notation} if m.amendments.notation else {}
                fields[m.amendments.patch] = {**patch, PATCH: True, **({"propertyNames": names} if names else {})}
    return vocabulary


def _choice_keys(m: LibraryModel) -> ChoiceKeys:
    """A text alone is the key of all choices; the keys of one are then English."""
    k = m.choices
    return ChoiceKeys(k) if isinstance(k, str) else ChoiceKeys(k.under, k.include, k.position, k.revision, k.parameters)


def _change_keys(m: LibraryModel) -> ChangeKeys | None:
    if (k := m.amendments) is None:
        return None
    ignored = frozenset(k.ignore)
    return ChangeKeys(k.record, k.number, k.patch, k.effective, k.signature, k.revisions, k.to, k.axes, ignored, k.motive, k.entering == "end")


def _calculations(
    reader: _Reader, m: LibraryModel, place: Place, known: Sequence[Calculation]
) -> tuple[Calculation, ...]:
    raw = reader.file(m.calculations, place)
    if raw is None:
        return ()
    outcome = read_calculations(raw, f"{reader.path}/{m.calculations}", reader.filters, known)
    reader.found += outcome.diagnostics
    return outcome.value or ()


def read_document_type(
    name: str, path: str, read: ReadFile, filters: Collection[str]
) -> Outcome[DocumentType]:
    """A document type; one that ``extends`` another takes what it does not say from it."""
    reader = _Reader(path, read, filters)
    loaded = _with_base(reader, f"{name}.yaml", Place(path), ())
    if loaded is None:
        return Outcome(None, tuple(reader.found))
    m, at = loaded.model, loaded.place
    if m.id != name:
        reader.found.append(error("LB206", f'the id "{m.id}" is not the name of the file', at("id"), f"write id: {name}"))
    each = reader.each(m.for_each, at("for_each")) if m.for_each else None
    doctype = DocumentType(
        id=m.id, title=m.title, name=m.name, template=m.template, languages=tuple(m.languages),
        view=m.view, each=(each[0], each[1]) if each else None,
        applies_when=reader.optional(m.applies_when, at("applies_when")),
        parts=_parts(m.parts), annexes=_annexes(m.annexes), variants=(),
        slots={k: _slot(reader, v, at("slots", k)) for k, v in m.slots.items()},
        reference=reader.script(m.reference, at("reference")), unit=m.unit, terms=m.terms,
        place=at(), places=_clause_places(loaded),
        key=reader.optional(m.key, at("key")), group=reader.optional(m.group, at("group")),
        let=tuple((n, e) for n, t in m.let.items() if (e := reader.expression(t, at("let", n))) is not None),
        inputs=reader.optional(m.inputs, at("inputs")), amends=m.amends,
        views=m.views, alone=m.alone,
        annex_of=AnnexOf(m.annex_of.type, m.annex_of.annex) if m.annex_of else None,
    )  # fmt: skip
    variants = tuple(_variant(reader, loaded, doctype, k, v) for k, v in m.variants.items())
    doctype = replace(doctype, variants=variants)
    for form in doctype.forms():
        reader.found += _outline_problems(form)
    return Outcome(doctype, tuple(dict.fromkeys(reader.found)))


def _parts(parts: Sequence[PartModel]) -> tuple[OutlinePart, ...]:
    return tuple(
        OutlinePart(p.title, p.numbered, tuple(p.clauses),
                    tuple(OutlineSection(s.title, tuple(s.clauses)) for s in p.sections))
        for p in parts
    )  # fmt: skip


def _annexes(annexes: Sequence[AnnexModel]) -> tuple[OutlineAnnex, ...]:
    return tuple(OutlineAnnex(a.id, a.title, tuple(a.clauses)) for a in annexes)


def _variant(
    reader: _Reader, loaded: Loaded[DocumentTypeModel], base: DocumentType, id_: str, v: VariantModel
) -> Variant:
    """A variant with its own form of the document type, where it says more than what to leave out."""
    when = reader.optional(v.when, loaded.place("variants", id_, "when"))
    if not loaded.data["variants"][id_].keys() - {"when", "drop"}:
        return Variant(id_, when, frozenset(v.drop))
    slots = {k: _slot(reader, s, loaded.place("variants", id_, "slots", k)) for k, s in v.slots.items()}
    form = replace(
        base, template=v.template or base.template, view=v.view or base.view,
        views={**({} if v.view else base.views), **v.views}, slots={**base.slots, **slots},
        parts=_parts(v.parts) or base.parts,
        annexes=base.annexes if v.annexes is None else _annexes(v.annexes),
        places={**base.places, **_places(loaded, v.parts, v.annexes or (), "variants", id_)},
    )  # fmt: skip
    return Variant(id_, when, frozenset(v.drop), form)


def _slot(reader: _Reader, text: Any, place: Place) -> dict[str, Script]:
    entries = text if isinstance(text, dict) else {"": text}
    return {language: reader.script(t, place) for language, t in entries.items()}


def _with_base(
    reader: _Reader, name: str, place: Place, seen: tuple[str, ...]
) -> Loaded[DocumentTypeModel] | None:
    raw = reader.file(name, place)
    if raw is None:
        return None
    outcome = read_model(raw, f"{reader.path}/{name}", DocumentTypeModel)
    reader.found += outcome.diagnostics
    loaded = outcome.value
    if loaded is None or not loaded.model.extends:
        return loaded
    base_name = f"{loaded.model.extends}.yaml"
    if base_name in (*seen, name):
        reader.found.append(error("LB217", "document types extend each other in a circle", loaded.place("extends")))
        return None
    base = _with_base(reader, base_name, loaded.place("extends"), (*seen, name))
    if base is None:
        return None
    return loaded.over(base, structs.replace(base.model, **dict(said(loaded.model, loaded.data))))


def _clause_places(loaded: Loaded[DocumentTypeModel]) -> dict[str, Place]:
    return _places(loaded, loaded.model.parts, loaded.model.annexes)


def _places(
    loaded: Loaded[DocumentTypeModel], parts: Sequence[PartModel], annexes: Sequence[AnnexModel], *at: str
) -> dict[str, Place]:
    """Where each clause of an outline stands in the file; ``at`` leads to the outline."""
    places: dict[str, Place] = {}
    for i, part in enumerate(parts):
        for j, clause in enumerate(part.clauses):
            places[clause] = loaded.place(*at, "parts", i, "clauses", j)
        for k, section in enumerate(part.sections):
            for j, clause in enumerate(section.clauses):
                places[clause] = loaded.place(*at, "parts", i, "sections", k, "clauses", j)
    for i, annex in enumerate(annexes):
        for j, clause in enumerate(annex.clauses):
            places[clause] = loaded.place(*at, "annexes", i, "clauses", j)
    return places


def _outline_problems(doctype: DocumentType) -> list[Diagnostic]:
    ids: list[str] = []
    for part in doctype.parts:
        ids += part.clauses
        for section in part.sections:
            ids += section.clauses
    for annex in doctype.annexes:
        ids += annex.clauses
    found = [
        error("LB218", f'the clause "{c}" stands twice in this document', doctype.places.get(c, doctype.place),
              "a clause has one place in a document")
        for c in sorted({c for c in ids if ids.count(c) > 1})
    ]  # fmt: skip
    if not doctype.template:
        found.append(error("LB202", '"template" is missing', doctype.place))
    if not doctype.parts:
        found.append(error("LB202", '"parts" is missing: a document needs an outline', doctype.place))
    return found
