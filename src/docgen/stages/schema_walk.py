"""Which parts of a JSON Schema speak about a value, a key or an item.

This is no validator: it follows ``$ref``, ``allOf``, those alternatives of ``anyOf`` and
``oneOf`` that the value resembles, and the right branch of ``if``. That is enough to know which
type a field wants, its title, and how the items of a list are identified. Schemas are plain
dicts, as `typed.plain` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from docgen.stages.yaml_nodes import MapNode, Node, ScalarNode, SeqNode

Schema: TypeAlias = Mapping[str, object]
Schemas: TypeAlias = tuple[Schema, ...]
SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})
_CONDITIONAL = ("if", "anyOf", "oneOf")
_ABSENT = object()
_UNASKED: frozenset[str] = frozenset({"unasked"})
_DOCUMENT: Schema = {"$ref": "#/$defs/document"}


def document_schema(root: Schema) -> Schema:
    """The schema of one document of a file: ``$defs/document`` where there is one, else the root."""
    definitions = root.get("$defs")
    has_choice = isinstance(definitions, dict) and "document" in definitions
    return _DOCUMENT if has_choice else root


class SchemaWalk:
    """Follows one root schema; what it resolved once it remembers."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        # Equal tuples of schemas become one object, which stays alive: so ids can be keys.
        self._known: dict[tuple[int, ...], Schemas] = {}
        self._flat: dict[int, Schemas] = {}
        self._members: dict[int, dict[str | int, Schemas]] = {}
        self._wanted: dict[int, frozenset[str] | None] = {}
        self._types_of: dict[int, frozenset[str] | None] = {}

    def start(self, *schemas: Schema) -> Schemas:
        """The schemas as the other methods take them."""
        return self._known.setdefault(tuple(map(id, schemas)), schemas)

    def flat(self, schemas: Schemas, value: object = _ABSENT) -> Schemas:
        """The schemas and all those they refer to, as far as they fit the value."""
        known = self._flat.get(id(schemas))
        if known is not None:
            return known
        found: dict[int, Schema] = {}
        for schema in schemas:
            self._collect(schema, value, found)
        flat = self.start(*found.values())
        if not any(keyword in part for part in flat for keyword in _CONDITIONAL):
            self._flat[id(schemas)] = flat
        return flat

    def step(self, flat: Schemas, step: str | int) -> Schemas:
        """What the flattened schemas say about the value of a key, or about an item."""
        steps = self.steps(flat)
        known = steps.get(step)
        if known is None:
            find = _item if isinstance(step, int) else _members
            steps[step] = known = self.start(*(found for schema in flat for found in find(schema, step)))
        return known

    def steps(self, flat: Schemas) -> dict[str | int, Schemas]:
        """The keys and items about which that has been asked, with the answers: for whoever asks about many."""
        return self._members.setdefault(id(flat), {})

    def at(self, steps: Iterable[str | int]) -> Schemas:
        """What the schema says about the value at the end of a path, whatever stands there."""
        schemas = self.start(self.root)
        for step in steps:
            schemas = self.step(self.flat(schemas), step)
        return schemas

    def first(self, schemas: Schemas, keyword: str, value: object = _ABSENT) -> object:
        """The first value of a keyword (a title, say) in the schemas and those they refer to."""
        flat = self.flat(schemas, value)
        return next((schema[keyword] for schema in flat if keyword in schema), None)

    def wanted(self, schemas: Schemas) -> frozenset[str] | None:
        """The JSON types that the schemas allow together; None where they do not say."""
        known = self._wanted.get(id(schemas), _UNASKED)
        if known is _UNASKED:
            named = [types for s in schemas if (types := self._types(s)) is not None]
            self._wanted[id(schemas)] = known = frozenset[str]().union(*named) if named else None
        return known

    def fits(self, schema: object, value: object) -> bool:
        """Whether a value resembles a schema: its type, its required keys and its constants."""
        if not isinstance(schema, dict):
            return schema is not False
        return (
            _type_fits(schema, value)
            and all(_field(value, str(key)) is not None for key in _list(schema, "required"))
            and _constants_fit(schema, value)
            and all(self.fits(part, value) for part in self._every(schema))
        )

    def resolve(self, reference: str) -> object:
        """What ``#/a/b`` points to; True, which allows everything, where it points nowhere."""
        target: object = self.root
        for step in filter(None, reference.partition("#")[2].split("/")):
            name = step.replace("~1", "/").replace("~0", "~")
            target = target.get(name, True) if isinstance(target, dict) else True
        return target

    def _collect(self, schema: object, value: object, found: dict[int, Schema]) -> None:
        if not isinstance(schema, dict) or id(schema) in found:
            return
        found[id(schema)] = schema
        for part in (*self._every(schema), *self._alternatives(schema, value)):
            self._collect(part, value, found)

    def _every(self, schema: Schema) -> Iterator[object]:
        if "$ref" in schema:
            yield self.resolve(str(schema["$ref"]))
        yield from _list(schema, "allOf")

    def _alternatives(self, schema: Schema, value: object) -> Iterator[object]:
        for keyword in ("anyOf", "oneOf"):
            yield from self._fitting(_list(schema, keyword), value)
        if "if" in schema:
            yield from self._branches(schema, value)

    def _branches(self, schema: Schema, value: object) -> Iterator[object]:
        fits = value is not _ABSENT and self.fits(schema["if"], value)
        if fits or value is _ABSENT:
            yield schema.get("then", True)
        if not fits:
            yield schema.get("else", True)

    def _fitting(self, alternatives: Sequence[object], value: object) -> Sequence[object]:
        if value is _ABSENT:
            return alternatives
        return [schema for schema in alternatives if self.fits(schema, value)] or alternatives

    def _types(self, schema: object) -> frozenset[str] | None:
        if not isinstance(schema, dict):
            return None
        if id(schema) not in self._types_of:
            self.start(schema)
            self._types_of[id(schema)] = None  # a schema that refers to itself says nothing more
            self._types_of[id(schema)] = self._narrowed(schema)
        return self._types_of[id(schema)]

    def _narrowed(self, schema: Schema) -> frozenset[str] | None:
        limits = [_own_types(schema), *(self._types(part) for part in self._every(schema))]
        limits += [self._either(_list(schema, keyword)) for keyword in ("anyOf", "oneOf")]
        named = [types for types in limits if types is not None]
        return frozenset.intersection(*named) if named else None

    def _either(self, alternatives: Sequence[object]) -> frozenset[str] | None:
        types = [self._types(schema) for schema in alternatives]
        known = [named for named in types if named is not None]
        return frozenset[str]().union(*known) if types and len(known) == len(types) else None


def _own_types(schema: Schema) -> frozenset[str] | None:
    declared = schema.get("type")
    if declared is not None:
        return frozenset([declared] if isinstance(declared, str) else _list(schema, "type"))  # type: ignore[arg-type]
    values = [schema["const"]] if "const" in schema else _list(schema, "enum")
    return frozenset(_type_of(value) for value in values) if values else None


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "integer", type(None): "null", dict: "object", list: "array"}
    return names.get(type(value), "number")


def _members(schema: Schema, step: str | int) -> Iterator[Schema]:
    key = str(step)
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    named = isinstance(properties, dict) and key in properties
    if named and isinstance(properties, dict):
        yield from _schemas(properties[key])
    matching = (
        [s for p, s in patterns.items() if re.search(p, key)] if isinstance(patterns, dict) else []
    )
    yield from _schemas(*matching)
    if not named and not matching:
        yield from _schemas(schema.get("additionalProperties"))


def _item(schema: Schema, step: str | int) -> Iterator[Schema]:
    index = int(step)
    prefix = _list(schema, "prefixItems")
    yield from _schemas(prefix[index] if index < len(prefix) else schema.get("items"))


def _schemas(*found: object) -> Iterator[Schema]:
    return (schema for schema in found if isinstance(schema, dict))


def _list(schema: Schema, keyword: str) -> Sequence[object]:
    values = schema.get(keyword)
    return values if isinstance(values, list | tuple) else ()


def _kind(value: object) -> frozenset[str]:
    if isinstance(value, MapNode | dict):
        return frozenset({"object"})
    return frozenset({"array"}) if isinstance(value, SeqNode | list | tuple) else SCALARS


def _type_fits(schema: Schema, value: object) -> bool:
    types = _own_types(schema)
    return types is None or bool(types & _kind(value))


def _constants_fit(schema: Schema, value: object) -> bool:
    properties = schema.get("properties")
    if not isinstance(properties, dict) or "object" not in _kind(value):
        return True
    return all(_constant_fits(s, _field(value, key)) for key, s in properties.items())


def _constant_fits(schema: object, found: object) -> bool:
    if not isinstance(schema, dict) or found is None:
        return True
    allowed = [schema["const"]] if "const" in schema else _list(schema, "enum")
    return not allowed or any(_text(found) == _text(value) for value in allowed)


def _field(value: object, key: str) -> object | None:
    if isinstance(value, MapNode | dict):
        return value.get(key)
    return None


def _text(value: object) -> str | None:
    if isinstance(value, ScalarNode):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    return None if isinstance(value, Node | dict | list) else str(value)
