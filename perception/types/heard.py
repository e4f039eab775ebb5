"""What is heard of a person: voice, speech, words, and the feelings put into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from perception.types.basics import FeelingFamily, FloatArray, Speaker

_HESITATION: Final = re.compile(r"\W*(?:u+m+|u+h+m*|e+rm*)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word with session times and the recogniser's probability."""

    start_s: float
    end_s: float
    text: str
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class VoiceObservation:
    """A run of voice measurements on a 10 ms grid, `t_s` the centre of the first hop.

    f0_hz: (n,) NaN where unvoiced. voiced_p: (n,) 0..1, at least .5 exactly where f0_hz is a number.
    level_dbfs: (n,) RMS level of the hop's window, floor -100. tilt_db: (n,) level of 50-500 Hz minus level of
    2.8-4 kHz in dB, lower is more pressed, NaN where unvoiced.
    """

    t_s: float
    hop_s: float
    channel: Speaker
    f0_hz: FloatArray
    voiced_p: FloatArray
    level_dbfs: FloatArray
    tilt_db: FloatArray


@dataclass(frozen=True, slots=True)
class SpeechSegment:
    """A run of speech of one speaker (inner pauses shorter than the hangover).

    channel: by the track, or on a track that both share by voice and mouth. p: how sure that is, .5..1 (1 by the
    track). voice: 'A' or 'B' where two voices were told apart and nothing shows whose they are, else ''.
    """

    start_s: float
    end_s: float
    channel: Speaker
    p: float = 1.0
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said in one run of speech of one speaker, with word times when known.

    p: mean word probability 0..1 (1 for typed or scripted text).
    """

    start_s: float
    end_s: float
    speaker: Speaker
    text: str
    words: tuple[Word, ...] = ()
    p: float = 1.0


def spoken_words(text: str) -> list[str]:
    """Words as they are counted: without "um" and "uh", which a recogniser writes only sometimes."""
    return [word for word in text.split() if not _HESITATION.fullmatch(word)]


@dataclass(frozen=True, slots=True)
class StatedFeeling:
    """A feeling the customer voiced or the scenario states (an emotional opportunity, measurement.md 4.2).

    kind: 'concern' when said in words, 'cue' when hidden. intensity: 1..3. cause: words that tie it to its cause.
    source: where it comes from; never from face or voice.
    """

    start_s: float
    end_s: float
    family: FeelingFamily
    word: str
    intensity: int
    kind: Literal["concern", "cue"] = "concern"
    cause: tuple[str, ...] = ()
    source: Literal["scenario", "words", "partner"] = "words"
