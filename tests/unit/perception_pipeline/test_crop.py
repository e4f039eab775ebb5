from __future__ import annotations

import numpy as np

from perception.pipeline.crop import OTHER_SIDE, HalfLooker, half
from perception.pipeline.vision_chain import CUSTOMER_FPS, CustomerSmileChain
from perception.types import CustomerSmile, FaceReading, VideoFrame
from tests.unit.perception_features.vision_streams import face_reading


class SmileInTheRightHalf:
    """Sees a smile from 1 to 3 s, if it is shown the right half."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.closed = False

    def detect(self, frame: VideoFrame) -> tuple[FaceReading, ...]:
        self.times.append(frame.t_s)
        assert frame.bgr.shape == (48, 32, 3)
        assert np.all(frame.bgr == 9)
        smile = 0.9 if 1.0 <= frame.t_s < 3.0 else 0.0
        return (face_reading(pitch_deg=4.7, shapes={"mouthSmileLeft": smile, "mouthSmileRight": smile}),)

    def close(self) -> None:
        self.closed = True


def picture(t_s: float) -> VideoFrame:
    bgr = np.zeros((48, 64, 3), np.uint8)
    bgr[:, 32:] = 9
    return VideoFrame(t_s, bgr)


def test_halves_are_the_left_and_the_right_of_the_picture() -> None:
    assert np.all(half(picture(0.0), "left").bgr == 0)
    assert np.all(half(picture(0.0), "right").bgr == 9)
    assert not half(picture(0.0), "left").bgr.flags.writeable
    assert OTHER_SIDE == {"left": "right", "right": "left"}


def test_the_customer_s_half_gives_smiles_and_nothing_else() -> None:
    model = SmileInTheRightHalf()
    looker = HalfLooker(CustomerSmileChain(model=model), side="right")
    seen = []
    for index in range(150):
        frame = picture(index / 30)
        if looker.due(frame.t_s):
            seen += looker.process(frame, speaking=False, listening=False)
    seen += looker.flush()
    looker.close()
    (smile,) = seen
    assert isinstance(smile, CustomerSmile)
    assert abs(smile.start_s - 1.0) <= 0.4
    assert abs(smile.end_s - 3.0) <= 0.6
    assert abs(len(model.times) / 5.0 - CUSTOMER_FPS) <= 0.4
    assert model.closed
