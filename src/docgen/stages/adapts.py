"""Whether a clause adapts one of another library: told from its bytes, before anything is parsed."""

from __future__ import annotations

from typing import Final

from docgen.model.late_pattern import LatePattern

_ADAPTS: Final = LatePattern(rb"(?m)^adapts: *[\"']?(?P<id>[a-z0-9][a-z0-9:-]*)")


def adapts(metadata: bytes) -> str:
    """Which clause of which library (``groupe:confidentialite``) a ``clause.yaml`` adapts; "" for none."""
    match = _ADAPTS.search(metadata)
    return match["id"].decode() if match else ""
