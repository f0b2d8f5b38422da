"""What the operating system refuses, in words that help."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from docgen.model.diagnostic import Diagnostic, Place, error

_FULL: Final = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_DENIED: Final = {errno.EACCES, errno.EPERM}
_READ_ONLY: Final = {errno.EROFS}
_NAME: Final = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
_NOT_FOLDER: Final = {errno.ENOTDIR, errno.EEXIST}
_OPEN_ELSEWHERE: Final = {5, 32, 33}
"""Windows: access denied while replacing, sharing violation, lock violation."""


def explained(problem: OSError | ValueError, path: Path, *, writing: bool) -> Diagnostic:
    """The finding for an error of the system at this path."""
    code, message, hint = _kind(problem, path.name, writing)
    return error(code, message, Place(str(path)), hint)


def _kind(problem: OSError | ValueError, name: str, writing: bool) -> tuple[str, str, str]:
    number = getattr(problem, "errno", None)
    if number in _FULL:
        return "IO908", f"the disk is full: {name!r} was not written", "make room and try again"
    if writing and getattr(problem, "winerror", None) in _OPEN_ELSEWHERE:
        return "IO907", f"{name!r} is open in another program", "close it in Word and try again"
    if number in _READ_ONLY | _DENIED:
        deed = "write" if writing else "read"
        return "IO904", f"no permission to {deed} {name!r}", _PERMISSION[writing]
    if number in _NAME or isinstance(problem, ValueError):
        return "IO906", f"the system accepts no file of this name: {_short(name)!r}", _SHORTER
    if number in _NOT_FOLDER:
        return "IO902", f"a file stands where {name!r} needs a folder", "choose another folder"
    return "IO909", f"{name!r}: {getattr(problem, 'strerror', None) or problem}", _UNKNOWN


_PERMISSION: Final = {
    True: "close it where it is open, or choose a folder that you may write to",
    False: "ask its owner for access",
}
_SHORTER: Final = "choose a shorter name, of letters, digits and hyphens"
_UNKNOWN: Final = "check the disk or the network drive and try again"


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
