"""Three versions of plain YAML data made one: fields by name, items by their id, everything else whole or asked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from docgen.model.merging import ABSENT, Choice, DataConflict, MergedData, Own, Reason, Side

_IDS: Final = ("id", "number", "name")


def merge_data(base: Any, ours: Any, theirs: Any, choices: Mapping[str, Choice] | None = None) -> MergedData:
    """The three made one. Nothing that came in is changed; ``ABSENT`` stands for a file that is not there.

    :param choices: how conflicts are settled, by their path; those without a choice are in the result, which has
        the value of ours in their place.
    """
    merge = _Merge(choices or {})
    data = merge.value("", base, ours, theirs)
    return MergedData(data, tuple(merge.conflicts))


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, of the same type, wherever the fields of a mapping stand."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(v, other[k]) for k, v in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and bool(one == other)


class _Merge:
    """One merge, with the conflicts found so far."""

    def __init__(self, choices: Mapping[str, Choice]) -> None:
        self._choices = choices
        self.conflicts: list[DataConflict] = []

    def value(self, path: str, base: Any, ours: Any, theirs: Any) -> Any:
        if same(ours, theirs) or same(theirs, base):
            return ours
        if same(ours, base):
            return theirs
        if all(isinstance(v, Mapping) for v in (base, ours, theirs)):
            return self._fields(path, base, ours, theirs)
        ids = [_by_id(v) for v in (base, ours, theirs)]
        if all(i is not None for i in ids) and len({field for field, _ in filter(None, ids) if field}) == 1:
            return self._items(path, *(items for _, items in filter(None, ids)))
        return self._asked(path, base, ours, theirs)

    def _asked(self, path: str, base: Any, ours: Any, theirs: Any) -> Any:
        choice = self._choices.get(path)
        if isinstance(choice, Own):
            return choice.value
        if choice in (Side.BASE, Side.OURS, Side.THEIRS):
            return {Side.BASE: base, Side.OURS: ours, Side.THEIRS: theirs}[choice]
        self.conflicts.append(DataConflict(path, base, ours, theirs, _reason(base, ours, theirs)))
        return ours

    def _fields(self, path: str, base: Mapping[Any, Any], ours: Mapping[Any, Any], theirs: Mapping[Any, Any]) -> Any:
        """In the order of ours, what only theirs has after what it follows there."""
        out = {}
        for key in _woven([*ours], [*theirs]):
            below = f"{path}.{key}" if path else str(key)
            value = self.value(below, *(v.get(key, ABSENT) for v in (base, ours, theirs)))
            if value is not ABSENT:
                out[key] = value
        return out

    def _items(self, path: str, base: dict[Any, Any], ours: dict[Any, Any], theirs: dict[Any, Any]) -> list[Any]:
        order = self._order(path, [*base], [*ours], [*theirs])
        found = ((i, self.value(f"{path}[{i}]", *(v.get(i, ABSENT) for v in (base, ours, theirs)))) for i in order)
        return [value for _, value in found if value is not ABSENT]

    def _order(self, path: str, base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
        """The order of whoever changed it, with what only the other has after what it follows there."""
        common = {*base} & {*ours} & {*theirs}
        before, left, right = ([i for i in ids if i in common] for ids in (base, ours, theirs))
        if left == before:
            return _woven(theirs, ours)
        if right in (before, left):
            return _woven(ours, theirs)
        chosen = self._asked(f"{path}[]", before, left, right)
        return _woven(_woven([i for i in chosen if i in common], ours), theirs)


def _woven(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """All of the first, and each of the second behind the one that it follows there."""
    out = list(first)
    after: Any = None
    for key in second:
        if key not in out:
            out.insert(out.index(after) + 1 if after in out else 0, key)
        after = key
    return out


def _reason(base: Any, ours: Any, theirs: Any) -> Reason:
    if base is ABSENT:
        return Reason.INSERTED
    return Reason.DELETED if ABSENT in (ours, theirs) else Reason.CHANGED


def _by_id(value: Any) -> tuple[str, dict[Any, Any]] | None:
    """The items of a list by what names them, or None where something has no name or two have the same."""
    if not isinstance(value, list):
        return None
    for field in _IDS:
        ids = [_id(item, field) for item in value]
        if value and None not in ids and len({*ids}) == len(ids):
            return field, dict(zip(ids, value, strict=True))
    return None if value else ("", {})


def _id(item: Any, field: str) -> Hashable:
    found = item.get(field) if isinstance(item, Mapping) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
