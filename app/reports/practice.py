"""The written customer and the self-check in a report: in words for paper, as data for other tools. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from app.practice.customer_rating import HIGHEST, rate
from app.practice.debrief import PathTurn, end_of, path_of
from app.practice.deed_words import deed_words
from app.practice.end_words import change_words, closing_words, first_name
from app.practice.kept_practice import KeptPractice
from app.practice.partner import HIGHEST as PARTNER_HIGHEST
from app.practice.partner import QUESTIONS, PartnerSaid
from app.practice.self_check import SelfCheck
from app.reports.words import LETTER_NAMES, clock, sentence
from perception.types import Scorecard

LONGEST: Final = 220  # characters of one line on paper
NO_END: Final = "The call was ended before the customer had said the last word."
RATING_NOTE: Final = "Worked out from the scenario, to talk about. It does not measure empathy."


@dataclass(frozen=True, slots=True)
class PathRow:
    """One turn on paper. found: '' for none. state: where the customer stood."""

    time: str
    said: str
    answer: str
    found: str
    because: str
    state: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The customer's side on paper. rating: '' where too little was said for one."""

    name: str
    end: str
    rating: str
    reasons: tuple[str, ...]
    rows: tuple[PathRow, ...]


def practice_view(kept: KeptPractice | None, scorecard: Scorecard) -> PracticeView | None:
    """The customer's side in words; None for a call without a written customer."""
    if kept is None or not kept.steps:
        return None
    turns, persona = path_of(kept.steps), kept.scenario.persona if kept.scenario is not None else None
    name, pronoun = (first_name(persona), persona.pronoun) if persona is not None else ("The customer", "they")
    end = end_of(turns)
    how = closing_words(persona, end) if persona is not None and end is not None else "" if end is not None else NO_END
    rating = rate(turns, scorecard.moments, pronoun=pronoun)
    return PracticeView(
        name=name,
        end=" ".join(filter(None, (how, change_words(pronoun, turns[0].calm, turns[-1].calm)))),
        rating=f"{name} felt heard: {rating.felt_heard} of {HIGHEST}." if rating is not None else "",
        reasons=tuple(reason.text for reason in rating.reasons) if rating is not None else (),
        rows=tuple(_row(turn, pronoun) for turn in turns),
    )


def self_check_lines(check: SelfCheck | None, scorecard: Scorecard) -> tuple[str, ...]:
    """What the learner said before any score was shown, letter by letter; () without a self-check."""
    if check is None:
        return ()
    lines = []
    for letter, said in check.ratings.items():
        score = scorecard.letters.get(letter)
        measured = score.value if score is not None and score.state == "scored" else None
        beside = f"measured {measured:.0f}" if measured is not None else "not measured"
        lines.append(f"{LETTER_NAMES[letter]}: you said {said:.0f}, {beside}.")
    return (*lines, *([f"“{check.sentence}”"] if check.sentence else []))


def practice_data(kept: KeptPractice | None, scorecard: Scorecard) -> dict[str, Any] | None:
    """The customer's side as data; null for a call without a written customer."""
    if kept is None or not kept.steps:
        return None
    turns = path_of(kept.steps)
    pronoun = kept.scenario.persona.pronoun if kept.scenario is not None else "they"
    rating = rate(turns, scorecard.moments, pronoun=pronoun)
    return {
        "scenario": kept.scenario.id if kept.scenario is not None else None,
        "end": end_of(turns),
        "end_state": {"calm": round(turns[-1].calm, 1), "trust": round(turns[-1].trust, 1)},
        "felt_heard": rating.felt_heard if rating is not None else None,
        "felt_heard_reasons": [reason.text for reason in rating.reasons] if rating is not None else [],
        "path": [_turn(turn) for turn in turns],
    }


def self_check_data(check: SelfCheck | None) -> dict[str, Any] | None:
    """The self-check as data; null without one."""
    return None if check is None else {"ratings": dict(check.ratings), "sentence": check.sentence}


def partner_lines(said: PartnerSaid | None) -> tuple[str, ...]:
    """What the partner answered and when they felt heard, line by line; () where they said nothing."""
    if said is None:
        return ()
    answers = [
        f"{words} {said.ratings[question]:.0f} of {PARTNER_HIGHEST}."
        for question, words in QUESTIONS.items()
        if question in said.ratings
    ]
    marks = [f"{'Felt heard' if mark.heard else 'Did not feel heard'} at {clock(mark.t_s)}." for mark in said.marks]
    return (*answers, *([f"“{said.sentence}”"] if said.sentence else []), *marks)


def partner_data(said: PartnerSaid | None) -> dict[str, Any] | None:
    """What the partner said as data; null without a partner."""
    if said is None:
        return None
    marks = [{"t_s": round(mark.t_s, 2), "felt_heard": mark.heard} for mark in said.marks]
    return {"ratings": dict(said.ratings), "sentence": said.sentence, "marks": marks}


def _row(turn: PathTurn, pronoun: str) -> PathRow:
    answer = turn.answer
    said = "" if answer is None else answer.text or "(silence)"
    found = sentence(", ".join(deed_words(answer.deeds, pronoun))) if answer is not None and answer.deeds else ""
    return PathRow(
        time=clock(turn.t_s),
        said=_short(turn.text),
        answer=_short(said),
        found=found,
        because=_short(answer.because) if answer is not None else "",
        state=f"calm {turn.calm:.0f}, trust {turn.trust:.0f}",
    )


def _turn(turn: PathTurn) -> dict[str, Any]:
    answer = turn.answer
    return {
        "t_s": round(turn.t_s, 2),
        "node": turn.node,
        "said": turn.text,
        "calm": round(turn.calm, 1),
        "trust": round(turn.trust, 1),
        "answer": None if answer is None else answer.text,
        "deeds": [] if answer is None else list(answer.deeds),
        "because": "" if answer is None else answer.because,
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
