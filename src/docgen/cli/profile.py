"""``profile``: fill in profiles by answering questions."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.options import common
from docgen.cli.output import exit_with, print_findings
from docgen.cli.project import open_project


@click.group()
def profile() -> None:
    """Make profiles."""


@profile.command("new")
@click.argument("file", required=False)
@click.option(
    "--lang", default="", metavar="CODE", help="Language of the questions; default: the first of the library."
)
@common
def profile_new(file: str | None, lang: str, project: Path | None, form: str, no_index: bool) -> None:
    """Fill in a profile by answering questions; the same command goes on where it stopped.

    FILE is a name, such as mobilys for profiles/mobilys.yaml, or a path in the project.
    """
    from docgen.app.interview import interview

    workshop = open_project(project, [], form, no_index)
    _, found = interview(workshop, file, Talk(), lang)
    workshop.close()
    print_findings(found, form)
    exit_with(found)


class Talk:
    """Plain lines on a terminal, or through pipes: prompts that a screen reader can follow."""

    def say(self, line: str) -> None:
        """Show a line."""
        click.echo(line)

    def ask(self) -> str | None:
        """The next line typed, None at the end of the input or after Ctrl-C."""
        try:
            return str(click.prompt("", default="", show_default=False, prompt_suffix="> "))
        except click.Abort:
            click.echo()
            return None
