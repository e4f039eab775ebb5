from __future__ import annotations

from perception.features.customer_smiles import CustomerSmiles
from perception.types import CustomerSmile


def spans(*values: float | None) -> list[tuple[float, float]]:
    watch, found = CustomerSmiles(), []
    for index, value in enumerate(values):
        found += watch.push(value, t_s=index * 0.2)
    found += watch.flush()
    assert all(isinstance(smile, CustomerSmile) and smile.source == "video" for smile in found)
    return [(round(smile.start_s, 1), round(smile.end_s, 1)) for smile in found]


def test_a_smile_begins_when_clear_and_ends_when_it_has_faded() -> None:
    assert spans(0.1, 0.4, 0.6, 0.8, 0.4, 0.4, 0.2, 0.6, 0.1) == [(0.4, 1.0)]


def test_a_flicker_is_no_smile_and_an_unfinished_one_is() -> None:
    assert spans(0.1, 0.9, 0.1, 0.1) == []
    assert spans(0.1, 0.9, 0.9, 0.9) == [(0.2, 0.6)]


def test_a_lost_face_ends_a_smile_after_a_second_only() -> None:
    lost = [None] * 3
    assert spans(0.9, 0.9, 0.9, *lost, 0.9, 0.9, 0.1) == [(0.0, 1.4)]
    assert spans(0.9, 0.9, 0.9, *[None] * 8, 0.9, 0.9, 0.9, 0.1) == [(0.0, 0.4), (2.2, 2.6)]
    assert spans(None, None) == []
