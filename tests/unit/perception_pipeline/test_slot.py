from __future__ import annotations

import threading

from perception.pipeline.slot import LatestSlot


def test_newest_item_replaces_the_untaken_one_and_the_drop_is_counted() -> None:
    slot: LatestSlot[int] = LatestSlot()
    slot.put(1)
    slot.put(2)
    assert slot.take(timeout_s=0) == 2
    assert slot.dropped == 1
    assert slot.put_count == 2


def test_an_item_is_taken_once() -> None:
    slot: LatestSlot[str] = LatestSlot()
    slot.put("a")
    assert slot.take(timeout_s=0) == "a"
    assert slot.take(timeout_s=0) is None
    assert slot.dropped == 0


def test_close_wakes_a_waiting_consumer() -> None:
    slot: LatestSlot[int] = LatestSlot()
    got: list[int | None] = []
    thread = threading.Thread(target=lambda: got.append(slot.take(timeout_s=30)))
    thread.start()
    slot.close()
    thread.join(5)
    assert not thread.is_alive()
    assert got == [None]


def test_put_wakes_a_waiting_consumer() -> None:
    slot: LatestSlot[int] = LatestSlot()
    got: list[int | None] = []
    thread = threading.Thread(target=lambda: got.append(slot.take(timeout_s=30)))
    thread.start()
    slot.put(7)
    thread.join(5)
    assert got == [7]
