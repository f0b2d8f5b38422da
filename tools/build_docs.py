"""Writes the pages of the documentation that follow from the code, always the same text.

    python tools/build_docs.py            write them
    python tools/build_docs.py --check    say which are stale, and fail when any is

The catalogue gives docs/diagnostics.md, the commands docs/cli.md, the filters docs/filters.md, and the
first lines of the modules the table in docs/architecture.md; vocabulary, interview and profiles give docs/vocabulaire.md;
the requirements and what cites them give docs/couverture.md.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from coverage_page import coverage_page
from docgen.cli import main as command_line
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.wording import FILTERS
from docgen.store.catalogue import Entry, catalogue
from docgen.store.languages import language_codes, load_language
from vocabulary_page import vocabulary_page

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "docgen"
NOTICE = "<!-- Written by tools/build_docs.py: change the source, then run it again. -->"
BEGIN, END = "<!-- modules -->", "<!-- /modules -->"
LAYERS = ("model", "stages", "checks", "render", "store", "app", "cli", "")
FAMILIES = {
    "AM": "Amendments", "AS": "Drawing a set of documents", "CL": "Text of a clause", "GV": "Ownership and approval", "IM": "Import from Word", "IO": "Files on disk",
    "LB": "Files of the library", "MD": "Traps of Markdown", "PA": "Two languages of one text",
    "PF": "A profile against the vocabulary", "RG": "The register of versions", "RN": "Renegotiation", "RL": "Rules of the library", "RQ": "Sets of documents", "SH": "Libraries on libraries", "SP": "The whole space of a library",
    "ST": "Styles", "TM": "Defined terms", "TY": "Typography", "WD": "Word files and templates",
    "XR": "Cross-references", "Y": "YAML",
}  # fmt: skip


# ---------------------------------------------------------------- diagnostics
def diagnostics() -> str:
    """docs/diagnostics.md: every code with its explanation and two examples."""
    entries = catalogue()
    families = dict.fromkeys(_family(code) for code in entries)
    lines = ["# Diagnostics", "", NOTICE, "", *_INTRODUCTION, ""]
    lines += [f"- [{_title(f)}](#{_link(f)})" for f in families]
    for family in families:
        lines += ["", f"## {_title(family)}"]
        for entry in entries.values():
            if _family(entry.code) == family:
                lines += ["", *_entry(entry)]
    return "\n".join(lines) + "\n"


_INTRODUCTION = (
    "Everything docgen says about your files has a code that never changes its meaning. `docgen explain CODE` prints",
    "the entry below. Codes such as `R-KPI-06` belong to rules of the library: `docgen explain R-KPI-06` prints the rule.",
    "An *error* blocks a final document, a *warning* or *info* blocks nothing; which errors stop a draft too is in",
    "[ADR 0012](adr/0012-drafts-and-finals.md).",
)  # fmt: skip


def _family(code: str) -> str:
    return code.rstrip("0123456789")


def _title(family: str) -> str:
    return f"{family}: {FAMILIES[family]}"


def _link(family: str) -> str:
    return _title(family).lower().replace(":", "").replace(" ", "-")


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {entry.code}: {entry.title}"
    yield ""
    yield f"*{entry.severity}.* {entry.explanation}"
    for name, example in (("Bad", entry.bad), ("Good", entry.good)):
        yield from ("", f"{name}:", "", "````", *example.split("\n"), "````")


# ----------------------------------------------------------------------- cli
def commands() -> str:
    """docs/cli.md: every command with its arguments and options."""
    lines = ["# Commands", "", NOTICE, "", *_EXIT_CODES]
    for path, command in _walk(command_line, ("docgen",)):
        lines += ["", *_command(path, command)]
    return "\n".join(lines) + "\n"


_EXIT_CODES = (
    "Exit codes: 0 done (a draft with blanks to fill in is done), 1 errors, 2 the command itself is wrong.",
    "Findings go to standard error as text; with `--format json` or `--format github` they go to standard output.",
    "Names of written files go to standard output.",
    "`NO_COLOR` in the environment switches colours off.",
)  # fmt: skip


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    if len(path) > 1:
        yield path, command
    for name, below in command.commands.items():
        yield from _walk(below, (*path, name))


def _command(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    yield f"{'#' * len(path)} {' '.join(path)}"
    yield ""
    yield command.help or ""
    if isinstance(command, click.Group):
        return
    arguments = [_argument(p) for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    usage = " ".join([*path, *(["[OPTIONS]"] if options else []), *arguments])
    yield from ("", f"`{usage}`")
    if options:
        yield from ("", "| option | |", "|---|---|", *map(_option, options))


def _argument(argument: click.Argument) -> str:
    name = argument.metavar or (argument.name or "").upper()
    if isinstance(argument.type, click.Choice):
        name = "{" + ",".join(map(str, argument.type.choices)) + "}"
    if argument.nargs > 0 or "..." in name:
        return name
    return f"{name}..." if argument.required else f"[{name}]..."


def _option(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or _kind(option.type)}"
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"| `{', '.join(option.opts)}{value}` | {option.help or ''}{default} |".replace("  ", " ")


def _kind(kind: Any) -> str:
    return "/".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else str(kind.name).upper()


# ------------------------------------------------------------------- filters
def filters() -> str:
    """docs/filters.md: every filter with the names that languages give it."""
    aliases: dict[str, dict[str, list[str]]] = {}
    codes = language_codes()
    for code in codes:
        for alias, name in load_language(code).aliases.items():
            aliases.setdefault(name, {}).setdefault(code, []).append(alias)
    own = [c for c in codes if any(c in a for a in aliases.values())]
    lines = ["# Filters", "", NOTICE, "", *_FILTERS, ""]
    lines += [f"| filter | {' | '.join(own)} | |", f"|---|{'---|' * len(own)}---|"]
    lines += [_filter_row(name, function, [aliases.get(name, {}).get(c, []) for c in own])
              for name, function in sorted(FILTERS.items())]  # fmt: skip
    cells = " | ".join("`libelle`" if code == "fr" else "" for code in own)
    lines.append(f"| `label` | {cells} | What labels.yaml calls a code, or each code of a list. |")
    lines += ["", "## Filters over data", "", *_DATA, ""]
    lines += [f"- `{name}`: {_DATA_SAID.get(name) or _first_line(function)}"
              for name, function in sorted(DATA_FILTERS.items())]  # fmt: skip
    return "\n".join(lines) + "\n"


_FILTERS = (
    "`{{ value|filter }}` says how a value is written. A filter has an English name and may have names in other",
    "languages; every name works in every language. The language of the document decides what is printed. A filter over",
    "a value that is absent gives an absent value; a value that a filter cannot use is the error `CL330`.",
)  # fmt: skip
_DATA = (
    "For rules, conditions and derived parameters. Nothing at all counts as an empty list.",
)


_DATA_SAID = {
    "count": "How many items a list has.",
    "days_to": "Days from one date to another.",
    "first": "The first item of a list.",
    "keys": "The keys of a mapping.",
    "last": "The last item of a list.",
    "latest": "`latest(n)`: the values of a mapping under its n greatest keys, such as years.",
    "lower": "A text in small letters.",
    "maximum": "The greatest number of a list, or of a field of its items.",
    "mean": "The mean of the numbers of a list, or of a field of its items.",
    "month_start": "The first day of the month of a date.",
    "minimum": "The least number of a list, or of a field of its items.",
    "pluck": "`pluck('field')`: that field of every item.",
    "sum": "The sum of the numbers of a list, or of a field of its items.",
    "totals": "`totals('field')`: the lists of numbers in that field of every item, added up place by place.",
    "unique": "A list without the items that stand in it already.",
    "where": "`where('field', value)`: the items whose field has the value.",
    "without": "`without('field', value)`: the other items.",
    "years_to": "Full years from one date to another.",
}


def _filter_row(name: str, function: Callable[..., object], names: list[list[str]]) -> str:
    cells = [" ".join(f"`{n}`" for n in sorted(found)) for found in names]
    return f"| `{name}` | {' | '.join(cells)} | {_first_line(function)} |"


def _first_line(function: Callable[..., object]) -> str:
    said = (function.__doc__ or "").strip().split("\n\n")[0]
    return _ROWS.sub("", " ".join(said.split())).replace("``", "`").replace("|", "\\|")


_ROWS = re.compile(r" \([A-Z]\d\d[^)]*\)")
"""Numbers of the rows of a typography table, which say nothing to a drafter."""




# ------------------------------------------------------------------- modules
def architecture() -> str:
    """docs/architecture.md with the table of modules made anew."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{found}\n{modules()}{END}{after}" if found else text


def modules() -> str:
    """A table of modules for each layer, from the first lines of their docstrings."""
    out: list[str] = []
    for layer in LAYERS:
        folder = SOURCE / layer
        files = sorted(folder.rglob("*.py") if layer else folder.glob("*.py"))
        rows = [f"| `{f.relative_to(SOURCE).as_posix()}` | {said} |" for f in files if (said := _said(f))]
        out += [f"### {layer or 'docgen'}", "", "| module | |", "|---|---|", *rows, ""]
    return "\n".join(out)


def _said(file: Path) -> str:
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


# ---------------------------------------------------------------------- main
PAGES: Mapping[str, Callable[[], str]] = {
    "docs/diagnostics.md": diagnostics,
    "docs/cli.md": commands,
    "docs/filters.md": filters,
    "docs/architecture.md": architecture,
    "docs/vocabulaire.md": lambda: vocabulary_page(ROOT, NOTICE),
    "docs/couverture.md": lambda: coverage_page(ROOT, NOTICE),
}


def stale() -> list[str]:
    """The pages that are not what they would be if they were written now."""
    return [name for name, page in PAGES.items() if _text(ROOT / name) != page()]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def main() -> int:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(description="Write the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a page is stale")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="only these pages, such as docs/cli.md")
    asked = parser.parse_args()
    if asked.check:
        found = stale()
        for name in found:
            print(f"{name} is stale: run python tools/build_docs.py", file=sys.stderr)
        return 1 if found else 0
    for name, page in ((n, p) for n, p in PAGES.items() if n in (asked.pages or PAGES)):
        (ROOT / name).write_text(page(), encoding="utf-8", newline="\n")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
