"""What the customer said last, as the sentences of the answer are understood against."""

from __future__ import annotations

from dataclasses import dataclass

from perception.language.feelings import feelings_voiced
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain, words
from perception.language.reading import NOTHING_READ, Readings
from perception.language.types import CustomerFeeling


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """The customer's last turn: content stems, voiced feelings, and whether it is a complaint. Empty before any."""

    text: str
    stems: frozenset[str]
    feelings: tuple[CustomerFeeling, ...]
    complaint: bool

    @property
    def known(self) -> bool:
        """Whether there is a turn at all."""
        return bool(self.text.strip())

    @property
    def distressed(self) -> bool:
        """Whether a feeling other than a good one was voiced."""
        return any(feeling.family != "relief_positive" for feeling in self.feelings)


def read_turn(text: str, lexicon: Lexicon, readings: Readings = NOTHING_READ) -> CustomerTurn:
    """Understand the customer's last turn; '' gives an empty one. readings: what a reader made of its sentences."""
    flat = plain(text)
    return CustomerTurn(
        text=text,
        stems=frozenset(lexicon.content_stems(flat)),
        feelings=feelings_voiced(text, lexicon, readings),
        complaint=not lexicon.problem_words.isdisjoint(words(flat)),
    )
