"""A library as one file: what is written is read again, and what somebody changed is refused."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.model.sharing import Manifest, Need, Package, PackagedClause
from docgen.store import package as module
from docgen.store.package import file_name, package_of, read_package, write_package
from docgen.store.signing import check_signature, sign

FILES = {
    "clauses/library.yaml": b"name: groupe\n",
    "clauses/objet/r1.fr.md": "Écrit.\n".encode(),
    "templates/docx/a.docx": bytes(range(256)),
}


def packed(files: dict[str, bytes] = FILES, **changed: object) -> Package:
    digests = {p: hashlib.sha256(d).hexdigest() for p, d in files.items()}
    manifest = Manifest("groupe", "2026.1", "CC-BY-4.0", ("Direction",), (Need("socle", "1", "a" * 64),),
                        (PackagedClause("objet", "juridique", (1, 2), "", (), ""),), digests)  # fmt: skip
    return package_of(replace(manifest, **changed), files)  # type: ignore[arg-type]


def codes(data: bytes) -> list[str]:
    outcome = read_package(data, "x.docgenlib")
    assert (outcome.value is None) is bool(outcome.diagnostics)
    return [d.code for d in outcome.diagnostics]


def test_what_is_written_is_read_again() -> None:
    package = packed()
    outcome = read_package(write_package(package), "x.docgenlib")
    assert outcome.diagnostics == ()
    assert outcome.value == package


def test_equal_packages_are_equal_bytes_whatever_the_order() -> None:
    assert write_package(packed()) == write_package(packed(dict(reversed(FILES.items()))))


def test_the_name_of_the_file_says_what_it_holds() -> None:
    assert file_name(packed()) == f"groupe-2026.1-{packed().digest[:12]}.docgenlib"
    assert packed().digest != packed({**FILES, "clauses/library.yaml": b"x"}).digest


def test_any_tool_opens_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(write_package(packed()))) as archive:
        assert archive.getnames() == ["manifest.json", *sorted(FILES)]


PATHS = st.builds("clauses/{}/r{}.fr.md".format, st.text("azé", min_size=1, max_size=8), st.integers(1, 9))


@given(st.dictionaries(PATHS, st.binary(max_size=2000), max_size=6))
def test_any_files_come_back_as_they_were(files: dict[str, bytes]) -> None:
    outcome = read_package(write_package(packed(files)), "x")
    assert outcome.value is not None
    assert dict(outcome.value.files) == files


@given(st.text("a/.é", min_size=1, max_size=120), st.integers(0, 1 << 34))
@example("n" * 100, (1 << 33) - 1)
@example("n" * 101, 0)
@example("é.md", 5)
@example("manifest.json", 1 << 33)
def test_the_header_of_a_file_is_the_one_that_tarfile_writes(name: str, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    assert module._header(name, size) == info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


@given(st.data())
def test_a_changed_byte_never_passes_for_the_same_library(data: st.DataObject) -> None:
    whole = write_package(packed())
    at = data.draw(st.integers(0, len(whole) - 1))
    other = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    outcome = read_package(other, "x")
    assert outcome.value is None or outcome.value.digest != packed().digest or dict(outcome.value.files) == FILES


# ------------------------------------------------------------------ what is refused
def archive(*members: tuple[str, bytes], change: Callable[[tarfile.TarInfo], None] | None = None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            if change is not None and name != "manifest.json":
                change(info)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def with_manifest(*members: tuple[str, bytes], files: dict[str, bytes] | None = None) -> tuple[tuple[str, bytes], ...]:
    package = packed(dict(members) if files is None else files)
    return (("manifest.json", package.manifest_bytes), *members)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"\x1f\x8bgzip", b"x" * 5000, archive(("a", b"b"))])
def test_what_is_no_package_is_said_so(data: bytes) -> None:
    assert codes(data) == ["SH130"]


@pytest.mark.parametrize("manifest", [b"{}", b"[]", b"not json", b"[" * 100_000, b'{"format": "docgen.package/2"}'])
def test_a_manifest_that_cannot_be_read(manifest: bytes) -> None:
    assert codes(archive(("manifest.json", manifest))) == ["SH130"]


@pytest.mark.parametrize(
    "path",
    ["../x", "clauses/../../x", "/etc/passwd", "clauses", "other/x", "clauses//x", "clauses/.git/config", "C:/x", "clauses/a\\b",
     "clauses/con.md", "clauses/x.", "clauses/a:b", "clauses/" + "x" * 300, "clauses/" + "a/" * 20 + "x", "clauses/a\nb"],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    assert codes(archive(*with_manifest((path, b"x")))) == ["SH131"]


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE],
)
def test_links_folders_and_devices_are_refused(kind: bytes) -> None:
    def change(info: tarfile.TarInfo) -> None:
        info.type, info.linkname = kind, "/etc/passwd"

    data = archive(*with_manifest(("clauses/objet/r1.fr.md", b"x" * 512)), change=change)
    assert codes(data)[0] in ("SH132", "SH130")


def test_one_name_twice_is_refused_also_in_another_case() -> None:
    members = with_manifest(("clauses/a.md", b"x"))
    assert codes(archive(*members, ("clauses/A.md", b"y"))) == ["SH132"]


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write_package(packed())
    monkeypatch.setattr(module, "MAX_MEMBERS", 2)
    assert codes(whole) == ["SH133"]
    monkeypatch.setattr(module, "MAX_MEMBERS", 100)
    monkeypatch.setattr(module, "MAX_MEMBER", 100)
    assert codes(whole) == ["SH133"]


def test_a_member_that_is_not_what_the_manifest_says() -> None:
    members = with_manifest(("clauses/a.md", b"x"), files={"clauses/a.md": b"y"})
    assert codes(archive(*members)) == ["SH134"]


def test_a_member_too_many_or_too_few() -> None:
    assert codes(archive(*with_manifest(("clauses/a.md", b"x")), ("clauses/b.md", b"x"))) == ["SH135"]
    assert codes(archive(*with_manifest(files={"clauses/a.md": b"x"}))) == ["SH135"]


# ------------------------------------------------------------------ signatures
def key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.from_private_bytes(b"7" * 32).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def signed() -> Package:
    signature = sign(packed(), key(), "key.pem").value
    assert signature is not None
    return replace(packed(), signature=signature)


HERE = Place("clauses/libraries.yaml", 1, 1)


def test_a_signed_package_is_read_with_its_signature() -> None:
    outcome = read_package(write_package(signed()), "x")
    assert outcome.value == signed()
    assert check_signature(signed(), signed().signature.key, HERE) == ()  # type: ignore[union-attr]
    assert check_signature(signed(), "", HERE) == ()


def test_a_signature_does_not_change_what_a_package_is() -> None:
    assert file_name(signed()) == file_name(packed())


@pytest.mark.parametrize(
    ("package", "signer", "code"),
    [
        (packed(), "a" * 64, "SH143"),
        (signed(), "b" * 64, "SH144"),
        (replace(signed(), manifest_bytes=packed(version="2").manifest_bytes), "", "SH145"),
    ],
)
def test_a_signature_that_is_missing_another_or_wrong(package: Package, signer: str, code: str) -> None:
    assert [d.code for d in check_signature(package, signer, HERE)] == [code]


@pytest.mark.parametrize("data", [b"{}", b"x", b'{"algorithm": "none", "key": "00", "value": "00"}'])
def test_a_signature_that_cannot_be_read(data: bytes) -> None:
    members = with_manifest(("clauses/a.md", b"x"))
    assert codes(archive(*members, ("signature.json", data))) == ["SH141"]


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_is_none(pem: bytes) -> None:
    assert [d.code for d in sign(packed(), pem, "key.pem").diagnostics] == ["SH142"]


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    pem, package = key(), signed()
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    assert [d.code for d in sign(packed(), pem, "key.pem").diagnostics] == ["SH140"]
    assert [d.code for d in check_signature(package, "", HERE)] == ["SH140"]
