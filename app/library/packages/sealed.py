"""One encrypted file: a small clear header, then chunks of authenticated encryption.

```
header   66 bytes, clear: magic, format version, kind, cost of the passphrase, salt, proof of the passphrase, checksum
chunks   65,536 bytes of contents each (the last one 1 to 65,536, or 0 in an empty file), and a tag of 16 bytes
```
The key comes from the passphrase by scrypt with a salt of its own for every file, so no key is ever used twice and a
nonce need only tell the chunks of one file apart: it is their number and whether it is the last one (the STREAM
construction). The header is authenticated with every chunk. So a file that was cut, continued, put in another order or
changed by one bit is noticed at the chunk where that begins, before any of that chunk is used. The proof is the second
half of what scrypt gives; it tells a wrong passphrase from a damaged file, and ties the file to one passphrase.
"""

from __future__ import annotations

import hmac
import os
import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.library.packages.errors import PackageError, WrongPassphraseError, no_memory
from app.library.packages.passphrase import normalised

MAGIC: Final = b"\x89ATTUNE\n"  # no text file begins so, and a transfer as text breaks it visibly
VERSION: Final = 1
CHUNK: Final = 65_536  # bytes of contents in a chunk
TAG: Final = 16
COST: Final = 17  # log2 of scrypt's n: 128 MB and about a third of a second a try
_BLOCK: Final = 8  # scrypt's r
_LANES: Final = 1  # scrypt's p
_HIGHEST_COST: Final = 18  # what a stranger's file may ask of this machine: 256 MB
_HIGHEST_LANES: Final = 4
_KEY: Final = 32
_FORM: Final = struct.Struct(">8sHBBBB16s32s")
_SUM: Final = struct.Struct(">I")
HEADER: Final = _FORM.size + _SUM.size

KIND_SESSION: Final = 1
KIND_NOTES: Final = 2
KIND_PACK: Final = 3
KIND_PACK_NOTES: Final = 4
KINDS: Final = (KIND_SESSION, KIND_NOTES, KIND_PACK, KIND_PACK_NOTES)
_HOLDS: Final = {
    KIND_SESSION: ("a session", "Open it as a session."),
    KIND_NOTES: ("the notes of a coach", "Take it in as notes."),
    KIND_PACK: ("a calibration pack", "Open it in the window: it is a pack for coaches."),
    KIND_PACK_NOTES: ("ratings of a calibration pack", "Open it in the window: the ratings go to their pack."),
}

NO_PACKAGE: Final = "Choose a file that was made with “Share”."
DAMAGED: Final = "Ask for it to be sent again; on a stick, copy it again. Nothing was changed here."


@dataclass(frozen=True, slots=True)
class SealedHeader:
    """What stands in clear at the beginning; nothing of a person. cost: log2 of scrypt's n."""

    kind: int
    cost: int
    block: int
    lanes: int
    salt: bytes
    proof: bytes
    version: int = VERSION

    def data(self) -> bytes:
        """The bytes of the header."""
        form = (MAGIC, self.version, self.kind, self.cost, self.block, self.lanes, self.salt, self.proof)
        packed = _FORM.pack(*form)
        return packed + _SUM.pack(zlib.crc32(packed))


def read_header(file: BinaryIO, name: str) -> SealedHeader:
    """The header of a file; leaves it at the first chunk. Raises PackageError."""
    data = file.read(HEADER)
    if not data:
        raise PackageError(f"“{name}” is empty.", recovery=DAMAGED)
    if not data.startswith(MAGIC):
        if MAGIC.startswith(data):
            raise PackageError(f"“{name}” was cut short.", recovery=DAMAGED)
        raise PackageError(f"“{name}” is no shared session and no notes of a coach.", recovery=NO_PACKAGE)
    if len(data) < HEADER:
        raise PackageError(f"“{name}” was cut short.", recovery=DAMAGED)
    version, *rest = _FORM.unpack_from(data)[1:]
    header = SealedHeader(*rest)
    whole = header.data()[-_SUM.size :] == data[-_SUM.size :]
    if version > VERSION and not whole:
        raise _newer(name)
    if version != VERSION or not whole:
        raise PackageError(f"The beginning of “{name}” is damaged.", recovery=DAMAGED)
    if header.kind not in KINDS:
        raise _newer(name)
    bounds = ((header.cost, _HIGHEST_COST), (header.block, _BLOCK), (header.lanes, _HIGHEST_LANES))
    if not all(1 <= value <= highest for value, highest in bounds):
        raise PackageError(
            f"“{name}” asks for more memory than a shared file may.", recovery="Ask who sent it how it was made."
        )
    return header


class Sealer:
    """Writes the contents of one file, encrypted. `finish` is needed: without its last chunk a file is refused."""

    def __init__(self, file: BinaryIO, passphrase: str, *, kind: int, cost: int = COST) -> None:
        """Write the header. cost: as in SealedHeader; only tests take less. Raises PackageError, OSError."""
        salt = os.urandom(16)
        key, proof = _keys(passphrase, SealedHeader(kind, cost, _BLOCK, _LANES, salt, b""))
        self._header = SealedHeader(kind, cost, _BLOCK, _LANES, salt, proof).data()
        self._cipher = AESGCM(key)
        self._file = file
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, data: bytes) -> None:
        """Add contents. Raises OSError."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one that is just full may be the last one
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk. Raises OSError."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._header))
        self._number += 1


class Unsealer:
    """Reads the contents of one file; what it gives has been verified. size: of all contents, bytes."""

    def __init__(self, file: BinaryIO, name: str, passphrase: str, *, kind: int) -> None:
        """Read the header and check the passphrase. Raises PackageError, OSError."""
        header = read_header(file, name)
        if header.kind != kind:
            raise _other_kind(name, header.kind, kind)
        body = os.fstat(file.fileno()).st_size - HEADER
        self._name = name
        self._file = file
        self._chunks, rest = divmod(body, CHUNK + TAG)
        self._chunks += rest > 0
        if not self._chunks or 0 < rest < TAG or (rest == TAG and self._chunks > 1):
            raise self._cut()
        self.size = body - self._chunks * TAG
        key, proof = _keys(passphrase, header)
        if not hmac.compare_digest(proof, header.proof):
            raise WrongPassphraseError(
                f"This passphrase does not open “{name}”.",
                recovery="Type it again, with the same capitals and spaces, or ask who sent the file.",
            )
        self._cipher = AESGCM(key)
        self._header = header.data()
        self._number = 0
        self._ready = memoryview(b"")

    def read(self, most: int) -> bytes:
        """The next contents, at most so many bytes; b"" at the end. Raises PackageError, OSError."""
        if not self._ready and self._number < self._chunks:
            self._ready = memoryview(self._next())
        piece = self._ready[:most]
        self._ready = self._ready[most:]
        return bytes(piece)

    def read_exactly(self, size: int) -> bytes:
        """So many bytes. Raises PackageError when there are fewer, OSError."""
        parts: list[bytes] = []
        while size:
            part = self.read(size)
            if not part:
                raise self._cut()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _next(self) -> bytes:
        data = self._file.read(CHUNK + TAG)
        last = self._number == self._chunks - 1
        try:
            chunk = self._cipher.decrypt(_nonce(self._number, last=last), data, self._header)
        except (InvalidTag, ValueError) as error:
            raise (self._cut() if last and self._goes_on(data) else self._damaged(last=last)) from error
        self._number += 1
        return chunk

    def _goes_on(self, data: bytes) -> bool:
        """Whether this chunk is good, but was not the last one when the file was made."""
        try:
            self._cipher.decrypt(_nonce(self._number, last=False), data, self._header)
        except (InvalidTag, ValueError):
            return False
        return True

    def _cut(self) -> PackageError:
        return PackageError(f"“{self._name}” was cut short.", recovery=DAMAGED)

    def _damaged(self, *, last: bool) -> PackageError:
        how = "was cut short" if last else "was changed by somebody"
        return PackageError(f"“{self._name}” is damaged, or {how}.", recovery=DAMAGED)


def _keys(passphrase: str, header: SealedHeader) -> tuple[bytes, bytes]:
    """The key and the proof of a passphrase."""
    try:
        kdf = Scrypt(salt=header.salt, length=2 * _KEY, n=1 << header.cost, r=header.block, p=header.lanes)
        both = kdf.derive(normalised(passphrase))
    except MemoryError as error:
        raise no_memory() from error
    return both[:_KEY], both[_KEY:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _newer(name: str) -> PackageError:
    return PackageError(
        f"“{name}” was made by a newer version of the programme.",
        recovery="Install the newer version, or ask for the file from an older one.",
    )


def _other_kind(name: str, kind: int, wanted: int) -> PackageError:
    holds, remedy = _HOLDS[kind]
    expected = _HOLDS[wanted][0]
    return PackageError(f"“{name}” holds {holds}, not {expected.removeprefix('the ')}.", recovery=remedy)
