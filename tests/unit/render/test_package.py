"""Opening Word files that somebody sent, and writing them."""

import io
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest

from docgen.render.package import (
    CONTENT_TYPES,
    Limits,
    deflate,
    parts_digest,
    read_package,
    write_package,
)

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT = "word/document.xml"
DOCUMENT_RELS = "word/_rels/document.xml.rels"


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Entre les soussignés")
    document.save(buffer)
    with zipfile.ZipFile(buffer) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as container:
        for name, data in parts.items():
            container.writestr(name, data)
    return buffer.getvalue()


def codes(data: bytes, limits: Limits | None = None) -> list[str]:
    """What was found, within a second and 100 MB."""
    tracemalloc.start()
    started = time.process_time()
    outcome = read_package(data, "received.docx", limits or Limits())
    assert time.process_time() - started < 5
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert (outcome.value is None) == bool(outcome.diagnostics)
    assert all(d.hint and d.place and d.place.file == "received.docx" for d in outcome.diagnostics)
    return sorted({d.code for d in outcome.diagnostics})


def with_relation(parts: dict[str, bytes], kind: str, target: str, mode: str) -> dict[str, bytes]:
    relation = (
        f'<Relationship Id="x1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'
        "</Relationships>"
    )
    changed = parts[DOCUMENT_RELS].replace(b"</Relationships>", relation.encode())
    return {**parts, DOCUMENT_RELS: changed}


def test_a_file_of_python_docx_is_read(parts: dict[str, bytes]) -> None:
    package = read_package(packed(parts), "a.docx").value
    assert package is not None
    assert list(package.parts) == list(parts)
    assert package.main_document == DOCUMENT
    assert package.related("styles") == ("word/styles.xml",)
    assert package.content_type("word/styles.xml") == (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    )
    assert {r.kind for r in package.relationships()} >= {"officeDocument", "core-properties"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda p: {n: d for n, d in p.items() if n != CONTENT_TYPES}, "WD711"),
        (lambda p: {n: d for n, d in p.items() if n != DOCUMENT}, "WD711"),
        (lambda p: {**p, "../evil": b"x"}, "WD706"),
        (lambda p: {**p, "/etc/passwd": b"x"}, "WD706"),
        (lambda p: {**p, "word/a\\b.xml": b"<a/>"}, "WD706"),
        (lambda p: {**p, "word/a\u202e.xml": b"<a/>"}, "WD706"),
        (lambda p: {**p, "WORD/Document.xml": b"<a/>"}, "WD705"),
        (lambda p: {**p, DOCUMENT: b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}, "WD712"),
        (lambda p: {**p, DOCUMENT: "<!DOCTYPE a><a/>".encode("utf-16")}, "WD712"),
        (lambda p: {**p, DOCUMENT: b"<a>A & B</a>"}, "WD713"),
        (lambda p: {**p, DOCUMENT: b"<w:a/>"}, "WD713"),
        (lambda p: {**p, DOCUMENT: b"<a>" * 300 + b"</a>" * 300}, "WD713"),
        (lambda p: {**p, DOCUMENT: b'<?xml version="1.0" encoding="utf-7"?><a/>'}, "WD713"),
        (lambda p: {**p, "word/vbaProject.bin": b"x"}, "WD714"),
        (lambda p: {**p, "word/embeddings/oleObject1.bin": b"x"}, "WD715"),
        (lambda p: {**p, "word/activeX/activeX1.xml": b"<a/>"}, "WD715"),
        (lambda p: {**p, "word/embeddings/tableau.xlsx": b"x"}, "WD715"),
        (lambda p: {**p, "word/embeddings/lettre.docx": b"x"}, "WD715"),
    ],
)
def test_what_is_refused(
    parts: dict[str, bytes],
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
    expected: str,
) -> None:
    assert codes(packed(change(parts))) == [expected]


def test_macros_are_refused_by_their_content_type(parts: dict[str, bytes]) -> None:
    macro = parts[CONTENT_TYPES].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert codes(packed({**parts, CONTENT_TYPES: macro})) == ["WD714"]


@pytest.mark.parametrize(
    ("kind", "target", "mode", "expected"),
    [
        ("attachedTemplate", "http://example.com/t.dotm", ' TargetMode="External"', "WD716"),
        ("image", "http://example.com/i.png", ' TargetMode="External"', "WD716"),
        ("image", "file://server/i.png", "", "WD716"),
        ("frame", "//server/f.htm", "", "WD716"),
        ("aFChunk", "part.htm", "", "WD717"),
        ("oleObject", "embeddings/a.dat", "", "WD715"),
        ("vbaProject", "a.dat", "", "WD714"),
    ],
)
def test_relationships_that_are_refused(
    parts: dict[str, bytes], kind: str, target: str, mode: str, expected: str
) -> None:
    assert codes(packed(with_relation(parts, kind, target, mode))) == [expected]


def test_a_link_to_the_web_is_fine(parts: dict[str, bytes]) -> None:
    link = with_relation(parts, "hyperlink", "https://example.com", ' TargetMode="External"')
    assert codes(packed(link)) == []


def test_relationships_hidden_by_case_are_found(parts: dict[str, bytes]) -> None:
    hidden = with_relation(parts, "attachedTemplate", "http://x/t", ' TargetMode="External"')
    hidden["word/_rels/document.xml.RELS"] = hidden.pop(DOCUMENT_RELS)
    assert "WD716" in codes(packed(hidden))


def test_a_main_part_by_another_name_is_parsed_too(parts: dict[str, bytes]) -> None:
    moved = {n: d.replace(b"document.xml", b"document.dat") for n, d in parts.items()}
    del moved[DOCUMENT]
    moved["word/document.dat"] = b"<!DOCTYPE a><a/>"
    assert codes(packed(moved)) == ["WD712"]


def test_everything_is_found_in_one_run(parts: dict[str, bytes]) -> None:
    bad = with_relation(parts, "image", "http://x/i.png", ' TargetMode="External"')
    bad |= {"../evil": b"", "word/vbaProject.bin": b"", DOCUMENT: b"<a"}
    assert codes(packed(bad)) == ["WD706", "WD713", "WD714", "WD716"]


def test_the_same_part_twice(parts: dict[str, bytes]) -> None:
    buffer = io.BytesIO(packed(parts))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as container:
        warnings.simplefilter("ignore")
        container.writestr(DOCUMENT, b"<other/>")
    assert codes(buffer.getvalue()) == ["WD705"]


def test_bombs_are_not_expanded(parts: dict[str, bytes]) -> None:
    zeros = packed({**parts, "word/media/a.bin": bytes(50_000_000)})
    assert codes(zeros) == ["WD707"]
    assert codes(packed({**parts, "a.bin": bytes(40_000_000), "b.bin": bytes(40_000_000)})) == [
        "WD707"
    ]
    nested = packed({**parts, "word/media/inner.bin": zeros})
    assert codes(nested) == []  # what is packed inside a part is never unpacked


def test_a_bomb_that_lies_about_its_size(parts: dict[str, bytes]) -> None:
    honest = packed({"word/media/a.bin": bytes(30_000_000), **parts})
    lying = honest.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1000))
    assert codes(lying) == ["WD710"]


def test_many_small_elements_are_not_built(parts: dict[str, bytes]) -> None:
    noise = b"<a>" + b"<b/>" * 2_500_000 + b"</a>"
    assert codes(packed({**parts, DOCUMENT: noise}), Limits(ratio=2000)) == ["WD713"]


def test_limits_of_file_and_members(parts: dict[str, bytes]) -> None:
    many = {**parts, **{f"word/media/{n}.bin": b"" for n in range(10_000)}}
    assert codes(packed(many)) == ["WD704"]
    assert codes(packed(parts), Limits(file=1000)) == ["WD701"]


def test_containers_that_are_no_docx(parts: dict[str, bytes]) -> None:
    whole = packed(parts)
    assert codes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == ["WD702"]
    assert codes(b"") == codes(whole[:-300]) == codes(whole + b"tail") == ["WD703"]
    assert codes(b"#!/bin/sh\n" + whole) == ["WD703"]
    assert codes(packed(parts, zipfile.ZIP_LZMA))[0] == "WD709"


def test_encrypted_members(parts: dict[str, bytes]) -> None:
    data = bytearray(packed(parts))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "WD708" in codes(bytes(data))


def test_a_damaged_part(parts: dict[str, bytes]) -> None:
    stored = packed(parts, zipfile.ZIP_STORED).replace(b"soussign", b"SOUSSIGN", 1)
    assert "WD710" in codes(stored)


def test_members_that_share_their_bytes() -> None:
    data = write_package([("a.bin", zlib.compress(bytes(range(256)) * 40))])
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    entries = b"".join(entry.replace(b"a.bin", b"%05d" % n) for n in range(50))
    last = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 50, 50, len(entries), at, 0)
    assert "WD703" in codes(data[:at] + entries + last)


def test_written_packages_are_deterministic(parts: dict[str, bytes]) -> None:
    stored = {n: deflate(d) for n, d in parts.items() if n != DOCUMENT}
    data = write_package([(DOCUMENT, parts[DOCUMENT])], stored)
    assert data == write_package([(DOCUMENT, parts[DOCUMENT])], stored)
    assert parts_digest(data) == parts_digest(packed(parts))
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert container.testzip() is None
        infos = container.infolist()
    assert infos[0].filename == CONTENT_TYPES
    assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert len({(i.create_system, i.external_attr) for i in infos}) == 1
    assert docx.Document(io.BytesIO(data)).paragraphs[-1].text == "Entre les soussignés"


def test_a_name_cannot_be_written_twice() -> None:
    with pytest.raises(ValueError, match="same name"):
        write_package([("a.xml", b"")], {"A.xml": deflate(b"")})


def test_the_digest_of_a_broken_file_is_no_digest() -> None:
    with pytest.raises(ValueError, match="zip container"):
        parts_digest(b"PK")
