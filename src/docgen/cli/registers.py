"""What commands on a register share: where it is, who writes into it, and what a version is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import visible
from docgen.cli.output import print_findings

if TYPE_CHECKING:
    from docgen.app.record import Signed
    from docgen.model.version import Version
    from docgen.store.register import Register

Command = Callable[..., Any]


def registered(command: Command) -> Command:
    """Options that say where the register is, and who writes into it."""
    options = (
        click.option("--register", "where", envvar="DOCGEN_REGISTER", default="", metavar="FILE|URL", help="The register; default: register.sqlite beside the library."),
        click.option("--by", default="", envvar="DOCGEN_USER", metavar="NAME", callback=visible, help="Who does this; default: the user of this machine."),
        click.option("--why", default="", metavar="TEXT", callback=visible, help="Why, for the history."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def open_register_at(where: str, root: Path, form: str, *, create: bool = False) -> Iterator[Register]:
    """The register; what keeps it from being opened or read is printed, and the command ends with 1."""
    from docgen.store.register import DEFAULT_NAME, RegisterTrouble, open_register

    opened = open_register(where or root / DEFAULT_NAME, create=create)
    if opened.value is None:
        print_findings(opened.diagnostics, form)
        sys.exit(1)
    try:
        with opened.value as register:
            yield register
    except RegisterTrouble as trouble:
        print_findings((trouble.diagnostic,), form)
        sys.exit(1)


def version_at(register: Register, text: str) -> Version:
    """The version that somebody named; where there is none, that is printed and the command ends with 1."""
    from docgen.app.dossier import named_version

    found = named_version(register, text)
    if found.value is None:
        print_findings(found.diagnostics, "text")
        sys.exit(1)
    return found.value


def signed_by(by: str, why: str) -> Signed:
    """Who does this and when: the clock and the user of the machine are read here and nowhere below."""
    from datetime import UTC, datetime

    from docgen.app.record import Signed

    return Signed(by or _user(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), why)  # noqa: TID251 - the edge


def today() -> str:
    """The day, as an ISO date."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%d")  # noqa: TID251 - the edge


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this user on this machine
        return "unknown"


def tell_version(version: Version | None, form: str, *, whole: bool = True) -> None:
    """Print what became of a version; without one, or when it is not ``whole``, the command ends with 1."""
    if version is not None and form == "text":
        click.echo(f"{version.dossier}@{version.number}: {version.state}")
    if version is None or not whole:
        sys.exit(1)
