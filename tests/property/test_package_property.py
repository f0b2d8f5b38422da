"""A package reads back as it was written."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from docgen.render._zip_read import read_members
from docgen.render.package import deflate, parts_digest, read_package, write_package

NAMES = st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8}){0,2}\.(xml|bin)", fullmatch=True)
PARTS = st.dictionaries(NAMES, st.binary(max_size=3000), max_size=8)


@given(PARTS, PARTS)
def test_reading_gives_what_was_written(fresh: dict[str, bytes], static: dict[str, bytes]) -> None:
    static = {f"static/{name}": data for name, data in static.items()}
    packed = {name: deflate(data) for name, data in static.items()}
    data = write_package(list(fresh.items()), packed)
    if not fresh and not static:
        return
    assert read_members(data, "") == (fresh | static, ())
    with zipfile.ZipFile(io.BytesIO(data)) as reader:
        assert reader.testzip() is None
        assert {name: reader.read(name) for name in reader.namelist()} == fresh | static
    assert data == write_package(list(fresh.items()), packed)
    again = write_package(list(reversed((fresh | static).items())))
    assert parts_digest(again) == parts_digest(data)


@given(st.binary(max_size=2000), st.booleans())
def test_reading_never_raises(data: bytes, zip_like: bool) -> None:
    outcome = read_package(b"PK\x03\x04" + data if zip_like else data, "a.docx")
    assert outcome.value is None
    assert outcome.diagnostics


@given(st.data())
def test_a_changed_byte_never_raises(draw: st.DataObject) -> None:
    whole = write_package([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<a/>")])
    at = draw.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + bytes([draw.draw(st.integers(0, 255))]) + whole[at + 1 :]
    assert read_package(broken, "a.docx").diagnostics
