"""What of the other side may be written to the disk: their words and their sound only where they agreed.

What they did not agree to is used while the call runs, held in memory only, and forgotten with the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.engine.messages import StartCall
from perception.types import Moment, Observation, Reason, Scorecard, Utterance, VoiceObservation

UNTOLD_FEELING: Final = "a feeling, not kept in words"
_CUT: Final = "…"


def hears_other_side(command: StartCall) -> bool:
    """Whether this call hears somebody else: on a channel of their own, or on a microphone that both share."""
    shared = command.partner is not None and command.partner.shares_microphone
    return command.customer_audio_id is not None or shared


class Keeping:
    """Decides for one call. Not thread-safe: the call's lock is held."""

    def __init__(self, command: StartCall) -> None:
        other = hears_other_side(command)
        self._words = command.keep_customer_words or not other
        self._sound = command.keep_customer_sound or not other
        self._heard: list[str] = []

    def may_tell(self, said: Utterance) -> bool:
        """Whether a line may leave the engine."""
        return self._words or said.speaker == "csm"

    def may_keep(self, observation: Observation) -> bool:
        """Whether an observation may be written. Their words are remembered until the end, to be left out there too."""
        if isinstance(observation, Utterance) and not self.may_tell(observation):
            self._heard.append(_plain(observation.text))
            return False
        is_theirs = isinstance(observation, VoiceObservation) and observation.channel != "csm"
        return self._sound or not is_theirs

    def kept_of(self, scorecard: Scorecard) -> Scorecard:
        """The result without their words: numbers stay, quotes of theirs and the words of their feelings go."""
        if self._words:
            return scorecard
        letters = {
            letter: replace(score, reasons=tuple(self._reasons(score.reasons)))
            for letter, score in scorecard.letters.items()
        }
        return replace(
            scorecard,
            letters=letters,
            moments=tuple(self._moment(moment) for moment in scorecard.moments),
            flags=tuple(self._reasons(scorecard.flags)),
        )

    def _moment(self, moment: Moment) -> Moment:
        quote = None if self._is_theirs(moment.quote) else moment.quote
        return replace(moment, feeling=UNTOLD_FEELING, quote=quote)

    def _reasons(self, reasons: Iterable[Reason]) -> Iterable[Reason]:
        for reason in reasons:
            if reason.quote is not None and self._is_theirs(reason.quote):
                yield replace(reason, text=reason.text.replace(reason.quote.strip(), _CUT), quote=None)
            else:
                yield reason

    def _is_theirs(self, quote: str | None) -> bool:
        wanted = _plain(quote or "")
        return bool(wanted) and any(wanted in said for said in self._heard)


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
