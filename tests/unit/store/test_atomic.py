"""Files written all or none, whatever the disk does."""

import errno
import os
from pathlib import Path

import pytest

from docgen.model.diagnostic import Diagnostic, error
from docgen.store.atomic import read_bytes, write_all


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def fail_on(monkeypatch: pytest.MonkeyPatch, name: str, nth: int, problem: OSError) -> None:
    """The nth call of os.<name> raises."""
    real, calls = getattr(os, name), iter(range(1, 1000))

    def failing(*args: object, **kwargs: object) -> object:
        if next(calls) == nth:
            raise problem
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, failing)


def open_elsewhere() -> OSError:
    problem = PermissionError(errno.EACCES, "being used by another process")
    problem.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    return problem


def test_all_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    assert write_all({tmp_path / "a": b"1", tmp_path / "b": b"2", tmp_path / "x/y/c": b"3"}) == ()
    assert everything(tmp_path) == {"a": b"1", "b": b"2", "x/y/c": b"3"}


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    write_all({tmp_path / "a": b"new"})
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("call", "nth", "problem", "code"),
    [
        ("replace", 1, open_elsewhere(), "IO907"),
        ("replace", 2, open_elsewhere(), "IO907"),
        ("replace", 3, open_elsewhere(), "IO907"),
        ("replace", 3, PermissionError(errno.EACCES, "denied"), "IO904"),
        ("fsync", 1, OSError(errno.ENOSPC, "no space"), "IO908"),
        ("fsync", 3, OSError(errno.ENOSPC, "no space"), "IO908"),
        ("open", 2, OSError(errno.EROFS, "read-only"), "IO904"),
        ("open", 1, OSError(errno.EIO, "input/output error"), "IO909"),
    ],
)
def test_a_failure_anywhere_leaves_the_old_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    nth: int,
    problem: OSError,
    code: str,
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old " + name.encode())
    before = everything(tmp_path)
    files = {tmp_path / "a": b"1", tmp_path / "b": b"2", tmp_path / "new/c": b"3"}
    with monkeypatch.context() as patch:
        fail_on(patch, call, nth, problem)
        (found,) = write_all(files)
    assert found.code == code
    assert found.hint
    assert everything(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_without_hard_links_the_old_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    fail_on(monkeypatch, "link", 1, OSError(errno.EPERM, "no links here"))
    fail_on(monkeypatch, "replace", 2, open_elsewhere())
    assert write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})[0].code == "IO907"
    assert everything(tmp_path) == {"a": b"old"}


def test_an_old_file_that_cannot_be_put_back_is_kept_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    fail_on(monkeypatch, "replace", 2, open_elsewhere())
    real = os.replace

    def also_when_restoring(source: Path, target: Path) -> None:
        if Path(target).name == "a" and Path(target).read_bytes() == b"1":
            raise open_elsewhere()
        real(source, target)

    monkeypatch.setattr(os, "replace", also_when_restoring)
    found = write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert [d.code for d in found] == ["IO907", "IO910"]
    assert b"old" in everything(tmp_path).values()


def test_an_interruption_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    fail_on(monkeypatch, "replace", 2, KeyboardInterrupt())  # type: ignore[arg-type,unused-ignore]
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert everything(tmp_path) == {"a": b"old"}


@pytest.mark.parametrize(
    ("name", "code"), [("folder", "IO902"), ("x" * 300, "IO906"), ("a\0b", "IO906")]
)
def test_an_impossible_target_writes_nothing(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "folder").mkdir()
    assert write_all({tmp_path / "a": b"1", tmp_path / name: b"2"})[0].code == code
    assert everything(tmp_path) == {}


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    assert write_all({tmp_path / "a" / "b": b"1"})[0].code == "IO902"
    assert everything(tmp_path) == {"a": b"old"}


def test_reading_a_file_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5).value == b"12345"
    assert read_bytes(path, 4).diagnostics[0].code == "IO903"


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_bytes(b"")
    (found,) = read_bytes(tmp_path / "acem.yaml", 10).diagnostics
    assert (found.code, found.hint) == ("IO901", "did you mean 'acme.yaml'?")
    (found,) = read_bytes(tmp_path / "nowhere" / "acme.yaml", 10).diagnostics
    assert found.hint == "there is no folder 'nowhere' either"


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, 10).diagnostics[0].code == "IO902"
    assert read_bytes(tmp_path / "a\0", 10).diagnostics[0].code == "IO906"
    assert read_bytes(tmp_path / ("x" * 300), 10).diagnostics[0].code == "IO906"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_or_device_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_bytes(tmp_path / "pipe", 10).diagnostics[0].code == "IO905"
    assert read_bytes(Path("/dev/zero"), 10).diagnostics[0].code == "IO905"


def test_no_permission_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on(monkeypatch, "open", 1, PermissionError(errno.EACCES, "denied"))
    assert read_bytes(tmp_path / "a", 10).diagnostics[0].code == "IO904"


# ------------------------------------------------------- recorded with the files
REFUSED = (error("RG410", "somebody else was first", None, "again"),)


def test_what_is_recorded_is_recorded_once_before_anything_is_in_place(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def record() -> tuple[Diagnostic, ...]:
        seen.append(sorted(p.name for p in tmp_path.iterdir() if not p.name.startswith(".docgen-")))
        return ()

    (tmp_path / "a").write_bytes(b"old")
    assert write_all({tmp_path / "a": b"new", tmp_path / "b": b"new"}, record) == ()
    assert seen == [["a"]]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"new", "b": b"new"}


def test_what_is_refused_leaves_nothing_new_and_the_old_files_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    wanted = {tmp_path / "a": b"new", tmp_path / "sub" / "b": b"new"}
    assert write_all(wanted, lambda: REFUSED) == REFUSED
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_nothing_is_recorded_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    asked: list[int] = []

    def record() -> tuple[Diagnostic, ...]:
        asked.append(1)
        return ()

    problems = write_all({tmp_path / "a": b"new", tmp_path / "folder": b"new"}, record)
    assert [d.code for d in problems] == ["IO902"]
    assert asked == []
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_an_exception_while_recording_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def record() -> tuple[Diagnostic, ...]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a": b"new", tmp_path / "b": b"new"}, record)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_files_that_go_are_gone_when_the_others_are_in_place(tmp_path: Path) -> None:
    old = tmp_path / "old.md"
    old.write_bytes(b"old")
    assert write_all({tmp_path / "new.md": b"new"}, gone=[old]) == ()
    assert [p.name for p in tmp_path.iterdir()] == ["new.md"]


def test_what_was_to_go_stays_when_something_fails(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_bytes(b"old")
    new.write_bytes(b"before")
    assert [d.code for d in write_all({new: b"after"}, gone=[old, tmp_path / "nowhere.md"])] == ["IO909"]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"old.md": b"old", "new.md": b"before"}
