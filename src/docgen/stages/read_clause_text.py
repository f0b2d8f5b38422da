"""One text file of a clause: characters, traps of Markdown, the clause language, and the names that it reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.library import ClauseText, TextKey
from docgen.stages.characters import decoded, forbidden_characters, place_at
from docgen.stages.markdown_traps import traps
from docgen.stages.script_names import names_of
from docgen.stages.script_parse import MAX_TEXT, parse_script

TEXT_NAMES = frozenset({"position", "document"})
_TOKENS = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def digest_of(data: bytes) -> str:
    """Digest of a text file, the same whatever line ends the system writes."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def read_text(
    key: TextKey, file: str, data: bytes, filters: Collection[str], declared: Collection[str] | None
) -> Outcome[ClauseText]:
    """One text, with everything that is wrong in it.

    :param filters: names of the filters that it may use.
    :param declared: names of the parameters of its clause; None where they are not known.
    """
    source = _decoded(data, file)
    if source.value is None:
        return Outcome(None, source.diagnostics)
    outcome = parse_script(source.value, file, filters)
    found = (*source.diagnostics, *traps(source.value, file), *outcome.diagnostics)
    if outcome.value is None:
        return Outcome(None, found)
    names = names_of(outcome.value)
    for name, line in names.items() if declared is not None else ():
        found += (*unknown_name(name, declared or (), Place(file, line)),)
    text = ClauseText(key, file, digest_of(data), outcome.value, names,
                      "[[definitions]]" in source.value, "document.obligations" in source.value)  # fmt: skip
    return Outcome(text, found)


def unknown_name(name: str, declared: Collection[str], place: Place) -> Iterator[Diagnostic]:
    """CL320 for a name that is no parameter."""
    if name not in declared and name not in TEXT_NAMES:
        close = get_close_matches(name, declared, 1)
        hint = f'did you mean "{close[0]}"?' if close else "declare it under parameters in clause.yaml"
        yield error("CL320", f'"{name}" is no parameter of this clause', place, hint)


def _decoded(data: bytes, file: str) -> Outcome[str]:
    """UTF-8 text without byte-order mark, vertical tab or any other forbidden character."""
    if len(data) > MAX_TEXT * 4:
        hint = f"at most {MAX_TEXT} characters are allowed: split the clause"
        return Outcome(None, (error("CL304", "the file is too large", Place(file), hint),))
    text = decoded(data, file)
    if text.value is None:
        return text
    found = forbidden_characters(text.value, file)
    if found:
        return Outcome(None, found)
    if match := _TOKENS.search(text.value):
        place = place_at(text.value, match.start(), file)
        return Outcome(None, (error("CL307", "private-use characters cannot stand in a clause", place),))
    return Outcome(text.value.replace("\r\n", "\n"))
