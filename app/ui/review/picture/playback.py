"""Ties a player to the playhead: playing, speed, loop, steps from picture to picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject

from app.ui.ports import MediaPart
from app.ui.review.picture.silent_player import SilentPlayer
from app.ui.review.playhead import Playhead
from app.ui.widgets.recording_player import RecordingPlayer, Shown

_STEP_S: Final = 1 / 30  # where no pictures tell their times
_AT_END_S: Final = 0.05


class Playback(QObject):
    """Follows the playhead, and moves it while playing. frame_times: the times of all pictures, once they are known."""

    def __init__(
        self, playhead: Playhead, media: Sequence[MediaPart], frame_times: Callable[[], Sequence[float]]
    ) -> None:
        super().__init__(playhead)
        self.playhead = playhead
        self._frame_times = frame_times
        self.shown: Shown | None = None
        self._played_s = 0.0  # where the player was last
        self.recording: RecordingPlayer | None = None
        self.player: RecordingPlayer | SilentPlayer
        if media:
            self.recording = self.player = RecordingPlayer(self)
            self.recording.load(media)
            self.recording.framed.connect(self._framed)
        else:
            self.player = SilentPlayer(playhead.duration_s, self)
        self.player.moved.connect(self._moved)
        self.player.ended.connect(self._ended)
        playhead.jumped.connect(self.player.seek)
        playhead.played.connect(self._play)
        playhead.paced.connect(self.player.pace)

    def step(self, pictures: int) -> None:
        """So many pictures on, or back; playing stops."""
        self.playhead.play(False)
        self.playhead.seek(self._stepped(pictures))

    def close(self) -> None:
        """Let go of the recording."""
        self.playhead.play(False)
        self.player.stop()

    def _stepped(self, pictures: int) -> float:
        """The middle of a picture before or after, so that rounding of times leads to no other one."""
        times, now_s = self._frame_times(), self.playhead.t_s
        if len(times) > 1:
            number = min(max(0, bisect_right(times, now_s) - 1 + pictures), len(times) - 1)
            until_s = times[number + 1] if number + 1 < len(times) else times[number] + _STEP_S
            return (times[number] + min(until_s, times[number] + 2 * _STEP_S)) / 2
        shown = self.shown
        if shown is None or not shown.t_s - _STEP_S <= now_s <= shown.end_s + _STEP_S:
            return now_s + pictures * _STEP_S
        length_s = max(0.001, shown.end_s - shown.t_s)
        return (shown.t_s + shown.end_s) / 2 + pictures * length_s

    def _framed(self, shown: Shown) -> None:
        self.shown = shown

    def _play(self, playing: bool) -> None:
        if not playing:
            self.player.pause()
            return
        span = self.playhead.selection
        if self.playhead.looping and span is not None and not span.start_s <= self.playhead.t_s < span.end_s:
            self.playhead.seek(span.start_s)
        elif self.playhead.t_s >= self.playhead.duration_s - _AT_END_S:
            self.playhead.seek(0.0)
        self.player.play()

    def _ended(self) -> None:
        """All was played: a chosen stretch that reaches to the end begins again, unless nothing of it can be played."""
        span = self.playhead.selection
        if self.playhead.looping and span is not None and span.start_s < self._played_s - _AT_END_S:
            self.playhead.seek(span.start_s)
            self.player.play()
        else:
            self.playhead.play(False)

    def _moved(self, t_s: float) -> None:
        self._played_s = t_s
        if not self.playhead.playing:
            return
        span = self.playhead.selection
        if self.playhead.looping and span is not None and t_s >= span.end_s:
            self.playhead.seek(span.start_s)
        else:
            self.playhead.advance(t_s)
