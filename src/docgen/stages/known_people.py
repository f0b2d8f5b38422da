"""What is said of a department, a body or a person that the library does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.people import People


def unknown_department(id_: str, people: People, place: Place) -> Iterator[Diagnostic]:
    """GV101 for a department that people.yaml does not have."""
    if id_ not in people.departments:
        yield error("GV101", f'there is no department "{id_}"', place, near(id_, people.departments, "departments"))


def near(word: str, known: Collection[str], what: str) -> str:
    """The nearest of the known words, or all of them."""
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), 1)
    return f'did you mean "{close[0]}"?' if close else f"{what}: {', '.join(sorted(known)) or 'none'}"
