"""Runs under pw-v4l2, which shows it the private camera as /dev/video0. Prints JSON lines."""

from __future__ import annotations

import json
import sys
import time

from perception.devices import discovery
from perception.errors import DeviceError
from perception.pipeline.clock import SessionClock


def _say(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def main(frames: int, then: str) -> None:
    camera = discovery.camera_from_id("camera:0", clock=SessionClock())
    info = camera.open()
    times, shapes, different = [], set(), 0
    last = None
    for _ in range(frames):
        frame = camera.read()
        times.append(frame.t_s)
        shapes.add(frame.bgr.shape)
        different += last is None or bool((frame.bgr != last).any())
        last = frame.bgr
    _say(
        {
            "info": [info.width_px, info.height_px],
            "times": times,
            "shapes": sorted(shapes),
            "different": different,
            "writeable": bool(last.flags.writeable),
        }
    )
    if then == "until-lost":
        try:
            while camera.read() is not None:
                pass
        except DeviceError as error:
            _say({"lost": time.monotonic(), "message": error.message})
    camera.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
