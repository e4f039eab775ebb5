"""Puts the running turn of the CSM into words while it is still spoken: at every short pause, and when it grows long.

What lies before a longer pause, or far back, is settled and not heard again, so that the last words come soon however
long the turn is.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Final

from perception.pipeline.ear import Ear, Hearing
from perception.pipeline.voice_chain import MARGIN_S, SpeechJob
from perception.types import Word

_ASK_AFTER_S: Final = (
    0.1  # of silence: the words are there when the wait is over; where speech goes on, asked for again
)
_REST_S: Final = 0.16  # of silence between words, where a long stretch may be parted
_SLOW_S: Final = 0.6  # a recogniser that needs longer is asked less often, so that it is free for the last words
_ASK_SLOW_AFTER_S: Final = 0.3
_USUAL_S: Final = 0.3  # until an answer has come
_OVERDUE: Final = 1.5  # times the usual: some sounds are longer, and other programmes are busy, too
_SETTLED_PAUSE_S: Final = 0.6  # shorter ones are often inside a sentence, and its parts alone are heard less well
_LONG_S: Final = 15.0  # of unsettled sound: settled at the next short pause
_LONGEST_S: Final = 20.0  # without any pause: asked while it goes on
_TAIL_S: Final = 2.0  # of an unfinished stretch its last words stay open
_PATIENCE_S: Final = 6.0  # an answer that takes longer got lost
_SAME_S: Final = 0.02

Ask = Callable[[SpeechJob, Callable[[tuple[Word, ...]], None]], None]


class TurnHearing:
    """One turn at a time. `step` and the questions belong to one thread, the answers come from the recogniser's."""

    def __init__(self, ear: Ear, ask: Ask) -> None:
        self._ear = ear
        self._ask = ask
        self._lock = threading.Lock()
        self._turn = 0
        self._ask_after_s = _ASK_AFTER_S
        self._took_s = _USUAL_S
        self.begin()

    def begin(self) -> None:
        """A new turn: nothing was said."""
        with self._lock:
            self._turn += 1
            self._from_s: float | None = None
            self._settled: tuple[Word, ...] = ()
            self._open: tuple[Word, ...] = ()
            self._known_until_s = -1.0
            self._asked_s: float | None = None
            self._spoken_s: float | None = None
            self._pause: tuple[float, float] | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """What is known of the turn."""
        with self._lock:
            return self._settled + self._open

    @property
    def text(self) -> str:
        """The same as text."""
        return " ".join(word.text for word in self.words)

    @property
    def p(self) -> float:
        """How well it was understood: the mean word probability, 0 without words."""
        words = self.words
        return sum(word.p for word in words) / len(words) if words else 0.0

    def knows(self, until_s: float) -> bool:
        """Whether everything said up to then is in words."""
        with self._lock:
            return self._known_until_s >= until_s - _SAME_S

    def awaited_s(self, heard_s: float) -> float:
        """Seconds until the words are likely there, judged by the last answer; infinite when overdue or not asked."""
        with self._lock:
            if self._asked_s is None:
                return math.inf
            waited_s, took_s = heard_s - self._asked_s, self._took_s
        return max(took_s - waited_s, 0.0) if waited_s < _OVERDUE * took_s else math.inf

    def step(self, heard: Hearing) -> None:
        """Ask about new speech when its time has come."""
        if heard.since_s is None or heard.until_s is None:
            return
        with self._lock:
            if self._from_s is None:
                self._from_s = heard.since_s - MARGIN_S
            self._note_pause(heard.since_s, heard.until_s)
            if not self._due(heard, heard.until_s):
                return
            self._asked_s = heard.heard_s
            turn, since_s = self._turn, self._from_s
        start_s, samples = self._ear.sound(since_s)
        until_s = heard.until_s
        self._ask(SpeechJob("csm", start_s, samples), lambda words: self._answer(turn, words, until_s))

    def _note_pause(self, since_s: float, until_s: float) -> None:
        """Remember the last long pause between two runs of speech."""
        before_s, self._spoken_s = self._spoken_s, until_s
        if before_s is None:
            return
        if since_s - before_s >= _SETTLED_PAUSE_S:
            self._pause = (before_s, since_s)
            self._settle()

    def _settle(self) -> None:
        """What was said before a long pause does not change any more, once it is in words."""
        if self._pause is None or self._known_until_s < self._pause[0] - _SAME_S:
            return
        (end_s, since_s), self._pause = self._pause, None
        whole = self._known_until_s <= end_s + _SAME_S
        middle_s = 0.5 * (end_s + since_s)
        before = self._open if whole else tuple(word for word in self._open if word.start_s < middle_s)
        self._settled, self._open = self._settled + before, self._open[len(before) :]
        self._from_s = since_s - MARGIN_S

    def _due(self, heard: Hearing, until_s: float) -> bool:
        if self._asked_s is not None and heard.heard_s - self._asked_s < _PATIENCE_S:
            return False
        if self._known_until_s >= until_s - _SAME_S:
            return False
        return heard.silence_s >= self._ask_after_s or until_s - (self._from_s or 0.0) >= _LONGEST_S

    def _answer(self, turn: int, words: tuple[Word, ...], until_s: float) -> None:
        with self._lock:
            if turn != self._turn or self._asked_s is None:
                return
            now = self._ear.now
            self._took_s, self._asked_s = now.heard_s - self._asked_s, None
            self._ask_after_s = _ASK_SLOW_AFTER_S if self._took_s > _SLOW_S else _ASK_AFTER_S
            self._known_until_s = until_s
            self._open = words
            self._settle()
            long = until_s - (self._from_s or 0.0) >= _LONG_S
            if not long:
                return
            words = self._open
            quiet = now.silence_s >= _REST_S and (now.until_s or 0.0) <= until_s + _SAME_S
            sure = words if quiet else tuple(word for word in words if word.end_s < until_s - _TAIL_S)
            self._settled, self._open = self._settled + sure, words[len(sure) :]
            self._from_s = until_s if quiet else (sure[-1].end_s if sure else self._from_s)
