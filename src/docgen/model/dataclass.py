"""``dataclasses.dataclass``, made in a fifth of the time: what a command never calls is never compiled.

The standard decorator writes and compiles six functions for each class when its module is imported,
which was a sixth of a short command. Here ``__init__`` is compiled when a few values have been made, and
the other methods need no compiling. Fields, slots, ``replace`` and matching stay those of the standard
library, and mypy sees its decorator. An ``__init__`` is compiled once for all classes that have as
many fields of the same sorts, and renamed for each.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, FrozenInstanceError
from functools import lru_cache, partial
from itertools import repeat
from operator import attrgetter, ge, gt, le, lt
from types import CodeType, FunctionType, MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar

from docgen.model.dataclass_fields import Fields, Row

__all__ = ["dataclass", "many"]

T = TypeVar("T")
_Values = Callable[[Any], tuple[Any, ...]]
FEW = 3
"""So many values of a class are filled field by field before its ``__init__`` is compiled."""


def made(
    cls: type, *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True, order: bool = False
) -> type:
    """The class as a dataclass; methods that it has of its own stay."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # the standard library writes one, by way of a parser of Python
    fields = Fields(cls, kw_only=kw_only)
    rows = fields.rows()
    methods = _methods(rows, frozen=frozen, slots=slots, eq=eq, order=order)
    methods["__init__"] = _written_when_called(fields, frozen=frozen)
    methods["__match_args__"] = tuple(row.name for row in rows if row.init and not row.kw_only)
    return fields.finished(methods, rows, slots=slots)


def _methods(rows: Sequence[Row], *, frozen: bool, slots: bool, eq: bool, order: bool) -> dict[str, Any]:
    compared = _values([row.name for row in rows if row.compare])
    methods: dict[str, Any] = {"__repr__": _repr(tuple(row.name for row in rows if row.repr))}
    if eq:
        methods |= {"__eq__": _equal(compared), "__hash__": _hash(compared) if frozen else None}
    if order:
        methods |= {f"__{o.__name__}__": _ordered(o, compared) for o in (lt, le, gt, ge)}
    if frozen:
        methods |= {"__setattr__": _no_set, "__delattr__": _no_delete}
    if frozen and slots:
        methods |= {"__getstate__": _getstate, "__setstate__": _setstate}
    return methods


# -------------------------------------------------------------- construction
def _written_when_called(fields: Fields, *, frozen: bool) -> Callable[..., None]:
    """An ``__init__`` that fills the first values field by field, and then lets a compiled one take its place.

    Compiling costs as much as filling some dozens of values, and a short command makes a few values of most classes.
    """
    left, fill = FEW, None

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807
        nonlocal left, fill
        left -= 1
        cls = fields.cls
        if left >= 0:
            fill = fill or _filling(cls, fields.rows(), frozen=frozen)
            if fill(self, values, named):
                return
        cls.__init__ = _init(cls, fields.rows(), frozen=frozen)
        cls.__init__(self, *values, **named)

    return __init__


def _arguments(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The arguments that may be given by their place, and those by name alone; what is no argument the class sets itself."""
    return [row for row in rows if row.init and not row.kw_only], [row for row in rows if row.init and row.kw_only]


def _filling(cls: Any, rows: Sequence[Row], *, frozen: bool) -> Callable[[Any, Sequence[Any], dict[str, Any]], bool]:
    """What fills a value; False where the arguments are not those that are wanted: the compiled function says what is wrong."""
    given, by_name = _arguments(rows)
    put = object.__setattr__ if frozen else setattr
    finished = hasattr(cls, "__post_init__")

    def fill(self: Any, values: Sequence[Any], named: dict[str, Any]) -> bool:
        known = _bound(given, by_name, values, named)
        if known is None:
            return False
        for name, value in known.items():
            put(self, name, value)
        if finished:
            self.__post_init__()
        return True

    return fill


def _bound(
    given: Sequence[Row], by_name: Sequence[Row], values: Sequence[Any], named: dict[str, Any]
) -> dict[str, Any] | None:
    """The value of each field; None where the arguments are not those that are wanted."""
    if len(values) > len(given):
        return None
    known = {row.name: value for row, value in zip(given, values, strict=False)}
    for row in (*given[len(values) :], *by_name):
        value = named.get(row.name, row.default)
        if value is MISSING:
            if row.factory is MISSING:
                return None
            value = row.factory()
        known[row.name] = value
    return known if named.keys() <= {row.name for row in (*given[len(values) :], *by_name)} else None


def _init(cls: Any, rows: Sequence[Row], *, frozen: bool) -> Callable[..., None]:
    """The function that a person would write: one argument and one assignment for each field."""
    given, by_name = _arguments(rows)
    ordered = [*given, *by_name]
    fields = [row.name for row in ordered]
    factories = {i: row.factory for i, row in enumerate(ordered) if row.factory is not MISSING}
    code = _compiled(len(given), len(by_name), tuple(factories), frozen=frozen, finished=hasattr(cls, "__post_init__"))
    names = {"_absent": MISSING, **{f"_new_{i}": new for i, new in factories.items()}}
    if frozen:
        names |= {f"_set_{i}": put for i, put in enumerate(_setters(cls, fields))}
    code = code.replace(co_varnames=("self", *fields), co_names=code.co_names if frozen else _renamed(code.co_names, fields))
    init = FunctionType(code, names, "__init__", tuple(_defaults(given).values()))
    init.__kwdefaults__ = _defaults(by_name)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _defaults(rows: Sequence[Row]) -> dict[str, Any]:
    """What stands for an argument that is not given; ``MISSING`` where a value of its own is made."""
    return {row.name: row.default for row in rows if row.default is not MISSING or row.factory is not MISSING}


@lru_cache(maxsize=128)
def _compiled(given: int, by_name: int, made_anew: tuple[int, ...], *, frozen: bool, finished: bool) -> CodeType:
    """An ``__init__`` for fields called ``_0``, ``_1`` and so on."""
    arguments = [f"_{i}" for i in range(given + by_name)]
    if by_name:
        arguments.insert(given, "*")
    lines = [f"def __init__(self, {', '.join(arguments)}):", *_body(given + by_name, made_anew, frozen=frozen)]
    lines.append(" self.__post_init__()" if finished else " pass")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    code: CodeType = names["__init__"].__code__
    return code


def _body(count: int, made_anew: tuple[int, ...], *, frozen: bool) -> Iterator[str]:
    for i in range(count):
        value = f"_new_{i}() if _{i} is _absent else _{i}" if i in made_anew else f"_{i}"
        yield f" _set_{i}(self, {value})" if frozen else f" self._{i} = {value}"


def _setters(cls: type, names: Sequence[str]) -> tuple[Callable[[Any, Any], None], ...]:
    """What sets each field of a frozen value that is being made: the slot itself, which is faster than its name."""
    slots = [getattr(cls, name, None) for name in names]
    return tuple(
        slot.__set__ if isinstance(slot, MemberDescriptorType) else partial(_set_by_name, name)
        for name, slot in zip(names, slots, strict=True)
    )


def _set_by_name(name: str, self: object, value: object) -> None:
    object.__setattr__(self, name, value)


def _renamed(attributes: Sequence[str], fields: Sequence[str]) -> tuple[str, ...]:
    """Attributes of compiled code, with the names of the fields for ``_0``, ``_1`` and so on."""
    names = {f"_{i}": name for i, name in enumerate(fields)}
    return tuple(names.get(a, a) for a in attributes)


# ------------------------------------------------------------ other methods
def _values(names: Sequence[str]) -> _Values:
    """The values of these fields, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _equal(values: _Values) -> Callable[[Any, object], Any]:
    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(values: _Values) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _ordered(compare: Callable[[Any, Any], bool], values: _Values) -> Callable[[Any, object], Any]:
    def ordered(self: Any, other: object) -> Any:
        return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return ordered


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{type(self).__qualname__}({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"

    return __repr__


def _no_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for put, value in zip(_all_setters(self.__class__), state, strict=True):
        put(self, value)


@lru_cache(maxsize=1_000)
def _all_setters(cls: Any) -> tuple[Callable[[Any, Any], None], ...]:
    return _setters(cls, tuple(f.name for f in dataclasses.fields(cls)))


def many(cls: type[T], *columns: Sequence[Any]) -> list[T]:
    """Many values of a frozen class at once, field by field: ``[*map(cls, *columns)]`` in half the time.

    :param columns: one for each field, in order; no ``__post_init__`` is called.
    :raises ValueError: when the columns are not one for each field, or not all as long.
    """
    if len({*map(len, columns)}) != 1:
        raise ValueError("the columns differ in length")
    of: Any = cls
    out: list[T] = [*map(object.__new__, repeat(of, len(columns[0])))]
    for put, column in zip(_all_setters(of), columns, strict=True):
        deque(map(put, out, column), maxlen=0)
    return out


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: bool) -> Callable[[type], type]:
        """The decorator; it takes the options of the standard one that :func:`made` names."""
        return lambda cls: made(cls, **options)
