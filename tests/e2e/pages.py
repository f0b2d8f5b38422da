"""Pages of the documentation as programs: files to write, changes to make, commands to run."""

from __future__ import annotations

import atexit
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from support.keys import key_file
from support.project import copy_of

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SKIPPED = "# not run:"
_ENDS = re.compile(r"\bends with (\d)")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its language, the path after it, its text."""

    language: str
    path: str
    body: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        language, _, path = match["info"].strip().partition(" ")
        yield Block(language, path.strip(), match["body"])


def commands(block: Block) -> Iterator[str]:
    """The commands of a console block that are to be run."""
    return (command for command, _ in commands_and_ends(block))


def commands_and_ends(block: Block) -> Iterator[tuple[str, int]]:
    """The commands of a console block that are to be run, each with the exit code that the page promises."""
    for line in block.body.splitlines() if block.language == "console" else ():
        if line.startswith("$ ") and _SKIPPED not in line:
            command, _, said = line.removeprefix("$ ").partition("  # ")
            promised = _ENDS.search(said)
            yield command.strip(), int(promised[1]) if promised else 0


def docgen(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``docgen …`` in a folder."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    words = [w for word in shlex.split(command)[1:] for w in _expanded(word, folder)]
    return subprocess.run(
        [sys.executable, "-m", "docgen", *words],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def _expanded(word: str, folder: Path) -> list[str]:
    """A word with its wildcards as a shell replaces them (on Windows, click does)."""
    found = [p.relative_to(folder).as_posix() for p in folder.glob(word)] if "*" in word else []
    return sorted(found) or [word]


@cache
def _compiled() -> Path:
    """A shipped project whose files were read once, for all pages of this worker."""
    folder = Path(mkdtemp(prefix="docgen-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    assert docgen("docgen init project", folder).returncode == 0
    assert docgen("docgen check profiles/mobilys.yaml", folder / "project").returncode == 0
    return folder / "project"


def project(folder: Path) -> Path:
    """A copy of the shipped project, as ``docgen init`` writes it, with its index."""
    return copy_of(_compiled(), folder / "project")


def follow(page: Path, folder: Path) -> str:
    """Do what a page says, in order; everything that the commands printed."""
    said: list[str] = []
    for block in blocks(page):
        if block.language == "diff":
            _change(folder / block.path, block.body)
        elif block.path:
            target = folder / block.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body, encoding="utf-8", newline="\n")
        for command, end in commands_and_ends(block):
            if command.startswith("cd "):
                folder = folder / shlex.split(command)[1]
            else:
                said.append(_run(command, folder, end))
    return "".join(said)


def _run(command: str, folder: Path, end: int = 0) -> str:
    if command.startswith("cp "):
        source, target = shlex.split(command)[1:]
        shutil.copyfile(folder / source, folder / target)
        return ""
    if command.startswith("openssl genpkey -algorithm ed25519 -out "):  # the same without openssl
        key_file(folder / shlex.split(command)[-1])
        return ""
    assert command.startswith("docgen "), command
    done = docgen(command, folder)
    assert done.returncode == end, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def _change(path: Path, body: str) -> None:
    old = "\n".join(line[1:] for line in body.splitlines() if line.startswith("-"))
    new = "\n".join(line[1:] for line in body.splitlines() if line.startswith("+"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path}: {old!r} stands there {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
