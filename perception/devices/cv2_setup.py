"""The only place that imports OpenCV.

`import cv2` points Qt at the plugins and fonts of its own, older Qt; a window opened afterwards in the same
process would load the wrong ones (https://github.com/opencv/opencv-python/issues/386, still so in the wheels of
OpenCV 5). So both variables are put back here. Never call `cv2.imshow`: it starts that other Qt.
"""

from __future__ import annotations

import os
from typing import Final

_QT_VARIABLES: Final = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")

# V4L2 waits this many seconds in `read()` before it gives up on a camera that was unplugged (its own default: 10).
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")

_before = {name: os.environ.get(name) for name in _QT_VARIABLES}

import cv2  # noqa: E402

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

__all__ = ["cv2"]
