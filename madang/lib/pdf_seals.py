"""Seals of organisations on PDF files: PAdES baseline B-B signatures under a root kept in a folder.

`root.pem` and `seal-<key>.pem` each hold a private key (PKCS 8) and its certificate; both are made on first
use. An organisation that has certificates of its own puts them there under the same names, and the chain
above its seal into `root.pem` without the root's private key.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madang.lib import guarding
from madang.lib.keeping import keep

ROOT_NAME = "Madang demo root (invented, trust it nowhere else)"
_ROOT_YEARS, _SEAL_YEARS = 20, 10
_Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


class State(StrEnum):
    """What a sealed PDF turned out to be."""

    INTACT = "intact"
    CHANGED = "changed"
    UNKNOWN_SIGNER = "unknown-signer"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Checked:
    """The state of a PDF, whose seal it bears and when it says that it was sealed."""

    state: State
    signer: str = ""
    sealed_at: datetime | None = None


def seal_pdf(pdf: bytes, key: str, organisation: str, folder: Path, *, reason: str) -> bytes:
    """The PDF with the organisation's seal over every byte of it; `key` names the seal's file."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    about = signers.PdfSignatureMetadata(
        field_name="Seal",
        name=organisation,
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    signer = _signer(key, organisation, folder)
    out = signers.PdfSigner(about, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=BytesIO())
    return bytes(out.getvalue())


def check_pdf(pdf: bytes, folder: Path) -> Checked:
    """Does the PDF bear a seal under our root, over every byte, and is it as it was sealed?"""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    if not pdf.startswith(b"%PDF-"):
        return Checked(State.UNREADABLE)
    try:
        seals = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
        if not seals:
            return Checked(State.UNSIGNED)
        context = ValidationContext(trust_roots=_asn1(_chain(folder)), allow_fetching=False)
        status = validate_pdf_signature(seals[0], context)
        whole = len(seals) == 1 and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        whole = whole and _nothing_behind(seals[0].pkcs7_content)
        if not (status.intact and status.valid and whole):
            return Checked(State.CHANGED)
        state = State.INTACT if status.trusted and status.bottom_line else State.UNKNOWN_SIGNER
        signer = str(status.signing_cert.subject.native.get("organization_name", ""))
        return Checked(state, signer, status.signer_reported_dt)
    except (
        Exception
    ):  # a damaged or hostile file breaks the reader in many ways; all mean the same to the asker
        return Checked(State.CHANGED if b"/ByteRange" in pdf else State.UNREADABLE)


def check_pdf_of_a_stranger(pdf: bytes, folder: Path) -> State:
    """The state of a PDF that anybody may have made: read where a file that never ends does no harm."""
    try:
        status, said = guarding.ask(__name__, pdf, str(folder))
    except guarding.TookTooLong:
        return State.UNREADABLE
    return State(said) if status == 0 and said in list(State) else State.UNREADABLE


def _nothing_behind(signature: bytes) -> bool:
    """Is the rest of the room for the signature, the only bytes that no signature covers, empty?"""
    from asn1crypto import cms  # type: ignore[import-untyped]  # the package carries no types

    return not signature[len(cms.ContentInfo.load(signature).dump()) :].strip(b"\0")


def root_certificate(folder: Path) -> bytes:
    """The certificate, in PEM, under which the seals can be checked by any reader of PDF."""
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in _chain(folder))


def _signer(key: str, organisation: str, folder: Path):  # type: ignore[no-untyped-def]  # pyHanko is loaded late
    from asn1crypto import keys as asn1_keys
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private, certificate = _pair(keep(folder / f"seal-{key}.pem", lambda: _new_seal(organisation, folder)))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the package's constructor has no types
    store.register_multiple(_asn1(_chain(folder)))
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(_asn1([certificate])[0], asn1_keys.PrivateKeyInfo.load(der), store, embed_roots=False)


def _chain(folder: Path) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(keep(folder / "root.pem", _new_root))


def _pair(pem: bytes) -> _Pair:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("a seal or root must hold an elliptic curve key; bring the right file back")
    return key, x509.load_pem_x509_certificates(pem)[0]


def _asn1(certificates: Iterable[x509.Certificate]):  # type: ignore[no-untyped-def]  # asn1crypto has no types
    from asn1crypto import x509 as asn1_x509

    return [asn1_x509.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in certificates]


def _new_root() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ROOT_NAME)])
    certificate = (
        _unsigned(name, name, key, _ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pem(key, certificate)


def _new_seal(organisation: str, folder: Path) -> bytes:
    issuer_key, issuer = _pair(keep(folder / "root.pem", _new_root))
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation} seal"),
        ]
    )
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    certificate = (
        _unsigned(name, issuer.subject, key, _SEAL_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(above, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return _pem(key, certificate)


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, years: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(**named: bool) -> x509.KeyUsage:
    kinds = "digital_signature content_commitment key_encipherment data_encipherment key_agreement"
    others = "key_cert_sign crl_sign encipher_only decipher_only"
    return x509.KeyUsage(**(dict.fromkeys(f"{kinds} {others}".split(), False) | named))


def _pem(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


if __name__ == "__main__":
    sys.stdout.write(check_pdf(guarding.given(), Path(sys.argv[1])).state)
