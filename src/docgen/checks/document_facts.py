"""A finished document as plain data, for the rules of a library over documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docgen.model.document import Block, Clause, Document, Paragraph, Part, plain_text
from docgen.model.plan import Chosen, DocumentPlan
from docgen.stages.terms import paragraphs_of


def document_facts(document: Document, plan: DocumentPlan, beside: Iterable[str]) -> dict[str, Any]:
    """What rules read under ``document``.

    ``type``, ``key``, ``variant``, ``language``; ``clauses`` (ids), ``set`` (ids of all clauses of the set that go with this
    document); ``sections`` (``title``, ``empty``); ``paragraphs`` (``clause``, ``text``, ``style``, ``file``, ``line``);
    ``revisions`` (``clause``, ``number``, ``in_force_to``, ``next``, ``mandatory``, ``file``, ``line``).
    """
    return {
        **plan.scope["document"],
        "type": plan.doctype.id, "key": plan.key, "variant": plan.variant, "language": plan.language,
        "clauses": list(plan.ids()), "set": sorted(set(beside)),
        "sections": [s for part in document.parts for s in _sections(part, plan)],
        "paragraphs": [p for clause in document.clauses() for p in _paragraphs(clause)],
        "revisions": [_revision(c) for c in plan.clauses],
    }  # fmt: skip


def _sections(part: Part, plan: DocumentPlan) -> Iterator[dict[str, Any]]:
    """The sections that the outline asks for, those without a clause or a word as empty."""
    wanted = next((p for p in plan.doctype.parts if p.title.get(plan.language) == part.title), None)
    made = {s.title: s for s in part.sections}
    for section in wanted.sections if wanted else ():
        title = section.title.get(plan.language, "")
        found = next((s for t, s in made.items() if t.replace("\u2019", "'") == title.replace("\u2019", "'")), None)
        empty = found is None or not any(_words(b) for c in found.clauses for b in c.blocks)
        yield {"title": title, "empty": empty, "clauses": list(section.clauses)}


def _words(block: Block) -> str:
    return "".join(map(plain_text, paragraphs_of(block))).strip()


def _paragraphs(clause: Clause) -> Iterator[dict[str, Any]]:
    for block in clause.blocks:
        style = block.style if isinstance(block, Paragraph) else ""
        for inlines in paragraphs_of(block):
            yield {"clause": clause.id, "text": plain_text(inlines), "style": style, "file": block.source.file,
                   "line": block.source.line}  # fmt: skip


def _revision(chosen: Chosen) -> dict[str, Any]:
    """The revision of a clause, and the next one where there is one."""
    later = [r for r in chosen.spec.revisions if r.number > chosen.revision.number and not r.withdrawn]
    facts: dict[str, Any] = {"clause": chosen.spec.id, "number": chosen.revision.number,
                             "mandatory": bool(later) and later[0].supersedes == "mandatory",
                             "file": chosen.revision.place.file, "line": chosen.revision.place.line}  # fmt: skip
    if chosen.revision.in_force_to:
        facts["in_force_to"] = chosen.revision.in_force_to
    return facts | ({"next": later[0].number} if later else {})


def rule_scope(plan: DocumentPlan, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a rule over a document sees: everything that the document saw, and the document itself."""
    return {**plan.scope, "document": dict(facts)}
