"""The picture of the review: the recording or a drawn figure, what is drawn over it, and a slider to scrub."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.ui.review.picture.canvas import PictureCanvas
from app.ui.review.picture.figure import FigureCanvas
from app.ui.review.picture.mapping_presenter import Half, Seen
from app.ui.review.picture.overlay_presenter import face_at, reach_of
from app.ui.review.picture.playback import Playback
from app.ui.review.picture.points import Points
from app.ui.review.picture.scrub import ScrubSlider
from app.ui.review.picture.switches_presenter import GAZE, MESH, OVERLAYS, PARTS, POSTURE, Switches
from app.ui.review.playhead import Playhead
from app.ui.review.ports import OpenedReview, ReviewService
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, row
from app.ui.widgets.recording_player import Shown

_ROUNDING_S: Final = 0.002  # the times of containers are rounded to milliseconds
_PATIENCE_MS: Final = 25  # a picture that takes longer is stood for by a small one


class PicturePane(QWidget):
    """Where one looks. switches: what is drawn over the picture; keep: told when that was changed."""

    def __init__(
        self,
        theme: Theme,
        playhead: Playhead,
        review: OpenedReview,
        service: ReviewService,
        switches: Switches,
        keep: Callable[[Switches], object],
    ) -> None:
        super().__init__()
        self.theme, self.playhead, self.review = theme, playhead, review
        self.switches, self._keep = switches, keep
        media = review.session.media
        self.film = service.film(review.session.folder, media) if media else None
        self.points = Points(self, lambda: service.look(media, review.side), self._take_points)
        times = self.film.frame_times if self.film is not None else tuple
        self.playback = Playback(playhead, media, times)
        self.canvas = PictureCanvas(theme, self._click)
        self.canvas.seen = Seen(review.side, *reach_of(review.series.face))
        self.figure = FigureCanvas(theme, review.series, self._click)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.figure)
        self._stack.addWidget(self.canvas)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_small)
        self._build()
        self._connect()
        self._apply()

    def close_media(self) -> None:
        """Let go of recording and helpers."""
        self.playback.close()
        self.points.close()
        if self.film is not None:
            self.film.close()

    @property
    def has_picture(self) -> bool:
        """Whether pictures of the recording are shown."""
        return self._stack.currentWidget() is self.canvas

    # ------------------------------------------------------------ inside

    def _build(self) -> None:
        self.slider = ScrubSlider(self.playhead.duration_s)
        self.buttons: dict[str, QPushButton] = {}
        for name, (words, why) in OVERLAYS.items():
            made = button(words, partial(self._switch, name), "tab")
            made.setCheckable(True)
            made.setToolTip(why)
            self.buttons[name] = made
        self.part = button("", self._next_part, "tab", name="Which side is shown")
        self.part.setVisible(self.review.side is not None)
        self._bar = QWidget()
        self._bar.setProperty("look", "clear")
        self._bar.setLayout(row(*self.buttons.values(), None, self.part, spacing=2))
        self._bar.hide()
        inside = column(self._stack, self.slider, self._bar, spacing=2)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self.setProperty("look", "clear")

    def _connect(self) -> None:
        self.slider.scrubbed.connect(self.playhead.seek)
        self.playhead.moved.connect(self._moved)
        self.playhead.jumped.connect(self._jumped)
        recording = self.playback.recording
        if recording is not None:
            recording.framed.connect(self._framed)
            recording.failed.connect(self._failed)

    def _click(self) -> None:
        self.playhead.play(not self.playhead.playing)

    def _moved(self, t_s: float) -> None:
        self.slider.show_time(t_s)
        if not self.has_picture:
            self.figure.show_time(t_s)

    def _jumped(self, _t_s: float) -> None:
        if self.has_picture and self.film is not None and not self.playhead.playing:
            if self._patience.isActive():
                self._show_small()  # the picture before is not there yet either: somebody drags
            self._patience.start()

    def _show_small(self) -> None:
        if self._is_shown():
            return  # a place within the same picture: there is no other to wait for
        path = self.film.nearest(self.playhead.t_s) if self.film is not None else None
        picture = QImage(str(path)) if path is not None else QImage()
        if not picture.isNull():
            self.canvas.show_small(picture)

    def _framed(self, shown: Shown) -> None:
        self._patience.stop()
        if not self.playhead.playing and not self._is_shown():
            self._patience.start()  # somebody has gone on since
        self._stack.setCurrentWidget(self.canvas)
        self._bar.show()
        self.canvas.show_picture(shown.picture)
        self._draw_over(shown)

    def _is_shown(self) -> bool:
        """Whether the picture shown last is the one of this moment."""
        shown = self.playback.shown
        return shown is not None and shown.t_s - _ROUNDING_S <= self.playhead.t_s < shown.end_s + _ROUNDING_S

    def _draw_over(self, shown: Shown) -> None:
        on = self.switches.on
        middle_s = (shown.t_s + shown.end_s) / 2
        self.canvas.face = face_at(self.review.series, middle_s) if GAZE in on else None
        self.canvas.found = None
        self.canvas.note = ""
        if MESH in on or POSTURE in on:
            self.canvas.found = self.points.at(shown, playing=self.playhead.playing)
            self.canvas.note = self.points.trouble or ("" if self.canvas.found is not None else "…")

    def _take_points(self) -> None:
        """Points came: they are drawn if they belong to the picture shown."""
        if self.playback.shown is not None:
            self._draw_over(self.playback.shown)
            self.canvas.update()

    def _failed(self, why: str) -> None:
        self.playhead.play(False)
        if self.review.series.face is None and self.review.series.pose is None:
            self.canvas.show_message(why)
            self._stack.setCurrentWidget(self.canvas)

    # ------------------------------------------------------------ switches

    def _switch(self, name: str) -> None:
        self.switches = self.switches.switched(name)
        self._changed()

    def _next_part(self) -> None:
        self.switches = self.switches.next_part()
        self._changed()

    def _changed(self) -> None:
        self._keep(self.switches)
        self._apply()

    def _apply(self) -> None:
        on = self.switches.on
        for name, made in self.buttons.items():
            made.setChecked(name in on)
        self.canvas.mesh, self.canvas.posture = MESH in on, POSTURE in on
        self.part.setText(PARTS[self.switches.part])
        self.canvas.part = self._half()
        self.points.want(MESH in on or POSTURE in on)
        if self.playback.shown is not None:
            self._draw_over(self.playback.shown)
        self.canvas.update()

    def _half(self) -> Half | None:
        mine = self.review.side
        if mine is None or self.switches.part == "both":
            return None
        if self.switches.part == "you":
            return mine
        return "right" if mine == "left" else "left"
