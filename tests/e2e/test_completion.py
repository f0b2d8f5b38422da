"""``docgen completion``, help and version."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from docgen import __version__
from docgen.cli import main
from support.project import Cli, run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(shell: str, docgen: Cli) -> None:
    ran = docgen("completion", shell, code=0)
    assert "_DOCGEN_COMPLETE" in ran.out
    program = shutil.which(shell)
    if program:
        assert subprocess.run([program, "-n"], input=ran.out, text=True, capture_output=True, check=False).returncode == 0


def test_an_unknown_shell(docgen: Cli) -> None:
    assert "Usage:" in docgen("completion", "tcsh", code=2).err


def test_the_shell_gets_its_answers(tmp_path: Path) -> None:
    ran = run(cwd=tmp_path, _DOCGEN_COMPLETE="bash_complete", COMP_WORDS="docgen dr", COMP_CWORD="1")
    assert "plain,draft" in ran.out


def test_every_command_has_help(docgen: Cli) -> None:
    commands = [[name] for name in main.commands]
    commands += [["clauses", n] for n in ("list", "show", "seal", "revise", "submit", "approve", "withdraw", "diff", "log", "witness")] + [["template", "check"], []]
    for command in commands:
        ran = docgen(*command, "--help", code=0)
        assert ran.out.startswith("Usage: ")
        assert len(ran.out.splitlines()) > 3
    assert docgen("--version", code=0).out == f"docgen, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["drft"], ["draft"], ["draft", "x", "--nope"], ["check", "--format", "xml"]])
def test_usage_errors_are_2(arguments: list[str], docgen: Cli) -> None:
    assert "Usage:" in docgen(*arguments, code=2).err
