import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.recording.records import KINDS, CueRecord, EndedRecord, PartRecord, StepRecord, time_of
from perception.recording.stretch import LEFT_OUT, LENGTHS, TIMES, shifted, stretch_of, within
from perception.types import (
    CustomerSmile,
    FaceObservation,
    Gap,
    Mark,
    Nod,
    PhaseChange,
    PoseObservation,
    Span,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
    Word,
)
from tests.unit.perception_recording import session_samples

times = st.floats(0.0, 600.0, allow_nan=False)


def voice(t_s, count):
    run = np.arange(count, dtype=float)
    return VoiceObservation(t_s, 0.01, "csm", run, run / (count + 1), -run, run)


@st.composite
def spans(draw):
    start = draw(times)
    return start, start + draw(st.floats(0.0, 60.0))


@st.composite
def lines(draw):
    start, end = draw(spans())
    count = draw(st.integers(1, 6))
    edges = [start + (end - start) * place / count for place in range(count + 1)]
    words = tuple(Word(edges[n], edges[n + 1], f"w{n}", 0.9) for n in range(count))
    return Utterance(start, end, "csm", " ".join(word.text for word in words), words if draw(st.booleans()) else ())


records = st.one_of(
    st.builds(FaceObservation, times, st.just(True)),
    st.builds(PoseObservation, times, st.just(True)),
    st.builds(Mark, times, st.just("x")),
    st.builds(PhaseChange, times, st.sampled_from(["greet", "vent", "solve"])),
    st.builds(lambda t, since: CueRecord(t, "E", "Look up", "r", since_s=since), times, st.none() | times),
    spans().map(lambda s: Nod(*s, 2, 5.0)),
    spans().map(lambda s: SpeechSegment(*s, "customer")),
    spans().map(lambda s: StatedFeeling(*s, "anger", "angry", 2)),
    spans().map(lambda s: CustomerSmile(*s, "scenario")),
    spans().map(lambda s: Gap(*s, "video", "lost")),
    lines(),
    st.builds(voice, times, st.integers(1, 300)),
)


def all_times(value):
    """Every field of time in a value, however deep."""
    if isinstance(value, tuple):
        return [time for item in value for time in all_times(item)]
    if not dataclasses.is_dataclass(value):
        return []
    found = []
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if field.name in TIMES:
            found += [held] if held is not None else []
        else:
            found += all_times(held)
    return found


def test_of_every_field_in_seconds_it_is_decided_whether_it_moves():
    seen = {}

    def look(kind):
        for field in dataclasses.fields(kind):
            if field.name.endswith("_s"):
                seen.setdefault(field.name, kind)

    for kind in (*KINDS.values(), Word):
        if kind not in LEFT_OUT:
            look(kind)
    assert set(seen) <= TIMES | LENGTHS
    assert not TIMES & LENGTHS


@given(records, times, times)
def test_what_is_kept_lies_in_the_stretch_and_counts_from_its_beginning(record, start, length):
    span = Span(start, start + length)
    part = within(record, span)
    if part is None:
        return
    assert type(part) is type(record)
    moved = shifted(part, -start)
    for before, after in zip(all_times(part), all_times(moved), strict=True):
        assert after == pytest.approx(max(0.0, before - start))
    for time in all_times(moved):
        assert 0.0 <= time <= length + 1e-6
    assert time_of(moved) <= length + 0.011  # of a run of the voice the last hop reaches half a hop further


@given(records, times)
def test_a_stretch_that_holds_all_of_a_record_only_moves_it(record, before):
    later = shifted(record, before)
    span = Span(before, before + 700.0)
    (again,) = list(stretch_of([later], span))
    if isinstance(record, VoiceObservation):
        assert again.t_s == pytest.approx(record.t_s)
        assert np.array_equal(again.f0_hz, record.f0_hz)
    else:
        assert all_times(again) == pytest.approx(all_times(record))


def test_records_of_the_whole_call_are_left_out():
    whole = Span(0.0, 100.0)
    gone = (PartRecord(0, 0.0), StepRecord(1.0, "a", "b", 1.0, 1.0), EndedRecord(9.0, "x"), session_samples.scorecard())
    assert [within(record, whole) for record in gone] == [None] * 4


def test_a_line_keeps_the_words_whose_middle_is_inside_with_its_punctuation():
    words = (Word(1.0, 2.0, "That", 1), Word(2.0, 3.0, "sounds", 1), Word(3.0, 4.0, "hard", 1))
    line = Utterance(1.0, 4.0, "csm", "That sounds hard.", words)
    kept = within(line, Span(2.4, 9.0))
    assert (kept.text, kept.start_s, kept.end_s) == ("sounds hard.", 2.4, 4.0)
    assert [(word.start_s, word.end_s) for word in kept.words] == [(2.4, 3.0), (3.0, 4.0)]
    assert within(dataclasses.replace(line, words=()), Span(2.4, 9.0)).text == "sounds hard."
    assert within(line, Span(3.8, 9.0)) is None


def test_half_a_nod_is_none_and_a_run_of_the_voice_is_cut():
    assert within(Nod(1.0, 2.0, 2, 5.0), Span(1.5, 9.0)) is None
    kept = within(voice(1.0, 100), Span(1.495, 1.705))
    assert len(kept.f0_hz) == len(kept.level_dbfs) == 21
    assert math.isclose(kept.t_s, 1.5)
    assert kept.f0_hz[0] == 50


def test_the_phase_of_the_call_stands_at_the_beginning():
    call = [PhaseChange(1.0, "greet"), PhaseChange(5.0, "vent"), Mark(12.0, "x"), PhaseChange(15.0, "solve")]
    found = list(stretch_of(call, Span(10.0, 20.0)))
    assert found == [PhaseChange(0.0, "vent"), Mark(2.0, "x"), PhaseChange(5.0, "solve")]
