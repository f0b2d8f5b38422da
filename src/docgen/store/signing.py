"""Signatures of packages: Ed25519 (RFC 8032) by the library ``cryptography``, which is an optional extra."""

from __future__ import annotations

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.sharing import Package, Signature

_EXTRA = "pip install 'docgen[sign]'"


def sign(package: Package, pem: bytes, file: str) -> Outcome[Signature]:
    """The signature of a package by a private key in PEM (PKCS #8, without a password); SH140, SH142."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        return Outcome(None, (_missing(Place(file)),))
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        return Outcome(None, (_no_key(file, str(problem)),))
    if not isinstance(key, Ed25519PrivateKey):
        return Outcome(None, (_no_key(file, "it is a key of another kind"),))
    public = key.public_key().public_bytes_raw().hex()
    return Outcome(Signature(public, key.sign(package.manifest_bytes).hex()))


def _no_key(file: str, why: str) -> Diagnostic:
    return error("SH142", f"this is no Ed25519 private key: {why.splitlines()[0] if why else 'it cannot be read'}", Place(file),
                 "make one with: openssl genpkey -algorithm ed25519 -out key.pem")  # fmt: skip


def _missing(place: Place) -> Diagnostic:
    return error("SH140", "signatures need the package cryptography", place, _EXTRA)


def check_signature(package: Package, signer: str, place: Place) -> tuple[Diagnostic, ...]:
    """What is wrong with the signature of a package (SH143 to SH145), nothing where none is wanted or there.

    :param signer: the public key, in hex, that must have signed it; "" for any or none.
    """
    name, signature = package.manifest.name, package.signature
    if signature is None:
        return (error("SH143", f'"{name}" is not signed, and a signature of {signer[:16]}… is wanted', place,
                      "ask its department for the signed package"),) if signer else ()  # fmt: skip
    if signer and signature.key != signer:
        return (error("SH144", f'"{name}" is signed by {signature.key[:16]}…, and {signer[:16]}… is wanted', place,
                      "make sure who made it, then say --signer with the new key"),)  # fmt: skip
    return _verified(package, signature, place)


def _verified(package: Package, signature: Signature, place: Place) -> tuple[Diagnostic, ...]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return (_missing(place),)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        key.verify(bytes.fromhex(signature.value), package.manifest_bytes)
    except (InvalidSignature, ValueError):
        return (error("SH145", f'the signature of "{package.manifest.name}" is wrong', place,
                      "it was changed after it was signed: do not use it"),)  # fmt: skip
    return ()
