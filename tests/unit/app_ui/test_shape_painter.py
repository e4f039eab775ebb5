"""Shapes come out of QPainter where and as they were drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter

from app.ui.widgets.character_view import render_person
from app.ui.widgets.customer import customer_drawing
from app.ui.widgets.shape_painter import paint_shapes
from perception.character.rig import NEUTRAL
from perception.character.shapes import Flat, Linear, Radial, Shape, Stop

SQUARE = np.array([[10.0, 10.0], [30.0, 10.0], [30.0, 30.0], [10.0, 30.0]])
BLACK_WHITE = (Stop(0.0, (0, 0, 0)), Stop(1.0, (255, 255, 255)))


def painted(*shapes: Shape) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_shapes(painter, shapes)
    painter.end()
    return image


def test_flat_colour_fills_its_path_only():
    image = painted(Shape(SQUARE, Flat((200, 30, 40))))
    assert image.pixelColor(20, 20).getRgb() == (200, 30, 40, 255)
    assert image.pixelColor(5, 5).getRgb() == (255, 255, 255, 255)


def test_opacity_mixes_and_clip_cuts():
    image = painted(Shape(SQUARE, Flat((0, 0, 0), 0.5), clip=SQUARE - [10.0, 0.0]))
    assert abs(image.pixelColor(15, 20).red() - 128) <= 1
    assert image.pixelColor(25, 20).red() == 255


def test_gradients_run_along_their_line_and_from_their_centre():
    along = painted(Shape(SQUARE, Linear(10.0, 0.0, 30.0, 0.0, BLACK_WHITE)))
    assert along.pixelColor(12, 20).red() < along.pixelColor(20, 20).red() < along.pixelColor(28, 20).red()
    spot = painted(Shape(SQUARE, Radial(20.0, 20.0, 10.0, 5.0, BLACK_WHITE)))
    assert spot.pixelColor(20, 20).red() < 50
    assert spot.pixelColor(20, 14).red() == 255
    assert spot.pixelColor(14, 20).red() < 200


def test_the_customer_is_drawn_with_a_face_in_the_middle():
    image = render_person(customer_drawing(), NEUTRAL, 300, 200)
    face = image.pixelColor(150, 90)
    assert face.red() > face.blue() + 20
    assert image.pixelColor(5, 5).blue() > 120
