"""The files of a project, read through the index."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from docgen.store.folder import Folder, scan
from docgen.store.index import Index
from docgen.store.project import Project, find_project, open_index


@pytest.fixture
def bench(a_library: Any) -> Any:
    library = "schema: docgen.library/1\nname: x\nlanguages: [fr]\nlabels: codes/labels.yaml\n"
    files = {"clauses/library.yaml": library, "clauses/codes/labels.yaml": "a: {b: {fr: un}}\n"}
    return a_library({"duree": {"r1.fr.md": "Un an.\n"}}, files=files)


def opened(bench: Any) -> Project:
    return Project(bench.root, frozenset(), open_index(bench.root), bench.root)


def later(path: Path, text: str) -> None:
    """Write a file so that its time differs, however coarse the clock of the disk is."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_project_is_the_nearest_folder_with_a_library(bench: Any, tmp_path_factory: Any) -> None:
    deep = bench.root / "a" / "b"
    deep.mkdir(parents=True)
    assert find_project(deep) == bench.root
    assert find_project(tmp_path_factory.mktemp("nothing")) is None


def test_a_folder_has_a_stamp_that_changes_with_its_files(tmp_path: Path) -> None:
    assert scan(tmp_path / "absent") == Folder(())
    stamps = [scan(tmp_path).stamp]
    (tmp_path / ".hidden").write_text("x")
    assert scan(tmp_path).stamp == stamps[0]
    for text in ("a", "b"):
        later(tmp_path / "f", text)
        stamps.append(scan(tmp_path).stamp)
    (tmp_path / "f").rename(tmp_path / "g")
    stamps.append(scan(tmp_path).stamp)
    assert len(set(stamps)) == 4


def test_what_was_compiled_is_kept_for_the_next_run(bench: Any) -> None:
    first = opened(bench)
    values = (first.library(), first.clause("duree"), first.document_types())
    first.index.close()

    class Unread(Project):
        def _read_library(self, *_: Any) -> Any:
            raise AssertionError

        _read_clause = _read_types = _read_library

    second = Unread(bench.root, frozenset(), open_index(bench.root), bench.root)
    assert (second.library(), second.clause("duree"), second.document_types()) == values
    second.index.close()


def read_after(bench: Any, name: str, text: str, ask: Any) -> tuple[Any, Any]:
    before = opened(bench)
    first = ask(before)
    before.index.close()
    later(bench.root / name, text)
    after = opened(bench)
    second = ask(after)
    after.index.close()
    return first, second


def test_a_changed_clause_is_read_again(bench: Any) -> None:
    one, two = read_after(bench, "clauses/duree/r1.fr.md", "Deux ans.\n", lambda p: next(iter(p.clause("duree").value.texts.values())).digest)
    assert one != two


def test_a_text_that_is_added_is_seen(bench: Any) -> None:
    one, two = read_after(bench, "clauses/duree/r1.en.md", "One year.\n", lambda p: len(p.clause("duree").value.texts))
    assert (one, two) == (1, 2)


def test_a_changed_document_type_is_read_again(bench: Any) -> None:
    text = (bench.root / "templates/contrat.yaml").read_text().replace("Contrat", "Accord")
    one, two = read_after(bench, "templates/contrat.yaml", text, lambda p: p.document_types().value[0].title["fr"])
    assert (one, two) == ("Contrat", "Accord")


def test_a_changed_library_yaml_is_read_again(bench: Any) -> None:
    text = (bench.root / "clauses/library.yaml").read_text().replace("name: x", "name: y")
    one, two = read_after(bench, "clauses/library.yaml", text, lambda p: p.library().value.name)
    assert (one, two) == ("x", "y")


def test_a_file_that_library_yaml_names_is_read_again_wherever_it_lies(bench: Any) -> None:
    one, two = read_after(bench, "clauses/codes/labels.yaml", "a: {b: {fr: deux}}\n", lambda p: p.library().value.labels["a"]["b"]["fr"])
    assert (one, two) == ("un", "deux")


def test_a_file_that_comes_later_is_seen(bench: Any) -> None:
    (bench.root / "clauses/codes/labels.yaml").unlink()
    one, two = read_after(bench, "clauses/codes/labels.yaml", "a: {}\n", lambda p: [d.code for d in p.library().diagnostics])
    assert (one, two) == (["LB205"], [])


def test_the_index_may_be_deleted_between_two_runs(bench: Any) -> None:
    first = opened(bench)
    value = first.clause("duree")
    first.index.close()
    (bench.root / ".docgen" / "index.sqlite").unlink()
    second = opened(bench)
    assert second.clause("duree") == value
    second.index.close()


def test_other_filters_read_the_clauses_again(bench: Any) -> None:
    later(bench.root / "clauses/duree/r1.fr.md", "{{ position|neuf }}\n")
    first = opened(bench)
    assert [d.code for d in first.all_clause_findings("duree")] == ["CL303"]
    first.index.close()
    second = Project(bench.root, frozenset({"neuf"}), open_index(bench.root), bench.root)
    assert second.all_clause_findings("duree") == ()
    second.index.close()


def test_a_clause_is_read_once_until_it_is_forgotten(bench: Any) -> None:
    project = bench.project
    first = project.clause("duree")
    assert len(first.value.texts) == 1
    later(bench.root / "clauses/duree/r1.fr.md", "Deux ans.\n")
    assert project.clause("duree") is first
    project.forget()
    assert project.clause("duree") != first


BROKEN = "{{ absent|nowhere }}\n"


def test_a_text_is_read_when_it_is_asked_for_and_not_before(bench: Any) -> None:
    later(bench.root / "clauses/duree/r1.en.md", BROKEN)
    project = bench.project
    spec = project.clause("duree").value
    assert sorted(spec.files.values()) == ["r1.en.md", "r1.fr.md"]
    assert spec.text(1, "", "", "fr") is not None
    assert project.clause_findings("duree") == ()
    assert spec.text(1, "", "", "en") is None
    assert [(d.code, str(d.place)) for d in project.clause_findings("duree")] == [("CL303", "clauses/duree/r1.en.md:1:1")]


def test_all_findings_of_a_clause_are_those_of_all_its_texts(bench: Any) -> None:
    later(bench.root / "clauses/duree/r1.en.md", BROKEN)
    assert [d.code for d in bench.project.all_clause_findings("duree")] == ["CL303"]
    later(bench.root / "clauses/duree/clause.yaml", "id: [\n")
    codes = [d.code for d in bench.project.all_clause_findings("duree")]
    assert codes[0].startswith("Y1")
    assert codes[-1] == "CL303"


def test_a_text_that_was_read_is_kept_for_the_next_run(bench: Any) -> None:
    first = opened(bench)
    text = first.clause("duree").value.text(1, "", "", "fr")
    first.index.close()

    class Unread(Project):
        def _read_text(self, *_: Any) -> Any:
            raise AssertionError

    second = Unread(bench.root, frozenset(), open_index(bench.root), bench.root)
    assert second.clause("duree").value.text(1, "", "", "fr") == text
    second.index.close()


def test_a_clause_that_is_not_there_is_none_without_a_word(bench: Any) -> None:
    outcome = bench.project.clause("absent")
    assert (outcome.value, outcome.diagnostics) == (None, ())


def test_only_folders_with_a_clause_yaml_are_clauses(bench: Any) -> None:
    assert bench.project.clause_ids() == ("duree",)


@pytest.mark.parametrize("name", ["../secret.yaml", "../../secret.yaml", "codes/../../secret.yaml", "/etc/hostname"])
def test_library_yaml_names_no_file_outside_the_library(bench: Any, name: str) -> None:
    (bench.root / "secret.yaml").write_text("password: hunter2\n")
    later(bench.root / "clauses/library.yaml", f"schema: docgen.library/1\nname: x\nlanguages: [fr]\nlabels: {name}\n")
    outcome = bench.project.library()
    assert [d.code for d in outcome.diagnostics] == ["LB205"]
    assert outcome.value.labels == {}


def test_a_link_that_leads_out_of_the_library_is_not_followed(bench: Any) -> None:
    (bench.root / "secret.yaml").write_text("a: 1\n")
    (bench.root / "clauses/lien.yaml").symlink_to(bench.root / "secret.yaml")
    later(bench.root / "clauses/library.yaml", "schema: docgen.library/1\nname: x\nlanguages: [fr]\nlabels: lien.yaml\n")
    assert [d.code for d in bench.project.library().diagnostics] == ["LB205"]


def test_a_project_without_document_types_says_so(bench: Any) -> None:
    (bench.root / "templates/contrat.yaml").unlink()
    outcome = bench.project.document_types()
    assert [(d.code, str(d.place)) for d in outcome.diagnostics] == [("LB205", "templates")]


def test_a_type_that_cannot_be_read_does_not_hide_the_others(bench: Any) -> None:
    (bench.root / "templates/autre.yaml").write_text("id: [\n")
    (bench.root / "templates/notes.txt").write_text("?")
    outcome = bench.project.document_types()
    assert [t.id for t in outcome.value] == ["contrat"]
    assert {str(d.place).split(":")[0] for d in outcome.diagnostics} == {"templates/autre.yaml"}


def test_a_template_has_a_stamp_while_it_is_there(bench: Any) -> None:
    project = bench.project
    assert project.template_stamp("maison") == ""
    (bench.root / "templates/docx").mkdir()
    later(project.template_path("maison"), "x")
    first = project.template_stamp("maison")
    later(project.template_path("maison"), "y")
    assert "" != first != project.template_stamp("maison")


def test_paths_are_shown_as_people_know_them(bench: Any, tmp_path: Path) -> None:
    project = Project(bench.root, frozenset(), Index(None, ""), bench.root / "clauses")
    assert project.shown(bench.root / "clauses" / "duree") == "duree"
    assert project.shown(bench.root / "profils" / "a.yaml").endswith("/profils/a.yaml")


def test_an_index_that_is_not_to_be_used_leaves_no_file(bench: Any) -> None:
    index = open_index(bench.root, use=False)
    index.put("k", "s", "v")
    index.close()
    assert not (bench.root / ".docgen").exists()


def test_a_file_of_a_clause_that_cannot_be_read_is_said(bench: Any) -> None:
    (bench.root / "clauses/duree/r2.fr.md").write_bytes(b"a" * 2_000_001)
    codes = [d.code for d in bench.project.clause("duree").diagnostics]
    assert len(codes) == 1
    assert codes[0].startswith("IO9")


def test_a_trial_with_other_files_of_clauses_changes_nothing_else(a_library: Any) -> None:
    bench = a_library({"a": {"r1.fr.md": "Texte.\n"}, "b": {"r1.fr.md": "Autre.\n"}})
    project = bench.project
    kept = project.clause("b").value
    trial = project.with_clause_files({"a/r1.fr.md": b"{{ x }}"})
    assert trial.clause("b").value is kept
    assert [d.code for d in trial.clause("a").diagnostics] != [d.code for d in project.clause("a").diagnostics]
    assert project.clause("a").value != trial.clause("a").value
    assert (bench.root / "clauses/a/r1.fr.md").read_text(encoding="utf-8") == "Texte.\n"


@pytest.mark.parametrize("path", ["a/r2.fr.md", "c/r1.fr.md", "../a/r1.fr.md", "a", "a/../b/r1.fr.md"])
def test_a_trial_of_a_file_that_is_not_there(a_library: Any, path: str) -> None:
    bench = a_library({"a": {"r1.fr.md": "Texte.\n"}, "b": {"r1.fr.md": "Autre.\n"}})
    with pytest.raises(LookupError, match="there is no file"):
        bench.project.with_clause_files({path: b"x"})
