"""One sealed file: what was written is read from any place, and nothing else is ever read."""

from __future__ import annotations

import io
import secrets
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune.errors import StoreError
from attune.sealed import chunks
from attune.sealed.chunks import CHUNK, Head, Reading

KEY = secrets.token_bytes(32)
HEAD = Head("Sarah/film.mp4", 0, 12, 34)
SIZES = [0, 1, 17, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5]

sizes = st.sampled_from(SIZES)
steps = st.lists(st.tuples(st.integers(0, 4 * CHUNK), st.sampled_from([0, 1, 100, CHUNK, 2 * CHUNK + 3])), max_size=12)


def sealed(plain: bytes, key: bytes = KEY, head: Head = HEAD) -> bytes:
    out = io.BytesIO()
    with chunks.writing(out, key, head) as file:
        file.write(plain)
    return out.getvalue()


def reading(data: bytes, key: bytes = KEY) -> BinaryIO:
    return io.BufferedReader(Reading(io.BytesIO(data), key), CHUNK)


def made(size: int) -> bytes:
    return secrets.token_bytes(size)


@settings(deadline=None, max_examples=60)
@given(sizes, steps)
def test_any_place_of_a_sealed_file_reads_as_the_plain_one(size: int, steps: list[tuple[int, int]]) -> None:
    plain = made(size)
    known, read = io.BytesIO(plain), reading(sealed(plain))
    for place, count in steps:
        assert read.seek(place) == known.seek(place)
        assert read.read(count) == known.read(count)
        assert read.tell() == known.tell()
    assert (read.seek(0, io.SEEK_END), read.seek(0)) == (size, 0)
    assert read.read() == plain


@settings(deadline=None, max_examples=40)
@given(sizes, st.lists(st.integers(1, CHUNK), min_size=1, max_size=9), st.integers(0, 60))
def test_what_is_written_in_bits_and_mended_at_its_start_is_as_written(size: int, bits: list[int], at: int) -> None:
    """As a film is: its beginning is written again once its length is known."""
    plain, out, place = made(size), io.BytesIO(), 0
    known = io.BytesIO()
    with chunks.writing(out, KEY, HEAD) as file:
        while place < size:
            for bit in bits:
                file.write(plain[place : place + bit])
                known.write(plain[place : place + bit])
                place += bit
        for each in (file, known):
            each.seek(min(at, size))
            each.write(b"mended")
            each.seek(0, io.SEEK_END)
    assert reading(out.getvalue()).read() == known.getvalue()


def test_a_place_that_is_sealed_is_not_written_again() -> None:
    with chunks.writing(io.BytesIO(), KEY, HEAD) as file:
        file.write(made(4 * CHUNK))
        file.seek(CHUNK + 1)
        with pytest.raises(StoreError, match="in order"):
            file.write(b"x")


@pytest.mark.parametrize("size", SIZES)
def test_a_byte_that_was_changed_anywhere_is_noticed(size: int) -> None:
    data = bytearray(sealed(made(size)))
    for place in {0, 9, 33, 40, 80, len(data) // 2, len(data) - 1}:
        spoilt = bytearray(data)
        spoilt[place] ^= 1
        with pytest.raises(StoreError, match=r"damaged|cut off"):
            reading(bytes(spoilt)).read()


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_was_cut_off_or_grew_is_noticed(size: int) -> None:
    data = sealed(made(size))
    for other in (data[:-1], data[: -CHUNK - chunks.MORE], data[:20], b"", data + b"x"):
        if other != data:
            with pytest.raises(StoreError):
                reading(other).read()


def test_chunks_of_one_file_swapped_or_of_an_earlier_state_are_noticed() -> None:
    plain = made(3 * CHUNK)
    data, other = sealed(plain), sealed(plain)
    start, step = len(data) - 3 * (CHUNK + chunks.MORE), CHUNK + chunks.MORE
    first, second = data[start : start + step], data[start + step : start + 2 * step]
    swapped = data[:start] + second + first + data[start + 2 * step :]
    earlier = data[:start] + other[start : start + step] + data[start + step :]
    for spoilt in (swapped, earlier):
        with pytest.raises(StoreError, match="damaged"):
            reading(spoilt).read()


def test_another_key_opens_nothing() -> None:
    with pytest.raises(StoreError, match="damaged"):
        reading(sealed(made(100)), secrets.token_bytes(32))


def test_nothing_of_the_bytes_and_of_the_name_is_in_the_sealed_file() -> None:
    plain = b"Sarah smiles" * 20_000
    data = sealed(plain)
    assert not any(word in data for word in (b"Sarah", b"smiles", b"film", b"mp4"))


def test_names_of_one_length_or_another_make_files_of_one_length() -> None:
    assert len(sealed(b"x")) == len(sealed(b"x", head=Head("a", 0, 0, 0)))


def test_a_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(sealed(made(70_000)))
    assert chunks.head_of(path, KEY) == Head("Sarah/film.mp4", 70_000, 12, 34)
