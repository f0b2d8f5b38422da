"""What a Word template lacks for the library and the document types that use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.model.diagnostic import Diagnostic, Place, error, warning
from docgen.model.doctype import DocumentType
from docgen.model.library import LibraryInfo

BUILT_IN = frozenset({"corps", "sommaire"})
WORDS = "mot_"


def check_styles_and_slots(
    file: str, styles: frozenset[str], slots: frozenset[str], library: LibraryInfo,
    users: Sequence[DocumentType],
) -> tuple[Diagnostic, ...]:  # fmt: skip
    """WD748 a style that a class needs; WD749 a slot that nobody fills; WD750 one with no place.

    :param styles: names of the styles of the template, in lower case.
    """
    return (*_styles(file, styles, library), *_slots(file, slots, users))


def _styles(file: str, styles: frozenset[str], library: LibraryInfo) -> Iterator[Diagnostic]:
    for kind, classes in (("class", library.paragraph_styles), ("table style", library.table_styles)):
        for name, style in classes.items():
            if style.lower() not in styles:
                yield error("WD748", f'the {kind} "{name}" needs the style "{style}", which is missing', Place(file),
                            "create it in Word, or name another style in library.yaml")  # fmt: skip


def _slots(file: str, slots: frozenset[str], users: Sequence[DocumentType]) -> Iterator[Diagnostic]:
    for doctype in users:
        for slot in sorted(slots - BUILT_IN - set(doctype.slots)):
            if not slot.startswith(WORDS):
                yield error("WD749", f'the template has a slot "{slot}" that {doctype.id} does not fill', Place(file),
                            f"add it under slots in {doctype.place.file}, or remove it from the template")  # fmt: skip
        for slot in sorted(set(doctype.slots) - slots):
            yield warning("WD750", f'the slot "{slot}" has no place in {file}', doctype.place,
                          f"write {{{{ {slot} }}}} in the template, or remove it here")  # fmt: skip
