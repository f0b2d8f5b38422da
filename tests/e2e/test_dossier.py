"""A contract from its first version to a plan: record, mark, history, show, verify, plan."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from docgen import __version__
from support.project import APPROVER, AUTHOR, Cli, copy_of, everything, profile_with
from support.word import Word

PROFILE = "profiles/mobilys.yaml"
OVERLAY = """\
overlay: hausse
numero: 1
motif: Le volume des appels augmente.
date_signature: 2027-05-03
date_effet: 2027-06-01
patch:
  moyens_humains.etp: 26
"""
CLI = Cli()


@pytest.fixture(scope="module")
def recorded(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one signed version. For copying only."""
    root = tmp_path_factory.mktemp("recorded") / "project"
    copy_of(sealed, root)
    CLI(
        "record",
        root / PROFILE,
        "--only",
        "contrat",
        "--final",
        "--out",
        root / "out",
        "--by",
        "Inès",
        "--why",
        "première version",
        code=0,
    )
    CLI("mark", "mobilys@1", "sent", "--project", root, "--by", "Inès", "--on", "2026-11-25", code=0)
    CLI(
        "mark",
        "mobilys@1",
        "signed",
        "--project",
        root,
        "--by",
        "Hélène",
        "--on",
        "2026-12-01",
        "--why",
        "signé à Nantes",
        code=0,
    )
    CLI("clauses", "witness", "--all", "--project", root, code=0)
    return root


@pytest.fixture
def signed(recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same as the working folder, to change at will."""
    root = tmp_path / "project"
    copy_of(recorded, root)
    monkeypatch.chdir(root)
    (root / "hausse.yaml").write_text(OVERLAY, encoding="utf-8")
    return root


# -------------------------------------------------------------------- history
def test_the_history_says_who_did_what_when_and_why(signed: Path, docgen: Cli) -> None:
    first, sent, done = docgen("history", "mobilys", code=0).out.splitlines()
    assert first.startswith("mobilys@1  signed  as of 2026-11-20  ")
    assert first.endswith(" by Inès — première version")
    assert sent == "    sent on 2026-11-25 by Inès"
    assert done == "    signed on 2026-12-01 by Hélène — signé à Nantes"
    assert docgen("history", code=0).out == "mobilys: 1 versions, the last is signed, version 1 is signed\n"


def test_the_history_as_data_holds_everything(signed: Path, docgen: Cli) -> None:
    (version,) = docgen("history", "--json", code=0).json
    assert (version["dossier"], version["number"], version["state"], version["engine"]) == (
        "mobilys",
        1,
        "signed",
        __version__,
    )
    assert [d["state"] for d in version["deeds"]] == ["draft", "sent", "signed"]
    assert [f["role"] for f in version["files"]] == ["document", "lock", "text", "approvals"]
    assert version["inputs"]["types"] == ["contrat"]
    assert docgen("history", "mobilys", "--json", code=0).json == [version]


def test_show_gives_what_was_issued_byte_for_byte(signed: Path, docgen: Cli) -> None:
    ran = docgen("show", "mobilys@1", "--out", "issued", code=0)
    assert "document: mobilys_contrat_clairval.docx" in ran.out
    issued = everything(signed / "issued")
    text = issued.pop("mobilys_contrat_clairval.txt")
    assert issued.pop("mobilys.approvals.yaml") == (signed / "profiles/approvals/mobilys.yaml").read_bytes()
    assert issued == everything(signed / "out")
    assert "Mobilys Cycles" in text.decode()
    assert docgen("show", "mobilys", code=0).out == docgen("show", "mobilys@1", code=0).out


@pytest.mark.parametrize("name", ["mobilys@trois", "mobilys@0", "mobilys@", "@1", "mobilys@-1", "mobilys@1@2", "mobilys@" + "9" * 30, "mobilys@" + "9" * 5000])
@pytest.mark.parametrize("command", [("show",), ("mark", "sent")])
def test_what_names_no_version_is_told(signed: Path, docgen: Cli, command: tuple[str, ...], name: str) -> None:
    ran = docgen(command[0], name, *command[1:], code=1)
    assert ran.codes == ["RN620"]
    assert ran.out == ""


@pytest.mark.parametrize(
    ("name", "way_out"), [("volta@1", "dossiers: mobilys"), ("mobilys@7", "the last is mobilys@1")]
)
def test_a_version_that_is_not_there_is_told(signed: Path, docgen: Cli, name: str, way_out: str) -> None:
    for command in (("show", name), ("mark", name, "sent")):
        ran = docgen(*command, code=1)
        assert ran.codes == ["RN621"]
        assert way_out in ran.err
    for command in ("history", "volta"), ("history", "volta", "--json"), ("verify", "volta"), ("verify", "mobilys@1"):
        ran = docgen(*command, code=1)
        assert ran.codes == ["RN621"]
        assert "dossiers: mobilys" in ran.err and ran.out == ""


def test_a_day_before_what_happened_last_is_refused(signed: Path, docgen: Cli) -> None:
    before = docgen("history", "mobilys", code=0).out
    for state in ("terminated", "superseded"):
        ran = docgen("mark", "mobilys@1", state, "--on", "1850-01-01", code=1)
        assert ran.codes == ["RN625"]
        assert f"mobilys@1 was signed on 2026-12-01: it was not {state} before, on 1850-01-01" in ran.err
    for day in ("2027-13-45", "31/12/2027", "hier"):
        assert "write a date as 2027-03-01" in docgen("mark", "mobilys@1", "terminated", "--on", day, code=2).err
    assert docgen("history", "mobilys", code=0).out == before
    docgen("mark", "mobilys@1", "terminated", "--on", "2026-12-01", code=0)  # on the same day it may be


@pytest.mark.parametrize("option", ["--why", "--by"])
@pytest.mark.parametrize("text", ["l1\nl2", "\x1b[31mrouge", "a\u2028b"])
def test_what_a_terminal_would_obey_is_not_recorded(signed: Path, docgen: Cli, option: str, text: str) -> None:
    before = docgen("history", "mobilys", code=0).out
    ran = docgen("mark", "mobilys@1", "terminated", option, text, code=2)
    assert "visible characters on one line" in ran.err
    assert docgen("history", "mobilys", code=0).out == before


def test_a_reason_with_odd_characters_is_kept_as_it_is(signed: Path, docgen: Cli) -> None:
    why = "« l’été »\u00a0: <b>&\"'\\ 🚲 100\u202f%"
    docgen("mark", "mobilys@1", "terminated", "--why", why, code=0)
    assert docgen("history", "mobilys", code=0).out.endswith(f" — {why}\n")
    assert docgen("history", "mobilys", "--json", code=0).json[0]["deeds"][-1]["why"] == why
    docgen("verify", code=0)


# ------------------------------------------------------------------ recording
def test_a_signed_dossier_is_not_recorded_again(signed: Path, docgen: Cli) -> None:
    before = everything(signed)
    ran = docgen("record", PROFILE, "--only", "contrat", "--out", "again", code=1)
    assert ran.codes == ["RN624"]
    assert f"docgen plan {PROFILE}" in ran.err
    assert everything(signed) == before


def test_what_cannot_be_drawn_is_not_recorded(project: Path, docgen: Cli) -> None:
    profile = profile_with(project, ("  siren:", "  sirenn:"))
    ran = docgen("record", profile, "--only", "contrat", "--out", "out", code=1)
    assert not (project / "out").exists()
    assert "PF" in "".join(ran.codes)
    assert docgen("history", code=0).out == ""


@pytest.mark.parametrize(
    ("asked", "code"), [(("--only", "contart"), "AS508"), (("--variant", "lourd"), "AS510"), (("--lang", "xx"), "AS501"), (("--only", "contrat", "--only", "contart"), "AS508")]
)  # fmt: skip
def test_a_type_a_variant_or_a_language_that_there_is_not_is_told(project: Path, docgen: Cli, asked: tuple[str, ...], code: str) -> None:
    ran = docgen("record", PROFILE, *asked, "--out", "out", code=1)
    assert code in ran.codes
    assert not (project / "out").exists()
    assert docgen("history", code=0).out == ""


# --------------------------------------------------------------------- verify
def test_what_holds_is_verified_in_silence(signed: Path, docgen: Cli) -> None:
    ran = docgen("verify", code=0)
    assert ran.codes == []
    assert "1 versions verified" in ran.err


def test_a_signed_version_is_made_again_from_the_register_when_the_library_moved_on(signed: Path, docgen: Cli) -> None:
    for text in (signed / "clauses").glob("*/r*.fr.md"):
        text.write_text("Tout autre chose.\n", encoding="utf-8")
    shutil.rmtree(signed / "templates" / "docx")
    (signed / PROFILE).write_text("id: mobilys\n", encoding="utf-8")
    ran = docgen("verify", "mobilys", code=0)
    assert ran.codes == []
    assert "1 versions verified" in ran.err


def altered(root: Path, *statements: str) -> None:
    """The register, changed behind the back of docgen."""
    db = sqlite3.connect(root / "register.sqlite")
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{trigger}"')
    for statement in statements:
        assert db.execute(statement).rowcount > 0, statement
    db.commit()
    db.close()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE register_version SET why = 'autre'", "UPDATE register_deed SET \"on\" = '2026-12-02' WHERE nth = 3", "UPDATE register_file SET size = size + 1",
     "DELETE FROM register_deed WHERE nth = 3", "UPDATE register_link SET head = previous WHERE '' || dossier = 'mobilys'"],
)  # fmt: skip
def test_a_row_that_was_changed_is_found(signed: Path, docgen: Cli, statement: str) -> None:
    altered(signed, statement)
    ran = docgen("verify", code=1)
    assert any(code.startswith("RG") for code in ran.codes)
    assert "not everything holds" in ran.err


def digest_in(root: Path, column: str) -> str:
    db = sqlite3.connect(root / "register.sqlite")
    try:
        return str(db.execute(column).fetchone()[0])
    finally:
        db.close()


def test_a_document_that_was_changed_in_the_register_is_found(signed: Path, docgen: Cli) -> None:
    digest = digest_in(signed, "SELECT digest FROM register_file WHERE role = 'document'")
    altered(signed, "UPDATE register_version SET why = 'autre'", f"UPDATE register_blob SET data = zeroblob(10) WHERE digest = '{digest}'")
    ran = docgen("verify", code=1)
    assert "RG406" in ran.codes
    assert len(set(ran.codes)) > 1  # one damage does not hide another


def test_a_document_that_was_lost_is_told_and_the_others_are_written(signed: Path, docgen: Cli) -> None:
    digest = digest_in(signed, "SELECT digest FROM register_file WHERE role = 'document'")
    altered(signed, f"DELETE FROM register_blob WHERE digest = '{digest}'")
    ran = docgen("show", "mobilys@1", "--out", "issued", code=1)
    assert ran.codes == ["RN622"]
    assert "mobilys_contrat_clairval.docx" in ran.err
    assert sorted(everything(signed / "issued")) == [
        "mobilys.approvals.yaml", "mobilys_contrat_clairval.lock.yaml", "mobilys_contrat_clairval.txt",
    ]  # fmt: skip


def test_a_profile_that_was_lost_is_told_and_the_files_are_still_there(signed: Path, docgen: Cli) -> None:
    digest = digest_in(signed, "SELECT profile_digest FROM register_version")
    altered(signed, f"DELETE FROM register_blob WHERE digest = '{digest}'")
    ran = docgen("verify", code=1)
    assert "RN640" in ran.codes
    assert "docgen show mobilys@1 --out FOLDER" in ran.err
    docgen("show", "mobilys@1", "--out", "issued", code=0)
    assert (signed / "issued" / "mobilys_contrat_clairval.docx").read_bytes() == (
        signed / "out" / "mobilys_contrat_clairval.docx"
    ).read_bytes()
    assert docgen("plan", PROFILE, code=1).codes == ["RN622"]


def test_a_library_that_was_lost_is_told(signed: Path, docgen: Cli) -> None:
    manifest = digest_in(signed, "SELECT library_digest FROM register_version")
    (signed / "clauses" / "objet" / "r1.fr.md").write_text("Autre.\n", encoding="utf-8")
    altered(signed, f"DELETE FROM register_blob WHERE digest = '{manifest}'")
    ran = docgen("verify", code=1)
    assert "RN640" in ran.codes
    assert "lost its library" in ran.err


# ----------------------------------------------------------------------- plan
def test_a_plan_without_a_change_ends_with_0(signed: Path, docgen: Cli) -> None:
    ran = docgen("plan", PROFILE, code=0)
    assert "Rien ne change dans les documents." in ran.out
    plain = docgen("plan", PROFILE, "--json", code=0).json
    assert (plain["changes"], plain["facts"], plain["offers"]) == (False, [], [])
    assert [(d["fate"], d["clauses"], d["shifts"]) for d in plain["documents"]] == [("same", [], [])]


def test_a_plan_tells_what_changes_and_why_and_writes_nothing(signed: Path, docgen: Cli) -> None:
    before = everything(signed)
    ran = docgen("plan", PROFILE, "--overlay", "hausse.yaml", code=3)
    assert "Par rapport à mobilys@1 (signé)" in ran.out
    assert "remplacé" in ran.out and "parce que profil" in ran.out
    assert "avenant à signer" in ran.out
    plain = docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--json", code=3).json
    assert plain["schema"] == "docgen.plan/1"
    assert [(f["path"], f["axis"], f["before"], f["after"]) for f in plain["facts"]] == [
        ("moyens_humains.etp", "effectif", "24\u00a0ETP", "26\u00a0ETP")
    ]
    assert plain["axes"] == [["effectif", "Effectif"]]
    (document,) = plain["documents"]
    assert document["fate"] == "changed" and document["amendment"]
    assert all(c["mode"] == "replaced" and c["number"] and c["before"] != c["after"] for c in document["clauses"])
    assert all(
        {"kind": "profile", "what": "moyens_humains.etp"}.items() <= c["causes"][0].items() for c in document["clauses"]
    )
    assert everything(signed) == before


def test_a_plan_is_saved_and_sent_round(signed: Path, docgen: Cli) -> None:
    ran = docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "plan.json", "--html", "plan.html", code=3)
    assert "plan.json" in ran.out and "plan.html" in ran.out
    saved = json.loads((signed / "plan.json").read_text(encoding="utf-8"))
    docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "again.json", "--html", "again.html", code=3)
    assert [(signed / f"again.{k}").read_bytes() for k in ("json", "html")] == [
        (signed / f"plan.{k}").read_bytes() for k in ("json", "html")
    ]
    fresh = docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--json", code=3).json
    origin = saved.pop("origin")
    assert saved == fresh
    assert origin["profile"] == PROFILE and origin["overlays"] == ["hausse.yaml"]
    assert str(signed) not in (signed / "plan.json").read_text(encoding="utf-8")
    page = (signed / "plan.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "moyens_humains.etp" in page
    assert "http" not in page and "<script" not in page and " src=" not in page


def test_a_plan_for_what_was_never_recorded_is_told(signed: Path, docgen: Cli) -> None:
    ran = docgen("plan", "profiles/voltea.yaml", code=1)
    assert ran.codes == ["RN623"]
    assert "docgen record profiles/voltea.yaml" in ran.err


def test_a_plan_that_takes_what_is_not_there_is_told(signed: Path, docgen: Cli) -> None:
    ran = docgen("plan", PROFILE, "--take", "obje", code=1)
    assert ran.codes == ["RN605"]
    assert 'did you mean "objet"?' in ran.err


def test_a_wrong_change_is_told_at_its_place_in_its_own_file(signed: Path, docgen: Cli) -> None:
    (signed / "hausse.yaml").write_text(
        OVERLAY.replace("moyens_humains.etp:", "moyens_humains.effectif:"), encoding="utf-8"
    )
    ran = docgen("plan", PROFILE, "--overlay", "hausse.yaml", code=1)
    assert "hausse.yaml:7:" in ran.err, ran.err


def test_a_clause_whose_signed_text_was_edited_blocks_the_plan(signed: Path, docgen: Cli) -> None:
    text = signed / "clauses" / "objet" / "r1.fr.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nEt autre chose.\n", encoding="utf-8")
    ran = docgen("plan", PROFILE, "--draft", code=1)
    assert "RN603" in ran.codes


def test_a_revision_that_left_the_library_blocks_the_plan(signed: Path, docgen: Cli) -> None:
    folder = signed / "clauses" / "objet"
    meta = folder / "clause.yaml"
    meta.write_text(meta.read_text(encoding="utf-8").replace("number: 1", "number: 7"), encoding="utf-8")
    for text in folder.glob("r1.*"):
        text.rename(text.with_name(text.name.replace("r1", "r7")))
    (folder / "journal.yaml").unlink()
    assert "RN602" in docgen("plan", PROFILE, "--draft", code=1).codes


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "hausse.yaml: error Y111: the file is empty"),
        (OVERLAY.encode().replace(b"etp", b"\xff"), "hausse.yaml:7:18: error Y104: byte "),
        (OVERLAY.encode("utf-16"), "hausse.yaml:1:1: error Y104: the file is UTF-16"),
        (b"PK\x03\x04\xff", "hausse.yaml:1:1: error Y104: the file is no text but a Word file"),
        (b"overlay: x\n  bad: [1\n", "hausse.yaml:2:6: error Y101"),
        (b"texte", "hausse.yaml:1:1: error Y112"),
        (b"id: autre\n", "hausse.yaml:1:1: error PF208: the file holds 2 profiles"),
        (OVERLAY.encode().replace(b"overlay: hausse", b"hausse: 1"), "hausse.yaml:1:1: error PF208"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_change_is_told_at_its_own_place(signed: Path, docgen: Cli, content: bytes, told: str) -> None:
    (signed / "hausse.yaml").write_bytes(content)
    ran = docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "plan.json", code=1)
    assert ran.err.startswith(told), ran.err
    assert "hint: " in ran.err and ran.out == ""
    assert not (signed / "plan.json").exists()


def test_the_place_of_a_byte_counts_in_its_own_file(signed: Path, docgen: Cli) -> None:
    (signed / "hausse.yaml").write_bytes(b"overlay: h\xe9\n")
    assert "byte 11 (0xE9)" in docgen("plan", PROFILE, "--overlay", "hausse.yaml", code=1).err


# ----------------------------------------------------------------- regenerate
@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[]",
        "nonsense",
        '{"origin": {}}',
        '"x"',
        "[" * 5000,
        '{"origin": {"profile": 1, "overlays": [], "asked": {"take": []}}}',
        '{"origin": {"profile": "p.yaml", "overlays": "abc", "asked": {"take": []}}}',
        '{"origin": {"profile": "p\\u0000.yaml", "overlays": [], "asked": {"take": []}}}',
        '{"origin": {"profile": "p.yaml", "overlays": [], "asked": {"take": [3]}}}',
        '{"origin": {"profile": "p.yaml", "overlays": [], "asked": {"take": [], "as_of": 5}}}',
        '{"origin": {"profile": "p.yaml", "overlays": [], "asked": {"take": [], "effective": "2027-99-01"}}}',
        '{"origin": {"profile": "p.yaml", "overlays": [], "asked": {"take": [], "motive": ["x"]}}}',
        '{"origin": {"profile": "p.yaml", "overlays": [], "asked": {"take": [], "final": "no"}}}',
        '{"origin": {"profile": "p.yaml", "overlays": [], "asked": {"take": [], "other": 1}}}',
    ],
)
def test_a_file_that_is_no_plan_is_told(signed: Path, docgen: Cli, content: str) -> None:
    (signed / "plan.json").write_text(content, encoding="utf-8")
    ran = docgen("regenerate", "plan.json", code=1)
    assert ran.codes == ["RN632"]
    assert "plan.json" in ran.err


def test_an_amendment_to_an_unsigned_contract_is_told(sealed: Path, tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "p"
    copy_of(sealed, root)
    monkeypatch.chdir(root)
    docgen("record", PROFILE, "--only", "contrat", "--out", "v1", code=0)
    before = everything(root / "v1")
    changed = profile_with(root, ("  etp: 24\n", "  etp: 26\n"), name="mobilys")
    ran = docgen("regenerate", changed, "--motive", "hausse", "--draft", "--out", "v2", code=1)
    assert "RN607" in ran.codes
    assert "mobilys@1 signed --on" in ran.err
    assert not (root / "v2").exists() and everything(root / "v1") == before
    docgen("regenerate", changed, "--draft", "--out", "v2", code=0)  # the next draft
    assert not list((root / "v2").glob("*avenant*"))


def test_a_plan_of_another_form_is_told(signed: Path, docgen: Cli) -> None:
    docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "plan.json", code=3)
    saved = json.loads((signed / "plan.json").read_text(encoding="utf-8"))
    for edited in {"schema": "docgen.plan/9"}, {"documents": []}, {"facts": saved["facts"] * 2}:
        (signed / "plan.json").write_text(json.dumps({**saved, **edited}), encoding="utf-8")
        ran = docgen("regenerate", "plan.json", "--out", "new", code=1)
        assert ran.codes == ["RN632"]
        assert "plan.json: error" in ran.err
    assert not (signed / "new").exists()


def test_a_saved_plan_is_known_by_any_name_and_takes_no_options_of_a_profile(signed: Path, docgen: Cli) -> None:
    docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "accord.txt", code=3)
    for option in ("--overlay", "nope.yaml"), ("--take", "all"), ("--as-of", "2029-01-01"), ("--motive", "x"), ("--draft",):
        ran = docgen("regenerate", "accord.txt", *option, "--out", "new", code=2)
        assert f"{option[0]}: it belongs to a PROFILE" in ran.err
    assert not (signed / "new").exists()
    docgen("regenerate", "accord.txt", "--out", "new", code=0)


def test_a_plan_replaces_nothing_that_it_is_made_from(signed: Path, docgen: Cli) -> None:
    before = everything(signed)
    asked = ("plan", PROFILE, "--overlay", "hausse.yaml")
    for option in ("--save", f"./{PROFILE}"), ("--html", signed / "hausse.yaml"), ("--save", "x.json", "--html", "./x.json"):
        assert "would be replaced" in docgen(*asked, *option, code=2).err
    assert everything(signed) == before


@pytest.mark.parametrize("moved", ["overlay", "library", "history"])
def test_a_plan_is_refused_when_anything_moved_since(signed: Path, docgen: Cli, moved: str) -> None:
    docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "plan.json", code=3)
    if moved == "history":
        docgen("mark", "mobilys@1", "terminated", code=0)
        docgen("record", PROFILE, "--only", "contrat", "--out", "out2", code=0)
    else:
        path = signed / {"overlay": "hausse.yaml", "library": "clauses/objet/clause.yaml"}[moved]
        old, new = ("etp: 26", "etp: 27") if moved == "overlay" else ("\n", "\n\n")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    before = docgen("history", "--json", code=0).out
    ran = docgen("regenerate", "plan.json", "--out", "new", code=1)
    assert ran.codes == ["RN631"]
    assert not (signed / "new").exists()
    assert docgen("history", "--json", code=0).out == before


def test_nothing_is_made_where_nothing_changes(signed: Path, docgen: Cli) -> None:
    ran = docgen("regenerate", PROFILE, "--out", "new", code=1)
    assert ran.codes == ["RN633"]
    assert not (signed / "new").exists()


# ----------------------------------------------------- made again, but different
def test_another_docgen_is_told_and_its_text_compared(signed: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.app.verify.__version__", "99.0")
    ran = docgen("verify", code=0)
    assert ran.codes == ["RN643"]
    assert __version__ in ran.err


def test_a_program_that_writes_something_else_is_found(signed: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.app import verify

    honest = verify.canonical_text
    monkeypatch.setattr(verify, "canonical_text", lambda made: honest(made).replace(b"Mobilys", b"Mobylis"))
    seen = iter(range(99))
    monkeypatch.setattr(verify, "parts_digest", lambda data: str(next(seen)))
    ran = docgen("verify", code=1)
    assert ran.codes == ["RN641", "RN642"]
    assert "from paragraph" in ran.err


def test_a_recipe_of_another_form_is_not_guessed_at(signed: Path, docgen: Cli) -> None:
    altered(signed, "UPDATE register_version SET inputs = replace(inputs, 'docgen.recipe/1', 'docgen.recipe/9')")
    ran = docgen("verify", code=1)
    assert "RN640" in ran.codes and "unknown form" in ran.err
    assert docgen("plan", PROFILE, code=1).codes == ["RN601"]


def test_a_template_that_counts_in_another_way_is_refused(signed: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.app.versions.moved_numbers", lambda before, after: (("12", "13"), ("13", "")))
    ran = docgen("plan", PROFILE, code=1)
    assert ran.codes == ["RN606"]
    assert "2 articles would have another number, the first 13 in place of 12" in ran.err


def test_a_plan_that_was_read_is_carried_out_signed_and_verified(signed: Path, docgen: Cli) -> None:
    docgen("plan", PROFILE, "--overlay", "hausse.yaml", "--save", "plan.json", code=3)
    docgen("regenerate", "plan.json", "--out", "new", "--by", "Inès", code=0)
    (one, two) = docgen("history", "mobilys", "--json", code=0).json
    assert (two["base"], two["number"], two["state"], one["state"]) == (1, 2, "draft", "signed")
    issued = {f["name"]: f["role"] for f in two["files"]}
    assert {"document", "amendment", "lock", "text", "redline", "note", "approvals"} == set(issued.values())
    assert {n for n, role in issued.items() if role not in ("text", "approvals")} == set(everything(signed / "new"))
    docgen("mark", "mobilys@2", "signed", code=0)
    assert docgen("verify", code=0).codes == []
    assert "version 2 is signed" in docgen("history", code=0).out
    docgen("plan", PROFILE, "--overlay", "hausse.yaml", code=0)  # what was done is no change any more


def test_an_annex_and_a_part_under_another_title_are_planned_told_and_printed(signed: Path, docgen: Cli) -> None:
    path = signed / "templates/contrat.yaml"
    text = path.read_text(encoding="utf-8")
    new = text.replace("{fr: Indicateurs et niveaux de service,", "{fr: Mesure du service,").replace("{fr: Sortie,", "{fr: Fin du contrat,")
    assert new != text
    path.write_text(new, encoding="utf-8")
    (document,) = (d for d in docgen("plan", PROFILE, "--json", code=3).json["documents"] if d["amendment"])
    assert [(c["clause"], c["mode"], c["before"], c["after"]) for c in document["clauses"] if c["mode"] == "retitled"] == [
        ("part:6", "retitled", ["Sortie"], ["Fin du contrat"]),
        ("annex:indicateurs", "retitled", ["Indicateurs et niveaux de service"], ["Mesure du service"]),
    ]
    docgen("regenerate", PROFILE, "--out", "new", "--by", "Inès", code=0)
    said = Word((signed / "new/mobilys_avenant_clairval-1.docx").read_bytes()).text.replace("\u00a0", " ")
    assert "(Indicateurs et niveaux de service) est remplacé par l’intitulé « Mesure du service »." in said
    assert "est remplacé par l’intitulé « Fin du contrat »." in said
    old, now = (Word((signed / f"{d}/mobilys_contrat_clairval.docx").read_bytes()).texts for d in ("out", "new"))
    assert {"Mesure du service", "Fin du contrat"} <= set(now)
    assert "Sortie" in old and "Sortie" not in now
    assert old.count("Indicateurs et niveaux de service") - now.count("Indicateurs et niveaux de service") == 1  # left: a caption
    docgen("mark", "mobilys@2", "signed", code=0)
    assert docgen("verify", code=0).codes == []
    docgen("plan", PROFILE, code=0)  # what was told is no change any more


def test_a_plan_is_carried_out_in_another_copy_of_the_project(signed: Path, tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # saved from outside of the project, applied inside of a copy that lies elsewhere
    docgen("plan", signed / PROFILE, "--overlay", signed / "hausse.yaml", "--save", "plan.json", code=3)
    copy = tmp_path / "chez Hélène" / "copie"
    copy_of(signed, copy)
    shutil.move(signed, tmp_path / "away")
    monkeypatch.chdir(copy)
    docgen("regenerate", "../../plan.json", "--out", "new", code=0)
    assert (copy / "new" / "mobilys_avenant_clairval-1.docx").is_file()
    assert [v["number"] for v in docgen("history", "--json", code=0).json] == [1, 2]


def test_two_providers_five_axes_then_a_law_that_did_not_exist(sealed: Path, tmp_path: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other example profile, to its third version: two amendments at once, then a legal revision of one clause only."""
    root = tmp_path / "p"
    copy_of(sealed, root)
    monkeypatch.chdir(root)
    profile, contract = "profiles/voltea.yaml", ("--only", "contrat")
    docgen("record", profile, *contract, "--final", "--out", "v1", code=0)
    docgen("mark", "voltea@1", "signed", "--on", "2027-01-15", code=0)
    assert docgen("plan", profile, code=1).codes == ["RN604"]  # electronic invoices: the old wording ended before the change
    docgen("plan", profile, "--take", "facturation-paiement", "--save", "plan.json", code=3)
    docgen("regenerate", "plan.json", "--out", "v2", code=0)
    assert {p.name for p in (root / "v2").glob("*_avenant_*.docx")} == {"voltea_avenant_hexavoix-1.docx", "voltea_avenant_amilcar-1.docx"}
    assert {p.name for p in (root / "v2").glob("*.redline.docx")} == {
        "voltea_contrat_hexavoix.redline.docx", "voltea_contrat_amilcar.redline.docx"}  # fmt: skip
    docgen("mark", "voltea@2", "signed", "--on", "2028-01-14", code=0)
    _revised(root / "clauses/force-majeure")
    for step, who in (("submit", AUTHOR), ("approve", APPROVER)):
        docgen("clauses", step, "force-majeure", "--by", who, "--why", "loi de 2028", code=0)
    untouched = docgen("plan", profile, "--as-of", "2028-09-01", code=0)
    assert "à reprendre par --take force-majeure" in untouched.out or "proposée" in untouched.out
    law = docgen("plan", profile, "--as-of", "2028-09-01", "--take", "legal", "--json", code=3).json
    changed = {d["name"]: [c["clause"] for c in d["clauses"]] for d in law["documents"] if d["fate"] == "changed"}
    assert changed == {"contrat/hexavoix": ["force-majeure"], "contrat/amilcar": ["force-majeure"]}
    docgen("regenerate", profile, "--as-of", "2028-09-01", "--take", "legal", "--motive", "Nouvelle loi", "--out", "v3", code=0)
    docgen("mark", "voltea@3", "signed", "--on", "2028-08-20", code=0)
    assert "3 versions verified" in docgen("verify", code=0).err


def _revised(clause: Path) -> None:
    """One more revision of a clause, as the law of 2028 demands it."""
    meta = (clause / "clause.yaml").read_text(encoding="utf-8")
    first = '  - {number: 1, change: substantive, in_force: {from: 2020-01-01}, note: "Première rédaction."}\n'
    assert first in meta
    second = '  - {number: 2, change: legal, in_force: {from: 2028-06-01}, supersedes: recommended, note: "Loi de 2028."}\n'
    (clause / "clause.yaml").write_text(meta.replace(first, first + second), encoding="utf-8")
    for language, more in (("fr", "La Partie empêchée en informe l'autre sans délai et par écrit."), ("en", "The prevented Party informs the other in writing without delay.")):
        text = (clause / f"r1.{language}.md").read_text(encoding="utf-8")
        (clause / f"r2.{language}.md").write_text(f"{text.rstrip()}\n\n{more}\n", encoding="utf-8")


def test_a_version_is_the_same_five_versions_later(signed: Path, docgen: Cli) -> None:
    """Each version builds on the one before it: an article leaves, comes back, and figures move."""
    patches = (
        "moyens_humains.etp: 25", "clauses.non-sollicitation.inclure: false", "volume.tolerance_pct: 12",
        "clauses.non-sollicitation.inclure: true", "paiement.delai_j: 30",
    )  # fmt: skip
    for number, patch in enumerate(patches, 1):
        overlay = signed / f"change-{number}.yaml"
        overlay.write_text(f"overlay: c{number}\nnumero: {number}\ndate_effet: 2027-0{number + 1}-01\npatch:\n  {patch}\n", encoding="utf-8")
        planned = docgen("plan", PROFILE, "--overlay", overlay.name, "--json", code=3).json
        docgen("regenerate", PROFILE, "--overlay", overlay.name, "--out", f"v{number + 1}", code=0)
        said = (signed / f"v{number + 1}" / f"mobilys_avenant_clairval-{number}.docx").read_bytes()
        told = [c["title"] for d in planned["documents"] if d["name"] == "contrat/clairval" for c in d["clauses"]]
        assert told and all(title in Word(said).text for title in told)  # what the plan said is what the amendment does
        docgen("mark", f"mobilys@{number + 1}", "signed", "--on", f"2027-0{number}-20", code=0)
    assert "6 versions verified" in docgen("verify", code=0).err
    for number in range(1, 7):
        docgen("show", f"mobilys@{number}", "--out", f"shown{number}", code=0)
    assert everything(signed / "shown2").items() >= everything(signed / "v2").items()
    assert (signed / "shown1/mobilys_contrat_clairval.docx").read_bytes() == (signed / "out/mobilys_contrat_clairval.docx").read_bytes()
