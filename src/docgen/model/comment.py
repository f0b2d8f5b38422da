"""Comments in the margin of a draft: what the library knows about a clause and no document says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from docgen.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One paragraph of a comment. ``label`` says in bold what it is about, "" where the text needs none."""

    label: str
    text: str

    @property
    def rest(self) -> str:
        """What follows the label."""
        return f" {self.text}" if self.label else self.text

    @property
    def line(self) -> str:
        """The paragraph as it is read."""
        return self.label + self.rest


Comment: TypeAlias = tuple[Remark, ...]
Comments: TypeAlias = Mapping[str, Comment]
"""One comment for each clause, by the id of the clause."""

NO_COMMENTS: Comments = MappingProxyType({})
