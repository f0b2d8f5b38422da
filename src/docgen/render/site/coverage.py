"""The requirements of a library and what answers them, as the page of coverage shows them."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.dataclass import dataclass
from docgen.model.requirement import Requirement
from docgen.render.site.clause_page import Link
from docgen.render.site.context import Site

Sources = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement: the clauses, rules, questions, documents, fields and features that answer it."""

    id: str
    title: str
    clauses: tuple[Link, ...]
    rules: tuple[str, ...]
    fields: tuple[str, ...]
    documents: tuple[Link, ...]
    features: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether a text, a rule or a feature does something about it; a field alone does nothing."""
        return bool(self.clauses or self.rules or self.features)


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements of one title; ``id`` is empty for those that stand in no list."""

    id: str
    title: str
    rows: tuple[Row, ...]

    @property
    def answered(self) -> int:
        """How many of them something answers."""
        return sum(r.answered for r in self.rows)


def coverage_of(site: Site, sources: Sources) -> tuple[Group, ...]:
    """Every requirement of the list by group, then those that clauses cite and no list has."""
    listed = site.requirements
    known = {r.id for r in listed.all}
    groups = [
        Group(g, site.title(title, g), _rows(listed.group(g), site, sources)) for g, title in listed.groups.items()
    ]
    loose = (*listed.group(""), *(Requirement(id_, {}) for id_ in sorted(set(site.map.answered_by) - known)))
    if loose:
        groups.append(Group("", site.words.say("coverage.unlisted"), _rows(loose, site, sources)))
    return tuple(g for g in groups if g.rows)


def _rows(found: tuple[Requirement, ...], site: Site, sources: Sources) -> tuple[Row, ...]:
    return tuple(_row(r, site, sources) for r in found)


def _row(r: Requirement, site: Site, sources: Sources) -> Row:
    clauses = tuple(Link(site.clause_title(c), site.clause_page(c), c) for c in site.map.answered_by.get(r.id, ()))
    documents = tuple(
        Link(site.doctype_title(d), f"documents.html#d-{d}") if d in site.doctypes else Link(d, "") for d in r.documents
    )
    asked = (f for f in sources.get("questions", {}).get(r.id, ()) if not any(_within(f, g) for g in r.fields))
    return Row(
        r.id, site.title(r.title), clauses, sources.get("rules", {}).get(r.id, ()), (*r.fields, *asked), documents,
        tuple(site.title(f.text) for f in r.features),
    )  # fmt: skip


def _within(path: str, field: str) -> bool:
    return path == field or path.startswith((f"{field}.", f"{field}["))
