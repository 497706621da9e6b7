"""A sealed text opens only with its key, in its place, unchanged; keys outlive a change of master key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.lib.sealing import (
    CannotUnseal,
    CannotUnwrap,
    current_master_id,
    master_id,
    new_key,
    rotate,
    seal,
    unseal,
    unwrap,
    wrap,
)


@given(st.binary(max_size=2000), st.text(max_size=50))
def test_what_was_sealed_comes_back(plain: bytes, about: str) -> None:
    key = new_key()
    sealed = seal(key, plain, about)
    assert unseal(key, sealed, about) == plain
    assert len(plain) < 8 or plain not in sealed


@given(st.binary(min_size=1, max_size=200), st.data())
def test_one_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    key = new_key()
    sealed = bytearray(seal(key, plain, "case/name"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotUnseal):
        unseal(key, bytes(sealed), "case/name")


def test_a_text_cannot_stand_in_for_another() -> None:
    key = new_key()
    sealed = seal(key, "홍길동".encode(), "case-1/name")
    with pytest.raises(CannotUnseal, match="case-2/name"):
        unseal(key, sealed, "case-2/name")
    with pytest.raises(CannotUnseal):
        unseal(new_key(), sealed, "case-1/name")


@given(st.binary(max_size=100))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    with pytest.raises(CannotUnseal):
        unseal(new_key(), noise, "case/name")


def test_keys_are_wrapped_under_a_master_key_only_its_owner_can_read(tmp_path: Path) -> None:
    key = new_key()
    wrapped = wrap(key, tmp_path / "keys")
    assert key not in wrapped
    assert unwrap(wrapped, tmp_path / "keys") == key
    assert stat.S_IMODE((tmp_path / "keys" / "master.key").stat().st_mode) == 0o600


def test_the_master_key_is_made_once_however_many_ask(tmp_path: Path) -> None:
    keys = [new_key() for _ in range(32)]
    with ThreadPoolExecutor(8) as pool:
        wrapped = list(pool.map(lambda key: wrap(key, tmp_path), keys))
    assert [unwrap(one, tmp_path) for one in wrapped] == keys
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


def test_a_changed_master_key_still_opens_what_came_before(tmp_path: Path) -> None:
    key = new_key()
    before = wrap(key, tmp_path)
    fresh = rotate(tmp_path)
    after = wrap(key, tmp_path)
    assert unwrap(before, tmp_path) == unwrap(after, tmp_path) == key
    assert master_id(after) == current_master_id(tmp_path) == fresh != master_id(before)
    rotate(tmp_path)
    assert unwrap(before, tmp_path) == unwrap(after, tmp_path) == key


def test_a_missing_master_key_is_named(tmp_path: Path) -> None:
    wrapped = wrap(new_key(), tmp_path)
    (tmp_path / "master.key").unlink()
    with pytest.raises(CannotUnwrap, match=master_id(wrapped)):
        unwrap(wrapped, tmp_path)


@given(st.binary(max_size=100))
def test_any_other_bytes_are_no_key(noise: bytes) -> None:
    with pytest.raises(CannotUnwrap):
        unwrap(noise, Path("nowhere"))


def test_a_spoilt_master_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_bytes(b"short")
    with pytest.raises(CannotUnwrap, match=r"master\.key"):
        wrap(new_key(), tmp_path)
