"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

Command = Callable[..., Any]
FORMATS: Final = click.Choice(["text", "json", "github"])


def common(command: Command) -> Command:
    """Options that every command on a project has."""
    options = (
        click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one."),
        click.option("--format", "form", type=FORMATS, default="text", help="How findings are printed."),
        click.option("--no-index", is_flag=True, help="Read every file anew and keep nothing."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def dates(command: Command) -> Command:
    """Options that say what is made and as of when."""
    options = (
        click.option("--only", multiple=True, metavar="TYPE", help="Make only this document type (may be repeated)."),
        click.option("--lang", default="", metavar="CODE", help="Language of the documents; default: that of the profile."),
        click.option("--variant", default="", help="Variant of the document type, such as leger."),
        click.option("--as-of", default="", metavar="DATE", callback=iso, help="Date of the law and of the document; default: as_of of the profile."),
        click.option("--effective", default="", metavar="DATE", callback=iso, help="Date that decides which revisions are in force; default: that of the profile."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def visible(context: click.Context, option: click.Parameter, value: str) -> str:
    """One line of text that a terminal, a register and Word can show; a usage error for anything else."""
    if not is_visible(value):
        raise click.BadParameter("write visible characters on one line")
    return value


def is_visible(text: str) -> bool:
    """Whether a text holds no controls, halves of characters, or ends of lines and paragraphs."""
    from unicodedata import category

    return all(category(character) not in ("Cc", "Cs", "Zl", "Zp") for character in text)


def iso(context: click.Context, option: click.Parameter, value: str) -> str:
    """A date as ISO 8601, or nothing when none was given; a usage error for anything else."""
    from datetime import date

    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as exc:
        raise click.BadParameter("write a date as 2027-03-01") from exc
