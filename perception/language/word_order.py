"""Whether plain words ask by their order alone, wherever in a run without marks the question stands.

"what would help", "okay and did they call back" and "so that is a lot would you like a break" turn verb and subject
round; "what would help is a call" and "you did try" do not. Written for text without punctuation, as speech recognition
often gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from perception.language.normalise import words

_ASKING: Final = frozenset({"what", "how", "why", "when", "where", "who", "which", "whose", "whom"})
# These may carry a noun: "how many days a week do you", "what else could".
_CARRYING: Final = frozenset({"what", "how", "which", "whose"})
_MOST_CARRIED: Final = 4
_BEING: Final = frozenset({"is", "are", "was", "were", "am"})
_VERBS: Final = _BEING | {
    "do", "does", "did", "have", "has", "had", "would", "could", "can", "will", "should", "might", "may", "shall",
}  # fmt: skip
_PERSONS: Final = frozenset({"you", "i", "we", "they", "he", "she", "it"})
_POINTING: Final = frozenset({"that", "this", "there"})
_SUBJECTS: Final = _PERSONS | _POINTING | {
    "these", "those", "your", "the", "a", "an", "my", "his", "her", "their", "our", "people", "anyone", "anybody",
    "someone", "somebody", "everybody", "everyone", "anything", "something", "things", "any", "some", "most",
}  # fmt: skip
_OF_MANY: Final = frozenset({"you", "we", "they", "i", "people", "your", "any", "these", "those"})
_OF_ONE: Final = frozenset({"it", "he", "she", "there", "that", "this", "anyone", "anybody", "anything", "your"})
# Verbs that turn round at the start of a clause, and before which subjects they then ask: "have the file" does not.
_TURNED: Final[Mapping[str, frozenset[str]]] = {
    "do": _OF_MANY - {"your"}, "have": _OF_MANY | {"there"}, "are": _OF_MANY | {"there", "things", "the"},
    "were": _OF_MANY | {"there"}, "does": _SUBJECTS - {"i", "you"}, "did": _SUBJECTS, "has": _OF_ONE | {"something"},
    "is": _SUBJECTS - {"a", "an", "i", "you"}, "was": _SUBJECTS - {"a", "an"}, "would": _SUBJECTS,
    "could": _SUBJECTS, "can": _PERSONS, "will": (_PERSONS | {"that", "there", "your"}) - {"i"},
    "should": frozenset({"i", "we"}), "may": frozenset({"i", "we"}), "shall": frozenset({"i", "we"}),
    "might": frozenset({"it", "that", "there", "i", "we"}), "am": frozenset({"i"}),
}  # fmt: skip
# Words that open a clause or stand alone before one.
_OPENS: Final = frozenset(
    {
        "so", "and", "but", "or", "well", "okay", "ok", "yeah", "yes", "yep", "right", "now", "um", "uh", "mm", "hm",
        "hmm", "mhm", "oh", "ah", "huh", "wow", "then", "alright", "great", "sure", "no", "good", "nice", "fine",
        "perfect", "cool", "thanks", "just", "also", "actually", "first", "again", "because", "all", "today",
    }
)  # fmt: skip
_MOVES: Final = frozenset(
    {
        "brings", "brought", "makes", "made", "happens", "happened", "led", "caused", "causes", "helps", "helped",
        "changed", "keeps", "kept", "worries", "concerns", "gave", "gets", "got", "else",
    }
)  # fmt: skip
_FINE: Final = frozenset({"right", "correct", "fair", "okay", "ok", "alright", "all", "fine", "true", "accurate"})
_WELCOME: Final = _FINE | {"possible", "helpful", "useful", "something"}
_MORE: Final = frozenset({"else", "other", "questions", "thoughts", "concerns", "ideas"})
# Before "anything else" and the like where it is only named: "if you need anything else".
_NAMES: Final = frozenset(
    {
        "if", "is", "there", "do", "not", "or", "have", "about", "want", "wants", "need", "of", "with", "to", "for",
        "without", "at", "in", "on", "by", "are", "had", "has", "like", "than", "as", "be", "see", "got", "before",
        "touch", "over",
    }
)  # fmt: skip
# No verb is looked for beyond these: "what you", "what happened".
_CLOSING: Final = (_PERSONS | _POINTING | _ASKING | _MOVES | {"to", "if", ""}) - {"else"}
_BEFORE_WHAT: Final = frozenset({"says", "said", "be", "is", "was", "like", "than", "by", "about", "to", "for", "your"})
_KNOWN: Final = frozenset({"is", "are", "know", "that", "about", "of", "see", "understand", "to", "on"})

_Finder = Callable[[Sequence[str], int], bool]


def asks_by_order(sentence: str) -> bool:
    """Whether a clause of a plain sentence asks by the order of its words, whatever its marks say."""
    tokens = words(sentence)
    return any(find(tokens, at) for at in range(len(tokens)) for find in _FINDERS)


def _word(tokens: Sequence[str], at: int) -> str:
    return tokens[at] if 0 <= at < len(tokens) else ""


def _begins(tokens: Sequence[str], at: int) -> bool:
    return at == 0 or tokens[at - 1] in _OPENS


def _turned_after_asking(tokens: Sequence[str], at: int) -> bool:
    """How do you, what else could that, how many days a week are you, what would help."""
    if tokens[at] not in _ASKING:
        return False
    verb = _verb_after(tokens, at)
    subject = verb + 1 + (_word(tokens, verb + 1) == "not")
    if verb == 0 or subject >= len(tokens):
        return False
    if tokens[subject] in _SUBJECTS:
        return tokens[verb] not in _BEING | {"has", "have"} or _is_no_relative(tokens, at, verb, subject)
    supposing = tokens[verb] in ("would", "could", "might", "will") and tokens[subject] not in ("be", "have")
    return supposing and verb == at + 1 and tokens[at] in ("what", "who", "which") and _begins(tokens, at)


def _verb_after(tokens: Sequence[str], at: int) -> int:
    """Place of the verb that a question word asks with; 0 for none."""
    for verb in range(at + 1, at + 2 + (_MOST_CARRIED if tokens[at] in _CARRYING else 0)):
        if _word(tokens, verb) in _VERBS:
            return verb
        if _word(tokens, verb) in _CLOSING:
            return 0
    return 0


def _is_no_relative(tokens: Sequence[str], at: int, verb: int, subject: int) -> bool:
    """ "What is the reason" asks, "that is what is the matter" and "people who are your age" do not."""
    before = _word(tokens, at - 1)
    if before in ("that", "know"):
        return False
    if verb == at + 1 and tokens[subject] in ("the", "a", "an", "that", "this") and before in _KNOWN:
        return False
    named = tokens[at] not in ("who", "which", "whose") and tokens[subject] in ("you", "your", "they", "it")
    return named or _begins(tokens, at)


def _asking_is_subject(tokens: Sequence[str], at: int) -> bool:
    """What happened, what brings you here, who else; "what happened is" tells."""
    if tokens[at] not in ("what", "who") or _word(tokens, at + 1) not in _MOVES:
        return False
    if _word(tokens, at + 2) == "you":
        return _word(tokens, at - 1) not in _KNOWN
    return _begins(tokens, at) and not {"is", "was"}.intersection(tokens[at + 2 : at + 4])


def _asking_alone(tokens: Sequence[str], at: int) -> bool:
    """What about, how come, what kind, it says what."""
    word, following, before = tokens[at], _word(tokens, at + 1), _word(tokens, at - 1)
    if word not in ("what", "how", "which"):
        return False
    if following == "about" or (word == "how" and following == "come"):
        return before not in _KNOWN
    rest = tokens[at + 2 :]
    if _begins(tokens, at) and following in ("kind", "kinds", "sort", "sorts", "other", "many", "long", "often", "one"):
        return len(rest) <= 3 and not (_PERSONS | _VERBS | _ASKING).intersection(rest)
    return word == "what" and not following and before in _BEFORE_WHAT


def _turned_before_you(tokens: Sequence[str], at: int) -> bool:
    """Did you, would you, have you anywhere; "you do you", "to have you here" and "had you known" do not ask."""
    verb, before, after = tokens[at], _word(tokens, at - 1), _word(tokens, at + 2)
    if "you" not in _TURNED.get(verb, ()) or _word(tokens, at + 1) != "you" or not after:
        return False
    if after == "know" and verb not in ("do", "did"):
        return False
    if before == "you" and _word(tokens, at - 2) in ("ask", "asking"):
        return True
    if before == "there" and verb in ("can", "do", "did", "does"):
        return True
    if before in _PERSONS | _ASKING | _POINTING | {"these", "nor", "neither", "as", "than", "if", "people", "not"}:
        return False
    if verb in ("do", "have") and before in ("to", "will", "would", "can", "could", "should", "me", "us", "might"):
        return False
    return not (verb == "were" and after == "to")


def _turned(tokens: Sequence[str], at: int) -> bool:
    """Is that, did they, are there any at the start of a clause, or wherever nothing else can be meant."""
    verb, before, subject = tokens[at], _word(tokens, at - 1), _word(tokens, at + 1)
    following = _word(tokens, at + 2)
    if verb not in _TURNED or not following or subject == "you":
        return False
    if before not in _PERSONS | _ASKING | _POINTING:
        if verb in ("did", "does", "has") and subject in ("they", "he", "she", "we", "your", "there"):
            return True
        if verb in _BEING and subject == "there" and (following.startswith("any") or following == "other"):
            return True
    adds = before == "and" and subject in ("the", "a", "that", "this")
    return subject in _TURNED[verb] and _begins(tokens, at) and not adds


def _asks_whether_fine(tokens: Sequence[str], at: int) -> bool:
    """Is that right, would it be okay, after anything."""
    subject, before = _word(tokens, at + 1), _word(tokens, at - 1)
    if tokens[at] not in ("is", "was", "would", "will") or subject not in ("that", "it", "this"):
        return False
    if before in _ASKING | {"that", "this"} or (before in _PERSONS and subject != "that"):
        return False
    following = _word(tokens, at + 2)
    if subject == "that" and following in ("something", "kind", "how", "what"):
        return True
    return following in _FINE or (following == "be" and _word(tokens, at + 3) in _WELCOME)


def _asks_to_agree(tokens: Sequence[str], at: int) -> bool:
    """Is it not, do you not at the end."""
    last = at + 2 == len(tokens) - 1 and tokens[at + 1] == "not" and tokens[at + 2] in _PERSONS
    return last and tokens[at] in _VERBS and _word(tokens, at - 1) not in _ASKING | _PERSONS


def _asks_for_more(tokens: Sequence[str], at: int) -> bool:
    """Anything else, any other questions; "if you need anything else" names it only."""
    return tokens[at] in ("any", "anything", "anyone", "anybody") and (
        _word(tokens, at + 1) in _MORE and _word(tokens, at - 1) not in _NAMES
    )


_FINDERS: Final[tuple[_Finder, ...]] = (
    _turned_after_asking, _asking_is_subject, _asking_alone, _turned_before_you, _turned, _asks_whether_fine,
    _asks_to_agree, _asks_for_more,
)  # fmt: skip
