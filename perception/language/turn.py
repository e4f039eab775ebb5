"""What the customer said last, as the sentences of the answer are understood against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perception.language.feelings import feelings_voiced
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain, words
from perception.language.reading import NOTHING_READ, Readings
from perception.language.types import CustomerFeeling
from perception.types import FeelingFamily


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """The customer's last turn: content stems, voiced feelings, and whether it is a complaint. Empty before any.

    hidden: what is felt without being said, where that is known. A naming may fit it as well as the words.
    """

    text: str
    stems: frozenset[str]
    feelings: tuple[CustomerFeeling, ...]
    complaint: bool
    hidden: tuple[CustomerFeeling, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a turn at all."""
        return bool(self.text.strip())

    @property
    def distressed(self) -> bool:
        """Whether a feeling other than a good one was voiced."""
        return any(feeling.family != "relief_positive" for feeling in self.feelings)

    @property
    def families(self) -> tuple[FeelingFamily, ...]:
        """What the customer feels, said or not."""
        return tuple(feeling.family for feeling in (*self.hidden, *self.feelings))


def read_turn(
    text: str, lexicon: Lexicon, readings: Readings = NOTHING_READ, stated: Sequence[CustomerFeeling] = ()
) -> CustomerTurn:
    """Understand the customer's last turn; '' gives an empty one.

    readings: what a reader made of its sentences. stated: feelings in it that are known from elsewhere, such as a
    scenario; they stand beside those found in the words.
    """
    flat = plain(text)
    return CustomerTurn(
        text=text,
        stems=frozenset(lexicon.content_stems(" ".join([flat, *(word for one in stated for word in one.cause)]))),
        feelings=(*(one for one in stated if not one.hidden), *feelings_voiced(text, lexicon, readings)),
        complaint=not lexicon.problem_words.isdisjoint(words(flat)),
        hidden=tuple(one for one in stated if one.hidden),
    )
