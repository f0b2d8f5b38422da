"""``library.yaml``, rules, calculations and dated reference data, as the models that they are read into."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from docgen.stages.file_models.base import IsoDate, Localised, Name, Strict, Tolerant


class RuleTestModel(Strict):
    """The test of a rule: how an example breaks it, and how it does not."""

    profile: str = ""
    variant: str = ""
    fires: dict[str, Any] = {}
    files: dict[str, str] = {}
    passes: dict[str, Any] = {}


class RuleModel(Strict, kw_only=True):
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
    test: RuleTestModel = field(default_factory=RuleTestModel)


class RulesModel(Strict):
    """``rules.yaml``"""

    schema_: Literal["docgen.rules/1"] = field(name="schema")
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

    schema_: Literal["docgen.calculations/1"] = field(name="schema")
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


class ChoicesModel(Strict):
    """What a profile calls its choices about clauses."""

    under: str = "clauses"
    include: str = "include"
    position: str = "position"
    revision: str = "revision"
    parameters: str = "parameters"


class ContractModel(Strict):
    """What the register's search knows of a contract: expressions over the profile."""

    client: str = ""
    ends: str = ""


class LibraryModel(Strict):
    """``library.yaml``"""

    schema_: Literal["docgen.library/1"] = field(name="schema")
    name: str
    languages: Annotated[list[str], Meta(min_length=1)]
    vocabulary: str = ""
    rules: str = ""
    labels: str = ""
    calculations: str = ""
    data: dict[str, str] = {}
    reference: list[str] = []
    dates: dict[str, str] = {}
    choices: str | ChoicesModel = field(default_factory=ChoicesModel)
    interview: str = ""
    requirements: str = ""
    people: str = ""
    classes: Classes = field(default_factory=Classes)
    amendments: AmendmentsModel | None = None
    contract: ContractModel = field(default_factory=ContractModel)
    capitalised: list[str] = []
    version: str = ""
    licence: str = ""
    authors: list[str] = []


class DatedModel(Tolerant):
    """One dated value; further keys (notes, conditions) are kept for people."""

    id: str
    value: Any
    valid_from: IsoDate | None = field(default=None, name="from")
    valid_to: IsoDate | None = field(default=None, name="to")
    source: str = ""
    grade: str = ""


class ReferenceModel(Strict):
    """A file of dated reference data."""

    schema_: Literal["docgen.reference/1"] = field(name="schema")
    values: list[DatedModel]
