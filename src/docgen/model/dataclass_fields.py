"""The fields of the values that :mod:`docgen.model.dataclass` makes, found with less work than the standard library takes.

The standard decorator makes a ``Field`` for each field and, for a class with slots, sets every method on it afterwards, one by
one. Here a field is a row until somebody asks for ``dataclasses.fields``, and the class is made with all that belongs to it at once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field
from types import SimpleNamespace
from typing import Any

_PARAMS = SimpleNamespace(frozen=False)
"""What the standard decorator looks at in the bases of a class."""
_OF_VALUES: Any = getattr(dataclasses, "_FIELD")  # noqa: B009 - tells a field of values from one of the class


class Row:
    """One field, as its class was written."""

    __slots__ = ("compare", "default", "factory", "init", "kw_only", "name", "repr")

    def __init__(self, name: str, written: Any, *, kw_only: bool) -> None:
        """:raises ValueError: for a default that all values would share and could change."""
        self.name = name
        self.default: Any = written
        self.factory: Any = MISSING
        self.init = self.compare = self.repr = True
        self.kw_only = kw_only
        if isinstance(written, Field):
            self.default, self.factory, self.init = written.default, written.default_factory, written.init
            self.compare, self.repr = written.compare, written.repr
            self.kw_only = kw_only if written.kw_only is MISSING else written.kw_only
        if self.default.__class__.__hash__ is None:
            raise ValueError(f"the default of {name} can be changed: use default_factory")


class Fields:
    """``__dataclass_fields__`` of a class, made when somebody asks for it: a short command asks for few."""

    def __init__(self, cls: type, *, kw_only: bool) -> None:
        self.cls: Any = cls
        self._kw_only = kw_only
        self._texts = _annotations(cls)
        self._written = {name: vars(cls).get(name, MISSING) for name in self._texts}
        self._bases = [base for base in cls.__mro__[-1:0:-1] if "__dataclass_fields__" in vars(base)]

    def __get__(self, instance: object, owner: type | None = None) -> dict[str, Field[Any]]:
        """The fields by name, those of the bases first, as the standard library has them."""
        whole = self._inherited() | {name: self._field(name, written) for name, written in self._written.items()}
        self.cls.__dataclass_fields__ = whole
        return whole

    def _inherited(self) -> dict[str, Field[Any]]:
        return {f.name: f for base in self._bases for f in dataclasses.fields(base)}

    def _field(self, name: str, written: Any) -> Field[Any]:
        one: Any = written if isinstance(written, Field) else dataclasses.field(default=written)
        one.name, one.type, one._field_type = name, self._texts[name], _OF_VALUES  # noqa: SLF001 - as the standard decorator does
        one.kw_only = self._kw_only if one.kw_only is MISSING else one.kw_only
        return one  # type: ignore[no-any-return]

    def rows(self) -> list[Row]:
        """The fields in order, without any being made.

        :raises ValueError: for a default that all values would share and could change.
        """
        rows = {name: Row(name, f, kw_only=False) for name, f in self._inherited().items()} if self._bases else {}
        rows |= {name: Row(name, written, kw_only=self._kw_only) for name, written in self._written.items()}
        return [*rows.values()]

    def finished(self, methods: Mapping[str, Any], rows: Sequence[Row], *, slots: bool) -> type:
        """The class with its fields and with those methods that it does not have of its own."""
        added = {name: method for name, method in methods.items() if name not in vars(self.cls)}
        added |= {"__dataclass_fields__": self, "__dataclass_params__": _PARAMS}
        self.cls = (_with_slots if slots else _without_slots)(self.cls, added, rows)
        return self.cls  # type: ignore[no-any-return]


def _annotations(cls: type) -> dict[str, Any]:
    """The annotations that are fields.

    :raises TypeError: for those that the standard library knows beside them and that no class of docgen needs.
    """
    texts: dict[str, Any] = vars(cls).get("__annotations__", {})
    fields = {name: text for name, text in texts.items() if "ClassVar" not in str(text)}
    if any(word in str(text) for text in fields.values() for word in ("InitVar", "KW_ONLY")):
        raise TypeError(f"{cls.__name__} has annotations that only dataclasses.dataclass knows")
    return fields


def _with_slots(cls: type, added: dict[str, Any], rows: Sequence[Row]) -> type:
    """The class made anew with slots: Python makes them with the class only.

    :raises TypeError: where it has slots already.
    """
    if "__slots__" in vars(cls):
        raise TypeError(f"{cls.__name__} already has __slots__")
    above = {name for base in cls.__mro__[1:-1] for name in vars(base).get("__slots__", ())}
    names = tuple(row.name for row in rows)
    left = {*names, "__dict__", "__weakref__"}
    space = {name: value for name, value in vars(cls).items() if name not in left}
    out = type(cls)(cls.__name__, cls.__bases__, {**space, **added, "__slots__": tuple(n for n in names if n not in above)})
    out.__qualname__ = cls.__qualname__
    return out


def _without_slots(cls: type, added: dict[str, Any], rows: Sequence[Row]) -> type:
    """The class itself; a default is an attribute of it, as without any decorator."""
    for row in rows:
        if row.default is not MISSING:
            setattr(cls, row.name, row.default)
        elif row.name in vars(cls):
            delattr(cls, row.name)
    for name, value in added.items():
        setattr(cls, name, value)
    return cls
