"""Feeling words whose surroundings were damaged: a word lost, swapped or put in by the recogniser.

The frames of `frames` want their words side by side. These look a few words around instead: who is nearest, and whether
anything speaks against. They are asked only where no frame fits, and never about words with a second meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from perception.language.lexicon import FeelingWord, Lexicon
from perception.language.normalise import words

Found = Literal["stem", "situation"]

# How many words before a feeling word are looked at (design priors, evidence tag D).
REACH_WORDS: Final = 5
NEGATION_REACH_WORDS: Final = 4
SWAPPED_REACH_WORDS: Final = 2
# A customer who speaks of nobody else speaks of the own feeling, if the word stands this early.
BARE_WORDS: Final = 4

_YOU: Final = frozenset({"you", "your", "yourself"})
_FIRST: Final = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
_OTHERS: Final = frozenset(
    {"he", "she", "they", "him", "them", "his", "her", "their", "people", "customers", "users", "clients", "anyone"}
)
_THIS: Final = frozenset({"that", "this", "it", "which", "how", "these", "those"})
_TAKES_IN: Final = frozenset({"sound", "sounds", "seem", "seems", "hear", "hearing", "sense", "imagine", "must"})
_AGAINST: Final = frozenset({"not", "never", "no", "nothing", "without", "less", "hardly", "barely", "nor"})
_HYPOTHESIS: Final = frozenset(
    {
        "if", "when", "whenever", "unless", "should", "would", "will", "could", "can", "might", "may", "to", "make",
        "makes", "let", "stop", "keep", "do", "does", "did", "want", "need", "than", "as",
    }
)  # fmt: skip
_WISH: Final = frozenset({"if", "would", "will", "could", "might", "should", "unless", "let", "stop", "want", "need"})
_STRAY: Final = frozenset({"um", "uh", "so", "and", "really", "very", "just", "all", "now", "the", "in", "is", "of"})


def named_near(before: str, word: FeelingWord, after: str, lexicon: Lexicon) -> Found | None:
    """How the CSM names the customer's feeling by a word whose frame is damaged; None when it does not."""
    if word.weak or word.family == "relief_positive" or not ends_there(after, lexicon):
        return None
    near = words(before)[-REACH_WORDS:]
    if _AGAINST.intersection(near[-NEGATION_REACH_WORDS:]):
        return None
    if word.form == "noun":
        return "situation" if "your" in near and not _HYPOTHESIS.intersection(near) else None
    if word.form == "cause":
        return "situation" if _reaches(near, _THIS | _TAKES_IN, _FIRST | _OTHERS | _HYPOTHESIS) else None
    if _reaches(near, _YOU | _TAKES_IN, _FIRST | _OTHERS | _HYPOTHESIS):
        return "stem"
    return "stem" if len(near) <= 1 and _YOU.intersection(words(after)[:SWAPPED_REACH_WORDS]) else None


def voiced_near(before: str, word: FeelingWord, after: str, lexicon: Lexicon) -> bool:
    """Whether the customer voices the own feeling by a word whose frame is damaged."""
    if word.weak or word.form == "noun" or word.family == "relief_positive" or not ends_there(after, lexicon):
        return False
    every = words(before)
    near = every[-REACH_WORDS:]
    if _AGAINST.intersection(near[-NEGATION_REACH_WORDS:]):
        return False
    if word.form == "cause":
        return _reaches(near, _THIS, _YOU | _OTHERS | _WISH)
    if _reaches(near, _FIRST, _YOU | _OTHERS | _WISH):
        return True
    follow = words(after)[:SWAPPED_REACH_WORDS]
    if "i" in follow or "we" in follow:
        return not (_YOU | _OTHERS).intersection(near)
    return len(every) <= BARE_WORDS and not (_YOU | _OTHERS | _WISH).intersection(near)


def with_stray_word(at: int, tokens: Sequence[str], phrase: Sequence[str]) -> int:
    """Number of words that a phrase takes from `at` with one stray word inside it; 0 when it is not there."""
    if len(phrase) < 2:
        return 0
    for gap in range(1, len(phrase)):
        found = tokens[at : at + len(phrase) + 1]
        if len(found) > len(phrase) and found[gap] in _STRAY and (*found[:gap], *found[gap + 1 :]) == tuple(phrase):
            return len(phrase) + 1
    return 0


def _reaches(near: Sequence[str], wanted: frozenset[str], unwanted: frozenset[str]) -> bool:
    """Whether, going back word by word, one of the wanted comes before any unwanted one."""
    for token in reversed(near):
        if token in unwanted:
            return False
        if token in wanted:
            return True
    return False


def ends_there(after: str, lexicon: Lexicon) -> bool:
    """Whether no noun follows that the word would belong to ("unhappy users")."""
    rest = after.strip()
    if not rest or not rest[0].isalnum():
        return True
    return words(rest)[0] in lexicon.stop_words
