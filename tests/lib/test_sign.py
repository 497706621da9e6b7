"""What the installation signs can be verified with the published key, by our code and by openssl."""

import stat
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from madang.lib.signing import key_id, public_key, public_keys, published, rotate, sign, verify, verify_by_any


def test_a_signature_holds_for_its_data_only(tmp_path: Path) -> None:
    signature = sign(b"up to 42", tmp_path)
    public = public_key(tmp_path)
    assert len(signature) == 64
    assert verify(b"up to 42", signature, public)
    assert not verify(b"up to 43", signature, public)
    assert not verify(b"up to 42", signature[:-1] + bytes([signature[-1] ^ 1]), public)
    assert stat.S_IMODE((tmp_path / "signing.key").stat().st_mode) == 0o600


@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=40))
def test_noise_is_no_signature(data: bytes, signature: bytes, public: bytes) -> None:
    assert verify(data, signature, public) is False


def test_a_former_key_still_verifies(tmp_path: Path) -> None:
    before = sign(b"old", tmp_path)
    first = key_id(public_key(tmp_path))
    second = rotate(tmp_path)
    third = rotate(tmp_path)
    assert next(iter(public_keys(tmp_path))) == third
    assert set(public_keys(tmp_path)) == {first, second, third}
    assert verify_by_any(b"old", before, tmp_path) == first
    assert verify_by_any(b"old", sign(b"new", tmp_path), tmp_path) is None
    assert sum(b"PRIVATE" in file.read_bytes() for file in tmp_path.iterdir()) == 1


def test_openssl_agrees_with_the_published_key(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    (tmp_path / "data").write_bytes(b"checkpoint")
    (tmp_path / "signature").write_bytes(sign(b"checkpoint", keys))
    (tmp_path / "public.pem").write_text(published(keys)["keys"][0]["pem"])
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin"]
    command += ["-in", "data", "-sigfile", "signature"]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / "data").write_bytes(b"checkpoinT")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode != 0


def test_the_key_id_is_the_thumbprint_of_the_standard() -> None:
    # The worked example of RFC 8037, appendix A.3.
    x = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".startswith(key_id(x))
