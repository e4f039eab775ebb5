"""Words with a slip in them: a letter missing, a letter too many, or two letters swapped ("frustated").

A wrong letter is not forgiven: it makes other words too often ("crushed", "crashed").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

# Only long words are recognised with a slip, by their first letter and their last two at least (design prior, tag D).
LEAST_LETTERS: Final = 7
_KEPT_END: Final = 2


def slips_of(known: Iterable[str]) -> dict[str, str]:
    """The long ones of these words by themselves and by the forms with a letter missing or two letters swapped."""
    long = [word for word in known if len(word) >= LEAST_LETTERS and word.isalpha()]
    forms = {form: word for word in long for form in (*_shorter(word), *_swapped(word))}
    return forms | {word: word for word in long}


def without_slip(token: str, slips: Mapping[str, str]) -> str:
    """The word meant by one with a slip in it, the word itself when none is near. slips: from `slips_of`."""
    if len(token) < LEAST_LETTERS - 1:
        return token
    meant = slips.get(token)
    if meant is None:
        meant = next((form for form in _shorter(token) if slips.get(form) == form), None)
    alike = meant is not None and meant[0] == token[0] and meant[-_KEPT_END:] == token[-_KEPT_END:]
    return meant if meant is not None and alike else token


@lru_cache(maxsize=8192)
def _shorter(word: str) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _swapped(word: str) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
