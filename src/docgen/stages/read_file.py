"""One of docgen's own YAML files to a model, every problem with its place.

msgspec makes the model, and stops at the first thing that is wrong; then jsonschema goes through all of it, by the schema
that msgspec gives (:mod:`docgen.stages.model_faults`). A file is right nearly always, so jsonschema is hardly ever imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from msgspec import Struct, ValidationError, convert
from msgspec.json import schema_components
from msgspec.structs import fields

from docgen.model.diagnostic import Outcome, Place, has_errors
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.typed import Path, typed
from docgen.stages.yaml_nodes import document
from docgen.stages.yaml_text import read_yaml

M = TypeVar("M", bound=Struct)


class Loaded(Generic[M]):
    """A model, the plain data that it was made of, and the place of everything in it."""

    def __init__(self, model: M, data: Mapping[str, Any], places: Mapping[Path, Place], file: str) -> None:
        self.model, self.data, self.places, self.file = model, data, places, file

    def place(self, *path: str | int) -> Place:
        """The place of a field, or of the nearest one above it that stands in the file."""
        return nearest(self.places, path, self.file)

    def over(self, base: Loaded[M], model: M) -> Loaded[M]:
        """A model made of this one and, for the fields that it does not say, of its base."""
        inherited = {p: place for p, place in base.places.items() if p and p[0] not in self.data}
        return Loaded(model, {**base.data, **self.data}, {**inherited, **self.places}, self.file)


def nearest(places: Mapping[Path, Place], path: Path, file: str) -> Place:
    """The place of a path or of its nearest parent."""
    for end in range(len(path), -1, -1):
        if (found := places.get(tuple(path[:end]))) is not None:
            return found
    return Place(file)


def said(model: Struct, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a model that its data says, by their names in the model, with their values there."""
    return ((field.name, getattr(model, field.name)) for field in fields(model) if field.encode_name in data)


@lru_cache(maxsize=32)
def _schema(model: type[Struct]) -> dict[str, Any]:
    (schema,), parts = schema_components([model], schema_hook=_own_schema, ref_template="#/$defs/{name}")
    return {**schema, "$defs": parts}


def _own_schema(kind: Any) -> Any:
    return kind.schema()


def _own_model(kind: Any, data: Any) -> Any:
    return kind.of(data)


@lru_cache(maxsize=32)
def _walk(model: type[Struct]) -> SchemaWalk:
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
    made = model_of(values, places, file, model)
    return Outcome(made.value, (*found, *made.diagnostics))


def model_of(values: Any, places: Mapping[Path, Place], file: str, model: type[M]) -> Outcome[Loaded[M]]:
    """Plain data as a model; LB201 to LB203 say everything that does not fit."""
    try:
        return Outcome(Loaded(convert(values, model, dec_hook=_own_model), values, places, file))
    except ValidationError as problem:
        from docgen.stages.model_faults import faults

        return Outcome(None, faults(values, lambda path: nearest(places, path, file), _schema(model), problem))
