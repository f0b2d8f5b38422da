"""YAML text to a small immutable tree in which every node knows its place.

Scalars stay text here: what they mean is decided by a schema, in `docgen.stages.typed`.
A file that is written plainly is read by ``yaml_quick``; any other, and all that is wrong, is libyaml's.
"""

from __future__ import annotations

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.stages.characters import decoded, forbidden_characters
from docgen.stages.yaml_nodes import Limits, MapNode, Node, ScalarNode, SeqNode, document, documents
from docgen.stages.yaml_quick import quick_yaml

__all__ = [
    "DEFAULT",
    "Limits",
    "MapNode",
    "Node",
    "ScalarNode",
    "SeqNode",
    "document",
    "documents",
    "read_yaml",
]
DEFAULT = Limits()


def read_yaml(
    data: bytes | str, file: str, *, limits: Limits = DEFAULT
) -> Outcome[tuple[Node, ...]]:
    """One node for each YAML document of the file, and everything that is wrong with its text.

    The value is None as soon as a finding makes the text unsure; beside duplicate keys alone
    the tree is given, with both of them in it.
    """
    if len(data) > limits.size:
        return Outcome(None, (_too_large(len(data), file, limits),))
    text = decoded(data, file)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    characters = forbidden_characters(text.value, file, limits.findings)
    nodes = None if characters else quick_yaml(text.value, file, limits)
    if nodes is not None:
        return Outcome(nodes)
    from docgen.stages.yaml_events import read_events  # loads PyYAML: most files need no more than the quick reader

    return read_events(text.value, file, limits, characters)


def _too_large(size: int, file: str, limits: Limits) -> Diagnostic:
    message = f"the file has a size of {size:,}; docgen reads up to {limits.size:,}"
    return error("Y106", message, Place(file), "split the file")
