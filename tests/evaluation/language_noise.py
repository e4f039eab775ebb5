"""The forms in which words reach the programme: as written, without marks and capitals, with the slips of a recogniser.

The slips differ on purpose from those the sentence reader learns with: a word is replaced by any frequent word, not by
one that sounds like it, so that the reader meets noise of a kind it does not know.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Final, Literal, get_args

Form = Literal["written", "bare", "noisy"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
FORM_NAMES: Final[dict[Form, str]] = {
    "written": "as written",
    "bare": "without marks and capitals",
    "noisy": "with 15 % word noise",
}
NOISE_SHARE: Final = 0.15
# Of the words that change: dropped, replaced; the others get a word put before them.
DROPPED, REPLACED = 0.4, 0.4
_FREQUENT: Final = 400
_MARKS: Final = re.compile(r"[^\w\s']|_")


def bare(text: str) -> str:
    """The words in small letters without marks."""
    return " ".join(_MARKS.sub(" ", text).lower().split())


class Heard:
    """Gives a text in one of the forms. texts: where the words come from that are heard instead of others.

    The same text changes in the same way every time; `draw` gives other changes of the same text.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in bare(text).split())
        common = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_FREQUENT]
        self._words = [word for word, _ in common] or ["the"]
        self._weights = [count for _, count in common] or [1]

    def __call__(self, text: str, form: Form, draw: int = 0) -> str:
        """The text in this form. A text with words never becomes one without."""
        if form == "written":
            return text
        return bare(text) if form == "bare" else self.noisy(text, draw=draw)

    def noisy(self, text: str, share: float = NOISE_SHARE, draw: int = 0) -> str:
        """About `share` (0..1) of the words dropped, replaced or joined by another; marks at the words stay."""
        dice = random.Random(int.from_bytes(sha256(f"{draw} {text}".encode()).digest()[:8], "big"))
        out: list[str] = []
        for word in text.split():
            if dice.random() >= share:
                out.append(word)
                continue
            kind = dice.random()
            if kind < DROPPED:
                continue
            other = dice.choices(self._words, self._weights)[0]
            out += [other] if kind < DROPPED + REPLACED else [other, word]
        return " ".join(out) or text
