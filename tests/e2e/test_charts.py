"""Charts from clause and profile to Word, by the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.charts import Drawn, charts_of
from support.project import Cli, profile_with
from support.word import Word, text_of

CURVE = """
La part variable suit la courbe ci-dessous.

[[chart: kind=scatter; caption=Courbe sur {{ mois }} mois; alt=La part variable ; x=Taux]]
| Atteinte | Part |
|---------:|-----:|
| 80 | 0 |
| {{ mois }} | {{ penalite }} |
"""


def drawn(path: Path) -> list[Drawn]:
    return charts_of(Word(path.read_bytes()))


def with_curve(project: Path, text: str = CURVE) -> None:
    """The clause on confidentiality, its text a chart; a new revision, which a draft may use."""
    folder = project / "clauses" / "confidentialite"
    for path in [*folder.glob("r*.md"), folder / "journal.yaml"]:
        path.unlink()
    for language in ("fr", "en"):
        (folder / f"r1.{language}.md").write_text(text, encoding="utf-8")
    (folder / "clause.yaml").write_text(
        "schema: docgen.clause/1\nid: confidentialite\ntitle: {fr: Confidentialité, en: Confidentiality}\n"
        "category: risques\nowner: juridique\nrevisions: [{number: 1, change: legal, in_force: {from: 2020-01-01}}]\n"
        "terms:\n  information-confidentielle:\n    fr: {term: Information Confidentielle, plural: Informations Confidentielles, definition: x}\n"
        "    en: {term: Confidential Information, definition: x}\n"
        "parameters:\n  mois: {type: months, from: confidentialite.duree_apres_mois, default: 95}\n"
        "  penalite: {type: money, from: confidentialite.penalite}\n",
        encoding="utf-8",
    )


def curve_of(docgen: Cli, project: Path, *change: tuple[str, str], code: int = 0) -> Word:
    profile = profile_with(project, *change, name="courbe")
    ran = docgen("draft", profile, "--only", "contrat", code=code)
    (path,) = [p for p in ran.written if p.suffix == ".docx"]
    return Word((project / path).read_bytes())


def test_the_seasons_of_a_year_are_drawn(project: Path, docgen: Cli) -> None:
    profile = profile_with(project, ("  niveau_detail: leger", "  niveau_detail: complet"), name="plein")
    docgen("draft", profile, "--only", "contrat", "--only", "cahier-des-charges", code=0)
    (requirements,) = drawn(project / "out" / "plein_cahier-des-charges.docx")
    contract, curve_of_fees = drawn(project / "out" / "plein_contrat_clairval.docx")
    assert curve_of_fees.tag == "scatterChart"
    assert requirements.series == contract.series
    assert list(contract.series) == ["téléphone", "courriel", "tchat"]
    assert contract.series["téléphone"][:3] == ["4300", "4550", "7100"]
    assert [contract.cells[f"B{n}"] for n in range(2, 14)] == contract.series["téléphone"]
    assert contract.points[0] == "janvier" and len(contract.points) == 12
    assert "Reprise de printemps (avril)" in contract.alt


def test_a_provider_sees_the_channels_that_it_works_on(project: Path, docgen: Cli) -> None:
    docgen("draft", "profiles/voltea.yaml", "--only", "contrat", "--lang", "en", code=0)
    one, _ = drawn(project / "out" / "voltea_contrat_hexavoix_en.docx")
    assert list(one.series) == ["telephone", "e-mail"]
    assert (one.points[0], one.series["telephone"][0]) == ("January", "21000")


def test_without_figures_there_is_no_chart(project: Path, docgen: Cli) -> None:
    source = (project / "profiles" / "mobilys.yaml").read_text(encoding="utf-8")
    none = re.sub(r"volumes: \[[^\]]*\]", f"volumes: [{', '.join('0' * 12)}]", source)
    (project / "profiles" / "zero.yaml").write_text(none.replace("\nid: mobilys\n", "\nid: zero\n"), encoding="utf-8")
    docgen("draft", "profiles/zero.yaml", "--only", "contrat", code=0)
    assert [c.tag for c in drawn(project / "out" / "zero_contrat_clairval.docx")] == ["scatterChart"]


PENALTY = "  penalite: 30000\n"


def curves(word: Word) -> list[Drawn]:
    return [c for c in charts_of(word) if c.tag == "scatterChart" and "Part" in c.series]


def curve(word: Word) -> Drawn:
    return curves(word)[0]


@pytest.mark.parametrize("number", ["12.5", "20000"])
def test_the_values_of_a_profile_are_drawn(project: Path, docgen: Cli, number: str) -> None:
    with_curve(project)
    word = curve_of(docgen, project, (PENALTY, f"  penalite: {number}\n"))
    one = curve(word)
    assert (one.points, one.series) == (["80", "60"], {"Part": ["0", number]})
    assert [one.cells[place] for place in ("A1", "B1", "A3", "B3")] == ["Atteinte", "Part", "60", number]
    assert "Courbe sur 60\u00a0mois" in word.text or "Courbe sur 60 mois" in word.text


def test_a_value_that_is_missing_makes_a_table_with_its_blank(project: Path, docgen: Cli) -> None:
    with_curve(project)
    word = curve_of(docgen, project, (PENALTY, ""))
    assert curves(word) == []
    cells = [text_of(c) for t in word.main.iter("{*}tbl") if "Atteinte" in text_of(t) for c in t.iter("{*}tc")]
    assert cells[:5] == ["Atteinte", "Part", "80", "0", "60"]
    assert cells[5].startswith("[") and word.text_in("comments")
    final = docgen("draft", "profiles/courbe.yaml", "--only", "contrat", "--final", code=1)
    assert "AS520" in final.codes and final.written == []


def test_a_value_that_is_no_number_stops_the_document(project: Path, docgen: Cli) -> None:
    with_curve(project)
    path = project / "clauses" / "confidentialite" / "clause.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "{type: money, from: confidentialite.penalite}", "{type: string, from: client.rcs}"
        ),
        encoding="utf-8",
    )
    ran = docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=1)
    assert ran.codes.count("CL352") == 1 and ran.written == []
    assert '"Nantes" is no number for a chart' in ran.err and "client.rcs in the profile" in ran.err
    assert "clauses/confidentialite/r1.fr.md:5" in ran.err


def test_what_is_wrong_in_a_chart_is_said_with_its_place(project: Path, docgen: Cli) -> None:
    with_curve(project, "[[chart: kind=radr; caption=x]]\n| a | b |\n|---|---|\n| c | 1 | 2 |\n")
    ran = docgen("check", "profiles/mobilys.yaml", code=1)
    assert {"CL350", "CL351", "CL353"} <= set(ran.codes)
    assert 'did you mean "radar"?' in ran.err
    assert "clauses/confidentialite/r1.fr.md:4" in ran.err


def test_the_preview_shows_the_data(project: Path, docgen: Cli) -> None:
    docgen("preview", "profiles/mobilys.yaml", code=0)
    page = (project / "out" / "mobilys.html").read_text(encoding="utf-8")
    assert "Saisonnalité des volumes de référence" in page
    assert ">4300</span>" in page


def test_the_same_draft_gives_the_same_bytes(project: Path, docgen: Cli) -> None:
    found = []
    for _ in range(2):  # the second time all is read from the index
        docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", code=0)
        found.append((project / "out" / "mobilys_contrat_clairval.docx").read_bytes())
    docgen("draft", "profiles/mobilys.yaml", "--only", "contrat", "--no-index", code=0)
    found.append((project / "out" / "mobilys_contrat_clairval.docx").read_bytes())
    assert found[0] == found[1] == found[2]
