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
_REFUSED_BITS: Final = 28.0  # a pattern such as 123456789012
_FAIR_BITS: Final = 45.0
_GOOD_BITS: Final = 60.0
_WORD_BITS: Final = 12.0  # a word of everyday language, one of about 4,000
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
        return Strength("refused", "Too easy to guess: it is a pattern. Take words that do not belong together.", bits)
    if bits < _FAIR_BITS:
        return Strength("weak", "Weak: somebody who wants to could guess it. Add a word or two.", bits)
    if bits < _GOOD_BITS:
        return Strength("fair", "Fair: enough for most calls. One more word makes it good.", bits)
    return Strength("good", "Good: nobody will guess it.", bits)


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
    bits = sum(min(4.7 * len(word), max(_WORD_BITS, 2.4 * len(word)), 2 * _WORD_BITS) for word in words)
    bits += sum(math.log2(10) * len(run) for run in figures) + 3.0 * len(signs)
    mixed = sum(a.isupper() != b.isupper() for a, b in pairwise(text) if a.isalpha() and b.isalpha())
    return bits + min(mixed, 6)


def _thinned(run: str) -> str:
    """Without what follows from the sign before: “aaaa” and “abcd” are one sign, “1212” are two."""
    kept = run[:1]
    for before, sign in pairwise(run):
        pair = before + sign
        if sign != before and not any(pair in known or pair in known[::-1] for known in _RUNS):
            kept += sign
    return re.sub(r"(.{1,6}?)\1+", r"\1", kept)
