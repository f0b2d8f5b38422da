"""A library as one file: a plain tar archive with its manifest first, the same bytes on every machine.

Source: POSIX.1-2001 pax interchange format, as :mod:`tarfile` writes and reads it. Nothing is compressed, so that no
compressor decides the bytes, and so that no file is larger than what was sent.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.sharing import Manifest, Package, Signature
from docgen.stages.read_sharing import manifest_bytes, read_manifest, read_signature, signature_bytes
from docgen.store.layers import MANIFEST, SIGNATURE

SUFFIX: Final = ".docgenlib"
MAX_PACKAGE: Final = 1_000_000_000
MAX_MEMBERS: Final = 250_000
MAX_MEMBER: Final = 64_000_000
_HINT: Final = "ask for a file that was made with docgen library publish"


def package_of(manifest: Manifest, files: Mapping[str, bytes]) -> Package:
    """A package of these files; the digests in the manifest are theirs."""
    data = manifest_bytes(manifest)
    return Package(manifest, data, hashlib.sha256(data).hexdigest(), dict(sorted(files.items())))


def file_name(package: Package) -> str:
    """What the file of a package is called: its content is part of its name."""
    return f"{package.manifest.name}-{package.manifest.version}-{package.digest[:12]}{SUFFIX}"


def write_package(package: Package) -> bytes:
    """The bytes of the file: equal packages give equal bytes."""
    out = io.BytesIO()
    _member(out, MANIFEST, package.manifest_bytes)
    if package.signature is not None:
        _member(out, SIGNATURE, signature_bytes(package.signature))
    for path, data in package.files.items():
        _member(out, path, data)
    out.write(b"\0" * 1024)  # two empty blocks end an archive
    return out.getvalue()


def _member(out: io.BytesIO, name: str, data: bytes) -> None:
    out.write(_header(name, len(data)))
    out.write(data)
    out.write(b"\0" * (-len(data) % 512))


def _header(name: str, size: int) -> bytes:
    """What stands before the bytes of a file, see :func:`_whole_header`, which is slow for many files.

    Between two files whose names need no extended header only name, size and checksum differ: the fields at 0, 124 and 148
    (POSIX.1-2001, pax, "ustar Header Block").
    """
    if not name.isascii() or len(name) > tarfile.LENGTH_NAME or size >= 1 << 33:
        return _whole_header(name, size)
    header = bytearray(_nameless())
    header[: len(name)] = name.encode("ascii")
    header[124:135] = b"%011o" % size
    header[148:156] = b" " * 8  # the checksum counts itself as spaces
    header[148:155] = b"%06o\0" % sum(header)
    return bytes(header)


@lru_cache(maxsize=1)
def _nameless() -> bytes:
    return _whole_header("", 0)


def _whole_header(name: str, size: int) -> bytes:
    """The header as :mod:`tarfile` writes it, extended where a name asks for it."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


def read_package(data: bytes, file: str) -> Outcome[Package]:
    """A package from the bytes of a file that somebody sent.

    :return: SH130 to SH135: no package, a path that leads elsewhere, a link, too much, a digest that is not that of its
        file, a file that the manifest does not know or that is not there.
    """
    place = Place(file)
    members: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in _members(archive, place, found):
                content = archive.extractfile(member)
                members[member.name] = content.read() if content is not None else b""
    except (tarfile.TarError, OSError, ValueError, RecursionError, EOFError) as problem:
        return Outcome(None, (*found, error("SH130", f"this is no package of a library: {problem}", place, _HINT)))
    if found:
        return Outcome(None, tuple(found))
    return _checked(members, file)


def _members(archive: tarfile.TarFile, place: Place, found: list[Diagnostic]) -> Iterator[tarfile.TarInfo]:
    """The members that may be read; the first that may not is said and ends it."""
    names: set[str] = set()
    for member in archive:
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            found.append(
                error("SH132", f"the package holds a link, a folder or a device: {member.name!r}", place, _HINT)
            )
        elif member.name.casefold() in names:
            found.append(error("SH132", f"the package holds {member.name!r} twice", place, _HINT))
        elif len(names) >= MAX_MEMBERS or member.size > MAX_MEMBER:
            found.append(error("SH133", f"the package holds too much: {len(names) + 1:,} files, {member.size:,} bytes in the last",
                               place, f"at most {MAX_MEMBERS:,} files of {MAX_MEMBER:,} bytes are read"))  # fmt: skip
        if found:
            return
        names.add(member.name.casefold())
        yield member


def _checked(members: dict[str, bytes], file: str) -> Outcome[Package]:
    """The members as a package: everything in it is what its manifest says."""
    manifest, signature = members.pop(MANIFEST, None), members.pop(SIGNATURE, None)
    if manifest is None:
        return Outcome(
            None, (error("SH130", f"this is no package of a library: it has no {MANIFEST}", Place(file), _HINT),)
        )
    read = read_manifest(manifest, f"{file}!{MANIFEST}")
    signed = read_signature(signature, f"{file}!{SIGNATURE}") if signature is not None else Outcome[Signature](None)
    if read.value is None or signed.diagnostics:
        return Outcome(None, (*read.diagnostics, *signed.diagnostics))
    found = tuple(_differences(read.value.files, members, Place(file)))
    package = Package(
        read.value, manifest, hashlib.sha256(manifest).hexdigest(), dict(sorted(members.items())), signed.value
    )
    return Outcome(None if found else package, found)


def _differences(wanted: Mapping[str, str], members: Mapping[str, bytes], place: Place) -> Iterator[Diagnostic]:
    """SH134 for each file that is not as the manifest says, SH135 for those that are too many or missing."""
    for path in sorted(set(wanted) & set(members)):
        if hashlib.sha256(members[path]).hexdigest() != wanted[path]:
            yield error("SH134", f"{path} in the package is not what its manifest says", place, _HINT)
    for path in sorted(set(wanted) ^ set(members)):
        what = "is not in the package" if path in wanted else "is in the package and not in its manifest"
        yield error("SH135", f"{path} {what}", place, _HINT)
