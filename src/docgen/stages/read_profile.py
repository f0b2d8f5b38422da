"""A profile file to a Profile: typed by the vocabulary of the library, every value with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
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
    profiles: list[tuple[Any, Any]] = []
    records: dict[str, list[Any]] = {}
    record_places: dict[Path, Place] = {}
    schema, others = document_schema(vocabulary), other_documents(vocabulary)
    for node in streams.value:
        values, places, scalars = typed(node, schema, vocabulary, walk=walk)
        found += scalars
        kind = next((k for k in others if isinstance(values, dict) and k in values), None)
        if kind is not None:
            same_kind = records.setdefault(kind, [])
            at = (RECORDS, kind, len(same_kind))
            record_places |= {(*at, *path): place for path, place in places.items()}
            same_kind.append(values)
        elif isinstance(values, dict):
            profiles.append((values, places))
    if len(profiles) != 1:
        message = f"the file holds {len(profiles)} profiles, one is wanted"
        return Outcome(None, (*found, error("PF208", message, Place(file))))
    values, places = profiles[0]
    id_ = str(values.get("id") or "profile")
    kept = {kind: tuple(found_) for kind, found_ in records.items()}
    return Outcome(Profile(id_, file, profile_digest(data), values, places | record_places, kept), tuple(found))


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
