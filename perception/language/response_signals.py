"""What an answer of the CSM does to the customer's last turn, as named signals; the response score weighs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final, Literal, get_args

from perception.language import response_wording as wording
from perception.language.commitments import action_quality
from perception.language.normalise import plain
from perception.language.turn import CustomerTurn
from perception.language.types import Act, DismissingClass, SentenceAnnotation
from perception.types import spoken_words

Signal = Literal[
    # for the answer
    "gives_back", "names", "acknowledges", "owns", "asks", "acts", "checks",
    # against it
    "wrong_feeling", "closes", "pity_exit", "joins", "erases", "over_promises", "judges", "vague", "tells",
    "questions_only", "fixes_first", "pities",
]  # fmt: skip
SIGNALS: Final[tuple[Signal, ...]] = get_args(Signal)

# Likelihood from which something is said to be there.
CLEAR: Final = 0.5

# What a formula of understanding is worth beside the customer's own content (tag C, pairs of answers).
FORMULA_WORTH: Final = 0.35
# A named feeling with no cause beside it, and with one that is not in the customer's words (tag D).
NO_CAUSE_WORTH: Final = 0.85
OTHER_CAUSE_WORTH: Final = 0.7
# A feeling that could not be held against one the customer voiced: after a complaint, and after any other turn (tag D).
UNCOMPARED_WORTH: Final = 0.85
UNPROMPTED_WORTH: Final = 0.5
# Share of a reflection's worth that stands without any word of the customer's in it (tag D).
WITHOUT_OVERLAP: Final = 0.75
# A reflection that names a feeling the customer does not have (tag D).
WRONG_REFLECTION_WORTH: Final = 0.3
# How much naming a feeling of another kind counts against the opposite of what was voiced (tag D).
OTHER_KIND: Final = 0.8
# Share of the customer's words in a sentence from which it may give back, and at which it does (tag D).
GIVES_BACK_OVERLAP: Final = (0.15, 0.50)
# Giving back by the customer's words alone is less sure than by wording or a reader (tag D).
OVERLAP_WORTH: Final = 0.8
# A named feeling that is taken back at once, and one that the answer is only sorry about (tag D).
TAKEN_BACK_WORTH: Final = 0.6
SORRY_WORTH: Final = 0.5
# Share of what was taken up that the rest of the answer takes away again: a formula before a refusal is worth little,
# one before advice or a vague promise not much (tag D).
UNDONE: Final[Mapping[Signal, float]] = {
    "closes": 0.5, "pity_exit": 0.5, "judges": 0.5, "vague": 0.3, "tells": 0.25,
}  # fmt: skip
MORE_QUESTIONS: Final = 2  # questions beyond the first at which an answer questions the customer in full (tag D)
APOLOGY_PITIES: Final = 0.5  # an apology with nothing else, against pity (tag D)
MINIMAL_WORTH: Final = 0.2  # "I see" (tag D)
TELLING_WORDS: Final = 4  # a shorter sentence tells nothing (tag D)
ANY_ASK: Final = 0.5  # any question after a word of pity, against stopping there (tag D)
MILD_ASK: Final = 0.6  # an open or following question that does not ask for leave or preference (tag D)
ASK_ALONE: Final = 0.5  # share of a question's worth where nothing was taken up (tag D)
# A step in the first person that no rule knows as a promise: without a time, with one (tag D).
STEP_WORTH: Final = (0.3, 0.5)

# Penalties of F7.3; here how the classes weigh against each other (tag D).
PENALTIES: Final[dict[DismissingClass, float]] = {
    "pity_exit": 0.10, "control": 0.10, "policy_wall": 0.07, "silver_lining": 0.08, "over_promise": 0.08,
    "blame_shift": 0.08, "me_too": 0.07, "eraser": 0.05,
}  # fmt: skip
CLOSING: Final[frozenset[DismissingClass]] = frozenset({"control", "policy_wall", "blame_shift", "silver_lining"})
_TAKING_UP: Final[tuple[Signal, ...]] = ("gives_back", "names", "acknowledges")
_CARRYING: Final[tuple[Act, ...]] = ("own", "act", "ask_align", "check")


def signals_of(sentences: Sequence[SentenceAnnotation], turn: CustomerTurn) -> dict[Signal, float]:
    """Every signal of one answer, 0..1."""
    flats = [plain(sentence.text) for sentence in sentences]
    happy = is_happy(turn)
    formulas = [_formula_worth(one, flat) for one, flat in zip(sentences, flats, strict=True)]
    dismissals = {name for sentence in sentences for name in sentence.dismissing}
    gives_back = max(_gives_back(one, formula, happy=happy) for one, formula in zip(sentences, formulas, strict=True))
    names = max(_names(one, formula, turn) for one, formula in zip(sentences, formulas, strict=True))
    taken_up = max(
        _acknowledges(one, flat, happy=happy) * formula
        for one, flat, formula in zip(sentences, flats, formulas, strict=True)
    )
    acts = max(_acts(one, flat) for one, flat in zip(sentences, flats, strict=True))
    met = max(gives_back, names, taken_up)
    meant = [one for one, flat in zip(sentences, flats, strict=True) if not wording.FAREWELL.search(flat)]
    found: dict[Signal, float] = {
        "gives_back": gives_back,
        "names": names,
        "acknowledges": taken_up,
        "owns": act_likely(sentences, "own"),
        "asks": asks(meant) * (ASK_ALONE + (1.0 - ASK_ALONE) * met),
        "acts": acts,
        "checks": act_likely(meant, "check"),
        "wrong_feeling": max(_wrong_feeling(one, happy=happy) for one in sentences) * (1.0 - names),
        "closes": _closes(sentences, dismissals),
        "pity_exit": float("pity_exit" in dismissals),
        "joins": float(any(one.over_identification for one in sentences) or "me_too" in dismissals),
        "erases": float("eraser" in dismissals or any(one.eraser_after_label for one in sentences)),
        "over_promises": float("over_promise" in dismissals),
        "judges": max(one.does("judging") for one in sentences),
        "vague": max(_vague(one, flat) for one, flat in zip(sentences, flats, strict=True)),
        "tells": max(_tells(one, flat) for one, flat in zip(sentences, flats, strict=True)),
        "fixes_first": float(acts_before_acknowledging(sentences)),
    }
    undone = 1.0 - max(UNDONE[name] * found[name] for name in UNDONE)
    for sign in _TAKING_UP:
        found[sign] *= undone
    carries = max(acts, found["owns"], found["asks"], ANY_ASK * bool(_questions(meant)))
    found["questions_only"] = (1.0 - met) * min(1.0, max(0, _questions(sentences) - 1) / MORE_QUESTIONS)
    found["pities"] = pitied(sentences) * (1.0 - max(carries, found["gives_back"], plainly_taken_up(sentences)))
    return found


def plainly_taken_up(sentences: Sequence[SentenceAnnotation]) -> float:
    """1 where a sentence that is no apology says what should not have been, or the like, without a formula; else 0."""
    return float(
        any(
            one.ack_level >= 2
            and not one.apology
            and not one.dismissing
            and not wording.FORMULA.search(plain(one.text))
            for one in sentences
        )
    )


def act_likely(sentences: Sequence[SentenceAnnotation], act: Act) -> float:
    """How likely an act is there, 0..1."""
    return max((s.does(act) for s in sentences if "pity_exit" not in s.dismissing), default=0.0)


def asks(sentences: Sequence[SentenceAnnotation]) -> float:
    """How well the answer asks, 0..1: for what the customer wants, openly, or on from what was said."""
    curious = any(s.question == "open" or (s.question == "closed" and s.follow_up) for s in sentences if not s.judging)
    return max(act_likely(sentences, "ask_align"), MILD_ASK if curious else 0.0)


def carries_on(sentences: Sequence[SentenceAnnotation]) -> bool:
    """Whether the answer commits, acts, asks or checks."""
    return any(act_likely(sentences, act) >= CLEAR for act in _CARRYING) or asks(sentences) >= CLEAR


def acts_before_acknowledging(sentences: Sequence[SentenceAnnotation]) -> bool:
    """F7.2: whether acting or explaining comes before the first acknowledgement."""
    acts = [act for sentence in sentences for act in sentence.acts]
    if "acknowledge" not in acts:
        return False
    first = acts.index("acknowledge")
    return any(act in ("act", "explain") for act in acts[:first])


def is_happy(turn: CustomerTurn) -> bool:
    """Whether the customer voiced good feelings or praise only and complains of nothing."""
    if turn.distressed or turn.complaint:
        return False
    said = plain(turn.text)
    return bool(turn.feelings) or bool(wording.PRAISE.search(said) and not wording.NO_PRAISE.search(said))


def pitied(sentences: Sequence[SentenceAnnotation]) -> float:
    """How far the answer only pities, 0..1: 1 where it pities or wishes, less where it says sorry, 0 without either."""
    flats = [plain(sentence.text) for sentence in sentences]
    if any(wording.PITY.search(flat) for flat in flats):
        return 1.0
    return APOLOGY_PITIES if any(wording.SORRY.search(flat) for flat in flats) else 0.0


def _formula_worth(sentence: SentenceAnnotation, flat: str) -> float:
    """Worth of what a sentence takes up, 0..1: less where it says that it understands and nothing the customer told."""
    if sentence.content_overlap >= GIVES_BACK_OVERLAP[0] or not wording.FORMULA.search(flat):
        return 1.0
    ties = sentence.feeling is not None and sentence.feeling.ties_cause
    return OTHER_CAUSE_WORTH if ties else FORMULA_WORTH


def _gives_back(sentence: SentenceAnnotation, formula: float, *, happy: bool) -> float:
    if sentence.dismissing or sentence.judging or sentence.over_identification or sentence.question != "none":
        return 0.0
    by_words = _ramp(sentence.content_overlap, GIVES_BACK_OVERLAP) * OVERLAP_WORTH * (1.0 - sentence.telling)
    said = WITHOUT_OVERLAP + (1.0 - WITHOUT_OVERLAP) * _ramp(sentence.content_overlap, (0.0, GIVES_BACK_OVERLAP[1]))
    worth = max(sentence.reflection_p * said, 0.0 if sentence.commitment or sentence.apology else by_words)
    if _is_wrong(sentence, happy=happy):
        worth *= max(WRONG_REFLECTION_WORTH, OVERLAP_WORTH * _ramp(sentence.content_overlap, GIVES_BACK_OVERLAP))
    return worth * formula


def _names(sentence: SentenceAnnotation, formula: float, turn: CustomerTurn) -> float:
    label = sentence.feeling
    if label is None or sentence.over_identification or _is_wrong(sentence, happy=is_happy(turn)):
        return 0.0
    worth = 1.0
    if label.accurate is None and turn.known:
        worth = UNCOMPARED_WORTH if turn.complaint else UNPROMPTED_WORTH
    if label.level < 4:
        worth *= SORRY_WORTH if label.level == 2 else NO_CAUSE_WORTH
    worth *= formula
    return worth * (TAKEN_BACK_WORTH if sentence.eraser_after_label or "eraser" in sentence.dismissing else 1.0)


def _acknowledges(sentence: SentenceAnnotation, flat: str, *, happy: bool) -> float:
    if sentence.dismissing and sentence.dismissing != ("eraser",):
        return 0.0
    if sentence.over_identification or _is_wrong(sentence, happy=happy):
        return 0.0
    shared = happy and wording.GLAD.search(flat) is not None
    if shared or sentence.ack_level >= 2:
        return 1.0
    return max(MINIMAL_WORTH if sentence.ack_level == 1 else 0.0, sentence.does("acknowledge"))


def _is_wrong(sentence: SentenceAnnotation, *, happy: bool) -> bool:
    """Whether a sentence names a feeling the customer does not have; being sorry for the happy does as well."""
    label = sentence.feeling
    if label is not None and sentence.question == "none" and (label.accurate is False or label.level < 0):
        return True
    return happy and (sentence.apology or (label is not None and label.family != "relief_positive"))


def _wrong_feeling(sentence: SentenceAnnotation, *, happy: bool) -> float:
    if not _is_wrong(sentence, happy=happy):
        return 0.0
    return 1.0 if happy or (sentence.feeling is not None and sentence.feeling.level < 0) else OTHER_KIND


def _acts(sentence: SentenceAnnotation, flat: str) -> float:
    if (
        "pity_exit" in sentence.dismissing
        or "over_promise" in sentence.dismissing
        or CLOSING & set(sentence.dismissing)
    ):
        return 0.0
    step = STEP_WORTH[bool(wording.TIME.search(flat))] if wording.STEP.search(flat) and not sentence.judging else 0.0
    quality = max(action_quality(sentence.commitment), step, STEP_WORTH[0] * sentence.does("act"))
    return quality * (1.0 - _vague(sentence, flat))


def _closes(sentences: Sequence[SentenceAnnotation], dismissals: Set[DismissingClass]) -> float:
    """How much the answer closes the conversation; a likely dismissal of no certain class counts by its likelihood."""
    hardest = max(PENALTIES.values())
    found = max((PENALTIES[name] / hardest for name in CLOSING & dismissals), default=0.0)
    return max(found, max(sentence.likely.get("dismissing", 0.0) for sentence in sentences))


def _vague(sentence: SentenceAnnotation, flat: str) -> float:
    dated = sentence.commitment is not None and sentence.commitment.time_bound
    return float(bool(wording.VAGUE.search(flat)) and not dated)


def _tells(sentence: SentenceAnnotation, flat: str) -> float:
    """How likely a sentence informs or advises; what is promised, asked, owned or apologised for tells nothing."""
    other = sentence.commitment is not None or sentence.question != "none" or sentence.apology or "own" in sentence.acts
    short = len(spoken_words(sentence.text)) < TELLING_WORDS
    return 0.0 if other or short or sentence.ack_level >= 2 or wording.STEP.search(flat) else sentence.telling


def _questions(sentences: Sequence[SentenceAnnotation]) -> int:
    return sum(one.question != "none" for one in sentences)


def _ramp(value: float, ends: tuple[float, float]) -> float:
    return min(1.0, max(0.0, (value - ends[0]) / (ends[1] - ends[0])))
