"""The better wordings of a whole call, and which one answers a quoted reason."""

from __future__ import annotations

from perception.inference.lexicon_files import load_lexicon
from perception.language.rewrite.better import Rewrite
from perception.scoring.wordings import BetterWording, better_wordings, wording_for
from perception.types import Reason, Span, Utterance

LEXICON = load_lexicon()
CALL = (
    Utterance(0, 2, "csm", "Hello, this is Ana."),
    Utterance(3, 8, "customer", "I'm so frustrated. The export failed three times this week."),
    Utterance(9, 12, "csm", "Calm down, please. At least nobody lost data."),
    Utterance(13, 15, "customer", "My board meets on Friday and I have no numbers."),
    Utterance(15.2, 15.6, "csm", "Mm-hm."),
    Utterance(16, 18, "customer", "I'm really worried about that meeting."),
    Utterance(19, 22, "csm", "I'll send you the numbers by Thursday. Let me check the log."),
    Utterance(23, 25, "customer", "Good."),
    Utterance(26, 29, "csm", "It sounds like you're still worried. What would help most?"),
)


def test_each_weak_sentence_and_each_fix_first_answer_is_worded_better() -> None:
    found = better_wordings(CALL, LEXICON)
    assert [(one.said, one.rewrite.kind) for one in found] == [
        ("Calm down, please.", "control"),
        ("At least nobody lost data.", "silver_lining"),
        ("I'll send you the numbers by Thursday.", "fix_first"),
    ]
    assert [9 <= one.span.start_s < one.span.end_s <= 22 for one in found] == [True] * 3
    assert found[2].rewrite.better.endswith("I'll send you the numbers by Thursday. Let me check the log.")
    assert "meeting" in found[2].rewrite.better


def test_the_order_of_the_utterances_does_not_matter() -> None:
    assert better_wordings(CALL[::-1], LEXICON) == better_wordings(CALL, LEXICON)


def test_nothing_to_word_without_a_customer() -> None:
    assert better_wordings((), LEXICON) == ()
    assert better_wordings((Utterance(0, 1, "csm", "Calm down."),), LEXICON) == ()


def wording(said: str, start: float, better: str) -> BetterWording:
    return BetterWording(Span(start, start + 1), said, Rewrite(said, "control", better, "Why.", ()))


def test_a_reason_finds_the_wording_of_its_quote_and_time() -> None:
    wordings = (
        wording("Calm down.", 3.0, "First."),
        wording("Calm down.", 9.0, "Second."),
        wording("Relax.", 5.0, "R."),
    )
    weak = Reason("H3", "An order", -9.0, (Span(9.2, 9.9),), " Calm down. ")
    assert wording_for(weak, wordings) is wordings[1]
    assert wording_for(Reason("H3", "An order", -9.0, (), "Calm down."), wordings) is wordings[0]
    assert wording_for(Reason("H3", "An order", -9.0, (), "Hush."), wordings) is None
    assert wording_for(Reason("H4", "Asked", 9.0, (), "Calm down."), wordings) is None
    assert wording_for(Reason("H7", "Long", -9.0, ()), wordings) is None
