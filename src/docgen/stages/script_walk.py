"""Walk the expressions of the clause language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    Name,
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


def with_names(expression: Expr, names: Mapping[str, Expr]) -> Expr:
    """The expression with other expressions in the place of some names."""
    match expression:
        case Name(name):
            return names.get(name, expression)
        case Field(base, name):
            return Field(with_names(base, names), name)
        case Item(base, key):
            return Item(with_names(base, names), with_names(key, names))
        case Listing(items):
            return Listing(_all(items, names))
        case Filter(base, name, args):
            return Filter(with_names(base, names), name, _all(args, names))
        case Compare(left, rest):
            return Compare(with_names(left, names), tuple((operator, with_names(e, names)) for operator, e in rest))
        case Logic(operator, left, right):
            return Logic(operator, with_names(left, names), with_names(right, names))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, with_names(left, names), with_names(right, names))
        case Not(operand):
            return Not(with_names(operand, names))
        case Defined(operand, wanted):
            return Defined(with_names(operand, names), wanted)
        case Choice(test, then, otherwise):
            return Choice(with_names(test, names), with_names(then, names), with_names(otherwise, names))
        case Call(name, args):
            return Call(name, _all(args, names))
    return expression


def _all(expressions: tuple[Expr, ...], names: Mapping[str, Expr]) -> tuple[Expr, ...]:
    return tuple(with_names(e, names) for e in expressions)
