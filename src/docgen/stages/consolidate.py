"""A contract as amended: what had a number keeps it, whatever enters or leaves.

A deleted article leaves its number and a title that says so; what enters is numbered « 12 bis » after the article before
it. Word goes on counting by itself: only the numbers that no list can count are text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain, count
from typing import TypeVar

from docgen.model.dataclass import dataclass
from docgen.model.document import Annex, Block, Clause, Document, Heading, Part, Section, Text
from docgen.model.language import Language
from docgen.model.numbering import Label, Numbering, Scheme
from docgen.stages.flow import Title, flow, holders
from docgen.stages.number import number
from docgen.stages.retitled import by_title, renamed

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
    order = _Ordered(before, after, language, at_end=at_end)
    ordered = order.document()
    return _Numbered(before, scheme, language).numbered(ordered, order.counted_parts(ordered))


def moved_numbers(before: State, after: State) -> tuple[tuple[str, str], ...]:
    """The numbers that a title has before and after, where they differ: only where the template counts in another way."""
    old, new = (dict(_numbers(s)) for s in (before, after))
    kept = (t for t in old if t in new or len(t) == 1)  # a part that says that it is deleted has another title
    return tuple((old[t], new.get(t, "")) for t in kept if new.get(t) != old[t])


def _numbers(state: State) -> Iterator[tuple[tuple[str, ...], str]]:
    """The number of each title under a name that it keeps when others enter before it."""
    found = state.numbering.titles
    names: dict[str, tuple[str, ...]] = {}
    for at, part in enumerate(state.document.parts):
        names[f"part:{at}"] = ("part", part.title)
        names |= {f"section:{at}.{n}": ("section", part.title, s.title) for n, s in enumerate(part.sections)}
    yield from ((names.get(key, (key,)), label.cited) for key, label in found.items())


# ------------------------------------------------------------------- order
class _Ordered:
    """The clauses of the changed contract in the order of the contract that it changes."""

    def __init__(self, before: State, after: Document, language: Language, *, at_end: bool) -> None:
        self._before, self._after, self._mark, self._at_end = before.document, after, language.phrase("amendment.gone"), at_end
        self._old = {c.id for c in before.document.clauses()}
        self._new = {c.id: c for c in after.clauses()}
        self._titles = before.numbering.titles
        self._keys = {c: key for c, key in holders(before.document).items() if key in before.numbering.titles}
        self._was = by_title(before.document.parts, self._bare)
        self._names: list[tuple[str, int]] = []

    def document(self) -> Document:
        """The changed contract, with what is left of the articles that it deletes."""
        old, new = self._was, self._renamed_back(self._was, self._after.parts)
        numbers = {title: f"part:{n}" for n, title in enumerate(old)}
        made = [(t, self._part(old.get(t), new.get(t), numbers.get(t, ""))) for t in _spine(list(old), list(new))]
        self._names = [t for t, p in made if p is not None]
        return replace(self._after, parts=tuple(p for _, p in made if p is not None), annexes=tuple(self._annexes()))

    def _renamed_back(self, old: Mapping[tuple[str, int], Titled], titled: Sequence[Titled]) -> dict[tuple[str, int], Titled]:
        """The new parts or sections, each that stayed under another title by the name that it had."""
        new = by_title(titled, self._bare)
        names = {now: was for was, now in renamed(old, new).items()}
        return {names.get(name, name): one for name, one in new.items()}

    def _part(self, old: Part | None, new: Part | None, key: str) -> Part | None:
        shape = new or old
        assert shape is not None
        of_old = by_title(old.sections if old else (), self._bare)
        of_new = self._renamed_back(of_old, new.sections if new else ())
        keys = {title: f"section:{key.removeprefix('part:')}.{n}" for n, title in enumerate(of_old)}
        made = (self._section(of_old.get(t), of_new.get(t), keys.get(t, "")) for t in _spine(list(of_old), list(of_new)))
        sections = tuple(s for s in made if s is not None)
        clauses = self._clauses(old.clauses if old else (), new.clauses if new else (), shape.title)
        if not sections and not clauses and not self._counted(key):
            return None
        alone = bool(old and len(old.clauses) == 1 and self._bare(old.title) == self._bare(old.clauses[0].title))
        title = shape.title
        if old and len(clauses) == 1 and not sections and clauses[0].title == title and self._own(clauses[0].id):
            title = self._bare(old.title)  # under this title the article would lose its own, and the number with it
        left = self._gone(title) if not sections and _all_gone(clauses) and (alone or not clauses) else title
        numbered = shape.numbered or any(c.number for c in (old.all_clauses() if old else ()))  # one that entered before
        return replace(shape, title=left, numbered=numbered, sections=sections, clauses=clauses)

    def counted_parts(self, ordered: Document) -> tuple[bool, ...]:
        """Which parts count: one that enters carries no number, now or later, so that those behind it keep theirs."""
        of_old = ((self._was.get(name), p) for name, p in zip(self._names, ordered.parts, strict=True))
        return tuple(p.numbered and was is not None and was.numbered for was, p in of_old)

    def _section(self, old: Section | None, new: Section | None, key: str) -> Section | None:
        shape = new or old
        assert shape is not None
        clauses = self._clauses(_held(old), _held(new))
        if not clauses and not self._counted(key):
            return None
        untitled = _all_gone(clauses) and len(clauses) < 2
        return Section(self._gone(shape.title) if untitled else self._bare(shape.title), clauses)

    def _annexes(self) -> Iterator[Annex]:
        """The annexes as they were, then those that enter: the number of an annex is cited outside the contract."""
        new = {a.id: a for a in self._after.annexes}
        for annex in self._before.annexes:
            here = new.pop(annex.id, None)
            clauses = self._clauses(annex.clauses, here.clauses if here else ())
            title = self._gone(annex.title) if _all_gone(clauses) else self._bare((here or annex).title)
            yield Annex(annex.id, title, clauses)
        for annex in new.values():
            clauses = self._clauses((), annex.clauses)
            if clauses:
                yield replace(annex, clauses=clauses)

    def _clauses(self, old: Sequence[Clause], new: Sequence[Clause], above: str = "") -> tuple[Clause, ...]:
        """Each clause that was there, in its place and deleted where it is no more, and those that enter.

        :param above: the title above them that takes the place of that of a single clause; "" for any.
        """
        entered = [c for c in new if c.id not in self._old]
        known = [*(c.id for c in old), *(c.id for c in entered if self._at_end)]
        order = _spine(known, [c.id for c in new if c.id not in self._old or c.id in known])
        was = {c.id: c for c in old}
        found = [self._new.get(id_) or self._deleted(was[id_]) for id_ in order if id_ in self._new or self._own(id_)]
        if len(found) == 1 and len(old) > 1 and self._own(found[0].id) and (above or found[0].title) == found[0].title:
            left = next(c for c in old if c.id != found[0].id)  # alone, a clause would stand under no title of its own
            found = [found[0] if c.id == found[0].id else self._deleted(c) for c in old if c.id in (found[0].id, left.id)]
        return tuple(found) or tuple(self._deleted(c) for c in old if c.gone or c.id in self._keys)

    def _own(self, clause: str) -> bool:
        """Whether a clause has a number of its own, not only that of the title above it."""
        return self._keys.get(clause) == f"clause:{clause}"

    def _counted(self, key: str) -> bool:
        return key in self._titles

    def _deleted(self, clause: Clause) -> Clause:
        """What is left of a clause: its number, and a title that says so."""
        return clause if clause.gone else replace(clause, title=self._gone(clause.title), blocks=(), gone=True, reasons=())

    def _gone(self, title: str) -> str:
        return f"{self._bare(title)} {self._mark}"

    def _bare(self, title: str) -> str:
        return title.removesuffix(f" {self._mark}")


def _all_gone(clauses: Sequence[Clause]) -> bool:
    return all(c.gone for c in clauses)


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

    def numbered(self, document: Document, counts: Sequence[bool]) -> tuple[Document, Numbering]:
        """The document and its numbers; ``counts`` says which of its parts carry one."""
        counted = number(document, self.scheme)
        uncounted = {c.id for p, n in zip(document.parts, counts, strict=True) if p.numbered and not n for c in p.all_clauses()}
        own = self._own(document, counted, uncounted)
        whole = _each_clause(document, lambda c: self._with_number(c, own[c.id], counted) if c.id in own else c)
        parts = tuple(replace(p, numbered=n) for p, n in zip(whole.parts, counts, strict=True))
        whole = replace(whole, parts=parts)
        again = number(whole, self.scheme)
        kept = self.before.numbering.titles
        for clause in (c for c in whole.clauses() if c.gone and c.number):
            self.titles[f"clause:{clause.id}"] = kept[f"clause:{clause.id}"]
        return whole, Numbering({**again.titles, **self.titles}, {**again.blocks, **self.blocks})

    def _own(self, document: Document, counted: Numbering, uncounted: Collection[str]) -> dict[str, Label]:
        """The clauses that no list may count, with the number that they have; ``uncounted`` stand in a part that entered."""
        kept, texts = self.before.numbering.titles, {c.id: c.number for c in self.before.document.clauses()}
        known = {a.id for a in self.before.document.annexes}
        holder = {c.id: a.id for a in document.annexes for c in a.clauses}
        was = {c.id: a.id for a in self.before.document.annexes for c in a.clauses}
        used = {(was.get(i, ""), kept[f"clause:{i}"].cited) for i in texts if f"clause:{i}" in kept}
        below = {c for c, key in holders(self.before.document).items() if key.startswith(("section:", "annex:"))}
        out: dict[str, Label] = {}
        last: dict[str, Label] = {}
        first: Label | None = None
        for clause, fresh in _articles(document, counted):
            annex = holder.get(clause, "")
            label = kept.get(f"clause:{clause}")
            if annex and annex not in known:
                continue  # a new annex counts its own articles
            if label is not None and not texts.get(clause):
                last[annex] = label
            elif label is not None:
                out[clause] = label
            elif clause in below:
                last = last if annex else {**last, "": fresh}  # its title is printed for the first time, one level down
            elif annex in last or clause in uncounted or any(a == annex for a, _ in used):
                last.setdefault(annex, first or fresh)  # before the first article
                out[clause] = self._entered(last[annex], {cited for a, cited in used if a == annex})
                used.add((annex, out[clause].cited))
            else:
                first = fresh  # nothing had a number yet: the contract begins to count
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
    word = counted.cited[: len(counted.cited) - len(counted.cited.split()[-1])] if counted.worded else ""
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


def _each_clause(document: Document, change: Callable[[Clause], Clause]) -> Document:
    def changed(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        return tuple(map(change, clauses))

    parts = tuple(
        replace(p, clauses=changed(p.clauses), sections=tuple(replace(s, clauses=changed(s.clauses)) for s in p.sections))
        for p in document.parts
    )
    return replace(document, parts=parts, annexes=tuple(replace(a, clauses=changed(a.clauses)) for a in document.annexes))
