"""The passphrase of a shared file: what is asked of it, how strong it is in plain words, and one to suggest.

It is never stored. Whoever has the file can try passphrases on it for as long as they like, without anybody noticing;
only the passphrase stands in their way, so a short one is refused.
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from app.library.packages.errors import PassphraseTooWeakError

# Every try costs an attacker 128 MB of memory and a third of a second. Twelve characters that are not a pattern are
# the least at which trying them all takes months on many machines; below that it is days or less.
SHORTEST: Final = 12  # characters
LONGEST: Final = 1024  # characters; more is a mistake, such as a file in its place
_REFUSED_BITS: Final = 32.0  # a pattern such as 123456789012, or two words: days of trying on a few machines
_FAIR_BITS: Final = 45.0
_GOOD_BITS: Final = 60.0
_WORD_BITS: Final = 12.0  # a word of everyday language, one of about 4,000
_SHORT_WORD_BITS: Final = 6.0  # one of up to three letters: “the”, “my”, “cat”
_RUNS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop")
_COMMON: Final = ("password", "passphrase", "passwort", "letmein", "welcome", "iloveyou", "secret", "attune")
_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"
_GROUPS: Final = 5  # of two syllables: 61 bits

Level = Literal["refused", "weak", "fair", "good"]


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to guess, in plain words. bits: a rough estimate, shown to nobody."""

    level: Level
    text: str
    bits: float

    @property
    def accepted(self) -> bool:
        """Whether a file may be closed with it."""
        return self.level != "refused"


def normalised(passphrase: str) -> bytes:
    """The bytes a passphrase stands for: an “é” typed on any keyboard is the same."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", errors="surrogatepass")


def strength(passphrase: str) -> Strength:
    """How strong it is, and what would make it stronger."""
    text = unicodedata.normalize("NFC", passphrase)
    bits = _bits(text)
    if len(text) < SHORTEST:
        missing = SHORTEST - len(text)
        more = f"{missing} character{'s' if missing > 1 else ''} more"
        return Strength("refused", f"Too short: {more}. Four words that do not belong together are easy to say.", bits)
    if len(text) > LONGEST:
        return Strength("refused", f"Too long: at most {LONGEST} characters.", bits)
    if bits < _REFUSED_BITS:
        return Strength(
            "refused",
            "Too easy to guess: a pattern, or too few words. Take four that do not fit together.",
            bits,
        )
    if bits < _FAIR_BITS:
        return Strength("weak", "Weak: somebody who wants to could guess it. Add a word or two.", bits)
    if bits < _GOOD_BITS:
        return Strength("fair", "Fair: enough for most calls. One more word makes it good.", bits)
    return Strength("good", "Good: very hard to guess, even with many computers.", bits)


def check(passphrase: str) -> None:
    """Raises PassphraseTooWeakError for one that a file may not be closed with."""
    found = strength(passphrase)
    if not found.accepted:
        message, _, rest = found.text.partition(". ")
        raise PassphraseTooWeakError(
            f"The passphrase was not taken. {message.rstrip('.')}.", recovery=rest or "Take another one."
        )


def suggestion() -> str:
    """A new one that can be said on the telephone, such as “bako-temi-lufa-nosi-rade”."""
    made = ""
    while strength(made).level != "good":  # one with the same syllable again and again is thrown away
        made = "-".join(_syllable() + _syllable() for _ in range(_GROUPS))
    return made


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _bits(text: str) -> float:
    """A cautious estimate: every word once, runs and repeated signs as one sign."""
    lowered = text.casefold()
    for common in _COMMON:
        lowered = lowered.replace(common, "\0")
    words = {_thinned(word) for word in re.findall(r"[^\W\d_]+", lowered)}
    figures = {_thinned(run) for run in re.findall(r"\d+", lowered)}
    signs = set(re.findall(r"[\W_]", lowered)) - {"\0"}
    # A made-up word is worth its letters, a long one no more than two words of a language.
    bits = sum(_bits_of_word(len(word)) for word in words)
    bits += sum(math.log2(10) * len(run) for run in figures) + 3.0 * len(signs)
    mixed = sum(a.isupper() != b.isupper() for a, b in pairwise(text) if a.isalpha() and b.isalpha())
    return bits + min(mixed, 6)


def _bits_of_word(letters: int) -> float:
    if letters <= 3:
        return min(4.7 * letters, _SHORT_WORD_BITS)
    return min(max(_WORD_BITS, 2.4 * letters), 2 * _WORD_BITS)


def _thinned(run: str) -> str:
    """Without what follows from the two signs before: “aaaa” and “abcd” are two signs; “1212” is “12” again."""
    kept = run[:2]
    for place in range(2, len(run)):
        three = run[place - 2 : place + 1]
        if len(set(three)) > 1 and not any(three in known or three in known[::-1] for known in _RUNS):
            kept += run[place]
    return re.sub(r"(.{1,6}?)\1+", r"\1", kept)
