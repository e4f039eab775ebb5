"""The letters during a call: slow, steady, and silent about what is not measured (measurement page 8.1).

E, M, P, T are read on a short trailing window and smoothed with the real time between readings, E with the time of
listening and T with the time of voice. A, H, Y move when something was said, recent events weighing more, and hold in
between.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.features.turn_taking import speech_in
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import LetterParts, evaluate
from perception.types import Letter, LiveLetter, LiveMark

PartsOf = Callable[[Letter, float, float], tuple[LetterParts, Context]]
EVENT_LETTERS: Final[tuple[Letter, ...]] = ("A", "H", "Y")


@dataclass(slots=True)
class _State:
    """What a letter shows now. seen_s: when it last had evidence. version: words it was last computed for.

    active_s: the letter's own clock at its last reading.
    """

    level: float | None = None
    coverage: float = 0.0
    mark: LiveMark = "unknown"
    seen_s: float = -math.inf
    version: tuple[int, int] = (-1, -1)
    active_s: float = 0.0


class LiveDisplay:
    """Levels and marks of the letters over a running call."""

    def __init__(self, letters: tuple[Letter, ...]) -> None:
        self._states: dict[Letter, _State] = {letter: _State() for letter in letters}
        self._read_s: dict[Letter, float] = {}
        self._shown: Mapping[str, LiveLetter] = {letter: LiveLetter(letter, None, "unknown", 0.0) for letter in letters}

    def update(self, now_s: float, parts_of: PartsOf, evidence: Evidence) -> Mapping[str, LiveLetter]:
        """The letters at `now_s`; each is read again at most every LIVE_STEP_S and holds in between."""
        version = (evidence.words_version, len(evidence.speech("csm")) + len(evidence.speech("customer")))
        due = self._due(now_s, version)
        for letter in due:
            self._read_s[letter] = now_s
            if letter in EVENT_LETTERS:
                self._read_event(letter, now_s, parts_of, version)
            else:
                self._read_window(letter, now_s, parts_of, evidence)
        if due:
            self._shown = {letter: self._show(letter, state) for letter, state in self._states.items()}
        return self._shown

    def _due(self, now_s: float, version: tuple[int, int]) -> list[Letter]:
        """The letters to read now: the longest unread ones first, a few at a time, so that no call takes long.

        A, H and Y have nothing new to read while nothing was said.
        """
        waiting = [
            (self._read_s.get(letter, -math.inf), i, letter)
            for i, (letter, state) in enumerate(self._states.items())
            if now_s - self._read_s.get(letter, -math.inf) >= params.LIVE_STEP_S
            and (letter not in EVENT_LETTERS or state.version != version)
        ]
        return [letter for _, _, letter in sorted(waiting)[: params.LIVE_LETTERS_A_CALL]]

    def _read_window(self, letter: Letter, now_s: float, parts_of: PartsOf, evidence: Evidence) -> None:
        state = self._states[letter]
        start = _window_start(letter, now_s, evidence)
        parts, _ = parts_of(letter, start, now_s)
        active = _active_s(letter, now_s, evidence)
        found = evaluate(parts, need_scale=params.LIVE_NEED)
        score, state.coverage = float(found.score[0]), float(found.coverage[0])
        if not math.isnan(score) and state.coverage >= params.COVERAGE_BAND:
            dt, state.active_s = active - state.active_s, active
            state.level = (
                score if state.level is None else _ema(state.level, score, max(0.0, dt), params.LIVE_TAU_S[letter])
            )
            state.seen_s = now_s
        elif now_s - state.seen_s > params.LIVE_STALE_S:
            state.level = None
        state.mark = _mark(state)

    def _read_event(self, letter: Letter, now_s: float, parts_of: PartsOf, version: tuple[int, int]) -> None:
        state = self._states[letter]
        state.version = version
        parts, _ = parts_of(letter, max(0.0, now_s - params.LIVE_MEMORY_S), now_s)
        # Ages count from the last event, so that the level holds while nothing is said.
        age = parts.starts[-1] - parts.starts
        weights = 0.5 ** (age / params.LIVE_HALF_LIFE_S)
        score = float(evaluate(parts, weights[None, :]).score[0])
        coverage = float(evaluate(parts, np.ones((1, len(age))), need_scale=params.LIVE_NEED).coverage[0])
        if not math.isnan(score) and coverage >= params.COVERAGE_BAND:
            state.level, state.coverage = score, coverage
        state.mark = _mark(state)

    @staticmethod
    def _show(letter: Letter, state: _State) -> LiveLetter:
        return LiveLetter(letter, state.level, state.mark, state.coverage)


def _window_start(letter: Letter, now_s: float, evidence: Evidence) -> float:
    """Start of the trailing window; for T as far back as LIVE_T_VOICED_S of voice need (F8.2)."""
    start = max(0.0, now_s - params.LIVE_WINDOW_S[letter])
    track = evidence.voice["csm"]
    if letter != "T" or track.hop_s == 0.0:
        return start
    begin, values = track.window(start, now_s)
    voiced = np.cumsum((values[:, 1] >= params.T_VOICED)[::-1]) * track.hop_s
    enough = int(np.searchsorted(voiced, params.LIVE_T_VOICED_S))
    return max(start, begin + (len(values) - enough) * track.hop_s)


def _active_s(letter: Letter, now_s: float, evidence: Evidence) -> float:
    """The letter's own clock: seconds of listening for E, of speaking for T, of the call for the others.

    Counted from the beginning, because speech becomes known only when a phrase has ended.
    """
    if letter == "E":
        return speech_in(evidence.speech("customer"), start_s=0.0, end_s=now_s)
    if letter == "T":
        return speech_in(evidence.speech("csm"), start_s=0.0, end_s=now_s)
    return now_s


def _ema(level: float, score: float, dt_s: float, tau_s: float) -> float:
    return level + (1.0 - math.exp(-dt_s / tau_s)) * (score - level)


def _mark(state: _State) -> LiveMark:
    """good or watch with hysteresis: between the limits a mark stays what it was."""
    if state.level is None:
        return "unknown"
    if state.level >= params.LIVE_GOOD:
        return "good"
    if state.level < params.LIVE_WATCH:
        return "watch"
    if state.mark != "unknown":
        return state.mark
    return "good" if state.level >= 0.5 * (params.LIVE_GOOD + params.LIVE_WATCH) else "watch"
