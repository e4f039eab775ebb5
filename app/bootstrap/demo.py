"""The sample call: drawn and spoken once, kept in the user's cache folder."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

CUSTOMER_TRACK: Final = 1
# Two people one can tell apart: the customer speaks with the voice as it comes, the CSM lower, with a longer tract.
_CSM_PITCH_ST: Final = -8.0
_CSM_TRACT: Final = 0.84


@dataclass(frozen=True, slots=True)
class SampleCall:
    """The built media file and its title; sound track 0 is the CSM, 1 the customer."""

    media: Path
    title: str


def sample_call(on_progress: Callable[[float], None]) -> SampleCall:
    """Build the sample call, or take the one built before from the same script. Raises PerceptionError, OSError."""
    from app.practice.demo.builder import FPS, HEIGHT, WIDTH, build_demo_call, load_script
    from perception.character.draw import draw
    from perception.character.looks import LOOKS
    from perception.character.rig import RigPose
    from perception.devices.raster import rasterize
    from perception.inference.hibari_voice import HibariVoice
    from perception.recording.media_writer import MediaWriter
    from perception.types import ByteArray, Speaker

    look = LOOKS[load_script().csm_look]

    def draw_frame(pose: RigPose) -> ByteArray:
        return rasterize(draw(pose, look, width=WIDTH, height=HEIGHT), width=WIDTH, height=HEIGHT)

    def writer(path: Path, rate_hz: int) -> MediaWriter:
        tracks: tuple[tuple[Speaker, int], ...] = (("csm", rate_hz), ("customer", rate_hz))
        return MediaWriter(path, width=WIDTH, height=HEIGHT, fps=FPS, audio=tracks)

    call = build_demo_call(
        Path(platformdirs.user_cache_dir("attune")) / "sample-call",
        voice_csm=HibariVoice(pitch_st=_CSM_PITCH_ST, tract=_CSM_TRACT),
        voice_customer=HibariVoice(),
        draw_frame=draw_frame,
        writer_factory=writer,
        progress=lambda fraction, _step: on_progress(fraction),
        variant=f"{look.name} {_CSM_PITCH_ST} {_CSM_TRACT}",
    )
    return SampleCall(call.media, call.script.title)


def sample_call_in_own_process() -> SampleCall:
    """The same, in a process of its own: the window's process never loads the drawing library."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_build_quietly).result()


def _build_quietly() -> SampleCall:
    return sample_call(lambda _fraction: None)
