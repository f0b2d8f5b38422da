"""A profile and changes in files of their own, read as one: every place points into the file that was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.app.profile_stream import Stream, stream_of
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.diagnostic import Diagnostic

BASE = "schema: docgen.profile/1\nid: acme\nas_of: 2026-11-20\nlocale: fr-FR\nclient:\n  denomination: Acme\n"
CHANGE = "overlay: un\nnumero: 1\ndate_effet: 2027-01-01\npatch:\n  client.denomination: Acmé\n"


@pytest.fixture
def workshop(sealed: Path) -> Iterator[Workshop]:
    opened = open_workshop(sealed, shown_from=sealed, use_index=False).value
    assert opened is not None
    yield opened
    opened.close()


def written(folder: Path, **files: str) -> list[Path]:
    out = []
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.write_bytes(text.encode())
        out.append(path)
    return out


def streamed(workshop: Workshop, paths: list[Path]) -> Stream:
    outcome = stream_of(workshop, paths[0], paths[1:])
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def placed(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int]]:
    return [(d.code, Path(d.place.file).name, d.place.line) for d in found if d.place is not None]


def test_a_profile_alone_is_its_own_stream(workshop: Workshop, tmp_path: Path) -> None:
    (profile,) = written(tmp_path, profil=BASE)
    stream = streamed(workshop, [profile])
    assert stream.data == BASE.encode() and stream.starts == ()


@pytest.mark.parametrize("begin", ["", "---\n", "# un commentaire\n", "\ufeff", "# un commentaire\n---\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_changes_in_files_of_their_own_are_read_behind_the_profile(
    workshop: Workshop, tmp_path: Path, begin: str, end: str
) -> None:
    paths = written(
        tmp_path,
        profil=BASE.rstrip("\n") + end,
        un=begin + CHANGE + end,
        deux=CHANGE.replace("un", "deux").replace("1\n", "2\n", 1),
    )
    read = streamed(workshop, paths).profile(workshop)
    assert read.value is not None, read.diagnostics
    assert [c["numero"] for c in read.value.records["overlay"]] == [1, 2]


@pytest.mark.parametrize(
    "begin", ["", "---\n", "# un commentaire\n# et un autre\n", "# un commentaire\n\n--- # et un autre\n"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_place_is_that_of_the_file_that_was_written(
    workshop: Workshop, tmp_path: Path, begin: str, newline: str
) -> None:
    wrong = begin + CHANGE.replace("numero: 1", "numero: un")
    texts = {"profil": BASE + "inconnu: 1\n", "un": wrong, "deux": begin + CHANGE + "inconnu: 2\n"}
    paths = written(tmp_path, **{name: text.replace("\n", newline) for name, text in texts.items()})
    places = placed(streamed(workshop, paths).profile(workshop).diagnostics)
    skipped = begin.count("\n")
    assert {(file, line) for _, file, line in places} == {
        ("profil.yaml", 1), ("profil.yaml", 7), ("un.yaml", 2 + skipped), ("deux.yaml", 6 + skipped),
    }  # fmt: skip


def test_values_have_the_place_of_the_file_that_sets_them(workshop: Workshop, tmp_path: Path) -> None:
    paths = written(tmp_path, profil=BASE, un=CHANGE)
    read = streamed(workshop, paths).profile(workshop).value
    assert read is not None
    place = read.place(("records", "overlay", 0, "patch", "client.denomination"))
    named = {Path(p.file).name for p in read.places.values()}
    assert named == {"profil.yaml", "un.yaml"}
    assert place is None or Path(place.file).name in named


def test_a_change_that_is_not_there_is_told(workshop: Workshop, tmp_path: Path) -> None:
    (profile,) = written(tmp_path, profil=BASE)
    outcome = stream_of(workshop, profile, [tmp_path / "rien.yaml", tmp_path])
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["IO901", "IO902"]
