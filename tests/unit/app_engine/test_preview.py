from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from app.engine.preview import MAX_HEIGHT_PX, MAX_WIDTH_PX, PreviewReader, PreviewWriter


@pytest.fixture
def reader() -> Iterator[PreviewReader]:
    reader = PreviewReader()
    yield reader
    reader.close()


def test_a_picture_crosses_once_and_turns_to_rgb(reader: PreviewReader) -> None:
    writer = PreviewWriter(reader.name)
    bgr = np.zeros((4, 6, 3), dtype=np.uint8)
    bgr[..., 0] = 200
    writer.write(bgr, t_s=1.5)
    image = reader.read()
    assert image is not None
    assert (image.width, image.height, image.stride, image.t_s) == (6, 4, 18, 1.5)
    assert image.rgb[:3] == bytes([0, 0, 200])
    assert reader.read() is None
    writer.close()


def test_the_newest_picture_wins(reader: PreviewReader) -> None:
    writer = PreviewWriter(reader.name)
    for value in (10, 20, 30):
        writer.write(np.full((2, 2, 3), value, dtype=np.uint8), t_s=value)
    image = reader.read()
    assert image is not None
    assert image.rgb[0] == 30
    writer.close()


@pytest.mark.parametrize("size", [(1080, 1920), (720, 1280), (481, 641), (2160, 3840), (1, 1)])
def test_every_size_fits(reader: PreviewReader, size: tuple[int, int]) -> None:
    writer = PreviewWriter(reader.name)
    writer.write(np.zeros((*size, 3), dtype=np.uint8), t_s=0.0)
    image = reader.read()
    assert image is not None
    assert image.width <= MAX_WIDTH_PX
    assert image.height <= MAX_HEIGHT_PX
    assert len(image.rgb) == image.stride * image.height
    writer.close()


def test_a_new_writer_is_seen_after_a_reset(reader: PreviewReader) -> None:
    first = PreviewWriter(reader.name)
    first.write(np.zeros((2, 2, 3), dtype=np.uint8), t_s=0.0)
    assert reader.read() is not None
    first.close()
    reader.reset()
    second = PreviewWriter(reader.name)
    second.write(np.zeros((2, 2, 3), dtype=np.uint8), t_s=0.5)
    assert reader.read() is not None
    second.close()


def test_a_write_in_progress_is_not_read(reader: PreviewReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever moment of the writing the reader meets, it sees a whole picture or none."""
    writer = PreviewWriter(reader.name)
    writer.write(np.zeros((2, 2, 3), dtype=np.uint8), t_s=0.0)
    assert reader.read() is not None
    met: list[object] = []
    stored = writer._header

    class Watched:
        """Reads after every number that is stored."""

        def __setitem__(self, field: int, value: float) -> None:
            stored[field] = value
            if field != 4:
                met.append(reader.read())

    monkeypatch.setattr(writer, "_header", Watched())
    writer.write(np.full((3, 5, 3), 7, dtype=np.uint8), t_s=1.0)
    monkeypatch.undo()
    assert met == [None] * 4
    image = reader.read()
    assert image is not None
    assert (image.width, image.height) == (5, 3)
    writer.close()


def test_reader_and_writer_at_full_speed(reader: PreviewReader) -> None:
    """Pictures of two sizes, one colour each: a mixture would show."""
    writer, done = PreviewWriter(reader.name), threading.Event()

    def write() -> None:
        pictures = [np.full((120, 160, 3), 10, dtype=np.uint8), np.full((60, 90, 3), 200, dtype=np.uint8)]
        for number in range(2_000):
            writer.write(pictures[number % 2], t_s=number)
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    read = 0
    while not done.is_set():
        image = reader.read()
        if image is not None:
            read += 1
            assert (image.width, image.height, set(image.rgb)) in ((160, 120, {10}), (90, 60, {200}))
    thread.join()
    writer.close()
    assert read
