"""What an adaptation sets and the library changes at the same time: what was set stays, and is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from docgen.model.library import ClauseSpec
from docgen.model.update import Override

_FIELDS: Final = (
    "title",
    "category",
    "owner",
    "numbered",
    "applies_when",
    "parameters",
    "positions",
    "requires",
    "terms",
    "guidance",
    "references",
)
_NAMES: Final = ("name", "id")
_PASSED_OVER: Final = frozenset({"place", "clause", "texts", "files"})
_ABSENT: Final = "-"


def overrides(ours: ClauseSpec, before: ClauseSpec, after: ClauseSpec) -> tuple[Override, ...]:
    """The fields of an adapted clause that differ from those of the library, and that the library changed.

    :param ours: the clause with its adaptation; ``before`` and ``after`` the clause of the library.
    """
    mine, old, new = (dict(_leaves("", {f: getattr(s, f) for f in _FIELDS})) for s in (ours, before, after))
    paths = sorted({*old, *new})
    return tuple(
        Override(path, mine.get(path, _ABSENT), old.get(path, _ABSENT), new.get(path, _ABSENT))
        for path in paths
        if old.get(path) != new.get(path) and mine.get(path) not in (old.get(path), new.get(path))
    )


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every field that holds no others, with its path; items of lists are called by their name or id."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in _PASSED_OVER}
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), below)
    elif isinstance(value, tuple | list) and value and is_dataclass(value[0]):
        for item in value:
            name = next((getattr(item, n) for n in _NAMES if hasattr(item, n)), "")
            yield from _leaves(f"{path}.{name}", item)
    else:
        yield path, str(value)
