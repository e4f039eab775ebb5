"""The letters over the time of a session: the scorecard's own rules on a window that moves along.

A letter's parts keep their evidence in blocks. The value of a moment comes from the blocks before it: those of the last
minute for E, M, P and T; for A, H and Y the events so far, recent ones weighing more, as in the live display. Its
interval comes from resampling those same blocks. Where they hold too little there is no value and no interval. How far
a signal can be trusted (a component's quality and cap) is that of the whole session.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from perception.scoring import params
from perception.scoring.fusion import LetterParts, bounds, evaluate
from perception.scoring.live import EVENT_LETTERS
from perception.types import FloatArray, Letter, LetterCourse


def course_of(letter: Letter, parts: LetterParts, *, duration_s: float) -> LetterCourse:
    """A letter at the end of every block of time from 0 to the end."""
    moments, window_s, recent = _moments(duration_s), _window_s(letter), letter in EVENT_LETTERS
    at_once = params.COURSE_AT_ONCE
    rows = [
        row
        for first in range(0, len(moments), at_once)
        for row in _rows(parts, moments[first : first + at_once], window_s, recent=recent)
    ]
    value, low, high = zip(*rows, strict=True) if rows else ((), (), ())
    return LetterCourse(letter, window_s, tuple(moments.tolist()), value, low, high)


def unmeasured(letter: Letter, *, duration_s: float) -> LetterCourse:
    """The same for a letter without enough evidence: no value anywhere."""
    moments = tuple(_moments(duration_s).tolist())
    nothing = (None,) * len(moments)
    return LetterCourse(letter, _window_s(letter), moments, nothing, nothing, nothing)


def _moments(duration_s: float) -> FloatArray:
    """The ends of the blocks of time."""
    ends = params.BLOCK_S * np.arange(1, math.ceil(duration_s / params.BLOCK_S) + 1, dtype=np.float64)
    return np.minimum(ends, duration_s)


def _window_s(letter: Letter) -> float:
    return params.LIVE_MEMORY_S if letter in EVENT_LETTERS else params.COURSE_WINDOW_S


_Row = tuple[float | None, float | None, float | None]
_NOTHING: _Row = (None, None, None)


def _rows(parts: LetterParts, moments: FloatArray, window_s: float, *, recent: bool) -> list[_Row]:
    """Value, low and high of moments that follow each other."""
    first = np.searchsorted(parts.starts, moments - window_s - 1e-6)
    last = np.searchsorted(parts.starts, moments - 1e-6)
    cut = slice(int(first[0]), int(last[-1]))
    if cut.stop <= cut.start:
        return [_NOTHING] * len(moments)
    near = _blocks(parts, cut)
    inside = [slice(int(a) - cut.start, int(b) - cut.start) for a, b in zip(first, last, strict=True)]
    once = np.zeros((len(moments), len(near.starts)))
    for row, window in zip(once, inside, strict=True):
        row[window] = 1.0
    weights = np.stack([_weights(near.starts, window, recent=recent) for window in inside])
    coverage = evaluate(near, once, need_scale=params.COURSE_NEED).coverage
    score = evaluate(near, once * weights).score
    replicates = evaluate(
        near, _drawn(inside, len(near.starts)) * np.repeat(weights, params.COURSE_ROUNDS, axis=0)
    ).score
    return [
        _row(score[i], coverage[i], replicates[i * params.COURSE_ROUNDS : (i + 1) * params.COURSE_ROUNDS], window)
        for i, window in enumerate(inside)
    ]


def _row(score: float, coverage: float, replicates: FloatArray, window: slice) -> _Row:
    if math.isnan(score) or coverage < params.COVERAGE_BAND:
        return _NOTHING
    low, high = bounds(float(score), replicates, blocks=window.stop - window.start)
    return round(float(score), 1), round(low, 1), round(high, 1)


def _weights(starts: FloatArray, window: slice, *, recent: bool) -> FloatArray:
    """What each block weighs: all the same, or half as much every LIVE_HALF_LIFE_S before the last of the window."""
    if not recent or window.stop <= window.start:
        return np.ones(len(starts))
    age = np.maximum(starts[window.stop - 1] - starts, 0.0)
    return np.asarray(0.5 ** (age / params.LIVE_HALF_LIFE_S))


def _drawn(inside: list[slice], blocks: int) -> FloatArray:
    """(moments * rounds, blocks) how often each block of a moment's window is drawn, a round a row."""
    rng = np.random.Generator(np.random.PCG64(params.BOOTSTRAP_SEED))
    drawn = np.zeros((len(inside), params.COURSE_ROUNDS, blocks))
    for table, window in zip(drawn, inside, strict=True):
        count = window.stop - window.start
        if count > 0:
            table[:, window] = rng.multinomial(count, np.full(count, 1.0 / count), size=params.COURSE_ROUNDS)
    return drawn.reshape(-1, blocks)


def _blocks(parts: LetterParts, cut: slice) -> LetterParts:
    """The same letter with some of its blocks. Slips count as in a short call: nothing is thinned out."""
    return replace(
        parts,
        components=tuple(replace(one, sums=one.sums[cut]) for one in parts.components),
        penalties=tuple(replace(one, points=one.points[cut]) for one in parts.penalties),
        starts=parts.starts[cut],
        penalty_scale=1.0,
    )
