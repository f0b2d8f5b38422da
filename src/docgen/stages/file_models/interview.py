"""``interview.yaml``, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from docgen.stages.file_models.base import FIELD_PATH, NAME, Identifier, Localised, Strict


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
    items: list[QuestionModel] = []


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
