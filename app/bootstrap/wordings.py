"""Who words weak answers better: the rules with the shipped word lists."""

from __future__ import annotations

from collections.abc import Sequence

from perception.inference.lexicon_files import load_lexicon
from perception.scoring.wordings import BetterWording, better_wordings
from perception.types import Utterance


def reword(utterances: Sequence[Utterance]) -> tuple[BetterWording, ...]:
    """The better wordings of a call; the word lists are read once."""
    return better_wordings(utterances, load_lexicon())
