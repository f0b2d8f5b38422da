"""The verb ``explain``: one diagnostic code, or one rule of the library, in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from docgen.app.workshop import open_workshop
from docgen.model.library import Rule
from docgen.model.script import Literal
from docgen.store.catalogue import Entry, catalogue


def explain(code: str, where: Path) -> tuple[str, bool]:
    """The explanation, and whether the code is known."""
    entries = catalogue()
    wanted = code.strip().upper()
    if wanted in entries:
        return "\n".join(_entry(entries[wanted])), True
    rules = _rules(where)
    if wanted in rules:
        return "\n".join(_rule(rules[wanted])), True
    close = get_close_matches(wanted, [*entries, *rules], 1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    return f"there is no diagnostic {code}{hint}", False


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.code} ({entry.severity}): {entry.title}"
    yield ""
    yield entry.explanation
    for name, example in (("Bad", entry.bad), ("Good", entry.good)):
        if example:
            yield ""
            yield f"{name}:"
            yield from (f"    {line}" for line in example.split("\n"))


def _rules(where: Path) -> dict[str, Rule]:
    workshop = open_workshop(where, shown_from=where).value
    library = workshop.library().value if workshop else None
    rules = {r.id.upper(): r for r in reversed(library.rules)} if library else {}
    if workshop:
        workshop.close()
    return rules


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} ({rule.severity}): a rule of the library, {rule.place}"
    for texts in (rule.message, rule.hint):
        for script in texts.values():
            yield ""
            yield "".join(s.text if isinstance(s, Literal) else "…" for s in script)
    if rule.source:
        yield ""
        yield f"source: {', '.join(rule.source)}"


def readable(value: Mapping[str, Any], indent: int = 0) -> str:
    """A mapping as indented lines."""
    return "\n".join(_lines(value, indent))


def _lines(value: Any, indent: int) -> Iterator[str]:
    pad = "  " * indent
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, Mapping | list) and item:
                yield f"{pad}{key}:"
                yield from _lines(item, indent + 1)
            elif isinstance(item, str) and "\n" in item:
                yield f"{pad}{key}:"
                yield from (f"{pad}  {line}" for line in item.rstrip().split("\n"))
            elif item not in ("", [], {}, None):
                yield f"{pad}{key}: {item}"
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, Mapping):
                yield f"{pad}- " + ", ".join(f"{k}: {v}" for k, v in item.items() if v not in ("", None))
            else:
                yield f"{pad}- {item}"
