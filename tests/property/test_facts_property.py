"""The facts of a library: after any edits, a check that knows them finds what a check from scratch finds."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.app.check import check
from docgen.app.workshop import open_workshop
from docgen.model.diagnostic import Diagnostic
from docgen.model.plan import Request
from docgen.store.clause_folder import ClauseFolder
from support.libraries import LIBRARY, group, publish, unit, write
from support.project import Cli

IDS = ("objet", "secret", "prix", "duree")
TEXTS = (
    "Le contrat lie {{ client }}.\n", "Les Livrables sont remis.\n", "Voir [[objet]] et [[term:livrable|livrés]].\n",
    "{{ inconnu }} jours.\n", "a) pas une liste\n", "L’Ouvrage est livré.\n", "{% if client %}\n- un\n{% endif %}\n", "\ufffe",
)  # fmt: skip
METAS = (
    "", "requires: [prix]\n", "requires: [rien]\n", "parameters: {client: {type: string, from: client}}\n",
    "terms: {livrable: {fr: {term: Livrable, definition: un bien}}}\n",
    "terms: {livrable: {fr: {term: Livrable, plural: Livrables, definition: un bien}}, ouvrage: {fr: {term: L'Ouvrage, definition: un tout}}}\n",
    "terms: {autre: {fr: {term: Autre, definition: un bien}, en: {term: Other, definition: a good}}}\n",
    "positions: [{id: repli, kind: fallback}]\n", "applies_when: absente(1)\n", "inconnu: 1\n",
    "conflicts: [{with: nulle, message: {fr: non}}]\n", "obligations: [{id: o, who: client, what: {fr: payer}, on: as_of}]\n",
)  # fmt: skip
TITLES = ("{fr: Titre}", "{en: Title}", "{fr: Titre, en: Title}")
TYPES = ("clauses: [objet, secret]", "clauses: [objet, rien]", "clauses: [prix]")
times = itertools.count(1_600_000_000)

texts = st.tuples(st.just("text"), st.sampled_from(IDS), st.sampled_from(("r1.fr.md", "r1.en.md", "r2.fr.md")), st.sampled_from(TEXTS))
metas = st.tuples(st.just("meta"), st.sampled_from(IDS), st.sampled_from(TITLES), st.sampled_from(METAS))
gone = st.tuples(st.just("gone"), st.sampled_from(IDS), st.sampled_from(("", "clause.yaml", "r1.fr.md")), st.just(""))
others = st.tuples(st.just("other"), st.sampled_from(("fr", "fr, en")), st.sampled_from(TYPES), st.just(""))
below = st.tuples(st.just("below"), st.sampled_from(("objet", "secret")), st.just("r1.fr.md"), st.sampled_from(TEXTS))
adapts = st.tuples(st.just("adapts"), st.sampled_from(IDS), st.sampled_from(("objet", "secret", "rien")), st.sampled_from(METAS))
edits = st.lists(texts | texts | metas | metas | gone | others, min_size=1, max_size=8)
layered_edits = st.lists(texts | metas | gone | adapts | adapts | below, min_size=1, max_size=6)


def found(root: Path, *, known: bool) -> tuple[tuple[Diagnostic, str | None], ...]:
    """What a check finds, with its hints, in order."""
    workshop = open_workshop(root, shown_from=root, use_index=known).value
    assert workshop is not None
    diagnostics = check(workshop, [], Request(), lambda _: None)
    workshop.close()
    return tuple((d, d.hint) for d in diagnostics)


def edit(root: Path, what: str, id_: str, name: str, content: str) -> None:
    """One edit of somebody."""
    folder = root / "clauses" / id_
    if what == "text":
        write(folder, {name: content})
    elif what == "meta":
        meta = f"schema: docgen.clause/1\nid: {id_}\ntitle: {name}\nowner: groupe\n{content}revisions:\n- {{number: 1, change: substantive}}\n"
        write(folder, {"clause.yaml": meta})
    elif what == "adapts":
        write(folder, {"clause.yaml": f"schema: docgen.clause/1\nid: {id_}\nadapts: groupe:{name}\n{content}"})
    elif what == "below":
        write(root / "libraries/groupe/clauses" / id_, {name: content})
    elif what == "other":
        write(root, {"clauses/library.yaml": LIBRARY.format(name="groupe").replace("[fr]", f"[{id_}]")})
        doctype = (root / "templates/contrat.yaml").read_text(encoding="utf-8").splitlines()
        write(root, {"templates/contrat.yaml": "\n".join((*doctype[:-1], f"  {name}", ""))})
    elif name:
        (folder / name).unlink(missing_ok=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    settle(folder)


def settle(folder: Path) -> None:
    """The files were written long ago, each at another time."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        os.utime(path, (next(times), next(times)))


def same_after_each(root: Path, edited: list[tuple[str, str, str, str]]) -> None:
    assert found(root, known=True) == found(root, known=False)
    for one in edited:
        edit(root, *one)
        assert found(root, known=True) == found(root, known=False), one
    assert found(root, known=True) == found(root, known=False)


@pytest.fixture(scope="module")
def libraries() -> tuple[Path, Path]:
    """A library, and one that builds on it, neither to be written to."""
    folder = Path(tempfile.mkdtemp())
    groupe, metier = group(folder / "groupe"), unit(folder / "metier")
    Cli()("library", "add", publish(groupe, "1"), "--project", metier, code=0)
    for one in (groupe, metier):
        shutil.rmtree(one / ".docgen", ignore_errors=True)
        settle(one / "clauses")
        settle(one / "libraries")
    return groupe, metier


@settings(deadline=None, max_examples=25)
@given(edits)
def test_a_check_that_knows_the_facts_finds_the_same(libraries: tuple[Path, Path], edited: list[tuple[str, str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        same_after_each(shutil.copytree(libraries[0], Path(folder) / "p"), edited)


@settings(deadline=None, max_examples=15)
@given(layered_edits)
def test_so_it_does_where_libraries_lie_below(libraries: tuple[Path, Path], edited: list[tuple[str, str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        same_after_each(shutil.copytree(libraries[1], Path(folder) / "p"), edited)


# ------------------------------------------------------------------- what is read
@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The clauses that were read from their files."""
    out: list[str] = []
    whole = ClauseFolder.whole

    def noted(folder: ClauseFolder) -> object:
        out.append(folder.home.id)
        return whole(folder)

    monkeypatch.setattr(ClauseFolder, "whole", noted)
    return out


@pytest.fixture
def known(tmp_path: Path, libraries: tuple[Path, Path]) -> Path:
    """A library whose facts are known."""
    root = shutil.copytree(libraries[0], tmp_path / "p")
    for number in range(20):
        edit(root, "meta", f"c{number}", TITLES[0], METAS[4].replace("ivrable", f"ivrable{number}") if number % 2 else "")
        edit(root, "text", f"c{number}", "r1.fr.md", f"Le Livrable{number} est remis.\n")
    found(root, known=True)
    return root


def test_only_what_changed_is_read(known: Path, read: list[str]) -> None:
    found(known, known=True)
    assert read == []
    edit(known, "text", "c3", "r1.fr.md", "Le Livrable3 est rendu.\n")
    found(known, known=True)
    assert read == ["c3"]


def test_a_term_that_its_last_user_drops_is_found_again_without_reading_the_library(known: Path, read: list[str]) -> None:
    edit(known, "text", "c3", "r1.fr.md", "Rien.\n")
    edit(known, "meta", "c3", TITLES[0], METAS[4].replace("ivrable", "ivrable3").replace("un bien", "rien"))
    assert ["TM409" for d, _ in found(known, known=True) if d.code == "TM409" and "Livrable3" in d.message] == ["TM409"]
    edit(known, "text", "c8", "r1.fr.md", "Livrable3.\n")
    assert not any("Livrable3" in d.message for d, _ in found(known, known=True))
    edit(known, "text", "c3", "r1.fr.md", "Toujours rien.\n")
    assert not any("Livrable3" in d.message for d, _ in found(known, known=True))
    assert set(read) == {"c3", "c8"}


def test_a_change_of_the_same_size_with_its_old_time_is_noticed(known: Path, read: list[str]) -> None:
    path = known / "clauses/c3/r1.fr.md"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"est remis", b"est {{x}}"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ("CL320", "clauses/c3/r1.fr.md") in {(d.code, d.place.file) for d, _ in found(known, known=True) if d.place}


def test_what_was_written_a_moment_ago_is_read_again(known: Path, read: list[str]) -> None:
    (known / "clauses/c5/r1.fr.md").write_text("Le Livrable5 est neuf.\n", encoding="utf-8")
    for _ in range(2):
        found(known, known=True)
    assert read == ["c5", "c5"]


def test_damaged_facts_are_made_again(known: Path) -> None:
    import sqlite3

    before = found(known, known=True)
    with sqlite3.connect(known / ".docgen/index.sqlite") as db:
        db.execute("UPDATE entry SET data = ? WHERE key LIKE 'facts:%'", (b"\x80\x05garbage",))
    db.close()
    assert found(known, known=True) == before
