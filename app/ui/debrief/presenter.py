"""What the debrief shows of a session. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.practice.drills.model import DrillKind
from app.practice.self_check import Gap, SelfCheck, gaps
from app.practice.turns import StatePoint
from app.reports.view import ComponentView, component_view
from app.ui.bar_presenter import Bar, bar_of
from app.ui.debrief.coach_presenter import CoachView, coach_words, present_coach
from app.ui.debrief.practice_presenter import CueView, CustomerView, point_at, present_cues, present_customer
from app.ui.drills.presenter import drill_for
from app.ui.ports import OpenedSession
from app.ui.words import LETTER_NAMES, OUTCOME_WORDS, clock, day, duration, listed, percent, sentence
from perception.scoring.targets import Coaching, Target, coaching
from perception.scoring.wordings import BetterWording, wording_for
from perception.types import LETTERS, ComponentScore, LetterScore, Moment, Reason, Scorecard, Span, Utterance

MOST_CLIPS: Final = 3
MOST_REASONS: Final = 6
MOST_GAPS: Final = 2
CLIP_LEAD_S: Final = 1.5
CLIP_SHORTEST_S: Final = 4.0
CLIP_LONGEST_S: Final = 12.0
LEAST_DELTA: Final = 0.5
# Components whose quotes are weak sentences of the CSM.
WEAK_WORDS: Final = frozenset({"A_eraser", "H3", "Y6", "Y_dismiss"})
NO_WORDING: Final = "The customer had said too little here to build a better wording from it."


@dataclass(frozen=True, slots=True)
class WordingView:
    """A better wording of what is quoted, and why it is better. text: '' where none could be built."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something that was seen or heard: words, quote, and the clips that show it.

    wording: how to say the quoted words better; None where that is not asked for. drill: what to practise, with the
    words of its button. point: for another try from here, None where there is none.
    """

    letter: str
    text: str
    quote: str
    clips: tuple[Span, ...]
    helped: bool
    aim: str = ""
    wording: WordingView | None = None
    drill: tuple[DrillKind, str] | None = None
    point: StatePoint | None = None

    @property
    def quotes_itself(self) -> bool:
        """Whether the text holds the quote already."""
        return bool(self.quote) and self.quote.strip("“” ") in self.text

    @property
    def time(self) -> str:
        """When it first happened, or ''."""
        return clock(self.clips[0].start_s) if self.clips else ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One letter. coach: what coaches say beside what was measured, both in one sentence each."""

    letter: str
    name: str
    bar: Bar
    number: str
    reason: str
    points: tuple[Point, ...]
    components: tuple[ComponentView, ...]
    coverage: str
    coach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeelingView:
    """One feeling the customer voiced, and what came of it. quote: what was answered, or ''.

    point: for another try from here, None where there is none.
    """

    time: str
    feeling: str
    hidden: bool
    outcome: str
    mark: str
    clip: Span
    quote: str = ""
    point: StatePoint | None = None


@dataclass(frozen=True, slots=True)
class SelfCheckView:
    """What the learner said before, beside what was measured. gaps: one sentence a letter worth a look."""

    sentence: str
    gaps: tuple[str, ...]
    same: str


@dataclass(frozen=True, slots=True)
class DebriefView:
    """The whole debrief. recording: what is to be known about the recording before the letters are read.

    changes: at most two things to change, the first is the one for now. customer, cues: of a practice call.
    coach: what coaches wrote and rated, None before anybody did.
    """

    title: str
    about: str
    rows: tuple[RowView, ...]
    keep: tuple[Point, ...]
    changes: tuple[Point, ...]
    feelings: tuple[FeelingView, ...]
    talk: str
    recording: tuple[str, ...]
    notes: tuple[str, ...]
    has_media: bool
    self_check: SelfCheckView | None = None
    customer: CustomerView | None = None
    cues: tuple[CueView, ...] = ()
    coach: CoachView | None = None


def present_debrief(session: OpenedSession, today: date) -> DebriefView:
    """Everything the page shows."""
    card = session.scorecard
    advice = coaching(card)
    wordings = tuple(session.reword(session.utterances)) if session.reword is not None else None
    said = session.self_check.ratings if session.self_check is not None else {}
    coach = coach_words(session)
    rows = tuple(
        replace(_row(letter, card.letters.get(letter), wordings, said.get(letter)), coach=coach.get(letter, ()))
        for letter in LETTERS
    )
    about = [duration(card.duration_s), day(session.started_at, today)]
    return DebriefView(
        title=session.title,
        about=" · ".join(about),
        rows=rows,
        keep=_keep(card, advice),
        changes=tuple(_with_point(_change(target, wordings), session) for target in advice.targets),
        feelings=tuple(_feeling(moment, point_at(session, moment.t_s)) for moment in card.moments),
        talk=_talk(card.talk_share, len(card.interruptions)),
        recording=session.notes,
        notes=tuple(flag.text for flag in card.flags),
        has_media=bool(session.media),
        self_check=_self_check(session.self_check, card),
        customer=present_customer(session),
        cues=present_cues(session),
        coach=present_coach(session),
    )


def clip_around(span: Span, duration_s: float) -> Span:
    """A stretch long enough to understand: a lead before, at least 4 s, at most 12 s."""
    start = max(0.0, span.start_s - CLIP_LEAD_S)
    length = min(CLIP_LONGEST_S, max(CLIP_SHORTEST_S, span.end_s + 1.0 - start))
    end = start + length
    return Span(start, min(end, duration_s) if duration_s > start else end)


def words_during(utterances: Sequence[Utterance], t_s: float) -> str:
    """What is being said at this time, for the caption of a clip."""
    for said in utterances:
        if said.start_s <= t_s <= said.end_s + 0.6:
            return said.text
    return ""


def _row(
    letter: str, score: LetterScore | None, wordings: Sequence[BetterWording] | None, said: float | None
) -> RowView:
    if score is None:
        return RowView(letter, LETTER_NAMES[letter], bar_of(None), "–", "This letter was left out.", (), (), "")
    return RowView(
        letter=letter,
        name=LETTER_NAMES[letter],
        bar=bar_of(score, said),
        number=_number(score),
        reason=_main_reason(score),
        points=tuple(
            replace(_point(letter, reason, score.components), wording=_wording(reason, wordings))
            for reason in _weightiest(score.reasons)[:MOST_REASONS]
        ),
        components=tuple(component_view(part) for part in score.components),
        coverage=f"Measured in {percent(score.coverage)} of the call.",
    )


def _number(score: LetterScore) -> str:
    if score.state == "scored" and score.value is not None:
        return f"{score.value:.0f}"
    if score.state == "band" and score.low is not None and score.high is not None:
        return f"{score.low:.0f}–{score.high:.0f}"
    return "–"


def _main_reason(score: LetterScore) -> str:
    if score.state == "not_enough":
        return score.note or "Not enough evidence in this call."
    strongest = _weightiest(score.reasons)
    return sentence(strongest[0].text) if strongest else score.note


def _weightiest(reasons: Iterable[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: -abs(reason.delta))


def _point(letter: str, reason: Reason, components: Sequence[ComponentScore]) -> Point:
    aim = next((f"{part.name.lower()}, {part.target}" for part in components if part.id == reason.component), "")
    return Point(letter, sentence(reason.text), reason.quote or "", reason.spans[:MOST_CLIPS], reason.delta >= 0, aim)


def _wording(reason: Reason, wordings: Sequence[BetterWording] | None) -> WordingView | None:
    """The better wording of a quoted weak sentence; one without text says that none could be built."""
    if wordings is None:
        return None
    found = wording_for(reason, wordings)
    if found is not None:
        return WordingView(found.rewrite.better, found.rewrite.why)
    weak = reason.delta < 0 and reason.quote and reason.component in WEAK_WORDS
    return WordingView("", NO_WORDING) if weak else None


def _keep(card: Scorecard, advice: Coaching) -> tuple[Point, ...]:
    return tuple(
        _point(strength.letter, strength.reason, card.letters[strength.letter].components)
        for strength in advice.strengths
        if strength.reason.delta >= LEAST_DELTA
    )


def _change(target: Target, wordings: Sequence[BetterWording] | None) -> Point:
    """What was noticed, one thing to do next time, and its drill."""
    drill = drill_for(target.letter)
    if target.reason is None:
        return Point(target.letter, sentence(target.name), "", (), False, target.action, drill=drill)
    reason = target.reason
    spans, wording = reason.spans[:MOST_CLIPS], _wording(reason, wordings)
    return Point(target.letter, sentence(reason.text), reason.quote or "", spans, False, target.action, wording, drill)


def _with_point(point: Point, session: OpenedSession) -> Point:
    """With the moment at which it can be tried again."""
    return replace(point, point=point_at(session, point.clips[0].start_s)) if point.clips else point


def _feeling(moment: Moment, point: StatePoint | None) -> FeelingView:
    words, mark = OUTCOME_WORDS[moment.outcome]
    span = Span(moment.t_s, moment.t_s + 6.0)
    quote = (moment.quote or "").strip("“” ")
    return FeelingView(clock(moment.t_s), moment.feeling, moment.hidden, words, mark, span, quote, point)


def _self_check(check: SelfCheck | None, card: Scorecard) -> SelfCheckView | None:
    if check is None:
        return None
    found = gaps(check, card)
    apart = [gap for gap in found if gap.apart]
    near = [gap.letter for gap in found if not gap.apart]
    same = f"Where you and the measurement agree: {listed(near)}." if near else ""
    return SelfCheckView(check.sentence, tuple(_gap(gap) for gap in apart[:MOST_GAPS]), same)


def _gap(gap: Gap) -> str:
    measured = f"you said {gap.said:.0f}, measured {gap.measured:.0f}"
    if gap.apart > 0:
        return f"{LETTER_NAMES[gap.letter]}: {measured}. Play its clips and see what you had not noticed."
    return f"{LETTER_NAMES[gap.letter]}: {measured}. It went better than you thought."


def _talk(share: float | None, interruptions: int) -> str:
    parts = [] if share is None else [f"You spoke {percent(share)} of the time"]
    if interruptions:
        parts.append("spoke over them once" if interruptions == 1 else f"spoke over them {interruptions} times")
    text = " and ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""
