"""``docgen clauses revise``, ``submit``, ``approve``, ``withdraw``, ``diff``, ``log``, ``witness``, and what ``verify`` says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.project import APPROVER, AUTHOR, Cli, everything, ungoverned

CLAUSE = Path("clauses/audit")
META, JOURNAL = CLAUSE / "clause.yaml", CLAUSE / "journal.yaml"


def revised(docgen: Cli, *more: str) -> None:
    """A second revision that says something else, as a draft."""
    docgen("clauses", "revise", "audit", "--from", "2027-01-01", "--note", "Vingt jours", "--by", AUTHOR, *more, code=0)
    for language, old, new in (("fr", "quinze (15) jours", "vingt (20) jours"), ("en", "fifteen (15) days", "twenty (20) days")):
        edit(CLAUSE / f"r2.{language}.md", old, new)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def step(docgen: Cli, name: str, who: str, *more: object, code: int = 0) -> list[str]:
    """Take a step; gives the codes of what was said."""
    return docgen("clauses", name, "audit", "r2", "--by", who, "--why", "pour cela", *more, code=code).codes


def status(docgen: Cli, number: int = 2) -> str:
    rows = docgen("clauses", "show", "audit", "--format", "json", code=0).json["revisions"]
    return str(next(r["status"] for r in rows if r["number"] == number))


# ------------------------------------------------------------------- the way of a revision
def test_a_revision_from_draft_to_withdrawn(project: Path, docgen: Cli) -> None:
    meta = META.read_text(encoding="utf-8")
    revised(docgen)
    added = [line for line in META.read_text(encoding="utf-8").splitlines() if line not in meta.splitlines()]
    assert added == ["  - {number: 2, change: substantive, in_force: {from: 2027-01-01}, note: Vingt jours, authors: [camille-roussel]}"]
    seen = [status(docgen)]
    for name, who in (("submit", AUTHOR), ("approve", APPROVER), ("withdraw", APPROVER)):
        assert step(docgen, name, who) == []
        seen.append(status(docgen))
    assert seen == ["draft", "in review", "approved", "withdrawn"]
    rows = docgen("clauses", "log", "audit", "--format", "json", code=0).json
    assert [(r["revision"], r["step"], r["who"], r["why"]) for r in rows[2:]] == [
        (2, "submitted", AUTHOR, "pour cela"), (2, "approved", APPROVER, "pour cela"), (2, "withdrawn", APPROVER, "pour cela"),
    ]  # fmt: skip
    lines = docgen("clauses", "log", "audit", code=0).out.splitlines()
    assert len(lines) == 5 and "Hélène Vasseur: pour cela" in lines[-1] and lines[-1].startswith("20")


def test_a_person_is_named_by_id_name_address_or_user(project: Path, docgen: Cli) -> None:
    revised(docgen)
    docgen("clauses", "submit", "audit", "--why", "x", env={"DOCGEN_USER": "Camille.Roussel@exemple.fr"}, code=0)
    edit(Path("clauses/people.yaml"), "    name: Hélène Vasseur\n", "    name: Hélène Vasseur\n    users: [hvasseur]\n")
    docgen("clauses", "approve", "audit", "--why", "x", env={"DOCGEN_USER": "hvasseur"}, code=0)
    assert status(docgen) == "approved"


def test_a_body_is_named_by_one_of_its_members(project: Path, docgen: Cli) -> None:
    revised(docgen)
    step(docgen, "submit", AUTHOR)
    assert step(docgen, "approve", APPROVER, "--body", "direction-achats", code=1) == ["GV111"]
    assert step(docgen, "approve", APPROVER, "--body", "direction-juridiqe", code=1) == ["GV102"]
    step(docgen, "approve", APPROVER, "--body", "direction-juridique")
    assert docgen("clauses", "log", "audit", "--format", "json", code=0).json[-1]["body"] == "direction-juridique"


def test_all_that_waits_is_done_at_once_or_nothing(project: Path, docgen: Cli) -> None:
    for id_ in ("audit", "duree"):
        docgen("clauses", "revise", id_, "--change", "editorial", "--from", "2027-01-01", "--note", "x", "--by", AUTHOR, code=0)
    ran = docgen("clauses", "submit", "--all", "--by", AUTHOR, "--why", "x", code=0)
    assert ran.out.splitlines() == ["audit r2: in review", "duree r2: in review"]
    edit(Path("clauses/duree/r2.fr.md"), " ", "  ")
    before = everything(project)
    assert docgen("clauses", "approve", "--all", "--by", APPROVER, "--why", "x", code=1).codes == ["GV114"]
    assert everything(project) == before
    assert docgen("clauses", "submit", "--all", "--by", AUTHOR, "--why", "x", code=0).out == ""


# ----------------------------------------------------------------------- what is refused
@pytest.mark.parametrize("change", ["substantive", "legal"])
def test_nobody_approves_their_own_change(project: Path, docgen: Cli, change: str) -> None:
    edit(Path("clauses/people.yaml"), '{role: author, department: "*"}', '{role: author, department: "*"}\n    - {role: approver, department: "*"}')
    revised(docgen, "--change", change)
    step(docgen, "submit", AUTHOR)
    before = everything(project)
    ran = docgen("clauses", "approve", "audit", "r2", "--by", AUTHOR, "--why", "x", code=1)
    assert ran.codes == ["GV112"] and APPROVER in ran.err and "clauses/audit/clause.yaml:" in ran.err
    assert everything(project) == before


def test_an_author_who_did_not_submit_does_not_approve_either(project: Path, docgen: Cli) -> None:
    revised(docgen)
    step(docgen, "submit", AUTHOR, "--author", APPROVER)
    assert step(docgen, "approve", APPROVER, code=1) == ["GV112"]
    assert step(docgen, "submit", AUTHOR, "--author", "personne", code=1) == ["GV103"]


def test_an_editorial_change_is_approved_by_its_author(project: Path, docgen: Cli) -> None:
    edit(Path("clauses/people.yaml"), '{role: author, department: "*"}', '{role: author, department: "*"}\n    - {role: approver, department: "*"}')
    revised(docgen, "--change", "editorial")
    step(docgen, "submit", AUTHOR)
    assert step(docgen, "approve", AUTHOR) == []


@pytest.mark.parametrize(
    ("who", "code", "way_out"),
    [("lena-fabre", "GV111", "camille-roussel"), ("camile-roussel", "GV110", 'did you mean "camille-roussel"?'), ("zz", "GV110", "add yourself")],
)
def test_who_may_not_or_is_nobody_is_told(project: Path, docgen: Cli, who: str, code: str, way_out: str) -> None:
    revised(docgen)
    ran = docgen("clauses", "submit", "audit", "r2", "--by", who, "--why", "x", code=1)
    assert ran.codes == [code] and way_out in ran.err and "clauses/people.yaml" in ran.err
    assert docgen("clauses", "revise", "duree", "--note", "x", "--by", "zz", code=1).codes == ["GV110"]


def test_a_role_ends(project: Path, docgen: Cli) -> None:
    revised(docgen)
    edit(Path("clauses/people.yaml"), '{role: author, department: "*"}', '{role: author, department: "*", to: 2020-01-01}')
    assert step(docgen, "submit", AUTHOR, code=1) == ["GV111"]


def test_steps_come_one_after_the_other(project: Path, docgen: Cli) -> None:
    revised(docgen)
    assert step(docgen, "approve", APPROVER, code=1) == ["GV113"]
    assert step(docgen, "withdraw", APPROVER, code=1) == ["GV113"]
    assert docgen("clauses", "submit", "audit", "r7", "--by", AUTHOR, "--why", "x", code=1).codes == ["GV116"]
    assert docgen("clauses", "submit", "audit", "r1", "--by", AUTHOR, "--why", "x", code=1).codes == ["GV113"]
    assert docgen("clauses", "approve", "audit", "--by", APPROVER, "--why", "x", code=1).codes == ["GV113"]
    assert docgen("clauses", "submit", "audti", "--by", AUTHOR, "--why", "x", code=1).codes == ["LB230"]
    assert docgen("clauses", "revise", "audit", "--note", "x", "--by", AUTHOR, code=1).codes == ["GV117"]
    assert docgen("clauses", "revise", "audti", "--note", "x", "--by", AUTHOR, code=1).codes == ["LB230"]


def test_what_changed_since_it_was_submitted_is_not_approved(project: Path, docgen: Cli) -> None:
    revised(docgen)
    step(docgen, "submit", AUTHOR)
    edit(CLAUSE / "r2.fr.md", "vingt (20)", "trente (30)")
    assert "GV125" in docgen("check", code=0).codes
    assert step(docgen, "approve", APPROVER, code=1) == ["GV114"]
    step(docgen, "submit", AUTHOR)
    assert step(docgen, "approve", APPROVER) == []


@pytest.mark.parametrize(
    "arguments",
    [["submit"], ["submit", "audit", "--all", "--why", "x"], ["submit", "audit", "r2"], ["approve", "audit", "deux", "--why", "x"],
     ["withdraw", "audit", "--why", "x"], ["revise", "audit"], ["diff", "audit", "r1"], ["witness"], ["submit", "audit", "--why", "\x1b[2J"]],
)  # fmt: skip
def test_what_is_not_said_is_a_usage_error(project: Path, docgen: Cli, arguments: list[str]) -> None:
    before = everything(project)
    assert "Usage:" in docgen("clauses", *arguments, code=2).err
    assert everything(project) == before


def test_a_revision_that_would_not_fit_is_not_begun(project: Path, docgen: Cli) -> None:
    before = everything(project)
    ran = docgen("clauses", "revise", "audit", "--from", "1999-01-01", "--note", "x", "--by", AUTHOR, code=1)
    assert ran.codes == ["LB214"]
    edit(META, "revisions:\n", "revisions: &r\n")
    assert docgen("clauses", "revise", "audit", "--from", "2027-01-01", "--note", "x", "--by", AUTHOR).code in (0, 1)
    edit(META, "revisions: &r\n", "revisions:\n") if (project / META).read_text(encoding="utf-8").count("&r") else None
    assert set(everything(project)) >= set(before)


def test_seals_are_for_libraries_without_people(project: Path, docgen: Cli) -> None:
    assert docgen("clauses", "seal", "audit", code=1).codes == ["GV119"]
    ungoverned(project)
    assert (CLAUSE / "seals.yaml").is_file()
    assert status(docgen, 1) == "approved"
    docgen("clauses", "revise", "audit", "--from", "2027-01-01", "--note", "x", code=0)
    assert status(docgen) == "draft"
    for name in ("submit", "approve", "withdraw"):
        assert docgen("clauses", name, "audit", "r2", "--by", AUTHOR, "--why", "x", code=1).codes == ["GV115"]
    docgen("clauses", "seal", "audit", code=0)
    assert status(docgen) == "approved"


# ------------------------------------------------------------------------- who is in the file
@pytest.mark.parametrize(
    ("file", "old", "new", "code", "way_out"),
    [
        ("clauses/people.yaml", "{role: reader,", "{role: redaer,", "LB203", 'did you mean "reader"?'),
        ("clauses/people.yaml", '{role: reader, department: "*"}', "{role: reader, department: juridiqe}", "GV101", 'did you mean "juridique"?'),
        ("clauses/people.yaml", "members: [paul-quemener]", "members: [paul]", "GV104", "paul-quemener"),
        ("clauses/audit/clause.yaml", "owner: ", "owner: x", "GV101", ""),
        ("clauses/confidentialite/clause.yaml", "approval: direction-juridique}", "approval: direction-juridiqe}", "GV102", 'did you mean "direction-juridique"?'),
        ("clauses/duree/clause.yaml", "{number: 1,", "{number: 1, authors: [camile-roussel],", "GV103", 'did you mean "camille-roussel"?'),
        ("clauses/library.yaml", "people: people.yaml", "people: gens.yaml", "LB205", "correct its name here"),
    ],
)  # fmt: skip
def test_names_that_lead_nowhere_are_told_at_their_place(
    project: Path, docgen: Cli, file: str, old: str, new: str, code: str, way_out: str
) -> None:
    edit(Path(file), old, new)
    ran = docgen("check", "profiles/mobilys.yaml", code=1)
    line = next(line for line in ran.err.splitlines() if f"error {code}" in line)
    assert line.startswith(f"{file}:") and way_out in ran.err


# ---------------------------------------------------------------------------- diff
def test_two_revisions_side_by_side(project: Path, docgen: Cli) -> None:
    revised(docgen)
    ran = docgen("clauses", "diff", "audit", "r1", "r2", code=3)
    assert "[-quinze-]" in ran.out.replace(" ", "") or "quinze" in ran.out
    assert "vingt" in ran.out and "twenty" not in ran.out
    assert "twenty" in docgen("clauses", "diff", "audit", "1", "2", "--lang", "en", code=3).out
    plain = docgen("clauses", "diff", "audit", "r1", "r2", "--format", "json", code=3).json
    assert (plain["old"], plain["new"], plain["same"]) == ("audit r1", "audit r2", False)
    assert docgen("clauses", "diff", "audit", "r1", "r1", code=0).out
    docgen("clauses", "diff", "audit", "r1", "r2", "--out", "écart.html", code=3)
    page = Path("écart.html").read_text(encoding="utf-8")
    assert "<ins>" in page and "audit r1 → audit r2" in page


def test_a_position_alone(project: Path, docgen: Cli) -> None:
    both = docgen("clauses", "diff", "confidentialite", "r1", "r2", "--format", "json", code=3).json
    one = docgen("clauses", "diff", "confidentialite", "r1", "r2", "--position", "trois-ans", "--format", "json", code=3).json
    keys = [{p["key"] for p in found["passages"]} for found in (both, one)]
    assert any("unilaterale" in k for k in keys[0]) and not any("unilaterale" in k for k in keys[1])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["audit", "r1", "r9"], "GV116"), (["audti", "r1", "r2"], "LB230"), (["audit", "r1", "r1", "--lang", "de"], "AS501"),
     (["confidentialite", "r1", "r2", "--position", "dix-ans"], "AS502")],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(project: Path, docgen: Cli, arguments: list[str], code: str) -> None:
    assert docgen("clauses", "diff", *arguments, code=1).codes == [code]
    assert docgen("clauses", "log", "audti", code=1).codes == ["LB230"]


# -------------------------------------------------------------------------- final documents
FINAL = ("draft", "profiles/mobilys.yaml", "--only", "contrat", "--final", "--effective", "2027-02-01")


def test_a_final_document_takes_the_newest_that_is_approved(project: Path, docgen: Cli) -> None:
    revised(docgen)
    ran = docgen(*FINAL, code=0)
    assert "GV143" in ran.codes and "r2 is draft" in ran.err
    assert '- id: "audit"\n  revision: 1' in Path("out/mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    drawn = docgen(*(a for a in FINAL if a != "--final"), "--out", "drafts", code=0)
    assert "GV143" in drawn.codes and "a final document takes r1" in drawn.err
    assert '- id: "audit"\n  revision: 2' in Path("drafts/mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    step(docgen, "submit", AUTHOR)
    step(docgen, "approve", APPROVER)
    assert "GV143" not in docgen(*FINAL, code=0).codes
    assert '- id: "audit"\n  revision: 2' in Path("out/mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    step(docgen, "withdraw", APPROVER)
    docgen(*FINAL, code=0)
    assert '- id: "audit"\n  revision: 1' in Path("out/mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")


def test_a_final_document_waits_for_the_approval_of_what_clause_yaml_says(project: Path, docgen: Cli) -> None:
    revised(docgen)
    edit(META, "default: ", "default: 1")
    assert "warning GV124" in docgen("check", "profiles/mobilys.yaml", code=0).err
    ran = docgen(*FINAL, code=1)
    assert "error GV124" in ran.err


# ------------------------------------------------------------------------------ verify
def witnessed(docgen: Cli) -> None:
    """A register that witnessed everything, and one more revision, approved."""
    docgen("clauses", "witness", "--all", "--register", "register.sqlite", code=0)
    revised(docgen)
    step(docgen, "submit", AUTHOR)
    step(docgen, "approve", APPROVER)


def test_what_holds_is_verified_with_and_without_a_register(project: Path, docgen: Cli) -> None:
    ran = docgen("verify", code=0)
    assert ran.codes == ["GV133"] and "without a register" in ran.err
    witnessed(docgen)
    assert docgen("verify", code=0).codes == []


def forge(text: str) -> str:
    """The journal with its last approval given by somebody else, every head computed anew."""
    from docgen.model.journal import JOURNAL_FORMAT
    from docgen.stages.ledger import ledger_text, made_entry, read_ledger

    read = read_ledger(text.encode(), "journal.yaml", JOURNAL_FORMAT, "audit").value
    assert read is not None
    *kept, last = read.entries
    again = made_entry(JOURNAL_FORMAT, "audit", kept[-1].head, {**last.record, "who": "idris-benali"}, last.place)
    return ledger_text(JOURNAL_FORMAT, "audit", [*kept, again])


def cut(text: str) -> str:
    """The journal without its last entry, every line of it in order."""
    return text[: text.rindex("\n- revision:") + 1]


@pytest.mark.parametrize(
    ("file", "tamper", "codes"),
    [
        (CLAUSE / "r1.fr.md", lambda t: t + "Encore.\n", {"LB220"}),
        (CLAUSE / "r2.fr.md", lambda t: t.replace("vingt", "trente"), {"LB220"}),
        (META, lambda t: t.replace("default: ", "default: 1", 1), {"GV123"}),
        (JOURNAL, lambda t: t.replace("pour cela", "pour autre chose", 1), {"GV121"}),
        (JOURNAL, lambda t: t.replace(f'who: "{APPROVER}"', 'who: "idris-benali"', 1), {"GV121"}),
        (JOURNAL, cut, {"GV131"}),
        (JOURNAL, forge, {"GV131"}),
        (Path("clauses/people.yaml"), lambda t: t.replace('{role: approver, department: "*"}', '{role: reader, department: "*"}'), {"GV126"}),
    ],
    ids=["old text", "new text", "metadata", "reason", "who", "cut", "forged", "roles"],
)  # fmt: skip
def test_what_was_tampered_with_is_found(project: Path, docgen: Cli, file: Path, tamper: object, codes: set[str]) -> None:
    witnessed(docgen)
    text = file.read_text(encoding="utf-8")
    changed = tamper(text)  # type: ignore[operator]
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    ran = docgen("verify", code=1)
    assert codes <= set(ran.codes)
    assert "not everything holds" in ran.err
    assert any(line.startswith((f"{file.as_posix()}:", "clauses/")) for line in ran.err.splitlines())


def test_a_journal_that_is_gone_is_found(project: Path, docgen: Cli) -> None:
    witnessed(docgen)
    JOURNAL.unlink()
    ran = docgen("verify", code=1)
    assert "GV131" in ran.codes and "clauses/audit/journal.yaml" in ran.err


def test_a_step_away_from_the_register_is_told_and_taken_over(project: Path, docgen: Cli) -> None:
    witnessed(docgen)
    Path("register.sqlite").rename("away.sqlite")
    step(docgen, "withdraw", APPROVER)
    Path("away.sqlite").rename("register.sqlite")
    ran = docgen("verify", code=1)
    assert ran.codes == ["GV132"] and "clauses/audit/journal.yaml:" in ran.err
    docgen("clauses", "revise", "audit", "--from", "2028-01-01", "--note", "x", "--by", AUTHOR, code=0)
    assert docgen("clauses", "submit", "audit", "--by", AUTHOR, "--why", "x", code=1).codes == ["GV132"]
    assert docgen("clauses", "witness", "audit", code=0).out.split() == ["clause:audit"]
    assert docgen("verify", code=0).codes == []
    docgen("clauses", "submit", "audit", "--by", AUTHOR, "--why", "x", code=0)
    assert docgen("verify", code=0).codes == []


def test_a_register_that_knows_another_story_refuses_a_step(project: Path, docgen: Cli) -> None:
    witnessed(docgen)
    JOURNAL.write_text(cut(JOURNAL.read_text(encoding="utf-8")), encoding="utf-8")
    before = everything(project)
    assert step(docgen, "approve", APPROVER, code=1) == ["GV131"]
    assert docgen("clauses", "witness", "audit", code=0).out == ""
    assert everything(project) == before


def test_findings_for_programs(project: Path, docgen: Cli) -> None:
    JOURNAL.write_text(JOURNAL.read_text(encoding="utf-8").replace("substantive", "editorial", 1), encoding="utf-8")
    found = json.loads(docgen("verify", "--format", "json", code=1).out)
    assert any(d["code"] == "GV121" for d in found["findings" if "findings" in found else "diagnostics"])
