"""Values that say what a reference points to: ``[[à {{ o.clause }}]]``.

Such a value is the id of a clause or annex and becomes part of the text, so that the reference is numbered like
any other. Nothing but an id is taken: a value never brings markup with it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from docgen.model.script import For, If, Literal, Output, Script, Statement

_OPEN = re.compile(r"\[\[(?:[^\s\[\]:|#,]+\s+)?(?:(?:ref|annexe|annex):)?\s*\Z")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def cited(script: Script) -> Script:
    """The text with every ``{{ }}`` that names the target of a reference marked as such."""
    out: list[Statement] = []
    for statement in script:
        before = out[-1] if out else None
        match statement:
            case Output() if isinstance(before, Literal) and _OPEN.search(before.text):
                out.append(replace(statement, cited=True))
            case If(branches, otherwise, _):
                inner = tuple((test, cited(body)) for test, body in branches)
                out.append(replace(statement, branches=inner, otherwise=cited(otherwise)))
            case For(_, _, body, otherwise, _):
                out.append(replace(statement, body=cited(body), otherwise=cited(otherwise)))
            case _:
                out.append(statement)
    return tuple(out)


def target_of(value: object) -> str | None:
    """The id that a value names, None when it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None
