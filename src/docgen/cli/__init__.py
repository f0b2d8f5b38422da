"""The command line: read arguments, call a verb, print. Every verb lives in ``docgen.app``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Final

import click

from docgen import __version__

_COMMANDS: Final = {
    "init": "start", "check": "check", "draft": "draft", "preview": "draft", "calendar": "draft", "simulate": "draft", "approve": "approve",
    "record": "dossier", "mark": "dossier", "history": "dossier", "show": "dossier", "verify": "dossier",
    "plan": "renegotiate", "regenerate": "renegotiate", "redline": "compare", "diff": "compare", "explain": "check",
    "search": "searching", "recall": "recall", "clauses": "clause_steps", "library": "library", "profile": "profile", "template": "template", "completion": "start",
}  # fmt: skip
"""Every command, and the module that has it."""


class _Imported(MutableMapping[str, click.Command]):
    """Commands that are imported when they are asked for: a run needs one of them."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = dict(modules)
        self._added: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._added:
            self._added[name] = getattr(import_module(f"docgen.cli.{self._modules[name]}"), name)
        return self._added[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules[name], self._added[name] = "", command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._added.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


@click.group(commands=_Imported(_COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="docgen")
def main() -> None:
    """Contracts and specifications in Word, from a clause library and a client profile."""
