"""E, M and P on synthetic pictures (measurement page 11, items 1, 3, 4)."""

from __future__ import annotations

import dataclasses

import pytest

from perception.types import (
    CustomerSmile,
    FaceObservation,
    Nod,
    Observation,
    PersonalBaseline,
    PhaseChange,
    PoseObservation,
    Utterance,
    Word,
)
from tests.unit.perception_scoring.scoring_streams import FULL, bodies, component, faces, felt, run, speech

HALVES = [(10.0 * i, 10.0 * i + 5) for i in range(18)]
OTHER = [(10.0 * i + 5, 10.0 * i + 10) for i in range(18)]
TALK = [*speech("customer", *HALVES), *speech("csm", *OTHER)]


def score(observations: list[Observation], letter: str, **config: object) -> float:
    value = run(observations, now_s=180, **config).letters[letter].value
    assert value is not None
    return value


# ---------------------------------------------------------------- E


def test_a_gaze_fixed_on_the_call_attends_all_the_time() -> None:
    card = run([*TALK, *faces(0, 180)], now_s=180)
    assert component(card, "E1").value >= 0.95


def test_looking_off_by_far_attends_never() -> None:
    card = run([*TALK, *faces(0, 180, attend=lambda t: 0.05)], now_s=180)
    assert component(card, "E1").value <= 0.1
    assert "looked away" in " ".join(r.text for r in card.letters["E"].reasons)


def test_blinks_hardly_change_attending() -> None:
    def blink(t: float) -> float:
        return 0.9 if (t * 26 / 60) % 1 < 0.4 * 26 / 60 else 0.0

    plain = component(run([*TALK, *faces(0, 180)], now_s=180), "E1").value
    blinking = faces(0, 180, blink=blink, attend=lambda t: 0.1 if blink(t) else 1.0)
    assert component(run([*TALK, *blinking], now_s=180), "E1").value == pytest.approx(plain, abs=0.02)


def test_closed_eyes_count_as_away() -> None:
    closed = faces(0, 180, blink=lambda t: 0.9 if t % 10 < 4 else 0.0)
    assert component(run([*TALK, *closed], now_s=180), "E1").value < 0.4


def test_swapping_speakers_swaps_e1_and_e2_only() -> None:
    attend = lambda t: 1.0 if t % 10 < 4 else 0.0  # noqa: E731
    swapped = [*speech("csm", *HALVES), *speech("customer", *OTHER)]
    one = run([*TALK, *faces(0, 180, attend=attend)], now_s=180)
    two = run([*swapped, *faces(0, 180, attend=attend)], now_s=180)
    assert component(one, "E1").value == pytest.approx(component(two, "E2").value, abs=1e-6)
    assert component(one, "E3").value == pytest.approx(component(two, "E3").value)


def test_a_lively_gaze_scores_well() -> None:
    lively = faces(0, 180, attend=lambda t: 1.0 if t % 5 < 3.8 else 0.0)
    card = run([*TALK, *faces(0, 0), *lively, *[felt(20.0 * i, "anger") for i in range(1, 5)]], now_s=180)
    assert card.letters["E"].state == "scored"
    assert card.letters["E"].value > 80
    assert any(r.delta > 0 for r in card.letters["E"].reasons)


def test_without_calibration_coverage_is_capped() -> None:
    card = run([*TALK, *faces(0, 180)], now_s=180, baseline=None)
    assert card.letters["E"].coverage <= 0.5
    assert card.letters["E"].state == "band"
    assert "alibrate" in card.letters["E"].note


def test_head_pose_stands_in_for_the_eyes() -> None:
    turned = faces(0, 180, attend=lambda t: None, yaw=lambda t: 40.0 if t % 10 < 2.5 else 0.0)
    assert component(run([*TALK, *turned], now_s=180), "E1").value == pytest.approx(0.5, abs=0.05)


def test_neither_eyes_nor_reference_means_no_score() -> None:
    blind = [FaceObservation(0.1 * i, found=True, faces=1) for i in range(600)]
    assert run([*TALK, *blind], now_s=60, baseline=PersonalBaseline()).letters["E"].value is None


def test_long_looks_away_cost_and_notes_mode_allows_more() -> None:
    def away(t: float) -> float:
        return 0.0 if t % 10 < 4.6 else 1.0

    plain = run([*TALK, *faces(0, 180, attend=away)], now_s=180).letters["E"]
    notes = run([*TALK, *faces(0, 180, attend=away)], now_s=180, notes_mode=True).letters["E"]
    assert notes.value > plain.value


def test_staring_without_a_blink_costs() -> None:
    talk = speech("csm", (0, 60))
    blink = lambda t: 0.9 if t % 3 < 0.1 else 0.0  # noqa: E731
    still = run([*talk, *faces(0, 60)], now_s=60)
    alive = run([*talk, *faces(0, 60, blink=blink)], now_s=60)
    assert component(still, "E2").s == component(alive, "E2").s == pytest.approx(0, abs=0.01)
    assert still.letters["E"].coverage == pytest.approx(alive.letters["E"].coverage, abs=0.02)


def test_the_customer_unheard_leaves_e1_unmeasured() -> None:
    card = run([*speech("csm", *OTHER), *faces(0, 180)], now_s=180, has_customer_channel=False)
    assert component(card, "E1").s is None
    assert component(card, "E1").coverage == 0


def test_a_short_session_says_the_customer_was_not_heard() -> None:
    card = run(faces(0, 60), now_s=60, has_customer_channel=False)
    assert card.letters["E"].note == "Not enough evidence: the customer's sound was not captured."


def test_a_face_out_of_the_picture_is_said() -> None:
    card = run([*TALK, *faces(0, 180, found=False)], now_s=180)
    assert card.letters["E"].value is None
    assert "face" in card.letters["E"].note


# ---------------------------------------------------------------- M


def smiling(t: float) -> dict[str, float]:
    return {"smile": 0.7}


ANGER = [felt(10.0 * i, "anger", end_s=10.0 * i + 4, intensity=3) for i in range(18)]
JOY = [felt(10.0 * i, "relief_positive", end_s=10.0 * i + 4) for i in range(18)]


def test_a_smile_at_anger_lowers_and_at_relief_raises() -> None:
    neutral = score([*TALK, *faces(0, 180), *ANGER], "M")
    assert score([*TALK, *faces(0, 180, shows=smiling), *ANGER], "M") <= neutral - 20
    relief = score([*TALK, *faces(0, 180), *JOY], "M")
    assert score([*TALK, *faces(0, 180, shows=smiling), *JOY], "M") > relief


def test_raised_brows_fit_best_and_lowered_brows_badly() -> None:
    brows = score([*TALK, *faces(0, 180, shows=lambda t: {"concern": 0.6}), *ANGER], "M")
    neutral = score([*TALK, *faces(0, 180), *ANGER], "M")
    lowered = score([*TALK, *faces(0, 180, shows=lambda t: {"scowl": 0.6}), *ANGER], "M")
    assert brows > neutral > lowered


def test_a_short_polite_smile_is_harmless_and_a_soft_one_with_worry() -> None:
    worry = [felt(10.0 * i, "worry", end_s=10.0 * i + 4) for i in range(18)]
    soft = run([*TALK, *faces(0, 180, shows=lambda t: {"smile": 0.45}), *worry], now_s=180)
    broad = run([*TALK, *faces(0, 180, shows=smiling), *worry], now_s=180)
    assert component(soft, "M1").value > component(broad, "M1").value
    short = run([*TALK, *faces(0, 180, shows=lambda t: {"smile": 0.7 if t % 10 < 0.8 else 0.0}), *ANGER], now_s=180)
    assert component(short, "M1").value > 0.7


def test_answering_with_brows_or_a_nod_is_responsive() -> None:
    def answering(t: float) -> dict[str, float]:
        return {"brow_raise": 0.6 if 1 <= t % 10 < 3 else 0.0}

    moved = run([*TALK, *faces(0, 180, shows=answering), *ANGER], now_s=180)
    nods = [Nod(10.0 * i + 1, 10.0 * i + 2, 2, 4.0) for i in range(18)]
    nodded = run([*TALK, *faces(0, 180), *nods, *ANGER], now_s=180)
    still = run([*TALK, *faces(0, 180), *ANGER], now_s=180)
    assert component(moved, "M2").s == component(nodded, "M2").s == 1
    assert component(still, "M2").s == 0


def test_a_smile_that_goes_away_answers_anger_and_one_that_comes_answers_relief() -> None:
    fading = faces(0, 180, shows=lambda t: {"smile": 0.7 if t % 10 > 9 or t % 10 < 1.2 else 0.0})
    assert component(run([*TALK, *fading, *ANGER[1:]], now_s=180), "M2").s == 1
    coming = faces(0, 180, shows=lambda t: {"smile": 0.7 if 2 < t % 10 < 5 else 0.0})
    assert component(run([*TALK, *coming, *JOY], now_s=180), "M2").s == 1


def test_a_flat_face_never_falls_under_the_floor() -> None:
    assert component(run([*TALK, *faces(0, 180), *ANGER], now_s=180), "M4").s == pytest.approx(0.4)


def test_dismissive_movements_cost() -> None:
    rolls = faces(0, 180, shows=lambda t: {"eye_roll": 0.9 if 2 < t % 10 < 2.8 else 0.0})
    side = faces(0, 180, shows=lambda t: {"smile_asymmetry": 0.6, "smile": 0.3} if 2 < t % 10 < 3 else {})
    neutral = score([*TALK, *faces(0, 180), *ANGER], "M")
    assert score([*TALK, *rolls, *ANGER], "M") < neutral - 10
    assert score([*TALK, *side, *ANGER], "M") < neutral - 10


def test_without_a_voiced_feeling_m_is_not_scored_and_says_why() -> None:
    talk = [*TALK, *faces(0, 180)]
    card = run(talk, now_s=180)
    assert card.letters["M"].state == "not_enough"
    assert component(card, "M1").s is None
    assert card.letters["M"].note == "Not enough evidence: the customer's words were not captured."


def test_faces_of_which_no_display_or_only_a_smile_is_known_are_not_read() -> None:
    for shown in ({}, {"smile": 0.6}):
        turned = [dataclasses.replace(face, displays=shown) for face in faces(0, 180)]
        assert run([*TALK, *turned, *ANGER], now_s=180).letters["M"].value is None


def smiles(*starts: float) -> list[Observation]:
    return [CustomerSmile(start, start + 1.5, source="video") for start in starts]


def test_smiling_back_counts_and_drops_out_when_the_customer_never_smiles() -> None:
    back = faces(0, 180, shows=lambda t: {"smile": 0.7 if 4.5 < t % 10 < 6 else 0.0})
    ten = smiles(*(10.0 * i + 4 for i in range(18)))
    card = run([*TALK, *back, *JOY, *ten], now_s=180)
    assert component(card, "M3").s == 1
    assert component(card, "M3").coverage == 1
    assert "smiled back" in " ".join(r.text for r in card.letters["M"].reasons)
    still = run([*TALK, *faces(0, 180), *JOY, *ten], now_s=180)
    assert component(still, "M3").s == 0
    assert "no smile came back" in " ".join(r.text for r in still.letters["M"].reasons)
    assert "M3" not in [c.id for c in run([*TALK, *back, *JOY], now_s=180).letters["M"].components]


def test_a_smile_that_comes_late_or_unseen_is_no_answer() -> None:
    late = faces(0, 180, shows=lambda t: {"smile": 0.7 if 7 < t % 10 < 9 else 0.0})
    ten = smiles(*(10.0 * i + 4 for i in range(18)))
    assert component(run([*TALK, *late, *JOY, *ten], now_s=180), "M3").s == 0
    unseen = [*faces(0, 3), *faces(6, 179)]
    card = run([*TALK, *unseen, *JOY, *smiles(4.0, 179.5)], now_s=180)
    assert component(card, "M3").value is None


def test_without_own_range_m_carries_less() -> None:
    own = run([*TALK, *faces(0, 180), *ANGER], now_s=180).letters["M"].coverage
    none = run([*TALK, *faces(0, 180), *ANGER], now_s=180, baseline=None).letters["M"].coverage
    assert none < own


# ---------------------------------------------------------------- P


NODS = [Nod(10.0 * i + 5.1, 10.0 * i + 6, 2, 4.0) for i in range(18)]
VENT = PhaseChange(0.0, "vent")


def test_upright_framed_nodding_and_open_scores_well() -> None:
    card = run([*TALK, *faces(0, 180), *bodies(0, 180, lean=lambda t: 0.05), *NODS, VENT, *ANGER], now_s=180)
    assert card.letters["P"].state == "scored"
    assert card.letters["P"].value > 90


def test_slouch_and_tilt_and_turning_away_lower_p2() -> None:
    for bad in (bodies(0, 180, slouch=0.7), bodies(0, 180, tilt=9.0)):
        assert component(run([*TALK, *faces(0, 180), *bad], now_s=180), "P2").s == 0
    turned = faces(0, 180, yaw=lambda t: 35.0)
    assert component(run([*TALK, *turned, *bodies(0, 180)], now_s=180), "P2").s == 0


def test_leaning_back_while_the_customer_vents_lowers_p3() -> None:
    back = bodies(0, 180, lean=lambda t: -0.05)
    forward = bodies(0, 180, lean=lambda t: 0.05)
    still = bodies(0, 180)
    s = [component(run([*TALK, *x, VENT, *ANGER], now_s=180), "P3").s for x in (back, still, forward)]
    assert s[0] == 0
    assert s[1] == 1
    assert s[2] == 1


def test_nods_count_by_rate_timing_and_kind() -> None:
    late = [Nod(10.0 * i + 3.0, 10.0 * i + 4, 2, 4.0) for i in range(18)]
    bursts = [Nod(10.0 * i + 1.0, 10.0 * i + 4, 14, 4.0) for i in range(18)]
    silent = [Nod(10.0 * i + 7.0, 10.0 * i + 8, 2, 4.0) for i in range(18)]
    values = [
        component(run([*TALK, *faces(0, 180), *bodies(0, 180), *n], now_s=180), "P4") for n in (NODS, late, bursts)
    ]
    assert values[0].s == 1
    assert values[0].value == pytest.approx(12, abs=0.5)
    assert values[1].s == 0
    assert values[2].value == 0
    assert component(run([*TALK, *faces(0, 180), *bodies(0, 180), *silent], now_s=180), "P4").value == 0


def test_timing_told_with_the_nod_is_taken() -> None:
    timed = [Nod(10.0 * i + 3.0, 10.0 * i + 4, 2, 4.0, timed=True) for i in range(18)]
    assert component(run([*TALK, *faces(0, 180), *bodies(0, 180), *timed], now_s=180), "P4").s == 1


def test_crossed_arms_fidgeting_and_touching_lower_p5() -> None:
    base = [*TALK, *faces(0, 180)]
    crossed = bodies(0, 180, crossed=lambda t: True)
    restless = bodies(0, 180, motion=0.9)
    for bad in (crossed, restless):
        assert component(run([*base, *bad], now_s=180), "P5").s == 0


def test_restless_is_beyond_the_own_usual_movement() -> None:
    base = [*TALK, *faces(0, 180), *bodies(0, 180, motion=0.12)]
    still, lively = (dataclasses.replace(FULL, motion=motion) for motion in (0.05, 0.2))
    assert component(run(base, now_s=180, baseline=still), "P5").s == 0
    assert component(run(base, now_s=180, baseline=lively), "P5").s == 1
    assert component(run(base, now_s=180), "P5").s == 1
    trembling = [*TALK, *faces(0, 180), *bodies(0, 180, motion=0.04)]
    assert component(run(trembling, now_s=180, baseline=dataclasses.replace(FULL, motion=0.001)), "P5").s == 1


def test_rapid_nodding_in_pieces_is_one_burst() -> None:
    pieces = [Nod(10.0 * i + a, 10.0 * i + b, n, 4.0) for i in range(18) for a, b, n in ((1.0, 4.0, 12), (4.1, 5.5, 5))]
    assert component(run([*TALK, *faces(0, 180), *bodies(0, 180), *pieces], now_s=180), "P4").value == 0


def test_hands_out_of_the_picture_are_unknown() -> None:
    unknown = bodies(0, 180, crossed=lambda t: None, touch=None)
    card = run([*TALK, *faces(0, 180), *unknown], now_s=180)
    assert component(card, "P5").s == 1
    assert component(card, "P5").coverage < 0.8


def test_head_only_framing_leaves_p3_to_p5_out() -> None:
    head = bodies(0, 180, framing="head_only", visible=False)
    card = run([*TALK, *faces(0, 180), *head, *ANGER, *NODS], now_s=180)
    assert all(component(card, i).coverage == 0 for i in ("P3", "P4", "P5"))
    assert component(card, "P1").s == 0
    assert card.letters["P"].state == "not_enough"
    assert "shoulders" in card.letters["P"].note


def test_leaned_back_with_crossed_arms_at_anger_costs() -> None:
    closed = bodies(0, 180, lean=lambda t: -0.05, crossed=lambda t: True)
    sad = [felt(10.0 * i, "sadness", end_s=10.0 * i + 4, intensity=3) for i in range(18)]
    base = [*TALK, *faces(0, 180), *closed]
    assert score([*base, *ANGER], "P") < score([*base, *sad], "P")


def test_no_body_is_said() -> None:
    absent = [PoseObservation(0.2 * i, found=False) for i in range(900)]
    card = run([*TALK, *faces(0, 180), *absent], now_s=180)
    assert card.letters["P"].value is None
    assert "shoulders" in card.letters["P"].note


def test_without_camera_the_note_says_so() -> None:
    card = run(TALK, now_s=180, has_video=False)
    for letter in "EMP":
        assert card.letters[letter].state == "not_enough"
        assert card.letters[letter].note == "Not enough evidence: there was no picture."


def test_pauses_between_words_are_phrase_ends() -> None:
    words = tuple(Word(a, a + 0.4, "word", 1.0) for a in (0.0, 1.0, 2.0, 3.0))
    long = [*speech("customer", (0, 60)), Utterance(0, 3.4, "customer", "word word word word", words)]
    near = [Nod(a + 0.5, a + 0.9, 1, 3.0) for a in (0.0, 1.0, 2.0)]
    far = [Nod(a, a + 0.4, 1, 3.0) for a in (10.0, 20.0, 30.0)]
    values = [component(run([*long, *faces(0, 60), *bodies(0, 60), *n], now_s=60), "P4") for n in (near, far)]
    assert values[0].value == values[1].value == pytest.approx(3.0)
    assert values[0].s == pytest.approx(2 / 3)
    assert values[1].s == 0
