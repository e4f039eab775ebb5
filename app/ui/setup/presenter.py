"""What the set-up check says and whether the call can start. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.engine.messages import CheckReading, Device, EngineState
from app.practice.scenario.model import Persona
from app.settings import Settings
from app.ui.speakers import SILENT
from app.ui.words import CAMERA_LETTERS, MICROPHONE_LETTERS, listed
from perception.types import LETTERS, Letter

TOO_DARK: Final = 0.22
TOO_BRIGHT: Final = 0.88
QUIET_DBFS: Final = -50.0
LOUD_DBFS: Final = -6.0
OFF: Final = ""

FRAMING_WORDS: Final = {
    "ok": "You are well in the picture.",
    "head_only": "Move back a little, so that your shoulders are in the picture.",
    "too_far": "Come a little closer.",
    "too_close": "Move back a little.",
    "off_centre": "Move towards the middle of the picture.",
    "too_low": "Sit higher or tilt the camera down.",
    "too_high": "Sit lower or tilt the camera up.",
    "absent": "Sit in front of the camera.",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence with its mark and, for a meter, its level 0..1."""

    text: str
    mark: str
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen devices; '' is off."""

    camera: str = OFF
    microphone: str = OFF
    customer_audio: str = OFF


@dataclass(frozen=True, slots=True)
class GoView:
    """The go button: its words, whether it can be pressed, and what is missing or left out."""

    text: str
    enabled: bool
    note: str


def camera_words(chosen: Chosen, *, found: bool) -> str:
    """What stands in place of the own picture."""
    if chosen.camera:
        return "The camera opens …"
    return "The camera is off." if found else "No camera was found.\nPlug one in, then look for devices again."


def measured_letters(chosen: Chosen, settings: Settings, *, leaves_out: str = "") -> tuple[Letter, ...]:
    """The letters these devices and this consent allow, without those that are left out."""
    camera = bool(chosen.camera) and settings.switch("consent_camera")
    microphone = bool(chosen.microphone) and settings.switch("consent_microphone")
    allowed = (CAMERA_LETTERS if camera else ()) + (MICROPHONE_LETTERS if microphone else ())
    return tuple(letter for letter in LETTERS if letter in allowed and letter not in leaves_out)


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What is said of the customer's voice, and whether there is any sound to try."""

    text: str
    sound: bool


def present_voice(chosen: str | None, choices: int) -> VoiceView:
    """What to know of the chosen speaker. choices: how many there are to choose from."""
    if chosen == SILENT:
        found = "" if choices > 1 else "No speaker was found. Plug one in and look for devices again, or go on: "
        text = f"{found}the customer's words come as captions."
        return VoiceView(text[:1].upper() + text[1:], sound=False)
    return VoiceView("A headset is best: your microphone then hears only you.", sound=True)


def voice_sample(persona: Persona) -> str:
    """What the customer says to try the voice."""
    return f"Hello, this is {persona.name.split()[0]}. Can you hear me well?"


def present_go(
    chosen: Chosen, settings: Settings, state: EngineState, *, practice: bool = False, missing: str = ""
) -> GoView:
    """What the go button says. practice: with a written customer, who needs to hear the user. missing: what else."""
    if missing:
        return GoView("Start the call", enabled=False, note=missing)
    if practice and not chosen.microphone:
        note = "Choose a microphone first: the customer answers what you say."
        return GoView("Start the call", enabled=False, note=note)
    if not chosen.camera and not chosen.microphone:
        return GoView("Start the call", enabled=False, note="Choose a camera or a microphone first.")
    if state in ("starting", "preparing"):
        return GoView(
            "Preparing …", enabled=False, note="The measuring part is getting ready. This takes a few seconds."
        )
    if state in ("faulted", "stopped"):
        return GoView("Start the call", enabled=False, note="The measuring part is starting again.")
    paused = [letter for letter in LETTERS if letter not in measured_letters(chosen, settings)]
    without = [name for name, on in (("camera", chosen.camera), ("microphone", chosen.microphone)) if not on]
    text = f"Start without {without[0]}" if without else "Start the call"
    note = f"The letters {listed(paused)} pause, without penalty." if paused else "All seven letters are measured."
    return GoView(text, enabled=True, note=note)


def present_light(reading: CheckReading, *, camera: bool) -> Advice:
    """One sentence about the light."""
    if not camera:
        return Advice("The camera is off.", "unknown")
    if reading.brightness is None:
        return Advice("Waiting for the picture …", "unknown")
    if reading.backlit:
        return Advice("The light is behind you: turn towards it.", "watch", reading.brightness)
    if reading.brightness < TOO_DARK:
        return Advice("It is rather dark: switch on a lamp in front of you.", "watch", reading.brightness)
    if reading.brightness > TOO_BRIGHT:
        return Advice("It is very bright: move away from the lamp.", "watch", reading.brightness)
    return Advice("Good light.", "good", reading.brightness)


def present_sound(reading: CheckReading, *, microphone: bool, heard: bool) -> Advice:
    """One sentence about the sound. heard: a voice was heard since the microphone was chosen."""
    if not microphone:
        return Advice("The microphone is off.", "unknown")
    if reading.level_dbfs is None:
        return Advice("Waiting for sound …", "unknown")
    level = min(1.0, max(0.0, 1 + reading.level_dbfs / 60))
    if reading.clipping or reading.level_dbfs > LOUD_DBFS:
        return Advice("A little too loud: move back from the microphone.", "watch", level)
    if reading.echo:
        return Advice("Your microphone hears the customer: use headphones.", "watch", level)
    if heard:
        return Advice("Your voice comes through well.", "good", level)
    if reading.level_dbfs < QUIET_DBFS:
        return Advice("Say a few words, so that we hear you.", "unknown", level)
    return Advice("Something is heard. Say a few words.", "unknown", level)


def present_framing(reading: CheckReading, *, camera: bool) -> Advice:
    """One sentence about the place in the picture."""
    if not camera:
        return Advice("Without a camera the call goes by ear.", "unknown")
    if reading.faces is not None and reading.faces > 1:
        return Advice("Several people are in the picture. Only you should be.", "watch")
    if reading.framing is None:
        return Advice("Looking for you …", "unknown")
    return Advice(
        FRAMING_WORDS.get(reading.framing, FRAMING_WORDS["absent"]), "good" if reading.framing == "ok" else "watch"
    )


def preferred(devices: Sequence[Device], last: str, *, first: bool) -> str:
    """The device to choose at the start: the last one by name, else the first one or off."""
    for device in devices:
        if device.name == last:
            return device.id
    return devices[0].id if devices and first else OFF
