"""Everyday sentences of a call, read with the shipped reader: kind words are not punished, hollow ones earn nothing.

Each group says what must be found and what must not, after something a customer might just have said.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.annotate import annotate_line
from perception.language.feelings import customer_feelings
from perception.language.lexicon import Lexicon
from perception.language.reading import Remembering
from perception.language.types import AnnotatedLine, Line, SentenceReader

ANGRY = "Your link failed for the third time, and thirty trucks stood still. I'm furious."
LET_DOWN = "In March I asked for a report. They promised a review in May, and nobody called. I was disappointed."
WORRIED = "I told the partners it would run on the first. Now we keep two calendars. I'm worried."
TEARS = "One of our cashiers is at the bottom of that list. She went home in tears. I'm upset about it."
GLAD = "I wanted you to hear it first. Ninety percent finished the training. I'm so pleased."
PLAIN = "Good. Then procurement will look at it, next to one or two others."
WHAT_NOW = "So what could we do until then, so that January works?"
STORY = "In April I wrote the letter to cancel. It's in my drawer. I never sent it, and nobody ever asked."


@pytest.fixture(scope="module")
def reader() -> SentenceReader:
    return Remembering(load_sentence_reader())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _cases(heard: str, *said: str) -> Iterable[tuple[str, str]]:
    return [(heard, one) for one in said]


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        *_cases(
            ANGRY,
            "I understand. What happened exactly?",
            "I hear you. Nobody called you before Friday.",
            "Third time, thirty trucks. I'm not going to make excuses.",
            "I see. How did Friday go on from there?",
            "I hear that. What did your drivers do?",
            "I get it. When did it come back?",
            "I'm listening. Go on.",
        ),
        *_cases(
            LET_DOWN,
            "I hate that you had to make those calls. What did you tell them?",
            "I hate that nobody called you.",
            "That's awful. What did you do then?",
            "That's terrible, and you waited two months.",
        ),
    ],
)
def test_listening_is_not_taking_over(heard: str, said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    read = _read(heard, said, lexicon, reader)
    assert not any(one.over_identification for one in read.sentences)
    assert _kind(read) != "over_identification"


@pytest.mark.parametrize(
    "said", ["I'm furious about it too.", "I'm just as angry as you are.", "I hate our product.", "It makes me so mad."]
)
def test_taking_over_is_still_heard(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert _kind(_read(ANGRY, said, lexicon, reader)) == "over_identification"


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        *_cases(
            "And Ben offered me his resignation on Sunday. I didn't take it. Next point.",
            "I'm sorry to hear that about Ben. How is he doing?",
            "Oh, I'm sorry. How's Ben now?",
            "I'm sorry about Ben. What did he say?",
        ),
        *_cases(
            TEARS,
            "I'm so sorry. How is she today?",
            "I'm so sorry to hear that. What happened next?",
            "That's awful, I'm sorry. Is she all right?",
        ),
        *_cases(
            LET_DOWN,
            "You shouldn't have found out from a letter like that. I'm sorry.",
            "You shouldn't have heard it from somebody else.",
            "You shouldn't have learned it that way. I'm sorry.",
            "You should never have read that in a letter.",
            "You shouldn't have waited until May for a call.",
            "You shouldn't have had to ask twice.",
        ),
        *_cases(
            STORY,
            "Why didn't you send it?",
            "What kept you from sending it? Why didn't you?",
            "Why did you not send it, in the end?",
            "Why did you stay?",
        ),
        *_cases(
            ANGRY,
            "You were promised something and it wasn't true, so why would you trust us now?",
            "Why should you believe us?",
            "Did you ask support for help?",
            "Have you asked engineering about it?",
            "Fair point. I just read through the ticket, and nine days is way too long.",
        ),
        *_cases("What did you tell them, exactly?", "In October I said offline mode, probably in March."),
        *_cases(PLAIN, "I'm so sorry that you have to compare.", "I hate that you have to do this twice."),
    ],
)
def test_kind_words_neither_judge_nor_brush_off(
    heard: str, said: str, lexicon: Lexicon, reader: SentenceReader
) -> None:
    read = _read(heard, said, lexicon, reader)
    assert not any(one.judging or one.dismissing for one in read.sentences)
    assert _kind(read) != "dismissal"


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        *_cases(ANGRY, "You should have planned for it in your budget.", "You shouldn't have clicked on that."),
        *_cases(LET_DOWN, "Why didn't you call us?", "Why did you not ask again?", "You're remembering it wrong."),
        *_cases(ANGRY, "That's your responsibility and not ours.", "That wasn't me, sales told them that."),
        *_cases(ANGRY, "Actually, you built those templates yourself.", "You chose that yourself."),
        *_cases(LET_DOWN, "You've got the dates mixed up.", "You're misremembering that."),
        *_cases(WORRIED, "Everybody else gets through it in four weeks.", "Everyone else manages it without trouble."),
        *_cases(WORRIED, "Nobody else needs that long.", "All our other customers do it in a week."),
        *_cases(ANGRY, "Please calm down.", "This was a known issue, and it was on our status page."),
        *_cases(ANGRY, "It was announced on our website.", "That's in our terms, you know."),
        *_cases(ANGRY, "You can't expect a portal to answer for you.", "Well, you can't expect us to call everybody."),
    ],
)
def test_hard_words_close(heard: str, said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    read = _read(heard, said, lexicon, reader)
    assert any(one.judging or one.dismissing for one in read.sentences)
    assert _kind(read) == "dismissal"
    assert not any(one.feeling or one.reflection != "none" or "own" in one.acts for one in read.sentences)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        *_cases(
            LET_DOWN,
            "That's embarrassing for us.",
            "This is frustrating for us as well.",
            "That is disappointing for me.",
            "Oh dear. Did you tell support?",
            "Oh no. Did you write to them?",
            "Have you called the hotline?",
        ),
        *_cases(
            "Then give me facts. What broke? I'm distrustful, I've had three versions.",
            "You stuck your neck out for us.",
            "You defended us in front of your board.",
        ),
        *_cases(
            "And who tells her, and when? I'm a bit nervous about that call, to be honest.",
            "Just come along. And next time call me when they want to walk.",
            "Call me before you go in.",
            "Send me the notes first.",
        ),
        *_cases(ANGRY, "Third time, thirty trucks.", "Nobody called you before Friday."),
    ],
)
def test_no_feeling_is_named(heard: str, said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert not any(one.feeling for one in _read(heard, said, lexicon, reader).sentences)


@pytest.mark.parametrize("said", ["Oh dear. Did you tell support?", "Oh no. What did you do?", "Oh dear. And then?"])
def test_an_exclamation_before_a_question_is_no_pity(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert _kind(_read(LET_DOWN, said, lexicon, reader)) != "sympathy"


@pytest.mark.parametrize("said", ["Poor woman. That's awful.", "Poor thing.", "Oh, the poor girl.", "The poor people."])
def test_pity_is_told_as_pity(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert _kind(_read(TEARS, said, lexicon, reader)) == "sympathy"


@pytest.mark.parametrize(
    "said",
    [
        "I owe you an apology. I should have called you in May.",
        "I'm sorry. We should have told you in spring.",
        "My apologies, I missed that.",
    ],
)
def test_owning_up_unasked_is_no_pity(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert _kind(_read(PLAIN, said, lexicon, reader)) != "sympathy"


@pytest.mark.parametrize(
    "said",
    [
        "That export is on us.",
        "The whole outage is on us.",
        "This delay was on us.",
        "It's not you, it's our import.",
        "It isn't you, it's our software.",
        "It's not your fault, it's ours.",
        "It wasn't you, it was us.",
        "It was me. I put March into the notes.",
        "I never checked with you.",
        "We took your schedule down.",
        "We've earned that.",
    ],
)
def test_owning_is_heard(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert "own" in _read(WORRIED, said, lexicon, reader).sentences[0].acts


@pytest.mark.parametrize(
    "said",
    [
        "Shall we say Thursday at two? I'll call you.",
        "I'll set something up for Wednesday.",
        "What I can do is get our finance director to talk to you before the twelfth.",
        "What we could do is build it together on Monday.",
        "I'd do the first one myself by December the fourth.",
        "I'd sit down with you on Friday and go through it.",
        "How about we build an export script together next Monday?",
        "Shall I come by on Tuesday and set it up?",
        "Why don't I call her on Monday?",
        "What if I ring you tomorrow at nine?",
        "Would Thursday at two suit you? Then I'll ring you.",
    ],
)
def test_a_dated_promise_is_heard(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    promises = [one.commitment for one in _read(WHAT_NOW, said, lexicon, reader).sentences]
    assert any(one is not None and one.time_bound for one in promises)


@pytest.mark.parametrize(
    "said",
    [
        "I'm calling about the letter.",
        "I'm calling because of the renewal.",
        "I'm ringing about your email.",
        "See you Thursday.",
        "See you tomorrow then!",
        "Talk to you on Monday.",
        "I'm not selling anything today.",
        "I'm not asking you to sign anything today.",
        "First, you'll need to map the patient fields.",
        "You'll have to fill in the form by Friday.",
        "How about you send me the list on Monday?",
    ],
)
def test_no_promise_is_heard(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert not any(one.commitment for one in _read(WHAT_NOW, said, lexicon, reader).sentences)


@pytest.mark.parametrize(
    "said",
    [
        "That's great news, congratulations!",
        "Congratulations!",
        "How wonderful, well done.",
        "I'm so glad for you.",
        "Ninety percent, that's fantastic!",
    ],
)
def test_shared_joy_takes_up(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert max(one.ack_level for one in _read(GLAD, said, lexicon, reader).sentences) >= 2
    assert max(one.ack_level for one in _read(ANGRY, said, lexicon, reader).sentences) < 3


@pytest.mark.parametrize("said", ["What would help you most now?", "What would be most useful for you?"])
def test_asking_what_would_help_is_heard(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert "ask_align" in _read(ANGRY, said, lexicon, reader).sentences[0].acts


@pytest.mark.parametrize(
    "said",
    [
        "May I ask how things have been since spring?",
        "Can I ask what happened in March?",
        "Could I ask how your team took it?",
        "Do you mind if I ask what changed?",
        "If you don't mind me asking, how was it for you?",
    ],
)
def test_leave_to_ask_asks_openly(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert _read(PLAIN, said, lexicon, reader).sentences[0].question == "open"


@pytest.mark.parametrize(
    "said",
    [
        "I may be wrong, but you sound a bit disappointed with us.",
        "You sound a little worried about this one.",
        "You seem slightly uneasy.",
        "I wonder if you're a bit worried about January.",
        "It sounds like you're a bit nervous about it.",
        "You look a little worried, if I may say so.",
    ],
)
def test_a_gentle_guess_names_the_feeling(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    heard = LET_DOWN if "disappointed" in said else WORRIED
    labels = [one.feeling for one in _read(heard, said, lexicon, reader).sentences if one.feeling]
    assert labels
    assert all(one.accurate and one.level >= 3 for one in labels)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (STORY, "Why didn't you send it?"),
        (LET_DOWN, "I'm sorry. Nobody should have to wait two months. How did it go on?"),
        ("My manager rang me twice about the quarter. I was under pressure.", "Your manager really called you twice?"),
        ("My manager rang me twice about the quarter. I was under pressure.", "Two times in one evening?"),
        (LET_DOWN, "You shouldn't have found out from a letter like that. I'm sorry."),
    ],
)
def test_interest_is_not_held_against_one(heard: str, said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    read = _read(heard, said, lexicon, reader)
    assert _kind(read) not in ("dismissal", "sympathy")
    assert all(one.does("judging") < 0.3 for one in read.sentences)


@pytest.mark.parametrize("said", ["Please calm down.", "Please calm down. You should have made a backup first."])
def test_the_reason_against_calm_down_is_the_true_one(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    read = _read(ANGRY, said, lexicon, reader)
    assert read.response is not None
    assert read.response.why == "It tells the customer how to feel instead of hearing them."


@pytest.mark.parametrize("said", ["Hello, Meera. Thanks for taking the time today.", "Thanks for taking the time."])
def test_thanks_for_the_time_taken_greet(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    acts = [act for one in _read("", said, lexicon, reader).sentences for act in one.acts]
    assert "greet" in acts
    assert "close" not in acts


@pytest.mark.parametrize("said", ["You don't know how relieved I am.", "You have no idea how relieved I am."])
def test_how_much_somebody_feels_is_no_confusion(said: str, lexicon: Lexicon, reader: SentenceReader) -> None:
    assert [one.family for one in customer_feelings(said, lexicon, reader)] == ["relief_positive"]


def _read(heard: str, said: str, lexicon: Lexicon, reader: SentenceReader) -> AnnotatedLine:
    return annotate_line(Line("csm", said), heard, lexicon, reader)


def _kind(read: AnnotatedLine) -> str:
    assert read.response is not None
    return read.response.kind
