"""Conditions and places of values in words, for people who do not write expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from docgen.model.drafted import Branch
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
    Item,
    Listing,
    Logic,
    Name,
    Not,
)
from docgen.render.site.words import Words


class Phrases:
    """Says expressions in one language.

    :param called: what people call a dotted path, such as ``duree.mois``; others are said by their own name.
    :param values: what the values of a path are called: ``{"position": {"deux-ans": "deux ans"}}``.
    """

    def __init__(
        self,
        words: Words,
        called: Mapping[str, str] | None = None,
        values: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.words, self._called, self._values = words, called or {}, values or {}

    def branch(self, branch: Branch) -> str:
        """When the text of a branch is there."""
        test = self.expression(branch.test) if branch.test is not None else ""
        return self.words.say(f"branch.{branch.kind}", test=test)

    def place(self, expression: Expr) -> str:
        """What stands in a place of a value, without the filter that writes it."""
        match expression:
            case Filter(base, _, _):
                return self.place(base)
            case Choice(test, then, otherwise):
                parts = {"test": self.expression(test), "then": self.place(then), "otherwise": self.place(otherwise)}
                return self.words.say("expression.choice", **parts)
        return self.expression(expression)

    def expression(self, expression: Expr) -> str:
        """An expression in words."""
        match expression:
            case Const(value):
                return self.value(value)
            case Name() | Field() | Item():
                return self._read(expression)
            case Listing(items):
                return ", ".join(map(self.expression, items))
            case Filter(base, name, args):
                return self._filtered(base, name, args)
            case Call(name, args):
                return self._call(name, args)
            case Compare(left, rest):
                return self._compare(left, rest)
            case Logic(operator, left, right):
                return f"{self._side(left, operator)} {self.words.say(f'expression.{operator}')} {self._side(right, operator)}"
            case Not(operand):
                return self.words.say("expression.not", of=self._side(operand, "not"))
            case Choice(test, then, otherwise):
                return self.words.say("expression.choice", **{
                    k: self.expression(e) for k, e in (("test", test), ("then", then), ("otherwise", otherwise))
                })  # fmt: skip
            case Defined(operand, wanted):
                return self.words.say(f"expression.{'defined' if wanted else 'undefined'}", of=self.expression(operand))
            case Arithmetic(operator, left, right):
                return f"{self.expression(left)} {operator} {self.expression(right)}"

    def value(self, value: Any) -> str:
        """A plain value of the library."""
        match value:
            case bool():
                return self.words.say(f"expression.{'yes' if value else 'no'}")
            case None:
                return self.words.say("expression.none")
            case str():
                return self.words.quoted(value)
            case int() | float() | Decimal():
                return str(value).replace(".", self.words.language.figures.decimal)
            case list() | tuple():
                return ", ".join(map(self.value, value))
        return str(value)

    def _side(self, expression: Expr, inside: str) -> str:
        said = self.expression(expression)
        loose = isinstance(expression, Logic) and expression.operator != inside
        return f"({said})" if loose or (inside == "not" and isinstance(expression, Compare)) else said

    def _read(self, expression: Expr) -> str:
        path = path_of(expression)
        if path:
            return self._path(path)
        match expression:
            case Field(base, name):
                return f"{self.expression(base)} › {_spoken(name)}"
            case Item(base, key):
                return f"{self.expression(base)} [{self.expression(key)}]"
        return ""

    def _path(self, path: str) -> str:
        fixed = self.words.known("known", path)
        if fixed != path:
            return fixed
        return _short(self._called.get(path, "")) or "\u00a0›\u00a0".join(map(_spoken, path.split(".")))

    def _filtered(self, base: Expr, name: str, args: Sequence[Expr]) -> str:
        said = self.words.known("filter", name)
        if said == name:
            return self._call(name, (base, *args))
        parts = [a.value if isinstance(a, Const) and isinstance(a.value, str) else self.expression(a) for a in args]
        return said.format(
            of=self.expression(base), **{f"a{n}": _spoken(str(p)) for n, p in enumerate((*parts, "", ""))}
        )

    def _call(self, name: str, args: Sequence[Expr]) -> str:
        return f"{_spoken(name)} ({', '.join(map(self.expression, args))})"

    def _compare(self, left: Expr, rest: Sequence[tuple[str, Expr]]) -> str:
        names = self._values.get(path_of(left), {})
        said = [self.expression(left)]
        for operator, right in rest:
            said += [self.words.say(f"compare.{operator}"), self._compared(right, names)]
        return " ".join(said)

    def _compared(self, expression: Expr, names: Mapping[str, str]) -> str:
        if isinstance(expression, Listing):
            return ", ".join(self._compared(i, names) for i in expression.items)
        if isinstance(expression, Const) and isinstance(expression.value, str):
            return self.words.quoted(names.get(expression.value, expression.value))
        return self.expression(expression)


def path_of(expression: Expr) -> str:
    """The dotted path that an expression reads, empty when it does anything else."""
    match expression:
        case Name(name):
            return name
        case Field(base, name):
            return f"{path}.{name}" if (path := path_of(base)) else ""
    return ""


def _short(title: str) -> str:
    """What a field is called, without the explanation that follows in its title."""
    return title.partition(":")[0].partition("(")[0].strip(" \u00a0")


def _spoken(name: str) -> str:
    return name.replace("_", " ")
