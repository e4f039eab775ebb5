"""The style sheet of the window, filled from the tokens. Widgets choose a look by their `look` property."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import Final

from app.ui.tokens import Colours, Sizes

_SHEET: Final = Template("""
* { font-family: "$family"; font-size: ${body}px; color: $ink; }
QMainWindow, QDialog, QWidget[look="page"], QStackedWidget { background: $paper; }
QWidget[look="clear"], QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QLabel { background: transparent; }
QLabel[look="display"] { font-size: ${display}px; font-weight: 600; }
QLabel[look="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[look="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[look="said"] { font-size: ${said}px; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="small"] { color: $muted; font-size: ${small}px; }
QLabel[look="wordmark"] { font-size: 18px; font-weight: 700; }
QLabel[look="you"] { color: $you; font-weight: 600; }
QLabel[look="customer"] { color: $customer; font-weight: 600; }
QLabel[look="good"] { color: $good; }
QLabel[look="good-small"] { color: $good; font-size: ${small}px; }
QLabel[look="watch"] { color: $watch; }
QLabel[look="try"] { background: $good_soft; border-radius: ${radius_control}px; padding: 10px 12px 7px 12px; }
QLabel[look="pill"] { color: $muted; font-size: ${small}px; border: 1px solid $line;
  border-radius: 11px; padding: 2px 9px; }
QLabel[look="key"] { color: $muted; }
QFrame[look="bar"] { background: $card; border: none; border-bottom: 1px solid $line; }
QFrame[look="card"] { background: $card; border: 1px solid $line; border-radius: ${radius_card}px; }
QFrame[look="card-watch"] { background: $card; border: 1px solid $watch; border-radius: ${radius_card}px; }
QFrame[look="better"] { background: $good_soft; border: none; border-radius: ${radius_control}px; }
QFrame[look="notice"] { background: $watch_soft; border: 1px solid $watch; border-radius: ${radius_card}px; }
QFrame[look="toast"] { background: $ink; border: none; border-radius: ${radius_control}px; }
QFrame[look="toast"] QLabel { color: $paper; }
QFrame[look="turn"] { background: transparent; border: ${focus}px solid transparent;
  border-radius: ${radius_control}px; }
QFrame[look="turn"]:focus { border: ${focus}px solid $good; }
QFrame[look="comment"] { background: transparent; border: 1px solid $line; border-radius: ${radius_control}px; }
QFrame[look="comment-now"] { background: $good_soft; border: 1px solid $good; border-radius: ${radius_control}px; }
QFrame[look="comment"]:focus, QFrame[look="comment-now"]:focus { border: ${focus}px solid $good; }
QFrame[look="anchor"] { background: $good_soft; border: none; border-radius: ${radius_control}px; }
QFrame[look="anchor"] QLabel[look="small"], QFrame[look="comment-now"] QLabel[look="small"] { color: $ink; }
QFrame[look="answer"] { background: transparent; border: none; border-left: 2px solid $line; }
QFrame[look="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QPushButton { background: $card; border: 1px solid $line; border-radius: ${radius_control}px; font-weight: 600;
  min-height: ${inner}px; padding: 0 15px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $muted; background: $paper; }
QPushButton:focus { border: ${focus}px solid $good; padding: 0 14px; }
QPushButton[look="primary"] { background: $good; border: 1px solid $good; color: $on_good; }
QPushButton[look="primary"]:hover { background: $good; border-color: $ink; }
QPushButton[look="primary"]:focus { border: ${focus}px solid $ink; }
QPushButton[look="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[look="plain"] { background: transparent; border: 1px solid transparent; font-weight: 400; color: $muted; }
QPushButton[look="plain"]:hover { color: $ink; background: $hover; }
QPushButton[look="plain"]:focus { border: ${focus}px solid $good; color: $ink; }
QFrame[look="toast"] QPushButton { background: transparent; border: 1px solid transparent; color: $paper; }
QFrame[look="toast"] QPushButton:focus { border: ${focus}px solid $paper; }
QPushButton[look="tab"] { background: transparent; border: 1px solid transparent; font-weight: 400; color: $muted;
  min-height: ${chip}px; }
QPushButton[look="tab"]:checked { background: $card; border: 1px solid $line; font-weight: 600; color: $ink; }
QPushButton[look="tab"]:hover { color: $ink; }
QPushButton[look="tab"]:focus { border: ${focus}px solid $good; padding: 0 14px; }
QPushButton[look="tab-small"] { background: transparent; border: 1px solid transparent; font-weight: 400; color: $muted;
  font-size: ${small}px; min-height: ${chip}px; padding: 0 9px; }
QPushButton[look="tab-small"]:checked { background: $card; border: 1px solid $line; font-weight: 600; color: $ink; }
QPushButton[look="tab-small"]:hover { color: $ink; }
QPushButton[look="tab-small"]:focus { border: ${focus}px solid $good; padding: 0 8px; }
QPushButton[look="small"] { min-height: ${chip}px; padding: 0 11px; font-weight: 400; font-size: ${small}px; }
QPushButton[look="small"]:focus { padding: 0 10px; }
QPushButton[look="tool"] { background: transparent; border: 1px solid transparent; color: $muted; font-weight: 400;
  min-height: ${chip}px; min-width: ${chip}px; max-width: ${chip}px; padding: 0; }
QPushButton[look="tool"]:hover { color: $ink; background: $hover; }
QPushButton[look="tool"]:disabled { color: $line; background: transparent; }
QPushButton[look="tool"]:focus { border: ${focus}px solid $good; padding: 0; color: $ink; }
QPushButton[look="choice"] { text-align: left; font-weight: 400; padding: 0 12px; }
QPushButton[look="choice"]:checked { background: $good_soft; border-color: $good; }
QPushButton[look="choice"]:focus { padding: 0 11px; }
QFrame[look="edge"] { background: $paper; border: 1px solid $line; border-radius: ${radius_control}px; }
QFrame[look="edge-chosen"] { background: $paper; border: ${focus}px solid $good; border-radius: ${radius_control}px; }
QPushButton[look="letter"] { min-height: ${chip}px; min-width: ${chip}px; padding: 0; color: $muted; }
QPushButton[look="letter"]:checked { background: $good_soft; border-color: $good; color: $ink; }
QPushButton[look="letter"]:focus { padding: 0; }
QPushButton[look="toggle"] { font-weight: 400; }
QPushButton[look="toggle"]:checked { background: $good_soft; border-color: $good; font-weight: 600; }
QListView[look="rows"] { background: transparent; border: none; outline: none; }
QPlainTextEdit { background: $card; border: 1px solid $line; border-radius: ${radius_control}px; padding: 6px 8px;
  selection-background-color: $good; selection-color: $on_good; }
QPlainTextEdit:focus { border: ${focus}px solid $good; padding: 5px 7px; }
QLineEdit, QComboBox, QAbstractSpinBox { background: $card; border: 1px solid $line; border-radius: ${radius_control}px;
  min-height: ${inner}px; padding: 0 12px; selection-background-color: $good; selection-color: $on_good; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: ${focus}px solid $good; padding: 0 11px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QDateEdit::drop-down { border: none; width: 28px; }
QDateEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QAbstractSpinBox QLineEdit { border: none; background: transparent; min-height: 0; padding: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line; selection-background-color: $good_soft;
  selection-color: $ink; outline: none; padding: 4px; }
QCheckBox { spacing: 12px; }
QCheckBox::indicator { width: 20px; height: 20px; border: 1px solid $unknown; border-radius: 6px; background: $card; }
QCheckBox::indicator:checked { background: $good; border: 1px solid $good; image: url("$tick"); }
QCheckBox::indicator:focus { border: ${focus}px solid $ink; }
QRadioButton { spacing: 12px; font-weight: 600; }
QRadioButton::indicator { width: 18px; height: 18px; border: 1px solid $unknown; border-radius: 10px;
  background: $card; }
QRadioButton::indicator:checked { border: 6px solid $good; width: 8px; height: 8px; }
QRadioButton::indicator:focus { border-color: $ink; }
QRadioButton:disabled { color: $muted; }
QSlider::groove:horizontal { background: $track; height: 6px; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $good; height: 6px; border-radius: 3px; }
QSlider::handle:horizontal { background: $card; border: 2px solid $good; width: 16px; height: 16px; margin: -7px 0;
  border-radius: 10px; }
QSlider::handle:horizontal:focus { background: $good; border: 2px solid $ink; }
QSlider::handle:horizontal:disabled { border-color: $unknown; }
QSlider::sub-page:horizontal:disabled { background: $unknown; }
QSlider[answered="false"]::sub-page:horizontal { background: $track; }
QSlider[answered="false"]::handle:horizontal { border: 2px dashed $unknown; }
QSlider[answered="false"]::handle:horizontal:focus { background: $good_soft; border: 2px solid $good; }
QSlider:horizontal { min-height: 24px; }
QProgressBar { background: $track; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $good; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $unknown; border-radius: 4px; min-height: 32px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $unknown; border-radius: 4px; min-width: 32px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { width: 0; height: 0;
  background: none; }
QTextBrowser { background: transparent; border: none; }
QTextBrowser:focus, QScrollArea:focus { border: ${focus}px solid $good; border-radius: ${radius_control}px; }
QTableView { background: transparent; border: none; border-top: 1px solid $line; outline: none;
  selection-background-color: $good_soft; selection-color: $ink; }
QTableView:focus { border: ${focus}px solid $good; border-radius: ${radius_control}px; }
QTableView::item { padding: 7px 8px; border-bottom: 1px solid $line; }
QTableView::item:selected { background: $good_soft; }
QTableView QLineEdit { border-radius: 0; padding: 0 7px; }
QHeaderView, QHeaderView::section { background: transparent; border: none; color: $muted; font-size: ${small}px;
  font-weight: 400; padding: 4px 8px; }
QSplitter::handle { background: transparent; }
QMenu { background: $card; border: 1px solid $line; border-radius: ${radius_control}px; padding: 6px; }
QMenu::item { padding: 8px 20px 8px 12px; border-radius: 6px; }
QMenu::item:selected { background: $good_soft; }
QMenu::item:disabled { color: $muted; background: transparent; }
QToolTip { background: $card; color: $ink; border: 1px solid $line; padding: 6px; }
""")


def build_stylesheet(colours: Colours, sizes: Sizes, family: str, *, chevron: str = "", tick: str = "") -> str:
    """The style sheet for these tokens. chevron, tick: picture files for choices and switches."""
    values = {**asdict(colours), **asdict(sizes), "family": family}
    values["inner"] = str(sizes.control - 2)
    values["chip"] = str(sizes.control - 12)
    values["said"] = str(sizes.body + 5)
    values["chevron"] = chevron
    values["tick"] = tick
    return _SHEET.substitute(values)
