"""How long a pause must be before the customer takes the turn: by what was said so far, not by silence alone.

People answer a finished question at once and wait when the other is plainly not done: after "and", in the middle of a
clause, after "let me see". Times are seconds of silence after the last word.
"""

from __future__ import annotations

import re
from typing import Final

from perception.language.sentences import split_sentences

QUESTION_S: Final = 0.45  # a finished question; with less, people who ask twice are cut off
SENTENCE_S: Final = 0.55  # a finished sentence: more often than a question it is followed by another
SHORT_S: Final = 0.9  # "Okay.", "I hear you.": often the beginning of more
OPEN_S: Final = 1.2  # no end of a sentence was heard
HANGING_S: Final = 1.8  # the last word asks for another
SELF_TALK_S: Final = 2.5  # a question to oneself
THINKING_S: Final = 4.0  # asked for a moment
UNHEARD_S: Final = 1.5  # there was speech, and no words are known of it
LONGEST_S: Final = 8.0

_WORDS: Final = re.compile(r"[a-z0-9']+")
_FINISHED: Final = (".", "?", "!")
_TRAILING: Final = ("...", "…", ",", "-", "–", "—", ":")
_HANGING_WORDS: Final = """
a about although an and are as at because been but by can could did do does during erm for from had has have he her his
hmm i i'd i'll i'm i've if in into is it's its just like maybe may might my of on or our perhaps really she should since
so than that's the their then there's they they're to uh uhm um until very was we we'd we'll we're we've well were when
where whether which while who whose why will with without would you you'd you'll you're your
"""
# They end questions and sentences, too: "What is this about?", "I know what you are looking for."
_FINE_WORDS: Final = """
about are by can could did do does for from had has have he i in is like may might of on really should so then they to
very was we were will with would you
"""
_BACKCHANNEL_WORDS: Final = """
mm mmm mhm hm hmm mm-hm uh-huh yeah yes yep right ok okay sure i see got it of course absolutely true all
"""
_HANGING: Final = frozenset(_HANGING_WORDS.split())
_FINE_AT_AN_END: Final = frozenset(_FINE_WORDS.split())
_FILLERS: Final = frozenset(("um", "uh", "uhm", "erm", "hmm", "and", "but", "or", "because", "so", "well"))
_CLAUSE_OPENERS: Final = ("if ", "when ", "while ", "because ", "since ", "although ", "as soon as ", "once ", "until ")
_LEAST_CLAUSES_WORDS: Final = 9  # a clause and what follows it, when no comma was heard between
_SHORT_WORDS: Final = 5
_THINKING: Final = re.compile(
    r"\b(?:let me (?:see|think|check|look|find|have a look|pull)|give me (?:a|one) (?:second|sec|moment|minute)|"
    r"(?:just |hang on |hold on )?(?:a|one) (?:second|sec|moment|minute)|bear with me|hold on|hang on|one sec)\b"
    r"(?:,? (?:please|for me|here|now|that up|this up|(?:into|at|about) (?:this|that|it)))*"
    r"\W*$"
)
_SELF_TALK: Final = re.compile(
    r"\b(?:where was i|what was (?:it|that)(?: again)?|how (?:do|should|shall|can) i (?:put|say)(?: this| that| it)?|"
    r"what(?:'s| is) the (?:right )?word|what do you call it|how to (?:put|say) (?:this|that|it)|"
    r"what was i (?:saying|going to say))\W*$"
)
_BACKCHANNELS: Final = frozenset(_BACKCHANNEL_WORDS.split())


def patience_s(text: str, *, thinking_s: float = 0.0) -> float:
    """Seconds of silence after `text` until the turn is over. '' : speech of which no words are known.

    thinking_s: the user's own time to think, added where they are not plainly done; after a finished sentence half of
    it, after a finished question none.
    """
    words = _WORDS.findall(text.lower())
    if not words:
        return min(LONGEST_S, UNHEARD_S + thinking_s)
    usual_s = _usual_s(text.strip(), words)
    share = {QUESTION_S: 0.0, SENTENCE_S: 0.5}.get(usual_s, 1.0)
    return min(LONGEST_S, usual_s + share * thinking_s)


def is_backchannel(text: str) -> bool:
    """Whether it only tells that one is listening: "Mm-hm.", "I see." """
    bare = " ".join(re.findall(r"[a-z'-]+", text.lower()))
    return bool(bare) and _BACKCHANNELS.issuperset(bare.split())


def _usual_s(text: str, words: list[str]) -> float:
    last = text.lower()
    if _THINKING.search(last):
        return THINKING_S
    if _SELF_TALK.search(last):
        return SELF_TALK_S
    finished = text.endswith(_FINISHED) and not text.endswith(_TRAILING)
    if _FILLERS.issuperset(words) or _hangs(words[-1], finished):
        return HANGING_S
    if not finished or _is_opening_clause(text):
        return OPEN_S
    if len(words) <= _SHORT_WORDS and not text.endswith("?"):
        return SHORT_S
    return QUESTION_S if text.endswith("?") else SENTENCE_S


def _hangs(word: str, finished: bool) -> bool:
    """A recogniser ends everything with a point; "and." is no end all the same."""
    if word in _FILLERS and word != "so":
        return True
    return word in _HANGING and not (finished and word in _FINE_AT_AN_END)


def _is_opening_clause(text: str) -> bool:
    """ "If the export fails again." asks for what then."""
    sentences = split_sentences(text)
    sentence = sentences[-1].lower() if sentences else ""
    if sentence.endswith("?") or "," in sentence:
        return False
    return sentence.startswith(_CLAUSE_OPENERS) and len(sentence.split()) < _LEAST_CLAUSES_WORDS
