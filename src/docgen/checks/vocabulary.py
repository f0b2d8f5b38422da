"""Data against the JSON Schema of a vocabulary, in sentences a lawyer can act on.

jsonschema decides what is wrong, unless a quicker look shows that all is right; where it stands and how it is said is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from docgen.checks.vocabulary_quick import surely_right
from docgen.checks.vocabulary_sentences import Said, closest, said, shown
from docgen.model.diagnostic import Diagnostic, Place, error, in_reading_order
from docgen.stages.schema_walk import Schema, SchemaWalk

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Path: TypeAlias = tuple[str | int, ...]
Failure: TypeAlias = Any  # a ValidationError: its stubs call half of what it holds "unset"


def check_vocabulary(
    data: object,
    positions: Mapping[Path, Place],
    schema: Schema,
    file: str,
    *,
    root: Schema | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything in the data that the schema refuses.

    ``positions`` are those of ``typed``; ``root`` is the schema in which ``$ref`` is looked up,
    by default the schema itself.
    """
    root = schema if root is None else root
    if surely_right(data, schema, root):
        return ()
    check = _Check(data, positions, schema, root, file)
    found = (d for failure in _validator(root, schema).iter_errors(data) for d in check.found(failure))
    return in_reading_order(found)


def refusals(value: object, schema: Schema, root: Schema) -> Iterator[tuple[str, object]]:
    """Why the schema refuses a value: the keyword that does, and what the keyword asks for."""
    for failure in _validator(root, schema).iter_errors(value):
        chosen = _best_alternative(failure)[0] if failure.context else failure
        yield str(chosen.validator), chosen.validator_value


class _Check:
    """Turns the failures of one document into diagnostics."""

    def __init__(self, data: object, positions: Mapping[Path, Place], schema: Schema, root: Schema, file: str) -> None:
        self._data, self._positions, self._file = data, positions, file
        self._walk = SchemaWalk(root)
        self._schema = schema

    def found(self, failure: Failure) -> Iterator[Diagnostic]:
        """The diagnostics of one failure of the validator."""
        path = tuple(failure.absolute_path)
        if failure.validator in ("anyOf", "oneOf") and failure.context:
            yield from self._alternatives(failure)
        elif _about_key(failure):
            yield self._wrong_key(path, failure)
        elif failure.validator == "additionalProperties" and failure.validator_value is False:
            yield from (self._unknown(path, key, failure) for key in _extra_keys(failure))
        elif failure.validator == "required":
            yield from self._missing(path, failure)
        else:
            yield self._wrong_value(path, failure)

    def _alternatives(self, failure: Failure) -> Iterator[Diagnostic]:
        hint = _closest_of(failure)
        for reason in _best_alternative(failure):
            for finding in self.found(reason):
                yield replace(finding, hint=hint or finding.hint)

    def _wrong_value(self, path: Path, failure: Failure) -> Diagnostic:
        what = _said(failure)
        return error(what.code, f"{self._name(path)} {what.sentence}", self._place(path), what.hint)

    def _unknown(self, path: Path, key: str, failure: Failure) -> Diagnostic:
        known = [str(name) for name in _properties(failure)]
        unused = [name for name in known if name not in failure.instance]
        hint = closest(key, unused) or closest(key, known) or _known(unused)
        where = f" in {self._name(path)}" if path else ""
        return error("PF201", f'unknown key "{key}"{where}', self._place((*path, key)), hint)

    def _wrong_key(self, path: Path, failure: Failure) -> Diagnostic:
        what = _said(failure)
        place = self._place((*path, failure.instance))
        return error("PF201", f"a key of {self._name(path)} {what.sentence}", place, what.hint)

    def _missing(self, path: Path, failure: Failure) -> Iterator[Diagnostic]:
        # jsonschema yields one such failure for each missing key; equal findings become one.
        for key in (str(name) for name in failure.validator_value if name not in failure.instance):
            message = f"{self._name((*path, key))} is missing"
            yield error("PF204", message, self._place(path), f'add the line "{key}: …" here')

    def _place(self, path: Path) -> Place:
        while path and path not in self._positions:
            path = path[:-1]
        return self._positions.get(path, Place(self._file))

    def _name(self, path: Path) -> str:
        dotted, title = self._described(path)
        if not dotted:
            return "the document"
        return f"{dotted} ({title})" if title else dotted

    def _described(self, path: Path) -> tuple[str, str | None]:
        """The path in the notation of the profile, and the title of the field at its end."""
        schemas, value, dotted = self._walk.start(self._schema), self._data, ""
        for step in path:
            flat = self._walk.flat(schemas, value)
            dotted += self._step(step, value, self._walk.first(schemas, "x-identifiant", value))
            schemas, value = self._walk.step(flat, step), _child(value, step)
        title = self._walk.first(schemas, "title", value)
        return dotted.removeprefix("."), str(title) if title else None

    @staticmethod
    def _step(step: str | int, value: object, identifier: object) -> str:
        if isinstance(step, str):
            return f".{step}"
        item = _child(value, step)
        known = item.get(identifier) if isinstance(item, Mapping) else None
        return f"[{step + 1 if known is None else known}]"


def _child(value: object, step: str | int) -> object:
    try:
        return value[step]  # type: ignore[index]
    except (LookupError, TypeError):
        return None


def _said(failure: Failure) -> Said:
    schema = failure.schema if isinstance(failure.schema, Mapping) else {}
    return said(str(failure.validator), failure.validator_value, failure.instance, schema)


def _known(names: list[str]) -> str | None:
    if not names:
        return None
    more = ", …" if len(names) > 12 else ""
    return f"known keys here: {', '.join(names[:12])}{more}"


def _about_key(failure: Failure) -> bool:
    """Whether a failure under ``propertyNames`` speaks of a key, not of a value."""
    return "propertyNames" in failure.absolute_schema_path and isinstance(failure.instance, str)


def _properties(failure: Failure) -> Iterable[object]:
    schema = failure.schema
    return schema.get("properties", {}) if isinstance(schema, Mapping) else ()


def _extra_keys(failure: Failure) -> Iterator[str]:
    schema: Mapping[str, Any] = failure.schema if isinstance(failure.schema, Mapping) else {}
    patterns = list(schema.get("patternProperties", ()))
    for key in failure.instance:
        if key not in schema.get("properties", ()) and not any(re.search(p, key) for p in patterns):
            yield key


def _best_alternative(failure: Failure) -> list[Failure]:
    """The failures of that alternative which the value comes closest to."""
    alternatives: dict[object, list[Failure]] = {}
    for reason in failure.context:
        alternatives.setdefault(reason.relative_schema_path[0], []).append(reason)
    return min(alternatives.values(), key=lambda reasons: min(map(_distance, reasons)))


def _distance(failure: Failure) -> tuple[bool, int, bool]:
    top_level_type = failure.validator == "type" and not failure.relative_path
    return top_level_type, -len(failure.relative_path), failure.validator in ("enum", "const")


def _closest_of(failure: Failure) -> str | None:
    """What may have been meant, over the lists of values of all alternatives."""
    lists = [f.validator_value for f in failure.context or () if f.validator == "enum"]
    return closest(str(failure.instance), [value for values in lists for value in values])


_KEPT: dict[tuple[int, int], tuple[Schema, Schema, Draft202012Validator]] = {}
MOST_KEPT = 16


def _validator(root: Schema, schema: Schema) -> Draft202012Validator:
    """A validator of the schema that resolves references in the root; made once for the same two objects."""
    kept = _KEPT.get((id(root), id(schema)))
    if kept is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(root), id(schema)] = (root, schema, _new_validator(root, schema))
    return kept[2]


def _new_validator(root: Schema, schema: Schema) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, validators  # importing it costs 130 ms

    checker = Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_integer})
    extend: Any = validators.extend
    exact = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=checker)
    # A "$schema" in the root would switch jsonschema back to its own class half-way.
    own = {key: value for key, value in root.items() if key != "$schema"}
    validator = exact(own, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return cast("Draft202012Validator", validator.evolve(schema=schema))


def _is_number(checker: object, value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_integer(checker: object, value: object) -> bool:
    whole = isinstance(value, int) or (isinstance(value, Decimal) and value == value.to_integral())
    return whole and not isinstance(value, bool)


def _pattern(validator: Draft202012Validator, pattern: str, value: object, schema: Schema) -> Iterator[ValidationError]:
    """As JSON Schema has it: ``$`` is the end of the text, not the place before a last newline."""
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str) and not re.search(_at_end(pattern), value):
        yield ValidationError(f"{shown(value)} does not match {pattern!r}")


def _at_end(pattern: str) -> str:
    return pattern[:-1] + r"\Z" if pattern.endswith("$") and not pattern.endswith(r"\$") else pattern
