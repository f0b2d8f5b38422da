"""A client profile: plain data, and the place of every value in its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place
from docgen.model.journal import NO_APPROVALS, Approvals

Path = tuple[str | int, ...]
RECORDS = "records"
"""First step of the path of a value in another document of the file."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts of a client. ``digest`` is that of the file.

    ``records`` are the other documents of the file by kind (changes, reviews: the vocabulary names them), in the
    order of the file; the places of their values are under ``("records", kind, index, …)``.
    ``approvals`` are those of its positions, from a file of their own.
    """

    id: str
    file: str
    digest: str
    data: Mapping[str, Any]
    places: Mapping[Path, Place]
    records: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    approvals: Approvals = NO_APPROVALS

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest one above it."""
        for end in range(len(path), -1, -1):
            if (found := self.places.get(tuple(path[:end]))) is not None:
                return found
        return Place(self.file)

    def records_placed(self) -> Iterator[tuple[Mapping[str, Any], dict[Path, Place]]]:
        """Each other document of the file, and the places of its values by their path in it."""
        for kind, found in self.records.items():
            for number, record in enumerate(found):
                at = (RECORDS, kind, number)
                yield record, {p[3:]: place for p, place in self.places.items() if p[:3] == at}

    def get(self, dotted: str) -> Any:
        """The value at a path of names (``duree.date_effet``), None when there is none."""
        value: Any = self.data
        for step in dotted.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value
