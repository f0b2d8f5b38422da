"""What documents are made from beside the fields of a profile: records, inputs, changes, duties.

Each is a fact like a field, with a shape: records have that of the vocabulary, the others that of the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.checks.space.scopes import DUTIES, INPUTS, OVERLAY, RECORDS
from docgen.model.library import LibraryInfo
from docgen.stages.amend import ADDED, DELETED, REPLACED
from docgen.stages.read_profile import other_documents, record_schema

_TEXT: Mapping[str, Any] = {"type": "string"}
_COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 1}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_DUTY: Mapping[str, Any] = {
    "type": "object",
    "required": ["id", "who", "what", "dates", "count", "missing"],
    "properties": {
        **dict.fromkeys(("clause", "id", "who", "what", "first", "last", "event"), _TEXT),
        **dict.fromkeys(("dates", "missing"), _TEXTS), "legal": {"type": "boolean"},
        "months": _COUNT, "days": _COUNT, "count": {"type": "integer", "minimum": 0},
    },
}  # fmt: skip
_DUTIES: Mapping[str, Any] = {"type": "array", "items": _DUTY}
_INPUTS: Mapping[str, Any] = {"type": "object", "additionalProperties": {"type": "number"}}


def shapes(library: LibraryInfo) -> dict[str, Mapping[str, Any]]:
    """The schemas of facts that are no field of a profile, by the first step of their path."""
    vocabulary = library.vocabulary
    kinds = {k: {"type": "array", "items": record_schema(vocabulary, k)} for k in other_documents(vocabulary)}
    out: dict[str, Mapping[str, Any]] = {
        RECORDS: {"type": "object", "properties": kinds, "additionalProperties": False},
        INPUTS: _INPUTS,
        DUTIES[0]: _DUTIES,
    }
    if library.amendments is not None:
        out[OVERLAY] = record_schema(vocabulary, library.amendments.record)
    return out


def amendments(library: LibraryInfo) -> tuple[Mapping[str, Any], ...]:
    """Changes as the text of an amendment sees them: first and later ones, with fields of an axis, of none, without any.

    They are a sample: what is not reached with them is no proof.
    """
    found: list[Mapping[str, Any]] = []
    for facts in _facts(_axes(library)):
        axes = list(dict.fromkeys(f["axis"] for f in facts if f["axis"]))
        for number in (1, 2, 3):
            for clauses in _clauses():
                for dates in ({"effective": "2031-06-30"}, {"effective": "2031-06-30", "signature": "2031-01-01"}):
                    said = {
                        "number": number,
                        "reference": "alpha",
                        "facts": facts,
                        "axes": axes,
                        "silent": [],
                        "clauses": clauses,
                    }
                    found.append({**said, **dates})
    return tuple(found)


def _axes(library: LibraryInfo) -> list[str]:
    found: Any = library.data
    for step in library.amendments.axes.split(".") if library.amendments else ():
        found = found.get(step) if isinstance(found, Mapping) else None
    return [str(a["id"]) for a in found if isinstance(a, dict) and "id" in a] if isinstance(found, list) else []


def _facts(axes: list[str]) -> Iterator[list[dict[str, str]]]:
    yield []
    for chosen in ([""], *([a] for a in axes), axes[:2], [*axes[:1], ""]):
        if chosen:
            yield [
                {"path": f"p{n}", "title": "alpha", "axis": a, "before": "—", "after": "beta"}
                for n, a in enumerate(chosen)
            ]


def _clauses() -> Iterator[list[dict[str, str]]]:
    for modes in ((REPLACED,), (ADDED,), (DELETED,), (REPLACED, ADDED, DELETED)):
        yield [{"mode": m, "clause": f"c{n}", "number": str(n + 1), "title": "Alpha"} for n, m in enumerate(modes)]
