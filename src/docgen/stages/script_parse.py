"""Text of a clause, or an expression, to the nodes of ``model.script``.

Jinja's own lexer and parser read the text; this walk keeps the few nodes that the clause
language has and reports every other one. Nothing is ever compiled or run by Jinja. What is written
as it should be is read by ``script_quick`` alone, to the same nodes in a fifth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import lru_cache
from typing import Any

from docgen.model.diagnostic import Outcome, Place, error
from docgen.model.script import (
    Arithmetic,
    Call,
    Choice,
    Compare,
    Const,
    Defined,
    Expr,
    Field,
    Filter,
    For,
    If,
    Item,
    Listing,
    Literal,
    Logic,
    Name,
    Not,
    Output,
    Script,
    Statement,
)
from docgen.stages.characters import FORBIDDEN
from docgen.stages.script_quick import quick_expression, quick_script
from docgen.stages.script_source import MAX_TEXT, TOO_DEEP, lone_tags_marked, too_big

__all__ = ["MAX_NESTING", "MAX_TEXT", "parse_expression", "parse_script"]

MAX_NESTING = 40
MAX_LITERAL = 2000
MAX_NUMBER = 10**15
MAX_LISTING = 200
_OPERATORS = {
    "eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=",
    "in": "in", "notin": "not in",
}  # fmt: skip
_ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/"}


class _Refused(Exception):
    """Internal: a node that the language does not have."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.hint = line, hint


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import Environment  # heavy: only when a clause is compiled

    return Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def parse_script(
    text: str, file: str, filters: Collection[str], *, first_line: int = 1, limit: bool = True
) -> Outcome[Script]:
    """The text of a clause as statements; diagnostics with line and column otherwise.

    ``limit=False`` is for text whose size was bounded by whoever read it.
    """
    if limit and (problem := too_big(text, file)):
        return Outcome(None, (problem,))
    if (script := quick_script(lone_tags_marked(text), filters, first_line)) is not None:
        return Outcome(script)
    return _parse(text, file, filters, first_line, lambda tree, walk: walk.statements(tree.body))


def parse_expression(
    text: str, place: Place, filters: Collection[str], *, arithmetic: bool = True
) -> Outcome[Expr]:
    """One expression, such as a condition of a rule."""

    def only_expression(tree: Any, walk: _Walk) -> Expr:
        match walk.statements(tree.body):
            case (Output(expression, _),):
                return expression
        raise _Refused("this is not one expression", 1, "write an expression such as a == b")

    if problem := too_big(text, place.file):
        return Outcome(None, (problem.at(place),))
    if (quick := quick_expression(text, filters, arithmetic=arithmetic)) is not None:
        return Outcome(quick)
    outcome = _parse(f"{{{{ {text}\n}}}}", place.file, filters, 1, only_expression, arithmetic)
    return Outcome(outcome.value, tuple(d.at(place) for d in outcome.diagnostics))


def _parse(
    text: str,
    file: str,
    filters: Collection[str],
    first_line: int,
    build: Callable[[Any, _Walk], Any],
    arithmetic: bool = False,
) -> Outcome[Any]:
    from jinja2 import TemplateSyntaxError
    from jinja2.parser import Parser

    walk = _Walk(filters, arithmetic, first_line)
    parser: Any = None
    try:
        parser = Parser(_environment(), lone_tags_marked(text))
        return Outcome(build(parser.parse(), walk))
    except TemplateSyntaxError as exc:
        place = _place(text, file, exc.lineno, first_line)
        return Outcome(None, (error("CL301", _sentence(exc.message or ""), place, _SYNTAX_HINT),))
    except _Refused as exc:
        place = _place(text, file, exc.line, first_line)
        code = "CL303" if "filter" in str(exc) else "CL302"
        return Outcome(None, (error(code, str(exc), place, exc.hint or None),))
    except (RecursionError, OverflowError, ValueError) as exc:
        message = TOO_DEEP if isinstance(exc, RecursionError) else "a literal of this text is too long"
        line = parser.stream.current.lineno if parser else 1
        return Outcome(None, (error("CL304", message, _place(text, file, line, first_line)),))


_SYNTAX_HINT = "look at the {{ }} and {% %} on this line: one is not closed, or has a typing error"


def _sentence(message: str) -> str:
    return f"this cannot be read as clause language: {message.rstrip('.')}"


def _place(text: str, file: str, line: int, first_line: int) -> Place:
    lines = text.split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    column = min((i for i in (shown.find("{{"), shown.find("{%"), shown.find("{#")) if i >= 0),
                 default=0)  # fmt: skip
    return Place(file, line + first_line - 1, column + 1)


class _Walk:
    """Jinja's tree to ours, one method a family of nodes."""

    def __init__(self, filters: Collection[str], arithmetic: bool, first_line: int) -> None:
        self._filters, self._arithmetic, self._depth = filters, arithmetic, 0
        self._before = first_line - 1

    def _line(self, node: Any) -> int:
        return int(node.lineno) + self._before

    # -- statements
    def statements(self, nodes: list[Any]) -> Script:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise _Refused("conditions and loops are nested too deeply", nodes[0].lineno)
        out: list[Statement] = []
        for node in nodes:
            out.extend(self._statement(node))
        self._depth -= 1
        return tuple(out)

    def _statement(self, node: Any) -> list[Statement]:
        match type(node).__name__:
            case "Output":
                return [self._output(child) for child in node.nodes]
            case "If":
                return [self._if(node)]
            case "For":
                return [self._for(node)]
        kind = type(node).__name__
        raise _Refused(f"{_KINDS.get(kind, kind.lower())} is not part of the clause language",
                       _first_line(node), "only {{ value }}, {% if %} and {% for %} are allowed")  # fmt: skip

    def _output(self, node: Any) -> Statement:
        if type(node).__name__ == "TemplateData":
            return Literal(node.data, self._line(node))
        return Output(self.expression(node), self._line(node))

    def _if(self, node: Any) -> If:
        branches = [(self.expression(node.test), self.statements(node.body))]
        branches += [(self.expression(e.test), self.statements(e.body)) for e in node.elif_]
        return If(tuple(branches), self.statements(node.else_), self._line(node))

    def _for(self, node: Any) -> For:
        if type(node.target).__name__ != "Name" or node.recursive:
            raise _Refused("a loop has one variable: {% for item in list %}", node.lineno)
        name = node.target.name
        if name == "loop" or name.startswith("_"):
            raise _Refused(f'"{name}" cannot be the variable of a loop', node.lineno)
        if node.test is not None:
            raise _Refused("a loop takes its whole list", node.lineno,
                           "choose the items with |where, or put {% if %} inside the loop")  # fmt: skip
        return For(name, self.expression(node.iter), self.statements(node.body),
                   self.statements(node.else_), self._line(node))  # fmt: skip

    # -- expressions
    def expression(self, node: Any) -> Expr:
        kind = type(node).__name__
        if kind in _ARITHMETIC:
            return self._arithmetic_node(node, kind)
        method = _EXPRESSIONS.get(kind)
        if method is None:
            raise _Refused(f"{_KINDS.get(kind, kind.lower())} is not part of the clause language",
                           node.lineno)  # fmt: skip
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise _Refused("this expression is nested too deeply", node.lineno)
        result = method(self, node)
        self._depth -= 1
        return result

    def _arithmetic_node(self, node: Any, kind: str) -> Expr:
        if not self._arithmetic:
            raise _Refused("arithmetic is not part of the clause language", node.lineno,
                           "compute the value in clause.yaml with `derived`")  # fmt: skip
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise _Refused("this expression is nested too deeply", node.lineno)
        left, right = self.expression(node.left), self.expression(node.right)
        self._depth -= 1
        return Arithmetic(_ARITHMETIC[kind], left, right)

    def _const(self, node: Any) -> Expr:
        value = node.value
        if isinstance(value, float):
            value = Decimal(repr(value))
        if _huge(value):
            raise _Refused("this literal is too long", node.lineno)
        if isinstance(value, str) and (match := FORBIDDEN.search(value) or _SMUGGLED.search(value)):
            raise _Refused(f"the character U+{ord(match[0]):04X} cannot stand in a literal", node.lineno,
                           "write the text on one line, without a backslash code")  # fmt: skip
        return Const(value)

    def _name(self, node: Any) -> Expr:
        if node.name.startswith("_"):
            raise _Refused(f'"{node.name}" is not a name of the clause language', node.lineno)
        return Name(node.name)

    def _field(self, node: Any) -> Expr:
        if node.attr.startswith("_"):
            raise _Refused(f'"{node.attr}" is not a field', node.lineno,
                           "fields are keys of the profile; nothing of Python is reachable")  # fmt: skip
        return Field(self.expression(node.node), node.attr)

    def _item(self, node: Any) -> Expr:
        if type(node.arg).__name__ == "Slice":
            raise _Refused("a slice is not part of the clause language", node.lineno)
        return Item(self.expression(node.node), self.expression(node.arg))

    def _filter(self, node: Any) -> Expr:
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise _Refused(f"the filter {node.name} takes plain arguments only", node.lineno)
        if node.name not in self._filters:
            raise _Refused(f'there is no filter "{node.name}"', node.lineno,
                           _did_you_mean(node.name, self._filters))  # fmt: skip
        return Filter(self.expression(node.node), node.name,
                      tuple(self.expression(a) for a in node.args))  # fmt: skip

    def _compare(self, node: Any) -> Expr:
        rest = tuple((_OPERATORS[o.op], self.expression(o.expr)) for o in node.ops)
        return Compare(self.expression(node.expr), rest)

    def _logic(self, node: Any) -> Expr:
        operator = type(node).__name__.lower()
        return Logic(operator, self.expression(node.left), self.expression(node.right))

    def _choice(self, node: Any) -> Expr:
        otherwise = Const("") if node.expr2 is None else self.expression(node.expr2)
        return Choice(self.expression(node.test), self.expression(node.expr1), otherwise)

    def _test(self, node: Any) -> Expr:
        if node.name not in ("defined", "undefined") or node.args or node.kwargs:
            raise _Refused(f'there is no test "{node.name}"', node.lineno,
                           "only `is defined` and `is not defined` are allowed")  # fmt: skip
        return Defined(self.expression(node.node), node.name == "defined")

    def _not(self, node: Any) -> Expr:
        operand = self.expression(node.node)
        return Defined(operand.operand, not operand.wanted) if isinstance(operand, Defined) else Not(operand)

    def _call(self, node: Any) -> Expr:
        if not self._arithmetic:
            raise _Refused("a call is not part of the clause language", node.lineno,
                           "compute the value in clause.yaml with `derived`")  # fmt: skip
        if type(node.node).__name__ != "Name" or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise _Refused("only a calculation of the library can be called, with plain arguments", node.lineno)
        return Call(node.node.name, tuple(self.expression(a) for a in node.args))

    def _listing(self, node: Any) -> Expr:
        if len(node.items) > MAX_LISTING:
            raise _Refused("this list is too long", node.lineno)
        return Listing(tuple(self.expression(i) for i in node.items))

    def _negative(self, node: Any) -> Expr:
        operand = self.expression(node.node)
        if isinstance(operand, Const) and isinstance(operand.value, int | Decimal):
            return Const(-operand.value)
        raise _Refused("a minus sign stands before a number only", node.lineno)


_SMUGGLED = re.compile("[\t\n\r\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What else a backslash code may not bring into a literal: line ends and tokens of values."""


def _huge(value: object) -> bool:
    if isinstance(value, str):
        return len(value) > MAX_LITERAL
    if isinstance(value, Decimal):
        return not value.is_finite() or abs(value) > MAX_NUMBER
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_NUMBER


def _first_line(node: Any) -> int:
    """The line of a node; some of Jinja's carry none, and what they hold says it."""
    if node.lineno is not None:
        return int(node.lineno)
    return next((_first_line(child) for child in node.iter_child_nodes()), 1)


_EXPRESSIONS: dict[str, Callable[[_Walk, Any], Expr]] = {
    "Const": _Walk._const,
    "Name": _Walk._name,
    "Getattr": _Walk._field,
    "Getitem": _Walk._item,
    "Filter": _Walk._filter,
    "Compare": _Walk._compare,
    "And": _Walk._logic,
    "Or": _Walk._logic,
    "CondExpr": _Walk._choice,
    "Test": _Walk._test,
    "Not": _Walk._not,
    "List": _Walk._listing,
    "Tuple": _Walk._listing,
    "Neg": _Walk._negative,
    "Call": _Walk._call,
}
_KINDS = {
    "Concat": "the ~ operator",
    "Pow": "a power",
    "Mod": "the % operator",
    "FloorDiv": "the // operator",
    "Assign": "{% set %}",
    "AssignBlock": "{% set %}",
    "Macro": "{% macro %}",
    "CallBlock": "{% call %}",
    "FilterBlock": "{% filter %}",
    "Include": "{% include %}",
    "Import": "{% import %}",
    "FromImport": "{% from %}",
    "Extends": "{% extends %}",
    "Block": "{% block %}",
    "With": "{% with %}",
    "Scope": "{% autoescape %}",
    "ScopedEvalContextModifier": "{% autoescape %}",
    "Dict": "a mapping",
    "Add": "arithmetic",
}


def _did_you_mean(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f'did you mean "{close[0]}"?' if close else f"filters: {', '.join(sorted(known))}"
