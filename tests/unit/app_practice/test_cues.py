"""Live cues: when they come, and above all when they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice import cue_params as params
from app.practice.cue_rules import RULE_NAMES, RULES, words_of
from app.practice.cue_values import Cue, CueSettings
from app.practice.cue_view import CueOver, CueView, HeardTurn
from app.practice.cues import CuePolicy, goes_without, trust_after_wrong
from app.practice.scenario.model import DEEDS
from app.practice.turns import CsmTurn, ReadTurn
from perception.types import LETTERS, LiveLetter
from tests.unit.app_ui.test_no_feelings_of_the_user import feelings

STEP_S = 0.2
QUIET = CueView()


def level(letter: str, value: float, coverage: float = 0.8) -> dict[str, LiveLetter]:
    return {letter: LiveLetter(letter, value, "watch", coverage)}


def turn(end_s: float, *deeds: str, answered: int = 0, phase=None, p: float = 1.0, seconds: float = 6.0) -> HeardTurn:
    return HeardTurn(ReadTurn(CsmTurn("words", seconds, p), tuple(deeds)), end_s - seconds, end_s, answered, phase)


def play(policy: CuePolicy, *pieces: tuple[float, CueView], start_s: float = 0.0):
    """Everything that came and went while each view lasted until its time."""
    told, now_s = [], start_s
    for until_s, view in pieces:
        while now_s < until_s - 1e-9:
            told += policy.update(now_s, view)
            now_s = round(now_s + STEP_S, 3)
    return told


def cues(told) -> list[Cue]:
    return [one for one in told if isinstance(one, Cue)]


AWAY = CueView(level("E", 20.0), customer_since_s=0.0, attend_p=0.1)


# ---------------------------------------------------------------- the rules


def test_a_look_away_that_lasted_is_told_with_its_numbers_and_goes_when_done():
    policy = CuePolicy(CueSettings())
    (cue,) = cues(play(policy, (8.2, AWAY)))
    assert policy.shown == cue
    assert (cue.rule, cue.letter, cue.text) == ("look_away", "E", "Look into the camera")
    assert cue.t_s == 8.0
    assert cue.since_s == 0.0
    assert cue.numbers["attend_p"] == 0.1
    assert cue.limits["lasted_s"] == params.AWAY_S
    assert cue.numbers["low_s"] >= cue.limits["low_s"] == params.LOW_S
    told = play(policy, (12.0, replace(AWAY, attend_p=0.9)), start_s=8.2)
    assert [(one.rule, one.done) for one in told] == [("look_away", True)]
    assert policy.shown is None
    assert told[0].t_s < 8.0 + 3.0


def test_a_cue_goes_by_itself_after_its_time():
    told = play(CuePolicy(CueSettings(shown_s=4.0)), (20.0, AWAY))
    assert [(type(one), one.t_s) for one in told] == [(Cue, 8.0), (CueOver, 12.0)]
    assert not told[1].done


@pytest.mark.parametrize(
    "view",
    [
        replace(AWAY, letters=level("E", 60.0)),
        replace(AWAY, letters=level("E", 20.0, coverage=0.4)),
        replace(AWAY, letters={}),
        replace(AWAY, attend_p=None),
        replace(AWAY, customer_since_s=None),
    ],
    ids=["good letter", "thin evidence", "no letter", "not measured", "nobody speaks"],
)
def test_without_a_second_sign_nothing_is_said(view):
    assert not play(CuePolicy(CueSettings()), (60.0, view))


def test_a_glance_begins_the_time_anew_but_a_blink_does_not():
    back = replace(AWAY, attend_p=0.9)
    policy = CuePolicy(CueSettings())
    assert not play(policy, (6.0, AWAY), (8.0, back), (11.8, AWAY))
    assert cues(play(CuePolicy(CueSettings()), (6.0, AWAY), (6.4, back), (8.4, AWAY)))


def test_a_pause_of_the_call_begins_every_time_anew():
    policy = CuePolicy(CueSettings())
    play(policy, (7.8, AWAY))
    assert not play(policy, (40.0, AWAY), start_s=33.0)
    assert cues(play(policy, (41.2, AWAY), start_s=40.0))


def test_a_raised_voice_is_told_in_the_turn_and_needs_no_low_letter():
    loud = CueView(csm_since_s=0.0, level_db=8.0, pitch_st=4.0)
    (cue,) = cues(play(CuePolicy(CueSettings()), (6.0, loud)))
    assert (cue.rule, cue.t_s) == ("raised_voice", 3.0)
    assert not play(CuePolicy(CueSettings()), (6.0, replace(loud, pitch_st=1.0)))


def test_interrupting_twice_is_told_while_the_customer_speaks():
    policy = CuePolicy(CueSettings(), pronoun="she")
    first = CueView(turn=turn(10.0, "interrupted"), customer_since_s=10.4)
    assert not play(policy, (20.0, first), start_s=10.2)
    second = CueView(turn=turn(26.0, "interrupted", "explained"), customer_since_s=26.2)
    (cue,) = cues(play(policy, (30.0, second), start_s=26.0))
    assert (cue.text, cue.letter, cue.since_s) == ("Let her finish", "H", 4.0)
    assert cue.numbers["turns"] == cue.limits["turns"] == 2


def test_a_feeling_passed_over_twice_is_told_after_the_turn_only():
    policy = CuePolicy(CueSettings())
    low = level("A", 45.0)
    one = turn(10.0, "explained", answered=2)
    two = turn(20.0, "jumped_to_fixing", answered=2)
    assert not play(policy, (13.0, CueView(low, turn=one)), (20.0, CueView(low, turn=one, csm_since_s=14.0)))
    (cue,) = cues(play(policy, (21.0, CueView(low, turn=two)), start_s=20.0))
    assert (cue.rule, cue.text, cue.t_s) == ("feeling_passed_over", "Name what you hear", 20.0)


def test_once_is_enough_where_the_letter_has_been_low():
    low = level("A", 20.0)
    passed = turn(10.0, "explained", answered=3)
    told = play(CuePolicy(CueSettings()), (10.0, CueView(low)), (11.0, CueView(low, turn=passed)))
    assert [cue.rule for cue in cues(told)] == ["feeling_passed_over"]
    assert not play(CuePolicy(CueSettings()), (10.0, QUIET), (11.0, CueView(turn=passed)))


@pytest.mark.parametrize("deed", ["named_feeling", "acknowledged", "gave_back"])
def test_a_feeling_that_was_taken_up_is_not_told(deed):
    low = level("A", 20.0)
    taken = turn(10.0, deed, "jumped_to_fixing", answered=3)
    assert not play(CuePolicy(CueSettings()), (10.0, CueView(low)), (20.0, CueView(low, turn=taken)))


def test_what_was_hardly_understood_is_not_held_against_anybody():
    low = level("Y", 20.0)
    doubtful = turn(10.0, "dismissed", p=0.4)
    assert not play(CuePolicy(CueSettings()), (10.0, CueView(low)), (20.0, CueView(low, turn=doubtful)))


def test_closed_questions_in_a_row_ask_for_an_open_one():
    policy = CuePolicy(CueSettings())
    views = [CueView(turn=turn(10.0 * n, "asked_closed")) for n in (1, 2, 3)]
    told = play(policy, (20.0, views[0]), (30.0, views[1]), (31.0, views[2]), start_s=10.0)
    assert [cue.text for cue in cues(told)] == ["Ask an open question"]
    policy = CuePolicy(CueSettings())
    views[1] = CueView(turn=turn(20.0, "asked_closed", "asked_open"))
    assert not play(policy, (20.0, views[0]), (30.0, views[1]), (31.0, views[2]), start_s=10.0)


def test_a_next_step_is_asked_for_only_when_it_is_time():
    def told(phase):
        views = [CueView(turn=turn(10.0 * n, "explained", phase=phase)) for n in (1, 2)]
        return play(CuePolicy(CueSettings()), (20.0, views[0]), (21.0, views[1]), start_s=10.0)

    assert [cue.rule for cue in cues(told("solve"))] == ["no_next_step"]
    assert not told("vent")


def test_a_long_turn_is_told_and_is_done_when_it_ends():
    policy = CuePolicy(CueSettings())
    told = play(policy, (46.0, CueView(csm_since_s=0.0)), (48.0, QUIET))
    assert [type(one) for one in told] == [Cue, CueOver]
    assert told[0].t_s == pytest.approx(params.MONOLOGUE_S)
    assert told[1].done


def test_a_smile_is_told_only_with_a_strong_hard_feeling():
    smile = CueView(level("M", 20.0), smile=0.8, feeling="anger", intensity=2, customer_since_s=0.0)
    assert cues(play(CuePolicy(CueSettings()), (9.0, smile)))
    for other in ({"feeling": "relief_positive"}, {"intensity": 1}, {"feeling": None}, {"smile": 0.3}):
        assert not play(CuePolicy(CueSettings()), (30.0, replace(smile, **other)))


def test_the_more_important_cause_is_told_first():
    both = replace(AWAY, csm_since_s=None, turn=turn(0.0, "interrupted"))
    policy = CuePolicy(CueSettings())
    policy.update(0.0, replace(both, turn=turn(-10.0, "interrupted")))
    (cue,) = cues(play(policy, (11.0, both), start_s=0.2))
    assert cue.rule == "interrupting"


# ---------------------------------------------------------------- the user's choices


def test_trust_makes_a_rule_slower_and_then_silent():
    trust, shown_at = 1.0, []
    for _ in range(3):
        told = cues(play(CuePolicy(CueSettings(trust_in={"look_away": trust})), (30.0, AWAY)))
        shown_at.append(told[0].t_s)
        trust = trust_after_wrong(trust)
    assert shown_at == sorted(set(shown_at))
    assert trust < params.TRUST_LEAST
    assert not play(CuePolicy(CueSettings(trust_in={"look_away": trust})), (60.0, AWAY))


def test_trust_asks_for_more_turns():
    views = [CueView(turn=turn(20.0 * n, "interrupted")) for n in (1, 2, 3)]
    policy = CuePolicy(CueSettings(trust_in={"interrupting": 0.7}))
    assert not play(policy, (40.0, views[0]), (55.0, views[1]), start_s=20.0)
    assert cues(play(policy, (61.0, views[2]), start_s=60.0))


def test_a_letter_that_is_not_chosen_never_speaks():
    assert not play(CuePolicy(CueSettings(letters=("A", "T"))), (60.0, AWAY))


def test_no_budget_no_cue():
    assert not play(CuePolicy(CueSettings(budget=0)), (60.0, AWAY))


def test_every_third_call_goes_without_words():
    assert [goes_without(n, fading=True) for n in range(6)] == [False, False, True, False, False, True]
    assert not any(goes_without(n, fading=False) for n in range(6))


@pytest.mark.parametrize("pronoun", ["she", "he", "they"])
def test_every_cue_is_short_and_names_an_action(pronoun):
    for rule in RULES:
        words = words_of(rule, pronoun)
        assert 2 <= len(words.split()) <= params.MOST_WORDS
        assert "{" not in words
        assert not {word.strip(",.").lower() for word in words.split()} & feelings()
        assert words.split()[0].lower() not in {"you", "your", "don't", "stop", "not"}


# ---------------------------------------------------------------- any call at all

numbers = st.none() | st.floats(-20, 20)
shares = st.none() | st.floats(0, 1)
letters = st.fixed_dictionaries(
    {},
    optional={
        letter: st.builds(
            LiveLetter,
            st.just(letter),
            st.none() | st.floats(0, 100),
            st.sampled_from(["good", "watch", "unknown"]),
            st.floats(0, 1),
        )
        for letter in LETTERS
    },
)
low_letters = st.just({letter: LiveLetter(letter, 10.0, "watch", 0.9) for letter in LETTERS})


@st.composite
def sessions(draw):
    """A call as pieces: who speaks, what is seen meanwhile, and turns as they end. Mostly with much to complain of."""
    now_s, feeling_s, last, pieces = 0.0, None, None, []
    for _ in range(draw(st.integers(1, 40))):
        seconds = draw(st.sampled_from([0.4, 1.0, 2.6, 4.0, 6.0, 11.0, 30.0]))
        who = draw(st.sampled_from(["csm", "customer", "nobody", "both"]))
        if draw(st.booleans()):
            deeds = draw(st.lists(st.sampled_from(DEEDS), max_size=3))
            phase = draw(st.sampled_from(["vent", "solve"]))
            last = turn(now_s, *deeds, answered=draw(st.integers(0, 3)), phase=phase, seconds=1.0)
        if who in ("customer", "both") and draw(st.booleans()):
            feeling_s = now_s
        view = CueView(
            letters=draw(low_letters | letters),
            csm_since_s=now_s if who in ("csm", "both") else None,
            customer_since_s=now_s if who in ("customer", "both") else None,
            feeling_s=feeling_s,
            feeling=draw(st.none() | st.sampled_from(["anger", "worry", "relief_positive"])),
            intensity=draw(st.integers(0, 3)),
            turn=last,
            attend_p=draw(st.just(0.1) | shares),
            smile=draw(st.just(0.9) | shares),
            lean=draw(st.just(-0.2) | numbers),
            slouch=draw(st.just(0.7) | shares),
            level_db=draw(st.just(9.0) | numbers),
            pitch_st=draw(st.just(5.0) | numbers),
            words_per_minute=draw(st.none() | st.floats(60, 260)),
        )
        now_s = round(now_s + seconds, 3)
        pieces.append((now_s, view))
    return pieces


choices = st.builds(
    CueSettings,
    budget=st.integers(-1, 9),
    spacing_s=st.sampled_from([0.0, 20.0, 45.0, 100.0]),
    letter_spacing_s=st.sampled_from([0.0, 45.0, 90.0]),
    shown_s=st.sampled_from([0.0, 3.0, 6.0]),
    letters=st.just(LETTERS) | st.lists(st.sampled_from(LETTERS), unique=True).map(tuple),
    trust_in=st.dictionaries(st.sampled_from(RULE_NAMES), st.floats(0, 1)),
)


@settings(max_examples=80, deadline=None)
@given(sessions(), choices)
def test_no_call_gets_a_cue_at_a_bad_moment_or_too_many(pieces, chosen):
    policy = CuePolicy(chosen)
    shown, starts, now_s = None, [], 0.0
    for until_s, view in pieces:
        while now_s < until_s - 1e-9:
            for one in policy.update(now_s, view):
                if isinstance(one, Cue):
                    assert shown is None, "one at a time"
                    assert one.since_s <= one.t_s == now_s
                    assert one.numbers.keys() >= one.limits.keys() - {"level"}
                    shown = one
                    starts.append(one)
                else:
                    assert shown is not None
                    assert (one.rule, one.letter, one.t_s) == (shown.rule, shown.letter, now_s)
                    assert one.read == (now_s - shown.t_s >= params.UNREAD_S)
                    if not one.read:
                        starts.pop()
                    shown = None
            if shown is not None:
                assert now_s - shown.t_s < max(chosen.shown_s, params.LEAST_SHOWN_S)
                assert view.feeling_s is None or now_s - view.feeling_s >= params.FEELING_QUIET_S
                if view.csm_since_s is not None:
                    assert now_s - view.csm_since_s >= params.TURN_QUIET_S
                    assert shown.letter not in "AY"
            now_s = round(now_s + STEP_S, 3)
    for number, one in enumerate(starts):
        assert len(one.text.split()) <= params.MOST_WORDS
        assert one.letter in chosen.letters
        assert chosen.trust_in.get(one.rule, 1.0) >= params.TRUST_LEAST
        window = [t for t in starts if 0 <= one.t_s - t.t_s < params.BUDGET_WINDOW_S]
        assert len(window) <= min(max(chosen.budget, 0), params.MOST_CUES)
        for before in starts[:number]:
            apart = one.t_s - before.t_s
            assert apart >= max(chosen.spacing_s, params.LEAST_SPACING_S)
            assert before.letter != one.letter or apart >= chosen.letter_spacing_s


@settings(max_examples=10, deadline=None)
@given(sessions(), choices)
def test_the_same_call_always_gets_the_same_cues(pieces, chosen):
    assert play(CuePolicy(chosen), *pieces) == play(CuePolicy(chosen), *pieces)


def test_the_budget_is_for_any_twenty_minutes():
    """An unbroken cause: a cue every 90 s until the budget is used, and again when the first is 20 minutes ago."""
    times = [cue.t_s for cue in cues(play(CuePolicy(CueSettings()), (1500.0, AWAY)))]
    assert times == pytest.approx([8.0, 98.0, 188.0, 278.0, 1208.2, 1298.2, 1388.2, 1478.2], abs=0.5)


@pytest.mark.parametrize(("seen_s", "counts"), [(0.2, False), (0.4, True)])
def test_a_cue_that_nobody_could_read_uses_up_nothing(seen_s, counts):
    """The customer voices a feeling just after a cue came: it goes at once, and may come again."""
    policy = CuePolicy(CueSettings(budget=1))
    gone_s = 8.0 + seen_s
    told = play(policy, (gone_s, AWAY), (gone_s + 6.0, replace(AWAY, feeling_s=gone_s)), (40.0, AWAY))
    first, over, *later = told
    assert (first.t_s, over.t_s, over.read) == (8.0, gone_s, counts)
    assert len(cues(later)) == (0 if counts else 1)
