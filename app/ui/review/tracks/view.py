"""The time tracks of the review: everything that was measured, on one axis with the playhead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.library.review.series import LetterSeries, SessionSeries
from app.ui.review.playhead import Playhead
from app.ui.review.tracks.canvas import TracksCanvas
from app.ui.review.tracks.presenters.lanes import Lane, Names, lanes_of, shown_lanes, with_comments
from app.ui.review.tracks.tools import TracksTools
from app.ui.theme import Theme
from app.ui.widgets.kit import column
from perception.recording.review_notes import Comment

_LEAST_LANES = 3  # that can be seen at once


class TracksView(QWidget):
    """The tracks with their tools.

    wants_comment(t_s): write a comment there, or on the chosen stretch that begins there. comment_chosen(id): one was
    clicked. lanes_changed(ids): the lanes that are hidden now, to be remembered.
    """

    wants_comment = Signal(float)
    comment_chosen = Signal(str)
    lanes_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        series: SessionSeries,
        playhead: Playhead,
        *,
        locked: bool,
        names: Names | None = None,
        hidden: Collection[str] = (),
        letters_follow: bool = False,
    ) -> None:
        """locked: what tells the machine's judgement waits for `unlock`. hidden: lanes that are switched off.

        letters_follow: the letters are still being worked out and come by `set_letters`.
        """
        super().__init__()
        self.theme = theme
        self._series = series
        self._names = names or Names()
        self._locked = locked
        self._hidden = frozenset(hidden)
        self._comments: tuple[Comment, ...] = ()
        self._lanes: tuple[Lane, ...] = lanes_of(
            series, self._names, letters=None if letters_follow else series.letters
        )
        self.tools = TracksTools(theme, playhead)
        self.canvas = TracksCanvas(theme, series, playhead)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = column(self.tools, self.canvas, spacing=theme.sizes.unit)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.tools.zoomed_in.connect(self.canvas.zoom_in)
        self.tools.zoomed_out.connect(self.canvas.zoom_out)
        self.tools.whole.connect(self.canvas.show_whole)
        self.tools.around.connect(self.canvas.show_around)
        self.tools.toggled.connect(self._toggle)
        self.tools.wants_comment.connect(self.wants_comment)
        self.canvas.wants_comment.connect(self.wants_comment)
        self.canvas.comment_chosen.connect(self.comment_chosen)
        self._show()

    @property
    def locked(self) -> bool:
        """Whether the machine's judgement still waits."""
        return self._locked

    def unlock(self) -> None:
        """Show what tells the machine's judgement."""
        self._locked = False
        self._show()

    def set_letters(self, letters: Mapping[str, LetterSeries]) -> None:
        """The letters over time, once they are worked out."""
        self._lanes = with_comments(lanes_of(self._series, self._names, letters=letters), self._comments)
        self._show()

    def set_notes(self, comments: Sequence[Comment]) -> None:
        """The comments on their lane; those about the whole session have no place on it."""
        self._comments = tuple(comments)
        self._lanes = with_comments(self._lanes, self._comments)
        self._show()

    def sizeHint(self) -> QSize:
        """As high as all lanes, where there is room."""
        return QSize(960, self.tools.sizeHint().height() + self.canvas.content_height() + self.theme.sizes.scroll)

    def minimumSizeHint(self) -> QSize:
        """A few lanes can be seen; the others are scrolled to."""
        heights = [self.canvas.content_height() // max(1, len(self.canvas.lanes)) * (_LEAST_LANES + 1)]
        return QSize(480, self.tools.sizeHint().height() + max(heights))

    def _toggle(self, ident: str, shown: bool) -> None:
        self._hidden = self._hidden - {ident} if shown else self._hidden | {ident}
        self._show(offer=False)
        self.lanes_changed.emit(tuple(sorted(self._hidden)))

    def _show(self, *, offer: bool = True) -> None:
        self.canvas.show_lanes(shown_lanes(self._lanes, locked=self._locked, hidden=self._hidden))
        self.tools.show_legend(not self._locked and any(lane.id == "moments" for lane in self.canvas.lanes))
        if offer:
            self.tools.offer([lane for lane in self._lanes if not (lane.judged and self._locked)], self._hidden)
        self.updateGeometry()
