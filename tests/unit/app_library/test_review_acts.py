"""What each sentence of the CSM does, as a coach reads it."""

from __future__ import annotations

import pytest

from app.library.review.acts import sentence_acts, tag_of
from perception.inference.lexicon_files import load_lexicon
from perception.language.annotate import annotate_line
from perception.language.types import Commitment, FeelingLabel, SentenceAnnotation
from perception.types import Utterance


def acts_of(*said: Utterance):
    lexicon = load_lexicon()
    return sentence_acts(said, lambda line, heard: annotate_line(line, heard, lexicon))


def test_sentences_are_found_in_their_line():
    answer = "You sound exhausted by that. What weighs on you most?"
    found = acts_of(
        Utterance(0.0, 5.0, "customer", "We closed by hand until four and I am exhausted."),
        Utterance(6.0, 12.0, "csm", answer),
    )
    assert [(answer[one.start : one.end], one.tag, one.mark) for one in found] == [
        ("You sound exhausted by that.", "names a feeling", "good"),
        ("What weighs on you most?", "open question", "good"),
    ]
    assert {one.line for one in found} == {1}
    assert found[0].start_s == 6.0
    assert found[1].end_s == 12.0


def test_an_answer_that_begins_with_the_fix_says_so_once():
    found = acts_of(
        Utterance(0.0, 5.0, "customer", "I am really frustrated, that was the third outage."),
        Utterance(6.0, 12.0, "csm", "We have already deployed a fix. I will send you the report by Friday."),
    )
    assert [one.tag for one in found][:1] == ["fix first"]
    assert [one.tag for one in found].count("fix first") == 1


def test_each_line_is_read_once_as_an_answer_to_the_same_words():
    lexicon, asked = load_lexicon(), []

    def annotate(line, heard):
        asked.append((line.text, heard))
        return annotate_line(line, heard, lexicon)

    said = [
        Utterance(0.0, 5.0, "customer", "I am really frustrated, that was the third outage."),
        Utterance(6.0, 12.0, "csm", "We have already deployed a fix. I will send you the report by Friday."),
        Utterance(13.0, 15.0, "customer", "Fine."),
        Utterance(16.0, 18.0, "csm", "What weighs on you most?"),
    ]
    assert len(sentence_acts(said, annotate)) >= 2
    assert len(asked) == len(set(asked))


def test_lines_heard_unclearly_and_the_customers_have_none():
    assert acts_of(Utterance(0.0, 5.0, "customer", "I am frustrated.")) == ()
    unclear = Utterance(6.0, 8.0, "csm", "What did that cost you?", p=0.1)
    assert acts_of(Utterance(0.0, 5.0, "customer", "I am frustrated."), unclear) == ()


@pytest.mark.parametrize(
    ("note", "tag"),
    [
        (SentenceAnnotation("x", dismissing=("policy_wall",), question="open"), ("hides behind rules", "watch")),
        (SentenceAnnotation("x", judging=("accusing",)), ("blames", "watch")),
        (SentenceAnnotation("x", over_identification=True), ("joins in", "watch")),
        (SentenceAnnotation("x", feeling=FeelingLabel("worry", "worried", 2)), ("names a feeling", "good")),
        (SentenceAnnotation("x", reflection="simple"), ("gives it back", "good")),
        (SentenceAnnotation("x", question="open"), ("open question", "good")),
        (SentenceAnnotation("x", acts=("acknowledge",), ack_level=1), ("acknowledges", "good")),
        (SentenceAnnotation("x", apology=True), ("says sorry", "plain")),
        (SentenceAnnotation("x", question="closed"), ("closed question", "plain")),
        (SentenceAnnotation("x", commitment=Commitment(commissive=True, time_bound=True)), ("commits", "good")),
        (SentenceAnnotation("x", commitment=Commitment(commissive=True)), ("commits", "plain")),
        (SentenceAnnotation("x", acts=("explain",)), ("explains", "plain")),
        (SentenceAnnotation("x", acts=("backchannel",)), None),
        (SentenceAnnotation("x"), None),
    ],
)
def test_what_weighs_most_names_the_sentence(note, tag):
    assert tag_of(note) == tag
