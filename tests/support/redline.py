"""Two states of a contract: what is done to a project between them, and the files that it gives before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from support.project import Cli, copy_of, published

Change = Callable[[Path], None]


def edit(file: str, *swaps: tuple[str, str]) -> Change:
    """Text of a file replaced, each piece exactly once or more."""

    def change(project: Path) -> None:
        path = project / file
        text = path.read_text(encoding="utf-8")
        for before, after in swaps:
            assert before in text, f"{file} does not hold {before!r}"
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")

    return change


def rewrite(clause: str, file: str, *swaps: tuple[str, str]) -> Change:
    """The text of a clause replaced, and published anew."""

    def change(project: Path) -> None:
        edit(f"clauses/{clause}/{file}", *swaps)(project)
        published(project, clause)

    return change


OUTLINE = "templates/contrat.yaml"
VOLTEA, MOBILYS = "profiles/voltea.yaml", "profiles/mobilys.yaml"
COMMON: dict[str, Change] = {
    "a clause leaves": edit(OUTLINE, ("  - non-sollicitation\n", "")),
    "the last annex leaves": edit(OUTLINE, ("- {id: calendrier, title: {fr: Calendrier des obligations, en: Schedule of obligations}, clauses: [calendrier]}\n", "")),
    "a clause moves": edit(OUTLINE, ("  - force-majeure\n", ""), ("[renegociation, avenant-procedure, imprevision]", "[force-majeure, renegociation, avenant-procedure, imprevision]")),
    "a paragraph is rewritten": rewrite(
        "force-majeure", "r1.fr.md",
        ("Elle prend les mesures qui en limitent les effets et reprend l'exécution dès que l'empêchement cesse.",
         "Elle met tout en œuvre pour en réduire la portée, rend compte chaque semaine des mesures prises et reprend l'exécution sans délai lorsque la cause a disparu."),
    ),
    "a clause is edited and moves": lambda p: (COMMON["a clause moves"](p), COMMON["a paragraph is rewritten"](p)),  # type: ignore[func-returns-value]
    "paragraphs come and go": rewrite(
        "force-majeure", "r1.fr.md",
        ("La Force Majeure ne dispense pas", "Chaque Partie supporte les frais que l'événement lui cause.\n\nLa Force Majeure ne dispense pas"),
        ("Aucune des Parties n'est responsable de l'inexécution qui résulte d'un cas de Force Majeure.\n\n", ""),
    ),
    "a footnote changes": rewrite("droit-litiges", "r2.fr.md", ("Notamment, pour l'application", "Entre autres, pour l'application")),
}  # fmt: skip
CHANGES: Mapping[str, Mapping[str, Change]] = {
    "voltea": {
        **COMMON,
        "values": edit(
            VOLTEA, ("\nversion: 1\n", "\nversion: 2\n"), ("prix_ht: 5.2", "prix_ht: 5.35"), ("etp: 52", "etp: 58"),
            ("etp: 82", "etp: 88"), ("nom: Pleine charge, date: 2027-04-05", "nom: Pleine charge, date: 2027-05-03"),
            ("cyber: 3000000", "cyber: 4000000"), ("manquement_mise_en_demeure_j: 20", "manquement_mise_en_demeure_j: 30"),
        ),
        "a row more": edit(VOLTEA, ("  - {canal: email, langue: fr, unite: dossier, prix_ht: 3.9}\n", "  - {canal: email, langue: fr, unite: dossier, prix_ht: 3.9}\n  - {canal: courrier, langue: fr, unite: dossier, prix_ht: 6.1}\n")),
        "a row less": edit(VOLTEA, ("  - {canal: telephone, langue: fr, unite: vente, prix_ht: 18}\n", "")),
        "a revision": edit(VOLTEA, ("date_effet: 2027-02-01, mois: 24", "date_effet: 2027-09-01, mois: 24")),
        "another position": edit(VOLTEA, ("  penalites: {position: liberatoires}\n", "")),
    },
    "mobilys": {
        **COMMON,
        "values": edit(MOBILYS, ("\nversion: 1\n", "\nversion: 3\n"), ("etp: 14", "etp: 17"), ("cible: 75, seuil: 65", "cible: 77, seuil: 66"), ("cible: 90, seuil: 82", "cible: 92, seuil: 84")),
    },
}  # fmt: skip


@dataclass(frozen=True)
class States:
    """The same contracts before and after, by name of the file."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


def drawn(project: Path, profile: str, *options: str, only: str = "contrat") -> dict[str, bytes]:
    """The contracts of a profile as they are drawn now."""
    out = Path(mkdtemp(prefix="drawn", dir=project))
    ran = Cli()("draft", project / f"profiles/{profile}.yaml", "--only", only, "--out", out, *options)
    files = {p.stem: p.read_bytes() for p in sorted(out.glob("*.docx"))}
    assert files, ran.err
    return files


class Maker:
    """Draws states of a project, each once."""

    def __init__(self, sealed: Path, folder: Path) -> None:
        self._sealed, self._folder = sealed, folder
        self.before = cache(self._before)
        self.states = cache(self._states)

    def project(self) -> Path:
        """A copy of the project, to change at will."""
        root = Path(mkdtemp(prefix="state", dir=self._folder)) / "project"
        copy_of(self._sealed, root)
        return root

    def _before(self, profile: str) -> dict[str, bytes]:
        return drawn(self.project(), profile)

    def _states(self, profile: str, change: str) -> States:
        import os

        project, here = self.project(), Path.cwd()
        os.chdir(project)
        try:
            CHANGES[profile][change](project)
            return States(self.before(profile), drawn(project, profile))
        finally:
            os.chdir(here)
