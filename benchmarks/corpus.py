"""A made-up project of any size: library, document type, Word template and profile.

Everything follows from the size alone, so two runs measure the same text.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "templates" / "docx" / "contrat.docx"

TYPES = ("money", "days", "percent", "date", "months", "string")
GRIDS, ROWS, LISTS, PART = 8, 5, 6, 10
RULES = 40

_SAYS_A_VALUE = {
    "money": "Le montant qui s'y rapporte est fixé à {{ NAME|euros_lettres }} hors taxes pour chaque période.",
    "days": "La Partie qui reçoit la notification y répond dans les {{ NAME|jours_lettres }} de sa réception.",
    "percent": "L'écart admis entre la prévision et le constat est de {{ NAME|pct_lettres }} du volume convenu.",
    "date": "Ces dispositions prennent effet le {{ NAME|date }}, sans autre formalité.",
    "months": "La durée de cet engagement est de {{ NAME|mois_lettres }} à compter de la prise d'effet.",
    "string": "L'interlocuteur désigné à ce titre est {{ NAME }}, qui rend compte au comité.",
}
_PROSE = """
Le Prestataire exécute les obligations du présent article avec le soin d'un professionnel
averti. Il avertit le Client, par écrit et sans attendre, de tout fait qui compromet leur bonne
exécution, et propose les mesures qui en limitent les effets.

Le Client apporte au Prestataire les informations dont il dispose et qui sont utiles à
l'exécution. Le retard du Client, lorsqu'il est établi et signalé dès sa survenance, reporte
d'autant les délais qui en dépendent.

Aucune des Parties ne modifie seule les modalités convenues. Toute modification prend la forme
d'un avenant, signé par une personne habilitée, qui en précise la date d'effet et les
conséquences financières.

Les Parties tiennent à jour les pièces qui justifient de l'exécution : comptes rendus, relevés,
tableaux de suivi. Elles les conservent pendant la durée du Contrat et les produisent à la
première demande de l'autre Partie.

Le silence gardé par une Partie sur un manquement de l'autre ne vaut pas renonciation à s'en
prévaloir. La renonciation n'est valable que si elle est expresse, écrite et limitée au fait
qu'elle désigne.

Lorsqu'une difficulté d'interprétation apparaît, les Parties se réunissent à la demande de la
plus diligente d'entre elles. Elles recherchent la solution qui respecte le mieux l'économie de
leur accord.

Le Prestataire répond des personnes auxquelles il recourt comme de lui-même. Il s'assure de leur
compétence, de leur information et du respect, par elles, des règles applicables dans les locaux
du Client.
"""
_PARAGRAPHS = tuple(p.replace("\n", " ") for p in _PROSE.strip().split("\n\n"))
_STRICTER = "Un contrôle renforcé s'applique."
_FALLBACK = "La position de repli a été approuvée."
_HEADINGS = ("Principe", "Modalités", "Suivi", "Exceptions", "Information", "Mise en œuvre")
_DUTIES = (
    "à tenir à la disposition du Client les éléments qui permettent un contrôle",
    "à signaler sans délai toute anomalie constatée dans l'exécution",
    "à n'employer que des moyens conformes à la réglementation en vigueur",
    "à conserver la trace des échanges pendant la durée convenue",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    library: int = 60
    document: int = 60
    variables: int = 150


def build(folder: Path, size: Size) -> Path:
    """Write the project; the path of its profile."""
    for name in ("clauses/reference", "templates/docx", "profiles"):
        (folder / name).mkdir(parents=True)
    for number in range(size.library):
        _clause(folder / "clauses", number, size)
    for path, value in library_files(size).items():
        write(folder / path, value)
    shutil.copyfile(TEMPLATE, folder / "templates" / "docx" / "contrat.docx")
    profile = folder / "profiles" / "client.yaml"
    write(profile, profile_data(size))
    return profile


def touch(folder: Path, number: int) -> None:
    """Change the text of one clause by a word, as its author would."""
    path = folder / "clauses" / clause_id(number) / "r1.fr.md"
    data = path.read_bytes().replace(b"professionnel averti", b"professionnel diligent")
    path.write_bytes(data)
    _seal(path.parent, data)


def clause_id(number: int) -> str:
    """The id of a clause."""
    return f"clause-{number:05d}"


def condition_of(clause: str) -> tuple[str, str, str]:
    """The paragraph that the condition of a clause chooses, what stands before it if the stricter
    control holds, and the paragraph of the fallback position.
    """
    own = _PARAGRAPHS[(int(clause.removeprefix("clause-")) + 3) % 7]
    return own, _STRICTER, _FALLBACK


def variant(data: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """The same profile with every variable changed, as for another client."""
    return {
        **data,
        "client": {**data["client"], "denomination": f"Société d'essai {turn} & Fils"},
        **{key: _turned(data[key], turn) for key in ("valeurs", "grilles", "listes")},
    }


def _turned(value: Any, turn: int) -> Any:
    if isinstance(value, dict):
        return {k: _turned(v, turn) for k, v in value.items()}
    if isinstance(value, list):
        return [_turned(v, turn) for v in value]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value + turn
    if isinstance(value, str) and value[:2] == "20" and len(value) == 10:
        return f"{value[:8]}{turn % 27 + 2:02d}"
    return f"{value} (n{turn})" if isinstance(value, str) else value


# ------------------------------------------------------------------- clauses
def _clause(library: Path, number: int, size: Size) -> None:
    folder = library / clause_id(number)
    folder.mkdir()
    names = variables(number, size)
    text = "\n\n".join(paragraphs(number, names)) + "\n"
    (folder / "r1.fr.md").write_text(text, encoding="utf-8", newline="\n")
    write(folder / "clause.yaml", metadata(number, names))
    _seal(folder, text.encode())


def _seal(folder: Path, text: bytes) -> None:
    digest = hashlib.sha256(text).hexdigest()
    write(folder / "seals.yaml", {"schema": "docgen.seals/1", "texts": {"r1.fr.md": digest}})


def variables(number: int, size: Size) -> list[str]:
    """Each variable stands in one of the first 60 clauses; later clauses use them again."""
    first, last = number * 5 // 2, (number + 1) * 5 // 2
    return [f"v{n % size.variables:03d}" for n in range(first, last)]


def _kind(name: str) -> str:
    return TYPES[int(name[1:]) % len(TYPES)]


def metadata(number: int, names: list[str]) -> dict[str, Any]:
    """``clause.yaml`` of a clause, as data."""
    parameters: dict[str, Any] = {n: {"type": _kind(n), "from": f"valeurs.{n}"} for n in names}
    parameters["renforce"] = {"type": "boolean", "from": "options.renforce", "default": False}
    if number % 8 == 3:
        parameters["lignes"] = {"type": "list", "from": f"grilles.g{number // 8 % GRIDS}"}
    if number % 4 == 1:
        parameters["points"] = {"type": "list", "from": f"listes.l{number // 4 % LISTS}"}
    return {
        "schema": "docgen.clause/1", "id": clause_id(number), "category": "essai", "owner": "juridique",
        "title": {"fr": f"Engagement de la série {number + 1}"},
        "parameters": parameters,
        "positions": [
            {"id": "standard", "kind": "standard", "label": "standard", "sets": {"renforce": False}},
            {"id": "repli", "kind": "fallback", "label": "repli", "approval": "direction-juridique"},
        ],
        "requires": [clause_id(_earlier(number))] if number else [],
        "terms": _terms(number),
        "revisions": [{"number": 1, "change": "substantive", "in_force": {"from": "2020-01-01"}}],
        "guidance": "Points discutés : durée, montant, information.",
    }  # fmt: skip


def _terms(number: int) -> dict[str, Any]:
    if number == 0:
        return {id_: {"fr": {"term": term}, "inline": True} for id_, term in
                (("client", "Client"), ("prestataire", "Prestataire"), ("contrat", "Contrat"))}  # fmt: skip
    if number % 6 == 4:
        return {f"mesure-{number}": {"fr": {
            "term": f"Mesure {number}", "plural": f"Mesures {number}",
            "definition": "toute opération de constat, périodique ou non, dont les Parties conviennent par écrit"}}}  # fmt: skip
    return {}


def _earlier(number: int) -> int:
    return max(number - 1 - number % 5, 0)


def paragraphs(number: int, names: list[str]) -> Iterator[str]:
    """The paragraphs of its text."""
    if number == 0:
        yield "Entre [[def:client]] et [[def:prestataire]], il est convenu le présent acte, [[def:contrat]]."
    yield f"## {_HEADINGS[number % 6]} {{: #principe }}"
    yield f"{_PARAGRAPHS[number % 7]} {_said(names[0])}"
    yield from _special(number)
    yield f"## {_HEADINGS[(number + 1) % 6]} {{: #suite }}"
    yield f"{_PARAGRAPHS[(number + 2) % 7]} {_said(names[1])}"
    yield _condition(number)
    if len(names) > 2:
        yield f"{_said(names[2])} {_PARAGRAPHS[(number + 4) % 7]}"
    if number:
        earlier = clause_id(_earlier(number))
        yield f"Ces obligations s'ajoutent à celles [[de {earlier}]] et suivent les délais prévus [[à {earlier}#suite]]."


def _said(name: str) -> str:
    return _SAYS_A_VALUE[_kind(name)].replace("NAME", name)


def _condition(number: int) -> str:
    own = _PARAGRAPHS[(number + 3) % 7]
    return (
        f"{{% if renforce %}}\n{_STRICTER} {own}\n{{% else %}}\n{own}\n{{% endif %}}\n"
        f"{{% if position == 'repli' %}}\n{_FALLBACK}\n{{% endif %}}"
    )


def _special(number: int) -> Iterator[str]:
    """A table, a list, a loop or a definition, in turn."""
    if number % 8 == 3:
        yield (
            "[[table: widths=50,25,25; caption=Barème de la période]]\n"
            "| Poste | Montant hors taxes | Délai |\n|:------|------:|:-----:|\n"
            "{% for l in lignes %}\n| {{ l.poste }} | {{ l.montant|euros }} | {{ l.delai|nombre }} jours |\n{% endfor %}"
        )
    elif number % 4 == 1:
        yield "Le Prestataire rend compte des points suivants :"
        yield "{% for p in points %}\n- {{ p }}\n{% endfor %}"
    elif number % 4 == 2:
        yield "Le Prestataire s'engage :"
        nested = "    - dans les locaux du Client\n    - dans ses propres locaux\n"
        yield "".join(f"1. {d}\n{nested if n == 1 else ''}" for n, d in enumerate(_DUTIES)).rstrip()
    elif number % 6 == 4:
        yield f"Chaque Mesure {number} donne lieu à un **compte rendu écrit**, remis au *comité de suivi*."
    elif number == 0:
        yield "[[definitions]]"


# ------------------------------------------------------- library and profile
def library_files(size: Size) -> dict[str, Any]:
    """What is no clause, by its path."""
    return {
        "clauses/library.yaml": {
            "schema": "docgen.library/1", "name": "essai", "languages": ["fr"],
            "vocabulary": "vocabulary.yaml", "rules": "rules.yaml", "labels": "labels.yaml",
            "dates": {"as_of": "as_of", "effective": "duree.date_effet", "signature": "duree.date_signature"},
            "classes": {
                "paragraph": {"apparent": "Apparent", "partie": "Party", "note": "Note", "definition": "Definition"},
                "table": {"default": "House Table", "signature": "Signature Table", "simple": "Plain Table"},
            },
            "capitalised": ["Partie", "Parties"],
        },
        "clauses/vocabulary.yaml": _vocabulary(size),
        "clauses/rules.yaml": {"schema": "docgen.rules/1", "rules": list(_rules(size))},
        "clauses/labels.yaml": {"canal": {"telephone": {"fr": "téléphone"}}},
        "templates/contrat.yaml": _document_type(size),
    }  # fmt: skip


def _vocabulary(size: Size) -> dict[str, Any]:
    wanted = {"string": "string", "date": "string"}
    values = {f"v{n:03d}": {"type": wanted.get(TYPES[n % 6], "number")} for n in range(size.variables)}
    row = {"poste": {"type": "string"}, "montant": {"type": "number"}, "delai": {"type": "integer"}}
    grid = {"type": "array", "items": {"type": "object", "properties": row}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object", "required": ["schema", "id", "version", "as_of"],
        "properties": {
            "schema": {"const": "docgen.profile/1"}, "id": {"type": "string"},
            "version": {"type": "integer"}, "as_of": {"type": "string"}, "locale": {"type": "string"},
            "valeurs": {"type": "object", "properties": values},
            "grilles": {"type": "object", "additionalProperties": grid},
            "listes": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        },
    }  # fmt: skip


def _rules(size: Size) -> Iterator[dict[str, Any]]:
    """Rules that read the profile and do not fire."""
    numbers = [n for n in range(size.variables) if TYPES[n % 6] not in ("date", "string")]
    for index in range(RULES):
        name = f"v{numbers[index % len(numbers)]:03d}"
        rule = {"id": f"R-{index:02d}", "severity": "warning", "at": f"valeurs.{name}",
                "when": f"valeurs.{name} < 0 or grilles.g0|sum('montant') < valeurs.{name} - 100000000",
                "message": {"fr": "La valeur est hors des bornes."}}  # fmt: skip
        if index % 4 == 0:
            rule |= {"each": [f"grilles.g{index % GRIDS} as l"], "when": "l.montant < l.delai", "at": "l.montant"}
        yield rule


def _document_type(size: Size) -> dict[str, Any]:
    ids = [clause_id(n) for n in range(size.document)]
    parts = [ids[n : n + PART] for n in range(0, len(ids), PART)]
    return {
        "schema": "docgen.document/1", "id": "contrat", "template": "contrat", "languages": ["fr"],
        "title": {"fr": "Contrat de prestation de services"}, "name": {"fr": "le contrat"}, "view": "texte",
        "slots": {
            "titre": "{{ document.title }}", "sous_titre": "{{ projet.nom }}",
            "parties": "{{ client.denomination }}", "reference": "{{ document.reference }}",
            "version": "{{ version }}", "date": "{{ document.date|date }}",
            "statut": "{{ document.status }}", "mention": "{{ document.mention }}",
        },
        "reference": "{{ id }}-contrat",
        "parts": [{"title": {"fr": f"Partie de la série {n + 1}"}, "clauses": c} for n, c in enumerate(parts)],
    }  # fmt: skip


def profile_data(size: Size) -> dict[str, Any]:
    """The profile, with its variables, the rows of its tables and its lists."""
    return {
        "schema": "docgen.profile/1", "id": "essai", "version": 1, "as_of": "2026-03-02", "locale": "fr-FR",
        "projet": {"nom": "Prestations de la campagne d'essai"},
        "client": {"denomination": "Société d'essai"},
        "duree": {"date_effet": "2026-06-01", "date_signature": "2026-05-04", "mois": 36},
        "options": {"renforce": False},
        "valeurs": {f"v{n:03d}": _value(n) for n in range(size.variables)},
        "grilles": {f"g{g}": [_row(g, r) for r in range(ROWS)] for g in range(GRIDS)},
        "listes": {f"l{n}": [f"point de suivi {n + 1}, rubrique {k + 1}" for k in range(4)] for n in range(LISTS)},
    }  # fmt: skip


def _row(grid: int, row: int) -> dict[str, Any]:
    return {"poste": f"Lot {grid + 1}, tranche {row + 1}", "montant": 1250 * (row + grid + 2), "delai": 5 + row}


def _value(number: int) -> Any:
    return {
        "money": 12_000 + 250 * number, "days": 10 + number % 40, "percent": 3 + number % 30,
        "date": f"2026-{number % 12 + 1:02d}-15", "months": 6 + number % 36,
        "string": f"la direction de l'exploitation n° {number}",
    }[TYPES[number % len(TYPES)]]  # fmt: skip


def write(path: Path, value: Any) -> None:
    """JSON, which is YAML, at a fraction of the time."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8", newline="\n")
