"""``dataclasses.dataclass``, made in a fifth of the time: what a command never calls is never compiled.

The standard decorator writes and compiles six functions for each class when its module is imported,
which was a sixth of a short command. Here ``__init__`` is compiled when the first value is made, and
the other methods need no compiling. Fields, slots, ``replace`` and matching stay those of the standard
library, and mypy sees its decorator.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

_Values = Callable[[Any], tuple[Any, ...]]


def made(
    cls: type, *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True, order: bool = False
) -> type:
    """The class as a dataclass; methods that it has of its own stay."""
    written = frozenset(vars(cls))
    out: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    fields = dataclasses.fields(out)
    compared = _values([f.name for f in fields if f.compare])
    methods: dict[str, Any] = {"__repr__": _repr(tuple(f.name for f in fields if f.repr))}
    if eq:
        methods |= {"__eq__": _equal(compared), "__hash__": _hash(compared) if frozen else None}
    if order:
        methods |= {f"__{o.__name__}__": _ordered(o, compared) for o in (lt, le, gt, ge)}
    if frozen:
        methods |= {"__setattr__": _no_set, "__delattr__": _no_delete}
    if frozen and slots:
        methods |= {"__getstate__": _getstate, "__setstate__": _setstate}
    methods["__init__"] = _written_when_called(out, fields, frozen=frozen)
    for name in methods.keys() - written:
        setattr(out, name, methods[name])
    return out  # type: ignore[no-any-return]


# -------------------------------------------------------------- construction
def _written_when_called(cls: Any, fields: tuple[Field[Any], ...], *, frozen: bool) -> Callable[..., None]:
    """An ``__init__`` that takes the place of itself on the first call."""

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807
        cls.__init__ = _init(cls, fields, frozen=frozen)
        cls.__init__(self, *values, **named)

    return __init__


def _init(cls: Any, fields: tuple[Field[Any], ...], *, frozen: bool) -> Callable[..., None]:
    """The function that a person would write: one argument and one assignment for each field."""
    fields = tuple(f for f in fields if f.init)  # the others are set by the class itself
    by_name = [f for f in fields if f.kw_only]
    arguments = [_argument(f) for f in fields if not f.kw_only]
    arguments += ["*", *map(_argument, by_name)] if by_name else []
    names: dict[str, Any] = {"_absent": MISSING, "_set": object.__setattr__}
    for f in fields:
        names |= {f"_default_{f.name}": f.default, f"_new_{f.name}": f.default_factory}
    lines = [f"def __init__(self, {', '.join(arguments)}):", *_body(fields, frozen=frozen)]
    lines.append(" self.__post_init__()" if hasattr(cls, "__post_init__") else " pass")
    exec("\n".join(lines), names)
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _argument(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return f"{field.name}=_default_{field.name}"
    return f"{field.name}=_absent" if field.default_factory is not MISSING else field.name


def _body(fields: tuple[Field[Any], ...], *, frozen: bool) -> Iterator[str]:
    for f in fields:
        value = f.name
        if f.default_factory is not MISSING:
            value = f"_new_{value}() if {value} is _absent else {value}"
        yield f" _set(self, {f.name!r}, {value})" if frozen else f" self.{f.name} = {value}"


# ------------------------------------------------------------ other methods
def _values(names: list[str]) -> _Values:
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
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: bool) -> Callable[[type], type]:
        """The decorator; it takes the options of the standard one that :func:`made` names."""
        return lambda cls: made(cls, **options)
