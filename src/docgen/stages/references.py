"""Symbolic references to words and numbers: « à l'article 12 », « aux articles 3 et 4 ».

The words are phrases of the language (``reference.*``); the numbers are fields to bookmarks.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.document import (
    Annex,
    Block,
    Clause,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    NumberField,
    Paragraph,
    Part,
    Section,
    Source,
    Table,
    Target,
)
from docgen.model.language import Language
from docgen.model.numbering import Label, Numbering
from docgen.stages.flow import annex_of, holders

Piece = str | NumberField


@lru_cache(maxsize=100_000)
def bookmark(kind: str, *parts: str) -> str:
    """A bookmark name for a target: letters, digits and underscores, at most 40 characters."""
    raw = "_".join(parts)
    clean = "".join(c if c.isascii() and c.isalnum() else "_" for c in raw)
    if len(clean) > 27 or clean != raw:
        clean = f"{clean[:18]}_{zlib.crc32(raw.encode()):08x}"
    return f"_dg_{kind}_{clean}"


def title_bookmark(key: str) -> str:
    """The bookmark around the title with this key."""
    kind, _, rest = key.partition(":")
    return bookmark(kind[0], rest)


def block_bookmark(clause: str, index: int, anchor: str = "") -> str:
    """The bookmark of a block: that of its anchor where it has one."""
    return bookmark("b", clause, anchor) if anchor else bookmark("t", clause, str(index))


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A target with its number; ``worded`` labels bring their own noun, ``of`` names another document.

    ``holder`` says in which annex an article stands: articles are cited together only when they share it.
    """

    kind: str
    pieces: tuple[Piece, ...]
    worded: bool = False
    of: str = ""
    holder: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A clause or an annex of another document of the set: ``article`` 12 « du contrat »."""

    unit: str
    label: Label
    of_document: str


class References:
    """Resolves the references of one document."""

    def __init__(
        self,
        document: Document,
        numbering: Numbering,
        language: Language,
        unit: str,
        elsewhere: Mapping[str, Elsewhere],
        outline: Collection[str] = (),
    ) -> None:
        """``elsewhere`` says where the other documents hold further clauses and annexes (``annex:id``).

        :param outline: clauses that the type of the document names, whether they are in it or not.
        """
        self._document, self._numbering, self._language = document, numbering, language
        self._unit, self._elsewhere, self._outline = unit, elsewhere, outline
        self._clauses = {c.id: c for c in document.clauses()}
        self._holders, self._annexes = holders(document), annex_of(document)
        self._annex_titles = {a.id: a.title for a in document.annexes if not a.clauses or not all(c.gone for c in a.clauses)}
        self.found: list[Diagnostic] = []

    def words(self, target: Target, at: Source) -> str:
        """How a target is cited outside the document (« l'article 12 »); empty when it carries no number."""
        resolved = self._resolve(target, None, at)
        if resolved is None:
            return ""
        return "".join(p if isinstance(p, str) else p.text for p in self._said("", [resolved]))

    # -- the document
    def document(self) -> Document:
        """The document with every reference resolved."""
        parts = tuple(self._part(p) for p in self._document.parts)
        annexes = tuple(self._annex(a) for a in self._document.annexes)
        return replace(self._document, parts=parts, annexes=annexes)

    def _part(self, part: Part) -> Part:
        sections = tuple(
            Section(s.title, tuple(self._clause(c) for c in s.clauses)) for s in part.sections
        )
        return replace(part, sections=sections, clauses=tuple(self._clause(c) for c in part.clauses))

    def _annex(self, annex: Annex) -> Annex:
        return replace(annex, clauses=tuple(self._clause(c) for c in annex.clauses))

    def _clause(self, clause: Clause) -> Clause:
        blocks = tuple(b if b.fixed else self._block(b, clause) for b in clause.blocks)
        return replace(clause, blocks=blocks)

    def _block(self, block: Block, clause: Clause) -> Block:
        match block:
            case Paragraph() | Heading() | ListItem():
                inlines = self._inlines(block.inlines, clause, block.source)
                return block if inlines is block.inlines else replace(block, inlines=inlines)
            case Table() if any(_refers(c) for row in (block.header, *block.rows) for c in row):
                at = block.source
                return replace(
                    block,
                    header=tuple(self._inlines(c, clause, at) for c in block.header),
                    rows=tuple(tuple(self._inlines(c, clause, at) for c in r) for r in block.rows),
                )
        return block

    def _inlines(self, inlines: Inlines, clause: Clause, at: Source) -> Inlines:
        if not _refers(inlines):
            return inlines
        return tuple(self._inline(i, clause, at) for i in inlines)

    def _inline(self, inline: Inline, clause: Clause, at: Source) -> Inline:
        if isinstance(inline, Footnote):
            return Footnote(self._inlines(inline.inlines, clause, at))
        if isinstance(inline, CrossReference):
            return replace(inline, pieces=self._pieces(inline, clause, at))
        return inline

    # -- one reference
    def _pieces(self, reference: CrossReference, clause: Clause, at: Source) -> tuple[Piece, ...]:
        this = None if reference.form == "num" else clause  # a number names the article, also inside it
        resolved = [self._resolve(t, this, at) for t in reference.targets]
        known = [r for r in resolved if r is not None]
        if len(known) < len(resolved):
            return (self._language.phrase("blank", label=", ".join(map(str, reference.targets))),)
        if reference.form == "num":
            return self._joined([(*r.pieces, *_place(r)) for r in known])
        if reference.form == "title":
            titles = [self._title(t) for t in reference.targets]
            return (*self._said(reference.preposition, known), f" ({', '.join(titles)})")
        return self._said(reference.preposition, known)

    def _said(self, preposition: str, resolved: list[_Resolved]) -> tuple[Piece, ...]:
        form, prefix = self._form(preposition)
        first = resolved[0]
        alike = {(r.kind, r.worded, r.of, r.holder) for r in resolved} == {(first.kind, False, first.of, first.holder)}
        if alike and len(resolved) > 1:
            noun = self._language.phrase(f"reference.{first.kind}.many.{form}")
            pieces: tuple[Piece, ...] = (noun, *self._joined([r.pieces for r in resolved]), *_place(first))
        else:
            pieces = self._joined([self._one(r, form) for r in resolved])
        return _capital_if(preposition[:1].isupper(), (prefix, *pieces) if prefix else pieces)

    def _form(self, preposition: str) -> tuple[str, str]:
        if not preposition:
            return "the", ""
        entry = self._language.phrase(f"reference.prepositions.{preposition.lower()}")
        form, _, prefix = entry.partition("|")
        return form, prefix

    def _one(self, resolved: _Resolved, form: str) -> tuple[Piece, ...]:
        kind = "worded" if resolved.worded else resolved.kind
        return (self._language.phrase(f"reference.{kind}.one.{form}"), *resolved.pieces, *_place(resolved))

    def _joined(self, groups: list[tuple[Piece, ...]]) -> tuple[Piece, ...]:
        out: list[Piece] = []
        for index, group in enumerate(groups):
            if index:
                last = index == len(groups) - 1
                out.append(self._language.phrase("reference.and" if last else "reference.comma"))
            out.extend(group)
        return tuple(out)

    # -- targets
    def _resolve(self, target: Target, clause: Clause | None, at: Source) -> _Resolved | None:
        if target.kind == "annex":
            return self._resolve_annex(target, at)
        if target.id not in self._clauses or self._clauses[target.id].gone:
            return self._resolve_elsewhere(target, at)
        if target.anchor:
            return self._resolve_anchor(target, clause, at)
        if clause is not None and target.id == clause.id:
            return _Resolved("this", ())
        return self._resolve_clause(target, at)

    def _resolve_annex(self, target: Target, at: Source) -> _Resolved | None:
        key = f"annex:{target.id}"
        label = self._numbering.titles.get(key)
        if label is None or target.id not in self._annex_titles:
            if (other := self._elsewhere.get(key)) is not None:
                return _Resolved("annex", (other.label.cited,), other.label.worded, other.of_document)
            self._unknown(target, sorted(self._annex_titles), at)
            return None
        return _Resolved("annex", (NumberField(title_bookmark(key), label.cited),), label.worded)

    def _resolve_clause(self, target: Target, at: Source) -> _Resolved | None:
        key = self._holders[target.id]
        label = self._numbering.titles.get(key)
        if label is None:
            self._say("XR503", f'"{target}" carries no number, so it cannot be cited', at,
                      "number the clause, or name it in words")  # fmt: skip
            return None
        own = (self._number(self._clauses[target.id], title_bookmark(key), label),)
        annex = self._annexes.get(target.id)
        if annex is None or key.startswith("annex:"):
            kind = "annex" if key.startswith("annex:") else self._unit
            return _Resolved(kind, own, label.worded)
        whole = self._numbering.titles[f"annex:{annex}"]
        holder = _Resolved("annex", (NumberField(title_bookmark(f"annex:{annex}"), whole.cited),), whole.worded)
        return _Resolved(self._unit, own, label.worded, holder=(" ", *self._of(holder)))

    def _resolve_anchor(self, target: Target, clause: Clause | None, at: Source) -> _Resolved | None:
        holder = self._clauses[target.id]
        anchored = [(n, b) for n, b in enumerate(holder.blocks) if getattr(b, "anchor", "") == target.anchor]
        if not anchored:
            self._unknown(target, _anchors(holder), at)
            return None
        if len(anchored) > 1:
            self._say("XR502", f'the anchor "{target.anchor}" is set twice in {target.id}', at)
        index, block = anchored[0]
        label = self._numbering.blocks.get((target.id, index))
        if label is None:
            self._say("XR503", f'"{target}" carries no number, so it cannot be cited', at,
                      "set the anchor on a heading or on an item of a numbered list")  # fmt: skip
            return None
        field: tuple[Piece, ...] = (NumberField(block_bookmark(target.id, index, target.anchor), label.cited),)
        if isinstance(block, Heading):
            field = (self._number(holder, block_bookmark(target.id, index, target.anchor), label),)
            return _Resolved(self._unit, field, label.worded)
        if clause is None:
            return _Resolved("point", field)
        return self._point(field, target, clause, at)

    @staticmethod
    def _number(clause: Clause, name: str, label: Label) -> Piece:
        """A field to the number, or the number as text where it is printed as text: Word has nothing to count there."""
        return label.cited if clause.number else NumberField(name, label.cited)

    def _point(
        self, field: tuple[Piece, ...], target: Target, clause: Clause | None, at: Source
    ) -> _Resolved | None:
        whole = self._resolve(Target("clause", target.id), clause, at)
        if whole is None:
            return None
        return _Resolved("point", (*field, " ", *self._of(whole)))

    def _of(self, resolved: _Resolved) -> tuple[Piece, ...]:
        return (self._language.phrase("reference.holder"), *self._one(resolved, "of"))

    def _resolve_elsewhere(self, target: Target, at: Source) -> _Resolved | None:
        other = self._elsewhere.get(target.id)
        if other is None or target.anchor:
            self._unknown(target, sorted(self._clauses), at)
            return None
        return _Resolved(other.unit, (other.label.cited,), other.label.worded, other.of_document)

    def _unknown(self, target: Target, known: list[str], at: Source) -> None:
        what = "annex" if target.kind == "annex" else "anchor" if target.anchor and target.id in self._clauses else "clause"
        wanted = target.anchor if what == "anchor" else target.id
        from difflib import get_close_matches

        close = get_close_matches(wanted, known, 1)
        add = f"add it to {self._document.type}.yaml or drop the reference"
        if what == "clause" and wanted in self._outline:
            hint = f"{self._document.type}.yaml names it, but it does not apply here or cannot be read: mend it, drop the reference or put that under a condition"
        else:
            hint = f'did you mean "{close[0]}"?' if close else add
        self._say("XR501", f'no {what} "{wanted}" in this document', at, hint)

    def _say(self, code: str, message: str, at: Source, hint: str | None = None) -> None:
        self.found.append(error(code, message, Place(at.file, at.line), hint))

    def _title(self, target: Target) -> str:
        if target.kind == "annex":
            return self._annex_titles.get(target.id, target.id)
        clause = self._clauses.get(target.id)
        return clause.title if clause else target.id


def _place(resolved: _Resolved) -> tuple[Piece, ...]:
    """What follows a number: the annex that holds it, the other document that it stands in."""
    return (*resolved.holder, f" {resolved.of}") if resolved.of else resolved.holder


def _refers(inlines: Inlines) -> bool:
    return any(
        isinstance(i, CrossReference) or (isinstance(i, Footnote) and _refers(i.inlines))
        for i in inlines
    )


def _anchors(clause: Clause) -> list[str]:
    return [b.anchor for b in clause.blocks if getattr(b, "anchor", "")]  # type: ignore[union-attr]


def _capital_if(wanted: bool, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    first = pieces[0] if pieces else ""
    if not wanted or not isinstance(first, str):
        return pieces
    return (first[:1].upper() + first[1:], *pieces[1:])


