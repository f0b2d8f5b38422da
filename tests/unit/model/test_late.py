"""Values that are read from their bytes when somebody asks for them."""

from __future__ import annotations

import pytest

from docgen.model.late import Late


def test_it_is_read_once_and_only_when_asked() -> None:
    asked: list[bytes] = []

    def read(data: bytes) -> str:
        asked.append(data)
        return data.decode()

    late = Late.kept("été".encode(), read)
    assert not asked
    assert late.data(lambda text: text.encode()) == "été".encode()
    assert not asked  # what is kept again need not be read
    assert (late.value, late.value) == ("été", "été")
    assert asked == ["été".encode()]


def test_one_that_is_there_is_written_when_its_bytes_are_asked_for() -> None:
    assert Late("été").data(lambda text: text.encode()) == "été".encode()


def test_it_is_compared_by_its_value() -> None:
    kept = Late.kept(b"1", int)
    assert kept == Late(1)
    assert hash(kept) == hash(Late(1))
    assert kept != Late(2)
    assert kept != 1
    assert repr(kept) == "1"


def test_damage_is_said_when_it_is_read() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        assert Late.kept(b"x", int).value
