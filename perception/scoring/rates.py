"""Speaking rates: words over the time they took.

Words come from the recogniser, time from the voice activity: times of the recogniser alone run 7-19 % low (own
readings on development data). Short pauses inside an utterance (below 0.6 s, where utterances are cut) count as
speaking time, as they do in the norms of 120 to 160 words a minute; without them the same speech reads a fifth faster.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception.features.turn_taking import Turn, clip_intervals, is_backchannel_text
from perception.scoring.evidence import Evidence
from perception.types import FloatArray, Utterance, spoken_words

if TYPE_CHECKING:
    from perception.scoring.context import Context


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
    return own_rates(context.evidence, start_s=context.start_s, end_s=context.end_s)


def own_rates(evidence: Evidence, *, start_s: float = -math.inf, end_s: float = math.inf) -> list[SpokenRate]:
    """The same for the utterances that begin in [start_s, end_s]."""
    own = [said for said in evidence.utterances.items if said.speaker == "csm"]
    speech, rates = evidence.speech("csm"), []
    for i, said in enumerate(own):
        if not start_s <= said.start_s <= end_s or is_backchannel_text(said.text):
            continue
        after_s = own[i - 1].end_s if i else -math.inf
        before_s = own[i + 1].start_s if i + 1 < len(own) else math.inf
        seconds = _sound(said, speech, after_s=min(after_s, said.start_s), before_s=max(before_s, said.end_s))
        words = len(spoken_words(said.text))
        if words and seconds > 0:
            rates.append(SpokenRate(said.start_s, said.end_s, words, seconds))
    return rates


def turn_rate(context: Context, turn: Turn, *, least_words: int) -> float | None:
    """Words a minute of one turn; None with fewer words than `least_words`."""
    words = 0
    for said in context.evidence.utterances.between(turn.start_s - 1.0, turn.end_s):
        middle = 0.5 * (said.start_s + said.end_s)
        if said.speaker == turn.speaker and turn.start_s <= middle <= turn.end_s:
            words += len(spoken_words(said.text))
    return 60.0 * words / turn.speech_s if words >= least_words else None


def _sound(said: Utterance, speech: FloatArray, *, after_s: float, before_s: float) -> float:
    """Seconds from the first to the last sound of the speech that an utterance lies in.

    The times of its words only tell which speech that is. after_s, before_s: the utterances either side.
    """
    touched = speech[(speech[:, 0] < said.end_s) & (speech[:, 1] > said.start_s)]
    heard = clip_intervals(touched, start_s=after_s, end_s=before_s)
    return float(heard[-1, 1] - heard[0, 0]) if len(heard) else said.end_s - said.start_s
