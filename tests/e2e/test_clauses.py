"""``docgen clauses list``, ``show`` and ``seal``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml

from support.project import Cli, everything, ungoverned


def test_list_shows_every_clause(project: Path, docgen: Cli) -> None:
    ids = sorted(p.parent.name for p in project.glob("clauses/*/clause.yaml"))
    lines = docgen("clauses", "list", code=0).out.splitlines()
    assert [line.split()[0] for line in lines] == ids
    duree = next(line for line in lines if line.startswith("duree "))
    assert "approved" in duree
    rows = docgen("clauses", "list", "--lang", "en", "--format", "json", code=0).json
    assert [r["id"] for r in rows] == ids
    assert next(r for r in rows if r["id"] == "duree")["title"].startswith("Term")


def test_show_gives_text_guidance_and_references(project: Path, docgen: Cli) -> None:
    ran = docgen("clauses", "show", "confidentialite", code=0)
    for word in ("revisions:", "positions:", "parameters:", "guidance:", "r1"):
        assert word in ran.out
    found = docgen("clauses", "show", "confidentialite", "--lang", "en", "--format", "json", code=0).json
    assert all(name.endswith(".en.md") for name in found["texts"])
    assert "confidential" in "".join(found["texts"].values()).lower()


def test_an_unknown_clause_gets_a_suggestion(project: Path, docgen: Cli) -> None:
    ungoverned(project)
    for verb in ("show", "seal"):
        ran = docgen("clauses", verb, "confidentialit", code=1)
        assert 'did you mean "confidentialite"?' in ran.err
    ran = docgen("clauses", "show", "../clauses/duree", code=1)
    assert "LB230" in ran.err


def test_seal_records_the_digest_of_each_text_and_never_changes_one(project: Path, docgen: Cli) -> None:
    ungoverned(project)
    seals = project / "clauses/duree/seals.yaml"
    before = seals.read_bytes()
    seals.unlink()
    assert docgen("clauses", "seal", "duree", code=0).out.splitlines() == ["duree"]
    assert seals.read_bytes() == before
    recorded = yaml.safe_load(before)["texts"]
    assert set(recorded) == {p.name for p in seals.parent.glob("r*.md")}
    for name, digest in recorded.items():
        assert len(digest) == len(hashlib.sha256().hexdigest())
        assert (seals.parent / name).is_file()
    text = seals.parent / "r1.fr.md"
    text.write_text(text.read_text(encoding="utf-8").replace("mois", "semaines", 1) + "x\n", encoding="utf-8")
    everywhere = everything(project)
    ran = docgen("clauses", "seal", "duree", code=1)
    assert "clauses/duree/r1.fr.md" in ran.err
    assert everything(project) == everywhere


def test_sealing_several_is_all_or_none(project: Path, docgen: Cli) -> None:
    ungoverned(project)
    for id_ in ("duree", "audit"):
        (project / f"clauses/{id_}/seals.yaml").unlink()
    before = everything(project)
    docgen("clauses", "seal", "duree", "audit", "nichts", code=1)
    assert everything(project) == before
    docgen("clauses", "seal", "duree", "audit", code=0)
    assert (project / "clauses/audit/seals.yaml").is_file()


def test_seal_without_a_name_is_a_usage_error(project: Path, docgen: Cli) -> None:
    assert "Usage:" in docgen("clauses", "seal", code=2).err
