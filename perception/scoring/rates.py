"""Speaking rates: words over the time they took.

Words come from the recogniser, time from the voice activity: times of the recogniser alone run 7-19 % low (own
readings on development data). Short pauses inside an utterance (below 0.6 s, where utterances are cut) count as
speaking time, as they do in the norms of 120 to 160 words a minute; without them the same speech reads a fifth faster.
"""

from __future__ import annotations

from dataclasses import dataclass

from perception.features.turn_taking import Turn, clip_intervals, is_backchannel_text
from perception.scoring.context import Context
from perception.types import FloatArray, Utterance


@dataclass(frozen=True, slots=True)
class SpokenRate:
    """One utterance of the CSM: when, how many words, seconds from its first to its last sound."""

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
    heard = clip_intervals(speech, start_s=said.start_s, end_s=said.end_s)
    return float(heard[-1, 1] - heard[0, 0]) if len(heard) else said.end_s - said.start_s
