"""A clause that adapts one of another library: what it says itself, over what it takes as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from msgspec import structs

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.library import TextKey
from docgen.stages.adapt_base import Base
from docgen.stages.clause_files import Files
from docgen.stages.file_models.clause import ClauseModel
from docgen.stages.read_file import Loaded, said
from docgen.stages.sharing_models import AdaptedClauseModel
from docgen.stages.typed import Path

_PLAIN = ("title", "category", "owner", "numbered", "applies_when", "guidance", "references", "licence", "authors")
_GROUPS = ("positions", "obligations")
_CHANGES_NOTHING = frozenset({"schema", "id", "adapts", "owner", "category", "guidance", "references", "licence", "authors"})
"""What an adaptation may say without a document being any different."""


def adapted(own: Loaded[AdaptedClauseModel], base: Base) -> tuple[Loaded[ClauseModel], tuple[Diagnostic, ...]]:
    """The clause as it is with the adaptation, and SH120 for what it leaves out that is not there."""
    return _Adapting(own, base.loaded).done()


def adapted_files(own: Loaded[AdaptedClauseModel], names: Files, base: Base) -> Files:
    """Every text of an adapted clause: its own, and for each revision those of the one that it is based on."""
    if not own.model.revisions:
        return {**base.files, **names}
    out: dict[TextKey, str] = {}
    for revision in own.model.revisions:
        for key, file in base.files.items():
            if key.revision == revision.based_on:
                out[replace(key, revision=revision.number)] = file
    return {**out, **names}


def adapted_approved(
    own: Loaded[AdaptedClauseModel], names: Files, approved: frozenset[int], base: Base
) -> frozenset[int]:
    """Its approved revisions: those with approved texts of its own, or with nothing but approved texts of the other."""
    if not own.model.revisions:
        return base.approved
    written = {key.revision for key in names}
    taken = {r.number for r in own.model.revisions if r.number not in written and r.based_on in base.approved}
    return approved | taken


def changes_documents(own: Loaded[AdaptedClauseModel]) -> bool:
    """Whether an adaptation says anything that a document may hold: a revision, a default, a position, a title."""
    return bool(own.data.keys() - _CHANGES_NOTHING)


def adapted_problems(own: Loaded[AdaptedClauseModel], names: Files, base: Base, path: str) -> Iterator[Diagnostic]:
    """SH121 for texts without a revision of the adaptation, SH122 for a revision that is based on nothing."""
    if not own.model.revisions:
        for name in sorted(names.values()):
            yield error("SH121", f"{name} changes a revision of another library", Place(f"{path}/{name}"),
                        "declare a revision of your own: {number: 1, based_on: …, change: …} under revisions")  # fmt: skip
    known = sorted(r.number for r in base.loaded.model.revisions)
    for n, revision in enumerate(own.model.revisions):
        if revision.based_on not in known:
            yield error("SH122", f"revision {revision.number} is based on r{revision.based_on}, which "
                        f"{own.model.adapts} does not have", own.place("revisions", n, "based_on"),
                        f"it has {', '.join(f'r{k}' for k in known)}")  # fmt: skip


class _Adapting:
    """Lays one ``clause.yaml`` over another, with the place of everything."""

    def __init__(self, own: Loaded[AdaptedClauseModel], base: Loaded[ClauseModel]) -> None:
        self.own, self.base = own, base
        self.places: dict[Path, Place] = {}
        self.found: list[Diagnostic] = []
        self.values: dict[str, Any] = {}

    def done(self) -> tuple[Loaded[ClauseModel], tuple[Diagnostic, ...]]:
        for name in _PLAIN:
            self._whole(name, self.own if name in self.own.data else self.base)
        self._whole("revisions", self.own if self.own.model.revisions else self.base)
        self._mapping("parameters", _over)
        self._mapping("terms", lambda mine, theirs, data: mine)
        for name in _GROUPS:
            self._list(name)
        self._union("requires")
        self._appended("conflicts")
        self._place((), self.own, ())
        self._place(("id",), self.own, ("id",))
        model = structs.replace(self.base.model, **self.values, id=self.own.model.id)
        return Loaded(model, {**self.base.data, **self.own.data}, self.places, self.own.file), tuple(self.found)

    def _place(self, at: Path, loaded: Loaded[Any], was: Path) -> None:
        """The places of a value and of everything in it, under its path in the result."""
        self.places |= {(*at, *path[len(was):]): p for path, p in loaded.places.items()
                        if path[: len(was)] == was and (was or not path)}  # fmt: skip

    def _whole(self, name: str, loaded: Loaded[Any]) -> None:
        self.values[name] = getattr(loaded.model, name)
        self._place((name,), loaded, (name,))

    def _left_out(self, name: str, known: Iterable[str]) -> set[str]:
        wanted = list(getattr(self.own.model.without, name, ()))
        for n, id_ in enumerate(wanted):
            if id_ not in set(known):
                self.found.append(error("SH120", f'"{id_}" is left out of {name}, and {self.own.model.adapts} has no such thing',
                                        self.own.place("without", name, n), f"it has {', '.join(sorted(known)) or 'none'}"))  # fmt: skip
        return set(wanted)

    def _mapping(self, name: str, join: Callable[[Any, Any, Mapping[str, Any]], Any]) -> None:
        theirs, mine = getattr(self.base.model, name), getattr(self.own.model, name)
        left = self._left_out(name, theirs)
        self.values[name] = out = {k: v for k, v in theirs.items() if k not in left}
        for key in out:
            self._place((name, key), self.base, (name, key))
        for key, value in mine.items():
            out[key] = join(value, out[key], self.own.data[name][key]) if key in out else value
            self._place((name, key), self.own, (name, key))
            self._whole_kind(name, key, value, key not in theirs)

    def _list(self, name: str) -> None:
        theirs, mine = getattr(self.base.model, name), getattr(self.own.model, name)
        left = self._left_out(name, [v.id for v in theirs])
        items: list[tuple[Any, list[tuple[Loaded[Any], int]]]] = [
            (v, [(self.base, n)]) for n, v in enumerate(theirs) if v.id not in left
        ]
        for n, value in enumerate(mine):
            at = next((i for i, (v, _) in enumerate(items) if v.id == value.id), None)
            if at is None:
                items.append((value, [(self.own, n)]))
                self._whole_kind(name, n, value, new=True)
            else:
                items[at] = (_over(value, items[at][0], self.own.data[name][n]), [*items[at][1], (self.own, n)])
        self.values[name] = [v for v, _ in items]
        for at, (_, sources) in enumerate(items):
            for loaded, n in sources:
                self._place((name, at), loaded, (name, n))

    def _whole_kind(self, name: str, key: str | int, value: Any, new: bool) -> None:
        """SH123 for something new that does not say of which kind it is."""
        wanted = {"parameters": "type", "positions": "kind"}.get(name)
        if new and wanted and not getattr(value, wanted):
            self.found.append(error("SH123", f'"{getattr(value, "id", key)}" is new, so it needs "{wanted}"',
                                    self.own.place(name, key), f"{self.own.model.adapts} has nothing of that name"))  # fmt: skip

    def _union(self, name: str) -> None:
        theirs, mine = getattr(self.base.model, name), getattr(self.own.model, name)
        left = self._left_out(name, theirs)
        self.values[name] = list(dict.fromkeys((*(v for v in theirs if v not in left), *mine)))
        self._place((name,), self.own if mine else self.base, (name,))

    def _appended(self, name: str) -> None:
        theirs, mine = getattr(self.base.model, name), getattr(self.own.model, name)
        self.values[name] = [*theirs, *mine]
        for n in range(len(theirs)):
            self._place((name, n), self.base, (name, n))
        for n in range(len(mine)):
            self._place((name, len(theirs) + n), self.own, (name, n))


def _over(mine: Any, theirs: Any, data: Mapping[str, Any]) -> Any:
    """The fields that one says in its data, over those of the other."""
    return structs.replace(theirs, **dict(said(mine, data)))
