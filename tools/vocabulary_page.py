"""docs/vocabulaire.md: every field of a profile, for the people who fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.app.workshop import Workshop, open_workshop
from docgen.checks.interview import label_table
from docgen.model.interview import Interview, Question
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.script import Expr
from docgen.stages.answers import asked_back
from docgen.stages.paths_read import calculation_paths, paths_read, rule_paths
from docgen.stages.schema_walk import SchemaWalk
from docgen.stages.vocabulary_fields import FieldInfo, every_field, field_info, is_required

Steps = tuple[str | int, ...]
KINDS = {
    "text": "texte", "number": "nombre", "integer": "nombre entier", "boolean": "oui ou non (true, false)",
    "date": "date (2027-03-01)", "table": "clé et valeur", "group": "groupe", "any": "libre",
}  # fmt: skip
MANY = {
    "text": "textes", "number": "nombres", "integer": "nombres entiers", "date": "dates", "group": "groupes",
    "boolean": "oui ou non", "table": "clés et valeurs", "list": "listes", "any": "valeurs",
}  # fmt: skip
OTHER = (("overlay", "Avenant (document `overlay`)"), ("bilan", "Bilan de pilotage (document `bilan`)"))
LONGEST = 60
INTRODUCTION = """\
Ce que peut contenir un profil, champ par champ, dans l'ordre de l'entretien `docgen profile new`. La page est écrite d'après
`clauses/vocabulary.yaml` (titres, types, valeurs), `clauses/interview.yaml` (sens et sources), `clauses/labels.yaml` (noms
des codes), les clauses, les règles et les profils d'exemple.

* **Champ** : le chemin dans le fichier. `missions[].sens` est le champ `sens` de chaque élément de la liste `missions`.
  Une étoile marque un champ obligatoire dès que l'élément qui le contient existe.
* **Valeurs** : ce qui s'écrit. Quand une liste de codes est suivie de « ou autre », un autre texte est accepté.
* **Sert à** : les clauses et les règles qui lisent le champ lui-même ; celles qui lisent toute une liste sont nommées
  au-dessus de son tableau. Viennent ensuite les exigences et les textes dont vient la question.
"""


def vocabulary_page(root: Path, notice: str) -> str:
    """The page, always the same text for the same library."""
    workshop = open_workshop(root, shown_from=root, use_index=False).value
    assert workshop is not None
    page = _Page(workshop, root)
    return "\n".join(["# Vocabulaire du profil", "", notice, "", INTRODUCTION, *page.lines()]).rstrip() + "\n"


class _Page:
    def __init__(self, workshop: Workshop, root: Path) -> None:
        library = workshop.library().value
        assert library is not None
        interview = workshop.project.interview(library).value
        assert interview is not None
        self.library: LibraryInfo = library
        self.interview: Interview = interview
        self.walk = SchemaWalk(library.vocabulary)
        specs = [s for s in map(workshop.clause, workshop.project.clause_ids()) if s is not None]
        calculated = calculation_paths(library.calculations)
        types = workshop.document_types().value or ()
        aliases = calculated | {t.each[0]: paths_read(t.each[1], calculated) for t in types if t.each}
        self.clauses = _readers((s.id, _read_by(s, aliases)) for s in specs)
        self.rules = _readers((r.id, rule_paths(r, calculated)) for r in library.rules)
        self.examples = [_profile(workshop, p) for p in sorted((root / "profiles").glob("*.yaml"))]
        self.asked: set[Steps] = set()

    def lines(self) -> Iterator[str]:
        for section in self.interview.sections:
            yield from ("", f"## {_fr(section.title)}", "")
            if section.intro:
                yield from (_fr(section.intro), "")
            yield from self.questions(section.questions, ())
        yield from self.rest()
        for name, title in OTHER:
            yield from self.document(name, title)

    # -- what the interview asks
    def questions(self, questions: Sequence[Question], base: Steps) -> Iterator[str]:
        """One table for the plain fields that follow each other, one section for each list."""
        rows: list[str] = []
        heading = ""
        for q in questions:
            path = (*base, *q.steps)
            self.asked.add(path)
            if not q.items:
                rows.append(self.row(path, q))
                continue
            yield from _table(rows, heading)
            rows, heading = [], "### Autres champs"
            yield from self.list_of(path, q)
        yield from _table(rows, heading)

    def list_of(self, path: Steps, q: Question) -> Iterator[str]:
        field = self.field(path)
        yield from (f"### {field.title} (`{written(path)}[]`)", "")
        said = " ".join(x for x in (_fr(q.help), field.description) if x)
        if said:
            yield from (said, "")
        if q.when is not None:
            yield from (f"Demandé selon {_reads(q.when)}.", "")
        if served := self.served(path, q):
            yield from (f"Sert à : {served}.", "")
        yield from self.questions(q.items, (*path, 0))

    def row(self, path: Steps, q: Question) -> str:
        field = self.field(path)
        said = " ".join(x for x in (_fr(q.help), field.description) if x)
        meaning = f"**{field.title or written(path)}.** {said}".strip()
        cells = (self.name(path), meaning, self.values(field, q), self.example(path, field), self.served(path, q))
        return _row(cells)

    # -- what it does not ask
    def rest(self) -> Iterator[str]:
        rows = []
        for path in every_field(self.walk):
            below = any(a[: len(path)] == path for a in self.asked) or self._in_asked(path)
            field = self.field(path)
            leaf = field.kind != "group" and not (field.kind == "list" and field.one.kind == "group")
            if leaf and not below:
                rows.append(self.row(path, Question(".".join(map(str, path)), self.interview.place)))
        yield from ("", "## Champs que l'entretien ne demande pas", "")
        yield from ("À écrire dans le fichier quand ils sont utiles.", "")
        yield from _table(rows)

    def _in_asked(self, path: Steps) -> bool:
        return any(path[: len(a)] == a and self.field(a).one.kind != "group" for a in self.asked)

    def document(self, name: str, title: str) -> Iterator[str]:
        """The other documents that may follow the profile in the same file."""
        definitions = self.library.vocabulary["$defs"]
        walk = SchemaWalk({"$defs": definitions, "$ref": f"#/$defs/{name}"})
        yield from ("", f"## {title}", "", f"{definitions[name]['title']}.", "")
        yield from ("| Champ | Sens | Valeurs |", "|---|---|---|")
        for path in every_field(walk):
            field = field_info(walk, path) or FieldInfo("any")
            if field.kind != "group":
                star = " *" if is_required(walk, path) else ""
                meaning = f"**{field.title or written(path)}.** {field.description}".strip()
                question = Question(str(path[-1]), self.interview.place)
                yield _row((f"`{written(path)}`{star}", meaning, self.values(field, question)))

    # -- cells
    def field(self, path: Steps) -> FieldInfo:
        return field_info(self.walk, path) or FieldInfo("any")

    def name(self, path: Steps) -> str:
        return f"`{written(path)}`" + (" *" if is_required(self.walk, path) else "")

    def values(self, field: FieldInfo, q: Question) -> str:
        one = field.one
        kind = f"liste de {MANY[one.kind]}" if field.kind == "list" else KINDS[field.kind]
        if field.kind == "table":
            kind = f"clé et valeur ({KINDS.get(one.kind, one.kind)})"
        parts = [kind + (f", en {one.unit}" if one.unit else "")]
        if one.values:
            labels = self.library.labels.get(label_table(q, field, self.library.labels), {})
            codes = [f"`{v}`" + (f" {said}" if (said := _fr(labels.get(v, {}))) and said != v else "") for v in one.values]
            parts = [", ".join(codes) + (" ou autre" if one.open else "")]
            if field.kind == "list":
                parts.insert(0, "liste")
        if field.default is not None:
            parts.append(f"sans réponse : `{asked_back(field.default)}`")
        return " ; ".join(parts)

    def example(self, path: Steps, field: FieldInfo) -> str:
        for data in self.examples:
            found = next(_values(data, path), None)
            if found is not None:
                text = asked_back(found)
                return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + '…'}`"
        return ""

    def served(self, path: Steps, q: Question) -> str:
        dotted = ".".join(s for s in path if isinstance(s, str))
        clauses = [f"[{c}](../clauses/{c}/clause.yaml)" for c in self.clauses.get(dotted, ())]
        rules = [f"`{r}`" for r in self.rules.get(dotted, ())]
        return ", ".join([*clauses, *rules, *q.source])


def written(path: Steps) -> str:
    """``missions[].sens`` for a path with 0 for items."""
    return "".join("[]" if isinstance(s, int) else f".{s}" for s in path).removeprefix(".")


def _table(rows: Sequence[str], heading: str = "") -> Iterator[str]:
    if rows:
        yield from (heading, "") if heading else ()
        yield from ("| Champ | Sens | Valeurs | Exemple | Sert à |", "|---|---|---|---|---|", *rows, "")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(c.replace('|', chr(92) + '|') for c in cells)} |".replace("  ", " ")


def _fr(texts: Mapping[str, str] | None) -> str:
    return (texts or {}).get("fr", "")


def _reads(expression: Expr) -> str:
    return ", ".join(f"`{p}`" for p in sorted(paths_read(expression)))


def _read_by(spec: ClauseSpec, aliases: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The paths that a clause takes values or decisions from."""
    expressions = [spec.applies_when, *(p.selected_by for p in spec.positions), *(c.when for c in spec.conflicts)]
    expressions += [e for p in spec.parameters for e in (p.source, p.derived)]
    return frozenset(path for e in expressions if e is not None for path in paths_read(e, aliases))


def _readers(found: Any) -> dict[str, tuple[str, ...]]:
    """Which ids look at each path."""
    out: dict[str, dict[str, None]] = {}
    for id_, paths in found:
        for path in paths:
            out.setdefault(path, {})[id_] = None
    return {path: tuple(ids) for path, ids in out.items()}


def _profile(workshop: Workshop, path: Path) -> Any:
    read = workshop.profile(path)
    assert read.value is not None, read.diagnostics
    return read.value.data


def _values(data: Any, path: Steps) -> Iterator[Any]:
    """Every value at a path, over all the items of the lists on the way."""
    if not path:
        yield data
    elif isinstance(path[0], int):
        for item in data if isinstance(data, list) else ():
            yield from _values(item, path[1:])
    elif isinstance(data, dict) and path[0] in data:
        yield from _values(data[path[0]], path[1:])
