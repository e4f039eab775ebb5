"""The script in time: when each line is spoken and what is then true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.demo.script import Deed, DeedKind, Line, Script
from perception.errors import InvalidValueError
from perception.types import Nod, PhaseChange, Span, Speaker, SpeechSegment, StatedFeeling, Utterance

LEAD_S: Final = 1.2  # silence before the first word
TAIL_S: Final = 1.5  # and after the last one


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line with its place in the call."""

    line: Line
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class TimedDeed:
    """A deed with its place in the call."""

    deed: Deed
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of the call because it was written so. Times in seconds of the call.

    talk_share: share of the CSM in all speech time, backchannels included, pauses inside a line too. nods: `cycles` and
    `amplitude_deg` as drawn. leans_in, leans_back: spans by sign. interruptions: from the CSM's first word to the
    end of the customer's line.
    """

    duration_s: float
    talk_share: float
    speech: tuple[SpeechSegment, ...]
    utterances: tuple[Utterance, ...]
    phases: tuple[PhaseChange, ...]
    feelings: tuple[StatedFeeling, ...]
    interruptions: tuple[Span, ...]
    nods: tuple[Nod, ...]
    look_aways: tuple[Span, ...]
    smiles: tuple[Span, ...]
    leans_in: tuple[Span, ...]
    leans_back: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every line and deed of the call with its time, in order."""

    script: Script
    spoken: tuple[Spoken, ...]
    deeds: tuple[TimedDeed, ...]
    duration_s: float

    def of(self, speaker: Speaker) -> tuple[Spoken, ...]:
        """The lines of one speaker."""
        return tuple(item for item in self.spoken if item.line.speaker == speaker)

    def spans(self, kind: DeedKind, *, negative: bool = False) -> tuple[Span, ...]:
        """When the CSM is seen doing this (`negative`: with a level below 0)."""
        chosen = (item for item in self.deeds if item.deed.kind == kind and (item.deed.level < 0) == negative)
        return tuple(Span(item.start_s, item.end_s) for item in chosen)


def lay_out(script: Script, durations_s: Sequence[float]) -> Timeline:
    """Place every line, given how long each takes to say. Raises InvalidValueError when the counts differ."""
    if len(durations_s) != len(script.lines):
        raise InvalidValueError(
            f"{len(script.lines)} lines have {len(durations_s)} durations.", recovery="Give one for each line."
        )
    spoken: list[Spoken] = []
    now_s, before = LEAD_S, Span(LEAD_S, LEAD_S)
    for line, duration_s in zip(script.lines, durations_s, strict=True):
        if line.inside is not None:
            start_s = before.start_s + line.inside * (before.end_s - before.start_s)
            spoken.append(Spoken(line, start_s, start_s + duration_s))
            continue
        start_s = now_s + line.pause_s - (line.overlap_s or 0.0)
        before = Span(start_s, start_s + duration_s)
        spoken.append(Spoken(line, before.start_s, before.end_s))
        now_s = max(now_s, before.end_s)
    spoken.sort(key=lambda item: item.start_s)
    deeds = sorted((_timed(item, deed) for item in spoken for deed in item.line.deeds), key=lambda d: d.start_s)
    return Timeline(script, tuple(spoken), tuple(deeds), now_s + TAIL_S)


def _timed(spoken: Spoken, deed: Deed) -> TimedDeed:
    start_s = max(0.0, spoken.start_s + deed.at_s)
    return TimedDeed(deed, start_s, start_s + deed.for_s)


def truth_of(timeline: Timeline) -> Truth:
    """What the call holds."""
    seconds = {who: sum(item.end_s - item.start_s for item in timeline.of(who)) for who in _SPEAKERS}
    nods = (item for item in timeline.deeds if item.deed.kind == "nod")
    return Truth(
        duration_s=timeline.duration_s,
        talk_share=seconds["csm"] / max(sum(seconds.values()), 1e-9),
        speech=tuple(SpeechSegment(item.start_s, item.end_s, item.line.speaker) for item in timeline.spoken),
        utterances=tuple(
            Utterance(item.start_s, item.end_s, item.line.speaker, item.line.text) for item in timeline.spoken
        ),
        phases=tuple(PhaseChange(item.start_s, item.line.phase) for item in timeline.spoken if item.line.phase),
        feelings=tuple(_stated(item) for item in timeline.spoken if item.line.feeling is not None),
        interruptions=_interruptions(timeline),
        nods=tuple(Nod(item.start_s, item.end_s, item.deed.cycles, item.deed.level) for item in nods),
        look_aways=timeline.spans("look_away"),
        smiles=timeline.spans("smile"),
        leans_in=timeline.spans("lean"),
        leans_back=timeline.spans("lean", negative=True),
    )


_SPEAKERS: Final[tuple[Speaker, ...]] = ("csm", "customer")


def _stated(item: Spoken) -> StatedFeeling:
    feeling = item.line.feeling
    assert feeling is not None
    return StatedFeeling(
        item.start_s,
        item.end_s,
        feeling.family,
        feeling.word,
        feeling.intensity,
        cause=feeling.cause,
        source="scenario",
    )


def _interruptions(timeline: Timeline) -> tuple[Span, ...]:
    """The CSM's lines that begin over a line of the customer, backchannels aside."""
    found = []
    for item in timeline.of("csm"):
        if item.line.overlap_s:
            found.append(Span(item.start_s, item.start_s + item.line.overlap_s))
    return tuple(found)
