"""``docgen library``: publish, add, status, verify, and documents from what is built on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.keys import key_file
from support.libraries import SECRET, clause, group, publish, seal, unit, write
from support.project import Cli
from support.word import Word

docgen = Cli()


@pytest.fixture
def groupe(tmp_path: Path) -> Path:
    return group(tmp_path / "groupe")


@pytest.fixture
def metier(tmp_path: Path, groupe: Path) -> Path:
    folder = unit(tmp_path / "metier")
    docgen("library", "add", publish(groupe, "1"), "--project", folder, code=0)
    return folder


def text(folder: Path, *options: object) -> str:
    out = folder / "out"
    docgen("draft", folder / "profiles/acme.yaml", "--out", out, *options, code=0)
    return Word((out / "acme_contrat.docx").read_bytes()).text.replace("\u00a0", " ")


# ------------------------------------------------------------------ built on
def test_a_library_that_says_nothing_drafts_from_the_one_below(metier: Path) -> None:
    assert "Le contrat lie Acme." in text(metier)
    assert "Elles rendent les documents sous 8 jours." in text(metier)


def test_status_tells_what_is_taken_and_adapted(metier: Path) -> None:
    clause(metier, "secret", {"clause.yaml": "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\n"})
    ran = docgen("library", "status", "--project", metier, code=0)
    assert "groupe 1 (" in ran.out
    assert "2 clauses, 1 as they are, 1 adapted" in ran.out
    (row,) = docgen("library", "status", "--project", metier, "--format", "json", code=0).json
    assert (row["licence"], row["authors"], row["as_is"], row["adapted"][0]["id"]) == (
        "CC-BY-4.0",
        ["groupe"],
        ["objet"],
        "secret",
    )


def test_an_adapted_default_and_an_adapted_text_reach_the_document(metier: Path) -> None:
    clause(
        metier,
        "secret",
        {
            "clause.yaml": "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\nparameters: {delai: {default: 3}}\n"
        },
    )
    (metier / "profiles/acme.yaml").write_text("id: acme\nas_of: 2026-11-22\nclient: Acme\n")
    assert "sous 3 jours" in text(metier)
    clause(metier, "secret", {
        "clause.yaml": "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\nrevisions:\n- {number: 1, based_on: 1, change: substantive}\n",
        "r1.fr.md": "Secret absolu, {{ delai }} jours.\n",
    })  # fmt: skip
    seal(metier)
    assert "Secret absolu, 5 jours." in text(metier, "--final")
    assert docgen("check", "--project", metier, "--quiet", code=0).codes == []


def test_the_lock_tells_from_which_library_a_text_comes(metier: Path) -> None:
    text(metier)
    lock = (metier / "out/acme_contrat.lock.yaml").read_text()
    assert "libraries/groupe/clauses/secret/r1.fr.md" in lock


def test_a_library_between_two_others(tmp_path: Path, groupe: Path) -> None:
    middle = unit(tmp_path / "juridique", "juridique")
    docgen("library", "add", publish(groupe, "1"), "--project", middle, code=0)
    clause(middle, "secret", {
        "clause.yaml": "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\nrevisions:\n- {number: 1, based_on: 1, change: legal}\n",
        "r1.fr.md": "Secret du juridique, {{ delai }} jours.\n",
    })  # fmt: skip
    seal(middle)
    package = publish(middle, "1")
    top = unit(tmp_path / "metier")
    refused = docgen("library", "add", package, "--project", top, code=1)
    assert refused.codes == ["SH102"]
    assert not (top / "libraries").exists()
    docgen("library", "add", groupe / "out" / next((groupe / "out").iterdir()).name, "--project", top, code=0)
    docgen("library", "add", package, "--project", top, code=0)
    assert "Secret du juridique, 8 jours." in text(top)
    clause(
        top,
        "secret",
        {"clause.yaml": "schema: docgen.clause/1\nid: secret\nadapts: juridique:secret\ntitle: {fr: Silence}\n"},
    )
    written = text(top)
    assert "Silence" in written
    assert "Secret du juridique" in written


def test_the_same_documents_whether_built_on_or_own(metier: Path, groupe: Path) -> None:
    write(groupe, {"profiles/acme.yaml": (metier / "profiles/acme.yaml").read_text()})
    assert text(groupe) == text(metier)


def test_clauses_show_says_where_a_clause_comes_from(metier: Path) -> None:
    assert "library: groupe" in docgen("clauses", "show", "objet", "--project", metier, code=0).out
    assert docgen("clauses", "show", "groupe:objet", "--project", metier, code=0).out.startswith("id: objet")
    clause(metier, "secret", {"clause.yaml": "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\ntitle: {fr: Silence}\n"})
    listed = docgen("clauses", "list", "--project", metier, code=0).out.splitlines()
    assert [line.rsplit("  ", 1)[1] for line in listed] == ["(groupe)", "(adapts groupe:secret)"]
    assert "Silence" in docgen("clauses", "show", "secret", "--project", metier, code=0).out
    assert "Secret" in docgen("clauses", "show", "groupe:secret", "--project", metier, code=0).out
    assert docgen("clauses", "show", "achats:secret", "--project", metier, code=1).codes == ["LB230"]
    ran = docgen("clauses", "seal", "objet", "--project", metier, code=1)
    assert ran.codes == ["SH114"]


def test_a_version_keeps_the_libraries_it_was_made_from(metier: Path) -> None:
    docgen("record", metier / "profiles/acme.yaml", "--project", metier, "--as-of", "2026-11-22", code=0)
    docgen("verify", "--project", metier, code=0)
    (metier / "libraries/groupe/manifest.json").unlink()
    ran = docgen("verify", "--project", metier)
    assert "Traceback" not in ran.err


# ------------------------------------------------------------------ publish
def test_publishing_twice_gives_the_same_bytes(groupe: Path) -> None:
    first = publish(groupe, "1").read_bytes()
    assert publish(groupe, "1").read_bytes() == first


def test_only_approved_revisions_are_published(groupe: Path, tmp_path: Path) -> None:
    meta = SECRET["clause.yaml"] + "- {number: 2, change: substantive, note: neuf}   # not yet\n"
    clause(groupe, "secret", {"clause.yaml": meta, "r2.fr.md": "Autre secret, {{ delai }} jours.\n"})
    clause(
        groupe,
        "neuf",
        {
            "clause.yaml": "schema: docgen.clause/1\nid: neuf\ntitle: {fr: N}\nrevisions:\n- {number: 1, change: legal}\n",
            "r1.fr.md": "Neuf.\n",
        },
    )
    ran = docgen("library", "publish", "--project", groupe, "--version", "1", "--out", tmp_path / "o", code=0)
    assert ran.codes == ["SH151", "SH151"]
    top = unit(tmp_path / "metier")
    docgen("library", "add", next((tmp_path / "o").iterdir()), "--project", top, code=0)
    assert "not yet" not in (top / "libraries/groupe/clauses/secret/clause.yaml").read_text()
    assert not (top / "libraries/groupe/clauses/secret/r2.fr.md").exists()
    assert not (top / "libraries/groupe/clauses/neuf").exists()
    assert docgen("check", "--project", top, "--quiet").codes == []


def test_a_package_needs_a_version_and_an_error_keeps_it_from_being_written(groupe: Path) -> None:
    assert docgen("library", "publish", "--project", groupe, code=1).codes == ["SH150"]
    (groupe / "clauses/secret/r1.fr.md").write_text("Autre.\n")
    assert "LB220" in docgen("library", "publish", "--project", groupe, "--version", "1", code=1).codes
    assert not (groupe / "out").exists()


def test_a_signed_package_pins_its_signer(groupe: Path, tmp_path: Path) -> None:
    top = unit(tmp_path / "metier")
    docgen("library", "add", publish(groupe, "1", "--key", key_file(tmp_path / "key.pem")), "--project", top, code=0)
    (row,) = docgen("library", "status", "--project", top, "--format", "json", code=0).json
    assert len(row["signer"]) == 64
    assert docgen("library", "verify", "--project", top, code=0).out == "groupe: as published\n"
    unsigned = publish(groupe, "1")
    ran = docgen("library", "update", "groupe", "--from", unsigned, "--project", top, code=1)
    assert ran.codes == ["SH143"]
    (top / "libraries/groupe/signature.json").unlink()
    assert docgen("library", "verify", "--project", top, code=1).codes == ["SH143"]


# ------------------------------------------------------------------ sources
def test_a_folder_a_git_tag_and_a_python_package_give_the_same_library(
    groupe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(groupe, {"clauses/library.yaml": (groupe / "clauses/library.yaml").read_text() + 'version: "1"\n'})
    digests = set()
    for command in (
        ["init", "-q"],
        ["add", "clauses", "templates"],
        ["-c", "user.name=a", "-c", "user.email=a@b.fr", "commit", "-qm", "x"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *command], cwd=groupe, check=True, capture_output=True)
    site = tmp_path / "site"
    (site / "groupe_clauses").mkdir(parents=True)
    for name in ("clauses", "templates"):
        subprocess.run(["cp", "-r", groupe / name, site / "groupe_clauses" / name], check=True)
    write(site, {"groupe_clauses/__init__.py": "raise SystemExit('a library is not run')\n",
                 "groupe-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: groupe\nVersion: 1\n",
                 "groupe-1.dist-info/entry_points.txt": "[docgen.libraries]\ngroupe = groupe_clauses\n"})  # fmt: skip
    monkeypatch.syspath_prepend(site)
    for n, source in enumerate(("../groupe", f"git+file://{groupe}@v1", "python:groupe", publish(groupe, "1"))):
        top = unit(tmp_path / f"metier{n}")
        docgen("library", "add", source, "--project", top, code=0)
        (row,) = docgen("library", "status", "--project", top, "--format", "json", code=0).json
        digests.add(row["digest"])
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("../nowhere", "SH160"), ("..", "SH160"), ("git+file:///nowhere", "SH161"), ("git+file:///nowhere@v1", "SH162"),
        ("git+ext::sh -c true@v1", "SH162"), ("git+--upload-pack=x@v1", "SH161"), ("python:nobody", "SH163"), ("profiles/acme.yaml", "SH130"),
    ],
)  # fmt: skip
def test_a_source_that_is_none(tmp_path: Path, source: str, code: str) -> None:
    top = unit(tmp_path / "metier")
    before = sorted(top.rglob("*"))
    assert docgen("library", "add", source, "--project", top, "--no-index", code=1).codes == [code]
    assert sorted(top.rglob("*")) == before


def test_a_path_is_where_somebody_typed_it_and_is_kept_as_the_project_sees_it(
    tmp_path: Path, groupe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = unit(tmp_path / "nos clauses/métier")
    (tmp_path / "échange à deux").mkdir()
    publish(groupe, "1").rename(tmp_path / "échange à deux/groupe.docgenlib")
    monkeypatch.chdir(tmp_path)
    docgen("library", "add", "échange à deux/groupe.docgenlib", "--project", "nos clauses/métier", code=0)
    (row,) = docgen("library", "status", "--project", top, "--format", "json", code=0).json
    assert row["source"] == "../../échange à deux/groupe.docgenlib"
    monkeypatch.chdir(top)
    assert docgen("library", "update", code=0).out == "groupe 1: nothing new\n"
    assert "Le contrat lie Acme." in text(top)


# ------------------------------------------------------------------ what can be wrong
def test_a_library_twice_or_itself(metier: Path, groupe: Path) -> None:
    assert docgen("library", "add", publish(groupe, "1"), "--project", metier, code=1).codes == ["SH152"]
    assert docgen("library", "add", publish(groupe, "1"), "--project", groupe, code=1).codes == ["SH153"]


def test_a_circle(metier: Path, groupe: Path) -> None:
    package = publish(metier, "1")
    assert docgen("library", "add", package, "--project", groupe, code=1).codes == ["SH101"]


def test_two_libraries_that_claim_one_id(metier: Path, tmp_path: Path) -> None:
    other = group(tmp_path / "achats", "achats")
    docgen("library", "add", publish(other, "1"), "--project", metier, code=0)
    found = docgen("check", "--project", metier, "--quiet", code=1).codes
    assert {"SH111", "SH112"} <= set(found)
    pins = metier / "clauses/libraries.yaml"
    pins.write_text(pins.read_text() + "choose: {objet: achats, secret: groupe}\n")
    write(
        metier,
        {
            "templates/contrat.yaml": "schema: docgen.document/1\nid: contrat\nextends: groupe:contrat\ntitle: {fr: Convention}\n"
        },
    )
    assert docgen("check", "--project", metier, "--quiet", code=0).codes == []
    assert "CONVENTION" in text(metier).upper()
    assert "libraries/achats/clauses/objet/r1.fr.md" in (metier / "out/acme_contrat.lock.yaml").read_text()


def test_an_own_clause_with_a_taken_id_has_to_say_so(metier: Path) -> None:
    clause(metier, "secret", SECRET)
    assert "SH110" in docgen("check", "--project", metier, "--quiet", code=1).codes


def test_what_is_adapted_must_be_there(metier: Path) -> None:
    clause(metier, "neuf", {"clause.yaml": "schema: docgen.clause/1\nid: neuf\nadapts: groupe:nul\n"})
    assert "SH113" in docgen("check", "--project", metier, "--quiet", code=1).codes
    clause(metier, "neuf", {"clause.yaml": "schema: docgen.clause/1\nid: neuf\nadapts: personne:nul\n"})
    assert "SH113" in docgen("check", "--project", metier, "--quiet", code=1).codes


def test_altered_missing_and_foreign_files_of_a_library_are_found(metier: Path) -> None:
    folder = metier / "libraries/groupe"
    original = (folder / "clauses/objet/r1.fr.md").read_text()
    (folder / "clauses/objet/r1.fr.md").write_text(original + "Et plus.\n")
    assert "SH105" in docgen("draft", metier / "profiles/acme.yaml", "--out", metier / "o", "--final", code=1).codes
    assert not (metier / "o").exists()
    (folder / "clauses/objet/r1.fr.md").unlink()
    (folder / "clauses/objet/r9.fr.md").write_text("x")
    assert sorted(docgen("library", "verify", "--project", metier, code=1).codes) == ["SH105", "SH107"]
    assert sorted(docgen("verify", "--project", metier, code=1).codes) == ["SH105", "SH107"]


def test_an_altered_pin_or_manifest_is_found(metier: Path) -> None:
    pins = metier / "clauses/libraries.yaml"
    whole = pins.read_text()
    digest = whole.split('digest: "')[1][:64]
    pins.write_text(whole.replace(digest, "0" * 64))
    assert docgen("library", "verify", "--project", metier, code=1).codes == ["SH104"]
    assert "SH104" in docgen("draft", metier / "profiles/acme.yaml", "--out", metier / "o", "--final", code=1).codes
    pins.write_text(whole.replace("- name: groupe", "- name: groupe\n  nme: x"))
    assert "LB201" in docgen("library", "status", "--project", metier, code=1).codes
    pins.write_text(whole + whole.split("libraries:\n")[1])
    assert "SH103" in docgen("library", "status", "--project", metier, code=1).codes


def test_a_missing_library_is_said(metier: Path) -> None:
    import shutil

    shutil.rmtree(metier / "libraries")
    assert "SH102" in docgen("library", "status", "--project", metier, code=1).codes
    assert "SH102" in docgen("draft", metier / "profiles/acme.yaml", "--out", metier / "o", code=1).codes


def test_a_library_made_on_another_state_is_a_warning(tmp_path: Path, groupe: Path) -> None:
    middle = unit(tmp_path / "juridique", "juridique")
    docgen("library", "add", publish(groupe, "1"), "--project", middle, code=0)
    package = publish(middle, "1")
    top = unit(tmp_path / "metier")
    docgen("library", "add", publish(groupe, "2"), "--project", top, code=0)
    docgen("library", "add", package, "--project", top, code=0)
    assert docgen("library", "status", "--project", top, code=0).codes == ["SH106"]
