"""The index keeps what was compiled, and never does harm."""

from __future__ import annotations

import os
import pickle
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docgen.model.diagnostic import Outcome, Place, error
from docgen.model.document import Text
from docgen.store.index import Index, freeze, thaw, thawed

VALUE = Outcome((Text("é"), Decimal("1.10"), frozenset({"a"})), (error("X1", "m", Place("f", 1)),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".docgen" / "index.sqlite"


def kept(path: Path, key: str = "k", stamp: str = "s", version: str = "1") -> Any:
    index = Index(path, version)
    found = index.get(key, stamp)
    index.close()
    return found


def keep(path: Path, value: Any = VALUE) -> None:
    index = Index(path, "1")
    index.put("k", "s", value)
    index.close()


def works(path: Path | None) -> bool:
    """True when the index gives what is made, whatever lies on the disk."""
    index = Index(path, "1")
    made = [index.through("k", "s", lambda: VALUE) for _ in range(2)]
    index.save()
    index.close()
    return made == [VALUE, VALUE]


def test_a_value_comes_back_in_a_later_run(path: Path) -> None:
    keep(path)
    assert kept(path) == VALUE


def test_a_value_is_made_once_for_each_stamp(path: Path) -> None:
    index, made = Index(path, "1"), []

    def make(value: str) -> str:
        made.append(value)
        return value

    assert [index.through("k", s, lambda s=s: make(s)) for s in ("a", "a", "b", "b", "a")] == ["a", "a", "b", "b", "a"]
    assert made == ["a", "b", "a"]
    index.close()


@pytest.mark.parametrize("other", [{"key": "x"}, {"stamp": "t"}, {"version": "2"}])
def test_another_key_stamp_or_version_gives_nothing(path: Path, other: dict[str, str]) -> None:
    keep(path)
    assert kept(path, **other) is None


def test_what_is_not_saved_is_gone_without_harm(path: Path) -> None:
    index = Index(path, "1")
    index.put("k", "s", VALUE)
    assert index.get("k", "s") == VALUE
    assert kept(path) is None
    index.close()
    assert kept(path) == VALUE


def test_the_file_may_be_deleted_at_any_time(path: Path) -> None:
    keep(path)
    path.unlink()
    assert kept(path) is None
    assert works(path)
    assert kept(path) == VALUE


def test_without_a_file_it_keeps_nothing_and_works() -> None:
    index = Index(None, "1")
    index.put("k", "s", VALUE)
    assert index.get("k", "s") is None
    assert works(None)


@pytest.mark.parametrize("content", [b"no database at all, by no means", b"SQLite format 3\x00" + b"\xff" * 5000, b"x"])
def test_a_file_that_is_no_database_makes_way(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert works(path)
    assert kept(path) == VALUE


def test_a_file_that_was_cut_off_does_no_harm(path: Path) -> None:
    keep(path, Outcome(tuple(Text(str(n) * 50) for n in range(500))))
    whole = path.read_bytes()
    for size in (len(whole) // 2, 4096, 100):
        path.write_bytes(whole[:size])
        assert works(path)


def test_a_database_of_somebody_else_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE entry (mine TEXT)")
    db.execute("INSERT INTO entry VALUES ('precious')")
    db.commit()
    db.close()
    assert works(path)
    db = sqlite3.connect(path)
    assert db.execute("SELECT mine FROM entry").fetchall() == [("precious",)]
    db.close()


def test_an_index_that_another_program_locks_is_not_destroyed(path: Path) -> None:
    keep(path)
    db = sqlite3.connect(path)
    db.execute("BEGIN EXCLUSIVE")
    assert works(path)
    db.rollback()
    db.close()
    assert kept(path) == VALUE


def test_a_folder_or_a_file_in_the_way_does_no_harm(path: Path) -> None:
    path.mkdir(parents=True)
    assert works(path)
    blocked = path / "file"
    blocked.write_text("x")
    assert works(blocked / "index.sqlite")
    assert blocked.read_text() == "x"


# ------------------------------------------------------------ foreign pickles
class Command:
    """A pickle that would run a command."""

    def __init__(self, function: Any, *args: Any) -> None:
        self.function, self.args = function, args

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self.function, self.args


def put_raw(path: Path, data: bytes) -> None:
    keep(path)
    db = sqlite3.connect(path)
    db.execute("UPDATE entry SET data = ?", (data,))
    db.commit()
    db.close()


@pytest.mark.parametrize("function", [os.system, eval, exec, print])
def test_a_pickle_that_runs_something_is_refused_and_made_again(path: Path, function: Any, tmp_path: Path) -> None:
    sign = tmp_path / "was-run"
    line = f"touch {sign}" if function is os.system else f"open({str(sign)!r}, 'w')"
    put_raw(path, pickle.dumps(Outcome((Command(function, line),))))
    assert kept(path) is None
    assert works(path)
    assert kept(path) == VALUE
    assert not sign.exists()


@pytest.mark.parametrize(
    "value",
    [Path("x"), Command(os.system, "true"), Command(getattr, "a", "upper"), range(3), ValueError("x"), Command(__import__, "os")],
)
def test_only_values_of_docgen_are_read(value: Any) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is not a value of docgen"):
        thaw(pickle.dumps(value))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("docgen.model.diagnostic", "error"), ("docgen.model.diagnostic", "StrEnum"), ("docgen.model.library", "field"),
        ("docgen.render.word.template", "ElementTree.ElementTree"), ("docgen.render.word.template", "compile_template"),
        ("docgen.store.project", "Project"), ("docgen.modelx", "Y"), ("builtins", "eval"), ("builtins", "object"),
    ],
)  # fmt: skip
def test_functions_and_classes_that_a_module_imports_are_refused(module: str, name: str) -> None:
    with pytest.raises(pickle.UnpicklingError):
        thaw(f"c{module}\n{name}\n.".encode())


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"garbage", b"\x80\x05]q\x00(K\x01", freeze(VALUE)[:-20], b"cdocgen.model.absent\nX\n.", b"c" + b"("])
def test_a_damaged_entry_is_made_again(path: Path, data: bytes) -> None:
    put_raw(path, data)
    assert kept(path) is None
    assert works(path)
    assert kept(path) == VALUE


@pytest.mark.parametrize("data", [b"", b"no pickle", pickle.dumps(Path("x")), pickle.dumps(print)])
def test_what_cannot_be_read_is_none(data: bytes) -> None:
    assert thawed(data) is None
    assert thawed(freeze((1, "a"))) == (1, "a")
