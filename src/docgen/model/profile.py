"""A client profile: plain data, and the place of every value in its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts of a client. ``digest`` is that of the file."""

    id: str
    file: str
    digest: str
    data: Mapping[str, Any]
    places: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest one above it."""
        for end in range(len(path), -1, -1):
            if (found := self.places.get(tuple(path[:end]))) is not None:
                return found
        return Place(self.file)

    def get(self, dotted: str) -> Any:
        """The value at a path of names (``duree.date_effet``), None when there is none."""
        value: Any = self.data
        for step in dotted.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value
