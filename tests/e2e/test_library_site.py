"""``docgen library site``: the library as pages, whole, the same for the same library, and nothing of it live."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from docgen.store.site_folder import MARKER
from support import libraries
from support.project import Cli, everything, run
from support.site import Seen, broken_links, pages_of

CLAUSE = "clauses/confidentialite.html"


@pytest.fixture(scope="module")
def site(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped library, as of a day."""
    out = tmp_path_factory.mktemp("site") / "site"
    ran = run("library", "site", "--out", out, "--as-of", "2026-11-22", cwd=sealed)
    assert ran.code == 0, ran.err
    assert ran.out.strip() == str(out / "index.html")
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Seen]:
    return pages_of(site)


def test_every_clause_has_a_page_in_every_language(sealed: Path, site: Path) -> None:
    ids = sorted(p.parent.name for p in (sealed / "clauses").glob("*/clause.yaml"))
    for code in ("fr", "en"):
        assert sorted(p.stem for p in (site / code / "clauses").iterdir()) == ids
        assert {p.name for p in (site / code).iterdir() if p.is_file()} == {
            "index.html", "terms.html", "documents.html", "coverage.html", "clauses.js", "words.js",
        }  # fmt: skip
    assert (site / MARKER).read_text().splitlines()[1:] == sorted(n for n in everything(site) if n != MARKER)


def test_every_link_leads_somewhere_and_nothing_comes_from_outside(site: Path, pages: dict[str, Seen]) -> None:
    assert broken_links(site, pages) == []
    assert {link.rpartition("/")[2] for seen in pages.values() for link in seen.loaded} == {"site.css", "site.js"}
    css = (site / "assets/site.css").read_text(encoding="utf-8")
    assert "url(" not in css and "@import" not in css


def test_ids_stand_once_and_headings_leave_no_level_out(pages: dict[str, Seen]) -> None:
    for name, seen in pages.items():
        assert len(seen.ids) == len(set(seen.ids)), name
        assert seen.headings.count(1) == 1, name
        assert seen.headings[0] == 1, name
        for before, after in zip(seen.headings, seen.headings[1:], strict=False):
            assert after <= before + 1, (name, seen.headings)


def test_pages_have_a_language_landmarks_and_captions(site: Path, pages: dict[str, Seen]) -> None:
    for name, seen in pages.items():
        html = (site / name).read_text(encoding="utf-8")
        if name == "index.html":
            continue
        assert f'<html lang="{name[:2]}' in html
        assert {"main", "nav", "header", "footer"} <= set(seen.tags), name
        assert seen.tags.count("table") == seen.tags.count("caption") or "drafted" in html, name
        assert "style" not in seen.attributes, name
        assert not [a for a in seen.attributes if a.startswith("on")], name


def test_a_clause_shows_all_that_is_asked_of_it(pages: dict[str, Seen]) -> None:
    text = " ".join(pages[f"fr/{CLAUSE}"].text.replace("\u00a0", " ").split())
    for said in (
        "Confidentialité", "en vigueur", "Révision 2", "à partir du 1er janvier 2025", "juridique", "trois ans, sans pénalité",
        "dernière limite", "Direction juridique", "Points discutés", "Contrat de prestation de services", "C. civ. 1112-2",
        "texte stable, non relu", "si penalite", "duree apres 60 mois", "confidentialite.duree_apres_mois",
        "De la révision 1 à la révision 2", "ajouté :", "Clauses qui la citent", "Information Confidentielle", "échue",
        "Faire signer la confidentialité avant l’envoi du cahier des charges",
    ):  # fmt: skip
        assert said in text, said
    english = " ".join(pages[f"en/{CLAUSE}"].text.replace("\u00a0", " ").split())
    for said in (
        "in force",
        "Negotiation guidance",
        "if penalite",
        "Where it is used",
        "inserted:",
        "Confidential Information",
    ):
        assert said in english, said


def _steps(site: Path, page: str) -> list[str]:
    html = (site / page).read_text(encoding="utf-8").partition('<ul class="steps">')[2].partition("</ul>")[0]
    return [" ".join(re.sub(r"<[^>]*>", " ", li).split()) for li in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]


def test_steps_name_people_departments_days_and_reasons(project: Path, docgen: Cli) -> None:
    """The department is the one that owns the clause where the person acts for it; who left is named by the id."""
    docgen("clauses", "revise", "audit", "--change", "legal", "--from", "2030-01-01", "--note", "Rappel.", "--by", "camille-roussel", code=0)
    docgen("clauses", "submit", "audit", "r2", "--by", "camille-roussel", "--why", "Demande <b>des</b> prestataires", code=0)
    docgen("library", "site", "--out", "web", code=0)
    (first, *_) = _steps(project / "web", "en/clauses/audit.html")
    assert first.startswith("Revision 2 proposed") and "Camille Roussel (all departments)" in first
    assert first.endswith("Demande &lt;b&gt;des&lt;/b&gt; prestataires")
    html = (project / "web/en/clauses/audit.html").read_text(encoding="utf-8")
    assert '<span class="state review">in review</span>' in html
    docgen("clauses", "approve", "audit", "r2", "--by", "idris-benali", "--why", "Relu", "--body", "direction-juridique", code=0)
    people = project / "clauses/people.yaml"
    text = people.read_text(encoding="utf-8")
    gone = text.index("  camille-roussel:")
    people.write_text(text[:gone] + text[text.index("  paul-quemener:", gone) :], encoding="utf-8")
    docgen("library", "site", "--out", "web", code=0)
    first, second, *_ = _steps(project / "web", "fr/clauses/audit.html")
    assert first.startswith("Révision 2 approuvée") and "Idris Benali (Direction juridique) pour : Direction juridique" in first
    assert "camille-roussel" in second and "(" not in second


def test_a_sealed_library_shows_no_steps(tmp_path: Path, docgen: Cli) -> None:
    docgen("init", tmp_path / "partage", "--example", "partage", code=0)
    docgen("library", "site", "--project", tmp_path / "partage/groupe", "--out", tmp_path / "site", code=0)
    assert not any('class="steps"' in p.read_text(encoding="utf-8") for p in (tmp_path / "site").rglob("*.html"))


def test_what_has_no_translation_says_its_language(site: Path) -> None:
    html = (site / "en/clauses/avenant-maintien.html").read_text(encoding="utf-8")
    assert "This text does not exist in English" in html
    assert '<div class="text prose" lang="fr">' in html


def test_the_same_library_gives_the_same_bytes(sealed: Path, site: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "library"
    shutil.copytree(sealed, other, ignore=shutil.ignore_patterns(".docgen", "out"))
    ran = run(
        "library",
        "site",
        "--out",
        tmp_path / "again",
        "--as-of",
        "2026-11-22",
        "--no-index",
        cwd=tmp_path / "elsewhere" / "library",
        PYTHONHASHSEED="7",
    )
    assert ran.code == 0, ran.err
    assert everything(tmp_path / "again") == everything(site)


def test_without_a_day_nothing_is_said_to_be_in_force(project: Path, docgen: Cli) -> None:
    docgen("library", "site", code=0)
    html = (project / "out/site/fr" / CLAUSE).read_text(encoding="utf-8")
    assert 'class="state approved">publiée<' in html
    assert not {"in-force", "future", "past"} & set(re.findall(r'class="state ([\w-]+)"', html))


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} & \\\" ' ]]>"


def test_nothing_of_a_library_becomes_live(project: Path, docgen: Cli) -> None:
    clause = project / "clauses" / "force-majeure"
    text = (clause / "clause.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^title:.*$", f'title: {{fr: "{HOSTILE}", en: "{HOSTILE}"}}', text)
    text = re.sub(r"(?m)^owner:.*$", f'owner: "{HOSTILE}"', text)
    text = re.sub(r"(?m)^category:.*$", f'category: "{HOSTILE}"', text)
    text = re.sub(r'(?m)note: "[^"]*"', f'note: "{HOSTILE}"', text)
    text = re.sub(r'label: "[^"]*"', f'label: "{HOSTILE}"', text)
    text = re.sub(r"(?ms)^guidance:.*?(?=^\w)", f'guidance: "{HOSTILE}"\n', text)
    (clause / "clause.yaml").write_text(text, encoding="utf-8")
    for record in ("journal.yaml", "seals.yaml"):  # another clause than the one that was approved
        (clause / record).unlink(missing_ok=True)
    library = project / "clauses" / "library.yaml"
    library.write_text(
        library.read_text(encoding="utf-8").replace("name: relation-client", f'name: "{HOSTILE}"').replace("people: people.yaml\n", ""), encoding="utf-8"
    )
    docgen("library", "site", code=0)
    site = project / "out" / "site"
    found = pages_of(site)
    assert HOSTILE.replace('\\"', '"')[:20] in found["fr/clauses/force-majeure.html"].text
    for name, seen in found.items():
        assert "img" not in seen.tags, name
        assert seen.tags.count("script") == (0 if name == "index.html" else 1), name
        assert not [a for a in seen.attributes if a.startswith("on")], name
    for name in ("fr/clauses.js", "fr/words.js"):
        script = (site / name).read_text(encoding="utf-8")
        assert script.isascii() and "<" not in script
        json.loads(script.partition(" = ")[2].rstrip().rstrip(";"))


def test_it_is_written_again_over_itself_only(project: Path, docgen: Cli) -> None:
    docgen("library", "site", "--out", "web", code=0)
    before = everything(project / "web")
    docgen("library", "site", "--out", "web", code=0)
    assert everything(project / "web") == before
    (project / "web" / "notes.txt").write_text("mine")
    assert docgen("library", "site", "--out", "web", code=1).codes == ["IO951"]
    assert docgen("library", "site", "--out", "clauses", code=1).codes == ["IO950"]
    assert docgen("library", "site", "--out", ".", code=1).codes == ["IO950"]
    assert (project / "web" / "notes.txt").read_text() == "mine"


def test_a_library_that_cannot_be_read_gives_no_site_and_every_error(project: Path, docgen: Cli) -> None:
    (project / "clauses/duree/clause.yaml").write_text("id: [", encoding="utf-8")
    prix = project / "clauses/objet/clause.yaml"
    prix.write_text(prix.read_text(encoding="utf-8") + "unknown_key: 1\n", encoding="utf-8")
    list_ = project / "clauses/reference/exigences.yaml"
    list_.write_text(list_.read_text(encoding="utf-8").replace("title:", "titre:", 1), encoding="utf-8")
    ran = docgen("library", "site", code=1)
    assert {"clauses/duree/clause.yaml", "clauses/objet/clause.yaml", "clauses/reference/exigences.yaml"} <= set(
        re.findall(r"[\w./-]+\.yaml", ran.err)
    )
    assert not (project / "out").exists()


def test_a_list_of_requirements_that_is_not_there_is_said(project: Path, docgen: Cli) -> None:
    (project / "clauses/reference/exigences.yaml").unlink()
    assert docgen("library", "site", code=1).codes == ["LB205"]


def test_a_small_library_in_one_language_without_documents_or_requirements(
    tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not there is not asked for: no requirements, no interview, no position, no guidance."""
    clause = tmp_path / "clauses" / "seule"
    clause.mkdir(parents=True)
    (tmp_path / "clauses" / "library.yaml").write_text(
        "schema: docgen.library/1\nname: x\nlanguages: [fr]\n", encoding="utf-8"
    )
    (clause / "clause.yaml").write_text(
        "schema: docgen.clause/1\nid: seule\ntitle: {fr: Seule}\nrevisions:\n- {number: 1, change: legal}\n",
        encoding="utf-8",
    )
    (clause / "r1.fr.md").write_text("Un texte.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert docgen("library", "site").codes == ["LB205"]  # no document type at all
    types = tmp_path / "templates"
    types.mkdir()
    (types / "contrat.yaml").write_text(
        "schema: docgen.document/1\nid: contrat\ntitle: {fr: Contrat}\ntemplate: t\nlanguages: [fr]\nparts:\n- clauses: [seule]\n",
        encoding="utf-8",
    )
    docgen("library", "site", code=0)
    root = tmp_path / "out" / "site"
    found = pages_of(root)
    assert broken_links(root, found) == []
    assert sorted(found) == [
        "fr/clauses/seule.html",
        "fr/coverage.html",
        "fr/documents.html",
        "fr/index.html",
        "fr/terms.html",
        "index.html",
    ]
    assert "projet" in found["fr/clauses/seule.html"].text


def test_where_a_clause_comes_from_and_its_licence_are_shown(tmp_path: Path, docgen: Cli) -> None:
    package = libraries.publish(libraries.group(tmp_path / "groupe"), "1.0")
    unit = libraries.unit(tmp_path / "metier")
    docgen("library", "add", package, "--project", unit, code=0)
    own = {"clause.yaml": "schema: docgen.clause/1\nid: propre\ntitle: {fr: Propre}\nrevisions:\n- {number: 1, change: legal}\n",
           "r1.fr.md": "Voir [[secret]].\n"}  # fmt: skip
    libraries.clause(unit, "propre", own)
    docgen("library", "site", "--project", unit, "--out", tmp_path / "site", code=0)
    found = pages_of(tmp_path / "site")
    assert broken_links(tmp_path / "site", found) == []
    theirs, ours = ((tmp_path / f"site/fr/clauses/{name}.html").read_text(encoding="utf-8") for name in ("secret", "propre"))
    about = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", theirs))
    assert (about["Bibliothèque"], about["Licence"], about["Auteurs"]) == ("groupe", "CC-BY-4.0", "groupe")
    assert re.search(r'Clauses qui la citent</h3>\s*<ul class="links">\s*<li><a href="../clauses/propre.html">', theirs)
    assert "<dd>metier</dd>" in ours
    assert 'class="state draft"' in ours


CHANGES = [
    ("clauses/secret/r1.fr.md", "secret", "silence"), ("clauses/secret/clause.yaml", "{fr: Secret}", "{fr: Silence}"),
    ("clauses/objet/clause.yaml", "owner: groupe", "owner: autre"), ("clauses/library.yaml", "authors: [groupe]", "authors: [autre]"),
    ("clauses/vocabulary.yaml", "title: Client", "title: Donneur d'ordre"), ("templates/contrat.yaml", "{fr: Cadre}", "{fr: Autre}"),
    ("templates/contrat.yaml", "clauses: [objet, secret]", "clauses: [objet]"),
    ("clauses/secret/clause.yaml", "title: {fr: Secret}\n", "title: {fr: Secret}\nrequires: [objet]\n"),
]  # fmt: skip


def test_pages_of_the_last_run_are_taken_only_where_nothing_of_them_changed(tmp_path: Path, docgen: Cli) -> None:
    group = libraries.group(tmp_path / "groupe")
    libraries.clause(group, "objet", {"r1.fr.md": "Le contrat lie {{ client }}, voir [[secret]].\n"})
    for seals in group.glob("clauses/*/seals.yaml"):
        seals.unlink()
    docgen("library", "site", "--project", group, "--out", tmp_path / "site", code=0)
    for file, old, new in CHANGES:
        text = (group / file).read_text(encoding="utf-8")
        assert old in text, file
        (group / file).write_text(text.replace(old, new), encoding="utf-8")
        before = everything(tmp_path / "site")
        docgen("library", "site", "--project", group, "--out", tmp_path / "site", code=0)
        docgen("library", "site", "--project", group, "--out", tmp_path / "anew", "--no-index", code=0)
        assert everything(tmp_path / "site") == everything(tmp_path / "anew") != before, (file, new)
        (group / file).write_text(text, encoding="utf-8")
    docgen("library", "site", "--project", group, "--out", tmp_path / "dated", "--as-of", "2030-01-01", code=0)
    assert "1er\u00a0janvier\u00a02030" in (tmp_path / "dated/fr/clauses/secret.html").read_text(encoding="utf-8")


def test_a_page_of_the_last_run_is_not_made_again(tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.app import site as verb

    made: list[str] = []
    real = verb.clause_page
    monkeypatch.setattr(verb, "clause_page", lambda spec, *rest: made.append(spec.id) or real(spec, *rest))
    group = libraries.group(tmp_path / "groupe")
    (group / "clauses/secret/seals.yaml").unlink()
    write = ("library", "site", "--project", group, "--out", tmp_path / "site")
    docgen(*write, code=0)
    assert made == ["objet", "secret"]
    docgen(*write, code=0)
    assert made == ["objet", "secret"]
    (group / "clauses/secret/r1.fr.md").write_text("Les parties se taisent {{ delai }} jours.\n", encoding="utf-8")
    docgen(*write, code=0)
    assert made == ["objet", "secret", "secret"]
