"""``clause.yaml`` and ``seals.yaml``, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from docgen.stages.file_models.base import Identifier, IsoDate, Localised, Name, Strict

ParameterType = Literal[
    "string", "text", "integer", "number", "percent", "money", "months", "days", "date",
    "boolean", "enum", "list", "object",
]  # fmt: skip
PositionKind = Literal["standard", "fallback", "walk-away", "alternative", "single"]


class ParameterModel(Strict):
    """One parameter of a clause."""

    type: ParameterType
    source: str = Field(default="", alias="from")
    derived: str = ""
    default: Any = None
    optional: bool = False
    values: list[str] = []
    note: str | Localised = ""


class PositionModel(Strict):
    """One position of a clause."""

    id: Identifier
    kind: PositionKind
    label: str | Localised = ""
    selected_by: str = ""
    sets: dict[str, Any] = {}
    approval: str = ""


class ConflictModel(Strict):
    """One combination that is refused."""

    clause: str = Field(default="", alias="with")
    when: str = ""
    message: Localised


class WordingModel(Strict):
    """A defined term in one language."""

    term: Annotated[str, Field(min_length=1)]
    plural: str = ""
    forms: list[str] = []
    definition: str = ""
    views: dict[Identifier, str] = {}


class TermModel(BaseModel):
    """A defined term: its wording by language beside two switches."""

    model_config = ConfigDict(extra="allow", defer_build=True)
    __pydantic_extra__: dict[str, WordingModel]

    inline: bool = False
    common: bool = False


class SpanModel(Strict):
    """A length of time: expressions that give months and days."""

    months: str = ""
    days: str = ""


class EveryModel(SpanModel):
    """Days that come back, counted from a first day."""

    start: str = Field(alias="from")
    until: str
    first: Annotated[int, Field(ge=0, le=1000)] = 0


class ObligationModel(Strict):
    """A duty that a clause creates."""

    id: Identifier
    who: Name
    what: Localised
    each: str = ""
    when: str = ""
    on: str = ""
    every: EveryModel | None = None
    after_event: Localised = {}
    before: SpanModel = Field(default_factory=SpanModel)
    after: SpanModel = Field(default_factory=SpanModel)
    lead_days: Annotated[int, Field(ge=0, le=366)] = 0
    legal: str = ""


class InForce(Strict):
    """The days on which a revision may be used."""

    start: IsoDate | None = Field(default=None, alias="from")
    end: IsoDate | None = Field(default=None, alias="to")


class RevisionModel(Strict):
    """One revision of a clause."""

    number: Annotated[int, Field(ge=1, le=9999)]
    change: Literal["editorial", "substantive", "legal"]
    in_force: InForce = Field(default_factory=InForce)
    supersedes: Literal["", "mandatory", "recommended"] = ""
    note: str | Localised = ""
    withdrawn: bool = False
    authors: list[Identifier] = []


class LegalReferenceModel(Strict):
    """One legal text behind a clause."""

    text: Annotated[str, Field(min_length=1)]
    grade: Literal["", "A", "B", "C"] = ""
    verified: IsoDate | Literal[""] = ""


class ReferencesModel(BaseModel):
    """What a clause rests on: the law, and other lists of a library's own."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    law: list[LegalReferenceModel] = []


class ClauseModel(Strict):
    """``clause.yaml``"""

    schema_: Literal["docgen.clause/1"] = Field(alias="schema")
    id: Identifier
    title: Localised
    category: str = ""
    owner: str = ""
    numbered: bool = True
    applies_when: str = ""
    parameters: dict[Name, ParameterModel] = {}
    positions: list[PositionModel] = []
    requires: list[Identifier] = []
    conflicts: list[ConflictModel] = []
    terms: dict[Identifier, TermModel] = {}
    obligations: list[ObligationModel] = []
    revisions: Annotated[list[RevisionModel], Field(min_length=1)]
    guidance: str | list[str] | Localised = ""
    references: ReferencesModel = Field(default_factory=ReferencesModel)
    licence: str = ""
    authors: list[str] = []


class SealsModel(Strict):
    """``seals.yaml`` of a clause: digest of each published text."""

    schema_: Literal["docgen.seals/1"] = Field(alias="schema")
    texts: dict[str, str] = {}
