"""Hands for the tests of writing scenarios: open one, type into its form, choose."""

from __future__ import annotations

from conftest import settle
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget
from writing_examples import OUTAGE

from app.ui.routes import ToEditor

OWN = (
    OUTAGE.read_text(encoding="utf-8")
    .replace("id: outage-closing-day", "id: ours")
    .replace("nodes:\n", "# turns\nnodes:\n")
)


def open_editor(window, path=None, draft=None):
    window.go(ToEditor(path, draft))
    settle(window)
    return window.page


def field(page, key, kind=QWidget):
    found = page.bench.form.findChild(kind, key)
    assert found is not None, key
    return found


def type_into(page, key, text):
    made = field(page, key)
    made.setFocus()
    if isinstance(made, QPlainTextEdit):
        made.selectAll()
        made.insertPlainText(text)
    else:
        made.selectAll()
        QTest.keyClicks(made, text)


def choose(page, key, value):
    box = field(page, key, QComboBox)
    box.setCurrentIndex(box.findData(value))


def toast_of(window) -> str:
    return window._toast._text.text()
