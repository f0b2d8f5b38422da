"""Text of a clause, or an expression, to the nodes of ``model.script``.

Jinja's own lexer and parser read the text; this walk keeps the few nodes that the clause
language has and reports every other one. Nothing is ever compiled or run by Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import lru_cache
from typing import Any

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.script import (
    Arithmetic,
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

MAX_TEXT = 200_000
MAX_LINE = 20_000
MAX_NESTING = 40
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
    if limit and (problem := _too_big(text, file)):
        return Outcome(None, (problem,))
    text = _TAG_AFTER_TEXT.sub(r"\g<0> ", text)
    return _parse(text, file, filters, first_line, lambda tree, walk: walk.statements(tree.body))


_TAG_AFTER_TEXT = re.compile(r"^(?!\s*\{%[^%]*%\}\s*$).*\S.*%\}$", re.M)
"""A line that ends in a tag but holds text: Jinja would eat its line end and glue two words."""


def parse_expression(
    text: str, place: Place, filters: Collection[str], *, arithmetic: bool = True
) -> Outcome[Expr]:
    """One expression, such as a condition of a rule."""

    def only_expression(tree: Any, walk: _Walk) -> Expr:
        match walk.statements(tree.body):
            case (Output(expression, _),):
                return expression
        raise _Refused("this is not one expression", 1, "write an expression such as a == b")

    if problem := _too_big(text, place.file):
        return Outcome(None, (problem.at(place),))
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

    walk = _Walk(filters, arithmetic)
    try:
        return Outcome(build(_environment().parse(text), walk))
    except TemplateSyntaxError as exc:
        place = _place(text, file, exc.lineno, first_line)
        return Outcome(None, (error("CL301", _sentence(exc.message or ""), place, _SYNTAX_HINT),))
    except _Refused as exc:
        place = _place(text, file, exc.line, first_line)
        code = "CL303" if "filter" in str(exc) else "CL302"
        return Outcome(None, (error(code, str(exc), place, exc.hint or None),))
    except (RecursionError, OverflowError, ValueError):
        return Outcome(
            None, (error("CL304", "this text nests too deeply to be read", Place(file)),)
        )


_SYNTAX_HINT = "look at the {{ }} and {% %} on this line: one is not closed, or has a typing error"


def _sentence(message: str) -> str:
    return f"this cannot be read as clause language: {message.rstrip('.')}"


def _too_big(text: str, file: str) -> Diagnostic | None:
    if len(text) > MAX_TEXT:
        return error("CL304", f"the text has {len(text)} characters", Place(file),
                     f"at most {MAX_TEXT} are allowed: split the clause")  # fmt: skip
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            return error("CL304", f"this line has {len(line)} characters", Place(file, number, 1),
                         f"at most {MAX_LINE} are allowed")  # fmt: skip
        if (depth := max(line.count("("), line.count("["), line.count("{"))) > 4000:
            return error("CL304", f"this line opens {depth} brackets", Place(file, number, 1))
    if re.search(r"[(\[{|]{60}|(?:not\s+){60}|(?:-\s*){400}\d", text):
        return error("CL304", "this text nests too deeply to be read", Place(file))
    return None


def _place(text: str, file: str, line: int, first_line: int) -> Place:
    lines = text.split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    column = min((i for i in (shown.find("{{"), shown.find("{%"), shown.find("{#")) if i >= 0),
                 default=0)  # fmt: skip
    return Place(file, line + first_line - 1, column + 1)


class _Walk:
    """Jinja's tree to ours, one method a family of nodes."""

    def __init__(self, filters: Collection[str], arithmetic: bool) -> None:
        self._filters, self._arithmetic, self._depth = filters, arithmetic, 0

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
                       node.lineno, "only {{ value }}, {% if %} and {% for %} are allowed")  # fmt: skip

    def _output(self, node: Any) -> Statement:
        if type(node).__name__ == "TemplateData":
            return Literal(node.data, node.lineno)
        return Output(self.expression(node), node.lineno)

    def _if(self, node: Any) -> If:
        branches = [(self.expression(node.test), self.statements(node.body))]
        branches += [(self.expression(e.test), self.statements(e.body)) for e in node.elif_]
        return If(tuple(branches), self.statements(node.else_), node.lineno)

    def _for(self, node: Any) -> For:
        if type(node.target).__name__ != "Name" or node.recursive:
            raise _Refused("a loop has one variable: {% for item in list %}", node.lineno)
        body = self.statements(node.body)
        if node.test is not None:
            body = (If(((self.expression(node.test), body),), (), node.lineno),)
        return For(
            node.target.name,
            self.expression(node.iter),
            body,
            self.statements(node.else_),
            node.lineno,
        )

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
        if isinstance(value, str) and len(value) > 2000 or _huge(value):
            raise _Refused("this literal is too long", node.lineno)
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

    def _listing(self, node: Any) -> Expr:
        if len(node.items) > 200:
            raise _Refused("this list is too long", node.lineno)
        return Listing(tuple(self.expression(i) for i in node.items))

    def _negative(self, node: Any) -> Expr:
        operand = self.expression(node.node)
        if isinstance(operand, Const) and isinstance(operand.value, int | Decimal):
            return Const(-operand.value)
        raise _Refused("a minus sign stands before a number only", node.lineno)


def _huge(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**15


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
}
_KINDS = {
    "Call": "a call",
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
    "Dict": "a mapping",
    "Add": "arithmetic",
}


def _did_you_mean(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f'did you mean "{close[0]}"?' if close else f"filters: {', '.join(sorted(known))}"
