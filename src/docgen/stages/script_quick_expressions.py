"""Expressions of the clause language read by descent: names, literals, operators, filters, tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import lru_cache

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

STRINGS = r"""'(?:[^'\\\n]++|\\['"\\])*+'|"(?:[^"\\\n]++|\\['"\\])*+\""""
"""A literal on one line, with no backslash code but those of quotes and of the backslash."""

_TOKEN = re.compile(rf"[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?|{STRINGS}|==|!=|<=|>=|\S")
_NO_BREAKS = re.compile("[\u00a0\u202f]")
_ESCAPED = re.compile(r"\\(.)")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}|[0-9]{1,9}\.[0-9]{1,9}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_DEEPENING = _COMPARING | {"and", "or", "|", ".", "+", "*", "/"}
_OPENING = frozenset({"(", "[", "not", "is", "if", "-"})
_CONSTANTS = {"true": True, "True": True, "false": False, "False": False, "none": None, "None": None}
_WORDS = frozenset({"and", "or", "not", "in", "is", "if", "else", "elif", "recursive"})
_AFTER_A_TEST = frozenset({"", ")", "]", ",", "and", "or", "else"})
_DEEPEST, _MOST_OPENED, _MOST_DEEPENED, _MOST_ITEMS, _LONGEST = 25, 40, 150, 200, 2000


class Unsure(Exception):
    """Internal: the careful reader has to look."""


def expression(text: str, filters: Collection[str], *, arithmetic: bool = False) -> Expr:
    """A whole expression; :class:`Unsure` when anything is out of the common."""
    return _expression(text, frozenset(filters), arithmetic)


@lru_cache(maxsize=4096)
def _expression(text: str, filters: frozenset[str], arithmetic: bool) -> Expr:
    """The revisions of a clause have most of their expressions in common: each is read once."""
    tokens = _Tokens(text, filters, arithmetic=arithmetic)
    return tokens.all_of(tokens.choice)


def condition(text: str, filters: Collection[str]) -> Expr:
    """What stands after ``if`` and ``in``: an expression, but no ``a if b else c`` without brackets."""
    return _condition(text, frozenset(filters))


@lru_cache(maxsize=4096)
def _condition(text: str, filters: frozenset[str]) -> Expr:
    tokens = _Tokens(text, filters, arithmetic=False)
    return tokens.all_of(tokens.either)


class _Tokens:
    """The tokens of one expression, the next one last; one method for each level of precedence."""

    def __init__(self, text: str, filters: Collection[str], *, arithmetic: bool) -> None:
        self._tokens: list[str] = _TOKEN.findall(text)
        self._opened = sum(map(_OPENING.__contains__, self._tokens))
        self._deepened = sum(map(_DEEPENING.__contains__, self._tokens))
        if self._opened > _MOST_OPENED or self._deepened > _MOST_DEEPENED:
            raise Unsure
        pairs = zip(["", *self._tokens], self._tokens, strict=False)
        self._folded = sum(token == "-" or (token == "not" and before != "is") for before, token in pairs)
        self._tokens.append("")
        self._tokens.reverse()
        self._filters, self._arithmetic = filters, arithmetic

    def all_of(self, read: Callable[[], Expr]) -> Expr:
        """What the method reads, when it reads everything."""
        found = read()
        self._expect("")
        if self._opened + self._deepened > _DEEPEST and self._folded + _levels(found) > _DEEPEST:
            raise Unsure  # perhaps nested too deeply
        return found

    def _skip(self, token: str) -> bool:
        if self._tokens[-1] == token:
            self._tokens.pop()
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._skip(token):
            raise Unsure

    # -- operators
    def choice(self) -> Expr:
        """``a if b else c``"""
        found = self.either()
        while self._skip("if"):
            test = self.either()
            found = Choice(test, found, self.choice() if self._skip("else") else Const(""))
        return found

    def either(self) -> Expr:
        """``a or b``"""
        found = self._both()
        while self._skip("or"):
            found = Logic("or", found, self._both())
        return found

    def _both(self) -> Expr:
        found = self._negated()
        while self._skip("and"):
            found = Logic("and", found, self._negated())
        return found

    def _negated(self) -> Expr:
        if not self._skip("not"):
            return self._compared()
        operand = self._negated()
        return Defined(operand.operand, not operand.wanted) if isinstance(operand, Defined) else Not(operand)

    def _compared(self) -> Expr:
        left, rest = self._sum(), []
        while operator := self._comparing():
            rest.append((operator, self._sum()))
        return Compare(left, tuple(rest)) if rest else left

    def _comparing(self) -> str:
        if self._tokens[-1] in _COMPARING:
            return self._tokens.pop()
        if self._tokens[-2:] == ["in", "not"]:
            del self._tokens[-2:]
            return "not in"
        return ""

    def _sum(self) -> Expr:
        found = self._product()
        while self._tokens[-1] in ("+", "-"):
            found = Arithmetic(self._operator(), found, self._product())
        return found

    def _product(self) -> Expr:
        found = self._filtered()
        while self._tokens[-1] in ("*", "/"):
            found = Arithmetic(self._operator(), found, self._filtered())
        return found

    def _operator(self) -> str:
        if not self._arithmetic:
            raise Unsure
        return self._tokens.pop()

    # -- filters and tests
    def _filtered(self) -> Expr:
        found = self._negative() if self._skip("-") else self._postfixed()
        while True:
            if self._skip("|"):
                found = self._filter(found)
            elif self._skip("is"):
                found = self._test(found)
            else:
                return found

    def _filter(self, base: Expr) -> Expr:
        name = self._tokens.pop()
        if name not in self._filters or self._tokens[-1] == ".":
            raise Unsure
        return Filter(base, name, self._series(")") if self._skip("(") else ())

    def _test(self, base: Expr) -> Expr:
        wanted = not self._skip("not")
        name = self._tokens.pop()
        if name not in ("defined", "undefined") or self._tokens[-1] not in _AFTER_A_TEST:
            raise Unsure
        return Defined(base, (name == "defined") is wanted)

    def _negative(self) -> Expr:
        found = self._atom(self._tokens.pop())
        if isinstance(found, Const) and type(found.value) in (int, Decimal) and self._tokens[-1] not in (".", "["):
            return Const(-found.value)  # type: ignore[operator]
        raise Unsure

    def _postfixed(self) -> Expr:
        found = self._primary()
        while True:
            if self._skip("."):
                found = Field(found, self._name())
            elif self._skip("["):
                found = Item(found, self.choice())
                self._expect("]")
            elif self._arithmetic and isinstance(found, Name) and self._skip("("):
                found = Call(found.name, self._series(")"))
            else:
                return found

    def _name(self) -> str:
        name = self._tokens.pop()
        if not _NAME.fullmatch(name):
            raise Unsure
        return name

    # -- what stands for itself
    def _primary(self) -> Expr:
        token = self._tokens.pop()
        if token == "(":
            found = self.choice()
            self._expect(")")
            return found
        return Listing(self._series("]")) if token == "[" else self._atom(token)

    def _series(self, end: str) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while not self._skip(end):
            if found:
                self._expect(",")
                if self._skip(end):
                    break
            found.append(self.choice())
        if len(found) > _MOST_ITEMS:
            raise Unsure
        return tuple(found)

    def _atom(self, token: str) -> Expr:
        if _NAME.fullmatch(token):
            if token in _CONSTANTS:
                return Const(_CONSTANTS[token])
            if token not in _WORDS:
                return Name(token)
        elif _NUMBER.fullmatch(token):
            return Const(Decimal(repr(float(token))) if "." in token else int(token))
        elif len(token) > 1 and token[0] in "'\"" and len(token) <= _LONGEST and _NO_BREAKS.sub("", token).isprintable():
            return Const(_ESCAPED.sub(r"\1", token[1:-1]))
        raise Unsure


def _levels(node: object) -> int:
    """How deeply the nodes of an expression are nested."""
    if isinstance(node, tuple):
        return max(map(_levels, node), default=0)
    own = 2 if isinstance(node, Defined) else 1  # a test, and perhaps its negation
    return own + max((_levels(getattr(node, name)) for name in getattr(node, "__match_args__", ())), default=0)
