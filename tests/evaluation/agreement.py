"""Live and offline agree: the sample call played in real time through a live call, and analysed as a recording.

Both ways are those of the programme: CallSession with its workers (a recording stands in for camera, microphone and
customer), and the import. It takes as long as the call. `python -m tests.evaluation.agreement` prints both, letter by
letter, with the components that differ most.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.bootstrap.demo import CUSTOMER_TRACK, sample_call
from app.bootstrap.engine import RealBuilder
from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.engine.call_session import CallSession
from app.engine.media_import import import_media
from app.engine.messages import Event, ImportMedia, Problem, SnapshotTaken, StartCall
from perception.devices.media_file import probe
from perception.pipeline.clock import SessionClock
from perception.types import LETTERS, ByteArray, LetterScore, Scorecard
from tests.evaluation.tables import Figure, Table

COVERED: Final = 0.6  # coverage from which a letter's number is shown
MOST_APART: Final = 5.0  # points a letter may differ by
_SPARE_S: Final = 60.0  # loading, and the end of the last words
_LOOK_S: Final = 0.1


class _NoPreview:
    def write(self, bgr: ByteArray, *, t_s: float) -> None:
        """Nobody looks."""


@dataclass(slots=True)
class Told:
    """What a live call tells: which sources have ended, what went wrong, pictures lost."""

    ended: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    captured: int = 0
    dropped: int = 0

    def hear(self, event: Event) -> None:
        if isinstance(event, SnapshotTaken):
            self.captured, self.dropped = event.stats.captured_frames, event.stats.dropped_frames
        elif isinstance(event, Problem):
            if event.what in ("camera", "microphone", "customer_audio") and event.severity == "notice":
                self.ended.add(event.what)
            else:
                self.problems.append(event.message)


@dataclass(frozen=True, slots=True)
class Compared:
    """One letter both ways. apart: the components by how many points each moves the letter, most first."""

    letter: str
    live: LetterScore
    offline: LetterScore
    apart: tuple[tuple[str, float], ...]

    @property
    def difference(self) -> float | None:
        """Points between the two, None unless both carry a value."""
        if self.live.value is None or self.offline.value is None:
            return None
        return abs(self.live.value - self.offline.value)

    @property
    def covered(self) -> bool:
        """Whether both rest on enough evidence to be held to the target."""
        return min(self.live.coverage, self.offline.coverage) >= COVERED


def compare(live: Scorecard, offline: Scorecard) -> list[Compared]:
    """Letter by letter."""
    return [
        Compared(name, live.letters[name], offline.letters[name], _apart(live.letters[name], offline.letters[name]))
        for name in LETTERS
        if name in live.letters and name in offline.letters
    ]


def _apart(one: LetterScore, other: LetterScore) -> tuple[tuple[str, float], ...]:
    mine, theirs = _points(one), _points(other)
    moved = {name: mine.get(name, 0.0) - theirs.get(name, 0.0) for name in mine | theirs}
    return tuple(sorted(moved.items(), key=lambda item: -abs(item[1])))


def _points(score: LetterScore) -> Mapping[str, float]:
    """Points each component brings to the letter, penalties left out: 100 w c s / sum of w c."""
    total = sum(part.weight * part.coverage for part in score.components)
    return {
        part.id: 100.0 * part.weight * part.coverage * part.s / total
        for part in score.components
        if part.s is not None and total > 0
    }


def play_live(media: Path, folder: Path, models: Models) -> tuple[Scorecard, Told]:
    """A whole call at the speed of life."""
    source = f"file:{media}"
    command = StartCall(str(folder), "Agreement", source, source, f"{source}#track={CUSTOMER_TRACK}", keep_media=False)
    told, clock = Told(), SessionClock()
    session = CallSession(command, builder=RealBuilder(models), clock=clock, emit=told.hear, preview=_NoPreview())
    session.start()
    until_s = clock.now_s() + probe(media).duration_s + _SPARE_S
    waiting = threading.Event()
    try:
        while len(told.ended) < 3 and clock.now_s() < until_s:
            session.tick()
            waiting.wait(_LOOK_S)
    finally:
        finished = session.stop()
    if len(told.ended) < 3:
        told.problems.append(f"Only these came to their end in time: {', '.join(sorted(told.ended)) or 'none'}.")
    return finished.scorecard, told


def analyse(media: Path, folder: Path, models: Models) -> Scorecard:
    """The same recording as an import."""
    command = ImportMedia(str(media), str(folder), "Agreement", customer_track=CUSTOMER_TRACK, layout="single")
    result = import_media(
        command, MediaTools(models), on_progress=lambda _share, _what: None, cancelled=threading.Event()
    )
    return result.scorecard


def measure(folder: Path) -> tuple[list[Compared], Told]:
    """Both ways on the sample call; the sessions stay in `folder`."""
    models = Models()
    models.warm_up()
    media = sample_call(lambda _fraction: None).media
    live, told = play_live(media, folder / "live", models)
    return compare(live, analyse(media, folder / "offline", models)), told


def tables(_data: Path, _plots: Path) -> list[Table]:
    """The table; needs no labelled data."""
    with tempfile.TemporaryDirectory() as name:
        compared, told = measure(Path(name))
    return [table_of(compared, told)]


def table_of(compared: list[Compared], told: Told) -> Table:
    """One figure a letter; the target holds where both coverages reach COVERED."""
    return Table(
        part="agreement",
        title="Live and offline agree",
        data="The sample call (drawn person, built-in voices), played in real time and analysed as a recording.",
        figures=tuple(_figure(one) for one in compared),
        notes=(
            f"{told.dropped} of {told.captured} pictures were given up live because a newer one was there.",
            *(_component_note(one) for one in compared if one.difference is not None and one.difference > 1.0),
            *told.problems,
        ),
    )


def _figure(one: Compared) -> Figure:
    return Figure(
        what=f"{one.letter}: live against offline",
        value=one.difference,
        target=MOST_APART if one.covered else None,
        better="lower",
        baseline=f"live {_text(one.live)}, offline {_text(one.offline)}",
        sample="1 call" if one.covered else f"1 call; coverage under {COVERED:g}, no target",
        unit="points",
        digits=1,
    )


def _text(score: LetterScore) -> str:
    value = "-" if score.value is None else f"{score.value:.1f}"
    return f"{value} (coverage {score.coverage:.2f})"


def _component_note(one: Compared) -> str:
    told = ", ".join(f"{name} {points:+.1f}" for name, points in one.apart[:3])
    return f"{one.letter}: what moves it most, points live minus offline: {told}."


def _lines(compared: list[Compared]) -> Iterator[str]:
    for one in compared:
        yield f"{one.letter}  live {_text(one.live)}  offline {_text(one.offline)}"
        theirs = {part.id: part for part in one.offline.components}
        for part in one.live.components:
            other = theirs.get(part.id)
            if other is not None:
                yield (
                    f"   {part.id:4s} {part.name:36.36s} value {part.value} / {other.value}  "
                    f"s {part.s} / {other.s}  c {part.coverage:.2f} / {other.coverage:.2f}"
                )


def main(folder: Path | None) -> None:
    """Print everything; the sessions are kept where a folder is named."""
    start_s = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        compared, told = measure(folder or Path(name))
    sys.stdout.write("\n".join(_lines(compared)) + "\n")
    sys.stdout.write(f"dropped {told.dropped} of {told.captured}; {' '.join(told.problems)}\n")
    sys.stdout.write(f"{time.monotonic() - start_s:.0f} s\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
