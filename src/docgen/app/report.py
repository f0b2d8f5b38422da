"""Diagnostics for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from docgen.model.diagnostic import Diagnostic, Severity

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def as_text(found: Sequence[Diagnostic], *, color: bool) -> Iterator[tuple[str, bool]]:
    """One or two lines each, then a count; errors are marked True."""
    for d in found:
        yield (_coloured(d) if color else str(d)), d.severity is Severity.ERROR
    if found:
        counts = [(sum(d.severity is s for d in found), s) for s in Severity]
        said = ", ".join(f"{n} {s}{'s' if n > 1 and s != Severity.INFO else ''}" for n, s in counts if n)
        yield said, False


def _coloured(d: Diagnostic) -> str:
    plain = str(d)
    word = f"{d.severity} {d.code}"
    return plain.replace(word, f"\x1b[{_COLORS[d.severity]}m{word}\x1b[0m", 1)


def as_json(found: Sequence[Diagnostic], written: Sequence[str]) -> str:
    """One object: ``diagnostics`` and the ``written`` files."""
    rows = [
        {
            "code": d.code,
            "severity": str(d.severity),
            "message": d.message,
            "file": d.place.file if d.place else None,
            "line": d.place.line if d.place else None,
            "column": d.place.column if d.place else None,
            "hint": d.hint,
        }
        for d in found
    ]
    return json.dumps({"diagnostics": rows, "written": list(written)}, ensure_ascii=False, indent=1)


def as_github(found: Sequence[Diagnostic]) -> str:
    """Annotations of GitHub Actions (workflow commands)."""
    return "".join(f"{_annotation(d)}\n" for d in found)


def _annotation(d: Diagnostic) -> str:
    kind = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}[d.severity]
    where = f" file={_property(d.place.file)},line={max(d.place.line, 1)},col={max(d.place.column, 1)}," if d.place else " "
    text = d.message + (f" ({d.hint})" if d.hint else "")
    return f"::{kind}{where}title={d.code}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
