"""A plain mutator for machines without atheris: the same bytes for the same seed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from typing import Final

_ODD: Final = (b"", b"\0", b"\xff", b"\n", b'"', b"{}", b"[" * 300, b"1e999", b"null", b"-1", b"../", b"\xed\xa0\x80")


def mutations(seeds: Sequence[bytes], *, seed: int, seconds: float) -> Iterator[bytes]:
    """The seeds, then changes of them for so long."""
    yield from seeds
    chance = random.Random(seed)
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        data = bytearray(chance.choice(list(seeds)))
        for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
            _change(data, chance, seeds)
        yield bytes(data)


def _change(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    place = chance.randint(0, len(data))
    kind = chance.randrange(7)
    if kind == 0 and data:
        data[place % len(data)] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del data[place : place + chance.choice((1, 2, 16, 200, len(data)))]
    elif kind == 2:
        data[place:place] = chance.randbytes(chance.choice((1, 2, 16, 200)))
    elif kind == 3:
        data[place:place] = chance.choice(_ODD)
    elif kind == 4 and data:
        data[place % len(data)] = chance.choice(b'0123456789-.{}[],:"\\ \n')
    elif kind == 5:
        other = chance.choice(list(seeds))
        begin = chance.randint(0, len(other))
        data[place:place] = other[begin : begin + chance.choice((4, 40, 400))]
    else:
        begin = chance.randint(0, len(data))
        data[place:place] = data[begin : begin + chance.choice((4, 40, 400))]
