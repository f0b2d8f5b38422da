"""``docgen approve``: positions that ask for an approval, and final documents that are refused without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.project import Cli, everything, profile_with

FILE = Path("profiles/approvals/essai.yaml")
FALLBACK = ("clauses:\n", "clauses:\n  confidentialite: {position: trois-ans}\n")
ONLY = ("--only", "accord-confidentialite")
MAY = "helene-vasseur"


@pytest.fixture
def profile(project: Path) -> Path:
    """A client who takes a fallback, and for whom nobody approved anything."""
    return profile_with(project, FALLBACK, ("duree_apres_mois: 60", "duree_apres_mois: 36"))


def approve(docgen: Cli, profile: Path, *more: object, who: str = MAY, code: int = 0) -> list[str]:
    ran = docgen("approve", profile, *ONLY, "--by", who, "--why", "accordé en négociation", *more, code=code)
    return ran.codes or ran.out.splitlines()


def everybody(docgen: Cli, profile: Path) -> None:
    for who in ("paul-quemener", MAY):
        docgen("approve", profile, *ONLY, "--all", "--by", who, "--why", "accordé", code=0)


def test_a_final_document_waits_for_the_approval(profile: Path, docgen: Cli) -> None:
    drafted = docgen("draft", profile, *ONLY, code=0)
    assert f"{profile}:" in drafted.err and 'info GV141: "confidentialite" r2 takes the fallback position "trois-ans"' in drafted.err
    ran = docgen("draft", profile, *ONLY, "--final", "--out", "final", code=1)
    line = next(line for line in ran.err.splitlines() if '"confidentialite"' in line)
    assert "error GV141" in line and "direction-juridique has not approved" in line and not Path("final").exists()
    assert f"Hélène Vasseur or Idris Benali may: docgen approve {profile} --clause confidentialite" in ran.err
    everybody(docgen, profile)
    assert "GV141" not in docgen("draft", profile, *ONLY, "--final", "--out", "final", code=0).codes


def test_what_is_kept_says_who_when_why_and_for_what(profile: Path, docgen: Cli) -> None:
    assert approve(docgen, profile, "--clause", "confidentialite") == ["confidentialite r2: trois-ans (direction-juridique)"]
    text = FILE.read_text(encoding="utf-8")
    for said in ('clause: "confidentialite"', "revision: 2", 'position: "trois-ans"', f'who: "{MAY}"', 'why: "accordé en négociation"',
                 'body: "direction-juridique"', 'duree_apres: "36"', 'subject: "essai"'):  # fmt: skip
        assert said in text, said
    assert approve(docgen, profile, "--clause", "confidentialite", code=1) == ["GV144"]
    assert FILE.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("who", "clause", "codes"),
    [("paul-quemener", "confidentialite", ["GV111"]), ("lena-fabre", "confidentialite", ["GV111"]), ("personne", "confidentialite", ["GV110"]),
     (MAY, "objet", ["GV144"]), (MAY, "confidentialit", ["GV144"])],
)  # fmt: skip
def test_who_may_not_and_what_asks_for_nothing(profile: Path, docgen: Cli, who: str, clause: str, codes: list[str]) -> None:
    before = everything(Path())
    assert approve(docgen, profile, "--clause", clause, who=who, code=1) == codes
    assert approve(docgen, profile, "--clause", clause, "--clause", "confidentialite", who=who, code=1)[0] == codes[0]
    assert everything(Path()) == before


def test_an_approval_is_for_what_was_approved(profile: Path, docgen: Cli) -> None:
    everybody(docgen, profile)
    text = profile.read_text(encoding="utf-8")
    for old, new, said in (
        ("{position: trois-ans}", "{position: deux-ans}", "GV141"), ("duree_apres_mois: 36", "duree_apres_mois: 48", "duree_apres 36, not 48"),
        ("{position: trois-ans}", "{position: trois-ans, parametres: {retour_j: 90}}", "retour_j 30, not 90"),
        ("{position: trois-ans}", "{position: trois-ans, revision: 1}", "GV142"),
    ):  # fmt: skip
        profile.write_text(text.replace(old, new), encoding="utf-8")
        ran = docgen("draft", profile, *ONLY, "--final", "--effective", "2026-12-01", "--out", "final")
        assert ran.code == 1 and said in ran.err, ran.err
    profile.write_text(text.replace("sens: du lundi", "sens: du mardi").replace("Mobilys Cycles", "Mobilys Vélos"), encoding="utf-8")
    docgen("draft", profile, *ONLY, "--final", "--out", "final", code=0)  # what was not agreed may change


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [('why: "accordé"', 'why: "autrement"', "GV121"), ('who: "helene-vasseur"', 'who: "idris-benali"', "GV121"),
     ('subject: "essai"', 'subject: "mobilys"', "GV121"), ("docgen.approvals/1", "docgen.approvals/2", "LB203")],
)  # fmt: skip
def test_an_approval_that_was_edited_is_told_and_no_final_document_is_drawn(profile: Path, docgen: Cli, old: str, new: str, code: str) -> None:
    everybody(docgen, profile)
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    FILE.write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = docgen("draft", profile, *ONLY, "--final", "--out", "final", code=1)
    assert code in ran.codes and f"{FILE.as_posix()}:" in ran.err
    assert code in docgen("verify", code=1).codes


def test_a_member_who_left_does_not_count(profile: Path, docgen: Cli) -> None:
    everybody(docgen, profile)
    people = Path("clauses/people.yaml")
    people.write_text(people.read_text(encoding="utf-8").replace("members: [helene-vasseur, idris-benali]", "members: [idris-benali]"), encoding="utf-8")
    assert "error GV142" in docgen("draft", profile, *ONLY, "--final", "--out", "final", code=1).err
    assert "GV126" in docgen("verify", code=1).codes


def test_the_register_witnesses_approvals(profile: Path, docgen: Cli) -> None:
    docgen("clauses", "witness", "--all", code=0)
    everybody(docgen, profile)
    assert docgen("verify", code=0).codes == []
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(text[: text.rindex("\n- clause:") + 1], encoding="utf-8")
    ran = docgen("verify", code=1)
    assert ran.codes == ["GV131"] and "approvals:essai" in ran.err
    FILE.unlink()
    assert "is gone" in docgen("verify", code=1).err


def test_an_approval_is_taken_back_on_record(profile: Path, docgen: Cli) -> None:
    docgen("clauses", "witness", "--all", code=0)
    everybody(docgen, profile)
    given = FILE.read_bytes()
    ran = docgen("approve", profile, "--clause", "confidentialite", "--revoke", "--by", "idris-benali", "--why", "Le client négocie encore", code=0)
    assert ran.out.splitlines() == ["confidentialite r2: trois-ans (direction-juridique), revoked"]
    after = FILE.read_bytes()
    assert after.startswith(given) and b'step: "revoked"' in after[len(given) :]
    assert docgen("verify", code=0).codes == []
    refused = docgen("draft", profile, *ONLY, "--final", "--out", "final", code=1)
    assert "error GV145" in refused.err and "idris-benali on" in refused.err and "Le client négocie encore" in refused.err
    FILE.write_bytes(given)
    assert docgen("verify", code=1).codes == ["GV131"]
    FILE.write_bytes(after)
    approve(docgen, profile, "--clause", "confidentialite")
    docgen("draft", profile, *ONLY, "--final", "--out", "final", code=0)
    assert docgen("verify", code=0).codes == []


@pytest.mark.parametrize(
    ("more", "who", "code"),
    [(("--clause", "confidentialite"), "paul-quemener", "GV111"), (("--clause", "objet"), MAY, "GV146"), (("--clause", "confidentialite"), "personne", "GV110"),
     (("--all",), "lena-fabre", "GV111")],
)  # fmt: skip
def test_what_nobody_may_revoke_stays(profile: Path, docgen: Cli, more: tuple[str, ...], who: str, code: str) -> None:
    assert docgen("approve", profile, "--all", "--revoke", "--by", MAY, "--why", "x", code=1).codes == ["GV146"]
    approve(docgen, profile, "--clause", "confidentialite")
    before = everything(Path())
    assert docgen("approve", profile, *more, "--revoke", "--by", who, "--why", "x", code=1).codes == [code]
    assert everything(Path()) == before


def test_revoking_looks_at_no_draft(profile: Path, docgen: Cli) -> None:
    approve(docgen, profile, "--clause", "confidentialite")
    for more in (("--only", "contrat"), ("--overlay", "x.yaml"), ("--as-of", "2027-01-01")):
        assert "--revoke takes back" in docgen("approve", profile, "--all", "--revoke", "--why", "x", *more, code=2).err
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("duree_apres_mois: 36", "duree_apres_mois: 48"), encoding="utf-8")  # approved for 36
    docgen("approve", profile, "--all", "--revoke", "--by", MAY, "--why", "x", code=0)
    assert docgen("approve", profile, "--all", "--revoke", "--by", MAY, "--why", "x", code=1).codes == ["GV146"]


def test_a_version_keeps_the_approvals_that_it_was_drawn_with(profile: Path, docgen: Cli) -> None:
    everybody(docgen, profile)
    docgen("record", profile, *ONLY, "--final", "--out", "v1", code=0)
    docgen("mark", "essai@1", "signed", "--on", "2026-12-10", code=0)
    assert not list(Path("v1").glob("*approvals*"))
    kept = FILE.read_bytes()
    FILE.unlink()
    assert docgen("verify", "essai", code=0).codes == []
    docgen("show", "essai@1", "--out", "issued", code=0)
    assert Path("issued/essai.approvals.yaml").read_bytes() == kept


def test_what_is_not_said_is_a_usage_error(profile: Path, docgen: Cli) -> None:
    for more in ([], ["--all", "--clause", "duree", "--why", "x"], ["--all"]):
        assert "Usage:" in docgen("approve", profile, *more, code=2).err
    assert "IO901" in docgen("approve", "profiles/nichts.yaml", "--all", "--why", "x", code=1).codes
