from __future__ import annotations

from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import SpeechSegment, Utterance


def test_a_call_in_which_nobody_complains_has_no_response_score() -> None:
    engine = ScoringEngine(ScoringConfig())
    for start_s, who in ((0.0, "csm"), (5.0, "customer"), (9.0, "csm")):
        engine.observe(SpeechSegment(start_s, start_s + 3.0, who))  # type: ignore[arg-type]
        engine.observe(Utterance(start_s, start_s + 3.0, who, "That works for me."))  # type: ignore[arg-type]
    letter = engine.scorecard(now_s=20.0).letters["Y"]
    assert letter.value is None
    assert letter.note
