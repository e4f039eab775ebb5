"""One thing the customer says, from first to last sound: told to the window, and to scoring as far as it was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from app.engine.practice.lines import Wording
from app.engine.practice.player import FADE_S
from app.engine.practice.told import said
from app.engine.practice_messages import MOUTH_HZ, CustomerSpeaks, CustomerStops, PracticeEvent
from app.practice.spoken_line import SpokenLine, SpokenWord
from app.practice.turns import CustomerTurn
from perception.types import Float32Array, Observation, Utterance

_VOICED: Final = 0.5  # of a line: less of it did not voice its feeling
_LET_FINISH_S: Final = 0.35  # so little left is said to its end


class Player(Protocol):
    """Where a line sounds (app/engine/practice/player.py)."""

    def say(self, samples: Float32Array) -> float:
        """Let this sound now; when it is first heard."""
        ...

    def cut(self, at_s: float) -> float:
        """Fade from then on; when the last of it is heard."""
        ...


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where it goes. emit: to the window. publish: to scoring and recording."""

    emit: Callable[[PracticeEvent], None]
    publish: Callable[[Observation], None]


class Speaking:
    """Begins to sound when made. goes_on: the same line, broken off before; it is said on from `from_s` of the line.

    voiced: its phase and feeling have been told.
    """

    def __init__(
        self,
        turn: CustomerTurn,
        wording: Wording,
        line: SpokenLine,
        *,
        player: Player,
        outlets: Outlets,
        now_s: float,
        from_s: float = 0.0,
        goes_on: Speaking | None = None,
    ) -> None:
        self.turn = turn
        self.wording = wording
        self._line = line
        self._player = player
        self._outlets = outlets
        self._from_s = from_s
        self._told = False
        self.voiced: bool = goes_on.voiced if goes_on is not None else False
        self.start_s = player.say(line.samples[round(from_s * line.rate_hz) :])
        self.end_s = self.start_s + line.seconds - from_s
        outlets.emit(self._begins(now_s))

    def _begins(self, now_s: float) -> CustomerSpeaks:
        line, turn = self._line, self.turn
        first = round(self._from_s * MOUTH_HZ)
        return CustomerSpeaks(
            t_s=now_s,
            text=" ".join(word.text for word in line.words if word.start_s >= self._from_s - 1e-6) or line.text,
            display=turn.display,
            mood=turn.mood,
            intensity=self.wording.intensity,
            seconds=line.seconds - self._from_s,
            lead_s=max(0.0, self.start_s - now_s),
            mouth_open=line.mouth_open[first:],
            mouth_round=line.mouth_round[first:],
            kind=turn.kind,
            node=turn.node,
        )

    def nearly_over(self, now_s: float) -> bool:
        """Whether so little is left that it is said to its end."""
        return self.end_s - now_s <= _LET_FINISH_S

    def break_off(self, now_s: float, *, latest_s: float) -> float:
        """Stop at the end of the word, no later than `latest_s` with the fading included; where in the line that is."""
        in_line_s = self._from_s + now_s - self.start_s
        wanted_s = now_s + self._line.end_of_word(in_line_s) - in_line_s
        self.end_s = self._player.cut(max(now_s, min(wanted_s, latest_s - FADE_S)))
        stopped_s = self._from_s + self.end_s - FADE_S - self.start_s
        self._tell(stopped_s)
        self._outlets.emit(CustomerStops(now_s, cut=True, said=_text(self._words_until(stopped_s))))
        return stopped_s

    def finish(self, now_s: float) -> None:
        """It was said to its end."""
        self._tell(self._line.seconds)
        self._outlets.emit(CustomerStops(now_s, cut=False, said=_text(self._words_until(self._line.seconds))))

    def go_on_from(self, stopped_s: float) -> float:
        """Where to begin again after breaking off: at the word that was not finished."""
        return next((w.start_s for w in self._line.words if w.end_s > stopped_s + 0.05), self._line.seconds)

    def sentence_at(self, stopped_s: float) -> float:
        """The beginning of the sentence in which it was broken off."""
        return float(max((s for s in self._line.sentence_starts_s if s <= stopped_s), default=0.0))

    def _words_until(self, stopped_s: float) -> tuple[SpokenWord, ...]:
        return tuple(word for word in self._line.said_until(stopped_s) if word.start_s >= self._from_s - 1e-6)

    def _tell(self, stopped_s: float) -> None:
        if self._told:
            return
        self._told = True
        words = [
            SpokenWord(word.text, word.start_s - self._from_s, min(word.end_s, stopped_s) - self._from_s)
            for word in self._words_until(stopped_s)
        ]
        voiced = not self.voiced and stopped_s >= _VOICED * self._line.seconds
        self.voiced = self.voiced or voiced
        for observation in said(self.turn, words, start_s=self.start_s, end_s=self.end_s, voiced=voiced):
            self._outlets.publish(observation)


def short_sound(line: SpokenLine, *, player: Player, outlets: Outlets, turn: CustomerTurn, now_s: float) -> float:
    """Let a short sound be heard that is no turn; when it ends."""
    start_s = player.say(line.samples)
    end_s = start_s + line.seconds
    outlets.emit(
        CustomerSpeaks(
            t_s=now_s,
            text=line.text,
            display=turn.display,
            mood=turn.mood,
            intensity=1,
            seconds=line.seconds,
            lead_s=max(0.0, start_s - now_s),
            mouth_open=line.mouth_open,
            mouth_round=line.mouth_round,
            kind="sound",
            node=turn.node,
        )
    )
    outlets.publish(Utterance(start_s, end_s, "customer", line.text))
    return end_s


def _text(words: tuple[SpokenWord, ...]) -> str:
    return " ".join(word.text for word in words)
