"""What is checked on a finished document before it is written."""

from __future__ import annotations

from docgen.model.diagnostic import Diagnostic
from docgen.model.document import Document
from docgen.model.language import Language
from docgen.model.library import LibraryInfo
from docgen.model.plan import DocumentPlan


def check_document(
    document: Document, plan: DocumentPlan, language: Language, library: LibraryInfo
) -> tuple[Diagnostic, ...]:
    """Terms, typed numbers, leftovers, typography and classes, in one list."""
    return ()
