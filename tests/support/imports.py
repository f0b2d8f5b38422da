"""Contracts in several habits, for imports: as people number, style and write them in Word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from docx import Document

from docgen.app.workshop import bound_filters
from docgen.model.imported import DraftClause, Proposal, WordOutline
from docgen.render.package import read_package
from docgen.render.word_outline import read_outline
from docgen.stages.importing.patterns import pattern
from docgen.stages.importing.propose import Shelf, Wish, propose
from docgen.store.languages import load_language
from support.docx import W, docx

EMPTY = Shelf(frozenset(), (), lambda _, __: None, lambda _: (), {}, frozenset(), {})
HEADINGS = ("Objet", "Durée", "Prix")


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, lists: Sequence[int] = (1,), more: str = "") -> dict[str, str]:
    """The part of a file whose lists 1, 2 … all have these levels."""
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>' for n in lists)
    inside = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'
    return {"word/numbering.xml": f'<w:numbering xmlns:w="{W}">{inside}</w:numbering>'}


LEGAL = numbering(level(0, "decimal", "Article %1"), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)"))
OUTLINE = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)"))


def np(text: str, at: int, number: int = 1, *, bold: bool = False) -> str:
    """A paragraph of a list."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def bold(text: str) -> str:
    return f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def marked(name: str, text: str, style: str = "Titre1") -> str:
    """A heading with a bookmark."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:bookmarkStart w:id="1" w:name="{name}"/>'
        f'<w:r><w:t>{text}</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    )


def read(data: bytes, language: str = "fr") -> WordOutline:
    package = read_package(data, "x.docx").value
    assert package is not None
    return read_outline(package, lambda _: None, pattern(load_language(language), "heading_style"))


def outline(*blocks: str, **more: Any) -> WordOutline:
    return read(docx(*blocks, **more))


@cache
def tools(language: str) -> tuple[Any, frozenset[str]]:
    """The filters and the prepositions of a language."""
    languages = {code: load_language(code) for code in ("fr", "en")}
    prefix = "reference.prepositions."
    words = [k.removeprefix(prefix) for k in languages[language].phrases if k.startswith(prefix)]
    return bound_filters(languages[language], languages, {}), frozenset({*words, *(w[:1].upper() + w[1:] for w in words)})


def proposed(given: WordOutline | bytes, language: str = "fr", shelf: Shelf = EMPTY, **wish: Any) -> Proposal:
    filters, prepositions = tools(language)
    found = given if isinstance(given, WordOutline) else read(given, language)
    return propose(found, load_language(language), shelf, filters, prepositions, Wish("x.docx", **wish))


def texts(proposal: Proposal) -> dict[str, str]:
    """The text of each clause by its id."""
    return {c.id: text(c) for c in proposal.clauses if c.files}


def text(clause: DraftClause) -> str:
    return next(data.decode() for name, data in clause.files.items() if name.endswith(".md"))


def kinds(proposal: Proposal) -> list[str]:
    return [d.kind for d in proposal.decisions]


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def styled_contract() -> bytes:
    """Headings by style, numbers typed into them, as python-docx writes them."""
    d = Document()
    d.add_paragraph("CONTRAT DE LOCATION")
    d.add_paragraph("Entre les soussignées :")
    seat = "dont le siège est situé 12 rue de la Paix, 75002 Paris, immatriculée sous le numéro 732 829 320"
    parties = {
        "Cycles Dupont": f", SAS au capital de 10 000 €, {seat}, ci-après dénommée le « Bailleur »,",
        "Voltage Énergie": ", SARL, courriel contact@voltage.fr, ci-après dénommée le « Preneur ».",
    }
    for name, rest in parties.items():
        p = d.add_paragraph()
        p.add_run(name).bold = True
        p.add_run(rest)
    d.add_heading("Article 1 – Définitions", 1)
    d.add_paragraph("Dans le contrat :")
    d.add_paragraph("« Matériel » : les vélos décrits à l’Annexe 1 ;")
    d.add_paragraph("« Incident Majeur » désigne toute panne visée à l'article 3.1.")
    d.add_heading("Article 2 – Durée", 1)
    d.add_paragraph("Le contrat dure trente-six (36) mois à compter du 1er mars 2027. Il prend fin selon l'article 3. "
                    "Voir les articles 1 et 3, et l'article 27. L'article 1231-5 du code civil s'applique.")  # fmt: skip
    d.add_heading("Article 3 – Prix des matériels", 1)
    d.add_heading("3.1 Loyer", 2)
    d.add_paragraph("Le loyer est de 12 500,50 € par mois. La pénalité est de 10 %, plafonnée à 1 000 € (mille euros).")
    p = d.add_paragraph("Le ")
    p.add_run("Bailleur").bold = True
    p.add_run(" s’engage :")
    d.add_paragraph("à livrer les Matériels sous dix (10) jours ;", style="List Bullet")
    d.add_paragraph("à les entretenir conformément à l’article 2.", style="List Bullet")
    d.add_heading("3.2 Révision", 2)
    d.add_paragraph("Le loyer de Cycles Dupont change le ________.")
    d.add_heading("Annexe 1 – Liste du matériel", 1)
    t = d.add_table(2, 2)
    for row, cells in enumerate((("Vélo", "Prix|€"), ("Cargo", "100 €"))):
        for column, said in enumerate(cells):
            t.cell(row, column).text = said
    return saved(d)


def english_contract() -> bytes:
    d = Document()
    d.add_heading("Article 1. Definitions", 1)
    d.add_paragraph("“Equipment” means the bicycles listed in Annex 1.")
    d.add_paragraph("“Business Day”: any day other than a Saturday.")
    d.add_heading("Article 2. Term", 1)
    d.add_paragraph("This agreement lasts thirty-six (36) months from 1 March 2027. It ends under Article 3. The fee is €1,200 or 5%.")
    d.add_heading("Article 3. Termination", 1)
    d.add_paragraph("Either party may terminate on 30 days notice, subject to Articles 1 and 2. The Equipment is returned.")
    return saved(d)


def long_contract(articles: int = 150, paragraphs: int = 30) -> bytes:
    """About 300 pages."""
    d = Document()
    for n in range(articles):
        d.add_heading(f"Article {n + 1} – Clause numéro {n + 1}", 1)
        for m in range(paragraphs):
            d.add_paragraph(f"Le Prestataire exécute la tâche {m} du lot {n} avec soin, dans un délai de trente (30) jours, selon "
                            f"l'article {1 + (n + m) % articles}, sans que le Client ait à le rappeler par écrit ni autrement.")  # fmt: skip
    return saved(d)


