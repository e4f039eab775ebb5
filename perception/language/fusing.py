"""How the word rules and a learned reader of sentences are put together: one rule a signal.

Without a reader (`signals` is None) every function gives what the rules found. The likelihoods at which the reader is
believed are design priors (evidence tag D) unless another tag stands beside them. Judging and dismissing put precision
first: a wrong accusation costs more trust than a missed one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from perception.language.types import Act, DismissingClass, JudgingClass, QuestionKind, SentenceSignals
from perception.types import FeelingFamily

_Class = TypeVar("_Class", bound=str)

# ---------------------------------------------------------------- questions
# Likelihood of a question at which a sentence asks. A question mark is nearly always right in written text (AnnoMI, F1
# .88 by the mark alone [C]); only a reader that is very sure of no takes it away, as in "That's a lot, isn't it?".
MARKED_ASKS: Final = 0.10
# A full stop speaks against a question, wording that asks speaks for one; recognised speech often has no mark at all.
STOPPED_ASKS: Final = 0.75
UNMARKED_ASKS: Final = 0.55
WORDED_ASKS: Final = 0.30
# Likelihood of "open, given that it asks" at which a question is open, by what the wording says.
OPEN_AGAINST_RULE: Final = 0.65
OPEN_WITH_RULE: Final = 0.35

# ---------------------------------------------------------------- judging, dismissing, acts, joining
# The reader alone is believed from the first number on; below the second it takes a finding of the rules away.
JUDGING: Final = (0.90, 0.04)
DISMISSING: Final = (0.90, 0.04)
# Found by their place behind an acknowledgement, not by their words: the rule knows better where it stands.
ERASER: Final = (0.95, 0.02)
ACTS: Final = (0.70, 0.05)
JOINING: Final = (0.90, 0.04)

# ---------------------------------------------------------------- feelings
# Likelihood of a family of feeling at which it counts although no word for it was found.
NAMED_WITHOUT_WORD: Final = 0.60
VOICED_WITHOUT_WORD: Final = 0.60
# How strong such a feeling is taken to be: clear, neither mild nor strong.
WORDLESS_INTENSITY: Final = 2

_ACTS_OF_ONE: Final[frozenset[Act]] = frozenset({"backchannel"})


def question_kind(rule: QuestionKind, sentence: str, signals: SentenceSignals | None) -> QuestionKind:
    """Kind of question of a plain sentence: what the rules say, corrected by the reader.

    A mark or the wording moves the likelihood from which the reader is believed; open or closed likewise.
    """
    if signals is None:
        return rule
    if sentence.endswith(("?", '?"', "?)")):
        asks = MARKED_ASKS
    elif rule != "none":
        asks = WORDED_ASKS
    else:
        asks = STOPPED_ASKS if sentence.endswith((".", "!", ",", ";")) else UNMARKED_ASKS
    if signals.question < asks:
        return "none"
    return "open" if signals.open_question >= (OPEN_WITH_RULE if rule == "open" else OPEN_AGAINST_RULE) else "closed"


def telling(rule: float, signals: SentenceSignals | None) -> float:
    """Likelihood 0..1 that a sentence advises, informs or persuades."""
    return rule if signals is None else signals.telling


def reflection(rule: float, signals: SentenceSignals | None, *, vetoed: bool) -> float:
    """Likelihood 0..1 of a reflection: p(reflection) times (1 - p(telling)); 0 with judging, dismissing or a promise.

    Advice that begins "so you ..." passes for reflection otherwise, and ranks sessions the wrong way [C].
    """
    if signals is None:
        return rule
    return 0.0 if vetoed else signals.reflection * (1.0 - signals.telling)


def judging(rule: Sequence[JudgingClass], signals: SentenceSignals | None) -> tuple[JudgingClass, ...]:
    """Judging classes of a sentence: wording, or a reader that is sure."""
    return tuple(rule) if signals is None else _either(rule, signals.judging, JUDGING)


def dismissing(rule: Sequence[DismissingClass], signals: SentenceSignals | None) -> tuple[DismissingClass, ...]:
    """Dismissing classes of a sentence: wording, or a reader that is sure."""
    if signals is None:
        return tuple(rule)
    placed = _either([c for c in rule if c == "eraser"], _only(signals.dismissing, "eraser"), ERASER)
    others = {name: p for name, p in signals.dismissing.items() if name != "eraser"}
    return (*_either([c for c in rule if c != "eraser"], others, DISMISSING), *placed)


def joining(rule: bool, signals: SentenceSignals | None) -> bool:
    """Whether the speaker takes the customer's feeling over."""
    return rule if signals is None else _believed(rule, signals.joining, JOINING)


def act_found(act: Act, rule: bool, signals: SentenceSignals | None) -> bool:
    """Whether a sentence does this act. A sign of listening is told by its words alone."""
    if signals is None or act in _ACTS_OF_ONE:
        return rule
    return _believed(rule, signals.acts.get(act, 0.0), ACTS)


def wordless_feeling(signals: SentenceSignals | None, least: float) -> FeelingFamily | None:
    """The family of feeling a reader is sure of in a sentence in which no word for one was found; None for none."""
    if signals is None or not signals.feeling:
        return None
    family = max(signals.feeling, key=lambda name: signals.feeling[name])
    return family if signals.feeling[family] >= least else None


def _believed(rule: bool, likelihood: float, limits: tuple[float, float]) -> bool:
    sure, no = limits
    return likelihood >= sure or (rule and likelihood >= no)


def _either(
    rule: Sequence[_Class], likelihoods: Mapping[_Class, float], limits: tuple[float, float]
) -> tuple[_Class, ...]:
    """The rule's classes that the reader does not rule out, then those it is sure of. Unknown classes stay."""
    kept = [name for name in rule if _believed(True, likelihoods.get(name, limits[1]), limits)]
    sure = [name for name, p in likelihoods.items() if p >= limits[0] and name not in kept]
    return (*kept, *sure)


def _only(likelihoods: Mapping[_Class, float], name: _Class) -> dict[_Class, float]:
    return {name: likelihoods[name]} if name in likelihoods else {}
