"""Open a project: its files, its index and the languages that docgen knows. Nothing that draws a document is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docgen.model.diagnostic import Outcome, Place, error
from docgen.model.language import Language
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.wording import filters_for
from docgen.store.index import Index
from docgen.store.languages import language_codes, load_language
from docgen.store.project import Project, find_project, open_index

LABEL_FILTERS = ("libelle", "label")


def filter_names(languages: Mapping[str, Language]) -> frozenset[str]:
    """Every name of a filter that a text may use."""
    return frozenset({*filters_for(*languages.values()), *DATA_FILTERS, *LABEL_FILTERS})


def open_files(start: Path, *, shown_from: Path, use_index: bool = True) -> Outcome[tuple[Project, dict[str, Language]]]:
    """The project at or above a path, and every language by its code; LB200 where there is none."""
    root = find_project(start.resolve())
    if root is None:
        hint = "go into a project, or make one with: docgen init DIR"
        return Outcome(None, (error("LB200", "there is no clause library here", Place(str(start)), hint),))
    index: Index = open_index(root, use=use_index)
    languages = index.through("languages", "", all_languages)
    return Outcome((Project(root, filter_names(languages), index, shown_from), languages))


def language_of(project: Project, languages: Mapping[str, Language]) -> Language:
    """The first language of the library: the one in which docgen talks about it."""
    library = project.library().value
    return languages.get(library.languages[0] if library else "") or next(iter(languages.values()))


def all_languages() -> dict[str, Language]:
    """Every language that docgen knows, by its code."""
    return {code: load_language(code) for code in language_codes()}
