"""Where the customer's voice comes out: what there is to choose from, and what was chosen last. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.engine.messages import Device, DevicesListed, SaySentence
from app.settings import Settings

SILENT: Final = "silent"
SYSTEM_SPEAKER: Final = ""


def speaker_choices(speakers: Sequence[Device]) -> tuple[tuple[str, str], ...]:
    """Id and words of each choice: what the system uses, a device by name, or nowhere."""
    named = tuple((device.id, device.name) for device in speakers)
    system = ((SYSTEM_SPEAKER, "As the system plays"),) if named else ()
    return (*system, *named, (SILENT, "Captions only, no sound"))


def as_chosen(sentence: SaySentence, settings: Settings, found: DevicesListed | None) -> SaySentence:
    """A sentence for outside a call, said where, as loud and with the voice that was chosen for the last call.

    A speaker that is not there any more gives way to the system's own.
    """
    choices = speaker_choices(found.speakers if found is not None else ())
    speaker_id = next((value for value, words in choices if words == settings.text("last_speaker")), SYSTEM_SPEAKER)
    return replace(
        sentence,
        speaker_id=speaker_id or None,
        volume=settings.number("voice_volume") / 100,
        rich_voice=settings.switch("rich_voice"),
    )
