"""The text of one paragraph in the clause language: values, references and terms in it, emphasis around the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.document import PLAIN, Marks
from docgen.model.imported import Decision, DraftParameter, DraftTerm, Runs, Sureness, text_of
from docgen.model.language import Language
from docgen.stages.importing.citations import Citations, Cited
from docgen.stages.importing.definitions import inline_terms, plural_of
from docgen.stages.importing.escaping import STAND_IN, cleaned, escaped, literals
from docgen.stages.importing.patterns import free, identifier, pattern
from docgen.stages.importing.values import PLACE, Likely, likely_values

_SHOWN: Final = 90
_AROUND: Final = 40
_STARS: Final = {Marks.BOLD: "**", Marks.ITALIC: "*", Marks.BOLD | Marks.ITALIC: "***"}
_SLOT: Final = re.compile(r"\{\{.*?\}\}")
REFERENCE, VALUE, TERM = "\u27e6ref\u27e7", "\u27e6value\u27e7", "\u27e6term\u27e7"


@dataclass(frozen=True, slots=True)
class Identity:
    """A name, a number or an address of a party: the same value wherever it stands."""

    text: str
    name: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A passage that becomes something else; ``plain`` is what must be read back at its place."""

    start: int
    end: int
    markdown: str
    plain: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all clauses of one import share. ``forms``: the terms of the library by form, ``whole``: all of the text."""

    language: Language
    citations: Citations
    forms: Mapping[str, tuple[str, str]]
    identities: Sequence[Identity]
    notes: Mapping[str, Runs]
    whole: str
    terms: dict[str, str] = field(default_factory=dict)
    term_ids: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Writer:
    """Writes the paragraphs of one clause, and keeps the parameters, terms and doubts that they give.

    ``waiting``: the next paragraph begins with this term in quotation marks, which end there.
    """

    id: str
    article: str
    around: Surroundings
    parameters: list[DraftParameter] = field(default_factory=list)
    terms: list[DraftTerm] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: int = 0
    waiting: tuple[int, str] | None = None
    _names: set[str] = field(default_factory=set)

    def doubt(self, kind: str, paragraph: int, passage: str, sureness: Sureness = Sureness.MEDIUM, **values: str) -> None:
        """Something that somebody has to look at."""
        self.decisions.append(Decision(kind, paragraph, self.id, self.article, passage[:_SHOWN], sureness, values))

    def paragraph(self, runs: Runs, number: int, *, values: bool = True, emphasis: bool = True) -> tuple[str, str]:
        """A paragraph in the clause language, and what must be read back. ``values``: look for parameters too."""
        text, strange = cleaned(text_of(runs))
        if strange:
            signs = " ".join(f"U+{ord(c):04X}" for c in sorted(strange))
            self.doubt("strange", number, text, Sureness.HIGH, signs=signs, put=STAND_IN)
        spans = self._spans(text, runs, number, values=values)
        pieces = [*_pieces(text, runs, spans, self._note)]
        plain = "".join(p for _, _, p in pieces)
        return _emphasised(pieces) if emphasis else "".join(m for _, m, _ in pieces), " ".join(plain.split())

    def tried(self, runs: Runs, number: int) -> str:
        """A paragraph without values in the clause language; empty, and nothing kept of it, where it needs one."""
        before = (len(self.parameters), len(self.decisions), self.references, {*self._names})
        markdown, _ = self.paragraph(runs, number, values=False)
        if "{{" not in markdown:
            return markdown
        del self.parameters[before[0] :], self.decisions[before[1] :]
        self.references, self._names = before[2], before[3]
        return ""

    def literal(self, text: str, number: int) -> str:
        """A whole text as one value: nothing in it can be read as anything."""
        return self._value(identifier(self._name("literal")), "string", text, text, number, Sureness.HIGH, reason="literal")

    # -- what stands in a paragraph
    def _spans(self, text: str, runs: Runs, number: int, *, values: bool) -> list[Span]:
        taken: list[_Found] = []
        finders = (self._blanks, self._controls, self._defined, self._cited, self._identities, self._likely) if values else (self._cited,)
        for find in (*finders, self._literals):
            for start, end, make in find(text, runs, number):
                if start < end and all(end <= s or start >= e for s, e, _ in taken):
                    taken.append((start, end, make))
        made = ((start, end, make()) for start, end, make in sorted(taken, key=lambda t: t[0]))
        return [Span(start, end, *done) for start, end, done in made if done is not None]

    def _blanks(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        for m in pattern(self.around.language, "blank").finditer(text):
            yield m.start(), m.end(), partial(self._blank, m[0], text, m.start(), number)

    def _blank(self, passage: str, text: str, at: int, number: int) -> tuple[str, str]:
        """A place to be filled in: a line by hand, or a value that nobody has given yet."""
        around = text[max(0, at - _AROUND) : at + _AROUND]
        self.doubt("blank", number, around, Sureness.HIGH)
        markdown = self._value(self._name("blank"), "string", None, passage, number, Sureness.HIGH, reason="blank")
        return (markdown.replace(" }}", "|by_hand }}") if passage[0] in "_.…" else markdown), VALUE

    def _controls(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        at = 0
        for run in runs:
            start, at = at, at + len(run.text)
            if run.control and run.text.strip():
                yield start, at, partial(self._control, text[start:at], run.control, number, waits=run.placeholder)

    def _control(self, passage: str, control: str, number: int, *, waits: bool) -> tuple[str, str] | None:
        name = identifier(control).replace("-", "_")
        if waits:
            return self._value(name, "string", None, passage, number, Sureness.HIGH, reason="control"), VALUE
        exact = next((x for x in likely_values(passage, self.around.language) if (x.start, x.end) == (0, len(passage)) and x.markdown), None)
        if exact is not None:
            return self._print(replace(exact, name=name), passage, number, Sureness.HIGH, "control")
        return self._value(name, "string", passage, passage, number, Sureness.HIGH, reason="control"), VALUE

    def _defined(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        if self.waiting is not None:
            end, term = self.waiting
            self.waiting = None
            yield 0, end, partial(self._define, term, number)
        for start, end, term in inline_terms(text, self.around.language):
            yield start, end, partial(self._define, term, number)

    def _define(self, term: str, number: int) -> tuple[str, str] | None:
        id_ = self.declare(term, "", number, inline=True)
        return (f"[[def:{id_}]]", TERM) if id_ else None

    def declare(self, term: str, definition: str, number: int, *, inline: bool) -> str:
        """A defined term of this clause; empty where the library, or a clause before, declares it already."""
        term, _ = cleaned(term)
        if term in self.around.forms:
            known, clause = self.around.forms[term]
            self.doubt("term_known", number, definition or term, Sureness.HIGH, term=term, known=known, owner=clause)
            return ""
        if term in self.around.terms:
            self.doubt("term_twice", number, definition or term, term=term, owner=self.around.terms[term])
            return ""
        id_ = free(identifier(term) or "term", self.around.term_ids)
        self.around.terms[term] = self.id
        plural = plural_of(term, self.around.whole, self.around.language)
        plural = "" if plural in self.around.forms or plural in self.around.terms else plural
        if plural:
            self.around.terms[plural] = self.id
        self.terms.append(DraftTerm(id_, term, plural, definition, inline, number))
        return id_

    def _cited(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        for one in self.around.citations.cited(text, runs, self.id):
            yield one.start, one.end, partial(self._cite, one, text, number)

    def _cite(self, one: Cited, text: str, number: int) -> tuple[str, str] | None:
        if one.doubt:
            self.doubt(f"reference_{one.doubt}", number, text[max(0, one.start - _AROUND) : one.start + _AROUND])
        if one.markdown:
            self.references += 1
            return one.markdown, REFERENCE
        if not one.lost:
            return None
        name = self._name("reference")
        return self._value(name, "string", one.lost, one.lost, number, Sureness.HIGH, reason="reference"), VALUE

    def _identities(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        for one in self.around.identities:
            for m in re.finditer(rf"(?<!\w){re.escape(one.text)}(?!\w)", text):
                yield m.start(), m.end(), partial(self._identity, one, m[0], number)

    def _identity(self, one: Identity, passage: str, number: int) -> tuple[str, str]:
        default = None if one.path else one.text
        markdown = self._value(one.name, "string", default, passage, number, Sureness.MEDIUM, path=one.path, again=True)
        return markdown, VALUE

    def _likely(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        for one in likely_values(text, self.around.language):
            yield one.start, one.end, partial(self._print, one, text[one.start : one.end], number, one.sureness, one.problem)

    def _print(self, one: Likely, passage: str, number: int, sureness: Sureness, reason: str) -> tuple[str, str] | None:
        if not one.markdown:
            self.doubt(one.problem, number, passage, Sureness.LOW)
            return None
        markdown = self._value(one.name, one.type, one.value, passage, number, sureness, reason=reason, again=one.type == "string")
        name = markdown.removeprefix("{{ ").removesuffix(" }}")
        written = one.markdown.replace(PLACE, name)
        return written, _SLOT.sub(VALUE, written)

    def _literals(self, text: str, runs: Runs, number: int) -> Iterator[_Found]:
        for start, end in literals(text):
            yield start, end, partial(self._literal, text[start:end], number)

    def _literal(self, passage: str, number: int) -> tuple[str, str]:
        return self.literal(passage, number), VALUE

    # -- names
    def _name(self, kind: str) -> str:
        return self.around.language.phrase(f"import.names.{kind}")

    def _value(
        self, name: str, kind: str, default: Any, passage: str, number: int, sureness: Sureness,
        path: str = "", reason: str = "", *, again: bool = False,
    ) -> str:  # fmt: skip
        """A parameter and the tag that prints it; with ``again`` the same value is the same parameter."""
        name = re.sub(r"\W", "_", name)[:48] or "value"
        name = name if name[0].isalpha() else f"p_{name}"
        same = (p for p in self.parameters if again and p.passage == passage and p.type == kind)
        found = next(same, None)
        if found is None:
            found = DraftParameter(free(name, self._names, "_"), kind, default, passage, number, sureness, path, reason)
            self.parameters.append(found)
        return f"{{{{ {found.name} }}}}"

    # -- notes
    def _note(self, id_: str) -> tuple[str, str]:
        runs = self.around.notes.get(id_, ())
        if not runs:
            return "", ""
        text, _ = cleaned(text_of(runs))
        if any(True for _ in literals(text)):
            body, plain = self.literal(text, 0), VALUE
        else:
            body, plain = escaped(text), text
        self.notes.append(f"[^{len(self.notes) + 1}]: {body}")
        return f"[^{len(self.notes)}]", f"\u27e6{' '.join(plain.split())}\u27e7"


_Found = tuple[int, int, Callable[[], tuple[str, str] | None]]
_Piece = tuple[Marks, str, str]
"""Emphasis, markdown, and what must be read back."""


def _pieces(text: str, runs: Runs, spans: Sequence[Span], note: Callable[[str], tuple[str, str]]) -> Iterator[_Piece]:
    """The paragraph in pieces of one emphasis; a passage that became something has that of its beginning."""
    at, waiting = 0, [*spans]
    for run in runs:
        start, at = at, at + len(run.text)
        while start < at:
            if waiting and waiting[0].end <= start:
                waiting.pop(0)
            span = waiting[0] if waiting else None
            if span is not None and span.start <= start:
                if span.start >= at - len(run.text):
                    yield run.marks, span.markdown, span.plain
                start = min(span.end, at)
                continue
            end = min(at, span.start) if span is not None else at
            yield run.marks, escaped(text[start:end]), text[start:end]
            start = end
        if run.note:
            yield PLAIN, *note(run.note)


def _emphasised(pieces: Sequence[_Piece]) -> str:
    """The pieces with stars around what is emphasised, spaces outside of them."""
    out = ""
    grouped: list[tuple[Marks, str]] = []
    for marks, markdown, _ in pieces:
        if grouped and grouped[-1][0] == marks:
            grouped[-1] = (marks, grouped[-1][1] + markdown)
        elif markdown:
            grouped.append((marks, markdown))
    for marks, markdown in grouped:
        bare = markdown.strip(" \u00a0\u202f")
        stars = _STARS.get(marks, "") if re.search(r"[\w}]", bare) else ""
        before, _, after = markdown.partition(bare) if bare else (markdown, "", "")
        out += f"{before}{stars}{bare}{stars}{after}" if bare else markdown
    return out
