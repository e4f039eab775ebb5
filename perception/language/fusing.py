"""How the word rules and a learned reader of sentences are put together: one rule a signal.

Without a reader (`signals` is None) every function gives what the rules found. The numbers called chosen belong to one
reader: `packaging/train_language.py thresholds` chooses them anew and says what each reaches. The others are design
priors (evidence tag D). Judging and dismissing put precision first: a wrong accusation costs more trust than a missed
one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeVar

from perception.language.lexicon import Lexicon, PatternClass
from perception.language.normalise import ends_asking
from perception.language.types import FOUND, Act, DismissingClass, JudgingClass, QuestionKind, SentenceSignals, Sign
from perception.language.word_order import asks_by_order
from perception.types import FeelingFamily

_Class = TypeVar("_Class", bound=str)

# ---------------------------------------------------------------- questions
# How a sentence looks: a question mark, one that asks for nothing ("Yeah?"), no question mark in a text with marks, a
# text without any; and whether its wording asks.
Wording = Literal["marked", "tag", "stopped_asking", "stopped", "unmarked_asking", "unmarked"]
# Likelihood of a question at which a sentence asks, by how it looks. A question mark is nearly always right, a text
# that has marks but none of a question speaks against one, in words without marks their order decides. Chosen on
# interviews and on conversations of our own, 2026-11-26 [C].
ASKS: Final[Mapping[Wording, float]] = {
    "marked": 0.01,
    "tag": 0.95,
    "stopped_asking": 0.30,
    "stopped": 0.90,
    "unmarked_asking": 0.0,
    "unmarked": 0.80,
}
# Likelihood of "open, given that it asks" at which a question is open, by what the wording says. Chosen likewise [C].
OPEN_AGAINST_RULE: Final = 0.65
OPEN_WITH_RULE: Final = 0.02

# ---------------------------------------------------------------- giving back
# Log odds of the reader's reflection and question and of the rules' reflection, and the logarithm of the sentence's
# share of its line, put together; found from one half on. Chosen on interviews and on conversations of our own,
# 2026-11-26 [C]. A sentence among many others in a line is seldom what the line is about. Telling takes nothing away
# here: taken away in full it cost .02 of the mean F1 over both, with an earlier reader [C]. So advice the reader takes
# for a reflection passes for one here.
REFLECTION_OF_READER: Final = 0.7
REFLECTION_OF_RULES: Final = 0.2
REFLECTION_OF_QUESTION: Final = -0.1
REFLECTION_OF_SHARE: Final = 0.6
REFLECTION_BIAS: Final = 1.4
# Over a conversation only what clearly gives back counts, and what tells does not: how much steeper than for one
# sentence, and from what log odds on. Chosen on interviews, where their neighbours serve alike, 2026-11-26 [C].
GIVING_BACK_STEEPNESS: Final = 1.5
GIVING_BACK_FROM: Final = 0.6
# No likelihood weighs more than that between these: the rules are never sure.
_LEAST_SURE: Final = 0.0001
_MOST_SURE: Final = 0.99

# ---------------------------------------------------------------- judging, dismissing, acts, joining
# Judging and dismissing are told by the likelihood of any of their classes: which one it is, is less sure than that it
# is one. From here on the reader alone is believed. Chosen on conversations of our own, 2026-11-26 [C].
JUDGING: Final = 0.45
DISMISSING: Final = 0.65
# From which likelihood a kind of judging counts that the rules did not find: blaming from the first number on, the
# others only where the reader is nearly sure. Of what the reader alone found in the interviews 2 of 10 were right in
# one half and 1 of 15 in the other, without the sentences drawn by chance for measuring; nothing of it blamed [C].
JUDGING_LEAST: Final[Mapping[JudgingClass, float]] = {"accusing": 0.0}
SURE_ALONE: Final = 0.90
# How likely judging is at most where the reader hears a kind in which it is not believed [D].
DOUBTED: Final = 0.50
# Below this likelihood of either the reader takes a finding of the rules away, in a sentence that is longer than the
# wording that was found: "My hands are tied" leaves no room for another meaning.
NEITHER: Final = 0.02
NO_ROOM_WORDS: Final = 6
# Nor does a sentence that begins by holding up everybody else, or by calling too much what the customer expects of us.
_COMPARES: Final = re.compile(
    r"(?:every(?:one|body)|no(?:body| one)) else\b|(?:all (?:of )?(?:our|the)|most|our) other\b"
)
_REFUSES: Final = re.compile(
    r"(?:(?:well|but|and|look|no|so|sorry|because),? )*you (?:just |simply |really )*can not (?:just |simply |really )*"
    r"expect (?:me|us|our|a|an|the|this|that|it|every\w+|any\w+)\b"
)
# Likelihood of a class from which it is named beside the likeliest one.
ALSO: Final = 0.40
# The reader alone is believed from the first number on; below the second it takes a finding of the rules away. Acts are
# chosen likewise [C]. Of joining there were too few examples to learn from: "I hear you" reads as .86, "Please calm
# down" as .83. So it is told by wording, unless the reader is nearly sure [D].
ACTS: Final = (0.70, 0.005)
ACKNOWLEDGING: Final = (0.40, 0.12)
JOINING: Final = (0.95, 0.02)
# A promise that names a time is believed sooner: few sentences with "by the fourth" are anything else [D].
DATED_ACT: Final = 0.45

# Between these likelihoods of a reflection a sentence acknowledges a little: word noise must not flip it.
TAKES_UP: Final = (0.30, 0.70)
# From here to the likelihood at which it is found, judging or dismissing counts more and more.
LIKELY_FROM: Final = 0.25
# Likelihoods below this are noise.
LEAST_LIKELY: Final = 0.20

# ---------------------------------------------------------------- feelings
# Likelihood of any feeling at which one counts although no word for it was found. Chosen likewise [C]; naming is held
# higher than chosen (.35), where damaged words lifted one careless call by fifty points of A; .02 of F1 lost [C].
NAMED_WITHOUT_WORD: Final = 0.35
VOICED_WITHOUT_WORD: Final = 0.40
# A naming without a word acknowledges or gives back; where the reader hears neither so far, it hears the feeling of the
# one who spoke before [D].
NAMED_TAKES_UP: Final = 0.20
# From the reader's log odds to how likely a feeling is voiced or named at all: slope and offset, fitted on held-out
# conversations of our own as written, bare and damaged [C]. And how often a word found alone is right there [C].
VOICED_ODDS: Final = (1.24, 0.59)
NAMED_ODDS: Final = (1.30, 0.73)
VOICED_BY_WORD: Final = 0.60
NAMED_BY_WORD: Final = 0.78
# That a sentence acknowledges: slopes of the reader's log odds of acknowledging and of a reflection, offset, and what
# wording adds; that it blocks: how often wording alone is right. Fitted and counted on the same conversations [C].
TAKEN_UP_ODDS: Final = (0.57, 0.61, 1.67)
TAKEN_UP_BY_WORD: Final = 1.02
BLOCKED_BY_WORD: Final = 0.85
# Below this likelihood, by the reader's own number, no feeling is considered.
LEAST_FELT: Final = 0.10
# A second family is taken with the likeliest one from this share of its likelihood.
NEARLY_AS_LIKELY: Final = 0.70
# How strong such a feeling is taken to be: clear, neither mild nor strong.
WORDLESS_INTENSITY: Final = 2

_BY_WORDS_ALONE: Final[frozenset[Act]] = frozenset({"backchannel"})


def wording_of(rule: QuestionKind, sentence: str, *, written: bool) -> Wording:
    """How a plain sentence looks. rule: what its wording says. written: what was said has marks."""
    if ends_asking(sentence):
        return "tag" if rule == "none" else "marked"
    if written:
        return "stopped" if rule == "none" and not asks_by_order(sentence) else "stopped_asking"
    return "unmarked" if rule == "none" else "unmarked_asking"


def question_kind(rule: QuestionKind, sentence: str, signals: SentenceSignals | None, *, written: bool) -> QuestionKind:
    """Kind of question of a plain sentence: what the rules say, corrected by the reader.

    A mark or the wording moves the likelihood from which the reader is believed; open or closed likewise. written: what
    was said has marks.
    """
    if signals is None:
        return rule
    if signals.question < ASKS[wording_of(rule, sentence, written=written)]:
        return "none"
    return "open" if signals.open_question >= (OPEN_WITH_RULE if rule == "open" else OPEN_AGAINST_RULE) else "closed"


def telling(rule: float, signals: SentenceSignals | None) -> float:
    """Likelihood 0..1 that a sentence advises, informs or persuades."""
    return rule if signals is None else signals.telling


def reflection(rule: float, signals: SentenceSignals | None, *, share: float, vetoed: bool) -> float:
    """Likelihood 0..1 of a reflection; 0 with judging, dismissing, a promise or where it only listens.

    share: of the words of its line, above 0..1.

    It decides about one sentence; over whole conversations `giving_back` is truer.
    """
    if signals is None:
        return rule
    odds = REFLECTION_OF_READER * log_odds(signals.reflection) + REFLECTION_OF_RULES * log_odds(rule)
    odds += REFLECTION_OF_QUESTION * log_odds(signals.question) + REFLECTION_OF_SHARE * math.log(share)
    return 0.0 if vetoed else _logistic(odds + REFLECTION_BIAS)


def giving_back(reflects: float, signals: SentenceSignals | None, *, judges: bool) -> float:
    """Likelihood 0..1 that a sentence gives back and does not tell, for measures over a conversation; 0 with judging.

    reflects: likelihood of a reflection. Advice that begins "so you ..." passes for one otherwise, and ranks
    conversations the wrong way [C].
    """
    if judges or reflects == 0.0:
        return 0.0
    if signals is None:
        return reflects
    odds = GIVING_BACK_STEEPNESS * (log_odds(reflects) - GIVING_BACK_FROM)
    return (1.0 - signals.telling) * _logistic(odds)


def judging(
    rule: Sequence[JudgingClass], sentence: str, lexicon: Lexicon, signals: SentenceSignals | None
) -> tuple[JudgingClass, ...]:
    """Judging classes of a plain sentence: wording that the reader does not rule out, or a reader that is sure."""
    if signals is None:
        return tuple(rule)
    heard = judging_heard(signals)
    return _weighed(rule, heard, sentence, signals, lexicon.groups["judging"], JUDGING)


def judging_heard(signals: SentenceSignals) -> dict[JudgingClass, float]:
    """The likelihoods of the judging classes as far as the reader is believed alone, 0 for the others.

    A guess at what someone means is easily taken for doubting or correcting it, and giving back a duty for a direction.
    """
    return {name: p if p >= JUDGING_LEAST.get(name, SURE_ALONE) else 0.0 for name, p in signals.judging.items()}


def dismissing(
    rule: Sequence[DismissingClass], sentence: str, lexicon: Lexicon, signals: SentenceSignals | None
) -> tuple[DismissingClass, ...]:
    """Dismissing classes of a plain sentence: wording that the reader does not rule out, or a reader that is sure."""
    if signals is None:
        return tuple(rule)
    return _weighed(rule, signals.dismissing, sentence, signals, lexicon.groups["dismissing"], DISMISSING)


def joining(rule: bool, signals: SentenceSignals | None, *, theirs: bool = False) -> bool:
    """Whether the speaker takes the customer's feeling over. theirs: the sentence names it as the customer's own, or
    tells them what to feel, which the reader often takes for joining ("That must be so frustrating", "Please calm
    down"); then only the wording tells."""
    return rule if signals is None else _believed(rule, 0.0 if theirs and not rule else signals.joining, JOINING)


def disbelieving(
    signals: SentenceSignals | None,
    *,
    judging: Collection[JudgingClass] = (),
    dismissing: Collection[DismissingClass] = (),
) -> SentenceSignals | None:
    """The signals without these classes, where the wording says that the reader is not to be believed in them."""
    if signals is None:
        return None
    return replace(
        signals,
        judging={name: 0.0 if name in judging else p for name, p in signals.judging.items()},
        dismissing={name: 0.0 if name in dismissing else p for name, p in signals.dismissing.items()},
    )


def refuses(sentence: str) -> bool:
    """Whether a plain sentence begins by refusing what the customer expects ("You can't expect us to ...")."""
    return _REFUSES.match(sentence) is not None


def promise_found(rule: bool, signals: SentenceSignals | None, *, dated: bool) -> bool:
    """Whether a sentence promises an action. dated: it names a time."""
    heard = 0.0 if signals is None else signals.acts.get("act", 0.0)
    return act_found("act", rule, signals) or (dated and heard >= DATED_ACT)


def act_found(act: Act, rule: bool, signals: SentenceSignals | None) -> bool:
    """Whether a sentence does this act. A sign of listening is told by its words alone; the words for
    asking what would help are believed ("What would help you most now?")."""
    if signals is None or act in _BY_WORDS_ALONE or (rule and act == "ask_align"):
        return rule
    return _believed(rule, signals.acts.get(act, 0.0), ACKNOWLEDGING if act == "acknowledge" else ACTS)


def likely_signs(
    found: Sequence[Act], signals: SentenceSignals | None, *, reflects: float, openness: float | None, closes: bool
) -> dict[Sign, float]:
    """Likelihood 0..1 of what was not found but may be there, so that a damaged word moves a score only a little.

    reflects: likelihood of a reflection. openness: by the wording, how likely a closed question is open after all; None
    when it does not ask or asks openly. closes: the sentence dismisses, so it acknowledges nothing.
    """
    likely: dict[Sign, float] = {} if openness is None else {"open": openness}
    if signals is not None:
        likely |= {act: p for act, p in signals.acts.items() if act not in _BY_WORDS_ALONE}
        doubted = DOUBTED * _ramp(any_heard(signals.judging), (LIKELY_FROM, SURE_ALONE))
        likely["judging"] = max(doubted, _ramp(any_heard(judging_heard(signals)), (LIKELY_FROM, JUDGING)))
        likely["dismissing"] = _ramp(any_heard(signals.dismissing), (LIKELY_FROM, DISMISSING))
        if openness is not None:
            likely["open"] = _ramp(signals.open_question, (OPEN_WITH_RULE, OPEN_AGAINST_RULE))
    likely["acknowledge"] = 0.0 if closes else max(_ramp(reflects, TAKES_UP), likely.get("acknowledge", 0.0))
    return {sign: round(p, 3) for sign, p in likely.items() if p >= LEAST_LIKELY and sign not in found}


def wordless_feelings(signals: SentenceSignals | None, least: float) -> list[FeelingFamily]:
    """Families of feeling a reader hears in a sentence in which no word for one was found, likeliest first.

    least: likelihood of any feeling from which there is one. A family nearly as likely as the first comes with it.
    """
    if signals is None or any_heard(signals.feeling) < least:
        return []
    ranked = sorted(signals.feeling, key=lambda name: -signals.feeling[name])
    return [name for name in ranked if signals.feeling[name] >= NEARLY_AS_LIKELY * signals.feeling[ranked[0]]][:2]


def can_name(signals: SentenceSignals | None) -> bool:
    """Whether a sentence without a word for a feeling may name one: it takes something up."""
    return signals is not None and max(signals.acts.get("acknowledge", 0.0), signals.reflection) >= NAMED_TAKES_UP


def voiced_p(by_words: bool, family: FeelingFamily, signals: SentenceSignals | None) -> float:
    """Likelihood 0..1 that a customer's sentence voices a good or bad feeling like this one; found from one half on."""
    if signals is None:
        return float(by_words)
    p = _felt(family, signals, VOICED_ODDS)
    return _with_words(p, VOICED_BY_WORD) if by_words else _told(p, any_heard(signals.feeling) >= VOICED_WITHOUT_WORD)


def named_p(by_words: bool, family: FeelingFamily, signals: SentenceSignals | None) -> float:
    """Likelihood 0..1 that a sentence of the CSM names a good or bad feeling like this one; found from one half on."""
    if signals is None:
        return float(by_words)
    p = _felt(family, signals, NAMED_ODDS)
    return _with_words(p, NAMED_BY_WORD) if by_words else _told(p, any_heard(signals.feeling) >= NAMED_WITHOUT_WORD)


def taking_up(by_words: bool, reflects: float, signals: SentenceSignals | None) -> float:
    """Likelihood 0..1 that a sentence acknowledges. reflects: likelihood of a reflection, for the rules alone."""
    if signals is None:
        return 1.0 if by_words else round(_ramp(reflects, TAKES_UP), 3)
    acknowledges, mirrors = signals.acts.get("acknowledge", 0.0), signals.reflection
    odds = TAKEN_UP_ODDS[0] * log_odds(acknowledges) + TAKEN_UP_ODDS[1] * log_odds(mirrors)
    return round(_logistic(odds + TAKEN_UP_ODDS[2] + TAKEN_UP_BY_WORD * by_words), 3)


def blocking(by_words: bool, signals: SentenceSignals | None, classes: Collection[DismissingClass]) -> float:
    """Likelihood 0..1 that a sentence blocks what is felt, by one of these classes or by its wording."""
    if signals is None:
        return float(by_words)
    p = any_heard({name: p for name, p in signals.dismissing.items() if name in classes})
    return _with_words(p, BLOCKED_BY_WORD) if by_words else round(p, 3)


def _felt(family: FeelingFamily, signals: SentenceSignals, odds: tuple[float, float]) -> float:
    good = family == "relief_positive"
    heard = any_heard({name: p for name, p in signals.feeling.items() if (name == "relief_positive") == good})
    return _logistic(odds[0] * log_odds(heard) + odds[1])


def _with_words(p: float, by_word: float) -> float:
    """Likelihood by wording and reader together, each a reason of its own."""
    return round(max(FOUND, 1.0 - (1.0 - by_word) * (1.0 - p)), 3)


def _told(p: float, sure: bool) -> float:
    return round(max(p, FOUND) if sure else min(p, FOUND - 0.01), 3)


def log_odds(p: float) -> float:
    """Log odds of a likelihood 0..1, kept within what one number may weigh."""
    sane = min(_MOST_SURE, max(_LEAST_SURE, p))
    return math.log(sane / (1.0 - sane))


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _ramp(p: float, ends: tuple[float, float]) -> float:
    return min(1.0, max(0.0, (p - ends[0]) / (ends[1] - ends[0])))


def _believed(rule: bool, likelihood: float, limits: tuple[float, float]) -> bool:
    sure, no = limits
    return likelihood >= sure or (rule and likelihood >= no)


def _weighed(
    rule: Sequence[_Class],
    likelihoods: Mapping[_Class, float],
    sentence: str,
    signals: SentenceSignals,
    table: Mapping[str, PatternClass],
    least: float,
) -> tuple[_Class, ...]:
    heard = not_exempted(likelihoods, sentence, table)
    return _classes(_not_ruled_out(rule, sentence, signals), heard, least)


def _not_ruled_out(rule: Sequence[_Class], sentence: str, signals: SentenceSignals) -> Sequence[_Class]:
    if len(sentence.split()) <= NO_ROOM_WORDS or _COMPARES.match(sentence) or refuses(sentence):
        return rule
    either = 1.0 - (1.0 - any_heard(signals.judging)) * (1.0 - any_heard(signals.dismissing))
    return rule if either >= NEITHER else ()


def not_exempted(
    likelihoods: Mapping[_Class, float], sentence: str, table: Mapping[str, PatternClass]
) -> dict[_Class, float]:
    """Likelihoods of the classes whose wording is not in a plain sentence merely as an exemption."""
    return {name: p for name, p in likelihoods.items() if not table[name].exempts(sentence)}


def _classes(kept: Sequence[_Class], likelihoods: Mapping[_Class, float], sure: float) -> tuple[_Class, ...]:
    """Classes kept, and those the reader finds where it is sure that there is one."""
    if not likelihoods or any_heard(likelihoods) < sure:
        return tuple(kept)
    likeliest = max(likelihoods, key=lambda name: likelihoods[name])
    heard = [name for name, p in likelihoods.items() if name == likeliest or p >= ALSO]
    return (*kept, *(name for name in heard if name not in kept))


def any_heard(likelihoods: Mapping[_Class, float]) -> float:
    """Likelihood 0..1 that at least one class holds."""
    return 1.0 - math.prod(1.0 - p for p in likelihoods.values())
