"""What is said about a track that both people share: whose voice is whose, and what that leaves unscored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from perception.features.speaker_names import NamedSpeech


@dataclass(frozen=True, slots=True)
class ImportNotice:
    """What the user should know about how a recording was read: plain words, kept with the session.

    option: what the command line offers to have it otherwise, or ''; the window has controls for it.
    """

    text: str
    option: str = ""


UNSURE_SHARE: Final = 0.1  # of the speech; more that belongs to nobody is told
_NOT_SCORED: Final = "A, T, H, Y and talk share were not scored."
_SHARED: Final = "Both of you are on one track, so talking at the same time is not counted."
NOTICES: Final = {
    "mouth": ImportNotice(f"Your voice was told from the customer's by sound and by your mouth. {_SHARED}"),
    "hint": ImportNotice(f"Your voice was told from the customer's by sound and by who is heard first. {_SHARED}"),
    "alone": ImportNotice(
        "Only one voice was heard: all speech was taken as yours. A track for each of you tells more."
    ),
    "voices": ImportNotice(
        f"Two voices were heard on one track and nothing shows which is yours. {_NOT_SCORED} Import it again and say "
        "who is heard first, or add the customer's sound as a file of its own.",
        "“--speaker-first csm” says that it is you.",
    ),
    "nothing": ImportNotice(
        f"More than two voices or a far microphone: the speech could not be told apart. {_NOT_SCORED}"
    ),
}
ECHO_MESSAGE: Final = "Your microphone hears the customer."
ECHO_REMEDY: Final = "Use headphones. What it hears of them is not counted as yours."
ECHO: Final = ImportNotice(f"{ECHO_MESSAGE} {ECHO_REMEDY}")
NOT_YOURS: Final = ImportNotice(
    f"The only voice does not go with your mouth: it was taken as the customer's. {_NOT_SCORED}"
)
ALL_YOURS: Final = ImportNotice("The voice was taken as yours: your mouth goes with it.")


def customer_heard(named: NamedSpeech) -> bool:
    """Whether some of the speech is known to be the customer's."""
    return any(segment.channel == "customer" for segment in named.segments)


def overlaps_heard(named: NamedSpeech) -> bool:
    """Whether two people speaking at once would have been noticed."""
    return named.told == "alone"


def speech_notices(named: NamedSpeech) -> tuple[ImportNotice, ...]:
    """What the user should know; nothing where no speech was heard."""
    if not named.segments:
        return ()
    heard = {segment.channel for segment in named.segments}
    notice = NOTICES[named.told]
    if named.told == "alone" and heard == {"customer"}:
        notice = NOT_YOURS
    elif named.told == "mouth" and heard == {"csm"}:
        notice = ALL_YOURS
    share = _unsure_share(named)
    if named.told in ("mouth", "hint") and share > UNSURE_SHARE:
        return notice, ImportNotice(f"For {share:.0%} of the speech it is not sure who spoke; it counts for nobody.")
    return (notice,)


def _unsure_share(named: NamedSpeech) -> float:
    lengths = [(segment.channel == "unknown", segment.end_s - segment.start_s) for segment in named.segments]
    return sum(s for unsure, s in lengths if unsure) / max(sum(s for _, s in lengths), 1e-9)
