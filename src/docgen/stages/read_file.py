"""One of docgen's own YAML files to a pydantic model, every problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.stages.file_models.base import EXTENDED, FIELD_PATH, FILE_STEM, IDENTIFIER, ISO_DATE, NAME
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.typed import Path, typed
from docgen.stages.yaml_nodes import document
from docgen.stages.yaml_text import read_yaml

M = TypeVar("M", bound=BaseModel)


class Loaded(Generic[M]):
    """A model and the place of everything in it."""

    def __init__(self, model: M, places: Mapping[Path, Place], file: str) -> None:
        self.model, self.places, self.file = model, places, file

    def place(self, *path: str | int) -> Place:
        """The place of a field, or of the nearest one above it that stands in the file."""
        return nearest(self.places, path, self.file)

    def over(self, base: Loaded[M], model: M) -> Loaded[M]:
        """A model made of this one and, for the fields that it does not say, of its base."""
        mine = {path[0] for path in self.places if path}
        inherited = {p: place for p, place in base.places.items() if p and p[0] not in mine}
        return Loaded(model, {**inherited, **self.places}, self.file)


def nearest(places: Mapping[Path, Place], path: Path, file: str) -> Place:
    """The place of a path or of its nearest parent."""
    for end in range(len(path), -1, -1):
        if (found := places.get(tuple(path[:end]))) is not None:
            return found
    return Place(file)


@lru_cache(maxsize=32)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


@lru_cache(maxsize=32)
def _walk(model: type[BaseModel]) -> SchemaWalk:
    """One walk for all files of a model: what it resolved in one it knows in the next."""
    return SchemaWalk(_schema(model))


def read_model(data: bytes, file: str, model: type[M]) -> Outcome[Loaded[M]]:
    """The file as a model; LB201 to LB204 say what does not fit."""
    nodes = read_yaml(data, file)
    if nodes.value is None or has_errors(nodes.diagnostics):
        return Outcome(None, nodes.diagnostics)
    root = document(nodes.value, file)
    found = [*nodes.diagnostics, *root.diagnostics]
    if root.value is None:
        return Outcome(None, tuple(found))
    schema = _schema(model)
    values, places, scalars = typed(root.value, schema, schema, walk=_walk(model))
    found += scalars
    try:
        loaded = Loaded(model.model_validate(values), places, file)
    except ValidationError as exc:
        found += _once(_diagnostic(e, places, file, model) for e in exc.errors(include_url=False))
        return Outcome(None, tuple(found))
    return Outcome(loaded, tuple(found))


def _once(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """One finding for each place: a field of several kinds fails each of them."""
    seen: set[tuple[str, Place | None]] = set()
    for problem in problems:
        key = (problem.code, problem.place)
        if problem.code != "LB203" or key not in seen:
            yield problem
        seen.add(key)


def _diagnostic(
    problem: Any, places: Mapping[Path, Place], file: str, model: type[BaseModel]
) -> Diagnostic:
    kind = problem["type"]
    path: Path = tuple(problem["loc"])
    if kind != "missing":
        path = _written(path, places)
    place = nearest(places, path, file)
    shown = ".".join(str(p) for p in path)
    if kind == "extra_forbidden":
        return error("LB201", f'unknown key "{shown}"', place, _close(str(path[-1]), _keys(_schema(model))))
    if kind == "missing":
        return error("LB202", f'"{shown}" is missing', nearest(places, path[:-1], file),
                     f'add the line "{path[-1]}: …" here')  # fmt: skip
    words = _SENTENCES.get(kind) or problem["msg"][:1].lower() + problem["msg"][1:]
    pattern = problem.get("ctx", {}).get("pattern", "")
    hint = _HINTS.get(pattern) or _close(str(problem["input"]), _allowed(problem)) or _WAYS.get(kind)
    return error("LB203", f'"{shown}": {words}', place, hint)


_SENTENCES = {
    "string_type": "a text is wanted here",
    "dict_type": "keys and values are wanted here",
    "model_type": "keys and values are wanted here",
    "list_type": "a list is wanted here",
    "int_parsing": "a whole number is wanted here",
    "int_type": "a whole number is wanted here",
    "int_from_float": "a whole number is wanted here",
    "bool_type": "true or false is wanted here",
    "bool_parsing": "true or false is wanted here",
    "string_pattern_mismatch": "this cannot be written here",
    "value_error": "there is no such day",
    "too_short": "the list is empty",
}
_WAYS = {
    "string_type": "write one text, between quotation marks where YAML would read something else",
    "dict_type": 'write "key: value" lines below it',
    "model_type": 'write "key: value" lines below it',
    "list_type": 'write one item on each line, after "- "',
    "int_parsing": "write digits only, without quotation marks",
    "int_type": "write digits only, without quotation marks",
    "int_from_float": "leave out the decimals",
    "bool_type": "write true or false, without quotation marks",
    "bool_parsing": "write true or false, without quotation marks",
    "value_error": "write an existing day as YYYY-MM-DD",
    "too_short": "write at least one item",
}
_HINTS = {
    FIELD_PATH: "names of fields with a dot between them, such as duree.date_effet",
    IDENTIFIER: "small letters, digits and hyphens, at most 64, such as clause-penale",
    NAME: "small letters, digits and underscores, at most 64, such as duree_mois",
    ISO_DATE: "year, month, day, such as 2026-12-31",
    FILE_STEM: "the name of a file of the same folder, without its suffix",
    EXTENDED: "the name of a file of the same folder, without its suffix; of another library: groupe:contrat",
}


def _written(path: Path, places: Mapping[Path, Place]) -> Path:
    """The part of a path that stands in the file; the rest tells kinds of a model apart."""
    return next((path[:n] for n in range(len(path), 0, -1) if path[:n] in places), path)


def _allowed(problem: Any) -> set[str]:
    """What may stand there, where that is a short list of words."""
    return set(re.findall(r"'([^']*)'", str(problem.get("ctx", {}).get("expected", ""))))


def _close(word: str, known: set[str]) -> str | None:
    close = get_close_matches(word, sorted(known), 1)
    return f'did you mean "{close[0]}"?' if close else None


def _keys(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        mine = set(schema.get("properties", {}))
        return mine.union(*(_keys(v) for v in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_keys(v) for v in schema)) if schema else set()
    return set()
