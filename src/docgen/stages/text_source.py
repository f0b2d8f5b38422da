"""A clause text as the source of a Python function.

The source is made of fixed forms and counted names (``k0``, ``v1``) alone. Everything that an author wrote,
every filter and every expression out of the ordinary is a constant that such a name stands for. So texts of
one build share one source, and nothing of a text can become code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.script import (
    Choice,
    Compare,
    Const,
    Defined,
    Expr,
    Field,
    Filter,
    For,
    If,
    Literal,
    Logic,
    Name,
    Not,
    Output,
    Script,
)
from docgen.stages.compiled import compile_expression, remembering
from docgen.stages.expressions import Filters, is_ready

LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Source:
    """``lines`` are the body of a function, ``given`` what the names in them stand for.

    The function knows ``get`` (a name of the clause to its value), ``paths``, ``out``, the fields of the values
    (``texts``, ``origins``, ``ready``, ``missing``), ``steps``, ``budget`` and the helpers of ``compiled_text``; with ``scoped`` it needs a scope of its own, ``s0``.
    """

    lines: tuple[str, ...]
    given: tuple[Any, ...]
    scoped: bool


def source_of(script: Script, filters: Filters) -> Source:
    """The source of a text. Nothing of it has run."""
    writer = _Writer(filters)
    writer.script(script)
    return Source(tuple(writer.lines), tuple(writer.given), writer.scoped > 0)


@dataclass(frozen=True, slots=True)
class _Loop:
    """An open loop: its number, which is part of its names, and what its variable is called."""

    number: int
    name: str


@dataclass(slots=True)
class _Writer:
    """Writes the lines. ``scoped`` counts the scopes, from the outermost, that expressions of this place need."""

    filters: Filters
    lines: list[str] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)
    loops: list[_Loop] = field(default_factory=list)
    indent: str = " "
    opened: int = 0
    scoped: int = 0

    # -- what lines are made of
    def line(self, text: str) -> None:
        self.lines.append(self.indent + text)

    def constant(self, value: Any) -> str:
        """The name that stands for a value."""
        self.given.append(value)
        return f"k{len(self.given) - 1}"

    def scope(self) -> str:
        """The name of the scope of this place, for what only a function of a scope can say."""
        self.scoped = max(self.scoped, len(self.loops) + 1)
        return f"s{self.loops[-1].number if self.loops else 0}"

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Lines below a head."""
        self.line(head)
        before, self.indent = self.indent, self.indent + " "
        length = len(self.lines)
        yield
        if len(self.lines) == length:
            self.line("pass")
        self.indent = before

    # -- statements
    def script(self, script: Script) -> None:
        """The statements; texts that follow one another are one."""
        before = ""
        for statement in script:
            if isinstance(statement, Literal):
                before += statement.text
                continue
            if isinstance(statement, Output):
                self.output(statement.expression, statement.line, before)
            else:
                self.text(before)
                self.condition(statement) if isinstance(statement, If) else self.loop(statement)
            before = ""
        self.text(before)

    def text(self, text: str) -> None:
        if text:
            self.line(f"out.append({self.constant(text)})")

    def output(self, expression: Expr, line: int, before: str) -> None:
        if isinstance(expression, Choice):
            with self.block(f"if {self.test(expression.test)}:"):
                self.output(expression.then, line, before)
            with self.block("else:"):
                self.output(expression.otherwise, line, before)
        elif not isinstance(expression, Const):
            self.value_line(expression, line, before)
        elif isinstance(expression.value, str):
            self.text(before + expression.value)
        else:
            self.line("raise GiveUp")  # it may print otherwise than it stands

    def value_line(self, expression: Expr, line: int, before: str) -> None:
        """A value behind the text before it; written out, for most of what a text costs is done here."""
        value, path = self.value(expression), self.path(expression)
        self.text(before)
        self.line(f"t = {value}")
        with self.block("if type(t) is str or (t := text(t)) is not None:"):
            self.line("out.append(t[-1:].isdigit())")
            self.line("texts.append(t)")
        with self.block("else:"):
            self.line("out.append(False)")
            self.line(f"missing[len(texts)] = {self.constant(line)}")
            self.line("texts.append(NOTHING)")
        self.line(f"origins.append({path})")
        self.line(f"ready.append({is_ready(expression, self.filters)})")

    def condition(self, statement: If) -> None:
        for index, (test, body) in enumerate(statement.branches):
            with self.block(f"{'elif' if index else 'if'} {self.test(test)}:"):
                self.script(body)
        if statement.otherwise:
            with self.block("else:"):
                self.script(statement.otherwise)

    def loop(self, statement: For) -> None:
        """The items one by one; a scope of its own is kept up only where an expression in the body asks for it."""
        self.opened += 1
        n, outer = self.opened, len(self.loops)
        self.line(f"i{n} = items({self.value(statement.items)}, steps)")
        if statement.otherwise:
            with self.block(f"if not i{n}:"):
                self.script(statement.otherwise)
        self.line(f"m{n}, p{n} = len(i{n}), {self.path(statement.items)}")
        above, self.lines = self.lines, []
        self.loops.append(_Loop(n, statement.name))
        with self.block(f"for n{n}, v{n} in enumerate(i{n}, 1):"):
            self.line(f'q{n} = f"{{p{n}}}[{{n{n} - 1}}]"')
            self.script(statement.body)
        self.loops.pop()
        head, place, *body = self.lines
        if self.scoped <= outer + 1:
            self.lines = [*above, head, place, *body]
            return
        name, parent = self.constant(statement.name), self.loops[-1].number if self.loops else 0
        made = f"{self.indent}s{n} = Budgeted(s{parent}, s{parent}.paths, budget)"
        entered = f"{self.indent} enter(s{n}, {name}, v{n}, q{n}, n{n}, m{n})"
        self.lines = [*above, made, head, place, entered, *body]

    # -- expressions
    def value(self, expression: Expr) -> str:
        """The value of an expression: ``None`` or ABSENT where there is none."""
        match expression:
            case Const(value) if value is not None:
                return self.constant(value)
            case Name(name) if not (self.loops and name == LOOP):
                return next((f"v{o.number}" for o in reversed(self.loops) if o.name == name), None) or f"get({self.constant(name)})"
            case Field(Name(name), item) if self.loops and name == LOOP:
                return _COUNTS.get(item, "None").replace("#", str(self.loops[-1].number))
            case Field(base, name):
                return f"(t.get({self.constant(name)}) if isinstance(t := {self.value(base)}, dict) else None)"
            case Filter() if (found := remembering(expression, self.filters)) is not None:
                quick, careful = self.constant(found.quick), self.constant(found)
                return f"({quick}(t) if type(t := {self.value(expression.base)}) in PLAIN else {careful}.careful(t, budget))"
        return f"{self.constant(compile_expression(expression, self.filters))}({self.scope()})"

    def test(self, expression: Expr) -> str:
        """Whether an expression holds; only that it is true or false counts."""
        match expression:
            case Not(operand):
                return f"(not {self.test(operand)})"
            case Logic(operator, left, right):
                return f"({self.test(left)} {'and' if operator == 'and' else 'or'} {self.test(right)})"
            case Compare(left, (("==", Const(str(text))),)):
                return f"({self.value(left)} == {self.constant(text)})"
            case Defined(operand, wanted):
                return f"(((t := {self.value(operand)}) is not None and t is not ABSENT) is {wanted})"
        return self.value(expression)

    def path(self, expression: Expr) -> str:
        """The profile path of an expression."""
        match expression:
            case Name(name):
                found = next((f"q{o.number}" for o in reversed(self.loops) if o.name == name), None)
                known = self.constant(name)
                return found or f"paths.get({known}, {known})"
            case Field(base, name):
                return f"{self.path(base)} + {self.constant('.' + name)}"
            case Filter(base, _, _):
                return self.path(base)
        return f"path_of({self.constant(expression)}, {self.scope()})"


_COUNTS = {"first": "(n# == 1)", "last": "(n# == m#)", "index": "n#", "length": "m#"}
"""What a text may ask of the loop that it stands in."""
