"""Redlines: the new document with native tracked changes against the old one."""

from __future__ import annotations

from docgen.render.redline.apply import accept, reject
from docgen.render.redline.engine import Changed, Redlined, made_by_docgen, redline

__all__ = ["Changed", "Redlined", "accept", "made_by_docgen", "redline", "reject"]
