from __future__ import annotations

import numpy as np
import pytest

from perception.character.rig import RigPose
from perception.character.shapes import Flat, Linear, Radial, Shape, Stop
from perception.devices.drawn_camera import DrawnCamera
from perception.devices.raster import rasterize
from perception.errors import DeviceError, InvalidValueError

SQUARE = np.array([[4.0, 4.0], [28.0, 4.0], [28.0, 28.0], [4.0, 28.0]])
WHITE = Shape(np.array([[-1.0, -1.0], [40.0, -1.0], [40.0, 40.0], [-1.0, 40.0]]), Flat((255, 255, 255)))


class HandClock:
    def __init__(self) -> None:
        self.t_s = 5.0

    def now_s(self) -> float:
        self.t_s += 0.5  # every look at the clock is later than the picture is due
        return self.t_s


def turning(t_s: float) -> RigPose:
    return RigPose(yaw_deg=20 * t_s)


def camera(**wishes: object) -> DrawnCamera:
    settings: dict[str, object] = {"duration_s": 0.5, "fps": 10, "width": 160, "height": 120}
    return DrawnCamera(turning, **(settings | wishes))  # type: ignore[arg-type]


def test_it_delivers_every_picture_and_ends() -> None:
    film = camera()
    info = film.open()
    frames = []
    while (frame := film.read()) is not None:
        frames.append(frame)
    film.close()
    film.close()
    assert (info.width_px, info.height_px, info.fps) == (160, 120, 10)
    assert [frame.t_s for frame in frames] == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])
    assert [frame.index for frame in frames] == [0, 1, 2, 3, 4]
    assert all(frame.bgr.shape == (120, 160, 3) and frame.bgr.dtype == np.uint8 for frame in frames)
    assert not frames[0].bgr.flags.writeable
    assert not np.array_equal(frames[0].bgr, frames[4].bgr)


def test_the_same_film_twice_is_the_same() -> None:
    films = [camera(noise_sd=3.0, seed=9) for _ in range(2)]
    for film in films:
        film.open()
    for _ in range(3):
        one, other = (film.read() for film in films)
        assert one is not None
        assert other is not None
        assert np.array_equal(one.bgr, other.bgr)


def test_grain_has_the_size_asked_for() -> None:
    plain, grainy = camera(), camera(noise_sd=4.0)
    plain.open(), grainy.open()
    a, b = plain.read(), grainy.read()
    assert a is not None
    assert b is not None
    assert np.std(a.bgr.astype(float) - b.bgr) == pytest.approx(4.0, abs=0.6)


def test_at_the_speed_of_life_pictures_carry_session_time() -> None:
    film = camera(realtime=True, clock=HandClock())
    film.open()
    first, second = film.read(), film.read()
    assert first is not None
    assert second is not None
    assert first.t_s >= 5.0
    assert second.t_s - first.t_s == pytest.approx(0.1)


def test_closing_ends_the_film() -> None:
    film = camera()
    film.open()
    film.close()
    assert film.read() is None


def test_faults_are_named() -> None:
    with pytest.raises(DeviceError):
        camera().read()
    with pytest.raises(InvalidValueError):
        camera(fps=0)
    with pytest.raises(InvalidValueError):
        camera(realtime=True)


def test_flat_paint_covers_by_its_opacity() -> None:
    half = rasterize((WHITE, Shape(SQUARE, Flat((255, 0, 0), 0.5))), width=32, height=32)
    assert tuple(half[16, 16]) == pytest.approx((128, 128, 255), abs=1)
    assert tuple(half[1, 1]) == (255, 255, 255)


def test_a_clip_holds_paint_back() -> None:
    left = np.array([[0.0, 0.0], [16.0, 0.0], [16.0, 32.0], [0.0, 32.0]])
    picture = rasterize((WHITE, Shape(SQUARE, Flat((0, 0, 0)), clip=left)), width=32, height=32)
    assert tuple(picture[16, 10]) == (0, 0, 0)
    assert tuple(picture[16, 24]) == (255, 255, 255)


def test_gradients_run_between_their_stops() -> None:
    across = Linear(4, 0, 28, 0, (Stop(0, (0, 0, 0)), Stop(1, (240, 240, 240))))
    line = rasterize((WHITE, Shape(SQUARE, across)), width=32, height=32)[16, 6:27, 0].astype(int)
    assert (np.diff(line) > 0).all()
    assert line[10] == pytest.approx(120, abs=8)
    spot = Radial(16, 16, 12, 6, (Stop(0, (0, 0, 0), 1.0), Stop(1, (0, 0, 0), 0.0)))
    glow = rasterize((WHITE, Shape(SQUARE, spot)), width=32, height=32)[..., 0].astype(int)
    assert glow[16, 16] < 25
    assert glow[16, 22] == pytest.approx(128, abs=20)  # half way along the long axis
    assert glow[23, 16] == 255  # beyond the short one


def test_edges_are_smoothed_below_a_pixel() -> None:
    shifted = rasterize((WHITE, Shape(SQUARE + 0.5, Flat((0, 0, 0)))), width=32, height=32)[16, :, 0].astype(int)
    assert any(20 < value < 235 for value in shifted)
