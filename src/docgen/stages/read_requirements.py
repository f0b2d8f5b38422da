"""The list of requirements of a library to values, every problem with its place."""

from __future__ import annotations

from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.library import Localised
from docgen.model.requirement import Feature, Requirement, Requirements
from docgen.stages.file_models.requirements import RequirementModel, RequirementsModel
from docgen.stages.read_file import Loaded, read_model


def read_requirements(data: bytes, file: str, language: str) -> Outcome[Requirements]:
    """The list; LB201 to LB204 say what does not fit, LB215 which id stands there twice.

    :param language: that of texts which do not name theirs.
    """
    loaded = read_model(data, file, RequirementsModel)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    m = loaded.value.model
    groups = {letters: _localised(title, language) for letters, title in m.groups.items()}
    value = Requirements(groups, tuple(_requirement(r, language) for r in m.requirements))
    return Outcome(value, (*loaded.diagnostics, *_twice(loaded.value)))


def _requirement(r: RequirementModel, language: str) -> Requirement:
    features = tuple(Feature(_localised(f.text, language), f.page, tuple(f.documents)) for f in r.features)
    return Requirement(r.id, _localised(r.title, language), tuple(r.fields), tuple(r.documents), features)


def _localised(text: str | Localised, language: str) -> Localised:
    return {language: text} if isinstance(text, str) else text


def _twice(loaded: Loaded[RequirementsModel]) -> list[Diagnostic]:
    seen: set[str] = set()
    found = []
    for n, r in enumerate(loaded.model.requirements):
        if r.id in seen:
            found.append(error("LB215", f'the requirement "{r.id}" is declared twice', loaded.place("requirements", n)))
        seen.add(r.id)
    return found
