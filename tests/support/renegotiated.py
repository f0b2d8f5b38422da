"""What a renegotiation issues, for both example profiles: consolidated contracts, their redlines, amendments."""

from __future__ import annotations

import os
from pathlib import Path

from support.project import Cli, copy_of
from support.word import Word

CHANGES = {
    "mobilys": "profiles/evolutions/mobilys-2027.yaml",
    "voltea": "changed.yaml",
}
VOLTEA = """\
overlay: sortie
numero: 1
motif: Les Parties allongent le délai de mise en demeure.
date_signature: 2027-05-03
date_effet: 2027-06-01
patch:
  sortie.manquement_mise_en_demeure_j: 30
"""
PROVIDERS = {"mobilys": ("clairval",), "voltea": ("amilcar", "hexavoix")}
NAMES = tuple(
    f"{profile}_{name}"
    for profile, providers in PROVIDERS.items()
    for key in providers
    for name in (f"contrat_{key}", f"contrat_{key}.redline", f"avenant_{key}-1")
)


def renegotiated(sealed: Path, project: Path) -> None:
    """Each profile recorded, signed, changed and drawn again, in a copy of the project."""
    here = Path.cwd()
    copy_of(sealed, project)
    (project / CHANGES["voltea"]).write_text(VOLTEA, encoding="utf-8")
    os.chdir(project)
    try:
        for profile, change in CHANGES.items():
            _changed(profile, change)
    finally:
        os.chdir(here)


def documents_of(project: Path) -> dict[str, Word]:
    """The documents by the names of their files."""
    return {path.stem: Word(path.read_bytes()) for path in sorted((project / "v2").glob("*.docx"))}


def _changed(profile: str, change: str) -> None:
    cli, file = Cli(), f"profiles/{profile}.yaml"
    cli("record", file, "--only", "contrat", "--final", "--out", "v1", "--by", "Inès", "--why", "accord", code=0)
    cli("mark", f"{profile}@1", "signed", "--by", "Inès", "--on", "2026-12-10", code=0)
    cli("regenerate", file, "--overlay", change, "--out", "v2", "--by", "Inès", code=0)
