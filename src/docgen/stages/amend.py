"""From a contract before and after a change to the articles of its amendment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docgen.model.dataclass import dataclass
from docgen.model.document import (
    Block,
    Chart,
    Clause,
    CrossReference,
    Definitions,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    Marks,
    NumberField,
    Paragraph,
    Source,
    TermDefinition,
    TermUse,
    Text,
    Value,
    with_inlines,
    with_words,
)
from docgen.model.language import Language
from docgen.model.numbering import Label, Numbering
from docgen.model.plan import DocumentPlan
from docgen.stages.consolidate import State
from docgen.stages.flow import annex_of, holders
from docgen.stages.retitled import Retitled, retitled
from docgen.stages.terms import paragraphs_of
from docgen.stages.typeset_blocks import typeset_inlines, typeset_value

MOST_LISTS = 10_000
REPLACED, ADDED, DELETED = "replaced", "added", "deleted"
RETITLED = "retitled"
"""The title of a part, a section or an annex is another one; what stands under it is told apart."""
AMENDED = "amended"
"""How a replaced clause is said where only a few of its paragraphs change."""
FEW, MOST_CHANGED = 4, 2


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that changes. ``label`` is its number in the contract; of one that enters, that of the one before it.

    ``annex`` says which annex holds it, if one does: its number and its title; ``whole`` that nothing else is in it.
    ``after`` is the clause before one that enters, ``old`` the wording that is replaced.
    ``unit`` says of a title that changes what bears it (part, section, annex): then ``clause`` and ``old`` are no clauses, but
    the two titles under the key that numbers have for it (``annex:prices``).
    """

    mode: str
    clause: Clause
    label: str
    annex: tuple[Label, str] | None = None
    whole: bool = False
    after: Clause | None = None
    own: str = ""
    old: Clause | None = None
    unit: str = ""


def changes(before: State, after: State) -> tuple[Change, ...]:
    """The clauses that change, in the order of the contract; numbers that merely shift are no change.

    :param after: consolidated, see ``stages.consolidate``, or ordered and counted anew.
    """
    old = {c.id: c for c in before.document.clauses()}
    new = {c.id: c for c in after.document.clauses()}
    labels, numbers, annexes = _labels(before), _labels(after), _annexes(after) | _annexes(before)
    alone = {a.clauses[0].id for a in (*before.document.annexes, *after.document.annexes) if len(a.clauses) == 1}
    out: list[Change] = []
    last: Clause | None = None

    def change(mode: str, clause: Clause, label: str, after: Clause | None = None) -> Change:
        own = numbers.get(clause.id, "") if mode == ADDED else ""
        replaced = old.get(clause.id) if mode == REPLACED else None
        return Change(mode, clause, label, annexes.get(clause.id), clause.id in alone, after, own, replaced)

    titles = tuple(retitled(before.document, after.document))
    for clause in after.document.clauses():
        out += (_retitled(t, before) for t in titles if t.first.id == clause.id)
        was = old.get(clause.id)
        if was is None:
            out.append(change(ADDED, clause, labels.get(last.id) or numbers.get(last.id, "") if last else "", last))
        elif clause.gone and not was.gone:
            out.append(change(DELETED, was, labels.get(clause.id, "")))
        elif content(was) != content(clause):
            out.append(change(REPLACED, clause, labels.get(clause.id, "")))
        last = clause
    gone = (c for c in before.document.clauses() if c.id not in new)
    out += [change(DELETED, c, labels.get(c.id, "")) for c in gone]
    return tuple(out)


def _retitled(title: Retitled, before: State) -> Change:
    was, now = (replace(title.first, id=title.key, title=t, blocks=(), reasons=()) for t in (title.before, title.after))
    label = before.numbering.titles.get(title.key)
    annex = (label, title.before) if title.kind == "annex" and label is not None else None
    return Change(RETITLED, now, label.cited if label is not None else "", annex, old=was, unit=title.kind)


def _annexes(state: State) -> dict[str, tuple[Label, str]]:
    """Number and title of the annex that holds each clause of an annex."""
    known = {a.id: (state.numbering.titles[f"annex:{a.id}"], a.title) for a in state.document.annexes}
    return {clause: known[annex] for clause, annex in annex_of(state.document).items()}


def silent(found: tuple[Change, ...], before: DocumentPlan, after: DocumentPlan) -> tuple[tuple[str, str], ...]:
    """Clauses that read a value that changed and say the same as before: clause and parameter."""
    told = {c.clause.id for c in found}
    old = {c.spec.id: c.values for c in before.clauses}
    return tuple(
        (c.spec.id, p.name)
        for c in after.clauses
        if c.spec.id in old and c.spec.id not in told
        for p in c.spec.parameters
        if c.values.get(p.name) != old[c.spec.id].get(p.name)
    )


def content(clause: Clause) -> tuple[object, ...]:
    """What a clause says: its title and the text of each block, references by what they point to."""
    return (clause.title, *(_said(b) for b in clause.blocks))


def _said(block: Block) -> tuple[object, ...]:
    level = block.level if isinstance(block, Heading | ListItem) else 0
    kind = block.kind if isinstance(block, Chart) else ""
    return (type(block).__name__, kind, level, *("".join(map(_words, p)) for p in paragraphs_of(block)))


def _words(inline: Inline) -> str:
    match inline:
        case CrossReference():
            return f"[{inline.preposition} {'+'.join(map(str, inline.targets))} {inline.form}]"
        case Footnote():
            return "".join(map(_words, inline.inlines))
    return str(getattr(inline, "text", "\n"))


def _labels(state: State) -> dict[str, str]:
    """The number of each clause, as a sentence cites it that says « article » itself."""
    found = {c: state.numbering.titles.get(key) for c, key in holders(state.document).items()}
    return {c: label.figure for c, label in found.items() if label is not None}


# ------------------------------------------------------- text of the amendment
def with_amendments(document: Document, found: tuple[Change, ...], after: State, language: Language) -> Document:
    """The amendment with its articles in the place that waits for them."""

    def clause(c: Clause) -> Clause:
        blocks: list[Block] = []
        for block in c.blocks:
            waits = isinstance(block, Definitions) and block.what == "amendments"
            blocks += _articles(found, after, language, block.source) if waits else [block]
        return replace(c, blocks=tuple(blocks))

    parts = tuple(replace(p, clauses=tuple(map(clause, p.clauses))) for p in document.parts)
    return replace(document, parts=parts)


def _articles(found: tuple[Change, ...], after: State, language: Language, at: Source) -> Iterator[Block]:
    for number, change in enumerate(found):
        few = paired(change)
        yield Heading(1, (Value(typeset_value(_said_of(change, "heading.", change.mode, language), language), ""),), at)
        yield Paragraph((Value(typeset_value(_said_of(change, "", AMENDED if few else change.mode, language), language), ""),), at)
        if few:
            yield from _amended(change, few, after.numbering, language, at)
        elif change.mode not in (DELETED, RETITLED):
            yield from _quoted(change.clause, after.numbering, language, number * MOST_LISTS)


def paired(change: Change) -> tuple[int, ...]:
    """The places of the few paragraphs that change in a longer clause; none where it is replaced as a whole."""
    was, now = change.old, change.clause
    if was is None or change.whole or change.unit or was.title != now.title or not FEW <= len(was.blocks) == len(now.blocks):
        return ()
    differ = tuple(n for n, (a, b) in enumerate(zip(was.blocks, now.blocks, strict=True)) if _said(a) != _said(b))
    alike = all(type(was.blocks[n]) is type(now.blocks[n]) and isinstance(now.blocks[n], Paragraph | ListItem) for n in differ)
    return differ if alike and len(differ) <= MOST_CHANGED else ()


def _amended(
    change: Change, few: tuple[int, ...], numbering: Numbering, language: Language, at: Source
) -> Iterator[Block]:
    """For each paragraph that changes where it stands, its words, and the words that replace them."""
    was, now = change.old, change.clause
    assert was is not None
    for index in few:
        where = _where(now, index, numbering, language)
        yield Paragraph((Value(language.phrase("amendment.part.old", where=where), ""),), at)
        yield _alone(was, index, numbering, language)
        yield Paragraph((Value(language.phrase("amendment.part.new"), ""),), at)
        yield _alone(now, index, numbering, language)


def _alone(clause: Clause, index: int, numbering: Numbering, language: Language) -> Block:
    """One paragraph of a clause, or one item of a list behind the number that it has there."""
    block = _as_words(clause.blocks[index], language)
    assert isinstance(block, Paragraph | ListItem)
    label = numbering.blocks.get((clause.id, index)) if isinstance(block, ListItem) else None
    number = (Value(f"{label.printed}\u00a0", ""),) if label else ()
    before, _, after = language.phrase("quoted").partition("{}")
    return Paragraph((Value(before, ""), *number, *block.inlines, Value(after, "")), block.source)


def _where(clause: Clause, index: int, numbering: Numbering, language: Language) -> str:
    """The number of the heading above a paragraph; empty where there is none."""
    for above in range(index, -1, -1):
        label = numbering.blocks.get((clause.id, above))
        if isinstance(clause.blocks[above], Heading) and label is not None:
            return language.phrase("amendment.part.under", number=label.cited)
    return ""


def _said_of(change: Change, what: str, mode: str, language: Language) -> str:
    """An article; a whole annex; an article of an annex; what stands in an annex under a title without a number."""
    label, name = change.annex or (Label("", "", worded=True), "")
    annex = label.cited if label.worded else language.phrase("amendment.annex.numbered", number=label.cited)
    numbered = change.mode != ADDED and change.label and change.label != label.figure
    kind = "article" if change.annex is None else "whole" if change.whole else "within" if numbered else "annex"
    if change.unit:
        kind = "title." + ("annex" if change.annex is not None else "numbered" if change.label else "plain")
    return language.phrase(
        f"amendment.{kind}.{what}{mode}", number=change.label, own=change.own or change.label, title=change.clause.title, annex=annex, name=name,
        was=change.old.title if change.old is not None else "",
        after=change.after.title if change.after is not None else "",
    )  # fmt: skip


def _quoted(clause: Clause, numbering: Numbering, language: Language, lists: int) -> Iterator[Block]:
    """The blocks of a clause, its numbers as text: they are those of the contract, not of the amendment.

    ``lists`` is added to the number of each list, so that no list goes on with that of another article.
    """
    for index, block in enumerate(clause.blocks):
        label = numbering.blocks.get((clause.id, index))
        plain = _as_words(block, language)
        if isinstance(plain, Heading):
            number = f"{label.printed}\u00a0\u00a0" if label and not clause.number else ""
            yield Paragraph((Value(number, "", Marks.BOLD), *map(_bold, plain.inlines)), block.source)
        elif isinstance(plain, ListItem):
            yield replace(plain, anchor="", series=plain.series + lists)
        elif isinstance(plain, Paragraph):
            yield replace(plain, anchor="")
        else:
            yield plain


def _as_words(block: Block, language: Language) -> Block:
    def said(inlines: Inlines) -> Inlines:
        return typeset_inlines(tuple(map(_plain, inlines)), language)

    # the numbers of a chart are never typeset
    return with_words(block, said) if isinstance(block, Chart) else with_inlines(block, said)


def _plain(inline: Inline) -> Inline:
    """References and terms as the words that they are in the contract: nothing of them is checked again here."""
    match inline:
        case CrossReference():
            said = "".join(p.text if isinstance(p, NumberField) else p for p in inline.pieces)
            return Value(said, "", inline.marks)
        case TermUse():
            return Value(inline.text, "", inline.marks)
        case TermDefinition():
            return Value(inline.text, "")
        case Footnote():
            return Footnote(tuple(map(_plain, inline.inlines)))
    return inline


def _bold(inline: Inline) -> Inline:
    return replace(inline, marks=inline.marks | Marks.BOLD) if isinstance(inline, Text | Value) else inline

