from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.inference.resample import BlockResampler
from perception.types import AudioBlock


def _blocks(samples, rate_hz, sizes, start_s=2.0):
    place, k = 0, 0
    while place < len(samples):
        size = sizes[k % len(sizes)]
        yield AudioBlock(t_s=start_s + place / rate_hz, samples=samples[place : place + size], rate_hz=rate_hz)
        place, k = place + size, k + 1


def _all(samples, rate_hz, sizes):
    resampler = BlockResampler()
    out = []
    last = None
    for block in _blocks(samples, rate_hz, sizes):
        last = block
        out.append(resampler.push(block))
    out.append(resampler.flush(last))
    return [block for block in out if block is not None]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(100, 5000), min_size=1, max_size=5), st.sampled_from([8000, 44100, 48000]))
def test_result_does_not_depend_on_the_cut(sizes, rate_hz):
    samples = np.random.default_rng(0).standard_normal(rate_hz // 2).astype(np.float32) * 0.1
    cut, whole = _all(samples, rate_hz, sizes), _all(samples, rate_hz, [len(samples)])
    assert np.allclose(np.concatenate([b.samples for b in cut]), np.concatenate([b.samples for b in whole]), atol=1e-5)
    given_out = 0
    for block in cut:
        assert block.t_s == pytest.approx(2.0 + given_out / 16000, abs=1e-9)
        given_out += len(block.samples)
    assert given_out == pytest.approx(8000, abs=1)


def test_a_click_keeps_its_time():
    samples = np.zeros(48000, dtype=np.float32)
    samples[24000] = 1.0
    out = np.concatenate([b.samples for b in _all(samples, 48000, [960])])
    assert abs(int(np.abs(out).argmax()) - 8000) <= 1


def test_right_rate_passes_through():
    block = AudioBlock(t_s=1.0, samples=np.zeros(10, dtype=np.float32), rate_hz=16000)
    assert BlockResampler().push(block) is block


def test_a_hole_starts_afresh_at_the_new_time():
    resampler = BlockResampler()
    sound = np.zeros(48000, dtype=np.float32)
    resampler.push(AudioBlock(t_s=0.0, samples=sound, rate_hz=48000))
    later = resampler.push(AudioBlock(t_s=5.0, samples=sound, rate_hz=48000, channel="customer"))
    assert later is not None
    assert later.t_s == 5.0
    assert later.channel == "customer"
