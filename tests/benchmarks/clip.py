"""The benchmark recording: 60 s of the sample call, 640x480 at 30 pictures a second, two sound tracks."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from app.bootstrap.demo import sample_call
from perception.devices.media_file import MediaCamera, iter_audio
from perception.recording.media_writer import MediaWriter
from perception.types import Speaker

LENGTH_S = 60.0
FPS = 30.0
RATE_HZ = 48_000


def benchmark_clip(folder: Path) -> Path:
    """The first minute of the sample call, every picture shown twice to make 30 a second."""
    target = folder / "minute.mkv"
    source = sample_call(lambda _fraction: None).media
    names: tuple[Speaker, ...] = ("csm", "customer")
    writer = MediaWriter(target, width=640, height=480, fps=FPS, audio=tuple((name, RATE_HZ) for name in names))
    sounds = [iter_audio(source, track=track, rate_hz=RATE_HZ, channel=name) for track, name in enumerate(names)]
    camera = MediaCamera(source)
    camera.open()
    try:
        heard_s = 0.0
        while (frame := camera.read()) is not None and frame.t_s < LENGTH_S:
            while heard_s <= frame.t_s:
                blocks = [block for sound in sounds if (block := next(sound, None)) is not None]
                for block in blocks:
                    writer.write_audio(block)
                heard_s = max((block.t_s + block.duration_s for block in blocks), default=LENGTH_S)
            writer.write_frame(frame)
            writer.write_frame(dataclasses.replace(frame, t_s=frame.t_s + 1.0 / FPS))
    finally:
        camera.close()
        writer.close()
    return target
