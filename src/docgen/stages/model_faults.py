"""What is wrong with the data of one of docgen's own files: every fault, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.stages.file_models.base import EXTENDED, FIELD_PATH, FILE_STEM, IDENTIFIER, NAME
from docgen.stages.typed import Path


def faults(
    values: object, place: Callable[[Path], Place], schema: Mapping[str, Any], problem: Exception
) -> tuple[Diagnostic, ...]:
    """LB201 for keys that are not known, LB202 for those that are missing, LB203 for what cannot stand where it stands.

    :param place: the place of a path, or of the nearest one above it that stands in the file.
    :param problem: what the model said of the data, for the case that the schema finds nothing.
    """
    telling = _Telling(place, schema)
    found = dict.fromkeys(d for one in telling.validator.iter_errors(values) for d in telling.told(one))
    return tuple(found) or (telling.alone(problem),)


class _Telling:
    """Makes diagnostics of the errors of one file."""

    def __init__(self, place: Callable[[Path], Place], schema: Mapping[str, Any]) -> None:
        self.place, self.schema = place, schema
        self.validator = Draft202012Validator(schema, format_checker=FormatChecker(formats=("date",)))

    def told(self, found: ValidationError) -> Iterator[Diagnostic]:
        """One error of jsonschema as findings: one for each key that is unknown or missing."""
        path: Path = tuple(found.absolute_path)
        if found.validator == "anyOf":
            yield from self._of_kinds(found, path)
        elif found.validator == "additionalProperties":
            known = found.schema.get("properties", {})  # type: ignore[union-attr]
            yield from (self._unknown((*path, key)) for key in found.instance if key not in known)  # type: ignore[union-attr]
        elif found.validator == "required":
            yield from (self._missing(path, key) for key in found.validator_value if key not in found.instance)  # type: ignore[union-attr,operator]
        elif "propertyNames" in found.relative_schema_path:
            yield self._wrong((*path, str(found.instance)), found)
        else:
            yield self._wrong(path, found)

    def alone(self, problem: Exception) -> Diagnostic:
        """What the model itself says."""
        return error("LB203", str(problem), self.place(()), "see docs/library-format.md for what this file may hold")

    def _of_kinds(self, found: ValidationError, path: Path) -> Iterator[Diagnostic]:
        """What may be of several kinds: the faults of the kind that it is, or that it is none of them."""
        kinds = [part for part in found.validator_value if part != {"type": "null"}]  # type: ignore[union-attr]
        errors = [e for e in found.context or () if e.validator_value != "null"]
        inside = [e for e in errors if not (e.validator == "type" and tuple(e.absolute_path) == path)]
        if not inside and len(kinds) > 1:
            errors = errors[:1]
        for one in inside or errors:
            yield from self.told(one)

    def _unknown(self, path: Path) -> Diagnostic:
        return error("LB201", f'unknown key "{_shown(path)}"', self.place(path), _close(str(path[-1]), _keys(self.schema)))

    def _missing(self, path: Path, key: str) -> Diagnostic:
        return error("LB202", f'"{_shown((*path, key))}" is missing', self.place(path), f'add the line "{key}: …" here')

    def _wrong(self, path: Path, found: ValidationError) -> Diagnostic:
        words, way = _said_of(found)
        return error("LB203", f'"{_shown(path)}": {words}', self.place(path), way)


def _shown(path: Path) -> str:
    return ".".join(str(step) for step in path)


def _said_of(found: ValidationError) -> tuple[str, str | None]:
    """What is wrong, and the way out."""
    kind, wanted, value = str(found.validator), found.validator_value, found.instance
    if kind == "type":
        return _TYPES[str(wanted)]
    if kind in ("enum", "const"):
        words = [str(word) for word in (wanted if isinstance(wanted, list) else [wanted])]
        return f"{_either(words)} is wanted here", _close(str(value), set(words))
    if kind == "pattern":
        return "this cannot be written here", _PATTERNS.get(str(wanted))
    if kind == "format":
        return "there is no such day", "write an existing day as YYYY-MM-DD, such as 2026-12-31"
    words_, hint = _LIMITS.get(kind, (found.message, None))
    return words_.format(wanted), hint


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


_TYPES = {
    "string": ("a text is wanted here",
               "write one text, between quotation marks where YAML would read something else"),
    "object": ("keys and values are wanted here", 'write "key: value" lines below it'),
    "array": ("a list is wanted here", 'write one item on each line, after "- "'),
    "integer": ("a whole number is wanted here", "write digits only, without quotation marks and decimals"),
    "boolean": ("true or false is wanted here", "write true or false, without quotation marks"),
}  # fmt: skip
_LIMITS = {
    "minItems": ("the list is empty", "write at least one item"),
    "minLength": ("the text is empty", "write the text here, or take the line out"),
    "maxLength": ("the text is longer than {} characters", "say it in fewer words"),
    "minimum": ("the number is smaller than {}", None),
    "maximum": ("the number is larger than {}", None),
}
_PATTERNS = {
    FIELD_PATH: "names of fields with a dot between them, such as duree.date_effet",
    IDENTIFIER: "small letters, digits and hyphens, at most 64, such as clause-penale",
    NAME: "small letters, digits and underscores, at most 64, such as duree_mois",
    FILE_STEM: "the name of a file of the same folder, without its suffix",
    EXTENDED: "the name of a file of the same folder, without its suffix; of another library: groupe:contrat",
}


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
