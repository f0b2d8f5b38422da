"""``clause.yaml`` and ``seals.yaml``, as the models that they are read into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from msgspec import Meta, convert, field, json

from docgen.stages.file_models.base import Identifier, IsoDate, Localised, Name, Strict, Tolerant

ParameterType = Literal[
    "string", "text", "integer", "number", "percent", "money", "months", "days", "date",
    "boolean", "enum", "list", "object",
]  # fmt: skip
PositionKind = Literal["standard", "fallback", "walk-away", "alternative", "single"]


class ParameterModel(Strict):
    """One parameter of a clause."""

    type: ParameterType
    source: str = field(default="", name="from")
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


class ConflictModel(Strict, kw_only=True):
    """One combination that is refused."""

    clause: str = field(default="", name="with")
    when: str = ""
    message: Localised


class WordingModel(Strict):
    """A defined term in one language."""

    term: Annotated[str, Meta(min_length=1)]
    plural: str = ""
    forms: list[str] = []
    definition: str = ""
    views: dict[Identifier, str] = {}


class _Switches(Tolerant):
    inline: bool = False
    common: bool = False


class TermModel:
    """A defined term: its wording by language beside two switches."""

    __slots__ = ("common", "inline", "wordings")

    def __init__(self, switches: _Switches, wordings: Mapping[str, WordingModel]) -> None:
        self.inline, self.common, self.wordings = switches.inline, switches.common, wordings

    @classmethod
    def of(cls, data: Any) -> Self:
        """The term of plain data.

        :raises msgspec.ValidationError: where the data is none.
        """
        languages = {key: value for key, value in data.items() if key not in _SWITCHES} if isinstance(data, dict) else data
        return cls(convert(data, _Switches), convert(languages, dict[str, WordingModel]))

    @classmethod
    def schema(cls) -> Mapping[str, Any]:
        """Its JSON Schema."""
        wording = json.schema(WordingModel)["$defs"]["WordingModel"]
        return {"type": "object", "properties": {name: {"type": "boolean"} for name in _SWITCHES}, "additionalProperties": wording}


_SWITCHES: Final = _Switches.__struct_fields__


class SpanModel(Strict):
    """A length of time: expressions that give months and days."""

    months: str = ""
    days: str = ""


class EveryModel(SpanModel, kw_only=True):
    """Days that come back, counted from a first day."""

    start: str = field(name="from")
    until: str
    first: Annotated[int, Meta(ge=0, le=1000)] = 0


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
    before: SpanModel = field(default_factory=SpanModel)
    after: SpanModel = field(default_factory=SpanModel)
    lead_days: Annotated[int, Meta(ge=0, le=366)] = 0
    legal: str = ""


class InForce(Strict):
    """The days on which a revision may be used."""

    start: IsoDate | None = field(default=None, name="from")
    end: IsoDate | None = field(default=None, name="to")


class RevisionModel(Strict):
    """One revision of a clause."""

    number: Annotated[int, Meta(ge=1, le=9999)]
    change: Literal["editorial", "substantive", "legal"]
    in_force: InForce = field(default_factory=InForce)
    supersedes: Literal["", "mandatory", "recommended"] = ""
    note: str | Localised = ""
    withdrawn: bool = False
    authors: list[Identifier] = []


class LegalReferenceModel(Strict):
    """One legal text behind a clause."""

    text: Annotated[str, Meta(min_length=1)]
    grade: Literal["", "A", "B", "C"] = ""
    verified: IsoDate | None = None


class ReferencesModel(Tolerant):
    """What a clause rests on: the law, and other lists of a library's own."""

    law: list[LegalReferenceModel] = []


class ClauseModel(Strict, kw_only=True):
    """``clause.yaml``"""

    schema_: Literal["docgen.clause/1"] = field(name="schema")
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
    revisions: Annotated[list[RevisionModel], Meta(min_length=1)]
    guidance: str | list[str] | Localised = ""
    references: ReferencesModel = field(default_factory=ReferencesModel)
    licence: str = ""
    authors: list[str] = []


class SealsModel(Strict):
    """``seals.yaml`` of a clause: digest of each published text."""

    schema_: Literal["docgen.seals/1"] = field(name="schema")
    texts: dict[str, str] = {}
