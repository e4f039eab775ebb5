"""Splits what was said into sentences, with and without punctuation. No word is lost or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from perception.language.bare_runs import cut_bare_run
from perception.types import spoken_words

_END: Final = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+")
_ABBREVIATION: Final = re.compile(
    r"(?:^|\s)(?:mr|mrs|ms|dr|prof|inc|ltd|vs|etc|e\.g|i\.e|no|approx|dept|st|a\.m|p\.m)\.$", re.IGNORECASE
)
_SMALL_START: Final = re.compile(r"[a-z]")
_MARKS: Final = ".?!,;:"
# A clause that only tells why. Speech recognition writes a point before it or none, depending on how the sound was cut.
_CAUSE_START: Final = re.compile(
    r"because\b|and (?:because|with|after|since|given|for|about|at|over|when|while|without)\b", re.IGNORECASE
)
_MARK: Final = re.compile(r"[^\w\s'’-]")

# A run of speech recognition without punctuation is cut before these words, but only where both parts are long:
# people join clauses with "and so on" inside one thought far more often than they begin a new one.
LONG_RUN_WORDS: Final = 22
LEAST_PART_WORDS: Final = 7
_JOINT: Final = re.compile(
    r"\s+(?=(?:and|but|so|because) (?:i|i'm|i'll|i've|we|we're|we'll|you|you're|it|it's|that|that's|"
    r"this|what|how|let|do|did|can|could|would|the|there)\b"
    r"|(?:what|how|why|where|when) (?:do|did|does|is|are|was|were|would|can|could)\b|let me\b|"
    r"i'm sorry\b|thank you\b)",
    re.IGNORECASE,
)


def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences of `text` in order, stripped. () for a text without any word.

    Joined with spaces they hold the same words as the text.
    """
    pieces: list[str] = []
    for piece in _END.split(text):
        bare = piece.strip()
        if not bare:
            continue
        if pieces and _continues(pieces[-1], bare):
            pieces[-1] = f"{pieces[-1]} {bare}"
        else:
            pieces.append(bare)
    if not _MARK.search(text):
        pieces = [part for piece in pieces for part in cut_bare_run(piece)]
    return tuple(part for piece in pieces for part in _cut_long_run(piece))


def has_marks(parts: Iterable[str]) -> bool:
    """Whether what was said has marks between and after its words. Speech recognition often gives none."""
    return any(mark in part for part in parts for mark in _MARKS)


def _continues(before: str, piece: str) -> bool:
    """A point that ends an abbreviation, trails off in small letters or stands before a cause ends no sentence."""
    if not any(char.isalnum() for char in piece):
        return True
    if _ABBREVIATION.search(before) or (before.endswith(".") and _CAUSE_START.match(piece)):
        return True
    return before.endswith(("...", "…")) and bool(_SMALL_START.match(piece))


def _cut_long_run(sentence: str) -> list[str]:
    size = len(spoken_words(sentence))
    if size < LONG_RUN_WORDS or sum(sentence.count(mark) for mark in ",;:") * 12 > size:
        return [sentence]
    parts: list[str] = []
    start = 0
    for joint in _JOINT.finditer(sentence):
        before, after = sentence[start : joint.start()], sentence[joint.end() :]
        if min(len(spoken_words(before)), len(spoken_words(after))) >= LEAST_PART_WORDS:
            parts.append(before.strip())
            start = joint.end()
    parts.append(sentence[start:].strip())
    return parts
