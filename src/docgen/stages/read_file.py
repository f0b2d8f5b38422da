"""One of docgen's own YAML files to a pydantic model, every problem with its place."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.stages.typed import Path, typed
from docgen.stages.yaml_nodes import document
from docgen.stages.yaml_text import read_yaml

M = TypeVar("M", bound=BaseModel)


class Loaded(Generic[M]):
    """A model and the place of everything in it."""

    def __init__(self, model: M, places: Mapping[Path, Place], file: str) -> None:
        self.model, self._places, self._file = model, places, file

    def place(self, *path: str | int) -> Place:
        """The place of a field, or of the nearest one above it that stands in the file."""
        return nearest(self._places, path, self._file)


def nearest(places: Mapping[Path, Place], path: Path, file: str) -> Place:
    """The place of a path or of its nearest parent."""
    for end in range(len(path), -1, -1):
        if (found := places.get(tuple(path[:end]))) is not None:
            return found
    return Place(file)


@lru_cache(maxsize=32)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


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
    values, places, scalars = typed(root.value, schema, schema)
    found += scalars
    try:
        loaded = Loaded(model.model_validate(values), places, file)
    except ValidationError as exc:
        found += [_diagnostic(e, places, file, model) for e in exc.errors(include_url=False)]
        return Outcome(None, tuple(found))
    return Outcome(loaded, tuple(found))


def _diagnostic(
    problem: Any, places: Mapping[Path, Place], file: str, model: type[BaseModel]
) -> Diagnostic:
    path: Path = tuple(problem["loc"])
    place = nearest(places, path, file)
    shown = ".".join(str(p) for p in path)
    kind = problem["type"]
    if kind == "extra_forbidden":
        return error("LB201", f'unknown key "{shown}"', place, _suggestion(str(path[-1]), model))
    if kind == "missing":
        return error("LB202", f'"{shown}" is missing', nearest(places, path[:-1], file))
    message = problem["msg"][:1].lower() + problem["msg"][1:]
    return error("LB203", f'"{shown}": {message}', place)


def _suggestion(key: str, model: type[BaseModel]) -> str | None:
    known = sorted(_keys(_schema(model)))
    close = get_close_matches(key, known, 1)
    return f'did you mean "{close[0]}"?' if close else None


def _keys(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        mine = set(schema.get("properties", {}))
        return mine.union(*(_keys(v) for v in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_keys(v) for v in schema)) if schema else set()
    return set()
