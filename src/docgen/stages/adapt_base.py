"""A clause as another one adapts it: what it says, and its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.dataclass import dataclass
from docgen.stages.clause_files import Files

if TYPE_CHECKING:
    from docgen.stages.file_models.clause import ClauseModel
    from docgen.stages.read_file import Loaded


@dataclass(frozen=True, slots=True)
class Base:
    """What a ``clause.yaml`` says, its texts by key, and its revisions that are approved, in review or withdrawn.

    ``files`` are names in the folder of the clause, or paths from the root of the project for those that are adapted.
    """

    loaded: Loaded[ClauseModel]
    files: Files
    approved: frozenset[int]
    review: frozenset[int] = frozenset()
    withdrawn: frozenset[int] = frozenset()
