"""What a sentence does: acknowledge, own, ask, act, check, explain, greet, close, or keep the customer talking."""

from __future__ import annotations

from typing import Final

from perception.language.fusing import act_found
from perception.language.lexicon import Lexicon
from perception.language.normalise import ends_asking, words
from perception.language.types import Act, SentenceSignals

BACKCHANNEL_MOST_WORDS: Final = 3
_BY_WORDING: Final[tuple[Act, ...]] = ("own", "ask_align", "check", "explain", "close", "greet")


def acts_of(
    sentence: str,
    lexicon: Lexicon,
    *,
    acknowledged_at: int | None,
    promised_at: int | None,
    listens: bool,
    signals: SentenceSignals | None = None,
) -> tuple[Act, ...]:
    """Acts of a plain sentence in the order in which they begin in it; those only the reader finds come last.

    acknowledged_at, promised_at: where an acknowledgement and a promised action begin, None for none. listens: it is a
    sign of listening, if nothing else.
    """
    table = lexicon.groups["acts"]
    found: list[tuple[int, Act]] = []
    for act in _BY_WORDING:
        at = table[act].find(sentence)
        if act_found(act, at is not None, signals):
            found.append((len(sentence) if at is None else at, act))
    if acknowledged_at is not None:
        found.append((acknowledged_at, "acknowledge"))
    if promised_at is not None:
        found.append((promised_at, "act"))
    if not found and listens:
        found.append((0, "backchannel"))
    return tuple(act for _, act in sorted(found, key=lambda pair: pair[0]))


def is_backchannel(sentence: str, lexicon: Lexicon, *, after: str = "") -> bool:
    """Whether a plain sentence is only a sign of listening, at most three words. "Yes" to a question answers it.

    after: what the other one said right before, '' when this speaker goes on.
    """
    tokens = words(sentence)
    if not tokens or len(tokens) > BACKCHANNEL_MOST_WORDS or sentence.endswith("?") or ends_asking(after.rstrip()):
        return False
    return " ".join(tokens) in lexicon.backchannel_phrases or lexicon.backchannel_words.issuperset(tokens)
