"""Hand-over of the newest item: a place for one, where a new item replaces an untaken one."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """One-item hand-over between a fast producer and a slow consumer. Drops are counted, the oldest goes first."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self._dropped = 0
        self._put = 0

    @property
    def dropped(self) -> int:
        """Items replaced before anyone took them."""
        return self._dropped

    @property
    def put_count(self) -> int:
        """Items handed in so far."""
        return self._put

    def put(self, item: T) -> None:
        """Offer an item; never blocks."""
        with self._condition:
            if self._item is not None:
                self._dropped += 1
            self._item = item
            self._put += 1
            self._condition.notify()

    def take(self, *, timeout_s: float) -> T | None:
        """The newest item, or None when none came in time or the slot was closed."""
        with self._condition:
            if self._item is None and not self._closed:
                self._condition.wait(timeout_s)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Wake every waiting consumer for good."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
