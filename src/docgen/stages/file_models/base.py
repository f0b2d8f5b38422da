"""What the models of docgen's own files have in common: names, days, and that unknown keys are errors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Protocol, Self

from msgspec import Meta, Struct

IDENTIFIER = r"^[a-z0-9][a-z0-9-]{0,63}\Z"
NAME = r"^[a-z][a-z0-9_]{0,63}\Z"
FIELD_PATH = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\Z"
FILE_STEM = r"^[^./\\:][^/\\:]*\Z"
Identifier = Annotated[str, Meta(pattern=IDENTIFIER)]
Name = Annotated[str, Meta(pattern=NAME)]
IsoDate = date
"""A day as RFC 3339 writes it (full-date): YYYY-MM-DD."""
FileStem = Annotated[str, Meta(pattern=FILE_STEM)]
"""A file name without its suffix, which never leads to another folder."""
EXTENDED = r"^([a-z0-9][a-z0-9-]{0,63}:)?[^./\\:][^/\\:]*\Z"
Extended = Annotated[str, Meta(pattern=EXTENDED)]
"""Such a name, of this library or of another one: ``groupe:contrat``."""
Localised = dict[str, str]


class Strict(Struct, forbid_unknown_fields=True):
    """Unknown keys are errors."""


class Tolerant(Struct):
    """Unknown keys are for people."""


class Own(Protocol):
    """A model that is no Struct, as some of its keys are free: it reads itself and tells its own schema."""

    @classmethod
    def of(cls, data: Any) -> Self:
        """The model of plain data.

        :raises msgspec.ValidationError: where the data is none.
        """

    @classmethod
    def schema(cls) -> Mapping[str, Any]:
        """Its JSON Schema."""


def iso(day: date | None) -> str:
    """A day as text; empty for none."""
    return day.isoformat() if day is not None else ""
