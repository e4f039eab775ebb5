"""Which cameras, microphones, customer sources and sound outputs there are, and how to open one by its id.

Ids stay the same from start to start: 'camera:0', 'mic:NAME', 'loopback:NAME', 'mic:default', 'speaker:NAME',
'file:/path/to/media#track=1', 'silent'. Nothing here raises because a device is absent.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from perception.devices.media_file import MediaCamera, MediaMicrophone
from perception.devices.portaudio import import_sounddevice
from perception.devices.sound_outputs import SilentOutput, SoundDeviceOutput
from perception.devices.sounddevice_mic import SoundDeviceMicrophone
from perception.errors import DeviceError
from perception.ports import Camera, Clock, Microphone, SoundOutput
from perception.types import Speaker

_PROBED_CAMERAS: Final = 4  # systems without a list of cameras are asked for this many
SILENT: Final = "silent"  # the output for captions only
_PULSE: Final = "pulse/"  # a PulseAudio or PipeWire source, by its own name
_VIRTUAL_CABLES: Final = ("blackhole", "soundflower", "loopback", "vb-cable", "cable output", "stereo mix")
_ALSA_PLUGINS: Final = frozenset(
    {"sysdefault", "samplerate", "speexrate", "upmix", "vdownmix", "dmix", "dsnoop", "lavrate", "speex", "a52"}
)


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device to choose: `id` to open it by, `name` for people, `is_default` for the system's own choice."""

    id: str
    name: str
    is_default: bool = False


def list_cameras() -> list[FoundDevice]:
    """The cameras, first one first."""
    if sys.platform.startswith("linux"):
        return _linux_cameras(Path("/sys/class/video4linux"), Path("/dev"))
    return _probed_cameras()


def list_microphones() -> list[FoundDevice]:
    """The sound inputs that hear the room, the system's default first."""
    pulse = [_pulse_device("mic", source) for source in _pulse_sources() if not _is_monitor(source)]
    return sorted(pulse or _portaudio_inputs(), key=lambda device: not device.is_default)


def list_customer_sources() -> list[FoundDevice]:
    """Inputs that hear what this computer plays: monitors of the sound outputs, or loopback devices."""
    pulse = [_pulse_device("loopback", source) for source in _pulse_sources() if _is_monitor(source)]
    if pulse:
        return pulse
    return [
        FoundDevice(id=f"loopback:{name}", name=name)
        for name in _input_names()
        if "[loopback]" in name.casefold() or any(word in name.casefold() for word in _VIRTUAL_CABLES)
    ]


def list_outputs() -> list[FoundDevice]:
    """The loudspeakers and headsets, the system's default first."""
    pulse = [_pulse_device("speaker", sink) for sink in _pulse_sinks()]
    if pulse:
        return sorted(pulse, key=lambda device: not device.is_default)
    names = [name for name in _names("output") if name.split(":")[0].casefold() not in _ALSA_PLUGINS]
    default = _default_name("output") if names else None
    found = [FoundDevice(id=f"speaker:{name}", name=name, is_default=name == default) for name in names]
    return sorted(found, key=lambda device: not device.is_default)


def output_from_id(device_id: str | None) -> SoundOutput:
    """The sound output of this id, not yet opened; None is the system's own. Raises DeviceError for another id."""
    if device_id == SILENT:
        return SilentOutput()
    kind, _, rest = (device_id or "speaker:default").partition(":")
    if kind != "speaker" or not rest:
        raise _unknown("loudspeaker", device_id or "")
    if rest.startswith(_PULSE):
        return SoundDeviceOutput("pulse", environment={"PULSE_SINK": rest.removeprefix(_PULSE)})
    return SoundDeviceOutput(None if rest == "default" else rest)


def camera_from_id(device_id: str, *, clock: Clock) -> Camera:
    """The camera of this id, not yet opened. Raises DeviceError for an id of another kind."""
    kind, _, rest = device_id.partition(":")
    if kind == "file":
        return MediaCamera(_file_path(rest)[0], realtime=True, clock=clock)
    if kind != "camera" or not rest:
        raise _unknown("camera", device_id)
    from perception.devices.opencv_camera import OpenCvCamera

    return OpenCvCamera(int(rest) if rest.isdigit() else rest, clock=clock)


def microphone_from_id(device_id: str, *, clock: Clock, channel: Speaker = "csm") -> Microphone:
    """The microphone or customer source of this id, not yet started. Raises DeviceError for another kind of id."""
    kind, _, rest = device_id.partition(":")
    if kind == "file":
        path, track = _file_path(rest)
        return MediaMicrophone(path, realtime=True, clock=clock, track=track, channel=channel)
    if kind not in ("mic", "loopback") or not rest:
        raise _unknown("microphone", device_id)
    if rest.startswith(_PULSE):
        source = rest.removeprefix(_PULSE)
        return SoundDeviceMicrophone(
            "pulse", clock=clock, channel=channel, environment={"PULSE_SOURCE": source}, name=_source_title(source)
        )
    return SoundDeviceMicrophone(None if rest == "default" else rest, clock=clock, channel=channel)


# ---------------------------------------------------------------- cameras


def _linux_cameras(listed: Path, devices: Path) -> list[FoundDevice]:
    found = []
    for entry in listed.glob("video*") if listed.is_dir() else ():
        number = entry.name.removeprefix("video")
        # A camera shows several files; the first is its pictures, the others are descriptions of them.
        if number.isdigit() and _read_line(entry / "index") in ("0", "") and (devices / entry.name).exists():
            found.append((int(number), _read_line(entry / "name") or f"Camera {number}"))
    return [
        FoundDevice(id=f"camera:{number}", name=name, is_default=place == 0)
        for place, (number, name) in enumerate(sorted(found))
    ]


def _probed_cameras() -> list[FoundDevice]:
    from perception.devices.cv2_setup import cv2
    from perception.devices.opencv_camera import backend

    found: list[FoundDevice] = []
    for number in range(_PROBED_CAMERAS):
        capture = cv2.VideoCapture(number, backend())
        if capture.isOpened():
            found.append(FoundDevice(id=f"camera:{number}", name=f"Camera {number + 1}", is_default=not found))
        capture.release()
    return found


def _read_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


# ---------------------------------------------------------------- sound


def _portaudio_inputs() -> list[FoundDevice]:
    names = [
        name
        for name in _input_names()
        if "[loopback]" not in name.casefold() and name.split(":")[0].casefold() not in _ALSA_PLUGINS
    ]
    default = _default_name("input") if names else None
    return [FoundDevice(id=f"mic:{name}", name=name, is_default=name == default) for name in names]


def _input_names() -> list[str]:
    return _names("input")


def _names(way: Literal["input", "output"]) -> list[str]:
    """Names of PortAudio's inputs or outputs, each once; on Windows only those of its newest interface, WASAPI."""
    try:
        sounddevice = import_sounddevice()
    except DeviceError:
        return []
    try:
        interfaces = [str(entry["name"]) for entry in sounddevice.query_hostapis()]
        devices: list[dict[str, Any]] = list(sounddevice.query_devices())
    except sounddevice.PortAudioError:
        return []
    wasapi = next((place for place, name in enumerate(interfaces) if "WASAPI" in name), None)
    names = [
        str(device["name"])
        for device in devices
        if device[f"max_{way}_channels"] > 0 and (wasapi is None or device["hostapi"] == wasapi)
    ]
    return list(dict.fromkeys(names))


def _default_name(way: Literal["input", "output"]) -> str | None:
    sounddevice = import_sounddevice()
    try:
        return str(sounddevice.query_devices(kind=way)["name"])
    except (ValueError, sounddevice.PortAudioError):
        return None


def _pulse_sources() -> list[dict[str, Any]]:
    """The sources of the running PulseAudio or PipeWire service; empty when there is none or it cannot be asked."""
    return _pulse("source") if "pulse" in _input_names() else []


def _pulse_sinks() -> list[dict[str, Any]]:
    """Its sinks, in the same way."""
    return _pulse("sink") if "pulse" in _names("output") else []


def _pulse(what: Literal["source", "sink"]) -> list[dict[str, Any]]:
    pactl = shutil.which("pactl")
    if pactl is None or not sys.platform.startswith("linux"):
        return []
    try:
        default = _ask(pactl, f"get-default-{what}").strip()
        found = json.loads(_ask(pactl, "-f", "json", "list", f"{what}s") or "[]")
    except (OSError, subprocess.SubprocessError, ValueError):
        return []
    return [{**entry, "is_default": entry.get("name") == default} for entry in found]


def _ask(pactl: str, *words: str) -> str:
    done = subprocess.run([pactl, *words], capture_output=True, text=True, timeout=2.0, check=True)
    return done.stdout


def _is_monitor(source: dict[str, Any]) -> bool:
    return bool(source.get("monitor_source")) or str(source.get("name", "")).endswith(".monitor")


def _pulse_device(kind: str, source: dict[str, Any]) -> FoundDevice:
    name = str(source.get("name", ""))
    return FoundDevice(
        id=f"{kind}:{_PULSE}{name}", name=str(source.get("description") or name), is_default=bool(source["is_default"])
    )


def _source_title(source: str) -> str:
    for entry in _pulse_sources():
        if entry.get("name") == source:
            return str(entry.get("description") or source)
    return source


# ---------------------------------------------------------------- ids


def _file_path(rest: str) -> tuple[Path, int]:
    """Path and sound track of 'PATH#track=1'."""
    path, mark, track = rest.rpartition("#track=")
    if mark and track.isdigit():
        return Path(path), int(track)
    return Path(rest), 0


def _unknown(what: str, device_id: str) -> DeviceError:
    return DeviceError(f"“{device_id}” does not name a {what}.", recovery=f"Choose a {what} in the settings.")
