"""A plain template is read as docxtpl reads it; any other is left to docxtpl."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from docgen.render.package import Package, read_package
from docgen.render.word.template import _patched, compile_template
from docgen.render.word.template_quick import plain_parts

FOLDER = Path(__file__).parents[3] / "templates" / "docx"
TITLE = "{{ titre }}"


def opened(data: bytes) -> Package:
    package = read_package(data, "t.docx").value
    assert package is not None
    return package


def with_body(old: str, new: str) -> bytes:
    """The template of the contract with something else in its main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(FOLDER / "contrat.docx") as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            target.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.docx")), ids=lambda p: p.stem)
def test_each_shipped_template_is_plain_and_reads_as_docxtpl_reads_it(path: Path) -> None:
    data = path.read_bytes()
    package = opened(data)
    quick = plain_parts(package)
    assert quick is not None
    assert list(quick.items()) == list(_patched(data, package).items())


@pytest.mark.parametrize(
    "new",
    [
        "{{titre}}", "{{ titre}} et {{ date }}", "« {{ titre }} »", "a &lt; {{ titre }} &amp; b", "&#160;{{ titre }}",
        '{{ titre }}</w:t></w:r><w:r><w:t xml:space="preserve"> ', "{{ titre }}</w:t><w:br/><w:t xml:space='preserve'>x",
    ],
)  # fmt: skip
def test_other_plain_templates_read_alike(new: str) -> None:
    data = with_body(TITLE, new)
    package = opened(data)
    quick = plain_parts(package)
    assert quick is not None
    assert quick == _patched(data, package)


@pytest.mark.parametrize(
    "new",
    [
        "{{ titre|upper }}", "{% if titre %}x{% endif %}", "{# note #}", "{{ titre", "{</w:t></w:r><w:r><w:t>{ titre }}",
        "{{ titre</w:t></w:r><w:r><w:t> }}", "{{r titre }}", "{{tr titre }}", "{ titre }", "{{ titre }}</w:t><w:t>x",
        "{{ titre.nom }}", "{{ “titre” }}",
    ],
)  # fmt: skip
def test_whatever_is_not_plain_is_left_to_docxtpl(new: str) -> None:
    assert plain_parts(opened(with_body(TITLE, new))) is None


def test_a_slot_over_two_runs_is_still_found() -> None:
    split = '{{ ti</w:t></w:r><w:r><w:t xml:space="preserve">tre }}'
    one, other = (compile_template(data, "t.docx").value for data in (with_body(TITLE, split), with_body(TITLE, TITLE)))
    assert one is not None
    assert other is not None
    assert one.slots() == other.slots()
