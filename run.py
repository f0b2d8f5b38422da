"""Set docgen up and run it, with nothing but Python 3.11 or later on the machine.

    python run.py draft profiles/mobilys.yaml     any docgen command
    python run.py test                            everything that CI runs

The first call makes a virtual environment in .venv and installs docgen into it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TESTS = (
    ("ruff", "check", "src", "tools", "tests", "benchmarks", "run.py"),
    ("mypy",),
    ("importlinter.cli", "lint"),
    ("pytest",),
)


def main(arguments: list[str]) -> int:
    """Install what the command needs, then run it."""
    if sys.version_info < (3, 11):
        print("docgen needs Python 3.11 or later", file=sys.stderr)
        return 1
    testing = arguments[:1] == ["test"]
    if not installed("test" if testing else "run"):
        return 1
    if testing:
        return run_tests(arguments[1:])
    return subprocess.call([PYTHON, "-m", "docgen", *arguments])


def installed(what: str) -> bool:
    """Make the environment and install docgen once for each change of pyproject.toml."""
    stamp = ENVIRONMENT / f"installed-{what}"
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return True
    print("setting up .venv (once)", file=sys.stderr)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    target = f"{ROOT}[test]" if what == "test" else str(ROOT)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", target]
    if subprocess.call(command, cwd=ROOT) != 0:
        print("the installation failed: is a package index within reach?", file=sys.stderr)
        return False
    stamp.write_text(wanted, encoding="utf-8")
    return True


def run_tests(arguments: list[str]) -> int:
    """Lint, types, layers and tests; the first that fails ends the run."""
    for tool, *rest in TESTS:
        extra = arguments if tool == "pytest" else []
        print(f"== {tool} {' '.join([*rest, *extra])}", flush=True)
        command = [PYTHON, "-m", tool, *rest, *extra]
        if tool == "importlinter.cli":
            command = [PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
        if (status := subprocess.call(command, cwd=ROOT)) != 0:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
