"""Whether a sentence asks, and how: open, closed or not at all."""

from __future__ import annotations

from typing import Final

from perception.language.lexicon import Lexicon
from perception.language.normalise import ends_asking, words
from perception.language.types import QuestionKind
from perception.language.word_order import asks_by_order

# One shared word of content with the customer's last turn makes a question a follow-up.
FOLLOW_UP_SHARED_STEMS: Final = 1

# A question that has neither an open nor a closed form, of so many words at least (design prior, evidence tag D).
FORMLESS_OPENNESS: Final = 0.5
FORMLESS_WORDS: Final = 4
# A sentence that begins so and ends in a question mark states and asks whether it is so.
_STATES: Final = frozenset({"you", "we", "they", "it", "that", "this", "the", "your", "i", "so", "and", "he", "she"})


def classify_question(sentence: str, lexicon: Lexicon) -> QuestionKind:
    """Kind of question of a plain sentence.

    A question mark decides where there is one, unless it only keeps the customer talking ("Yeah?"). A sentence that
    ends in another mark asks only by a request ("tell me about ..."). Without any mark (speech recognition) the order
    of the words decides. "Why did you ..." is closed: it asks for a defence, not for a story.
    """
    questions = lexicon.groups["questions"]
    marked = ends_asking(sentence)
    if marked and questions["tag"].find(sentence) is not None:
        return "none"
    if questions["request_closed"].find(sentence) is not None:
        return "closed"
    if questions["request"].find(sentence) is not None:
        return "open"
    if not marked and sentence.endswith((".", "!", ",", ";")):
        return "none"
    if marked and lexicon.pattern("judging", "accusing").find(sentence) is not None:
        return "closed"
    if not marked and not asks_by_order(sentence):
        return "none"
    return "open" if questions["open"].find(sentence) is not None else "closed"


def openness(sentence: str, kind: QuestionKind, lexicon: Lexicon) -> float | None:
    """How likely a closed question is open after all, by its wording, 0..1; None for one that is open or for none.

    A question whose first word was lost ("happened on your side when it stopped?") is neither open nor closed by form.
    """
    if kind != "closed":
        return None
    questions = lexicon.groups["questions"]
    tokens = words(sentence)
    formless = (
        sentence.endswith("?")
        and len(tokens) >= FORMLESS_WORDS
        and tokens[0] not in _STATES
        and not asks_by_order(sentence)
        and questions["request_closed"].find(sentence) is None
        and questions["open"].exempt is not None
        and questions["open"].exempt.search(sentence) is None
    )
    return FORMLESS_OPENNESS if formless else 0.0


def is_follow_up(shared_stems: int) -> bool:
    """Whether a question takes up what the customer said, by the number of shared content stems."""
    return shared_stems >= FOLLOW_UP_SHARED_STEMS
