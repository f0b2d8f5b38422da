"""A profile and changes in files of their own, read as one: every place points into the file that was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.app.profile_stream import Recorded, Stream, stream_of
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


# ---------------------------------------------------------- recorded before
def again(workshop: Workshop, profile: Path, recorded: bytes, *changes: Path) -> list[int]:
    """The numbers of the changes, where a version holds some already."""
    outcome = stream_of(workshop, profile, changes, Recorded("acme@1", recorded))
    assert outcome.value is not None
    read = outcome.value.profile(workshop).value
    assert read is not None
    return [c["numero"] for c in read.records.get("overlay", ())]


@pytest.mark.parametrize("begin", ["", "---\n", "# un commentaire\n---\n"])
def test_what_a_version_holds_is_there_without_being_named_and_not_twice_when_it_is(workshop: Workshop, tmp_path: Path, begin: str) -> None:
    two = CHANGE.replace("numero: 1", "numero: 2")
    profile, first, second = written(tmp_path, profil=BASE, un=begin + CHANGE, deux=begin + two)
    stream = streamed(workshop, [profile, first])
    assert stream.data[: stream.own] == BASE.rstrip("\n").encode()
    recorded = stream.data[stream.own :]
    assert again(workshop, profile, recorded) == [1]
    assert again(workshop, profile, recorded, first) == [1]
    assert again(workshop, profile, recorded, first, second) == [1, 2]
    both = streamed(workshop, [profile, first, second])
    assert again(workshop, profile, both.data[both.own :], second, first) == [1, 2]


def test_a_change_that_was_cut_short_is_not_taken_for_the_one_that_is_recorded(workshop: Workshop, tmp_path: Path) -> None:
    profile, first, shorter, fewer = written(
        tmp_path, profil=BASE, un=CHANGE, deux=CHANGE.replace("Acmé", "Acm"), trois=CHANGE.rsplit("\n", 2)[0]
    )
    stream = streamed(workshop, [profile, first])
    recorded = stream.data[stream.own :]
    for path in (shorter, fewer):
        outcome = stream_of(workshop, profile, [path], Recorded("acme@1", recorded)).value
        assert outcome is not None
        assert outcome.data.count(b"overlay: un") == 2
