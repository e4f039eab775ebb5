"""Sentences as the sentence reader takes them: numbers of word pieces, the customer's last turn before the sentence.

    [CLS] end of the last turn [SEP] who speaks, the sentence [SEP]

The trainer uses the same code, so that the reader learns from what it will be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from perception.language.types import SentenceInContext
from perception.types import Speaker

# Lengths in word pieces. A longer sentence is read in overlapping windows.
CONTEXT_PIECES: Final = 40
SENTENCE_PIECES: Final = 64
WINDOW_STEP: Final = 40
SPEAKER_WORDS: Final[dict[Speaker, str]] = {"csm": "agent", "customer": "customer"}
_UNKNOWN: Final = "[UNK]"


@dataclass(frozen=True, slots=True)
class Pieces:
    """One row for the encoder. pieces: numbers in the vocabulary. start: where the sentence's part begins."""

    pieces: tuple[int, ...]
    start: int


class SentenceInput:
    """Turns sentences into rows. vocabulary: the word pieces in the order of their numbers."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        numbers = {piece: at for at, piece in enumerate(vocabulary)}
        self._tokenizer = Tokenizer(WordPiece(numbers, unk_token=_UNKNOWN))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._first, self._parting = numbers["[CLS]"], numbers["[SEP]"]
        self._marks = {speaker: numbers[word] for speaker, word in SPEAKER_WORDS.items()}

    def rows(self, sentence: SentenceInContext) -> tuple[Pieces, ...]:
        """One row, or several overlapping ones for a sentence of more than SENTENCE_PIECES word pieces."""
        said = self._numbers(sentence.text)
        heard = self._numbers(sentence.before)[-CONTEXT_PIECES:]
        head = (self._first, *heard, self._parting, self._marks[sentence.speaker])
        return tuple(
            Pieces((*head, *said[at : at + SENTENCE_PIECES], self._parting), start=len(heard) + 2)
            for at in window_starts(len(said))
        )

    def _numbers(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found


def window_starts(length: int) -> range:
    """Where the windows of a sentence of `length` word pieces begin; every piece lies in at least one window."""
    beyond = max(0, length - SENTENCE_PIECES)
    return range(0, beyond + WINDOW_STEP, WINDOW_STEP) if beyond else range(1)
