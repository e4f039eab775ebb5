"""The encrypted file: whatever was done to it on its way is noticed before anything of it is used."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.packages.errors import PackageError, WrongPassphraseError
from app.library.packages.sealed import CHUNK, HEADER, KIND_SESSION, TAG, SealedHeader, Sealer, Unsealer, read_header

PASSPHRASE = "bako temi lufa nosi"
STEP = CHUNK + TAG
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77)


def sealed(contents: bytes, passphrase: str = PASSPHRASE) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, passphrase, kind=KIND_SESSION, cost=1)
    for start in range(0, len(contents), 50_000):
        sealer.write(contents[start : start + 50_000])
    sealer.finish()
    return out.getvalue()


def read(data: bytes, folder: Path, passphrase: str = PASSPHRASE) -> bytes:
    path = folder / "it.attune"
    path.write_bytes(data)
    with path.open("rb") as file:
        source = Unsealer(file, path.name, passphrase, kind=KIND_SESSION)
        found = b""
        while piece := source.read(10_000):
            found += piece
        assert len(found) == source.size
        return found


def contents(size: int) -> bytes:
    return bytes(number * 7 % 251 for number in range(size))


FILE = sealed(contents(3 * CHUNK + 77))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed")


@pytest.mark.parametrize("size", SIZES)
def test_what_was_put_in_comes_out(size, tmp_path):
    assert read(sealed(contents(size)), tmp_path) == contents(size)


def test_a_wrong_passphrase_is_told_from_damage(tmp_path):
    with pytest.raises(WrongPassphraseError, match="does not open"):
        read(FILE, tmp_path, "bako temi lufa nosI")


def test_letters_with_marks_are_the_same_however_they_were_typed(tmp_path):
    assert read(sealed(b"x", "café noir in Orléans"), tmp_path, "cafe\u0301 noir in Orle\u0301ans") == b"x"


@pytest.mark.parametrize("size", [1, CHUNK, 3 * CHUNK + 77])
@pytest.mark.parametrize("cut", [0, 1, 7, 8, 9, 30, HEADER - 1, HEADER, HEADER + 1, HEADER + TAG - 1, HEADER + TAG])
def test_cut_near_the_beginning(size, cut, tmp_path):
    with pytest.raises(PackageError, match=r"cut short|empty"):
        read(sealed(contents(size))[:cut], tmp_path)


@pytest.mark.parametrize("chunks", [1, 2, 3])
@pytest.mark.parametrize("more", [-TAG, -1, 0, 1, TAG - 1, TAG, TAG + 1, STEP // 2])
def test_cut_around_the_end_of_a_chunk(chunks, more, tmp_path):
    if (data := FILE[: HEADER + chunks * STEP + more]) != FILE:
        with pytest.raises(PackageError, match=r"cut short|damaged"):
            read(data, tmp_path)


def test_cut_between_two_chunks_is_called_cut(tmp_path):
    with pytest.raises(PackageError, match="cut short"):
        read(FILE[: HEADER + 2 * STEP], tmp_path)


def chunks_of(data: bytes) -> list[bytes]:
    body = data[HEADER:]
    return [body[start : start + STEP] for start in range(0, len(body), STEP)]


@pytest.mark.parametrize(
    "order", [(1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 3), (0, 0, 1, 2, 3), (0, 1, 2, 3, 3), (3,), (2, 3), (0, 1, 2, 2, 3)]
)
def test_chunks_in_another_order_left_out_or_twice(order, tmp_path):
    parts = chunks_of(FILE)
    with pytest.raises(PackageError):
        read(FILE[:HEADER] + b"".join(parts[place] for place in order), tmp_path)


def test_a_chunk_of_another_file_with_the_same_passphrase(tmp_path):
    parts, others = chunks_of(FILE), chunks_of(sealed(contents(3 * CHUNK + 77)))
    with pytest.raises(PackageError, match="damaged"):
        read(FILE[:HEADER] + parts[0] + others[1] + parts[2] + parts[3], tmp_path)


def test_the_header_of_another_file_with_the_same_passphrase(tmp_path):
    with pytest.raises(PackageError):
        read(sealed(contents(3 * CHUNK + 77))[:HEADER] + FILE[HEADER:], tmp_path)


@pytest.mark.parametrize("tail", [b"\0", b"x" * TAG, b"x" * STEP, FILE])
def test_something_behind_the_end(tail, tmp_path):
    with pytest.raises(PackageError):
        read(FILE + tail, tmp_path)


@pytest.mark.parametrize("byte", range(HEADER))
def test_every_bit_of_the_header(byte, place):
    for bit in range(8):
        data = bytearray(FILE[: HEADER + STEP])
        data[byte] ^= 1 << bit
        with pytest.raises(PackageError) as caught:
            read(bytes(data), place)
        assert not isinstance(caught.value, WrongPassphraseError)


@given(place=st.integers(HEADER, len(FILE) - 1), bit=st.integers(0, 7))
def test_any_bit_of_the_rest(place, bit, tmp_path_factory):
    data = bytearray(FILE)
    data[place] ^= 1 << bit
    with pytest.raises(PackageError, match="damaged"):
        read(bytes(data), tmp_path_factory.getbasetemp())


@given(st.binary(max_size=3000))
def test_any_bytes_are_no_package(data):
    with pytest.raises(PackageError):
        read_header(io.BytesIO(data), "it.attune")


def test_a_newer_version_says_so(tmp_path):
    newer = bytearray(FILE)
    newer[8:10] = (2).to_bytes(2, "big")
    newer[60:66] = b"\x01" * 6  # a later form may hold anything here
    with pytest.raises(PackageError, match="newer version") as caught:
        read(bytes(newer), tmp_path)
    assert "Install" in caught.value.recovery


def test_a_stranger_s_file_cannot_ask_for_all_the_memory(tmp_path):
    greedy = SealedHeader(KIND_SESSION, 30, 8, 1, b"s" * 16, b"p" * 32)
    with pytest.raises(PackageError, match="more memory"):
        read(greedy.data() + FILE[HEADER:], tmp_path)


def test_the_passphrase_costs_what_it_should_by_default(tmp_path):
    path = tmp_path / "real.attune"
    with path.open("w+b") as file:
        Sealer(file, PASSPHRASE, kind=KIND_SESSION).finish()
        file.seek(0)
        header = read_header(file, path.name)
    assert (header.cost, header.block, header.lanes) == (17, 8, 1)
    assert read(path.read_bytes(), tmp_path) == b""


def test_another_kind_of_file_says_what_it_is(tmp_path):
    path = tmp_path / "notes.attune"
    path.write_bytes(FILE)
    with path.open("rb") as file, pytest.raises(PackageError, match="holds a session"):
        Unsealer(file, path.name, PASSPHRASE, kind=2)
