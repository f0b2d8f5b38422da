"""The catalogue of diagnostics: every code with its explanation and a bad and a good example."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml

from docgen.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue."""

    code: str
    severity: str
    title: str
    explanation: str
    bad: str
    good: str


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Every entry by its code, in the order of the codes."""
    folder = resources.files("docgen").joinpath("data", "diagnostics")
    entries: dict[str, Entry] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            for raw in yaml.load(file.read_bytes(), yaml.CSafeLoader):  # docgen's own data
                entries[raw["code"]] = Entry(**{k: str(v).strip() for k, v in raw.items()})
    return dict(sorted(entries.items()))
