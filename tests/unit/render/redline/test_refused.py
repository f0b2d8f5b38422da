"""What a redline is refused for, and that a wrong result is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.model.diagnostic import Severity
from docgen.render.package import Package, read_package, write_package
from docgen.render.redline import redline
from docgen.render.redline.engine import _Redline, read_parts
from support.small import clause, p, small, table
from support.word import Word

TEXT = "Le Prestataire remet le rapport au Client dans les dix jours."
DAY = "2027-01-31"


@pytest.fixture
def two(sealed: Path) -> tuple[bytes, bytes]:
    rows = ("premier poste", "dix"), ("second poste", "vingt")
    return (
        small(sealed, clause("objet", p(TEXT)), clause("prix", table(("a", "b"), rows[0]))),
        small(sealed, clause("objet", p(TEXT.replace("dix", "six"))), clause("prix", table(("a", "b"), *rows))),
    )


def with_main(data: bytes, old: bytes, new: bytes) -> bytes:
    parts = Word(data).parts
    assert old in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new)
    return write_package(list(parts.items()))


def codes(old: bytes, new: bytes, author: str = "x", date: str = DAY) -> list[str]:
    outcome = redline(old, new, author=author, date=date)
    assert (outcome.value is None) == any(d.severity is Severity.ERROR for d in outcome.diagnostics)
    return [d.code for d in outcome.diagnostics]


def test_a_file_that_docgen_did_not_make(two: tuple[bytes, bytes]) -> None:
    old, new = two
    foreign = with_main(new, b'w:tag w:val="docgen:', b'w:tag w:val="other:')
    assert codes(old, foreign) == ["WD760"] and codes(foreign, new) == ["WD760"]


def test_a_file_with_tracked_changes(two: tuple[bytes, bytes]) -> None:
    old, new = two
    made = redline(old, new, author="x", date=DAY).value
    assert made is not None
    assert codes(made.data, new) == ["WD761"]


def test_files_are_read_under_limits(two: tuple[bytes, bytes]) -> None:
    assert codes(b"PK", two[1])[0].startswith("WD70")


@pytest.mark.parametrize(("author", "date"), [("", DAY), ("a\nb", DAY), ("x", "31/01/2027"), ("x", "")])
def test_author_and_date(two: tuple[bytes, bytes], author: str, date: str) -> None:
    assert codes(*two, author=author, date=date) == ["WD768"]


def test_a_date_may_have_a_time(two: tuple[bytes, bytes]) -> None:
    made = redline(*two, author="x", date="2027-01-31T09:30:00Z").value
    assert made is not None and b'w:date="2027-01-31T09:30:00Z"' in Word(made.data).parts["word/document.xml"]


def test_a_header_that_only_the_old_document_has(two: tuple[bytes, bytes]) -> None:
    old, new = two
    bare = Word(new).parts
    start = bare["word/document.xml"].find(b"<w:headerReference")
    while start >= 0:
        end = bare["word/document.xml"].find(b"/>", start) + 2
        bare["word/document.xml"] = bare["word/document.xml"][:start] + bare["word/document.xml"][end:]
        start = bare["word/document.xml"].find(b"<w:headerReference")
    outcome = redline(old, write_package(list(bare.items())), author="x", date=DAY)
    assert outcome.value is not None
    assert [d.code for d in outcome.diagnostics] == ["WD767"] and "Un / Deux" in outcome.diagnostics[0].message


def tampered(two: tuple[bytes, bytes], old: bytes, new: bytes) -> list[str]:
    """What verification says of a redline in whose main part something was replaced."""
    packages = [read_package(data, "x").value for data in two]
    assert all(isinstance(package, Package) for package in packages)
    made = _Redline(packages[0], packages[1], "x", f"{DAY}T00:00:00Z")  # type: ignore[arg-type]
    parts = dict(made.package().parts)
    assert old in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
    return [d.code for d in made.verified(read_parts(parts))]


def test_a_right_redline_is_found_right(two: tuple[bytes, bytes]) -> None:
    assert tampered(two, b"six", b"six") == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"six", b"sept", "WD762"),
        (b"second poste", b"autre poste", "WD762"),
        (b'<w:delText xml:space="preserve">dix', b'<w:delText xml:space="preserve">onze', "WD763"),
        (b"premier poste", b"autre poste", "WD763"),
        (b"</w:body>", b"</w:bodi>", "WD766"),
        (b'w:name="_dg_c_prix"', b'w:name="_dg_c_objet"', "WD765"),
    ],
)  # fmt: skip
def test_a_wrong_redline_is_noticed(two: tuple[bytes, bytes], old: bytes, new: bytes, code: str) -> None:
    assert code in tampered(two, old, new)


def test_the_same_text_deleted_and_inserted_is_noticed(two: tuple[bytes, bytes]) -> None:
    found = tampered(two, b'<w:delText xml:space="preserve">dix', b'<w:delText xml:space="preserve">six')
    assert "WD764" in found
