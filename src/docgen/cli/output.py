"""What commands print: findings, names of files, JSON, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from docgen.model.diagnostic import Diagnostic


def print_findings(found: Sequence[Diagnostic], form: str, written: Sequence[str] = ()) -> None:
    """Findings as ``--format`` wants them, then the names of the files that were written."""
    from docgen.app.report import as_github, as_json, as_text

    if form == "json":
        click.echo(as_json(found, written))
        return
    if form == "github":
        click.echo(as_github(found), nl=False)
    else:
        for line, is_error in as_text(found, color=colored(sys.stderr)):
            click.echo(line, err=True, color=colored(sys.stderr) or None)
            del is_error
    for path in written:
        click.echo(path)


def colored(stream: Any) -> bool:
    """Colour only on a terminal, and never where NO_COLOR is set (no-color.org)."""
    import os

    return bool(stream.isatty()) and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def print_json(value: Any) -> None:
    """Plain data as JSON; what JSON does not know is printed as text."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def exit_with(found: Sequence[Diagnostic]) -> None:
    """End the command: 1 when there is an error among the findings, else 0."""
    from docgen.model.diagnostic import has_errors

    sys.exit(1 if has_errors(found) else 0)


class Progress:
    """What is being done, on one line of a terminal; nothing where output is not watched."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._live, self._shown = sys.stderr.isatty() and not quiet, 0

    def __enter__(self) -> Callable[[str], None]:
        return self._say

    def _say(self, text: str) -> None:
        if self._live:
            line = f"… {text}"[:78]
            click.echo("\r" + line.ljust(self._shown), err=True, nl=False)
            self._shown = len(line)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r" + " " * self._shown + "\r", err=True, nl=False)
