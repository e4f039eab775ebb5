"""Which lanes the tracks of a session have, and what stands on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from app.library.review import happenings as moments
from app.library.review import stretches as spans
from app.library.review.series import Happening, LetterSeries, SessionSeries, Stretch, VoiceSeries
from app.ui.review.tracks.presenters.envelope import Envelope
from app.ui.words import SHORT_NAMES
from perception.recording.review_notes import Comment
from perception.types import LETTERS, Span

Height = Literal["low", "middle", "tall"]
LOCKED_TEXT: Final = "Unlocks when you have rated the seven letters"
COMMENTS: Final = "comments"


@dataclass(frozen=True, slots=True)
class Speech:
    """Runs of speech of one side. overlaps: where the other spoke, too."""

    runs: tuple[Stretch, ...]
    colour: Literal["you", "customer", "muted"]
    overlaps: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Stretches in rows under each other, a row a label."""

    rows: tuple[tuple[str, tuple[Stretch, ...]], ...]


@dataclass(frozen=True, slots=True)
class Gaze:
    """Where the person looked; the kinds differ in height and filling."""

    runs: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A letter over time with its interval. series: None while it is still being worked out."""

    series: LetterSeries | None


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """Pitch over level of one voice. Ranges: what the lane's height stands for, Hz and dB."""

    pitch: Envelope
    level: Envelope
    pitch_hz: tuple[float, float]
    level_db: tuple[float, float]
    colour: Literal["you", "customer", "muted"]


@dataclass(frozen=True, slots=True)
class Points:
    """Moments."""

    points: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Comments:
    """What was written about moments and spans; without those about the whole session."""

    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Locked:
    """Stands where the machine's judgement will be."""

    text: str = LOCKED_TEXT


Content = Speech | Rows | Gaze | Band | Voice | Points | Comments | Locked


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """A lane with its name. judged: it tells what the machine thinks and waits until the coach has rated."""

    id: str
    name: str
    content: Content
    height: Height = "middle"
    letter: str = ""
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """How the two sides are called. csm: 'You' for a learner, else a name."""

    csm: str = "You"
    customer: str = "Customer"

    @property
    def csm_speaks(self) -> str:
        """You speak, Alex speaks."""
        return "You speak" if self.csm == "You" else f"{self.csm} speaks"

    @property
    def csm_voice(self) -> str:
        """Your voice, Alex's voice."""
        return "Your voice" if self.csm == "You" else f"{self.csm}'s voice"


def lanes_of(series: SessionSeries, names: Names, *, letters: Mapping[str, LetterSeries] | None) -> tuple[Lane, ...]:
    """All lanes of a session from top to bottom; without those of signals that were not there.

    letters: the letters over time; None while they are still being worked out.
    """
    return (
        *_speech_lanes(series, names),
        Lane("moments", "Feeling moments", Points(_points(series, moments.MOMENT)), "low", judged=True),
        *_optional("interruptions", "Interruptions", series, moments.INTERRUPTION, judged=True),
        Lane(COMMENTS, "Comments", Comments(), "low"),
        *_letter_lanes(letters),
        *_face_lanes(series),
        *_body_lanes(series),
        *_voice_lanes(series, names),
        *_optional("cues", "Cues shown", series, moments.CUE, judged=True),
        *_optional("steps", "Steps of the call", series, moments.STEP, judged=True),
        *_optional("marks", "Marks", series, moments.MARK),
    )


def shown_lanes(lanes: Sequence[Lane], *, locked: bool, hidden: frozenset[str]) -> list[Lane]:
    """The lanes that are drawn. Where they are locked one line stands for all that tells the machine's judgement."""
    shown: list[Lane] = []
    told = False
    for lane in lanes:
        if lane.judged and locked:
            if not told:
                shown.append(Lane("locked", "The letters", Locked(), "low"))
            told = True
        elif lane.id not in hidden:
            shown.append(lane)
    return shown


def with_comments(lanes: Sequence[Lane], comments: Sequence[Comment]) -> tuple[Lane, ...]:
    """The same lanes with these comments on theirs."""
    placed = tuple(sorted((one for one in comments if one.t_s is not None), key=lambda one: one.t_s or 0.0))
    return tuple(replace(lane, content=Comments(placed)) if lane.id == COMMENTS else lane for lane in lanes)


def _stretches(series: SessionSeries, *kinds: str) -> tuple[Stretch, ...]:
    return tuple(one for one in series.stretches if one.kind in kinds)


def _points(series: SessionSeries, kind: str) -> tuple[Happening, ...]:
    return tuple(one for one in series.happenings if one.kind == kind)


def _speech_lanes(series: SessionSeries, names: Names) -> Iterator[Lane]:
    customer, csm = _stretches(series, spans.CUSTOMER_SPEECH), _stretches(series, spans.CSM_SPEECH)
    unknown = _stretches(series, spans.UNKNOWN_SPEECH)
    yield Lane("customer", f"{names.customer} speaks", Speech(customer, "customer", series.overlaps), "low")
    yield Lane("csm", names.csm_speaks, Speech(csm, "you", series.overlaps), "low")
    if unknown:
        yield Lane("unknown", "Who speaks is not known", Speech(unknown, "muted"), "low")


def _letter_lanes(letters: Mapping[str, LetterSeries] | None) -> Iterator[Lane]:
    for letter in LETTERS:
        if letters is None:
            yield Lane(letter, SHORT_NAMES[letter], Band(None), letter=letter, judged=True)
        elif letter in letters:
            yield Lane(letter, SHORT_NAMES[letter], Band(letters[letter]), letter=letter, judged=True)


def _face_lanes(series: SessionSeries) -> Iterator[Lane]:
    if series.face is None:
        return
    yield Lane("gaze", "Looks", Gaze(_stretches(series, spans.GAZE)), "low")
    rows = _rows(_stretches(series, spans.DISPLAY, spans.CUSTOMER_SMILE))
    yield Lane("displays", "Face shows", Rows(rows), "middle")


def _body_lanes(series: SessionSeries) -> Iterator[Lane]:
    if series.pose is not None:
        yield Lane("posture", "Posture", Rows(_rows(_stretches(series, spans.POSTURE))), "middle")
    yield from _optional("nods", "Nods", series, moments.NOD)


def _rows(stretches: Sequence[Stretch]) -> tuple[tuple[str, tuple[Stretch, ...]], ...]:
    """A row a label that is there, always in the same order."""
    by_label: dict[str, list[Stretch]] = {}
    for one in stretches:
        by_label.setdefault(one.label, []).append(one)
    return tuple((label, tuple(by_label[label])) for label in spans.LABELS if label in by_label)


def _voice_lanes(series: SessionSeries, names: Names) -> Iterator[Lane]:
    sides: tuple[tuple[str, str, Literal["you", "customer", "muted"]], ...] = (
        ("csm", names.csm_voice, "you"),
        ("customer", f"{names.customer}'s voice", "customer"),
        ("unknown", "Voices", "muted"),
    )
    for speaker, name, colour in sides:
        content = _voice(series.voices[speaker], colour) if speaker in series.voices else None
        if content is not None:
            yield Lane(f"voice_{speaker}", name, content)


def _voice(voice: VoiceSeries, colour: Literal["you", "customer", "muted"]) -> Voice | None:
    pitch, level = Envelope(voice.t_s, voice.f0_hz), Envelope(voice.t_s, voice.level_dbfs)
    levels = level.range(20.0, 99.8)
    if levels is None:
        return None
    hz = pitch.range(1.0, 99.0) or (100.0, 200.0)
    low, high = hz[0] * 0.9, hz[1] * 1.1
    return Voice(pitch, level, (low, high), (levels[0], max(levels[1], levels[0] + 12.0)), colour)


def _optional(ident: str, name: str, series: SessionSeries, kind: str, *, judged: bool = False) -> Iterator[Lane]:
    points = _points(series, kind)
    if points:
        yield Lane(ident, name, Points(points), "low", judged=judged)
