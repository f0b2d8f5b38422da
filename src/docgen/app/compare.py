"""The verb ``diff``: what differs between two Word files, as values that a page, a terminal or a program shows."""

from __future__ import annotations

from docgen.app.sources import pending, read_source
from docgen.model.comparison import Comparison
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, has_errors
from docgen.render.tracked import accept_all
from docgen.render.word_passages import has_clauses, language_of, word_passages
from docgen.stages.compare_texts import compare_texts


@dataclass(frozen=True, slots=True)
class Compared:
    """Two files compared; ``language`` is that of the new one, empty when it does not say."""

    old: str
    new: str
    language: str
    comparison: Comparison


def compare(old: str, new: str, *, accept_input: bool) -> tuple[Compared | None, tuple[Diagnostic, ...]]:
    """What differs between two files, or None beside the reasons why they cannot be compared."""
    left, right = read_source(old), read_source(new)
    found = [*left.diagnostics, *right.diagnostics]
    for source in (left.value, right.value):
        found += pending(source, accept=accept_input) if source is not None else ()
    if left.value is None or right.value is None or has_errors(found):
        return None, tuple(found)
    packages = (left.value.package, right.value.package)
    by_clause = all(has_clauses(p) for p in packages)
    sides = [word_passages(p, accept_all, by_clause=by_clause) for p in packages]
    return Compared(old, new, language_of(right.value.package), compare_texts(*sides)), tuple(found)
