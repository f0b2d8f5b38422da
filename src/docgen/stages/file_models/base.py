"""What the models of docgen's own files have in common: names, days, and that unknown keys are errors."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _of_the_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


IDENTIFIER = r"^[a-z0-9][a-z0-9-]{0,63}$"
NAME = r"^[a-z][a-z0-9_]{0,63}$"
ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FIELD_PATH = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$"
FILE_STEM = r"^[^./\\:][^/\\:]*$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]
Name = Annotated[str, Field(pattern=NAME)]
IsoDate = Annotated[str, Field(pattern=ISO_DATE), AfterValidator(_of_the_calendar)]
FileStem = Annotated[str, Field(pattern=FILE_STEM)]
"""A file name without its suffix, which never leads to another folder."""
EXTENDED = r"^([a-z0-9][a-z0-9-]{0,63}:)?[^./\\:][^/\\:]*$"
Extended = Annotated[str, Field(pattern=EXTENDED)]
"""Such a name, of this library or of another one: ``groupe:contrat``."""
Localised = dict[str, str]


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=(), defer_build=True)
