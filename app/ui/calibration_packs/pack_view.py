"""A calibration pack: its clips to rate, the spread, what is said about it, and how far coaches agree."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.library.calibration_packs.pack import Pack, PackClip
from app.library.calibration_packs.spread import ClipRatings, rated_calls_of, widest_first
from app.library.calibration_packs.values import KeptPack
from app.ui.agreement.panel import AgreementPanel
from app.ui.calibration_packs.clip_card import ClipCard, ClipEditor, ClipHands
from app.ui.calibration_packs.discussion import Discussion
from app.ui.calibration_packs.list_view import WIDTH, tell
from app.ui.calibration_packs.presenter import (
    NO_CLIPS,
    about_words,
    first_other,
    moved,
    present_clip,
    progress_words,
    reworded,
    talk_words,
    without,
)
from app.ui.debrief.actions import ask_text
from app.ui.page import Desk, Page
from app.ui.review.coaching.writing import NAME_KEY, author_name
from app.ui.routes import ToCalibrationPacks, ToHelp, ToPackage, ToReview, ToSessions, ToSharePack
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.kit import button, centred, clear, column, empty_layout, label, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import file_name
from perception.errors import PerceptionError
from perception.recording.review_notes import Comment


def ask_table(parent: QWidget, suggested: str) -> Path | None:
    """Ask where to write the table."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the spread", suggested, "Table (*.csv)")
    return Path(chosen) if chosen else None


class PackPage(Page):
    """One pack. What other coaches rated and wrote is shown clip by clip, once one has rated it oneself."""

    def __init__(self, desk: Desk, route: ToCalibrationPacks, folder: Path) -> None:
        super().__init__(desk)
        self.route, self.folder = route, folder
        self.ask_text, self.ask_table = ask_text, ask_table
        self.kept: KeptPack | None = None
        self.clips: tuple[ClipRatings, ...] = ()
        self.editing = False
        self.by_spread = False
        self.cards: tuple[ClipCard, ...] = ()
        self.editors: tuple[ClipEditor, ...] = ()
        self._title, self._about = label("", "title", tight=True), label("", "muted", wrap=True)
        self._talk = label("", "strong", wrap=True)
        self._commands = QWidget()
        self._commands.setProperty("look", "clear")
        self._make_commands()
        self._room = column(spacing=self.theme.sizes.gap)
        self.agreement = AgreementPanel(self.theme, self._look, "clip")
        heading = label("How far you agree over these clips", "heading")
        self._agreed = clear(heading, self.agreement, spacing=8)
        self._agreed.hide()
        inside = clear(
            self._title, self._about, self._commands, self._talk, 6, self._room, 10, self._agreed, None, spacing=8
        )
        inside.setMaximumWidth(self.theme.sizes.room(WIDTH))
        self.setLayout(column(scrolled(centred(inside), "Calibration pack")))

    def bar(self) -> BarContent:
        """Where we are."""
        help_action = BarAction("Help", lambda: self.go.emit(ToHelp("calibration-packs")), "plain")
        title = self.kept.pack.name if self.kept is not None else ""
        about = progress_words(self.clips) if self.kept is not None else ""
        return BarContent(place="Calibration pack", title=title, about=about, actions=(help_action,))

    def enter(self) -> None:
        """Read the pack and what was rated."""
        service, me = self.desk.services.packs, self.me
        if service is None:
            return

        def read() -> Any:
            kept = service.read(self.folder)
            return kept, service.ratings(kept, me)

        self.desk.tasks.run(read, self._read, owner=self)

    def on_back(self) -> bool:
        """Back to the list; editing ends first."""
        if self.editing:
            self.edit()
        else:
            self.go.emit(ToCalibrationPacks())
        return True

    @property
    def me(self) -> str:
        """The name on one's ratings."""
        return author_name(self.desk, "coach")

    # ------------------------------------------------------------ what can be done

    def rate(self, clip: PackClip, t_s: float = 0.0) -> None:
        """Open a clip in the review, rating first. Ratings of a pack need a name, so that coaches are told apart."""
        if self.kept is None:
            return
        if not self.desk.settings.text(NAME_KEY).strip():
            name = self.ask_text(self, "Your name", "Your name, as the other coaches will see it", "")
            if name is None:
                return
            self.desk.change_settings({NAME_KEY: name})
        self.go.emit(ToReview(self.kept.clip_folder(clip), t_s, rate=True, pack=self.folder))

    def edit(self) -> None:
        """Begin or end editing."""
        self.editing = not self.editing
        self._show()

    def rename(self) -> None:
        """Give the pack another name."""
        kept = self.kept
        name = self.ask_text(self, "Rename", "What is the pack about?", kept.pack.name) if kept is not None else None
        if kept is not None and name is not None:
            self._change(replace(kept.pack, name=name))

    def delete(self) -> None:
        """Put the pack away; it can be brought back."""
        service, kept = self.desk.services.packs, self.kept
        if service is None or kept is None:
            return

        def put_away(binned: Any, error: Exception | None) -> None:
            if error is not None:
                tell(self.desk, "The pack could not be deleted.", error)
                return
            self.go.emit(ToCalibrationPacks())
            self.desk.toast(f"“{kept.pack.name}” was deleted.", lambda: service.bring_back(binned))

        self.desk.tasks.run(lambda: service.put_away(kept.folder), put_away, owner=self)

    def save_table(self) -> None:
        """Write the spread as a table."""
        service, kept, me = self.desk.services.packs, self.kept, self.me
        if service is None or kept is None:
            return
        target = self.ask_table(self, file_name(kept.pack.name, ".csv"))
        if target is None:
            return

        def written(_value: Any, error: Exception | None) -> None:
            if error is not None:
                tell(self.desk, f"{target.name} could not be written.", error)
            else:
                self.desk.toast(f"Written: {target.name}")

        self.desk.tasks.run(lambda: service.write_table(kept, me, target), written)

    # ------------------------------------------------------------ inside

    def _make_commands(self) -> None:
        self.share_button = button("Share with coaches …", partial(self._share, ratings=False))
        self.send_button = button("Send ratings …", partial(self._share, ratings=True))
        self.take_button = button("Take ratings in …", lambda: self.go.emit(ToPackage()))
        self.table_button = button("Spread as CSV …", self.save_table, "small")
        self.order_button = button("Widest spread first", self._turn_order, "small")
        self.order_button.setCheckable(True)
        self.edit_button = button("Edit", self.edit, "small", name="Edit the pack")
        self.rename_button = button("Rename …", self.rename, "small", name="Rename the pack")
        self.delete_button = button("Delete", self.delete, "small", name="Delete the pack")
        first = (self.share_button, self.send_button, self.take_button)
        second = (self.order_button, self.table_button, self.edit_button, self.rename_button, self.delete_button)
        self._commands.setLayout(FlowLayout(*first, *second, spacing=8))

    def _share(self, *, ratings: bool) -> None:
        name = self.kept.pack.name if self.kept is not None else ""
        self.go.emit(ToSharePack(self.folder, name, ratings=ratings))

    def _turn_order(self) -> None:
        self.by_spread = not self.by_spread
        self.order_button.setChecked(self.by_spread)
        self._show()

    def _read(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            empty_layout(self._room)
            words = f"{getattr(error, 'message', error)} {getattr(error, 'recovery', '')}"
            self._room.addWidget(label(words, wrap=True))
            return
        self.kept, self.clips = found
        self._show()
        self.bar_changed.emit()

    def _show(self) -> None:
        kept = self.kept
        if kept is None:
            return
        self._title.setText(kept.pack.name)
        self._about.setText(about_words(kept, self.desk.now().date()))
        talk = talk_words(self.clips)
        self._talk.setText(talk)
        self._talk.setVisible(bool(talk) and not self.editing)
        seen = any(one.seen and one.letters for one in self.clips)
        for command, shown in (
            (self.share_button, kept.own and bool(self.clips)),
            (self.send_button, any(one.entries for one in self.clips)),
            (self.table_button, seen),
            (self.order_button, seen and len(self.clips) > 1 and not self.editing),
            (self.edit_button, kept.own and bool(self.clips)),
            (self.rename_button, kept.own),
        ):
            command.setVisible(shown)
        self.edit_button.setText("Done" if self.editing else "Edit")
        self._fill(kept)
        calls = rated_calls_of(kept, self.clips)
        other = first_other(calls, self.me)
        self._agreed.setVisible(bool(other) and not self.editing)
        if other:
            self.agreement.show_calls(calls, self.me, other)

    def _fill(self, kept: KeptPack) -> None:
        empty_layout(self._room)
        self.cards = self.editors = ()
        hands = ClipHands(self.rate, self._move, self._reword, self._remove)
        if not self.clips:
            to_calls = ("Your calls", lambda: self.go.emit(ToSessions()))
            self._room.addWidget(EmptyState(self.theme, "No clip yet", NO_CLIPS, to_calls if kept.own else None))
        elif self.editing:
            count = len(kept.pack.clips)
            numbered = enumerate(kept.pack.clips, start=1)
            self.editors = tuple(ClipEditor(self.theme, clip, number, count, hands) for number, clip in numbered)
        else:
            places = {one.clip.id: number for number, one in enumerate(self.clips, start=1)}
            order = widest_first(self.clips) if self.by_spread else self.clips
            self.cards = tuple(
                ClipCard(self.theme, present_clip(places[one.clip.id], one), hands, self._talk_of(kept, one))
                for one in order
            )
        for made in (*self.cards, *self.editors):
            self._room.addWidget(made)

    def _talk_of(self, kept: KeptPack, one: ClipRatings) -> Discussion | None:
        """What is said about a clip; hidden until one has rated it."""
        if not one.seen:
            return None
        return Discussion(self.desk, kept.clip_folder(one.clip), one, partial(self._jump, one.clip))

    def _jump(self, clip: PackClip, comment: Comment) -> None:
        self.rate(clip, comment.t_s or 0.0)

    def _look(self, folder: Path) -> None:
        clip = self.kept.pack.clip(folder.name) if self.kept is not None else None
        if clip is not None:
            self.rate(clip)

    # ------------------------------------------------------------ editing

    def _move(self, clip: PackClip, by: int) -> None:
        if self.kept is not None:
            self._change(moved(self.kept.pack, clip.id, by))

    def _reword(self, clip: PackClip, title: str, question: str) -> None:
        if self.kept is not None:
            self._change(reworded(self.kept.pack, clip.id, title=title, question=question), quiet=True)

    def _remove(self, clip: PackClip) -> None:
        kept = self.kept
        if kept is not None:
            self._change(without(kept.pack, clip.id))
            self.desk.toast(f"“{clip.title}” was taken out.", lambda: self._change(kept.pack))

    def _change(self, pack: Pack, *, quiet: bool = False) -> None:
        """Keep it; it is written while the window waits, so that an undo finds it as it reads. quiet: fields stay."""
        service, kept = self.desk.services.packs, self.kept
        if service is None or kept is None:
            return
        try:
            self.kept = service.change(kept, pack)
        except PerceptionError as error:
            tell(self.desk, "The pack could not be changed.", error)
            return
        known = {one.clip.id: one for one in self.clips}
        if {clip.id for clip in pack.clips} <= set(known):
            self._reorder(known, show=not quiet)
        else:
            self.enter()  # a clip came back

    def _reorder(self, known: dict[str, ClipRatings], *, show: bool = True) -> None:
        if self.kept is None:
            return
        self.clips = tuple(replace(known[clip.id], clip=clip) for clip in self.kept.pack.clips)
        if show:
            self._show()
            self.bar_changed.emit()
