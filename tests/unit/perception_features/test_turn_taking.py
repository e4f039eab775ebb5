from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.features.turn_taking import (
    GRID_S,
    clip_intervals,
    floor_of,
    intervals_of,
    is_backchannel_text,
    merge_intervals,
    rasterise,
    speech_in,
    speech_states,
    talk_share,
    total_s,
)
from perception.types import Speaker, SpeechSegment, Utterance, Word


def at(*pairs: tuple[float, float]) -> np.ndarray:
    return np.asarray(pairs, dtype=float).reshape(-1, 2)


def said(speaker: Speaker, start: float, end: float, text: str, *, timed: bool = False) -> Utterance:
    parts = text.split()
    step = (end - start) / len(parts)
    words = tuple(Word(start + i * step, start + (i + 1) * step, w, 1.0) for i, w in enumerate(parts)) if timed else ()
    return Utterance(start, end, speaker, text, words)


def test_merge_closes_overlaps_and_drops_empty_ones() -> None:
    merged = merge_intervals(at((3, 4), (0, 1), (0.5, 2), (5, 5), (7, 6)))
    assert merged.tolist() == [[0, 2], [3, 4]]
    assert merge_intervals(at((0, 1), (1.2, 2)), join_s=0.25).tolist() == [[0, 2]]
    assert merge_intervals(at()).shape == (0, 2)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.01, 5)), max_size=12), st.randoms(use_true_random=False))
def test_merge_does_not_depend_on_order(pairs: list[tuple[float, float]], random) -> None:
    intervals = at(*((a, a + d) for a, d in pairs))
    shuffled = list(intervals)
    random.shuffle(shuffled)
    assert np.array_equal(merge_intervals(intervals), merge_intervals(at(*shuffled)))


def test_intervals_come_from_segments_or_utterances() -> None:
    segments = [SpeechSegment(2, 3, "csm"), SpeechSegment(0, 1, "csm"), SpeechSegment(0, 9, "customer")]
    assert intervals_of(segments, "csm").tolist() == [[0, 1], [2, 3]]
    assert intervals_of([said("customer", 1, 2, "hello there")], "customer").tolist() == [[1, 2]]


def test_clip_and_sums() -> None:
    speech = at((0, 2), (3, 5), (8, 9))
    assert clip_intervals(speech, start_s=1, end_s=4).tolist() == [[1, 2], [3, 4]]
    assert total_s(speech) == 5
    assert speech_in(speech, start_s=1, end_s=4) == 2
    assert speech_in(speech, start_s=5.5, end_s=7) == 0


def test_rasterise_marks_cells_by_their_middle() -> None:
    cells = rasterise(at((0.1, 0.2)), start_s=0.0, cells=6)
    assert cells.tolist() == [False, False, True, True, False, False]


def test_states_partition_time() -> None:
    states = speech_states(at((0, 2)), at((1, 3)), start_s=0, end_s=4)
    assert states.speaking.sum() * GRID_S == pytest.approx(2)
    assert states.listening.sum() * GRID_S == pytest.approx(1)
    assert states.both.sum() * GRID_S == pytest.approx(1)
    assert states.quiet.sum() * GRID_S == pytest.approx(1)


def test_talk_share_swaps_to_its_complement() -> None:
    own, other = at((0, 3)), at((3, 10))
    share = talk_share(own, other, start_s=0, end_s=10)
    assert share == pytest.approx(0.3)
    assert talk_share(other, own, start_s=0, end_s=10) == pytest.approx(0.7)
    assert talk_share(at(), at(), start_s=0, end_s=10) is None


@pytest.mark.parametrize("text", ["mm-hm", "Mhm.", "I see", "Right, right", "Okay!", "Of course."])
def test_backchannel_wordings(text: str) -> None:
    assert is_backchannel_text(text)


@pytest.mark.parametrize("text", ["", "No.", "I see what you mean", "we will fix it"])
def test_other_wordings_are_no_backchannels(text: str) -> None:
    assert not is_backchannel_text(text)


def test_short_pauses_stay_inside_a_turn_and_long_ones_part_it() -> None:
    floor = floor_of(at((0, 2), (2.5, 4), (5.5, 6)), at())
    assert [(t.start_s, t.end_s) for t in floor.of("csm")] == [(0, 4), (5.5, 6)]
    assert floor.of("csm")[0].speech_s == pytest.approx(3.5)


def test_silence_has_no_turns() -> None:
    assert floor_of(at(), at()).turns == ()


def test_a_customer_backchannel_does_not_break_a_monologue() -> None:
    floor = floor_of(at((0, 10), (10.4, 20)), at((10.0, 10.3)))
    assert [(turn.start_s, turn.end_s) for turn in floor.of("csm")] == [(0, 20)]
    assert floor.of("customer") == ()


def test_mm_hm_during_customer_speech_is_a_backchannel_and_no_interruption() -> None:
    floor = floor_of(at((4, 4.6)), at((0, 10)), [said("csm", 4, 4.6, "mm-hm")])
    assert len(floor.backchannels) == 1
    assert floor.interruptions == ()
    assert floor.of("csm") == ()


def test_short_words_that_are_not_in_the_list_are_a_turn() -> None:
    floor = floor_of(at((10.2, 10.8)), at((0, 10), (11, 15)), [said("csm", 10.2, 10.8, "By Friday.")])
    assert floor.backchannels == ()
    assert len(floor.of("csm")) == 1


def test_a_backchannel_needs_the_other_to_go_on() -> None:
    assert floor_of(at((10.2, 10.8)), at((0, 10)), []).backchannels == ()


def test_coming_in_on_the_customer_is_an_interruption() -> None:
    floor = floor_of(at((5, 9)), at((0, 8)))
    assert [(one.start_s, one.weight) for one in floor.interruptions] == [(5, 1.0)]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (at((7.8, 11)), at((0, 8))),  # too little overlap
        (at((7.5, 11)), at((0, 8))),  # nearly finished, words unknown
        (at((0.1, 4)), at((0, 5))),  # began together
        (at((5, 5.7)), at((0, 9))),  # too short, words unknown
        (at((8.5, 11)), at((0, 8))),  # after the end
    ],
)
def test_what_is_no_interruption(own: np.ndarray, other: np.ndarray) -> None:
    assert floor_of(own, other).interruptions == ()


def test_the_customer_coming_in_on_a_pause_is_not_the_csm_interrupting() -> None:
    assert floor_of(at((0, 5), (5.5, 9)), at((5.2, 8))).interruptions == ()


def test_a_customer_cut_off_near_the_end_counts_when_the_sentence_was_unfinished() -> None:
    cut = [said("customer", 0, 8, "and then the export just")]
    done = [said("customer", 0, 8, "and then the export failed.")]
    assert len(floor_of(at((7.4, 11)), at((0, 8)), cut).interruptions) == 1
    assert floor_of(at((7.4, 11)), at((0, 8)), done).interruptions == ()


def test_three_words_make_a_short_onset_an_interruption() -> None:
    words = [said("csm", 5, 5.8, "no that's wrong", timed=True)]
    assert len(floor_of(at((5, 5.8)), at((0, 10)), words).interruptions) == 1


def test_a_question_to_understand_counts_half() -> None:
    words = [said("csm", 5, 6.5, "which export was that?")]
    assert floor_of(at((5, 6.5)), at((0, 10)), words).interruptions[0].weight == 0.5


def test_finishing_the_customers_words_counts_half() -> None:
    words = [
        said("csm", 5, 6.4, "the whole weekend", timed=True),
        said("customer", 0, 10, "so we lost on top of all that the whole weekend", timed=True),
    ]
    assert floor_of(at((5, 6.4)), at((0, 10)), words).interruptions[0].weight == 0.5


def test_latency_is_from_offset_to_onset() -> None:
    floor = floor_of(at((11, 15), (19, 22)), at((0, 10), (16, 20)))
    assert [round(r.latency_s, 3) for r in floor.replies] == [1.0, -1.0]


def test_words_of_another_stretch_tell_nothing_about_this_one() -> None:
    far = [said("csm", 4.5, 8.0, "a longer sentence that began before")]
    assert len(floor_of(at((5, 5.6)), at((0, 10)), far).backchannels) == 1


def test_an_onset_of_a_second_without_words_is_an_interruption_of_full_weight() -> None:
    assert [one.weight for one in floor_of(at((5, 6.2)), at((0, 10)), ()).interruptions] == [1.0]
    words = [said("csm", 5, 5.8, "wait what", timed=True)]
    assert floor_of(at((5, 5.8)), at((0, 10)), words).interruptions == ()


def test_a_word_that_begins_a_longer_contribution_is_its_onset() -> None:
    """ "Okay, (breath) so let me check": no backchannel, and the interruption begins with the first word."""
    floor = floor_of(at((5, 5.6), (6.05, 12)), at((3, 6.7)), [said("csm", 5, 5.6, "Okay")])
    assert floor.backchannels == ()
    assert [(one.start_s, one.end_s) for one in floor.interruptions] == [(5, 12)]


def test_two_signs_of_listening_a_breath_apart_stay_signs_of_listening() -> None:
    floor = floor_of(at((4, 4.4), (4.8, 5.2)), at((0, 10)))
    assert len(floor.backchannels) == 2
    assert floor.interruptions == ()


def test_a_customer_who_takes_a_breath_is_still_interrupted() -> None:
    floor = floor_of(at((5, 8)), at((0, 5.2), (5.5, 7)))
    assert [one.start_s for one in floor.interruptions] == [5]


def test_coming_in_again_right_after_the_customer_took_over_is_no_interruption() -> None:
    assert floor_of(at((0, 5), (5.8, 9)), at((5.1, 8))).interruptions == ()


# A conversation of 40 s by hand: turns, a backchannel, an interruption, a cooperative question, pauses.
CSM = at((0, 3), (9.0, 9.5), (14.5, 18), (25, 26.2), (33, 36))
CUSTOMER = at((3.6, 8.8), (9.2, 13), (13.3, 16), (18.9, 24), (24.3, 29), (29.5, 32.2))
LINES = [
    said("csm", 9.0, 9.5, "mm-hm"),
    said("csm", 14.5, 18, "Let me stop you there, that is a known issue."),
    said("csm", 25, 26.2, "Which report was that?"),
]


def test_a_whole_conversation() -> None:
    floor = floor_of(CSM, CUSTOMER, LINES)
    assert [(b.start_s, b.end_s) for b in floor.backchannels] == [(9.0, 9.5)]
    assert [(i.start_s, i.weight) for i in floor.interruptions] == [(14.5, 1.0), (25, 0.5)]
    assert [round(r.latency_s, 2) for r in floor.replies] == [-1.5, -4.0, 0.8]
    assert max(turn.end_s - turn.start_s for turn in floor.of("csm")) == pytest.approx(3.5)
    states = speech_states(CSM, CUSTOMER, start_s=0, end_s=36)
    assert states.both.sum() * GRID_S == pytest.approx(0.3 + 1.5 + 1.2, abs=0.1)
    assert states.quiet.sum() * GRID_S == pytest.approx(0.6 + 0.2 + 0.3 + 0.9 + 0.3 + 0.5 + 0.8, abs=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_interruptions_are_found_with_edges_that_are_off_by_a_tenth(seed: int) -> None:
    rng = np.random.default_rng(seed)
    off = [speech + rng.uniform(-0.08, 0.08, speech.shape) for speech in (CSM, CUSTOMER)]
    found = floor_of(off[0], off[1], LINES).interruptions
    assert [one.start_s for one in found] == [pytest.approx(14.5, abs=0.3), pytest.approx(25, abs=0.3)]
