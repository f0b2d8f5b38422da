"""What is checked on a finished document before it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from itertools import pairwise

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error, warning
from docgen.model.document import (
    Block,
    Chart,
    Definitions,
    Document,
    Heading,
    Inlines,
    ListItem,
    Paragraph,
    Source,
    Table,
    TermDefinition,
    TermUse,
    Text,
    Value,
    plain_text,
)
from docgen.model.language import Language
from docgen.model.library import LibraryInfo, Term
from docgen.model.plan import DocumentPlan
from docgen.stages.assemble import DEFINITION_STYLE
from docgen.stages.chart import number_of, numeric_cells
from docgen.stages.chart_text import wrong_number
from docgen.stages.terms import all_inlines, paragraphs_of
from docgen.stages.typography import Edit, edits

_LEFT_OVER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\[\[|\]\]|TODO(?<!\wTODO)\b|FIXME(?<!\wFIXME)\b|XXX(?<!\wXXX)X*\b|\?\?\?|\*\*\w|___+|\.\.\.\.+"
)
"""Each begins with a character: so the library of patterns passes by all others at once."""
_OPAQUE = "\ufffc"
_WRITTEN = (Text, TermUse)  # by the author
_LONG, _BETWEEN = 4, "x"  # words of a value; what stands for those in its middle
_STRAIGHT = ("'", '"')


@dataclass(slots=True)
class Memo:
    """What was found in text that several documents share.

    :ivar beside: in paragraphs where a value stands beside a number, with the value.
    :ivar before: the same of an earlier run, for whoever asks for it again.
    """

    most: int = 100_000
    before: Mapping[tuple[str, ...], tuple[Diagnostic, ...]] = field(default_factory=dict)
    beside: dict[tuple[str, ...], tuple[Diagnostic, ...]] = field(default_factory=dict)
    words: dict[tuple[str, ...], tuple[Diagnostic, ...]] = field(default_factory=dict)
    terms: dict[int, tuple[Block, tuple[TermUse | TermDefinition, ...]]] = field(default_factory=dict)

    def trim(self) -> None:
        """Start anew before the memory grows without end."""
        if max(len(self.beside), len(self.words), len(self.terms)) > self.most:
            self.beside.clear()
            self.words.clear()
            self.terms.clear()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a document shows whatever its values: findings, the terms that it uses and how often it defines each."""

    found: tuple[Diagnostic, ...]
    used: Mapping[str, Place]
    defined: Mapping[str, int]


def look(document: Document, plan: DocumentPlan, language: Language, library: LibraryInfo, memo: Memo) -> Looked:
    """Words that look like undefined terms, typed numbers, leftovers, classes, straight quotes; terms.

    :param document: a document, or a frame: nothing here hangs on values.
    """
    memo.trim()
    owned = _owned(plan)
    forms = _forms(owned, language)
    checker = _Checker(language, library, owned, forms, memo, (language.code, *forms[:1], str(len(forms))))
    found = [d for clause in document.clauses() for block in clause.blocks for d in checker.block(block)]
    return Looked(tuple(found), *_terms(document, memo))


def check_document(
    document: Document, plan: DocumentPlan, language: Language, library: LibraryInfo, memo: Memo,
    looked: Looked | None = None,
) -> tuple[Diagnostic, ...]:  # fmt: skip
    """Everything that is wrong in a finished document.

    :param looked: what is known of its frame already, see :func:`look`.
    """
    framed = looked is not None  # its values were still slots: nobody looked beside them
    looked = looked or look(document, plan, language, library, memo)
    owned, used = _owned(plan), looked.used
    lent = {t.id for spec in plan.lent for t in spec.terms}
    return (
        *looked.found,
        *(d for c in document.clauses() for b in c.blocks for d in _values_beside_numbers(b, language, memo) if framed),
        *(d for c in document.clauses() for b in c.blocks if isinstance(b, Chart) for d in _values_of_chart(b)),
        *_undefined({k: v for k, v in used.items() if k not in lent}, looked.defined, owned, document),
        *_badly_defined(used, looked.defined, owned, plan),
    )


def _owned(plan: DocumentPlan) -> dict[str, Term]:
    return {t.id: t for spec in plan.owners() for t in spec.terms}


def _forms(terms: dict[str, Term], language: Language) -> tuple[str, ...]:
    """Forms of two words and more: one word alone is too often an ordinary word."""
    wordings = (t.wordings.get(language.code) for t in terms.values() if not t.common)
    return tuple(f for w in wordings if w is not None for f in w.forms if " " in f)


@dataclass(frozen=True, slots=True)
class _Checker:
    language: Language
    library: LibraryInfo
    terms: dict[str, Term]
    forms: tuple[str, ...]
    memo: Memo
    shared: tuple[str, ...]  # what goes into the key of every paragraph

    def block(self, block: Block) -> Iterator[Diagnostic]:
        """Everything that one block shows by itself."""
        if isinstance(block, Definitions) and block.what == "amendments":
            yield error("AM604", "only an amendment has articles that change", _at(block.source),
                        "take [[amendments]] out, or say under amends which document type this one changes")  # fmt: skip
        elif isinstance(block, Definitions):
            yield error("TM410", "the list of definitions stands a second time", _at(block.source), "keep one [[definitions]]")
        if isinstance(block, Paragraph | Table) and block.style:
            yield from self._class(block)
        prose = isinstance(block, Paragraph | ListItem) and not _defines(block)
        for inlines in paragraphs_of(block):
            yield from self._paragraph(inlines, block.source, prose=prose)

    def _class(self, block: Block) -> Iterator[Diagnostic]:
        match block:
            case Paragraph(_, source, style) if style and style not in self.library.paragraph_styles:
                known = ", ".join(sorted(self.library.paragraph_styles))
                yield error("ST101", f'there is no paragraph class "{style}"', _at(source), f"classes: {known}")
            case Table(style=style, source=source) if style and style not in self.library.table_styles:
                known = ", ".join(sorted(self.library.table_styles))
                yield error("ST101", f'there is no table style "{style}"', _at(source), f"styles: {known}")
            case Paragraph() | Heading() | ListItem() | Table() | Chart() | Definitions():
                return

    def _paragraph(self, inlines: Inlines, source: Source, *, prose: bool) -> tuple[Diagnostic, ...]:
        """What the author's words show; the same words elsewhere show the same."""
        if len(inlines) == 1 and type(inlines[0]) is Text:
            words = with_terms = beside = inlines[0].text
            literal: tuple[tuple[int, int], ...] = ()
        else:
            words = "".join([i.text if type(i) is Text else _OPAQUE for i in inlines])
            with_terms = "".join([i.text if isinstance(i, _WRITTEN) else _OPAQUE for i in inlines])
            beside, literal = _beside(inlines)
        key = (source.file, str(source.line), *self.shared, words, with_terms, beside, str(prose))
        found = self.memo.words.get(key)
        if found is None:
            typeset = edits(beside, self.language, literal)
            at = _at(source)
            found = (*self._words(words, with_terms, at, prose), *_typography(beside, typeset, at))
            self.memo.words[key] = found
        return found

    def _words(self, words: str, with_terms: str, at: Place, prose: bool) -> Iterator[Diagnostic]:
        if match := _LEFT_OVER.search(words):
            yield error("CL340", f'"{match[0]}" was left in the text', at, "finish the sentence, or close the tag")
        if '"' in words:
            yield error("TY602", "a straight quotation mark has no partner", at, "write « … » or close it")
        yield from self._typed_references(with_terms, at)
        if self.terms and prose:
            yield from self._capitals(words, at)
            yield from self._capitalisation(words, at)

    def _typed_references(self, text: str, at: Place) -> Iterator[Diagnostic]:
        pattern, source = _patterns(self.language)
        for match in pattern.finditer(text):
            if not source.search(text[match.end() : match.end() + 90]):
                yield error("XR510", f'"{match[0]}" is a number typed where a reference belongs', at,
                            "write [[clause]], so that the number follows the document")  # fmt: skip

    def _capitals(self, text: str, at: Place) -> Iterator[Diagnostic]:
        """A capital in mid-sentence that no term explains."""
        for match in _CAPITAL.finditer(text):
            word = match[1]
            if word not in self.library.capitalised and not word.isupper() and not _is_name(text, match):
                yield warning("TM401", f'"{word}" is written like a defined term, but no clause of this document defines it',
                              at, "define it, write it small, or add it to `capitalised` in library.yaml")  # fmt: skip

    def _capitalisation(self, text: str, at: Place) -> Iterator[Diagnostic]:
        for written in _in_other_letters(text, self.forms):
            if written not in self.forms and not written.isupper():
                term = {f.lower(): f for f in self.forms}.get(written.lower(), written)
                yield warning("TM408", f'"{written}" is the defined term "{term}" in other letters', at,
                              "write the term as it is defined")  # fmt: skip


def _values_beside_numbers(block: Block, language: Language, memo: Memo) -> Iterator[Diagnostic]:
    """What typography would change where a value meets a number: « 12 » before « jours », « 3 » before « mois »."""
    for inlines in paragraphs_of(block):
        if not _meets_number(inlines):
            continue
        beside, literal = _beside(inlines)
        key = (block.source.file, str(block.source.line), language.code, beside)
        found = memo.beside.get(key)
        if found is None:
            found = memo.before.get(key)
            if found is None:
                found = tuple(_typography(beside, edits(beside, language, literal), _at(block.source)))
            memo.beside[key] = found
        yield from found


def _meets_number(inlines: Inlines) -> bool:
    """Whether a value ends in a figure before a word of the author, or is a word behind a figure of the author."""
    for one, other in pairwise(inlines):
        if isinstance(one, Value) and isinstance(other, Text | TermUse):
            if one.text.rstrip(")")[-1:].isdigit() and other.text[:1] == " ":
                return True
        elif isinstance(one, Text | TermUse) and isinstance(other, Value) and one.text[-1:] == " " and one.text.rstrip(" )")[-1:].isdigit():
            return True
    return False


def _beside(inlines: Inlines) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The paragraph as typography judges it, and where in it what is not the author's stands.

    What waits for a value in a frame is opaque. A long value is shown by its first and its last word: nothing else of it counts beside the text, which was typeset
    around it, and a sentence is seldom judged twice.
    """
    text, literal = "", []
    for inline in inlines:
        if isinstance(inline, _WRITTEN):
            text += inline.text
            continue
        value = inline.text if isinstance(inline, Value) else _OPAQUE
        words = value.split(" ")
        shown = value if len(words) < _LONG else f"{words[0]} {_BETWEEN} {words[-1]}"
        literal.append((len(text), len(text) + len(shown)))
        text += shown
    return text, tuple(literal)


def _typography(text: str, wanted: tuple[Edit, ...], at: Place) -> Iterator[Diagnostic]:
    """What typography would still change in a finished paragraph."""
    if not wanted:
        return
    straight = next((e for e in wanted if text[e.start : e.end] in _STRAIGHT), None)
    if straight is not None:
        yield error("TY602", "a straight apostrophe or quotation mark is left", at, "write it as the language does")
        return
    shown = text[max(0, wanted[0].start - 12) : wanted[0].end + 12].replace(_OPAQUE, "…")
    yield error("TY601", f'the typography beside "{shown}" is not that of the language', at,
                "a no-break space or another sign belongs there: write the sentence in one piece")  # fmt: skip


_CAPITAL = re.compile(r"(?<=[a-zà-ÿœ,;)’'\u00a0] )([A-ZÀ-ÖØ-ÞŒ][a-zà-ÿœ]{2,}(?:-[A-Za-zà-ÿ]+)*)\b")


def _is_name(text: str, match: re.Match[str]) -> bool:
    """True for a word after an abbreviation such as « M. » or in a title between guillemets."""
    before = text[max(0, match.start() - 4) : match.start()]
    return "«" in before or "“" in before


@lru_cache(maxsize=16)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(language.phrase("checks.typed_reference")), re.compile(language.phrase("checks.legal_source"))


def _in_other_letters(text: str, forms: tuple[str, ...]) -> Iterator[str]:
    """The forms that stand in a text, whatever the case of their letters, with plain spaces."""
    done = 0
    for match in _any_form(forms).finditer(text) if forms else ():
        if match.start(1) >= done:  # else inside the one before
            done = match.end(1)
            yield match[1].replace("\u00a0", " ")


@lru_cache(maxsize=64)
def _any_form(forms: tuple[str, ...]) -> re.Pattern[str]:
    by_small = dict.fromkeys(f.lower() for f in forms)
    shapes = "|".join(re.escape(f).replace(r"\ ", "[ \u00a0]") for f in sorted(by_small, key=len, reverse=True))
    gate = [_any_case(column) for column in zip(*by_small, strict=False)][:_GATE]
    # A first character that may begin a form, then the form from there: most others are passed by at once.
    return re.compile(rf"{gate[0]}(?={''.join(gate[1:])})(?<!\w.)(?<=(?=((?i:{shapes}))(?!\w)).)", re.DOTALL)


_GATE = 4


def _any_case(characters: Iterable[str]) -> str:
    """A class with the characters in whatever case, and all that are not Latin."""
    wanted = {"µ", *(c for small in characters for c in (small, *small.upper(), *small.upper().lower()))}
    if " " in wanted:
        wanted.add("\u00a0")
    return f"[^{re.escape(''.join(c for c in map(chr, range(256)) if c not in wanted))}]"


def _values_of_chart(chart: Chart) -> Iterator[Diagnostic]:
    """Values of the profile that a chart cannot draw; what the author typed was judged before."""
    for cell in numeric_cells(chart):
        if any(isinstance(i, Value) for i in cell) and number_of(plain_text(cell)) is None:
            _, message, hint = wrong_number(cell)
            yield error("CL352", message, _at(chart.source), hint)


def _defines(block: Block) -> bool:
    """An entry of the definitions article explains terms in common words."""
    return isinstance(block, Paragraph) and block.style == DEFINITION_STYLE


def _at(source: Source) -> Place:
    return Place(source.file, source.line)


# --------------------------------------------------------------------- terms
def _terms(document: Document, memo: Memo) -> tuple[dict[str, Place], dict[str, int]]:
    """The terms that are used, each with its first place, and how often each is defined."""
    defined: dict[str, int] = {}
    used: dict[str, Place] = {}
    for clause in document.clauses():
        for block in clause.blocks:
            found = _terms_in(block, memo)
            own = {i.term for i in found if isinstance(i, TermDefinition)} if _defines(block) else set()
            for inline in found:
                if isinstance(inline, TermDefinition):
                    defined[inline.term] = defined.get(inline.term, 0) + 1
                elif inline.term not in own and inline.term not in used:
                    used[inline.term] = _at(block.source)
    return used, defined


def _terms_in(block: Block, memo: Memo) -> tuple[TermUse | TermDefinition, ...]:
    if not block.fixed:
        return _find_terms(block)
    kept = memo.terms.get(id(block))
    if kept is None:
        kept = memo.terms[id(block)] = (block, _find_terms(block))
    return kept[1]


def _find_terms(block: Block) -> tuple[TermUse | TermDefinition, ...]:
    return tuple(i for i in all_inlines((block,)) if isinstance(i, TermUse | TermDefinition))


def _undefined(
    used: Mapping[str, Place], defined: Mapping[str, int], terms: dict[str, Term], document: Document
) -> Iterator[Diagnostic]:
    for id_, place in used.items():
        if id_ not in defined:
            term = terms.get(id_)
            known = f"it belongs to {term.clause}" if term else "no clause of this document declares it"
            yield error("TM405", f'the term "{id_}" is used and {document.type} does not define it', place,
                        f"{known}: add [[definitions]], or write the word small")  # fmt: skip


def _badly_defined(
    used: Mapping[str, Place], defined: Mapping[str, int], terms: dict[str, Term], plan: DocumentPlan
) -> Iterator[Diagnostic]:
    for id_, count in defined.items():
        if count > 1:
            yield error("TM407", f'the term "{id_}" is defined {count} times in {plan.name}', plan.doctype.place,
                        "keep one [[def:…]]")  # fmt: skip
        if id_ not in used:
            term = terms.get(id_)
            place = next((w.place for w in term.wordings.values()), plan.doctype.place) if term else plan.doctype.place
            yield warning("TM406", f'the term "{id_}" is defined and never used in {plan.name}', place)
