"""Pairs of Word files that docgen never made: by python-docx, and by LibreOffice from HTML, RTF and flat ODT."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

LONG = "Le Prestataire répond dans les {} jours ouvrés à toute demande écrite du Client, pièces à l’appui."
Build = Callable[[Any, bool], None]


def _plain(d: Any, new: bool) -> None:
    d.add_heading("Article 1 – Objet", 1)
    d.add_paragraph(LONG.format("dix" if not new else "douze"))
    if new:
        d.add_paragraph("Un alinéa de plus, que l’autre version n’a pas.")
    d.add_heading("Article 2 – Prix", 1)
    d.add_paragraph("Le prix est de 10\u202f000\u00a0€ par mois." if not new else "Le prix est de 12\u202f500\u00a0€ par mois, hors taxes.")


def _lists(d: Any, new: bool) -> None:
    for level, words in (("List Number", "un"), ("List Number 2", "un et demi"), ("List Bullet 3", "un et quart"), ("List Number", "deux")):
        d.add_paragraph(f"point {words}", level)
    if new:
        d.add_paragraph("point trois", "List Number")
        d.add_paragraph("sous le point trois", "List Bullet 2")


def _tables(d: Any, new: bool) -> None:
    table = d.add_table(rows=1, cols=3, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, ("Canal", "Unité", "Prix"), strict=True):
        cell.text = words
    for row in (("téléphone", "contact", "5,20"), ("courriel", "dossier", "3,90" if not new else "4,10"), *([("tchat", "session", "2,75")] if new else [])):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    table.cell(1, 0).merge(table.cell(1, 1))
    inner = table.cell(2, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "au plus", "mille" if not new else "deux mille"
    d.add_paragraph("Après le tableau.")


def _margins(d: Any, new: bool) -> None:
    section = d.sections[0]
    section.header.paragraphs[0].text = "Contrat – version 1" if not new else "Contrat – version 2"
    section.footer.paragraphs[0].text = "Confidentiel"
    d.add_paragraph(LONG.format("cinq"))
    wide = d.add_section()
    wide.orientation, wide.page_width, wide.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    d.add_paragraph("En largeur." if not new else "En largeur, et modifié.")


def _pictures(d: Any, new: bool) -> None:
    d.add_paragraph("Avant l’image.")
    d.add_picture(BytesIO(_png(0 if not new else 200)), width=Cm(2))
    d.add_paragraph("Après l’image." if not new else "Après l’autre image.")


def _fields(d: Any, new: bool) -> None:
    p = d.add_paragraph("Page ")
    for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = p.add_run(words if kind == "text" else "")
        if kind == "":
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)  # python-docx has no call for fields
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    p.add_run(" sur deux." if not new else " sur trois.")
    p.add_run().add_break()
    p.add_run("Suite en gras." if not new else "Suite en gras, allongée.").bold = True


def _empty(d: Any, new: bool) -> None:
    if new:
        d.add_paragraph(LONG.format("trente"))


def _pending(d: Any, new: bool) -> None:
    p = d.add_paragraph("Le prix est de ")
    change = OxmlElement("w:ins" if not new else "w:del")
    for name, value in (("id", "1"), ("author", "Autre"), ("date", "2027-01-01T00:00:00Z")):
        change.set(qn(f"w:{name}"), value)
    run, words = OxmlElement("w:r"), OxmlElement("w:t" if not new else "w:delText")
    words.text = "douze "
    run.append(words)
    change.append(run)
    p._p.append(change)
    p.add_run("euros.")


PYTHON_DOCX: dict[str, Build] = {
    "paragraphs": _plain, "nested lists": _lists, "tables": _tables, "margins and sections": _margins,
    "pictures": _pictures, "fields": _fields, "from nothing": _empty,
}  # fmt: skip
HTML = """<html><body><h1>Contrat</h1><p>Le prix est de {0} euros, soit <b>{0}</b> par mois.</p>
<ol><li>un<ul><li>un bis</li>{1}</ul></li><li>deux</li></ol>
<table border=1><tr><th>Canal</th><th colspan=2>Prix</th></tr><tr><td rowspan=2>téléphone</td><td>{0}</td><td>HT</td></tr><tr><td>douze</td><td>TTC</td></tr>{2}</table>
<blockquote>Fin <a href="https://example.org/">du contrat</a>.</blockquote></body></html>"""
RTF = r"""{{\rtf1\ansi{{\header Contrat {0}\par}}{{\footer page {{\field{{\*\fldinst PAGE}}{{\fldrslt 1}}}}\par}}
Le d\'e9lai est de {0} jours{{\footnote Jours ouvr\'e9s, {0} au plus.}} \'e0 compter de la demande.\par
{1}Fin du {{\b contrat}}.\par}}"""
ODT = """<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">Objet</text:h><text:p>Le prix<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>Hors taxes, {0} au plus.</text:p></text:note-body></text:note> est de {0} euros.</text:p>
<text:list><text:list-item><text:p>un</text:p><text:list><text:list-item><text:p>un et {0}</text:p></text:list-item></text:list></text:list-item></text:list>
{1}<text:p>Fin.</text:p></office:text></office:body></office:document>"""
WRITTEN: dict[str, tuple[str, str, str]] = {
    "html": ("html", HTML.format("dix", "", ""), HTML.format("douze", "<li>un ter</li>", "<tr><td>tchat</td><td>deux</td><td>HT</td></tr>")),
    "rtf": ("rtf", RTF.format("dix", ""), RTF.format("douze", r"Un alin\'e9a de plus.\par ")),
    "odt": ("fodt", ODT.format("dix", ""), ODT.format("douze", "<text:p>Un alinéa de plus.</text:p>")),
}  # fmt: skip


def by_python_docx(build: Build) -> tuple[bytes, bytes]:
    """The old and the new file."""
    return _built(build, new=False), _built(build, new=True)


def with_changes() -> tuple[bytes, bytes]:
    """Two files with tracked changes of their own."""
    return by_python_docx(_pending)


def _built(build: Build, *, new: bool) -> bytes:
    document, out = Document(), BytesIO()
    build(document, new)
    document.save(out)
    return out.getvalue()


def _png(grey: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([grey] * 8) for _ in range(8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def office() -> str:
    """LibreOffice, where it is."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


@cache
def by_libreoffice() -> dict[str, tuple[bytes, bytes]]:
    """The same for each of ``WRITTEN``, all in one start."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for key, (kind, old, new) in WRITTEN.items():
            for side, text in (("old", old), ("new", new)):
                (folder / f"{key}-{side}.{kind}").write_text(text, encoding="utf-8")
        for kind, importer in (("html", "HTML (StarWriter)"), ("rtf", "Rich Text Format"), ("fodt", "OpenDocument Text Flat XML")):
            files = [str(f) for f in sorted(folder.glob(f"*.{kind}"))]
            subprocess.run([office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
                            f"--infilter={importer}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", name, *files],
                           capture_output=True, timeout=180, check=True)  # fmt: skip
        return {key: tuple((folder / f"{key}-{side}.docx").read_bytes() for side in ("old", "new")) for key in WRITTEN}  # type: ignore[misc]
