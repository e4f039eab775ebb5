"""Parting pieces of speech into two groups by timbre, and how well the two are apart.

Pieces are gathered by Ward's method, each group is described by one Gaussian of full covariance, and pieces change
over to the Gaussian that explains them better until none does. How far apart the groups are is measured on pieces that
the Gaussians have not seen: any speech can be parted in two, but only two voices stay parted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.types import FloatArray

IntArray = NDArray[np.int64]

MOST_PIECES: Final = 300  # gathered by Ward's method; in longer recordings the others join the nearest group
_ROUNDS: Final = 6  # of changing over; two or three are usual
_RIDGE: Final = 0.05  # added to variances of about 1 to 8
_STRONGEST: Final = 6.0  # nats a hop; one odd hop must not outweigh a piece
_LEAST_HOPS: Final = 40  # of a piece whose spread is counted


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """Timbre of one voice."""

    mean: FloatArray
    precision: FloatArray
    log_det: float

    @classmethod
    def of(cls, hops: FloatArray) -> Gaussian:
        """Fitted to (n, d) hops."""
        covariance = np.cov(hops.T) + _RIDGE * np.eye(hops.shape[1])
        precision = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
        return cls(hops.mean(axis=0), precision, float(np.linalg.slogdet(covariance)[1]))

    def log_likelihood(self, hops: FloatArray) -> FloatArray:
        """(n,) log density of each hop, but for a constant that all Gaussians share."""
        off = hops - self.mean
        return np.asarray(-0.5 * (np.sum((off @ self.precision) * off, axis=1) + self.log_det))


@dataclass(frozen=True, slots=True, eq=False)
class Parting:
    """Two groups of pieces.

    second: (pieces,) whether a piece is in the second group. apart: (pieces,) nats a hop by which a piece is explained
    better by its own group than by the other, both learnt without it. lengths: (pieces,) hops. models: the two groups.
    """

    second: NDArray[np.bool_]
    apart: FloatArray
    lengths: NDArray[np.int64]
    models: tuple[Gaussian, Gaussian]

    @property
    def margin(self) -> float:
        """Nats a hop by which the groups are apart: the mean of both, so that a large one does not hide a small one."""
        return float(np.mean([np.average(self.apart[s], weights=self.lengths[s]) for s in (self.second, ~self.second)]))

    @property
    def weakest(self) -> float:
        """Nats a hop that all but a tenth of the speech of either group exceeds."""
        groups = (self.second, ~self.second)
        return min(float(np.percentile(np.repeat(self.apart[s], self.lengths[s]), 10)) for s in groups)


def evidence(models: tuple[Gaussian, Gaussian], hops: FloatArray) -> FloatArray:
    """(n,) how much better the second model explains each hop than the first, nats, within +-6."""
    better = models[1].log_likelihood(hops) - models[0].log_likelihood(hops)
    return np.clip(better, -_STRONGEST, _STRONGEST)


def part(pieces: Sequence[FloatArray], *, least_hops: int) -> Parting | None:
    """The two groups that are farthest apart; None when there are no two groups of `least_hops` hops each.

    pieces: (hops, d) timbre of short stretches, each most likely of one voice.
    """
    if len(pieces) < 4:
        return None
    lengths = np.array([len(piece) for piece in pieces])
    best: Parting | None = None
    for second in _beginnings(pieces):
        second = _settled(pieces, second)
        if min(lengths[second].sum(), lengths[~second].sum()) < least_hops:
            continue
        apart = _apart(pieces, second)
        if apart is None:
            continue
        found = Parting(second, apart, lengths, _models(pieces, second))
        if best is None or found.margin > best.margin:
            best = found
    return best


def ward(points: FloatArray) -> NDArray[np.bool_]:
    """(n,) which of n points are in the second of the two groups that Ward's method ends with."""
    n = len(points)
    centres, sizes, members = points.copy(), np.ones(n), np.arange(n)
    costs = 0.5 * np.sum((points[:, None] - points[None]) ** 2, axis=-1)
    np.fill_diagonal(costs, np.inf)
    for _ in range(n - 2):
        i, j = sorted(np.unravel_index(int(np.argmin(costs)), costs.shape))
        centres[i] = (sizes[i] * centres[i] + sizes[j] * centres[j]) / (sizes[i] + sizes[j])
        sizes[i] += sizes[j]
        members[members == j] = i
        gone = np.isinf(costs[i]) & np.isinf(costs[j])
        costs[i] = sizes[i] * sizes / (sizes[i] + sizes) * np.sum((centres - centres[i]) ** 2, axis=1)
        costs[i, gone], costs[i, [i, j]] = np.inf, np.inf
        costs[:, i] = costs[i]
        costs[j], costs[:, j] = np.inf, np.inf
    return np.asarray(members != members[0])


def _beginnings(pieces: Sequence[FloatArray]) -> list[NDArray[np.bool_]]:
    """Groups to begin with: by mean and spread, by the mean against the spread inside pieces, by the mean alone."""
    means = np.array([piece.mean(axis=0) for piece in pieces])
    spreads = np.array([piece.std(axis=0) for piece in pieces])
    inside = [np.cov(piece.T) for piece in pieces if len(piece) > _LEAST_HOPS]
    within = np.mean(inside, axis=0) if inside else np.eye(means.shape[1])
    whitening = np.linalg.cholesky(np.linalg.inv(within + 0.01 * np.eye(means.shape[1])))
    views = (_scaled(np.hstack((means, spreads))), means @ whitening, _scaled(means))
    return [_gathered(view) for view in views]


def _scaled(table: FloatArray) -> FloatArray:
    return np.asarray((table - table.mean(axis=0)) / (table.std(axis=0) + 1e-6))


def _gathered(points: FloatArray) -> NDArray[np.bool_]:
    if len(points) <= MOST_PIECES:
        return ward(points)
    chosen = np.linspace(0, len(points) - 1, MOST_PIECES).astype(np.int64)
    second = ward(points[chosen])
    centres = [points[chosen[second == group]].mean(axis=0) for group in (False, True)]
    distances = [np.sum((points - centre) ** 2, axis=1) for centre in centres]
    return np.asarray(distances[1] < distances[0])


def _models(pieces: Sequence[FloatArray], second: NDArray[np.bool_]) -> tuple[Gaussian, Gaussian]:
    groups = [np.concatenate([p for p, s in zip(pieces, second, strict=True) if s == group]) for group in (False, True)]
    return Gaussian.of(groups[0]), Gaussian.of(groups[1])


def _settled(pieces: Sequence[FloatArray], second: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Pieces change over until none wants to, or one group is left."""
    for _ in range(_ROUNDS):
        if second.all() or not second.any():
            break
        models = _models(pieces, second)
        better = np.array([evidence(models, piece).mean() for piece in pieces]) > 0.0
        if np.array_equal(better, second):
            break
        second = better
    return second


def _apart(pieces: Sequence[FloatArray], second: NDArray[np.bool_]) -> FloatArray | None:
    """Each half of the pieces told by models of the other half; None when a half lacks a group."""
    half = np.zeros(len(pieces), dtype=bool)
    for group in (False, True):
        half[np.flatnonzero(second == group)[1::2]] = True
    apart = np.zeros(len(pieces))
    for held in (False, True):
        known = [(piece, s) for piece, s, h in zip(pieces, second, half, strict=True) if h != held]
        groups = np.array([s for _, s in known])
        if groups.all() or not groups.any():
            return None
        models = _models([piece for piece, _ in known], groups)
        for i in np.flatnonzero(half == held).tolist():
            apart[i] = evidence(models, pieces[i]).mean() * (1.0 if second[i] else -1.0)
    return apart
