"""The command line: read arguments, call a verb, print. Every verb lives in ``docgen.app``."""

from __future__ import annotations

import click

from docgen import __version__
from docgen.cli.check import check, explain
from docgen.cli.clauses import clauses
from docgen.cli.compare import diff, redline
from docgen.cli.dossier import history, mark, record, show, verify
from docgen.cli.draft import calendar, draft, preview, simulate
from docgen.cli.library import library
from docgen.cli.profile import profile
from docgen.cli.recall import recall
from docgen.cli.renegotiate import plan, regenerate
from docgen.cli.searching import clauses_impact, search
from docgen.cli.start import completion, init
from docgen.cli.template import template


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="docgen")
def main() -> None:
    """Contracts and specifications in Word, from a clause library and a client profile."""


_COMMANDS = (
    init, check, draft, preview, calendar, simulate, record, mark, history, show, verify, plan, regenerate, redline, diff,
    search, recall, explain, clauses, library, profile, template, completion,
)  # fmt: skip
for _command in _COMMANDS:
    main.add_command(_command)
clauses.add_command(clauses_impact)
