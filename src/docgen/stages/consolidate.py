"""A contract as amended: what had a number keeps it, whatever enters or leaves.

A deleted article leaves its number and a title that says so; what enters is numbered « 12 bis » after the article before
it. Word goes on counting by itself: only the numbers that no list can count are text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import chain, count
from typing import TypeVar

from docgen.model.dataclass import dataclass
from docgen.model.document import Annex, Block, Clause, Document, Heading, Part, Section, Text
from docgen.model.language import Language
from docgen.model.numbering import Label, Numbering, Scheme
from docgen.stages.flow import Title, flow, holders
from docgen.stages.number import number

Titled = TypeVar("Titled", Part, Section)
Name = TypeVar("Name", bound=Hashable)

MOST_ENTERED = 4
"""Articles that may enter after one and the same article: the language has a word for each."""


@dataclass(frozen=True, slots=True)
class State:
    """A contract at one moment: its tree with references resolved, and the numbers of its articles."""

    document: Document
    numbering: Numbering


def consolidated(
    before: State, after: Document, scheme: Scheme, language: Language, *, at_end: bool = False
) -> tuple[Document, Numbering]:
    """The document with the numbers of the contract that it changes, and these numbers.

    :param before: the contract as it was signed, itself consolidated where it was amended before.
    :param after: the changed contract as the document type orders it.
    :param at_end: an article that enters goes to the end of its part, in place of after the one before it.
    """
    ordered = _Ordered(before, after, language, at_end=at_end).document()
    return _Numbered(before, scheme, language).numbered(ordered)


def moved_numbers(before: State, numbering: Numbering) -> tuple[str, ...]:
    """Titles whose number is another one than before: there are none unless the template counts in another way."""
    old, new = before.numbering.titles, numbering.titles
    return tuple(key for key, label in old.items() if key in new and new[key].cited != label.cited)


# ------------------------------------------------------------------- order
class _Ordered:
    """The clauses of the changed contract in the order of the contract that it changes."""

    def __init__(self, before: State, after: Document, language: Language, *, at_end: bool) -> None:
        self._before, self._after, self._language, self._at_end = before.document, after, language, at_end
        self._old = {c.id for c in before.document.clauses()}
        self._new = {c.id: c for c in after.clauses()}
        self._numbered = {c for c, key in holders(before.document).items() if key in before.numbering.titles}

    def document(self) -> Document:
        """The changed contract, with what is left of the articles that it deletes."""
        old, new = (_by_title(d.parts) for d in (self._before, self._after))
        parts = (self._part(old.get(t), new.get(t)) for t in _spine(list(old), list(new)))
        return replace(self._after, parts=tuple(p for p in parts if p.clauses or p.sections), annexes=tuple(self._annexes()))

    def _part(self, old: Part | None, new: Part | None) -> Part:
        shape = new or old
        assert shape is not None
        of_old, of_new = (_by_title(p.sections if p else ()) for p in (old, new))
        made = (Section(t[0], self._clauses(_held(of_old.get(t)), _held(of_new.get(t)))) for t in _spine(list(of_old), list(of_new)))
        clauses = self._clauses(old.clauses if old else (), new.clauses if new else ())
        return replace(shape, sections=tuple(s for s in made if s.clauses), clauses=clauses)

    def _annexes(self) -> Iterator[Annex]:
        """The annexes as they were, then those that enter: the number of an annex is cited outside the contract."""
        new = {a.id: a for a in self._after.annexes}
        for annex in self._before.annexes:
            here = new.pop(annex.id, None)
            clauses = self._clauses(annex.clauses, here.clauses if here else ())
            gone = clauses != () and all(c.gone for c in clauses)
            title = self._gone(annex.title) if gone and here is None else annex.title
            if clauses:
                yield Annex(annex.id, title, clauses)
        yield from new.values()

    def _clauses(self, old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Clause, ...]:
        """Each clause that was there, in its place and deleted where it is no more, and those that enter."""
        entered = [c for c in new if c.id not in self._old]
        known = [*(c.id for c in old), *(c.id for c in entered if self._at_end)]
        order = _spine(known, [c.id for c in new if c.id not in self._old or c.id in known])
        was = {c.id: c for c in old}
        found = (self._new.get(id_) or self._deleted(was[id_]) for id_ in order)
        return tuple(c for c in found if c is not None)

    def _deleted(self, clause: Clause) -> Clause | None:
        """What is left of a clause: its number, and a title that says so; nothing of one without a number."""
        if clause.gone or clause.id not in self._numbered:
            return clause if clause.gone else None
        return replace(clause, title=self._gone(clause.title), blocks=(), gone=True, reasons=())

    def _gone(self, title: str) -> str:
        mark = self._language.phrase("amendment.gone")
        return title if title.endswith(mark) else f"{title} {mark}"


def _by_title(titled: Sequence[Titled]) -> dict[tuple[str, int], Titled]:
    """Parts or sections by their title; those that share one are told apart by their order."""
    out: dict[tuple[str, int], Titled] = {}
    for one in titled:
        out[one.title, sum(title == one.title for title, _ in out)] = one
    return out


def _held(section: Section | None) -> tuple[Clause, ...]:
    return section.clauses if section else ()


def _spine(old: Sequence[Name], new: Sequence[Name]) -> list[Name]:
    """The old names in their order, each new one after the name before it in the new order."""
    out, known = list(old), set(old)
    last: Name | None = None
    for name in new:
        if name not in known:
            out.insert(out.index(last) + 1 if last is not None else 0, name)
            known.add(name)
        last = name
    return out


# ------------------------------------------------------------------ numbers
@dataclass(slots=True)
class _Numbered:
    """Numbers as text for what enters: « 12 bis » after 12, and « 12 bis.1 » for the headings in it."""

    before: State
    scheme: Scheme
    language: Language
    titles: dict[str, Label] = field(default_factory=dict)
    blocks: dict[tuple[str, int], Label] = field(default_factory=dict)

    def numbered(self, document: Document) -> tuple[Document, Numbering]:
        counted = number(document, self.scheme)
        own = self._own(document, counted)
        whole = _each_clause(document, lambda c: self._with_number(c, own[c.id], counted) if c.id in own else c)
        whole = _counted_parts(whole, self.before)
        again = number(whole, self.scheme)
        kept = self.before.numbering.titles
        for clause in (c for c in whole.clauses() if c.gone and c.number):
            self.titles[f"clause:{clause.id}"] = kept[f"clause:{clause.id}"]
        return whole, Numbering({**again.titles, **self.titles}, {**again.blocks, **self.blocks})

    def _own(self, document: Document, counted: Numbering) -> dict[str, Label]:
        """The clauses that no list may count, with the number that they have."""
        kept, texts = self.before.numbering.titles, {c.id: c.number for c in self.before.document.clauses()}
        known = {a.id for a in self.before.document.annexes}
        holder = {c.id: a.id for a in document.annexes for c in a.clauses}
        was = {c.id: a.id for a in self.before.document.annexes for c in a.clauses}
        used = {(was.get(k.removeprefix("clause:"), ""), label.cited) for k, label in kept.items()}
        out: dict[str, Label] = {}
        last: dict[str, Label] = {}
        for clause, fresh in _articles(document, counted):
            annex = holder.get(clause, "")
            label = kept.get(f"clause:{clause}")
            if annex and annex not in known:
                continue  # a new annex counts its own articles
            if label is not None and not texts.get(clause):
                last[annex] = label
            elif label is not None:
                out[clause] = label
            elif annex in last or (annex, fresh.cited) in used:
                out[clause] = self._entered(last.get(annex, fresh), {cited for a, cited in used if a == annex})
                used.add((annex, out[clause].cited))
        return out

    def _entered(self, base: Label, used: set[str]) -> Label:
        """The first free number after that of the article before: 12 bis, 12 ter and so on."""
        words = (self.language.phrase(f"amendment.entered.{n}") for n in range(1, MOST_ENTERED + 1))
        later = (str(n) for n in count(MOST_ENTERED + 2))
        cited = next(c for word in chain(words, later) if (c := f"{base.cited}\u00a0{word}") not in used)
        return replace(base, printed=base.printed.replace(base.cited, cited), cited=cited)

    def _with_number(self, clause: Clause, label: Label, counted: Numbering) -> Clause:
        self.titles[f"clause:{clause.id}"] = label
        fresh = counted.titles.get(f"clause:{clause.id}")
        blocks: list[Block] = []
        for index, block in enumerate(clause.blocks):
            inside = counted.blocks.get((clause.id, index))
            if isinstance(block, Heading) and inside is not None and fresh is not None:
                own = _within(inside, *_figures(fresh, label))
                self.blocks[clause.id, index] = own
                block = replace(block, inlines=(Text(f"{own.printed}\u00a0"), *block.inlines))
            blocks.append(block)
        return replace(clause, numbered=False, number=label.printed, blocks=tuple(blocks))


def _figures(counted: Label, own: Label) -> tuple[str, str]:
    """The two numbers without the word that both begin with (« Article 13 » and « Article 12 bis »)."""
    word = counted.cited[: len(counted.cited) - len(counted.cited.split(" ")[-1])] if counted.worded else ""
    return counted.cited.removeprefix(word), own.cited.removeprefix(word)


def _within(label: Label, counted: str, own: str) -> Label:
    """The number of a heading inside a clause, below the number that the clause has."""
    if not label.cited.startswith(f"{counted}."):
        return label
    rest = label.cited.removeprefix(counted)
    return replace(label, printed=label.printed.replace(label.cited, own + rest), cited=own + rest)


def _articles(document: Document, counted: Numbering) -> Iterator[tuple[str, Label]]:
    """The clauses under a number of their own, and that number as it would be counted."""
    for item in flow(document, only=()):
        if isinstance(item, Title) and item.key.startswith("clause:") and item.key in counted.titles:
            yield item.key.removeprefix("clause:"), counted.titles[item.key]


def _counted_parts(document: Document, before: State) -> Document:
    """A part that enters carries no number: those behind it keep theirs."""
    known = {p.title for p in before.document.parts}
    parts = tuple(p if p.title in known else replace(p, numbered=False) for p in document.parts)
    return replace(document, parts=parts)


def _each_clause(document: Document, change: Callable[[Clause], Clause]) -> Document:
    def changed(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        return tuple(map(change, clauses))

    parts = tuple(
        replace(p, clauses=changed(p.clauses), sections=tuple(replace(s, clauses=changed(s.clauses)) for s in p.sections))
        for p in document.parts
    )
    return replace(document, parts=parts, annexes=tuple(replace(a, clauses=changed(a.clauses)) for a in document.annexes))
