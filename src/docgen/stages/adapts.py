"""Whether a clause adapts one of another library: told from its bytes, before anything is parsed."""

from __future__ import annotations

import re
from typing import Final

_ADAPTS: Final = re.compile(rb"^adapts: *[\"']?(?P<id>[a-z0-9][a-z0-9:-]*)", re.MULTILINE)


def adapts(metadata: bytes) -> str:
    """Which clause of which library (``groupe:confidentialite``) a ``clause.yaml`` adapts; "" for none."""
    match = _ADAPTS.search(metadata)
    return match["id"].decode() if match else ""
