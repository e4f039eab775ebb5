"""What a report shows of a session, ready to print. Pure: the same view feeds paper, picture and terminal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from app.practice.coach_said import coach_values
from app.reports.coach import comment_lines, override_words
from app.reports.practice import PracticeView
from app.reports.words import (
    DISCLAIMER,
    LETTER_NAMES,
    OUTCOMES,
    clock,
    corrected_by_hand,
    day,
    length,
    percent,
    quantity,
    sentence,
    value_text,
)
from perception.recording.format import SessionHeader
from perception.recording.review_notes import ReviewEntry
from perception.scoring.params import LIVE_GOOD
from perception.scoring.targets import Coaching, coaching
from perception.scoring.wordings import BetterWording, wording_for
from perception.types import LETTERS, ComponentScore, Letter, LetterScore, LiveMark, Moment, Reason, Scorecard, Span

HEADING: Final = "What an observer would notice"
EXPLANATION: Final = (
    "Computed on this computer from what was seen and heard. The bar shows the value, the soft band how sure it is: "
    "in 8 of 10 measurements the value lies within. A dashed bar was not measured, which is never counted against you."
)
_LEAST_DELTA: Final = 0.5  # points below which a reason is not worth naming
_NOT_ENOUGH: Final = "Not enough evidence"
_LEFT_OUT: Final = "This letter was left out of this session."
_PLACES: Final = 3


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason: plain sentence, quote ('' when the sentence holds it already), times as text, direction.

    action: what to do next time, only for what is to be changed. better: how the quoted words are said better, or ''.
    """

    letter: str
    text: str
    quote: str
    times: str
    helped: bool
    action: str = ""
    better: str = ""


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component in words; `mark` as for letters."""

    name: str
    value: str
    target: str
    coverage: str
    mark: LiveMark


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter. value is set when scored; low, high also for a band; all None without enough evidence.

    headline: the reason that weighs most, or why nothing was measured. coach: the values that coaches put beside it.
    """

    letter: str
    name: str
    value_text: str
    value: float | None
    low: float | None
    high: float | None
    mark: LiveMark
    headline: str
    coverage: str
    reasons: tuple[ReasonView, ...] = ()
    components: tuple[ComponentView, ...] = ()
    coach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MomentView:
    """One feeling the customer voiced and what came of it."""

    time: str
    feeling: str
    hidden: bool
    outcome: str
    mark: LiveMark
    quote: str


@dataclass(frozen=True, slots=True)
class ScorecardView:
    """A whole report. keep: at most two strengths; change: one thing to try, or None.

    notes: how the recording was read, and that its transcript was corrected. practice: of a call with a written
    customer, else None. self_check: what the learner said before, one line a letter. partner: what a partner in a room
    answered, one line an answer. comments: what coaches wrote and the learner answered, one line each.
    """

    title: str
    about: str
    rows: tuple[LetterRow, ...]
    keep: tuple[ReasonView, ...]
    change: ReasonView | None
    moments: tuple[MomentView, ...]
    talk: str
    flags: tuple[ReasonView, ...]
    made_with: str
    notes: tuple[str, ...] = ()
    disclaimer: str = DISCLAIMER
    practice: PracticeView | None = None
    self_check: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def scorecard_view(
    scorecard: Scorecard,
    header: SessionHeader | None = None,
    wordings: Sequence[BetterWording] = (),
    *,
    corrected_lines: int = 0,
    entries: Sequence[ReviewEntry] = (),
) -> ScorecardView:
    """Everything a report says. Without a header the title is plain. wordings: better ones for what was said.

    corrected_lines: how many lines of the transcript a person corrected. entries: what counts of the review.
    """
    advice = coaching(scorecard)
    about = [length(scorecard.duration_s)]
    if header is not None:
        about.append(day(header.started_at))
    return ScorecardView(
        title=header.title if header is not None else "Your call",
        about=" · ".join(about),
        rows=tuple(_row(letter, scorecard.letters.get(letter), wordings, entries) for letter in LETTERS),
        keep=tuple(_reason(one.letter, one.reason) for one in advice.strengths if one.reason.delta >= _LEAST_DELTA),
        change=_change(advice),
        moments=tuple(_moment(moment) for moment in scorecard.moments),
        talk=_talk(scorecard),
        flags=tuple(replace(_reason("", flag), helped=False) for flag in scorecard.flags),  # each worth a look
        made_with=_made_with(header),
        notes=_notes(header, corrected_lines),
        comments=comment_lines(entries),
    )


def mark_of(score: LetterScore) -> LiveMark:
    """good, watch, or unknown without enough evidence; a band counts by its middle."""
    middle = score.value
    if score.state != "scored" and score.low is not None and score.high is not None:
        middle = 0.5 * (score.low + score.high)
    if score.state == "not_enough" or middle is None:
        return "unknown"
    return "good" if middle >= LIVE_GOOD else "watch"


def _row(
    letter: Letter, score: LetterScore | None, wordings: Sequence[BetterWording], entries: Sequence[ReviewEntry]
) -> LetterRow:
    coach = tuple(f"Coach: {override_words(one)}" for one in coach_values(entries).get(letter, ()))
    if score is None:
        return LetterRow(letter, LETTER_NAMES[letter], "–", None, None, None, "unknown", _LEFT_OUT, "", coach=coach)
    known = score.state != "not_enough"
    return LetterRow(
        letter=letter,
        name=LETTER_NAMES[letter],
        value_text=value_text(score),
        value=score.value if score.state == "scored" else None,
        low=score.low if known else None,
        high=score.high if known else None,
        mark=mark_of(score),
        headline=_headline(score),
        coverage=f"Evidence from {percent(score.coverage)} of what is needed.",
        reasons=tuple(_reason(letter, reason, wordings) for reason in score.reasons) if known else (),
        components=tuple(component_view(component) for component in score.components),
        coach=coach,
    )


def _headline(score: LetterScore) -> str:
    if score.state == "not_enough":
        note = score.note.strip()
        if note[:1].isupper():  # a sentence of its own
            return sentence(note)
        return sentence(f"{_NOT_ENOUGH}: {note}" if note else f"{_NOT_ENOUGH} in this call")
    strongest = max(score.reasons, key=lambda reason: abs(reason.delta), default=None)
    return sentence(strongest.text) if strongest else ""


def _reason(letter: str, reason: Reason, wordings: Sequence[BetterWording] = ()) -> ReasonView:
    quote = reason.quote or ""
    wording = wording_for(reason, wordings)
    return ReasonView(
        letter=letter,
        text=sentence(reason.text),
        quote="" if quote in reason.text else quote,
        times=_times(reason.spans),
        helped=reason.delta >= 0,
        better=wording.rewrite.better if wording is not None else "",
    )


def _times(spans: Iterable[Span]) -> str:
    return ", ".join(dict.fromkeys(clock(span.start_s) for span in tuple(spans)[:_PLACES]))


def component_view(component: ComponentScore) -> ComponentView:
    """One component in words, as reports and the debrief show it."""
    coverage = percent(component.coverage)
    if component.value is None or component.s is None:
        return ComponentView(component.name, "not measured", component.target, coverage, "unknown")
    value = quantity(component.value, component.unit)
    if component.weight == 0:
        return ComponentView(component.name, value, "measured, not scored", coverage, "unknown")
    mark: Literal["good", "watch"] = "good" if component.s >= 0.5 else "watch"
    return ComponentView(component.name, value, component.target, coverage, mark)


def _moment(moment: Moment) -> MomentView:
    met = moment.outcome in ("named", "acknowledged")
    return MomentView(
        time=clock(moment.t_s),
        feeling=moment.feeling,
        hidden=moment.hidden,
        outcome=OUTCOMES[moment.outcome],
        mark="good" if met else "watch",
        quote=moment.quote or "",
    )


def _change(advice: Coaching) -> ReasonView | None:
    """The first target: what was noticed, and one thing to do next time."""
    if not advice.targets:
        return None
    target = advice.targets[0]
    if target.reason is None:
        return ReasonView(target.letter, sentence(target.name), "", "", helped=False, action=target.action)
    return dataclasses.replace(_reason(target.letter, target.reason), action=target.action)


def _talk(scorecard: Scorecard) -> str:
    parts = [] if scorecard.talk_share is None else [f"You spoke {percent(scorecard.talk_share)} of the time."]
    count = len(scorecard.interruptions)
    if count:
        times = _times(scorecard.interruptions)
        often = "once" if count == 1 else f"{count} times"
        parts.append(f"You spoke over the customer {often} ({times}{', …' if count > _PLACES else ''}).")
    return " ".join(parts)


def _notes(header: SessionHeader | None, corrected_lines: int) -> tuple[str, ...]:
    read = header.notices if header is not None else ()
    return tuple(text for text in (*read, corrected_by_hand(corrected_lines)) if text)


def _made_with(header: SessionHeader | None) -> str:
    if header is None:
        return ""
    models = ", ".join(f"{name} {checksum[:8]}" for name, checksum in sorted(header.models.items()))
    return f"Version {header.app_version}" + (f" · models: {models}" if models else "")
