from __future__ import annotations

import pytest

from app.practice.demo.builder import load_script
from app.practice.demo.script import parse_script
from app.practice.demo.timeline import LEAD_S, TAIL_S, lay_out, truth_of
from perception.character.looks import LOOKS
from perception.errors import InvalidValueError

HEAD = '[call]\ntitle="T"\ncsm="A"\ncsm_look="kenji"\ncustomer="B"\ncustomer_role="C"\n'
TWO = (
    HEAD
    + '[[line]]\nspeaker="csm"\nphase="greet"\ntext="Hello."\n'
    + '[[line]]\nspeaker="customer"\npause_s=0.5\ntext="I am angry."\n'
    + 'feeling={family="anger",word="angry",intensity=2}\n'
    + 'do=[{what="nod",at_s=1.0,cycles=3,level=5.0},{what="smile",at_s=0.5,for_s=2.0}]\n'
)


def test_the_shipped_call_offers_every_letter_something() -> None:
    script = load_script()
    words = {
        who: sum(len(line.text.split()) for line in script.lines if line.speaker == who) for who in ("csm", "customer")
    }
    truth = truth_of(lay_out(script, [len(line.text.split()) / 2.6 for line in script.lines]))
    assert script.csm_look in LOOKS
    assert 200 <= truth.duration_s <= 285
    assert words["csm"] / 2.6 >= 60
    assert words["customer"] / 2.6 >= 60
    assert len([line for line in script.lines if line.speaker == "customer"]) >= 5
    assert len(truth.feelings) >= 4
    assert len({feeling.family for feeling in truth.feelings}) >= 4
    assert len(truth.nods) >= 12
    assert any(span.end_s - span.start_s > 5 for span in truth.look_aways)
    assert len(truth.interruptions) == 1
    assert truth.leans_in
    assert truth.leans_back
    assert {change.phase for change in truth.phases} == {"greet", "vent", "explore", "solve", "close"}


def test_the_long_smile_falls_into_a_feeling_that_is_not_glad() -> None:
    truth = truth_of(lay_out(load_script(), [len(line.text.split()) / 2.6 for line in load_script().lines]))
    longest = max(truth.smiles, key=lambda span: span.end_s - span.start_s)
    during = [f for f in truth.feelings if f.start_s < longest.start_s and longest.end_s < f.end_s]
    assert [feeling.family for feeling in during] == ["disrespect"]


def test_lines_follow_with_their_pauses() -> None:
    timeline = lay_out(parse_script(TWO), [2.0, 4.0])
    first, second = timeline.spoken
    assert (first.start_s, first.end_s) == (LEAD_S, LEAD_S + 2.0)
    assert second.start_s == pytest.approx(first.end_s + 0.5)
    assert timeline.duration_s == pytest.approx(second.end_s + TAIL_S)


def test_truth_counts_what_was_written() -> None:
    truth = truth_of(lay_out(parse_script(TWO), [2.0, 6.0]))
    assert truth.talk_share == pytest.approx(0.25)
    (nod,) = truth.nods
    assert (nod.cycles, nod.amplitude_deg) == (3, 5.0)
    assert nod.start_s == pytest.approx(LEAD_S + 2.5 + 1.0)
    assert nod.end_s - nod.start_s == pytest.approx(1.5)
    assert truth.smiles[0].end_s - truth.smiles[0].start_s == 2.0
    (feeling,) = truth.feelings
    assert (feeling.family, feeling.source, feeling.kind) == ("anger", "scenario", "concern")


def test_an_overlap_is_an_interruption_and_a_line_inside_is_not() -> None:
    over = parse_script(TWO + '[[line]]\nspeaker="csm"\noverlap_s=1.5\ntext="But wait."\n')
    timeline = lay_out(over, [2.0, 6.0, 3.0])
    (span,) = truth_of(timeline).interruptions
    assert span.start_s == pytest.approx(timeline.spoken[1].end_s - 1.5)
    inside = parse_script(TWO + '[[line]]\nspeaker="csm"\ninside=0.5\ntext="Right."\n')
    timeline = lay_out(inside, [2.0, 6.0, 0.5])
    assert truth_of(timeline).interruptions == ()
    assert timeline.spoken[2].start_s == pytest.approx(timeline.spoken[1].start_s + 3.0)
    assert timeline.duration_s == pytest.approx(timeline.spoken[1].end_s + TAIL_S)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[call\n", "TOML"),
        (HEAD, "no lines"),
        (TWO.replace('"csm"\nphase', '"boss"\nphase'), "Line 1 .*unknown speaker"),
        (TWO.replace("greet", "lunch"), "Line 1 .*unknown phase"),
        (TWO.replace("pause_s=0.5", "pause_s=0.5\noverlap_s=1"), "Line 2 .*placed twice"),
        (TWO.replace("pause_s=0.5", "pause_s=-1"), "Line 2 .*pause_s between"),
        (TWO.replace("pause_s", "pauze_s"), "Line 2 .*unknown field 'pauze_s'"),
        (TWO.replace('"nod"', '"wink"'), "Line 2 .*unknown deed"),
        (TWO.replace("cycles=3", "cycles=99"), "Line 2 .*cycles between"),
        (TWO.replace('family="anger"', 'family="rage"'), "Line 2 .*feeling family"),
        (TWO.replace('speaker="customer"', 'speaker="csm"'), "Line 2 .*feeling of the CSM"),
        (TWO.replace('csm_look="kenji"\n', ""), "The call .*csm_look"),
    ],
)
def test_faults_name_line_and_field(text: str, complaint: str) -> None:
    with pytest.raises(InvalidValueError, match=complaint):
        parse_script(text)


def test_each_line_needs_a_duration() -> None:
    with pytest.raises(InvalidValueError):
        lay_out(parse_script(TWO), [1.0])
