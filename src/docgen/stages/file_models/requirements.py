"""The list of requirements of a library, as the models that they are read into."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from docgen.stages.file_models.base import Identifier, Localised, Strict


class FeatureModel(Strict):
    """What answers a requirement without being a clause or a rule."""

    text: str | Localised
    page: Annotated[str, Meta(min_length=1)]
    documents: list[Identifier] = []


class RequirementModel(Strict):
    """One requirement of the domain."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    title: str | Localised
    fields: list[str] = []
    documents: list[Identifier] = []
    features: list[FeatureModel] = []


class RequirementsModel(Strict):
    """The list of requirements of a library."""

    schema_: Literal["docgen.requirements/1"] = field(name="schema")
    groups: dict[str, str | Localised] = {}
    requirements: list[RequirementModel] = []
