"""Small libraries that build on each other, for tests."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from support.project import ROOT, Cli

LIBRARY = "schema: docgen.library/1\nname: {name}\nlanguages: [fr]\nvocabulary: vocabulary.yaml\nlicence: CC-BY-4.0\nauthors: [{name}]\n"
VOCABULARY = """\
$schema: https://json-schema.org/draft/2020-12/schema
type: object
properties:
  id: {type: string}
  as_of: {type: string, format: date}
  client: {type: string, title: Client}
  delai: {type: integer, title: Délai}
"""
TYPE = """\
schema: docgen.document/1
id: contrat
title: {fr: Contrat}
template: contrat
languages: [fr]
reference: "{{ id }}"
slots: {date: "{{ document.date }}", mention: "{{ document.mention }}", parties: "{{ client }}", reference: "{{ document.reference }}",
  sous_titre: "x", statut: "{{ document.status }}", titre: "{{ document.title }}", version: "1"}
parts:
- title: {fr: Cadre}
  clauses: [objet, secret]
"""
PROFILE = "id: acme\nas_of: 2026-11-22\nclient: Acme\ndelai: 8\n"
OBJET = {
    "clause.yaml": "schema: docgen.clause/1\nid: objet\ntitle: {fr: Objet}\nowner: groupe\nparameters: {client: {type: string, from: client}}\n"
    "revisions:\n- {number: 1, change: substantive}\n",
    "r1.fr.md": "Le contrat lie {{ client }}.\n",
}  # fmt: skip
SECRET = {
    "clause.yaml": "schema: docgen.clause/1\nid: secret\ntitle: {fr: Secret}\nowner: groupe\nparameters: {delai: {type: days, from: delai, default: 5}}\n"
    "revisions:\n- {number: 1, change: substantive}\n",
    "r1.fr.md": "Les parties gardent le secret.\n\nElles rendent les documents sous {{ delai }} jours.\n\nElles en attestent par écrit.\n",
}  # fmt: skip


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Files by their path below a folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def clause(folder: Path, id_: str, files: Mapping[str, str]) -> None:
    """A clause of a project."""
    write(folder / "clauses" / id_, files)


def group(folder: Path, name: str = "groupe") -> Path:
    """A library with two clauses, a document type and a Word template, all published."""
    write(
        folder,
        {
            "clauses/library.yaml": LIBRARY.format(name=name),
            "clauses/vocabulary.yaml": VOCABULARY,
            "templates/contrat.yaml": TYPE,
        },
    )
    clause(folder, "objet", OBJET)
    clause(folder, "secret", SECRET)
    (folder / "templates/docx").mkdir(exist_ok=True)
    shutil.copy(ROOT / "templates/docx/contrat.docx", folder / "templates/docx/contrat.docx")
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Publish every clause of a project."""
    Cli()("clauses", "seal", "--all", "--project", folder, code=0)


def unit(folder: Path, name: str = "metier") -> Path:
    """A library that says nothing yet, with a profile."""
    write(
        folder,
        {
            "clauses/library.yaml": f"schema: docgen.library/1\nname: {name}\nlanguages: [fr]\n",
            "profiles/acme.yaml": PROFILE,
        },
    )
    return folder


def publish(folder: Path, version: str, *more: object) -> Path:
    """The package of a project."""
    ran = Cli()("library", "publish", "--project", folder, "--version", version, "--out", folder / "out", *more, code=0)
    return Path(ran.out.split()[-1]).resolve()
