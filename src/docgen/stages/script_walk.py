"""Walk the expressions of the clause language."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.script import (
    Arithmetic,
    Call,
    Choice,
    Compare,
    Defined,
    Expr,
    Field,
    Filter,
    Item,
    Listing,
    Logic,
    Not,
)


def parts_of(expression: Expr) -> tuple[Expr, ...]:
    """The expressions that an expression is made of, in the order in which they are written."""
    match expression:
        case Field(base, _):
            return (base,)
        case Item(base, key):
            return base, key
        case Listing(items):
            return items
        case Filter(base, _, args):
            return base, *args
        case Compare(left, rest):
            return left, *(e for _, e in rest)
        case Logic(_, left, right) | Arithmetic(_, left, right):
            return left, right
        case Not(operand) | Defined(operand, _):
            return (operand,)
        case Choice(test, then, otherwise):
            return test, then, otherwise
        case Call(_, args):
            return args
    return ()


def walk(expression: Expr) -> Iterator[Expr]:
    """The expression and everything in it."""
    yield expression
    for part in parts_of(expression):
        yield from walk(part)


def calls_in(expression: Expr) -> tuple[Call, ...]:
    """The calculations that an expression calls."""
    return tuple(e for e in walk(expression) if isinstance(e, Call))
