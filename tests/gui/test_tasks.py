"""Jobs away from the window: a page that has gone by then is not called."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QImage

from app.tasks import Tasks


def test_a_page_that_is_gone_hears_nothing(qtbot) -> None:
    tasks, page, finish = Tasks(), QObject(), threading.Event()
    heard: list[tuple[str, Any]] = []
    tasks.run(lambda: finish.wait(5), lambda value, _error: heard.append(("gone", value)), owner=page)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    finish.set()
    tasks.run(lambda: 7, lambda value, _error: heard.append(("here", value)), owner=tasks)
    tasks.finish(5000)
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()
    assert heard == [("here", 7)]


def test_an_error_comes_back_as_a_value(qtbot) -> None:
    tasks = Tasks()
    heard: list[tuple[Any, Exception | None]] = []
    tasks.run(lambda: 1 // 0, lambda value, error: heard.append((value, error)))
    qtbot.waitUntil(lambda: bool(heard))
    tasks.close()
    assert heard[0][0] is None
    assert isinstance(heard[0][1], ZeroDivisionError)


def test_many_pictures_made_at_once_all_arrive_on_the_windows_thread(qtbot) -> None:
    def picture(number: int) -> tuple[int, QImage]:
        made = QImage(32, 32, QImage.Format.Format_RGB32)
        made.fill(number)
        return number, made

    tasks, heard = Tasks(), []
    for number in range(200):
        tasks.run(partial(picture, number), lambda value, _error: heard.append((value[0], threading.current_thread())))
    qtbot.waitUntil(lambda: len(heard) == 200)
    tasks.close()
    assert sorted(number for number, _ in heard) == list(range(200))
    assert {thread for _, thread in heard} == {threading.main_thread()}
