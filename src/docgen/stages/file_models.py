"""What docgen's own files may hold, as pydantic models; imported only when a file is compiled.

Annotations are no texts here (no ``from __future__ import annotations``): pydantic would compile each of them again.
"""


from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _of_the_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


IDENTIFIER = r"^[a-z0-9][a-z0-9-]{0,63}$"
NAME = r"^[a-z][a-z0-9_]{0,63}$"
ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FIELD_PATH = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$"
FILE_STEM = r"^[^./\\:][^/\\:]*$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER)]
Name = Annotated[str, Field(pattern=NAME)]
IsoDate = Annotated[str, Field(pattern=ISO_DATE), AfterValidator(_of_the_calendar)]
FileStem = Annotated[str, Field(pattern=FILE_STEM)]
"""A file name without its suffix, which never leads to another folder."""
EXTENDED = r"^([a-z0-9][a-z0-9-]{0,63}:)?[^./\\:][^/\\:]*$"
Extended = Annotated[str, Field(pattern=EXTENDED)]
"""Such a name, of this library or of another one: ``groupe:contrat``."""
Localised = dict[str, str]


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=(), defer_build=True)


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

    model_config = ConfigDict(extra="allow")
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
    before: SpanModel = SpanModel()
    after: SpanModel = SpanModel()
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
    in_force: InForce = InForce()
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

    model_config = ConfigDict(extra="allow")

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
    references: ReferencesModel = ReferencesModel()
    licence: str = ""
    authors: list[str] = []


class SealsModel(Strict):
    """``seals.yaml`` of a clause: digest of each published text."""

    schema_: Literal["docgen.seals/1"] = Field(alias="schema")
    texts: dict[str, str] = {}


class EntryModel(Strict):
    """One entry of a chain."""

    revision: Annotated[int, Field(ge=1, le=9999)]
    step: Literal["submitted", "approved", "withdrawn"]
    who: Identifier
    when: str
    why: str
    digest: str
    body: str = ""
    previous: str
    head: str


class StepModel(EntryModel):
    """One step of a revision."""

    change: Literal["editorial", "substantive", "legal"]
    authors: list[Identifier] = []
    metadata: str = ""
    texts: dict[str, str] = {}


class ApprovalModel(EntryModel):
    """One approval of a position."""

    clause: Identifier
    position: Identifier
    values: dict[str, str] = {}


class LedgerModel(Strict):
    """A file of entries."""

    subject: str

    def rows(self) -> Sequence[EntryModel]:
        """The entries."""
        return ()


class JournalModel(LedgerModel):
    """``journal.yaml`` of a clause."""

    schema_: Literal["docgen.journal/1"] = Field(alias="schema")
    entries: list[StepModel]

    def rows(self) -> Sequence[EntryModel]:
        """The steps."""
        return self.entries


class ApprovalsModel(LedgerModel):
    """The approvals of positions for one profile."""

    schema_: Literal["docgen.approvals/1"] = Field(alias="schema")
    entries: list[ApprovalModel]

    def rows(self) -> Sequence[EntryModel]:
        """The approvals."""
        return self.entries


class DepartmentModel(Strict):
    """A department that owns clauses."""

    title: Localised = {}


class BodyModel(Strict):
    """Those who give an approval that positions ask for."""

    title: Localised = {}
    members: Annotated[list[Identifier], Field(min_length=1)]


class RoleModel(Strict):
    """What somebody may do in a department, and from when until when."""

    role: Literal["author", "approver", "reader"]
    department: str
    start: IsoDate | None = Field(default=None, alias="from")
    end: IsoDate | None = Field(default=None, alias="to")


class PersonModel(Strict):
    """Somebody who works on the library."""

    name: Annotated[str, Field(min_length=1)]
    email: str = ""
    users: list[str] = []
    roles: list[RoleModel] = []


class PeopleModel(Strict):
    """``people.yaml``"""

    schema_: Literal["docgen.people/1"] = Field(alias="schema")
    departments: dict[Identifier, DepartmentModel]
    bodies: dict[Identifier, BodyModel] = {}
    people: dict[Identifier, PersonModel]


class RuleTestModel(Strict):
    """The test of a rule: how an example breaks it, and how it does not."""

    profile: str = ""
    variant: str = ""
    fires: dict[str, Any] = {}
    files: dict[str, str] = {}
    passes: dict[str, Any] = {}


class RuleModel(Strict):
    """One rule of ``rules.yaml``"""

    id: str
    severity: Literal["error", "warning", "info"]
    scope: Literal["profile", "document", "finding"] = "profile"
    codes: list[str] = []
    each: list[str] = []
    when: str = ""
    at: str = ""
    message: Localised
    hint: Localised = {}
    source: list[str] = []
    test: RuleTestModel = RuleTestModel()


class RulesModel(Strict):
    """``rules.yaml``"""

    schema_: Literal["docgen.rules/1"] = Field(alias="schema")
    policy: dict[str, Any] = {}
    rules: list[RuleModel] = []


class CalculationModel(Strict):
    """One calculation: what it takes, what it binds, and its result."""

    id: Name
    about: str | Localised = ""
    takes: list[Name] = []
    let: dict[Name, str] = {}
    each: str = ""
    where: str = ""
    item: dict[Name, str] = {}
    value: str = ""
    fields: dict[Name, str] = {}


class CalculationsModel(Strict):
    """A file of calculations."""

    schema_: Literal["docgen.calculations/1"] = Field(alias="schema")
    calculations: list[CalculationModel]


class Classes(Strict):
    """Styles of the Word template behind the classes that clauses use."""

    paragraph: dict[str, str] = {}
    table: dict[str, str] = {}


class AmendmentsModel(Strict):
    """Where the dated changes of a profile stand, and what their keys are called."""

    record: str
    number: str
    patch: str
    effective: str
    signature: str = ""
    motive: str = ""
    entering: Literal["after", "end"] = "after"
    notation: str = ""
    revisions: str = ""
    to: str = ""
    axes: str = ""
    ignore: list[str] = []


class ContractModel(Strict):
    """What the register's search knows of a contract: expressions over the profile."""

    client: str = ""
    ends: str = ""


class LibraryModel(Strict):
    """``library.yaml``"""

    schema_: Literal["docgen.library/1"] = Field(alias="schema")
    name: str
    languages: Annotated[list[str], Field(min_length=1)]
    vocabulary: str = ""
    rules: str = ""
    labels: str = ""
    calculations: str = ""
    data: dict[str, str] = {}
    reference: list[str] = []
    dates: dict[str, str] = {}
    choices: str = "clauses"
    interview: str = ""
    requirements: str = ""
    people: str = ""
    classes: Classes = Classes()
    amendments: AmendmentsModel | None = None
    contract: ContractModel = ContractModel()
    capitalised: list[str] = []
    version: str = ""
    licence: str = ""
    authors: list[str] = []


class DatedModel(BaseModel):
    """One dated value; further keys (notes, conditions) are kept for people."""

    model_config = ConfigDict(extra="allow")

    id: str
    value: Any
    valid_from: IsoDate | None = Field(default=None, alias="from")
    valid_to: IsoDate | None = Field(default=None, alias="to")
    source: str = ""
    grade: str = ""


class ReferenceModel(Strict):
    """A file of dated reference data."""

    schema_: Literal["docgen.reference/1"] = Field(alias="schema")
    values: list[DatedModel]


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

    schema_: Literal["docgen.document/1"] = Field(alias="schema")
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


class QuestionModel(Strict):
    """One question of an interview; ``items`` makes it a list of groups of questions."""

    path: Annotated[str, Field(pattern=FIELD_PATH)]
    when: str = ""
    title: Localised = {}
    about: Localised = {}
    help: Localised = {}
    more: Localised = {}
    source: list[str] = []
    labels: str = ""
    suggest: str = ""
    keys: str = ""
    item: Annotated[str, Field(pattern=NAME)] = ""
    another: Localised = {}
    items: list["QuestionModel"] = []


class InterviewSectionModel(Strict):
    """A section of an interview."""

    id: Identifier
    title: Localised
    intro: Localised = {}
    when: str = ""
    questions: Annotated[list[QuestionModel], Field(min_length=1)]


class InterviewModel(Strict):
    """``interview.yaml``"""

    schema_: Literal["docgen.interview/1"] = Field(alias="schema")
    sections: Annotated[list[InterviewSectionModel], Field(min_length=1)]


class FeatureModel(Strict):
    """What answers a requirement without being a clause or a rule."""

    text: str | Localised
    page: Annotated[str, Field(min_length=1)]
    documents: list[Identifier] = []


class RequirementModel(Strict):
    """One requirement of the domain."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    title: str | Localised
    fields: list[str] = []
    documents: list[Identifier] = []
    features: list[FeatureModel] = []


class RequirementsModel(Strict):
    """The list of requirements of a library."""

    schema_: Literal["docgen.requirements/1"] = Field(alias="schema")
    groups: dict[str, str | Localised] = {}
    requirements: list[RequirementModel] = []
