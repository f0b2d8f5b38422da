"""The conflicts of an update as a page, in the first language of the library."""

from __future__ import annotations

from docgen.model.language import Language
from docgen.model.merging import Side
from docgen.model.update import Update
from docgen.render.merge_html import merge_page


def conflict_page(update: Update, language: Language) -> bytes:
    """The page: each text with conflicts, with the three wordings of each side by side."""
    found = [(one, file) for p in update.proposals for one in p.adapted for file in one.files if file.merged.conflicts]
    files = [(f"{one.id}/{file.file}", file.merged) for one, file in found]
    names = {}
    if len({one.adapts for one, _ in found}) == 1:
        one = found[0][0]
        names = {Side.BASE: one.adapts, Side.OURS: one.id, Side.THEIRS: f"{one.adapts} r{one.based_on}"}
    return merge_page(files, names, language).encode()
