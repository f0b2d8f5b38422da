"""docs/couverture.md: every requirement of the domain and what fulfils it: clauses, rules, fields, documents, features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from docgen.app.workshop import Workshop, open_workshop
from docgen.model.interview import Question

SOURCE = Path("clauses/reference/exigences.yaml")
INTRODUCTION = """\
Ce que l'on attend d'un projet d'externalisation de la relation client, et ce qui y répond ici. La page est écrite d'après
`clauses/reference/exigences.yaml` (exigences, champs, documents, fonctions) et d'après ce que citent les clauses
(`references.requirements`), les règles et les questions de l'entretien (`source`) : rien de cela n'est recopié à la main.

* **Clauses** : leur texte répond à l'exigence. **Règles** : elles signalent un profil ou un document qui n'y répond pas ;
  `docgen explain R-CDC-01` montre une règle.
* **Champs** : où elle s'écrit dans un profil ([vocabulaire](vocabulaire.md)). `overlay/` et `bilan/` désignent les deux autres
  documents du même fichier. Les champs que l'entretien demande au titre de l'exigence suivent « aussi ».
* **Documents** : où elle se lit. **Fonctions** : ce qui y répond sans être ni clause, ni règle.
"""


@dataclass(frozen=True, slots=True)
class Feature:
    """What answers a requirement without being a clause or a rule, and the page or file that shows it."""

    text: str
    page: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement as it is listed, with what cites it: none of the last three is typed in the list."""

    id: str
    title: str
    fields: tuple[str, ...]
    documents: tuple[str, ...]
    features: tuple[Feature, ...]
    clauses: tuple[str, ...]
    rules: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether a text, a rule or a feature does something about it; a field alone does nothing."""
        return bool(self.clauses or self.rules or self.features)


@dataclass(frozen=True, slots=True)
class Citations:
    """Which clauses, rules and questions cite each requirement."""

    clauses: Mapping[str, Sequence[str]]
    rules: Mapping[str, Sequence[str]]
    questions: Mapping[str, Sequence[str]]


def coverage_page(root: Path, notice: str) -> str:
    """The page, always the same text for the same library."""
    workshop = open_workshop(root, shown_from=root, use_index=False).value
    assert workshop is not None
    listed = read_list(root)
    found = requirements(listed, citations(workshop))
    titles = {t.id: t.title.get("fr", t.id) for t in workshop.document_types().value or ()}
    lines = ["# Couverture des exigences", "", notice, "", INTRODUCTION]
    for letter, title in listed["groups"].items():
        lines += [f"## {letter}. {title}", ""]
        lines += ["| | Exigence | Clauses | Règles | Champs | Documents | Fonctions |", "|---|---|---|---|---|---|---|"]
        lines += [_row(r, titles) for r in found if r.id[0] == letter] + [""]
    return "\n".join(lines).rstrip() + "\n"


def read_list(root: Path) -> dict[str, Any]:
    """The list of requirements as it is written."""
    out: dict[str, Any] = yaml.safe_load((root / SOURCE).read_text(encoding="utf-8"))
    return out


def citations(workshop: Workshop) -> Citations:
    """What cites what, from the clauses, the rules and the interview of the library."""
    library = workshop.library().value
    assert library is not None
    interview = workshop.project.interview(library).value
    assert interview is not None
    specs = [s for s in map(workshop.clause, workshop.project.clause_ids()) if s is not None]
    asked = (pair for s in interview.sections for pair in _asked(s.questions))
    return Citations(
        _turned((s.id, s.references.get("requirements", ())) for s in specs),
        _turned((r.id, r.source) for r in library.rules),
        _turned(asked),
    )


def requirements(listed: Mapping[str, Any], cited: Citations) -> tuple[Requirement, ...]:
    """Every requirement of the list, in its order, with what cites it."""
    return tuple(_requirement(r, cited) for r in listed["requirements"])


def answering_documents(workshop: Workshop, clauses: Iterable[str]) -> set[str]:
    """The document types whose outline, in one of their variants, holds one of the clauses."""
    wanted = set(clauses)
    types = workshop.document_types().value or ()
    forms = ((t.id, form) for t in types for form in (t, *(v.form for v in t.variants if v.form is not None)))
    return {id_ for id_, form in forms if wanted.intersection(form.clause_ids())}


def _requirement(entry: Mapping[str, Any], cited: Citations) -> Requirement:
    id_ = entry["id"]
    features = (Feature(f["text"], f["page"], tuple(f.get("documents", ()))) for f in entry.get("features", ()))
    found = (tuple(m.get(id_, ())) for m in (cited.clauses, cited.rules, cited.questions))
    return Requirement(
        id_, entry["title"], tuple(entry.get("fields", ())), tuple(entry.get("documents", ())), tuple(features), *found
    )


def _asked(questions: Sequence[Question], base: str = "") -> Iterator[tuple[str, Sequence[str]]]:
    for q in questions:
        yield base + q.path, q.source
        yield from _asked(q.items, f"{base}{q.path}[].")


def _turned(found: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """From what cites to what is cited, in the order of the first, each once."""
    out: dict[str, dict[str, None]] = {}
    for citing, ids in found:
        for id_ in ids:
            out.setdefault(str(id_), {})[citing] = None
    return {id_: list(citing) for id_, citing in out.items()}


# ---------------------------------------------------------------------- rows
def _row(r: Requirement, titles: Mapping[str, str]) -> str:
    clauses = ", ".join(f"[{c}](../clauses/{c}/clause.yaml)" for c in r.clauses)
    rules = ", ".join(f"`{rule}`" for rule in r.rules)
    documents = ", ".join(f"[{titles[d]}](../templates/{d}.yaml)" for d in r.documents)
    features = " ; ".join(f"{f.text} ([{_name(f.page)}]({_link(f.page)}))" for f in r.features)
    cells = (f'<a id="{r.id}"></a>**{r.id}**', r.title, clauses, rules, _fields(r), documents, features)
    return f"| {' | '.join(c.replace('|', chr(92) + '|') or '—' for c in cells)} |"


def _fields(r: Requirement) -> str:
    also = [q for q in r.questions if not any(_within(q, f) for f in r.fields)]
    parts = [", ".join(f"`{f}`" for f in r.fields)] if r.fields else []
    parts += ["aussi " + ", ".join(f"`{q}`" for q in also)] if also else []
    return " ; ".join(parts)


def _within(path: str, field: str) -> bool:
    return path == field or path.startswith((f"{field}.", f"{field}["))


def _name(page: str) -> str:
    return page.partition("#")[0].rpartition("/")[2]


def _link(page: str) -> str:
    """From docs/ to a file of the repository."""
    return page.removeprefix("docs/") if page.startswith("docs/") else f"../{page}"
