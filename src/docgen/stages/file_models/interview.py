"""``interview.yaml``, as the models that they are read into."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from docgen.stages.file_models.base import FIELD_PATH, NAME, Identifier, Localised, Strict


class QuestionModel(Strict):
    """One question of an interview; ``items`` makes it a list of groups of questions."""

    path: Annotated[str, Meta(pattern=FIELD_PATH)]
    when: str = ""
    title: Localised = {}
    about: Localised = {}
    help: Localised = {}
    more: Localised = {}
    source: list[str] = []
    labels: str = ""
    suggest: str = ""
    keys: str = ""
    item: Annotated[str, Meta(pattern=NAME)] = ""
    another: Localised = {}
    items: list[QuestionModel] = []


class InterviewSectionModel(Strict, kw_only=True):
    """A section of an interview."""

    id: Identifier
    title: Localised
    intro: Localised = {}
    when: str = ""
    questions: Annotated[list[QuestionModel], Meta(min_length=1)]


class InterviewModel(Strict):
    """``interview.yaml``"""

    schema_: Literal["docgen.interview/1"] = field(name="schema")
    sections: Annotated[list[InterviewSectionModel], Meta(min_length=1)]
