"""Document types, as the models that they are read into."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from docgen.stages.file_models.base import Extended, FileStem, Identifier, Localised, Name, Strict


class SectionModel(Strict):
    """A section of a part."""

    title: Localised
    clauses: list[Identifier]


class PartModel(Strict):
    """A part of a document type."""

    title: Localised = {}
    numbered: bool = True
    clauses: list[Identifier] = []
    sections: list[SectionModel] = []


class AnnexModel(Strict):
    """An annex of a document type."""

    id: Identifier
    title: Localised
    clauses: list[Identifier]


class VariantModel(Strict):
    """A variant of a document type: what it leaves out, and what it says otherwise."""

    when: str = ""
    drop: list[Identifier] = []
    template: FileStem = ""
    view: str = ""
    views: dict[Identifier, str] = {}
    slots: dict[str, str | Localised] = {}
    parts: list[PartModel] = []
    annexes: list[AnnexModel] | None = None


class AnnexOfModel(Strict):
    """The annex of another document that a document type draws up on its own."""

    type: Identifier
    annex: Identifier


class DocumentTypeModel(Strict):
    """``templates/<type>.yaml``"""

    schema_: Literal["docgen.document/1"] = field(name="schema")
    id: Identifier
    extends: Extended = ""
    title: Localised = {}
    name: Localised = {}
    template: FileStem = ""
    languages: list[str] = []
    view: str = ""
    for_each: str = ""
    key: str = ""
    group: str = ""
    let: dict[Name, str] = {}
    inputs: str = ""
    amends: str = ""
    applies_when: str = ""
    slots: dict[str, str | Localised] = {}
    reference: str = ""
    unit: Literal["article", "section"] = "article"
    terms: bool = True
    alone: bool = False
    annex_of: AnnexOfModel | None = None
    views: dict[Identifier, str] = {}
    parts: list[PartModel] = []
    annexes: list[AnnexModel] = []
    variants: dict[Identifier, VariantModel] = {}
