"""The verbs ``clauses list``, ``clauses show`` and ``clauses seal``."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, error, has_errors
from docgen.model.library import ClauseSpec
from docgen.store.atomic import write_all
from docgen.store.project import LIBRARY


def listing(workshop: Workshop, language: str) -> list[dict[str, Any]]:
    """One row for each clause of the library."""
    rows = []
    for id_ in workshop.project.clause_ids():
        spec = workshop.clause(id_)
        if spec is not None:
            rows.append({
                "id": id_, "title": spec.title.get(language, id_), "category": spec.category,
                "owner": spec.owner, "library": spec.library, "adapts": spec.adapts, "revisions": [r.number for r in spec.revisions],
                "positions": [p.id for p in spec.positions],
                "languages": sorted({k.language for k in spec.files}),
                "status": next((r.status for r in reversed(spec.revisions) if not r.approved), "approved"),
            })  # fmt: skip
    return rows


def details(workshop: Workshop, id_: str, language: str) -> tuple[dict[str, Any] | None, Diagnostic | None]:
    """Everything about one clause, guidance included."""
    spec = workshop.clause(id_)
    if spec is None:
        return None, unknown_clause(workshop, id_)
    return _details(spec, language, workshop, id_), None


def unknown_clause(workshop: Workshop, id_: str) -> Diagnostic:
    """LB230 with the nearest id."""
    close = get_close_matches(id_, workshop.project.clause_ids(), 1)
    hint = f'did you mean "{close[0]}"?' if close else "docgen clauses list shows them all"
    return error("LB230", f'the library has no clause "{id_}"', None, hint)


def _details(spec: ClauseSpec, language: str, workshop: Workshop, id_: str) -> dict[str, Any]:
    folder = workshop.project.clause_folder(id_)
    texts = {
        spec.files[k]: folder.text_path(spec.files[k])[0].read_text(encoding="utf-8")
        for k in sorted(spec.texts)
        if k.language == language and folder is not None
    }
    return {
        "id": spec.id,
        "title": dict(spec.title),
        "owner": spec.owner,
        "category": spec.category,
        **({"library": spec.library} if spec.library else {}),
        **({"adapts": spec.adapts} if spec.adapts else {}),
        **({"licence": spec.licence} if spec.licence else {}),
        **({"authors": list(spec.authors)} if spec.authors else {}),
        "parameters": {p.name: {"type": p.type, "from": p.path, "optional": p.optional} for p in spec.parameters},
        "positions": [{"id": p.id, "kind": p.kind, "label": p.label, "approval": p.approval} for p in spec.positions],
        "requires": list(spec.requires),
        "obligations": [{"id": o.id, "who": o.who, "legal": o.legal} for o in spec.obligations],
        "terms": {t.id: t.wordings[language].term for t in spec.terms if language in t.wordings},
        "revisions": [
            {"number": r.number, "change": r.change, "from": r.in_force_from, "to": r.in_force_to,
             **({"based_on": r.based_on} if r.based_on else {}),
             "status": str(r.status), "note": r.note}
            for r in spec.revisions
        ],
        "guidance": spec.guidance,
        "references": dict(spec.references),
        "texts": texts,
    }  # fmt: skip


def seal(workshop: Workshop, ids: Sequence[str]) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Publish the texts of clauses: record a digest of each beside them.

    Digests that are recorded already are kept: a published text that was changed stays an error. A library that says who
    approves has journals in place of seals (GV119).
    """
    if workshop.project.governed:
        return (), (error("GV119", "in this library people publish, not seals", None, _PEOPLE),)
    files: dict[Path, bytes] = {}
    found: list[Diagnostic] = []
    for id_ in ids:
        outcome = workshop.project.clause(id_)
        if outcome.value is None:
            found += outcome.diagnostics or (unknown_clause(workshop, id_),)
            continue
        if outcome.value.library:
            found.append(error("SH114", f'"{id_}" belongs to the library {outcome.value.library}', outcome.value.place,
                               f"adapt it: write clauses/{id_}/clause.yaml with `adapts: {outcome.value.library}:{id_}`"))  # fmt: skip
            continue
        found += [d for d in workshop.project.all_clause_findings(id_) if d.severity == "error"]
        if any(k.revision for k in outcome.value.texts):
            files[workshop.project.root / LIBRARY / id_ / "seals.yaml"] = _seals(outcome.value)
    if has_errors(found):
        return (), tuple(found)
    found += write_all(files)
    workshop.project.forget()
    return tuple(p.parent.name for p in files), tuple(found)


_PEOPLE = "docgen clauses submit CLAUSE, then docgen clauses approve CLAUSE"


def _seals(spec: ClauseSpec) -> bytes:
    lines = ["# Digests of published texts, written by docgen clauses seal. Published texts never change.",
             "schema: docgen.seals/1", "texts:"]  # fmt: skip
    own = ((spec.files[key], text) for key, text in sorted(spec.texts.items()) if "/" not in spec.files[key])
    lines += [f"  {name}: {text.digest}" for name, text in own]
    return ("\n".join(lines) + "\n").encode()


