"""The fixed sentences of the model card: what each letter looks at, the limits of the science, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """text: what is measured, and how. unknown: what nobody has measured about it.

    elsewhere: where the figures stand, for a letter without a table of its own.
    """

    text: str
    unknown: tuple[str, ...] = ()
    heading: str = ""
    elsewhere: str = ""


_WORDS_BELOW: Final = "How well the words behind this letter are understood: see “Words” below."

LETTERS_TEXT: Final[Mapping[str, Words]] = {
    "E": Words(
        "Head and eyes together, as an angle against the places you looked at in the calibration, or against your own "
        "centre without one. It tells attending to the call from looking away. A camera cannot see whether two "
        "people's eyes meet, so that is never claimed.",
        (
            "Your own camera, seat and screens: the labelled clips were filmed by other people.",
            "Strong glasses, a low camera beside the screen, one eye that looks elsewhere.",
        ),
    ),
    "M": Words(
        "Visible movements: smile, brows up, brows lowered, lips pressed, each against your own face at rest; the "
        "mouth is left out while you speak. What counts is whether the movement fits what the customer says. A "
        "movement is never taken for a feeling.",
        (
            "Spontaneous faces in real calls: the labelled faces are web photos and posed pictures.",
            "Beards, masks and paralysed parts of a face.",
        ),
    ),
    "P": Words(
        "Leaning, slouching, shoulders, facing, framing, nods, and crossed arms only while the wrists are seen, each "
        "against how you usually sit. With only the head in the picture the rest is not measured and says so.",
        (
            "Real sitting at a desk over an hour: the labelled postures are few.",
            "Wheelchairs, standing desks and cameras far to the side.",
        ),
    ),
    "A": Words(
        "Whether the words name or acknowledge what the customer said they feel. The customer's feeling comes from "
        "the scenario, the words or the partner, never from a face or a voice. Measured: which feeling a sentence "
        "names or voices, in sentences written for this and in comments from the web.",
        (
            "How often naming a feeling in the recommended way helps a customer of yours.",
            "Irony, and feelings that are only hinted at, as they sound in real calls: the sentences were written.",
            "Whether other people would hear the same feeling in them: their author alone labelled them.",
        ),
        elsewhere=_WORDS_BELOW,
    ),
    "T": Words(
        "Pitch movement, loudness, pace, steadiness and timing of your voice, against your own usual voice. A raised "
        "voice means louder than your usual, whatever the reason.",
        (
            "Headsets that level the sound by themselves: where that is noticed the coverage falls.",
            "Hoarse voices, stuttering, and languages in which pitch carries the meaning of words.",
        ),
    ),
    "H": Words(
        "Talk balance, interruptions, open questions, giving back what was heard, and words that judge or direct. "
        "Measured on interviews that experts coded: questions, giving back instead of advising, judging sentences, and "
        "whether good interviews rank above poor ones.",
        (
            "Calls in which people talk over each other in a friendly way.",
            "Calls with customers: the coded interviews are about health, and the poor ones are staged.",
            "How much judging is missed: few of the sentences that were labelled judge at all.",
            "Simple and complex ways of giving back: even experts agree too little, so they are not told apart here.",
        ),
        elsewhere=_WORDS_BELOW,
    ),
    "Y": Words(
        "What the answer does with a complaint: acknowledge it, own it, act on it with a date and a name, and leave "
        "out what turns people away. Measured: sentences that dismiss, against harmless ones in the same words, and "
        "which of two answers hears the customer better.",
        (
            "Whether the promise was kept.",
            "Whether customers would choose the same answers: the pairs and their order have one author.",
        ),
        elsewhere=_WORDS_BELOW,
    ),
}

OTHER_PARTS: Final[Mapping[str, Words]] = {
    "language": Words(
        "What is understood of words, behind A, H and Y: on counselling interviews that experts coded, on written "
        "support, on telephone talk, and on sentences written and labelled for this by one author before any rule was "
        "tuned. Where a small network reads the sentences beside the word rules, each figure is that of both, and the "
        "rules alone stand beside it. The last tables tell how far letters move when one word in seven is misheard.",
        heading="Words: A, H and Y",
    ),
    "words": Words(
        "How many words are recognised wrongly: by the recogniser alone on whole recordings, and in the whole "
        "programme, which cuts speech at pauses. Read sentences, questions to an office, and acted sentences.",
        heading="Words as they are heard",
    ),
    "speakers": Words(
        "Who speaks when, with a track for each and with both on one track, on one acted call on the telephone whose "
        "speech was marked for this by one labeller; and meetings before one far microphone, which are refused.",
        heading="Who speaks when",
    ),
    "practice": Words(
        "Sample scripts of every scenario, spoken by the built-in voice and heard as a practice call hears them: does "
        "the customer go the same way as from the written words? And how often people who pause are cut off.",
        heading="Practice calls as they are heard",
    ),
    "agreement": Words(
        "The same call once played live and once analysed as a recording. A letter that rests on enough evidence may "
        "differ by 5 points at most.",
        heading="Live and afterwards",
    ),
    "demo": Words(
        "The sample call is drawn and spoken by the programme, so everything in it is known and can be held against "
        "what was seen and heard.",
        heading="The sample call",
    ),
    "drawn": Words(
        "Drawn and rendered heads at known angles. They are simpler than people: this finds mistakes in the geometry, "
        "not how people are seen.",
        heading="Rendered heads",
    ),
}

LIMITS: Final = (
    "The same movement of a face means different things in different people, situations and cultures. That is why "
    "only the movement is told.",
    "How long one looks at someone differs between cultures and people. For many autistic people being made to look "
    "costs attention. Each signal can be switched off without penalty.",
    "Pitch and loudness differ with body, language, hearing and health. A voice is compared with itself only.",
    "Pauses, overlapping talk and smiling differ between cultures. The targets describe business English in North "
    "America and Western Europe.",
    "Observers and customers can disagree. Whether a customer felt understood only the customer can say.",
    "Looking at the lens is a small lever: in one study of real video sessions, making it easier did not raise the "
    "empathy people perceived.",
    "Training along these letters works, and its effect is modest: in the controlled study behind them, with 99 "
    "doctors, ratings by patients differed by about 2 points between the groups.",
    "It is for personal training, not for assessment. Reading feelings of people at work from face or voice is "
    "prohibited in the European Union; nothing here does it.",
)

UNKNOWN: Final = (
    "How well the letters agree with trained observers. No such study has been made with this programme.",
    "Whether practising with it makes real customers feel better understood.",
    "Skin tones: the labelled data does not name them, so differences cannot be told.",
    "Glasses, beards, make-up and head coverings, except where a table names them.",
    "Languages other than English, and strong accents: words and pace were measured on English only.",
    "Age, and illness or injury that change face, voice or posture.",
    "Your camera, lamp, room and microphone. The set-up check tells what it can see of them.",
    "Real calls with customers: the data are photos, clips, acted voices, interviews and a drawn call.",
    "How much a letter changes from day to day by chance. Until that is measured, changes under 15 points say nothing.",
)
