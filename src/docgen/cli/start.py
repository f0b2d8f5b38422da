"""``init`` and ``completion``: before the first draft."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docgen.cli.output import print_findings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--example", default="", metavar="NAME", help="Projects that show libraries on libraries: partage (docs/sharing.md)."
)
def init(folder: Path, example: str) -> None:
    """Make a project of your own in FOLDER: library, templates and example profiles."""
    from docgen.app.start import init as start

    if example:
        from docgen.app.start_example import init_example

        written, problems = init_example(folder, example)
    else:
        written, problems = start(folder)
    print_findings(problems, "text")
    if not written:
        sys.exit(1)
    click.echo(f"{len(written)} files in {folder}")
    if not example:
        click.echo(f"next: cd {folder} && docgen draft profiles/mobilys.yaml")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for SHELL."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(context.find_root().command, {}, "docgen", "_DOCGEN_COMPLETE").source())
