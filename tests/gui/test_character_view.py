"""The customer's tile: it paints, moves while seen, follows the engine, and tells those who cannot see it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from app.engine.practice_messages import CustomerIs, CustomerSpeaks, CustomerStops
from app.practice.face.animator import Animator
from app.practice.face.displays import display_pose
from app.practice.face.speech import guessed_line
from app.ui.theme import make_theme
from app.ui.widgets.character_view import CharacterView, render_person
from app.ui.widgets.customer import customer_drawing
from app.ui.widgets.live_face import LiveFace
from app.ui.widgets.sprites import make_kit
from perception.character.looks import LOOKS

SIZE = (420, 280)
REST = display_pose("neutral", 0)


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), :3].astype(int)


def painted(face: LiveFace, image: QImage | None = None, part: QRect | None = None) -> QImage:
    image = image or QImage(*face.size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    face.paint(painter, part or QRect(0, 0, *face.size))
    painter.end()
    return image


@pytest.fixture
def make_view(qtbot):
    def make(*, drawing=True, reduced_motion=False, look="dana"):
        theme = make_theme(name="light", text_size="normal", reduced_motion=reduced_motion, family="Sans")
        view = CharacterView(theme, "Maya", customer_drawing(look) if drawing else None)
        qtbot.addWidget(view)
        view.resize(*SIZE)
        view.show()
        return view

    return make


@pytest.mark.parametrize("look", LOOKS)
def test_the_moving_picture_at_rest_is_the_still_one(qapp, look):
    drawing = customer_drawing(look)
    face = LiveFace(drawing, make_kit(drawing, REST, *SIZE))
    difference = np.abs(pixels(painted(face)) - pixels(render_person(drawing, REST, *SIZE)))
    assert difference.mean() < 0.6
    assert (difference.max(axis=2) > 60).mean() < 0.004


@pytest.mark.parametrize("display", ["friendly", "hurt", "sceptical", "overwhelmed"])
def test_a_moved_picture_is_close_to_the_one_drawn_for_the_pose(qapp, display):
    drawing = customer_drawing("samira")
    face = LiveFace(drawing, make_kit(drawing, REST, *SIZE))
    pose = display_pose(display, 3)
    for _ in range(8):
        face.move(pose)
    difference = np.abs(pixels(painted(face)) - pixels(render_person(drawing, pose, *SIZE)))
    assert difference.mean() < 4.0


def test_painting_only_what_changed_leaves_nothing_behind(qapp):
    drawing = customer_drawing("walter")
    face = LiveFace(drawing, make_kit(drawing, REST, *SIZE))
    animator = Animator(4)
    animator.shows(0.0, "worried", 3)
    animator.speaks(0.0, guessed_line(9.0))
    picture = painted(face)
    for frame in range(150):
        if frame == 60:
            animator.shows(2.0, "friendly", 3)
        dirty = face.move(animator.pose(frame / 30))
        if not dirty.isEmpty():
            painted(face, picture, dirty.boundingRect())
    # A part painted by itself starts its smoothing elsewhere: single points differ by a little.
    assert np.abs(pixels(picture) - pixels(painted(face))).max() <= 12


def test_a_face_at_rest_asks_for_no_painting(qapp):
    drawing = customer_drawing()
    face = LiveFace(drawing, make_kit(drawing, REST, *SIZE))
    for _ in range(9):
        face.move(REST)
    assert face.move(REST).isEmpty()


def test_a_slow_movement_takes_few_steps_and_a_fast_one_is_smooth(qapp):
    drawing = customer_drawing()
    face = LiveFace(drawing, make_kit(drawing, REST, *SIZE))

    def steps(degrees_a_frame: float) -> int:
        turned = (replace(REST, yaw_deg=frame * degrees_a_frame) for frame in range(1, 31))
        return sum(not face.move(pose).isEmpty() for pose in turned)

    assert 3 <= steps(0.1) <= 12
    assert steps(1.5) >= 28


def test_it_moves_while_seen_and_rests_while_hidden(make_view):
    view = make_view()
    assert view._timer.isActive()
    assert view._timer.interval() <= 34
    view.hide()
    assert not view._timer.isActive()


def test_the_tile_paints_person_corners_chip_and_caption(make_view, qtbot):
    view = make_view()
    bare = view.grab().toImage()
    assert bare.pixelColor(0, 0) == view.theme.colour("paper")
    middle = bare.pixelColor(SIZE[0] // 2, SIZE[1] // 2)
    assert middle.red() > middle.blue() + 20
    view.show_chip("Maya is speaking")
    view.show_caption("Six hours. Do you know what day it is?")
    assert np.abs(pixels(view.grab().toImage()) - pixels(bare)).mean() > 1


def test_the_engine_moves_the_face(make_view):
    view = make_view()
    line = guessed_line(3.0)
    view.hear(CustomerSpeaks(1.0, "Hello.", "angry", "angry", 3, 3.0, 0.0, line.opening, line.rounding))
    now_s = view._now_s()
    assert view._animator.pose(now_s + 0.9).brow_lower > 0.6
    assert max(view._animator.pose(now_s + 0.9 + i / 30).jaw for i in range(40)) > 0.1
    view.hear(CustomerStops(2.0, cut=True, said="Hel"))
    assert view._animator.pose(now_s + 4.0).jaw == 0.0
    view.hear(CustomerIs(3.0, "listening", "relieved", 2, nods=True))
    assert view._animator.pose(now_s + 9.0).smile > 0.2


def test_how_the_face_looks_is_told_to_those_who_cannot_see_it_only(make_view):
    view = make_view()
    view.hear(CustomerIs(0.0, "listening", "worried", 2))
    assert view.accessibleDescription() == "Maya looks worried."
    view.show_caption("I do not know what to tell them.")
    assert view.accessibleDescription() == "Maya looks worried. I do not know what to tell them."
    assert view.toolTip() == ""


def test_less_movement_keeps_the_head_still(make_view):
    view = make_view(reduced_motion=True)
    view.hear(CustomerIs(0.0, "listening", "sad", 2))
    now_s = view._now_s()
    assert view._animator.pose(now_s) == view._animator.pose(now_s + 5.0)


def test_a_person_that_cannot_be_drawn_is_replaced_by_initials(make_view, qtbot):
    view = make_view(drawing=False)
    assert not view.grab().isNull()
    broken = make_view()
    broken._made(None, RuntimeError("no picture"))
    assert not broken._timer.isActive()
    assert not broken.grab().isNull()


def test_an_unknown_look_gets_the_usual_customer(qapp):
    assert customer_drawing("nobody") == customer_drawing()
