"""Where pictures go, in plain numbers: the same as Qt says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from app.ui.widgets.affine import Affine, Box

TURNED = Affine(0.98, 0.05, -0.04, 1.03, 12.0, -7.5)
OTHER = Affine(1.01, -0.02, 0.03, 0.97, -3.0, 4.0)


def test_one_after_the_other_is_what_qt_makes_of_both() -> None:
    both = (TURNED.qt() * OTHER.qt()).map(QPointF(30.0, 50.0))
    assert TURNED.then(OTHER).at(30.0, 50.0) == pytest.approx((both.x(), both.y()))


def test_the_way_back_leads_back() -> None:
    assert TURNED.then(TURNED.back()) == pytest.approx(Affine())


def test_how_far_two_take_a_picture_apart_covers_every_corner() -> None:
    rect = QRectF(20.0, 10.0, 80.0, 60.0)
    corners = (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight())
    gaps = [TURNED.qt().map(corner) - OTHER.qt().map(corner) for corner in corners]
    farthest = max(max(abs(gap.x()), abs(gap.y())) for gap in gaps)
    apart = TURNED.apart(OTHER, Box.of(rect))
    assert farthest <= apart + 1e-9
    assert apart < farthest + 2.0


def test_a_picture_that_only_moves_is_not_bent() -> None:
    moved = TURNED._replace(dx=90.0)
    assert TURNED.bent(moved, Box.of(QRectF(0, 0, 200, 100))) == 0.0
    assert TURNED.apart(moved, Box.of(QRectF(0, 0, 200, 100))) == pytest.approx(78.0)
