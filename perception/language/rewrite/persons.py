"""Turns a clause of the customer to the one who speaks back: my -> your, I -> you, your -> our, you -> we or us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from perception.language.rewrite.wording import ClauseWords

_FIRST: Final = {
    "i": "you", "we": "you", "me": "you", "us": "you", "my": "your", "our": "your", "mine": "yours", "ours": "yours",
    "myself": "yourself", "ourselves": "yourselves", "i'm": "you're", "we're": "you're", "i've": "you've",
    "we've": "you've", "i'll": "you'll", "we'll": "you'll", "i'd": "you'd", "we'd": "you'd",
}  # fmt: skip
_SECOND: Final = {
    "your": "our", "yours": "ours", "you're": "we're", "you've": "we've", "you'll": "we'll", "you'd": "we'd",
}  # fmt: skip
_AFTER_I: Final = {"am": "are", "was": "were", "wasn't": "weren't"}
# Before these "you" is what something is done to; behind the words of _OPENS it does something.
_OPENS: Final = frozenset({
    "that", "when", "because", "what", "how", "since", "while", "where", "before", "after", "until", "as",
})  # fmt: skip
_BEHIND_OBJECT: Final = frozenset({
    "about", "again", "all", "and", "at", "before", "by", "ever", "every", "for", "five", "four", "from",
    "in", "last", "many", "of", "on", "once", "over", "several", "since", "the", "this", "three", "to",
    "today", "twice", "two", "with", "yesterday", "a", "an", "that", "my", "our", "six", "ten", "when",
    "weeks", "days", "already",
})  # fmt: skip
_REACH: Final = 2


def turn_to_you(words: Sequence[str], lists: ClauseWords) -> list[str] | None:
    """The words of a clause as the other side says them; None where it is not clear who does what.

    words: as they were said, with straight apostrophes and without commas. Names and numbers stay as they are.
    """
    small = [word.lower() for word in words]
    out: list[str] = []
    since_i = _REACH + 1
    for at, word in enumerate(small):
        since_i = 0 if word == "i" else since_i + 1
        if word == "you":
            turned = _you(small, at, lists)
            if turned is None:
                return None
            out.append(turned)
        elif since_i <= _REACH and word in _AFTER_I:
            out.append(_AFTER_I[word])
        else:
            out.append(_FIRST.get(word) or _SECOND.get(word) or words[at])
    return out


def _you(small: Sequence[str], at: int, lists: ClauseWords) -> str | None:
    """'we' where "you" does something, 'us' where something is done to it, None where that is not clear."""
    before = small[at - 1] if at else ""
    after = small[at + 1] if at + 1 < len(small) else ""
    if not after or (at and after in _BEHIND_OBJECT and before not in _OPENS):
        return "us" if at else None
    does = after in lists.auxiliaries or lists.is_past(after)
    may_do = after in lists.plain_verbs or after in lists.adverbs
    return "we" if does or (may_do and (not at or before in _OPENS)) else None
