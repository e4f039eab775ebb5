"""Where the customer's voice comes out: what there is to choose from, and what was chosen last. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.engine.messages import Device

SILENT: Final = "silent"
SYSTEM_SPEAKER: Final = ""


def speaker_choices(speakers: Sequence[Device]) -> tuple[tuple[str, str], ...]:
    """Id and words of each choice: what the system uses, a device by name, or nowhere."""
    named = tuple((device.id, device.name) for device in speakers)
    system = ((SYSTEM_SPEAKER, "As the system plays"),) if named else ()
    return (*system, *named, (SILENT, "Captions only, no sound"))


def remembered_speaker(speakers: Sequence[Device], words: str) -> str | None:
    """The id of the choice that had these words; None, the system's own, where it is not there any more."""
    return next((value for value, known in speaker_choices(speakers) if known == words), None) or None
