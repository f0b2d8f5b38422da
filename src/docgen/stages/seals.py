"""The record of the texts of a clause that are published, and whether they are as they were."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docgen.model.diagnostic import Place, error, warning
from docgen.stages.clause_builder import ClauseBuilder
from docgen.stages.clause_files import METADATA, SEALS, TEXT_NAME, Files
from docgen.stages.file_models.clause import SealsModel
from docgen.stages.read_clause_text import digest_of
from docgen.stages.read_file import read_model

Seals = Mapping[str, str]


def read_seals(builder: ClauseBuilder, files: Mapping[str, bytes], path: str) -> Seals:
    """Digest of each published text by file name, from the record beside the texts."""
    if SEALS not in files:
        return {}
    if (quick := quick_seals(files[SEALS])) is not None:
        return quick
    loaded = read_model(files[SEALS], f"{path}/{SEALS}", SealsModel)
    builder.found += loaded.diagnostics
    return loaded.value.model.texts if loaded.value is not None else {}


_QUICK_SEALS = re.compile(
    rb"(?:#[ -~]*\n)*schema: docgen\.seals/1\ntexts:\n((?:  [a-z0-9][a-z0-9.+-]{0,200}\.md: [0-9a-f]{64}\n)+)"
)


def quick_seals(data: bytes) -> Seals | None:
    """A record of seals as docgen writes it, read without a YAML parser; None for one written in any other way."""
    match = _QUICK_SEALS.fullmatch(data)
    lines = match[1].decode("ascii").splitlines() if match else []
    seals = dict(line[2:].split(": ") for line in lines)
    return seals if lines and len(seals) == len(lines) else None


def sealed_revisions(
    builder: ClauseBuilder,
    texts: Files,
    files: Mapping[str, bytes],
    seals: Seals,
    path: str,
) -> set[int]:
    """Numbers of the revisions whose texts are all sealed; a changed or lost text is an error."""
    sealed: dict[int, int] = {}
    matches = {name: TEXT_NAME.match(name) for name in seals}
    last = max((*(k.revision for k in texts), *(int(m["revision"]) for m in matches.values() if m)), default=0)
    for name, digest in seals.items():
        match = matches[name]
        if match is None:
            builder.found.append(warning("LB207", f"{SEALS} names {name}, which is no text of a clause",
                                         Place(f"{path}/{SEALS}"), "write seals with: docgen clauses seal"))  # fmt: skip
            continue
        number = int(match["revision"])
        sealed[number] = sealed.get(number, 0) + 1
        data = files.get(name)
        if data is None:
            builder.found.append(error("LB221", f"the published text {name} is gone", Place(f"{path}/{name}"),
                                       "bring the file back from the history of the library"))  # fmt: skip
        elif digest_of(data) != digest:
            builder.found.append(error("LB220", f"the published text {name} was changed", Place(f"{path}/{name}", 1, 1),
                                       f"undo the change and write it as revision r{last + 1} "
                                       f"(copy the files to r{last + 1}.*, declare it in {METADATA})"))  # fmt: skip
    for key, name in texts.items():
        if key.revision in sealed and name not in seals:
            builder.found.append(error("LB222", f"{name} was added to revision r{key.revision}, which is published",
                                       Place(f"{path}/{name}"), f"write it as revision r{last + 1}"))  # fmt: skip
    return set(sealed)
