"""What the CSM was found to have done in a turn, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.practice.scenario.model import Deed

DEED_WORDS: Final[Mapping[Deed, str]] = {
    "named_feeling": "named the feeling",
    "acknowledged": "took the feeling up",
    "gave_back": "gave back what you heard",
    "asked_open": "asked an open question",
    "asked_closed": "asked a yes-or-no question",
    "apologised": "said sorry",
    "owned": "took it on",
    "committed": "promised an action",
    "committed_with_date": "said by when",
    "aligned": "asked whether that would help",
    "explained": "explained",
    "greeted": "greeted",
    "closed": "summed up",
    "judged": "judged",
    "instructed": "told them what they have to do",
    "dismissed": "brushed it off",
    "pitied": "pitied without an offer",
    "jumped_to_fixing": "went to the fix before the feeling",
    "took_over": "made it about yourself",
    "overpromised": "promised more than can be kept",
    "interrupted": "spoke over them",
    "rambled": "spoke for long",
    "silent": "said nothing",
    "unclear": "could not be understood",
}
# Neither helps nor costs by itself.
NEUTRAL: Final[frozenset[Deed]] = frozenset(("asked_closed", "explained", "greeted", "closed"))
# What costs; the others help.
COSTLY: Final[frozenset[Deed]] = frozenset(
    (
        "judged",
        "instructed",
        "dismissed",
        "pitied",
        "jumped_to_fixing",
        "took_over",
        "overpromised",
        "interrupted",
        "rambled",
        "silent",
        "unclear",
    )
)


def deed_words(deeds: Iterable[str], pronoun: str = "they") -> tuple[str, ...]:
    """Each deed in words; one of another release stands as it is written."""
    them = {"she": "her", "he": "him"}.get(pronoun, "them")
    known: dict[str, str] = {**dict(DEED_WORDS.items()), "interrupted": f"spoke over {them}"}
    return tuple(known.get(deed, deed.replace("_", " ")) for deed in deeds)
