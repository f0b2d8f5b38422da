"""A profile file to a Profile: typed by the vocabulary of the library, every value with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.profile import RECORDS, Path, Profile
from docgen.stages.schema_walk import SchemaWalk, document_schema
from docgen.stages.typed import typed
from docgen.stages.yaml_nodes import documents
from docgen.stages.yaml_text import read_yaml


def profile_digest(data: bytes) -> str:
    """Digest of a profile file, the same whatever line ends the system writes."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def read_profile(
    data: bytes, file: str, vocabulary: Mapping[str, Any], *, walk: SchemaWalk | None = None
) -> Outcome[Profile]:
    """The profile of a file, with the other documents (changes, reviews) that stand in the same stream.

    ``walk`` of the vocabulary spares work to whoever reads many times.
    """
    nodes = read_yaml(data, file)
    if nodes.value is None or has_errors(nodes.diagnostics):
        return Outcome(None, nodes.diagnostics)
    streams = documents(nodes.value, file)
    found: list[Diagnostic] = [*nodes.diagnostics, *streams.diagnostics]
    if streams.value is None:
        return Outcome(None, tuple(found))
    read = [typed(node, document_schema(vocabulary), vocabulary, walk=walk) for node in streams.value]
    found += [d for _, _, scalars in read for d in scalars]
    kinds = other_documents(vocabulary)
    placed = [(values, places) for values, places, _ in read if isinstance(values, dict)]
    profiles = [
        (values, places, node.place)
        for node, (values, places, _) in zip(streams.value, read, strict=True)
        if isinstance(values, dict) and _kind(values, kinds) is None
    ]
    if len(profiles) != 1:
        message = f"the file holds {len(profiles)} profiles, one is wanted"
        place = profiles[1][2] if profiles else Place(file)
        return Outcome(None, (*found, error("PF208", message, place, _ONE_PROFILE.format(", ".join(kinds)))))
    values, places, _ = profiles[0]
    records, record_places = _records(placed, kinds)
    id_ = str(values.get("id") or "profile")
    return Outcome(Profile(id_, file, profile_digest(data), values, places | record_places, records), tuple(found))


_ONE_PROFILE = "keep one document without a key that says what else it is ({}); put other profiles into files of their own"


def _kind(values: Mapping[str, Any], kinds: tuple[str, ...]) -> str | None:
    """The key by which a document says that it is no profile."""
    return next((k for k in kinds if k in values), None)


def _records(
    placed: Sequence[tuple[dict[str, Any], Mapping[Path, Place]]], kinds: tuple[str, ...]
) -> tuple[dict[str, tuple[Any, ...]], dict[Path, Place]]:
    """The other documents by kind, and the places of their values."""
    records: dict[str, tuple[Any, ...]] = {}
    found: dict[Path, Place] = {}
    for values, places in placed:
        kind = _kind(values, kinds)
        if kind is not None:
            before = records.get(kind, ())
            found |= {(RECORDS, kind, len(before), *path): place for path, place in places.items()}
            records[kind] = (*before, values)
    return records, found


def other_documents(vocabulary: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys by which ``$defs/document`` tells the other documents of a stream from a profile."""
    choice = vocabulary.get("$defs", {}).get("document", {})
    keys: list[str] = []
    while isinstance(choice, Mapping) and "if" in choice:
        keys += choice["if"].get("required", ())
        choice = choice.get("else")
    return tuple(keys)


def record_schema(vocabulary: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """The schema of the other documents of one kind; an empty one for a kind that there is not."""
    choice = vocabulary.get("$defs", {}).get("document", {})
    while isinstance(choice, Mapping) and "if" in choice:
        if kind in choice["if"].get("required", ()):
            return choice.get("then", {})  # type: ignore[no-any-return]
        choice = choice.get("else")
    return {}
