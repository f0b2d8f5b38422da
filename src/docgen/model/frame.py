"""What all documents share that took the same way through the conditions of their clauses."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic
from docgen.model.document import Document
from docgen.model.numbering import Numbering


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """A document whose values are still slots: numbered, its references resolved.

    The slots are counted through the whole document. ``slotted`` says, by clause, which blocks
    wait for values. A frame is compared by identity: writers keep what they make of it.
    """

    document: Document
    numbering: Numbering
    slotted: Mapping[str, tuple[int, ...]]
    diagnostics: tuple[Diagnostic, ...] = ()
