"""File names from ids and client names that somebody typed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 80
_DIGEST: Final = 8
_BETWEEN: Final = "_"  # not "-", so that "a-b" and "c" stay apart from "a" and "b-c"
_NOT_SAFE: Final = re.compile(r"[^a-z0-9._]+")
_UNNAMED: Final = "unnamed"
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout)(?:\.|$)")


def file_name(parts: Sequence[str], suffix: str) -> str:
    """A file name for every system: ``contrat_acme-2027.docx`` for ``["contrat", "acme-2027"]``.

    Ids that are safe already stay as they are. Where the name lost something of the parts, a
    digest of them is appended, so that two different clients never share a file.
    """
    wanted = _BETWEEN.join(parts)
    slug = _slug(wanted)
    room = _LONGEST - len(suffix)
    apart = len(parts) == 1 or not any(_BETWEEN in part for part in parts)
    whole = slug == wanted and 0 < len(slug) <= room and all(parts) and apart
    if whole and not _RESERVED.match(slug) and not _ends_like_a_digest(slug):
        return slug + suffix
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    kept = slug[: room - _DIGEST - 1].rstrip("-._") or _UNNAMED
    if _RESERVED.match(kept):
        kept = f"{_UNNAMED}-{kept.replace('.', '-')}"
    return f"{kept}-{digest[:_DIGEST]}{suffix}"


def _slug(text: str) -> str:
    """Letters, digits, ``.``, ``_`` and ``-``; accents, marks and invisible characters gone."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Cc", "Cs"))
    slug = _NOT_SAFE.sub("-", letters.replace("æ", "ae").lower())
    return re.sub(r"\.{2,}", ".", slug).strip("-._")


def _ends_like_a_digest(slug: str) -> bool:
    """True for an id that could be mistaken for a name with a digest."""
    return re.search(r"-[0-9a-f]{8}$", slug) is not None and not slug[-_DIGEST:].isdigit()
