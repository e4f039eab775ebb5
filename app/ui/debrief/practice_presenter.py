"""How it went with the written customer, and why cues came, as the debrief shows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.practice import debrief
from app.practice.cue_trace import around, is_drawn
from app.practice.cue_why import why_words
from app.practice.customer_rating import HIGHEST, RatingReason, rate
from app.practice.debrief import Answer, Aside, PathTurn
from app.practice.deed_words import COSTLY, NEUTRAL, deed_words
from app.practice.end_words import change_words, closing_words, first_name
from app.practice.scenario.model import NodeFeeling, Scenario
from app.practice.turns import StatePoint
from app.ui.ports import KeptPractice, OpenedSession
from app.ui.words import clock, sentence
from perception.recording.records import CueRecord
from perception.types import Span

NO_CUSTOMER: Final = (
    "This call had no written customer",
    "After a call with one, this page shows how calm they were and how far they trusted you, turn by turn, and why. "
    "From any turn you can try again.",
)
NO_TURNS: Final = ("The customer said nothing yet", "The call ended before the first turn was over.")
SILENCE: Final = "You said nothing."
_WHO: Final = "Your customer"


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of the path. heading: time and where the customer stood. feeling: '' for none; hidden: not in the words.

    said: what the customer said. asides: what came in between. answer: what was said to it, '' where nothing was;
    note then says so. found: what was found in it: what helped, what cost and the rest, each with a mark. because: why
    the customer went on as they did. moved: how that moved them, or ''. turning: this turn moved them most. clip: what
    to play. point: for another try from here, None where there is none.
    """

    number: int
    time: str
    state: str
    said: str
    feeling: str
    hidden: bool
    asides: tuple[str, ...]
    answer: str
    note: str
    found: tuple[tuple[str, str], ...]
    because: str
    moved: str
    mark: str
    turning: bool
    clip: Span
    point: StatePoint | None

    @property
    def aloud(self) -> str:
        """All of it, for people who do not see it."""
        found = ", ".join(words for words, _ in self.found)
        answer = f"You said: {self.answer}" if self.answer else self.note
        parts = (f"Turn {self.number}, {self.time}", f"They said: {self.said}", answer, found, self.because)
        return " ".join(part if part.endswith((".", "!", "?", "”")) else f"{part}." for part in parts if part)


@dataclass(frozen=True, slots=True)
class TracksView:
    """Calm and trust, 0..100, at each turn. turning: number of the turn (from 0) at which they then stood, and whether
    that was a rise. words: the same for people who do not see it."""

    calm: tuple[float, ...]
    trust: tuple[float, ...]
    turning: tuple[tuple[int, bool], ...]
    words: str


@dataclass(frozen=True, slots=True)
class RatingView:
    """The customer's own rating at the end."""

    felt_heard: int
    words: str
    reasons: tuple[RatingReason, ...]


@dataclass(frozen=True, slots=True)
class CustomerView:
    """How it went with the customer. empty: title and sentence when there is nothing to show, else None."""

    name: str
    tab: str
    heading: str
    end: str
    change: str
    tracks: TracksView | None
    turns: tuple[TurnView, ...]
    rating: RatingView | None
    empty: tuple[str, str] | None = None
    trouble: str = ""
    them: str = "them"


@dataclass(frozen=True, slots=True)
class CueView:
    """One cue of the call. drawn: its number can be shown over time. wrong: the learner said so."""

    cue: CueRecord
    time: str
    letter: str
    text: str
    why: str
    clip: Span
    drawn: bool
    wrong: bool = False


def present_customer(session: OpenedSession) -> CustomerView:
    """The customer's side of a session."""
    kept = session.practice
    if kept is None or not kept.steps:
        name = _name(kept)
        empty = NO_CUSTOMER if kept is None else NO_TURNS
        tab = "The customer" if kept is None else f"With {name}"
        return CustomerView(name, tab, "", "", "", None, (), None, empty, kept.trouble if kept else "")
    turns, name, pronoun = debrief.path_of(kept.steps), _name(kept), _pronoun(kept)
    turning = debrief.turning_points(turns)
    return CustomerView(
        name=name,
        tab=f"With {name}" if name != _WHO else "The customer",
        heading=f"How it went with {name if name != _WHO else 'your customer'}",
        end=_end(kept, turns),
        change=change_words(pronoun, turns[0].calm, turns[-1].calm),
        tracks=_tracks(turns, turning, name),
        turns=tuple(_turn(turn, kept, turning) for turn in turns),
        rating=_rating(session, turns, name, pronoun),
        trouble=kept.trouble,
        them={"she": "her", "he": "him"}.get(pronoun, "them"),
    )


def present_cues(session: OpenedSession) -> tuple[CueView, ...]:
    """The cues that were shown, in order of time."""
    return tuple(_cue(cue, cue in session.wrong_cues) for cue in sorted(session.cues, key=lambda cue: cue.t_s))


def point_at(session: OpenedSession, t_s: float) -> StatePoint | None:
    """Where another try can begin that meets what was said at this time; None where there is none."""
    kept = session.practice
    if kept is None or kept.scenario is None:
        return None
    turn = debrief.turn_at(debrief.path_of(kept.steps), t_s)
    return turn.point if turn is not None and turn.may_retry else None


def _cue(cue: CueRecord, wrong: bool) -> CueView:
    return CueView(cue, clock(cue.t_s), cue.letter, cue.text, why_words(cue), around(cue), is_drawn(cue), wrong)


def _name(kept: KeptPractice | None) -> str:
    return first_name(kept.scenario.persona) if kept is not None and kept.scenario is not None else _WHO


def _pronoun(kept: KeptPractice) -> str:
    return kept.scenario.persona.pronoun if kept.scenario is not None else "they"


def _end(kept: KeptPractice, turns: tuple[PathTurn, ...]) -> str:
    end = debrief.end_of(turns)
    if end is None:
        return "The call was ended before the customer had said the last word."
    if kept.scenario is None:
        return {"escalated": "The customer will take it further.", "left": "The customer ended the call."}.get(
            end, "The customer said goodbye."
        )
    return closing_words(kept.scenario.persona, end)


def _tracks(turns: tuple[PathTurn, ...], turning: tuple[PathTurn, ...], name: str) -> TracksView:
    first, last = turns[0], turns[-1]
    marks = tuple((turn.number, debrief.rises(turn)) for turn in turning if turn.number < len(turns))
    words = (
        f"{name}: calm from {first.calm:.0f} to {last.calm:.0f}, trust from {first.trust:.0f} to {last.trust:.0f} of "
        f"100, over {len(turns)} turns."
    )
    return TracksView(tuple(t.calm for t in turns), tuple(t.trust for t in turns), marks, words)


def _turn(turn: PathTurn, kept: KeptPractice, turning: tuple[PathTurn, ...]) -> TurnView:
    felt = _felt(kept.scenario, turn)
    answer = turn.answer
    return TurnView(
        number=turn.number,
        time=clock(turn.t_s),
        state=f"calm {turn.calm:.0f} · trust {turn.trust:.0f}",
        said=turn.text,
        feeling=felt.word if felt is not None else "",
        hidden=felt is not None and felt.hidden,
        asides=tuple(_aside(aside) for aside in turn.asides),
        answer=answer.text if answer is not None else "",
        note=_note(turn),
        found=_found(answer, _pronoun(kept)),
        because=answer.because if answer is not None else "",
        moved=_moved(answer),
        mark="unknown" if not _moved(answer) else "good" if debrief.rises(turn) else "watch",
        turning=turn in turning,
        clip=debrief.clip_of(turn),
        point=turn.point if turn.may_retry and kept.scenario is not None else None,
    )


def _felt(scenario: Scenario | None, turn: PathTurn) -> NodeFeeling | None:
    node = scenario.nodes.get(turn.node) if scenario is not None else None
    felt = node.feeling if node is not None else None
    return felt if felt is not None and felt.intensity > 0 else None


def _note(turn: PathTurn) -> str:
    if turn.answer is not None:
        return "" if turn.answer.text else SILENCE
    return "" if turn.end is not None else "The call ended here, before an answer."


def _found(answer: Answer | None, pronoun: str) -> tuple[tuple[str, str], ...]:
    if answer is None:
        return ()
    kinds: dict[str, list[str]] = {"good": [], "watch": [], "": []}
    for deed, words in zip(answer.deeds, deed_words(answer.deeds, pronoun), strict=True):
        kinds["watch" if deed in COSTLY else "" if deed in NEUTRAL else "good"].append(words)
    return tuple((sentence(" · ".join(words)), mark) for mark, words in kinds.items() if words)


def _moved(answer: Answer | None) -> str:
    """What it did to calm and trust; '' where that rounds to nothing."""
    if answer is None:
        return ""
    told = (("calm", round(answer.calm_change)), ("trust", round(answer.trust_change)))
    return " · ".join(f"{what} {points:+d}".replace("-", "−") for what, points in told if points)


def _aside(aside: Aside) -> str:
    if aside.manner == "nudge":
        return f"Into the silence they said: “{aside.text}”"
    if aside.manner == "break_in":
        return f"They broke in: “{aside.text}”"
    if aside.heard:
        return f"You: “{aside.heard}” They asked again: “{aside.text}”"
    return "They said it again."


def _rating(session: OpenedSession, turns: tuple[PathTurn, ...], name: str, pronoun: str) -> RatingView | None:
    found = rate(turns, session.scorecard.moments, pronoun=pronoun)
    if found is None:
        return None
    return RatingView(found.felt_heard, f"{name} felt heard: {found.felt_heard} of {HIGHEST}", found.reasons)
