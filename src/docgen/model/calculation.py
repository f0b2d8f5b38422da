"""Calculations that a library declares: named functions over profile data, written as expressions."""

from __future__ import annotations

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place
from docgen.model.script import Expr

Bindings = tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Calculation:
    """``id(takes…)``: one value, or one item for each item of ``each`` that ``where`` keeps.

    ``let`` is bound once, ``item`` once for each item. The result is ``value``, or the mapping of ``fields``.
    A calculation calls only those declared before it, so that every call ends.
    """

    id: str
    takes: tuple[str, ...]
    let: Bindings
    each: tuple[str, Expr] | None
    where: Expr | None
    item: Bindings
    value: Expr | None
    fields: Bindings
    place: Place
