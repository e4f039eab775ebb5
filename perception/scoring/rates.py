"""Speaking rates: words over time with sound in it.

Words come from the recogniser, time from the voice activity: times of the recogniser alone run 7-19 % low (own
readings on development data).
"""

from __future__ import annotations

from dataclasses import dataclass

from perception.features.turn_taking import Turn, is_backchannel_text, speech_in
from perception.scoring.context import Context
from perception.types import FloatArray, Utterance


@dataclass(frozen=True, slots=True)
class SpokenRate:
    """One utterance of the CSM: when, how many words, seconds of sound."""

    start_s: float
    end_s: float
    words: int
    seconds: float

    @property
    def words_per_minute(self) -> float:
        """Words a minute; seconds are positive."""
        return 60.0 * self.words / self.seconds


def csm_rates(context: Context) -> list[SpokenRate]:
    """Rates of the CSM's utterances that begin in the stretch, backchannels left out."""
    rates = []
    for said in context.evidence.utterances.between(context.start_s, context.end_s):
        if said.speaker != "csm" or is_backchannel_text(said.text):
            continue
        seconds = _sound(said, context.csm_speech)
        words = len(said.text.split())
        if words and seconds > 0:
            rates.append(SpokenRate(said.start_s, said.end_s, words, seconds))
    return rates


def turn_rate(context: Context, turn: Turn, *, least_words: int) -> float | None:
    """Words a minute of one turn; None with fewer words than `least_words`."""
    words = 0
    for said in context.evidence.utterances.between(turn.start_s - 1.0, turn.end_s):
        middle = 0.5 * (said.start_s + said.end_s)
        if said.speaker == turn.speaker and turn.start_s <= middle <= turn.end_s:
            words += len(said.text.split())
    return 60.0 * words / turn.speech_s if words >= least_words else None


def _sound(said: Utterance, speech: FloatArray) -> float:
    seconds = speech_in(speech, start_s=said.start_s, end_s=said.end_s)
    return seconds if seconds > 0 else said.end_s - said.start_s
