"""The clause language once parsed: expressions, and text with conditions and loops.

These nodes are all that the language can do. What has no node here cannot be run: there is no assignment,
no macro, no attribute of a Python object, and no call but that of a calculation of the library.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from docgen.model.dataclass import dataclass

Scalar: TypeAlias = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Const:
    """A literal written by the author."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a loop variable or, in metadata, a top-level field of the profile."""

    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """``base.name``: the value under a key, never an attribute of an object."""

    base: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """``base[key]``: the value under a computed key, or the item at an index."""

    base: Expr
    key: Expr


@dataclass(frozen=True, slots=True)
class Listing:
    """``[a, b]``"""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """``base|name(args)``"""

    base: Expr
    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``, chained as in ``0 < x < 10``."""

    left: Expr
    rest: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """``a and b`` or ``a or b``."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Not:
    """``not a``"""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Choice:
    """``a if test else b``"""

    test: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Defined:
    """``a is defined`` or ``a is not defined``."""

    operand: Expr
    wanted: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``a + b`` on numbers; rules and derived values only."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Call:
    """``name(args)``: a calculation of the library; rules and derived values only."""

    name: str
    args: tuple[Expr, ...]


Expr: TypeAlias = (
    Const
    | Name
    | Field
    | Item
    | Listing
    | Filter
    | Compare
    | Logic
    | Not
    | Choice
    | Defined
    | Arithmetic
    | Call
)


@dataclass(frozen=True, slots=True)
class Literal:
    """Text of the author, as it stands in the file, and the line where it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Output:
    """``{{ expression }}``"""

    expression: Expr
    line: int


@dataclass(frozen=True, slots=True)
class If:
    """``{% if %} … {% elif %} … {% else %} … {% endif %}``"""

    branches: tuple[tuple[Expr, Script], ...]
    otherwise: Script
    line: int


@dataclass(frozen=True, slots=True)
class For:
    """``{% for name in items %} … {% else %} … {% endfor %}``"""

    name: str
    items: Expr
    body: Script
    otherwise: Script
    line: int


Statement: TypeAlias = Literal | Output | If | For
Script: TypeAlias = tuple[Statement, ...]
