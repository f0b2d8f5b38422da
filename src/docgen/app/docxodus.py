"""Docxodus, a comparison engine for any two Word files: an optional program behind one function.

The package ``docx-scalpel`` brings it as a program of its own that needs no .NET on the machine. It reads one line of
JSON and writes one; it is started for one comparison and killed when it takes too long, so whatever it does with a
strange file stays there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from docgen.model.diagnostic import Diagnostic, Outcome, error

SECONDS: Final = 120
"""A contract of 35 pages takes a few seconds; more than this is a hang."""

RESAVE: Final = "open both files in Word, save them again and compare those; or compare them in Word"

_SEPARATORS: Final = " -)(;,'’"
"""The engine's own, and apostrophes: an elided article is a word. A no-break space ties, so a value is one word."""
_HINT: Final = "pip install 'docgen[redline]'"
_STEADY: Final = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}
"""The same result whatever the machine's locale, and no library for locales needed."""


def compare_foreign(old: bytes, new: bytes, *, author: str, date: str, seconds: float = SECONDS) -> Outcome[bytes]:
    """A Word file with the differences as tracked changes, unchecked; or WD772 to WD774.

    :param date: the moment of the changes, ``2027-03-01T00:00:00Z``.
    """
    command = host_command()
    if not command:
        message = "the comparison of files that docgen did not make needs Docxodus, which is not installed"
        return Outcome(None, (error("WD772", message, None, _HINT),))
    try:
        ran = subprocess.run(  # noqa: S603  # the program of a package that somebody installed on purpose
            command, input=_request(old, new, author, date), capture_output=True, timeout=seconds, check=False,
            env={**os.environ, **_STEADY},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Outcome(None, (error("WD774", f"Docxodus gave no answer in {seconds:g} seconds", None, RESAVE),))
    except OSError as problem:
        return Outcome(None, (failed(f"it cannot be started: {problem.strerror or problem}"),))
    return _answer(ran)


def host_command() -> Sequence[str]:
    """The program to start: ``DOCXODUS_HOST``, else that of the installed package, else nothing."""
    named = os.environ.get("DOCXODUS_HOST")
    if named:
        return (named,)
    found = find_spec("docx_scalpel")  # finding is not importing, which takes half a second
    if found is None or found.origin is None:
        return ()
    program = Path(found.origin).parent / "_bin" / f"docxodus-pyhost{'.exe' if sys.platform == 'win32' else ''}"
    return (str(program),) if program.is_file() else ()


def _request(old: bytes, new: bytes, author: str, date: str) -> bytes:
    settings = {
        "authorForRevisions": author,
        "dateTimeForRevisions": date,
        "conflateBreakingAndNonbreakingSpaces": False,
        "trackNumberingChanges": False,
        "wordSeparators": _SEPARATORS,
    }
    sides = {"leftB64": b64encode(old).decode(), "rightB64": b64encode(new).decode()}
    asked = {"id": 1, "op": "docx_diff_compare", "args": {**sides, "settings": settings}}
    return json.dumps(asked).encode() + b"\n"


def _answer(ran: subprocess.CompletedProcess[bytes]) -> Outcome[bytes]:
    """The file in the reply; anything else, such as a crash, is told in the words of the program."""
    reply: Any = None
    try:
        reply = json.loads(ran.stdout)
        if reply["ok"]:
            return Outcome(b64decode(reply["result"]["docxB64"], validate=True))
        return Outcome(None, (failed(str(reply["error"]["message"])),))
    except (ValueError, LookupError, TypeError, NotBase64):
        said = ran.stderr.decode("utf-8", "replace").split("\n")
        last = next((line for line in reversed(said) if line.strip()), "no word")
        return Outcome(None, (failed(f"exit code {ran.returncode}, {last.strip()}"),))


def failed(why: str) -> Diagnostic:
    """That the engine gave no redline, and why."""
    return error("WD773", f"Docxodus failed: {why[:300]}", None, RESAVE)
