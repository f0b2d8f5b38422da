"""openxml-audit, which asks about each paragraph what it has just answered about another with the same children."""

from __future__ import annotations

from typing import Any

from openxml_audit import FileFormat, OpenXmlValidator
from openxml_audit.schema.validator import SchemaValidator

_JUDGED = SchemaValidator._validate_content_model
_FAULTLESS: dict[tuple[int, Any, tuple[str, ...]], Any] = {}
"""Sequences of children in which a content model found nothing; the model is kept, so that no other gets its ``id``."""


def auditor() -> Any:
    """A new one for each document: openxml-audit 0.8 keeps what it counted in a package by the package's
    `id()`, which Python gives again once the package is gone, and then counts the notes of another document."""
    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)


def _once(self: Any, model: Any, children: list[Any], context: Any) -> None:
    """A content model looks at the names of the children alone: what held once holds again. Faults are found anew each time."""
    key = (id(model), context.file_format, tuple(child.tag for child in children))
    if key not in _FAULTLESS:
        _JUDGED(self, model, children, context)
        if not context.errors:
            _FAULTLESS[key] = model


SchemaValidator._validate_content_model = _once
