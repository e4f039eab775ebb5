"""Where the wording of a sentence says that a learned reader is not to be believed, and in what.

A reader hears much of what the customer just said in the answer as well, and kind words often stand where hard ones do.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from perception.language import fusing
from perception.language.apology import is_apology
from perception.language.judging import CLASSES, asks_on
from perception.language.normalise import words
from perception.language.turn import CustomerTurn
from perception.language.types import DismissingClass, JudgingClass, SentenceSignals

# Likelihood from which the reader is believed in pity alone where an answer stops at an apology [D].
SURE_OF_PITY: Final = 0.65
_PITY_EXIT: Final[tuple[DismissingClass, ...]] = ("pity_exit",)
_PREMISE_DOUBT: Final[tuple[JudgingClass, ...]] = ("premise_doubt",)
# A question in the order of a statement, of somebody or something else than the customer.
_ECHOES: Final = re.compile(
    r"(?:so |and |oh,? |wow,? |wait,? )*(?:your \w+|he|she|they|\d+|\w+ (?:times|hours|days|weeks)) [^.!]*\?$"
)
# It asks the customer to do something for the speaker; nothing is given back.
_REQUESTS: Final = re.compile(
    r"(?:(?:and|so|but|then|please|just|next time|first|now),? )*"
    r"(?:call|ring|send|tell|let|give|write|show|email|text|ask) (?:me|us)\b"
)
# Of whom a sentence speaks that names a feeling without a word for it; and one that tells or asks what somebody did.
_THEM: Final = frozenset({"you", "your", "yours", "yourself", "that", "this", "it"})
_FOR_US: Final = re.compile(r"\b(?:for|on) (?:us|me)\b")
_DONE: Final = re.compile(
    r"(?:and |so |but |then |well |,)*(?:(?:did|do|does|have|has|had|are|were|can|could|will) (?:you|your|they|he|she) "
    r"|you (?:\w+ed|stuck|stood|told|gave|went|came|took|made|kept|put|spent|sent|wrote|fought|bought|brought|held"
    r"|built|ran|said|sat|paid|drove|rang|got|did)\b)"
)


def believed(
    flat: str, turn: CustomerTurn, signals: SentenceSignals | None, *, goes_on: bool
) -> SentenceSignals | None:
    """What a reader is believed in of a plain sentence. goes_on: the answer asks or promises besides.

    It takes many a plain apology for pity and an exit ("I'm sorry to hear that about Ben"), interest for blame where
    the customer told of what they did not do, surprise for doubt ("Your manager called you twice?"), and a refusal for
    an acknowledgement ("You can't expect us to ...").
    """
    if signals is None:
        return None
    if fusing.refuses(flat):
        signals = replace(signals, reflection=0.0, acts={**signals.acts, "acknowledge": 0.0})
    if is_apology(flat) and (goes_on or signals.dismissing.get("pity_exit", 0.0) < SURE_OF_PITY):
        signals = fusing.disbelieving(signals, dismissing=_PITY_EXIT)
    if asks_on(flat, turn):
        signals = fusing.disbelieving(signals, judging=CLASSES)
    if _ECHOES.match(flat):
        signals = fusing.disbelieving(signals, judging=_PREMISE_DOUBT)
    return signals


def requests(flat: str) -> bool:
    """Whether a plain sentence asks the customer to do something for the speaker ("next time call me")."""
    return _REQUESTS.match(flat) is not None


def may_name(flat: str, signals: SentenceSignals | None) -> bool:
    """Whether a plain sentence in which no word for a feeling was found may name one.

    It speaks of the customer or of what they told, does not tell or ask what they did or how it is for us, and takes
    something up.
    """
    other = _DONE.match(flat) or _FOR_US.search(flat)
    return not _THEM.isdisjoint(words(flat)) and not other and fusing.can_name(signals)
