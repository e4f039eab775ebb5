from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from perception.inference.lexicon_files import load_lexicon
from perception.language.annotate import annotate, annotate_line, heard_before
from perception.language.feelings import customer_feelings
from perception.language.lexicon import Lexicon
from perception.language.types import Line

LEXICON = load_lexicon()
PIECES = (
    *(
        "i",
        "am",
        "you",
        "are",
        "not",
        "so",
        "very",
        "frustrated",
        "but",
        "however",
        "sorry",
        "at",
        "least",
        "two",
        "calm",
    ),
    *(
        "down",
        "why",
        "did",
        "should",
        "have",
        "to",
        "what",
        "how",
        "the",
        "export",
        "failed",
        "again",
        "sounds",
        "like",
    ),
    *("it", "that", "is", "let", "me", "call", "by", "friday", "never", "policy", "on", "us", "thank", "actually"),
    *("?", ".", ",", ";", "…", "—", "’", "ñ", "漢字", "\U0001f600"),
)

WORDY = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@given(st.one_of(st.text(max_size=200), WORDY), st.one_of(st.text(max_size=100), WORDY))
@settings(max_examples=120, deadline=None)
def test_any_text_is_annotated(text: str, before: str) -> None:
    said = annotate_line(Line("csm", text), before, LEXICON)
    assert said.response is not None
    assert 0.0 <= said.response.score <= 100.0
    assert " ".join(sentence.text for sentence in said.sentences).split() == text.split()
    for sentence in said.sentences:
        assert -1 <= sentence.ack_level <= 4
        assert 0.0 <= sentence.reflection_p <= 1.0
        assert 0.0 <= sentence.content_overlap <= 1.0
        assert len(set(sentence.dismissing)) == len(sentence.dismissing)
    for feeling in customer_feelings(text, LEXICON):
        assert 1 <= feeling.intensity <= 3


def test_lines_come_back_in_order(lexicon: Lexicon) -> None:
    lines = [
        Line("customer", "It failed."),
        Line("csm", "I see."),
        Line("customer", "Again."),
        Line("csm", "Tell me more."),
    ]
    said = annotate(lines, lexicon)
    assert [one.line for one in said] == lines
    assert [one.response is None for one in said] == [True, False, True, False]


def test_a_backchannel_does_not_end_the_customers_turn(lexicon: Lexicon) -> None:
    through = annotate(
        [
            Line("customer", "The export failed and I'm furious."),
            Line("csm", "Mm-hm."),
            Line("customer", "So here we are."),
            Line("csm", "You sound furious about the export."),
        ],
        lexicon,
    )
    label = through[-1].sentences[0].feeling
    assert label is not None
    assert label.accurate is True


def test_an_answer_ends_the_customers_turn(lexicon: Lexicon) -> None:
    said = annotate(
        [
            Line("customer", "I'm furious."),
            Line("csm", "Tell me more."),
            Line("customer", "It is Monday."),
            Line("csm", "You sound furious."),
        ],
        lexicon,
    )
    label = said[-1].sentences[0].feeling
    assert label is not None
    assert label.accurate is None


def test_same_words_same_result(lexicon: Lexicon) -> None:
    line = Line("csm", "You sound upset. I'll call you by noon.")
    assert annotate_line(line, "It failed.", lexicon) == annotate_line(line, "It failed.", lexicon)


def test_capitals_and_curly_apostrophes_change_nothing(lexicon: Lexicon) -> None:
    plain_line, shouted = Line("csm", "I'm sorry you're upset."), Line("csm", "I’M SORRY YOU’RE UPSET.")
    one, other = (annotate_line(line, "", lexicon) for line in (plain_line, shouted))
    assert one.response == other.response
    assert one.sentences[0].acts == other.sentences[0].acts


def test_follow_up_question_takes_up_the_customers_word(lexicon: Lexicon) -> None:
    before = "The migration broke our dashboards."
    assert annotate_line(Line("csm", "Which dashboards did it hit?"), before, lexicon).sentences[0].follow_up
    assert not annotate_line(Line("csm", "What is your name?"), before, lexicon).sentences[0].follow_up


def test_yes_to_a_question_answers_it_and_listens_otherwise() -> None:
    def before_the_last(first: str) -> str:
        lines = [Line("customer", first), Line("csm", "Yes."), Line("customer", "And the board saw it.")]
        heard = heard_before([*lines, Line("csm", "I see.")], LEXICON)
        return heard[-1]

    assert before_the_last("Did it fail?") == "And the board saw it."
    assert before_the_last("It failed.") == "It failed. And the board saw it."
    assert annotate_line(Line("csm", "Yes."), "Did it fail?", LEXICON).sentences[0].acts == ()
    assert annotate_line(Line("csm", "Yes."), "It failed.", LEXICON).sentences[0].acts == ("backchannel",)
