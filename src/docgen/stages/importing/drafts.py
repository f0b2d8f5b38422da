"""A clause as the files that are proposed: ``clause.yaml`` and the text of its first revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docgen.model.imported import DraftParameter, DraftTerm
from docgen.stages.yaml_edit import in_braces


def clause_yaml(
    id_: str, title: str, language: str, parameters: Sequence[DraftParameter], terms: Sequence[DraftTerm],
    note: str, owner: str, *, numbered: bool,
) -> str:  # fmt: skip
    """The ``clause.yaml`` of a draft. ``note`` says where revision 1 comes from."""
    lines = ["schema: docgen.clause/1", f"id: {id_}", f"title: {in_braces({language: title})}"]
    lines += [f"owner: {in_braces(owner)}"] if owner else []
    lines += [] if numbered else ["numbered: false"]
    if parameters:
        lines += ["parameters:", *(f"  {p.name}: {in_braces(_parameter(p))}" for p in parameters)]
    if terms:
        lines += ["terms:", *(line for t in terms for line in _term(t, language))]
    revision = {"number": 1, "change": "substantive", "note": note}
    lines += ["revisions:", f"  - {in_braces(revision)}"]
    return "\n".join(lines) + "\n"


def _parameter(p: DraftParameter) -> Mapping[str, Any]:
    out: dict[str, Any] = {"type": p.type}
    if p.path:
        out["from"] = p.path
    if p.default is not None:
        out["default"] = p.default
    return out


def _term(term: DraftTerm, language: str) -> Iterator[str]:
    wording: dict[str, str] = {"term": term.term}
    if term.plural:
        wording["plural"] = term.plural
    if not term.inline:
        wording["definition"] = term.definition
    yield f"  {term.id}:"
    if term.inline:
        yield "    inline: true"
    yield f"    {language}: {in_braces(wording)}"
