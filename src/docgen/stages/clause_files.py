"""What the files in the folder of a clause are called, and what each is for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from docgen.model.diagnostic import Diagnostic, Place, warning
from docgen.model.late_pattern import LatePattern
from docgen.model.library import TextKey

TEXT_NAME = LatePattern(
    r"^r(?P<revision>[1-9][0-9]{0,3})(?:\.(?P<position>[a-z0-9][a-z0-9-]*))?"
    r"(?:\+(?P<view>[a-z0-9-]+))?\.(?P<language>[a-z]{2})\.md$"
)
Files: TypeAlias = Mapping[TextKey, str]
"""Names of texts, by what they are for."""
METADATA, SEALS, JOURNAL = "clause.yaml", "seals.yaml", "journal.yaml"


def text_files(names: Collection[str]) -> Files:
    """The files of a folder that are texts of a clause, by what they are for."""
    keys = ((text_key(name), name) for name in sorted(names))
    return {key: name for key, name in keys if key is not None}


def text_key(name: str) -> TextKey | None:
    """What a file of a clause is for; None for one that is no text."""
    m = TEXT_NAME.compiled.match(name)
    return TextKey(int(m["revision"]), m["position"] or "", m["view"] or "", m["language"]) if m else None


def text_name(key: TextKey) -> str:
    """The name of the file of a text."""
    position = f".{key.position}" if key.position else ""
    view = f"+{key.view}" if key.view else ""
    return f"r{key.revision}{position}{view}.{key.language}.md"


def strangers(files: Collection[str], path: str) -> Iterator[Diagnostic]:
    """LB207 for every file that no clause has."""
    for name in sorted(files):
        if name not in (METADATA, SEALS, JOURNAL) and not name.startswith(".") and TEXT_NAME.match(name) is None:
            yield warning("LB207", f"{name} is no file of a clause", Place(f"{path}/{name}"),
                          "texts are called r1.fr.md, r1.position.fr.md or r1+view.fr.md")  # fmt: skip
