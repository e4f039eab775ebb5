"""Items as rows of word pieces, filled up and cut into batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

from perception.inference.sentence_input import Pieces, SentenceInput
from training.items import Item

# Rows are filled up to multiples of this: few shapes, because each new shape costs the matrix library time.
FILL: Final = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of word pieces, filled up to the longest. owner: the item of each row."""

    pieces: Tensor
    part: Tensor
    seen: Tensor
    owner: Tensor
    target: Tensor
    weights: Tensor


def batches(items: Sequence[Item], source: SentenceInput, size: int, dice: random.Random) -> Iterator[Batch]:
    """Batches of about `size` items of like length in random order."""
    rows = [[row for sentence in item.sentences for row in source.rows(sentence)] for item in items]
    order = sorted(range(len(items)), key=lambda at: (max(len(row.pieces) for row in rows[at]) + dice.random() * 6, at))
    cuts = [order[at : at + size] for at in range(0, len(order), size)]
    dice.shuffle(cuts)
    for cut in cuts:
        yield _batch([items[at] for at in cut], [rows[at] for at in cut])


def ordered_batches(rows: Sequence[Pieces], size: int) -> Iterator[tuple[list[int], Batch]]:
    """All rows by length with their places, for reading."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at].pieces))
    for at in range(0, len(order), size):
        cut = order[at : at + size]
        yield cut, _batch([], [[rows[place]] for place in cut])


def _batch(items: Sequence[Item], rows: Sequence[Sequence[Pieces]]) -> Batch:
    flat = [(owner, row) for owner, some in enumerate(rows) for row in some]
    longest = -(-max(len(row.pieces) for _, row in flat) // FILL) * FILL
    pieces = np.zeros((len(flat), longest), dtype=np.int64)
    part = np.zeros_like(pieces)
    seen = np.zeros_like(pieces)
    for at, (_, row) in enumerate(flat):
        pieces[at, : len(row.pieces)] = row.pieces
        part[at, row.start : len(row.pieces)] = 1
        seen[at, : len(row.pieces)] = 1
    return Batch(
        torch.from_numpy(pieces),
        torch.from_numpy(part),
        torch.from_numpy(seen),
        torch.tensor([owner for owner, _ in flat]),
        torch.from_numpy(np.stack([item.target for item in items])) if items else torch.zeros(0),
        torch.from_numpy(np.stack([item.weights for item in items])) if items else torch.zeros(0),
    )
