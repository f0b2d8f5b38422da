"""A parsed clause text to blocks without any profile: all branches of it, in order, each with its condition.

The text is written out once with every branch in it. Branches that hold whole paragraphs are known by their lines;
where one begins or ends inside a paragraph or a row, a slot marks the place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from docgen.model.dataclass import dataclass
from docgen.model.drafted import Branch, Closes, Drafted, Inserted, Mark, Opens
from docgen.model.evaluated import FIRST_TOKEN, Evaluated, Origin, token
from docgen.model.language import Language
from docgen.model.script import Expr, Field, For, If, Literal, Name, Output, Script, Statement
from docgen.stages.script_walk import with_names
from docgen.stages.shape import shape_of
from docgen.stages.terms import TermForms


def as_drafted(script: Script, origin: Origin, terms: TermForms, language: Language) -> Drafted:
    """The text of a clause with its conditions, loops and places of values."""
    writer = _Writer()
    writer.write(script)
    writer.mark_branches()
    lines = tuple(range(1, len(writer.lines) + 1))
    read = replace(origin, drafted=True)
    shape = shape_of(Evaluated("\n".join(writer.lines), (), lines), read, terms, language)
    around = tuple(writer.around(b.source.line) for b in shape.blocks)
    return Drafted(shape.blocks, tuple(writer.marks), around)


@dataclass(slots=True)
class _Span:
    """The lines of a branch that begins and ends with a line; ``apart`` when they are blocks of their own."""

    branch: Branch
    first: int
    last: int
    apart: bool = True


@dataclass(slots=True)
class _Writer:
    """Writes the text line by line."""

    lines: list[str] = field(default_factory=lambda: [""])
    marks: list[Mark] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)
    names: Mapping[str, Expr] = field(default_factory=dict)
    count: int = 0

    def write(self, script: Script) -> None:
        for statement in script:
            match statement:
                case Literal(text):
                    self._text(text)
                case Output(expression):
                    self._text(self._slot(Inserted(with_names(expression, self.names))))
                case If():
                    self._if(statement)
                case For():
                    self._for(statement)

    def _text(self, text: str) -> None:
        first, *rest = text.split("\n")
        self.lines[-1] += first
        self.lines += rest

    def _slot(self, mark: Mark) -> str:
        self.marks.append(mark)
        return token(len(self.marks) - 1)

    def _branch(self, kind: str, test: Expr | None = None) -> Branch:
        self.count += 1
        return Branch(self.count, kind, with_names(test, self.names) if test is not None else None)

    def _if(self, statement: If) -> None:
        bodies = [
            (self._branch("elif" if n else "if", test), body) for n, (test, body) in enumerate(statement.branches)
        ]
        if statement.otherwise:
            bodies.append((self._branch("else"), statement.otherwise))
        self._bodies(bodies)

    def _for(self, statement: For) -> None:
        loop, before = self._branch("for", statement.items), self.names
        item = loop.test if isinstance(loop.test, Name | Field) else Name(statement.name)
        self.names = {**before, statement.name: item}
        self._bodies([(loop, statement.body)])
        self.names = before
        if statement.otherwise:
            self._set_apart()
            self._bodies([(self._branch("empty", statement.items), statement.otherwise)])

    def _bodies(self, bodies: list[tuple[Branch, Script]]) -> None:
        whole = not self.lines[-1] and all(_ends_a_line(body) for _, body in bodies)
        begins_block = whole and not (len(self.lines) > 1 and self.lines[-2].strip())
        for n, (branch, body) in enumerate(bodies):
            if n and begins_block:
                self._set_apart()
            if whole:
                self._lines_of(branch, body)
            else:
                self._text(self._slot(Opens(branch)))
                self.write(body)
                self._text(self._slot(Closes(branch)))

    def _lines_of(self, branch: Branch, body: Script) -> None:
        span = _Span(branch, len(self.lines) - 1, 0)
        self.spans.append(span)
        self.write(body)
        span.last = len(self.lines) - 2
        while span.last > span.first and not self.lines[span.last].strip():
            span.last -= 1

    def _set_apart(self) -> None:
        """An empty line, so that two branches never run into one paragraph."""
        if not self.lines[-1] and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")

    # -- branches of whole lines
    def mark_branches(self) -> None:
        """Slots for the branches of whole lines that are only parts of a block: outer ones first."""
        for span in self.spans:
            if span.last < span.first:
                continue
            while span.first < span.last and not self.lines[span.first].strip():
                span.first += 1
            span.apart = self._begins(span.first) and self._begins(span.last + 1)
            if not span.apart:
                self._open(span)
                self._close(span)
        self.lines = [self._with_cells(line) for line in self.lines]

    def _with_cells(self, line: str) -> str:
        """A row of a table whose columns come and go: no slot stands between the cells, none below the header."""
        if "|" not in line or not any(self._is(c, Opens) for c in line):
            return line
        if not self._without_slots(line).strip(" |:-"):
            return self._without_slots(line)
        closed = self._moved(line[::-1], Closes)[::-1]
        return self._moved(closed, Opens)

    def _moved(self, line: str, kind: type) -> str:
        """Slots of a kind that stand before the end of a cell, moved over it."""
        out = waiting = ""
        for at, character in enumerate(line):
            if self._is(character, kind):
                waiting += character
            elif waiting and (character == "|" or (character == " " and line[at:].lstrip(" ").startswith("|"))):
                out += character
                if character == "|":
                    out, waiting = out + waiting, ""
            else:
                out, waiting = out + waiting + character, ""
        return out + waiting

    def _without_slots(self, line: str) -> str:
        return "".join(c for c in line if not self._is(c, Opens) and not self._is(c, Closes))

    def _begins(self, line: int) -> bool:
        """True when a block begins at this line, or nothing stands there."""
        if line >= len(self.lines) or line == 0 or not self.lines[line].strip() or not self.lines[line - 1].strip():
            return True
        said = self.lines[line].lstrip()
        return said.startswith(("#", "- ", "* ", "+ ")) or said.partition(". ")[0].isdecimal()

    def _open(self, span: _Span) -> None:
        line = self.lines[span.first]
        at = len(line) - len(line.lstrip(" |"))
        while at < len(line) and self._is(line[at], Opens):
            at += 1
        self.lines[span.first] = line[:at] + self._slot(Opens(span.branch)) + line[at:]

    def _close(self, span: _Span) -> None:
        line = self.lines[span.last]
        at = len(line.rstrip(" |"))
        while at and self._is(line[at - 1], Closes):
            at -= 1
        self.lines[span.last] = line[:at] + self._slot(Closes(span.branch)) + line[at:]

    def _is(self, character: str, kind: type) -> bool:
        index = ord(character) - FIRST_TOKEN
        return 0 <= index < len(self.marks) and isinstance(self.marks[index], kind)

    def around(self, line: int) -> tuple[Branch, ...]:
        """The branches that hold the whole block that begins at this line, counted from 1."""
        return tuple(s.branch for s in self.spans if s.apart and s.first <= line - 1 <= s.last)


def _ends_a_line(script: Script) -> bool:
    """True when what is written ends with a line, whichever branch is taken last."""
    if not script:
        return True
    last: Statement = script[-1]
    match last:
        case Literal(text):
            return text.endswith("\n")
        case If(branches, otherwise):
            return all(_ends_a_line(body) for _, body in branches) and _ends_a_line(otherwise)
        case For(_, _, body, otherwise):
            return _ends_a_line(body) and _ends_a_line(otherwise)
    return False


def outline_of(script: Script, shown: Callable[[Inserted], str]) -> str:
    """A short text, such as a title, with every branch in it; ``shown`` says what stands in the place of a value."""
    writer = _Writer()
    writer.write(script)
    marks = {FIRST_TOKEN + n: shown(m) if isinstance(m, Inserted) else "" for n, m in enumerate(writer.marks)}
    return " ".join("\n".join(writer.lines).translate(marks).split())
