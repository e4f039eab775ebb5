"""What a media file holds, and one clear line when it cannot be used."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import av
import av.container
import av.error

from perception.errors import MediaError

IMAGE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm"})
_ATTACHED_PICTURE: Final = 0x0400  # AV_DISPOSITION_ATTACHED_PIC: the cover of a song is not a video
_OTHER_FILE: Final = "Choose a video or sound file such as mp4, mkv, mov, wav, flac or mp3."


@dataclass(frozen=True, slots=True)
class AudioTrackInfo:
    """One sound track. `index` counts the sound tracks from 0; `duration_s` may be an estimate of the container.
    rate_hz, channels: 0 for a track of an unknown kind."""

    index: int
    rate_hz: int
    channels: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a file holds. width, height: pixels as shown (rotation applied), 0 without video; fps: the average."""

    duration_s: float
    has_video: bool
    width: int
    height: int
    fps: float
    audio_tracks: tuple[AudioTrackInfo, ...]


def probe(path: Path | str) -> MediaInfo:
    """Look into a file. Raises MediaError when it is missing, unreadable, not media, or holds nothing to observe."""
    path = Path(path)
    with open_container(path) as container:
        video = video_stream(container)
        tracks = tuple(_track_info(container, index) for index in range(len(container.streams.audio)))
        if video is None and not tracks:
            raise nothing_inside(path)
        width, height = _shown_size(container, video) if video is not None else (0, 0)
        delivers = _what_it_delivers(path)
        if delivers == "nothing":
            raise MediaError(f"“{path.name}” is empty: it holds no picture and no sound.", recovery=_OTHER_FILE)
        if delivers == "unreadable":
            raise unknown_kind(path)
        return MediaInfo(
            duration_s=_duration_s(container, path),
            has_video=width > 0,
            width=width,
            height=height,
            fps=float(video.average_rate or 0.0) if video is not None else 0.0,
            audio_tracks=tracks,
        )


def open_container(path: Path) -> Any:
    """The opened PyAV container. Every way in which that fails becomes a MediaError with its remedy."""
    if path.is_dir():
        raise MediaError(f"“{path.name}” is a folder, not a media file.", recovery="Choose one file inside it.")
    if not path.exists():
        raise MediaError(f"There is no file “{path}”.", recovery="Check the name and the folder.")
    if not os.access(path, os.R_OK):
        raise _forbidden(path)
    if path.stat().st_size == 0:
        raise MediaError(f"“{path.name}” is an empty file.", recovery=_OTHER_FILE)
    try:
        return av.open(str(path), metadata_errors="ignore")
    except av.error.PermissionError as error:
        raise _forbidden(path) from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise MediaError(
            f"“{path.name}” is not a video or sound file that can be read; it may be incomplete.", recovery=_OTHER_FILE
        ) from error


def video_stream(container: Any) -> Any | None:
    """The first moving picture of the container, or None."""
    for stream in container.streams.video:
        if not int(stream.disposition) & _ATTACHED_PICTURE:
            return stream
    return None


def pixel_aspect(video: Any) -> float:
    """Width of a pixel over its height; 1 unless the file says otherwise."""
    ratio = float(video.sample_aspect_ratio or 1.0)
    return ratio if 0.1 < ratio < 10.0 else 1.0


def start_time_s(container: Any) -> float:
    """Where the file's own clock starts; taken off every time, so that sound and picture stay together."""
    return float(container.start_time) / av.time_base if container.start_time is not None else 0.0


def nothing_inside(path: Path) -> MediaError:
    """The error for a file without picture and sound."""
    return MediaError(f"“{path.name}” holds no picture and no sound.", recovery=_OTHER_FILE)


def _forbidden(path: Path) -> MediaError:
    return MediaError(
        f"You are not allowed to read “{path.name}”.", recovery="Change its permissions or choose a copy you own."
    )


def _track_info(container: Any, index: int) -> AudioTrackInfo:
    stream = container.streams.audio[index]
    if stream.duration is not None and stream.time_base is not None:
        duration_s = float(stream.duration * stream.time_base)
    else:
        duration_s = float(container.duration or 0) / av.time_base
    context = stream.codec_context
    if context is None:  # of an unknown kind: told when it is to be heard
        return AudioTrackInfo(index=index, rate_hz=0, channels=0, duration_s=duration_s)
    return AudioTrackInfo(
        index=index, rate_hz=int(context.sample_rate or 0), channels=int(context.channels or 0), duration_s=duration_s
    )


def _shown_size(container: Any, video: Any) -> tuple[int, int]:
    """Width and height as shown; decodes one picture, because only a decoded picture knows its rotation."""
    with suppress(av.error.FFmpegError):
        for frame in container.decode(video):
            width, height = max(1, round(frame.width * pixel_aspect(video))), int(frame.height)
            return (height, width) if round(frame.rotation / 90) % 2 else (width, height)
    return 0, 0


def unknown_kind(path: Path) -> MediaError:
    """The error for a file whose content cannot be decoded."""
    return MediaError(
        f"“{path.name}” is protected, damaged or of an unknown kind: nothing in it can be played.",
        recovery="Save it as mp4 or wav with the programme it came from.",
    )


def _what_it_delivers(path: Path) -> Literal["something", "unreadable", "nothing"]:
    """Whether one packet can be decoded into a picture or sound, or there are only packets that cannot."""
    found: Literal["unreadable", "nothing"] = "nothing"
    with open_container(path) as container:
        for packet in container.demux():
            if packet.stream.type not in ("video", "audio"):
                continue
            found = "unreadable" if packet.size else found
            if packet.stream.codec_context is None:  # of an unknown kind
                continue
            with suppress(av.error.FFmpegError):
                if any(getattr(frame, "samples", 1) > 0 for frame in packet.decode()):
                    return "something"
    return found


def _duration_s(container: Any, path: Path) -> float:
    """Length by the container, else (an unfinished recording) the end of its last packet."""
    if container.duration is not None and container.duration > 0:
        return float(container.duration / av.time_base)
    end_s = 0.0
    with open_container(path) as scan, suppress(av.error.FFmpegError):
        zero_s = start_time_s(scan)
        for packet in scan.demux():
            if packet.pts is not None and packet.time_base is not None:
                end_s = max(end_s, float((packet.pts + (packet.duration or 0)) * packet.time_base) - zero_s)
    return end_s
