"""A plan of a document to the Document: evaluate, shape, fill, define, number, refer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from hashlib import blake2b
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.document import (
    Annex,
    Block,
    Blocks,
    Clause,
    Definitions,
    Document,
    Footnote,
    Inline,
    Inlines,
    Paragraph,
    Part,
    Section,
    Source,
    TermDefinition,
    Text,
    with_inlines,
)
from docgen.model.evaluated import FIRST_NUMBER, FIRST_TOKEN, Evaluated, Filled, Origin, Said, Unknown, said
from docgen.model.language import Language
from docgen.model.library import ClauseSpec, LibraryInfo, Term
from docgen.model.numbering import Numbering
from docgen.model.plan import Chosen, DocumentPlan
from docgen.model.script import Script
from docgen.stages.alphabet import sort_key
from docgen.stages.compiled_text import Fast, Way, compile_script, text_of
from docgen.stages.evaluate import Filters, Values, evaluate
from docgen.stages.filling import Filling
from docgen.stages.frame import Frame, Gathered, fill_frame, slotted_shape, texts_of
from docgen.stages.shape import KeptShape, Shape, shape_of
from docgen.stages.terms import TermForms, defined_terms, used_terms
from docgen.stages.typeset_blocks import typeset_inlines, typeset_value
from docgen.stages.vocabulary_titles import without_indexes

DEFINITION_STYLE = "definition"
EVALUATED_FIRST = 6
"""How often a text is evaluated before it is compiled."""


@dataclass(slots=True)
class Shapes:
    """Shapes already parsed, shared by the documents of a batch. Safe to throw away.

    ``known`` are shapes of an earlier run by digest; ``fresh`` says that this run parsed new ones.
    ``scripts`` are texts, each compiled or with the number of times that it was evaluated.
    """

    most: int = 20_000
    known: dict[str, KeptShape] = field(default_factory=dict)
    scripts: dict[tuple[int, str], tuple[Script, Fast | int]] = field(default_factory=dict)
    fresh: bool = False
    _kept: dict[tuple[str, str, str, str], Shape] = field(default_factory=dict)
    _ways: dict[tuple[str, Way, str, str], Shape] = field(default_factory=dict)
    _digests: dict[str, Shape] = field(default_factory=dict)
    _forms: dict[Any, tuple[TermForms, tuple[ClauseSpec, ...]]] = field(default_factory=dict)

    def branched(self) -> Shapes:
        """The same shapes for another run: what it parses itself does not come back here."""
        return replace(
            self, known=dict(self.known), scripts=dict(self.scripts), _kept=dict(self._kept), _ways=dict(self._ways),
            _digests=dict(self._digests), _forms=dict(self._forms),
        )  # fmt: skip

    def fast(self, script: Script, filters: Filters, language: Language) -> Fast | None:
        """A text compiled, once for each language. None on the first times: compiling costs as much as evaluating them."""
        key = (id(script), language.code)
        _, known = self.scripts.get(key, (script, 0))
        if not isinstance(known, int):
            return known
        if known < EVALUATED_FIRST:
            self.scripts[key] = (script, known + 1)
            return None
        fast = compile_script(script, filters)
        self.scripts[key] = (script, fast)
        return fast

    def seen(self, file: str, way: Way, terms: TermForms, language: Language) -> Shape | None:
        """The shape of a text that was parsed already, by the way that it took."""
        key = (file, way, terms.digest, language.digest)
        found = self._ways.get(key)
        if found is None:
            found = self._kept.get((file, text_of(way), terms.digest, language.digest))
            if found is not None:
                if len(self._ways) >= self.most:
                    self._ways.clear()
                self._ways[key] = found
        return found

    def shape(self, evaluated: Evaluated, origin: Origin, terms: TermForms, language: Language) -> Shape:
        """The shape of an evaluated text, parsed once for each path through its conditions."""
        key = (origin.file, evaluated.text, terms.digest, language.digest)
        found = self._kept.get(key)
        if found is None:
            known = _digest((*key, repr(evaluated.lines)))
            found = self._recalled(known, evaluated, origin, terms, language)
            if len(self._kept) >= self.most:
                self._kept.clear()
                self._ways.clear()
                self._digests.clear()
            self._kept[key], self._digests[known] = found, found
        return found

    def _recalled(self, digest: str, evaluated: Evaluated, origin: Origin, terms: TermForms, language: Language) -> Shape:
        """The shape of an earlier run, its blocks read when somebody asks for them; else one that is parsed now."""
        kept = self.known.get(digest)
        if kept is None:
            made = self._parsed(evaluated, origin, terms, language)
            return Shape(made.blocks, made.slotted, made.diagnostics, digest)
        read = kept.read
        return Shape(lambda: read() or self._parsed(evaluated, origin, terms, language).blocks, kept.slotted, kept.diagnostics, digest)

    def _parsed(self, evaluated: Evaluated, origin: Origin, terms: TermForms, language: Language) -> Shape:
        self.fresh = True
        return shape_of(evaluated, origin, terms, language)

    def all(self) -> dict[str, Shape]:
        """Every shape of this run by digest, to be known to the next."""
        self.fresh = False
        return dict(self._digests)

    def terms(self, language: str, specs: tuple[ClauseSpec, ...]) -> TermForms:
        """One TermForms for each set of clauses; they are kept, so that no other gets their identity."""
        key = (language, *((s.id, id(s)) for s in specs if s.terms))
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = (term_forms(language, specs), specs)
        return found[0]


def _digest(key: tuple[str, ...]) -> str:
    return blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def term_forms(language: str, specs: tuple[ClauseSpec, ...]) -> TermForms:
    """Every form of every term that these clauses declare."""
    forms: dict[str, str] = {}
    for spec in specs:
        for term in spec.terms:
            if (wording := term.wordings.get(language)) is not None:
                forms.update(dict.fromkeys(wording.forms, term.id))
    return TermForms(forms)


@dataclass(slots=True)
class Assembler:
    """Assembles the documents of one library in one language."""

    library: LibraryInfo
    language: Language
    filters: Filters
    shapes: Shapes
    prepositions: frozenset[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    unknown: list[tuple[str, Place]] = field(default_factory=list)

    def document(self, plan: DocumentPlan, *, final: bool, reference: str, slots: Mapping[str, str]) -> Document:
        """The document of a plan; references are still without numbers."""
        gathered = self.gather(plan)
        document = self.skeleton(plan, gathered, final=final)
        frame = Frame(document, Numbering(), Filling(document.clauses()))
        reasons = {c.spec.id: c.reasons for c in plan.clauses}
        texts = texts_of(gathered, self.language)
        return fill_frame(frame, texts, reasons, key=plan.key, reference=reference, slots=slots)

    def line(
        self, script: Script, scope: Mapping[str, Any], file: str
    ) -> tuple[str, tuple[Unknown, ...], tuple[Diagnostic, ...]]:
        """A short text of the document type, compiled once; see :func:`line_of_text`."""
        fast = self.shapes.fast(script, self.filters, self.language)
        return line_of_text(script, scope, self.filters, self.language, file, fast=fast)

    def gather(self, plan: DocumentPlan) -> tuple[Gathered, ...]:
        """Evaluate every clause of a plan: its values, and the shape that its text takes."""
        terms = self._term_forms(plan)
        return tuple(self._gathered(c, terms) for c in plan.clauses)

    def _title(self, titles: Mapping[str, str], default: str) -> str:
        """A title in the language of the document, typeset."""
        return typeset_value(titles.get(self.language.code, default), self.language)

    def _term_forms(self, plan: DocumentPlan) -> TermForms:
        return self.shapes.terms(self.language.code, plan.owners())

    def skeleton(self, plan: DocumentPlan, gathered: Sequence[Gathered], *, final: bool) -> Document:
        """The document of a plan with slots for values, counted through the whole document."""
        clauses: dict[str, Clause] = {}
        offset = 0
        for one in gathered:
            clauses[one.chosen.spec.id] = self._clause(one, offset)
            offset += len(one.values)
        clauses = self._with_definitions(plan, clauses, self._term_forms(plan))
        doctype, code, titled = plan.doctype, self.language.code, self._title
        parts = tuple(
            Part(
                titled(p.title, ""), p.numbered,
                tuple(
                    Section(titled(s.title, ""), found)
                    for s in p.sections
                    if (found := tuple(clauses[c] for c in s.clauses if c in clauses))
                ),
                tuple(clauses[c] for c in p.clauses if c in clauses),
            )
            for p in doctype.parts
        )  # fmt: skip
        annexes = tuple(
            Annex(a.id, titled(a.title, a.id), found)
            for a in doctype.annexes
            if (found := tuple(clauses[c] for c in a.clauses if c in clauses))
        )
        return Document(
            doctype.id, "", titled(doctype.title, doctype.id), doctype.name.get(code, ""),
            code, "", final, tuple(p for p in parts if p.clauses or p.sections), annexes,
        )  # fmt: skip

    # -- clauses
    def _gathered(self, chosen: Chosen, terms: TermForms) -> Gathered:
        text = chosen.text
        fast = self.shapes.fast(text.script, self.filters, self.language)
        quick = fast(chosen.values, chosen.paths) if fast is not None else None
        if quick is not None and (seen := self.shapes.seen(text.file, quick[0], terms, self.language)) is not None:
            self.found += seen.diagnostics
            return Gathered(chosen, seen, self._labelled(quick[1], text.file))
        scope = Values(chosen.values, chosen.paths)
        evaluated, found = evaluate(text.script, scope, self.filters, text.file)
        self.found += found
        origin = Origin(chosen.spec.id, chosen.revision.number, self.language.code, text.file, self.prepositions)
        shape = self.shapes.shape(evaluated, origin, terms, self.language)
        self.found += shape.diagnostics
        return Gathered(chosen, shape, self._labelled(said(evaluated.values), text.file))

    def _labelled(self, values: Said, file: str) -> Said:
        """The values, each that is unknown under the name that people have for it."""
        if not values.missing:
            return values
        self.unknown += [(values.paths[n], Place(file, line)) for n, line in values.missing.items()]
        return replace(values, paths=tuple(self.label(p) if n in values.missing else p for n, p in enumerate(values.paths)))

    def _clause(self, gathered: Gathered, offset: int) -> Clause:
        chosen = gathered.chosen
        spec, code = chosen.spec, self.language.code
        shape = slotted_shape(gathered, offset, self.language, self.language.phrase("blank"))
        source = Source(spec.id, chosen.revision.number, code, chosen.text.file, 1)
        position = chosen.position.id if chosen.position else ""
        return Clause(spec.id, self._title(spec.title, spec.id), chosen.revision.number, position, spec.numbered,
                      self._named_terms(shape.blocks, spec), source, chosen.reasons)  # fmt: skip

    def label(self, path: str) -> str:
        """What people call the field at a profile path."""
        return label_of(self.labels, path)

    # -- terms
    def _named_terms(self, blocks: Blocks, spec: ClauseSpec) -> Blocks:
        """``[[def:id]]`` as the term itself, between the quotation marks of the language."""
        terms = {t.id: t for t in spec.terms}
        return tuple(b if b.fixed or not defined_terms((b,)) else self._named_block(b, terms, spec) for b in blocks)

    def _named_block(self, block: Block, terms: Mapping[str, Term], spec: ClauseSpec) -> Block:
        return with_inlines(block, lambda inlines: self._named_inlines(inlines, terms, spec))

    def _named_inlines(self, inlines: Inlines, terms: Mapping[str, Term], spec: ClauseSpec) -> Inlines:
        out: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Footnote):
                out.append(Footnote(self._named_inlines(inline.inlines, terms, spec)))
            elif isinstance(inline, TermDefinition) and not inline.text:
                term = terms.get(inline.term)
                wording = term.wordings.get(self.language.code) if term else None
                if wording is None:
                    self.found.append(error("TM403", f'this clause declares no term "{inline.term}"', spec.place,
                                            "declare it under terms in clause.yaml"))  # fmt: skip
                shown = wording.term if wording else inline.term
                out += self._quoted(TermDefinition(shown, inline.term))
            else:
                out.append(inline)
        return typeset_inlines(tuple(out), self.language)

    def _quoted(self, term: TermDefinition) -> list[Inline]:
        before, _, after = self.language.phrase("quoted").partition("{}")
        return [Text(before), term, Text(after)]

    def _with_definitions(
        self, plan: DocumentPlan, clauses: dict[str, Clause], terms: TermForms
    ) -> dict[str, Clause]:
        place = next(((c.id, n) for c in clauses.values() for n, b in enumerate(c.blocks)
                      if isinstance(b, Definitions) and b.what == "terms"), None)  # fmt: skip
        if place is None:
            return clauses
        id_, index = place
        holder = clauses[id_]
        entries = self._definitions(plan, clauses, terms, holder.blocks[index].source)
        blocks = (*holder.blocks[:index], *entries, *holder.blocks[index + 1 :])
        return {**clauses, id_: replace(holder, blocks=blocks)}

    def _definitions(
        self, plan: DocumentPlan, clauses: Mapping[str, Clause], terms: TermForms, at: Source
    ) -> list[Block]:
        """The definition of every term that is used and not defined in the text, in order."""
        code = self.language.code
        owned = {t.id: t for spec in plan.owners() for t in spec.terms if not t.inline}
        todo = sorted(frozenset().union(*(used_terms(c.blocks) for c in clauses.values())) & set(owned))
        entries: dict[str, Blocks] = {}
        while todo:
            id_ = todo.pop()
            if id_ in entries or code not in owned[id_].wordings:
                continue
            entries[id_] = self._entry(owned[id_], plan.doctype.view, terms, at)
            todo += sorted(used_terms(entries[id_]) & set(owned) - set(entries))
        ordered = sorted(entries, key=lambda i: sort_key(owned[i].wordings[code].term, self.language))
        return [block for id_ in ordered for block in entries[id_]]

    def _entry(self, term: Term, view: str, terms: TermForms, at: Source) -> Blocks:
        wording = term.wordings[self.language.code]
        evaluated = Evaluated(wording.defined(view), (), (wording.place.line,))
        origin = Origin(term.clause, 0, self.language.code, wording.place.file, self.prepositions)
        shape = self.shapes.shape(evaluated, origin, terms, self.language)
        self.found += shape.diagnostics
        head: tuple[Inline, ...] = (*self._quoted(TermDefinition(wording.term, term.id)),
                                    Text(self.language.phrase("definition_link")))  # fmt: skip
        out: list[Block] = []
        if not shape.blocks or not isinstance(shape.blocks[0], Paragraph):
            out.append(Paragraph(typeset_inlines(head, self.language), at, DEFINITION_STYLE))
        for index, block in enumerate(shape.blocks):
            if isinstance(block, Paragraph):
                before = head if index == 0 else ()
                inlines = typeset_inlines((*before, *_closed(block.inlines)), self.language)
                block = replace(block, inlines=inlines, style=DEFINITION_STYLE, source=at, fixed=False)
            out.append(block)
        return tuple(out)


def _closed(inlines: Inlines) -> Inlines:
    """The inlines with a full stop at the end where there is no sign yet."""
    last = inlines[-1] if inlines else None
    ended = isinstance(last, Text) and last.text.rstrip().endswith((".", ";", ":", "!", "?"))
    return inlines if ended else (*inlines, Text("."))


def label_of(labels: Mapping[str, str], path: str) -> str:
    """What people call the field at a profile path: its title in the vocabulary, else the path."""
    return labels.get(without_indexes(path), path)


def line_of_text(
    script: Script, scope: Mapping[str, Any], filters: Filters, language: Language, file: str,
    label: Callable[[str], str] = str, fast: Fast | None = None,
) -> tuple[str, tuple[Unknown, ...], tuple[Diagnostic, ...]]:
    """A short text such as a slot of the template: its values filled in, without any markup but ``[[br]]``.

    :param label: gives what people call the field at a profile path.
    :param fast: the same text, compiled.
    """
    named = scope if isinstance(scope, Values) else Values(scope)
    found: tuple[Diagnostic, ...] = ()
    quick = fast(named, named.paths) if fast else None
    if quick is None:
        evaluated, found = evaluate(script, named, filters, file)
        text, values = evaluated.text, evaluated.values
    else:
        text, values = text_of(quick[0]), quick[1].each()
    unknown = tuple(v for v in values if isinstance(v, Unknown))
    texts = [v.text if isinstance(v, Filled) else language.phrase("blank", label=label(v.path)) for v in values]
    shown = {first + n: said for n, said in enumerate(texts) for first in (FIRST_TOKEN, FIRST_NUMBER)}
    lines = (_BREAKS.sub(" ", line.translate(shown)).strip(" ") for line in text.split(NEW_LINE))
    return "\n".join(typeset_value(line, language) for line in lines), unknown, found


NEW_LINE = "[[br]]"


_BREAKS = re.compile("[ \t\r\n]+")

