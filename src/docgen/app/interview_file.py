"""The profile that an interview fills in: one file, written whole after each answer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.interview import written
from docgen.model.library import LibraryInfo
from docgen.model.profile import Path as Field
from docgen.model.profile import Profile
from docgen.stages.interview_marks import read_marks, with_marks, without_item
from docgen.stages.interview_walk import value_at
from docgen.stages.read_profile import other_documents, read_profile
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import field_info, fields_of
from docgen.stages.yaml_edit import NotEditable, scalar, with_value, without_value
from docgen.stages.yaml_nodes import MapNode
from docgen.stages.yaml_text import read_yaml
from docgen.store.atomic import read_bytes, write_all
from docgen.store.project import CACHE, LIBRARY, MAX_FILE, PROFILES, TEMPLATES, Project

SUFFIXES = (".yaml", ".yml")


def place_of(name: str, project: Project) -> Outcome[Path]:
    """Where the profile lies: a bare name means a file of the folder of profiles."""
    path = Path(name)
    if path.suffix not in SUFFIXES and path.name == name:
        path = project.root / PROFILES / f"{name}.yaml"
    inside = _inside(path, project.root)
    if len(inside) > 1 and inside[0] not in (LIBRARY, TEMPLATES, CACHE) and path.suffix in SUFFIXES:
        return Outcome(path)
    hint = f"write a file that ends in .yaml below {project.shown(project.root / PROFILES)}"
    return Outcome(None, (error("IO941", f"no profile can be written at {name[:200]!r}", Place(name[:200]), hint),))


def _inside(path: Path, root: Path) -> tuple[str, ...]:
    """The names from the project to the path, none for a path that leads out of it."""
    try:
        real, base = path.resolve(), root.resolve()
    except (OSError, ValueError):
        return ()
    return real.relative_to(base).parts if real.is_relative_to(base) else ()


class ProfileFile:
    """The text of a profile, what it says, and what was left out of it on purpose."""

    def __init__(self, path: Path, shown: str, library: LibraryInfo, heading: str, data: bytes | None) -> None:
        self.path, self.shown = path, shown
        self._library, self._heading, self._on_disk = library, heading, data
        self.walk = SchemaWalk(library.vocabulary)
        self.text = data.decode("utf-8").removeprefix("\ufeff") if data is not None else ""
        self.marks = read_marks(self.text)
        self.profile = Profile("", shown, "", {}, {})
        self._which = _number_of_profile(self.text, shown, library)

    @property
    def data(self) -> Any:
        """What the profile says now."""
        return self.profile.data

    def put(self, path: Field, value: Any) -> tuple[Diagnostic, ...]:
        """Set a value and write the file."""
        return self._changed(path, value, lambda: with_value(self.text, self._which, path, value, self._title, self._order))

    def drop(self, path: Field) -> tuple[Diagnostic, ...]:
        """Take a value out, note that it was left out on purpose, and write the file."""
        self.marks |= {written(path)}
        if value_at(self.data, path) is None:
            return self.save()
        return self._changed(path, None, lambda: without_value(self.text, self._which, path))

    def mark(self, mark: str, *, on: bool = True) -> tuple[Diagnostic, ...]:
        """Note or forget that a step was left out, and write the file."""
        self.marks = self.marks | {mark} if on else self.marks - {mark}
        return self.save()

    def forget_item(self, item: Field) -> None:
        """Forget what was left out of an item that is not there."""
        self.marks = without_item(self.marks, written(item))

    def _changed(self, path: Field, value: Any, edit: Any) -> tuple[Diagnostic, ...]:
        old, kept = self.text, self.marks
        try:
            self.text = edit()
        except NotEditable:
            return (self._by_hand(path),)
        if value is not None:
            self.marks -= {written(path)}
        before = _without(self.data, path)
        read = self.read()
        if has_errors(read) or value_at(self.data, path) != value or _without(self.data, path) != before:
            self.text, self.marks = old, kept
            self.read()
            return (self._by_hand(path),)
        return self.save()

    def _by_hand(self, path: Field) -> Diagnostic:
        place = self.profile.place(path)
        hint = "write this field there by hand, then start the interview again"
        return error("IO944", f'"{written(path)}" cannot be put into this file as it is laid out', place, hint)

    def read(self) -> tuple[Diagnostic, ...]:
        """Read the text again."""
        outcome = read_profile(self.text.encode("utf-8"), self.shown, self._library.vocabulary, walk=self.walk)
        if outcome.value is not None:
            self.profile = outcome.value
        return outcome.diagnostics

    def save(self) -> tuple[Diagnostic, ...]:
        """Write the file, unless somebody else wrote it meanwhile."""
        if (self._on_disk is not None and read_bytes(self.path, MAX_FILE).value != self._on_disk) or (
            self._on_disk is None and os.path.lexists(self.path)
        ):
            hint = "look at the file, then start the interview again: it goes on where it stopped"
            return (error("IO943", "the file was changed by somebody else meanwhile", Place(self.shown), hint),)
        self.text = with_marks(self.text, self.marks, self._heading)
        data = self.text.encode("utf-8")
        if data == self._on_disk:
            return ()
        problems = write_all({self.path: data})
        if not problems:
            self._on_disk = data
        return problems

    def _title(self, path: Field) -> str:
        found = field_info(self.walk, tuple(0 if isinstance(s, int) else s for s in path))
        return " ".join(found.title.split()) if found is not None else ""

    def _order(self, path: Field) -> tuple[str, ...]:
        return fields_of(self.walk, path)


def _number_of_profile(text: str, shown: str, library: LibraryInfo) -> int:
    """Which document of the file is the profile."""
    others = other_documents(library.vocabulary)
    nodes = read_yaml(text, shown).value or ()
    own = (n for n, node in enumerate(nodes) if isinstance(node, MapNode) and not any(node.get(k) for k in others))
    return next(own, 0)


def open_profile(path: Path, project: Project, library: LibraryInfo, heading: str) -> Outcome[ProfileFile]:
    """The profile to go on with, or a new one; anything else that lies there is refused."""
    shown = project.shown(path)
    fixed = dict(_constants(library))
    if not os.path.lexists(path):
        file = ProfileFile(path, shown, library, heading, None)
        file.text = _beginning(path, project, library, fixed)
        found = file.read()
        return Outcome(None if has_errors(found) else file, found)
    data = read_bytes(path, MAX_FILE)
    if data.value is None:
        return Outcome(None, data.diagnostics)
    outcome = read_profile(data.value, shown, library.vocabulary)
    if outcome.value is None or has_errors(outcome.diagnostics):
        return Outcome(None, outcome.diagnostics)
    if any(outcome.value.data.get(key) != value for key, value in fixed.items()):
        lines = ", ".join(f"{key}: {value}" for key, value in fixed.items())
        hint = f"choose another name; a profile of this library begins with {lines}"
        return Outcome(None, (error("IO942", "this file is no profile of the library", Place(shown), hint),))
    file = ProfileFile(path, shown, library, heading, data.value)
    file.read()
    return Outcome(file)


def _constants(library: LibraryInfo) -> Iterable[tuple[str, Any]]:
    """Fields that every profile has with one and the same value."""
    for name, schema in library.vocabulary.get("properties", {}).items():
        if isinstance(schema, dict) and "const" in schema and name in library.vocabulary.get("required", ()):
            yield name, schema["const"]


def _beginning(path: Path, project: Project, library: LibraryInfo, fixed: dict[str, Any]) -> str:
    name = library.vocabulary_file
    vocabulary = os.path.relpath(project.root.resolve() / LIBRARY / name, path.resolve().parent)
    first = f"# yaml-language-server: $schema={Path(vocabulary).as_posix()}\n" if name else ""
    return first + ("".join(f"{key}: {scalar(value)}\n" for key, value in fixed.items()) or "{}\n")


def _without(data: Any, path: Field) -> Any:
    """The data without what stands at the path, and without what is empty for lack of it."""
    if not path:
        return None
    if isinstance(data, dict):
        rest = {k: v for k, v in data.items() if k != path[0]}
        below = _without(data.get(path[0]), path[1:])
        return {**rest, path[0]: below} if below not in (None, {}, []) else rest
    if isinstance(data, list) and isinstance(path[0], int):
        below = _without(data[path[0]], path[1:]) if path[0] < len(data) else None
        rest_ = [v for n, v in enumerate(data) if n != path[0]]
        return [*rest_, below] if below not in (None, {}, []) else rest_
    return data
