"""The whole way: the sample call analysed with its two tracks and again with both mixed into one.

The picture is that of the drawn CSM, whose mouth moves with the CSM's own track.
"""

from __future__ import annotations

import tempfile
import threading
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np

from app.bootstrap.demo import CUSTOMER_TRACK, sample_call
from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.engine.media_import import ImportResult, import_media
from app.engine.messages import ImportMedia
from perception.devices.media_audio import iter_audio
from perception.types import Float32Array, LetterScore, Scorecard
from tests.evaluation.tables import Figure, Table

LETTERS: Final = ("A", "T", "H", "Y")
MOST_APART: Final = 6.0  # points; H does without interruptions on one track
SHARE_ERROR: Final = 0.03
RATE_HZ: Final = 16000
_FRAME: Final = 320


def table() -> Table:
    """Letters and talk share of both ways."""
    call = sample_call(lambda _fraction: None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mixed = folder / "mixed.mkv"
        mix_tracks(call.media, mixed)
        apart = _analysed(ImportMedia(str(call.media), str(folder / "two"), "Two", customer_track=CUSTOMER_TRACK))
        shared = _analysed(ImportMedia(str(mixed), str(folder / "one"), "One"))
    figures = [_letter(letter, apart.scorecard, shared.scorecard) for letter in LETTERS]
    shares = apart.scorecard.talk_share, shared.scorecard.talk_share
    figures.append(
        Figure(
            "talk share, difference",
            abs(shares[0] - shares[1]) if shares[0] is not None and shares[1] is not None else None,
            target=SHARE_ERROR,
            better="lower",
            baseline=f"two tracks {shares[0] or 0.0:.3f}, one {shares[1] or 0.0:.3f}",
            sample="1 call",
        )
    )
    return Table(
        part="speakers",
        title="The sample call on two tracks and on one",
        data="drawn and spoken by Attune itself",
        figures=tuple(figures),
        notes=(
            *(notice.text for notice in shared.notices),
            "On one track H is without interruptions, which are two voices at once.",
        ),
    )


def mix_tracks(source: Path, target: Path) -> None:
    """The same pictures with one track that holds both voices."""
    tracks = [np.concatenate([block.samples for block in iter_audio(source, track=k)]) for k in (0, 1)]
    length = min(len(track) for track in tracks)
    mixed = np.clip(tracks[0][:length] + tracks[1][:length], -1.0, 1.0)
    with av.open(str(source)) as read, av.open(str(target), "w") as write:
        pictures = write.add_stream_from_template(read.streams.video[0])
        sound = write.add_stream("libopus", rate=RATE_HZ, layout="mono")
        for packet in read.demux(read.streams.video[0]):
            if packet.dts is not None:
                packet.stream = pictures
                write.mux(packet)
        for frame in _frames(mixed):
            write.mux(sound.encode(frame))
        write.mux(sound.encode(None))


def _frames(samples: Float32Array) -> list[av.AudioFrame]:
    made = []
    for start in range(0, len(samples) - _FRAME + 1, _FRAME):
        whole = (samples[start : start + _FRAME] * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, start, Fraction(1, RATE_HZ)
        made.append(frame)
    return made


def _analysed(command: ImportMedia) -> ImportResult:
    return import_media(
        command, MediaTools(Models()), on_progress=lambda _fraction, _step: None, cancelled=threading.Event()
    )


def _letter(letter: str, apart: Scorecard, shared: Scorecard) -> Figure:
    two, one = apart.letters[letter], shared.letters[letter]
    known = two.value is not None and one.value is not None
    return Figure(
        f"{letter}, difference",
        abs((two.value or 0.0) - (one.value or 0.0)) if known else None,
        target=MOST_APART,
        better="lower",
        baseline=f"two tracks {_text(two)}, one {_text(one)}",
        unit="points",
        digits=1,
        sample="1 call",
    )


def _text(score: LetterScore) -> str:
    value = "-" if score.value is None else f"{score.value:.1f}"
    return f"{value} (coverage {score.coverage:.2f})"
