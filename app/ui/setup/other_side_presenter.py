"""What the set-up says about the other side of a call: whether they know, and what is kept of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KNOWN_HELP: Final = (
    "The other side must know that you measure this call, and agree. Use headphones: otherwise your microphone hears "
    "them, too."
)
KNOWN: Final = "They know and agree"
AGREE_WORDS: Final = "They agree that their words are kept"
AGREE_SOUND: Final = "They agree that their sound is kept"
PARTNER_AGREES: Final = "My partner agrees to be recorded"
SEATED: Final = "My partner's face is just above the camera"
ASK_FIRST: Final = "Ask the other side first, or switch their sound off."
ASK_PARTNER: Final = "Ask your partner first whether they agree to be recorded."
CAMERA_IN_USE: Final = (
    "The other programme may be using the camera.\nChoose “No camera” to go on without: E, M and P pause."
)


@dataclass(frozen=True, slots=True)
class OtherSideView:
    """text, mark: what is kept, '' for nothing to say. asks: whether consent is asked for here.

    missing: why the call cannot start yet, or ''. note: what to do before, which need not be done, or ''.
    """

    text: str
    mark: str
    asks: bool
    missing: str = ""
    note: str = ""


def present_other_side(*, heard: bool, knows: bool, words: bool, sound: bool) -> OtherSideView:
    """A call in another programme. heard: their sound is listened to. knows: they know and agree."""
    if not heard:
        return OtherSideView("", "unknown", asks=False)
    if not knows:
        return OtherSideView(ASK_FIRST, "watch", asks=True, missing=ASK_FIRST)
    kept = [name for name, on in (("words", words), ("sound", sound)) if on]
    gone = [name for name, on in (("words", words), ("sound", sound)) if not on]
    if not gone:
        return OtherSideView("Their words and their sound are kept with the call.", "good", asks=True)
    text = f"Their {' and '.join(gone)} {'are' if len(gone) == 2 or gone == ['words'] else 'is'} used while the call "
    text += "runs and then forgotten. The result stays as it is when the call ends."
    if kept:
        text = f"Their {kept[0]} {'are' if kept == ['words'] else 'is'} kept. {text}"
    return OtherSideView(text, "good", asks=True)


def present_partner_side(*, shares: bool, agrees: bool) -> OtherSideView:
    """A partner in the room. shares: one microphone hears both."""
    if shares:
        text = "One microphone hears both of you. Whose voice is whose is told from sound and mouth when the call ends."
        if not agrees:
            text += " Without your partner's agreement no sound is kept, and no words of theirs."
    elif agrees:
        text = "Each sits close to their own; headsets are best. What one hears of the other is not counted."
    else:
        text = "Without your partner's agreement nothing they say is kept."
    return OtherSideView(text, "good" if agrees else "unknown", asks=True, note="" if agrees else ASK_PARTNER)
