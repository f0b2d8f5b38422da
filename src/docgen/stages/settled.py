"""The file in which a person says, conflict by conflict, which wording stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.merging import Choice, Conflict, Own, Side
from docgen.model.update import AdaptedUpdate, MergedFile, Update
from docgen.stages.read_file import Loaded, read_model
from docgen.stages.sharing_models import SettledModel

Choices = Mapping[tuple[str, str, int], Choice]


def every_conflict(update: Update) -> Iterator[tuple[AdaptedUpdate, MergedFile, Conflict]]:
    """Every conflict of an update, in its order."""
    for proposal in update.proposals:
        for one in proposal.adapted:
            for file, conflict in one.conflicts:
                yield one, file, conflict


def settled_text(update: Update) -> bytes:
    """The file to fill in: each conflict with its three wordings."""
    lines = ["# For each conflict say: take: ours, theirs, base, or text, with the wording under `text`.",
             "schema: docgen.settled/1", "libraries:"]  # fmt: skip
    lines += [f"  {p.pin.name}: {p.package.digest}" for p in update.proposals]
    lines.append("conflicts:")
    for one, file, conflict in every_conflict(update):
        lines += [f"- clause: {one.id}", f"  file: {file.file}", f"  number: {conflict.number}", '  take: ""']
        for name in ("base", "ours", "theirs"):
            lines.append(f"  {name}: {json.dumps(getattr(conflict, name), ensure_ascii=False)}")
    return ("\n".join(lines) + "\n").encode()


def read_settled(data: bytes, file: str, update: Update) -> Outcome[Choices]:
    """What was chosen.

    :return: SH172 for a file of another state of the libraries, a conflict that is not there, or no choice.
    """
    loaded = read_model(data, file, SettledModel)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    stale = {p.pin.name: p.package.digest for p in update.proposals} != dict(loaded.value.model.libraries)
    if stale:
        return Outcome(None, (error("SH172", "the libraries have moved on since these choices were made", Place(file),
                                    "look at the new conflicts: docgen library update writes them anew"),))  # fmt: skip
    found: list[Diagnostic] = []
    known = {(one.id, f.file, c.number): c for one, f, c in every_conflict(update)}
    choices: dict[tuple[str, str, int], Choice] = {}
    for n in range(len(loaded.value.model.conflicts)):
        _choice(loaded.value, n, known, choices, found)
    return Outcome(choices, tuple(found))


def _choice(
    loaded: Loaded[SettledModel], n: int, known: Mapping[tuple[str, str, int], Conflict],
    choices: dict[tuple[str, str, int], Choice], found: list[Diagnostic],
) -> None:  # fmt: skip
    model, place = loaded.model.conflicts[n], loaded.place("conflicts", n)
    key = (model.clause, model.file, model.number)
    conflict = known.get(key)
    if conflict is None or (model.base, model.ours, model.theirs) != (conflict.base, conflict.ours, conflict.theirs):
        found.append(error("SH172", f"there is no such conflict now: {model.clause}, {model.file}, number {model.number}", place,
                           "a text changed since: docgen library update writes the conflicts anew"))  # fmt: skip
    elif not model.take:
        found.append(error("SH172", f"nothing is chosen for conflict {model.number} of {model.clause}", loaded.place("conflicts", n, "take"),
                           "take: ours, theirs, base, or text"))  # fmt: skip
    else:
        choices[key] = Own(model.text) if model.take == "text" else Side(model.take)
