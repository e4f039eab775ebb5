"""Beards."""

from __future__ import annotations

from perception.character.face import Head
from perception.character.geometry import smooth
from perception.character.pen import Pen


def draw_beard(pen: Pen, head: Head) -> None:
    """From stubble to a full beard."""
    look, px = head.look, head.px
    if look.beard <= 0:
        return
    drop = 1.6 * head.pose.jaw
    wide = [(7.1, 1.5), (6.6, -2.0), (5.4, -4.0), (3.9, -3.9), (2.6, -3.0), (0.0, -2.8)]
    upper = [(-x, y) for x, y in wide] + [(x, y) for x, y in wide[-2::-1]]
    low = [(6.9, -2.6), (6.2, -5.6 - drop / 2), (4.6, -8.2 - drop), (2.2, -9.7 - drop), (0.0, -10.0 - drop)]
    if look.large:  # down to the very edge of the jaw
        low = [(7.1, -2.6), (6.7, -5.8 - drop / 2), (5.2, -8.8 - drop), (2.6, -10.3 - drop), (0.0, -10.6 - drop)]
    under = low + [(-x, y) for x, y in low[-2::-1]]
    path = smooth(head.on(*upper, *under))
    color = look.hair if look.brows is None else look.brows
    full = 0.45 * max(0.0, look.beard - 0.6) / 0.4
    pen.flat(path, color, 0.30 * look.beard + 0.06 + full, clip=head.outline, part="beard")
    chin = head.on((0.0, -7.6 - drop))[0]
    pen.glow(chin, (3.8 * px, 3.0 * px), color, 0.8 * look.beard, clip=head.outline, part="beard")
    moustache = smooth(
        head.on((-2.6, -3.9), (-1.5, -3.05), (0.0, -2.95), (1.5, -3.05), (2.6, -3.9), (0.0, -3.6), lift=0.2)
    )
    pen.flat(moustache, color, 0.75 * look.beard, part="beard")
