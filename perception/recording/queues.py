"""What waits to be written: records are never given up, pictures and sound are counted when there is no room."""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

from perception.recording.media_part import MediaItem
from perception.recording.records import Record
from perception.types import VideoFrame

MAX_RECORDS: Final = 20_000  # records wait for room beyond that
MAX_FRAMES: Final = 45  # 1.5 s of pictures, about 40 MB at 640x480
MAX_BLOCKS: Final = 1_000  # 10 s of 20 ms blocks on two tracks
MEDIA_BATCH: Final = 8  # between two batches records are written, so that a slow encoder never delays them


class RecorderQueues:
    """Hands records and media from many threads to one writer thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._records: deque[Record] = deque()
        self._media: deque[MediaItem] = deque()
        self._frames = 0
        self._closed = False
        self.drops = 0

    def put_record(self, record: Record) -> None:
        """Add a record; waits while an absurd number is waiting already."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._records) < MAX_RECORDS or self._closed)
            if not self._closed:
                self._records.append(record)
                if len(self._records) >= MAX_RECORDS // 2:
                    self._changed.notify_all()

    def put_media(self, item: MediaItem) -> None:
        """Add a picture or a block, or count it as dropped."""
        with self._changed:
            if self._closed:
                return
            is_frame = isinstance(item, VideoFrame)
            if self._frames >= MAX_FRAMES if is_frame else len(self._media) - self._frames >= MAX_BLOCKS:
                self.drops += 1
                return
            self._media.append(item)
            self._frames += is_frame
            self._changed.notify_all()

    def wait_until_taken(self, *, timeout_s: float) -> bool:
        """Wait until the writer thread has taken everything; False when it did not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._records and not self._media, timeout=timeout_s)

    def close(self, last: Record) -> None:
        """Add the last record; nothing is taken after it."""
        with self._changed:
            if not self._closed:
                self._records.append(last)
                self._closed = True
                self._changed.notify_all()

    def take(self, *, timeout_s: float) -> tuple[list[Record], list[MediaItem], bool]:
        """All records, a batch of media, and whether that was everything there will ever be."""
        with self._changed:
            self._changed.wait_for(self._something_urgent, timeout=timeout_s)
            records = list(self._records)
            self._records.clear()
            media = [self._media.popleft() for _ in range(min(MEDIA_BATCH, len(self._media)))]
            self._frames -= sum(isinstance(item, VideoFrame) for item in media)
            self._changed.notify_all()
            return records, media, self._closed and not self._media

    def _something_urgent(self) -> bool:
        return bool(self._media) or self._closed or len(self._records) >= MAX_RECORDS // 2
