"""What opens a case, and what does not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import pwhash

from attune.errors import StoreError
from attune.sealed import keys
from attune.sealed.keys import Cost

CHEAP = Cost(pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)
WORDS = "grün wide river stone"


def test_the_passphrase_opens_and_another_does_not() -> None:
    key = keys.new()
    file = keys.locked(key, WORDS, CHEAP)
    assert keys.unlocked(file, WORDS, "x") == key
    assert keys.unlocked(file, "gru\u0308n wide river stone", "x") == key, "the same letters, put together another way"
    with pytest.raises(StoreError, match="does not open the case"):
        keys.unlocked(file, WORDS + " ", "x")


def test_a_key_file_holds_nothing_that_opens() -> None:
    key = keys.new()
    file = keys.locked(key, WORDS, CHEAP)
    assert key.hex().encode() not in file
    assert keys.locked(key, WORDS, CHEAP) != file


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(StoreError, match="12 letters"):
        keys.locked(keys.new(), "short", CHEAP)


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"{", b"[]", b"{}", b'{"format": 1}', {"passes": 0}, {"memory": 1 << 50}, {"salt": "zz"}, {"key": "00"}],
)
def test_a_damaged_key_file_is_one_line(spoilt: bytes | dict[str, object]) -> None:
    good = json.loads(keys.locked(keys.new(), WORDS, CHEAP))
    file = spoilt if isinstance(spoilt, bytes) else json.dumps(good | spoilt).encode()
    with pytest.raises(StoreError):
        keys.unlocked(file, WORDS, "x")


def test_a_newer_key_file_is_left_alone() -> None:
    with pytest.raises(StoreError, match="of another attune"):
        keys.unlocked(b'{"format": 2}', WORDS, "x")


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_key_is_read_back_as_people_type_it(key: bytes) -> None:
    text = keys.written_down(key)
    for typed in (text, text.lower(), text.replace("-", " "), f" {text.replace('-', '')} "):
        assert keys.read_back(typed) == key


@given(st.binary(min_size=32, max_size=32), st.integers(0, 68))
def test_a_slip_in_a_recovery_key_is_noticed(key: bytes, at: int) -> None:
    text = keys.written_down(key)
    if text[at] != "-":
        slip = "A" if text[at] != "A" else "B"
        assert keys.read_back(text[:at] + slip + text[at + 1 :]) is None
    assert keys.read_back(text[:-1]) is None


def test_keys_for_two_purposes_are_two() -> None:
    key = keys.new()
    assert len({keys.derived(key, "names   "), keys.derived(key, "files   "), key}) == 3
