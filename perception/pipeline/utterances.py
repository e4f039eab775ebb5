"""From recognised words to an utterance."""

from __future__ import annotations

from collections.abc import Sequence

from perception.types import Speaker, Utterance, Word


def utterance_from_words(words: Sequence[Word], *, speaker: Speaker) -> Utterance | None:
    """One utterance of these words in order; None when there are none. p is the mean word probability."""
    if not words:
        return None
    return Utterance(
        start_s=words[0].start_s,
        end_s=max(words[-1].end_s, words[0].start_s),
        speaker=speaker,
        text=" ".join(word.text.strip() for word in words).strip(),
        words=tuple(words),
        p=sum(word.p for word in words) / len(words),
    )
