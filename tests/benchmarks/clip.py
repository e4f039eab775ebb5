"""The benchmark recording: 60 s of the sample call, 640x480 at 30 pictures a second, two sound tracks."""

from __future__ import annotations

from pathlib import Path

import av

from app.bootstrap.demo import sample_call

LENGTH_S = 60.0


def benchmark_clip(folder: Path) -> Path:
    """Cut the first minute of the sample call (packets are copied)."""
    target = folder / "minute.mkv"
    source = sample_call(lambda _fraction: None).media
    with av.open(str(source)) as input_, av.open(str(target), "w", format="matroska") as output:
        routes = {stream.index: output.add_stream_from_template(stream) for stream in input_.streams}
        for packet in input_.demux():
            if packet.dts is None or float(packet.dts * packet.time_base) > LENGTH_S:
                continue
            packet.stream = routes[packet.stream.index]
            output.mux(packet)
    return target
