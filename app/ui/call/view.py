"""The call: the customer under the camera, seven letters beside, the commands, the own picture aside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedLayout, QWidget

from app.engine.messages import (
    CustomerIs,
    CustomerSpeaks,
    CustomerStops,
    DevicesListed,
    Event,
    HideCues,
    MarkMoment,
    PauseCall,
    PreviewImage,
    Problem,
    RepeatLine,
    ResumeCall,
    SnapshotTaken,
    StartCall,
    StopCall,
)
from app.ui.call.cue_line import CueLine
from app.ui.call.practice_presenter import PracticePresenter
from app.ui.call.presenter import CallPresenter
from app.ui.call.side_part import SidePart
from app.ui.call.stage import Stage
from app.ui.note_page import own_view_first
from app.ui.page import Desk, Page
from app.ui.partner.call_part import PartnerPart
from app.ui.practice.persona_card import PersonaCard
from app.ui.practice.persona_presenter import present_persona
from app.ui.routes import Route, ToCall, ToDebrief, ToHome, ToPartnerRating, ToPractice
from app.ui.widgets.bars import TalkBar
from app.ui.widgets.character_view import CharacterView, Drawing
from app.ui.widgets.customer import CUSTOMER_LOOK
from app.ui.widgets.kit import KeyButton, button, card, clear, column, label, row, scrolled
from app.ui.widgets.letter_strip import LetterStrip
from app.ui.widgets.top_bar import BarContent
from app.ui.widgets.video_view import VideoView
from perception.errors import PerceptionError

CUSTOMER = "Your customer"
# After the last word the tile stays for a moment, as a call does before it closes.
GOODBYE_MS = 1800


class CallPage(Page):
    """One call. Space pauses, R repeats, M marks, H hides cues and marks, Esc ends, D shows the diagnostics line.

    With a partner the timer stands in the customer's place; beside another programme a small strip stands for the page.
    """

    def __init__(self, desk: Desk, route: ToCall) -> None:
        super().__init__(desk)
        plan, self.practice = route.plan, route.practice
        persona = self.practice.scenario.persona if self.practice is not None else None
        captions = desk.settings.switch("captions")
        self.presenter = CallPresenter(plan, captions=captions and persona is None)
        note = self.practice.note if self.practice is not None else ""
        self.customer = PracticePresenter(plan, persona, captions=captions, note=note)
        shares = plan.partner is not None and plan.partner.shares_microphone
        self.partner = PartnerPart(desk, route.partner, shares=shares) if route.partner is not None else None
        self._partner_persona = route.partner.scenario.persona if route.partner is not None else None
        self.side = SidePart(self) if route.beside else None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Call")
        self._left = False
        self._began = False
        self._goodbye = QTimer(self)
        self._goodbye.setSingleShot(True)
        self._goodbye.setInterval(GOODBYE_MS)
        self._goodbye.timeout.connect(self.end)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._live_panel(plan))
        self._stack.addWidget(self._finish_panel())
        self._show()

    def bar(self) -> BarContent:
        """What the call is about, with whom, how long it runs, and that it stays here."""
        plan = self.presenter.plan
        kept = plan.keep_media
        badge = "recording on this laptop only" if kept else "measuring on this laptop only"
        persona = self.customer.persona
        about = f"with {persona.name}, {persona.role}" if persona is not None else ""
        about = "with your partner" if self.partner is not None else about
        place = "Your call" if self.side is not None else "Practice call"
        return BarContent(place, plan.title, about, time=self.presenter.view.elapsed, badge=badge, back=False)

    def enter(self) -> None:
        """Begin."""
        self.setFocus()
        self.desk.send(self.presenter.plan)
        if self.partner is not None:
            self.partner.begin()
        if self.side is not None:
            self.side.begin()

    def leave(self) -> None:
        """Leaving ends the call; nothing measures unseen."""
        if self.presenter.view.phase not in ("finishing", "finished", "failed"):
            self.desk.send(StopCall())
        if self.partner is not None:
            self.partner.end()
        if self.side is not None:
            self.side.end()

    def on_event(self, event: Event) -> None:
        """Show what came."""
        if isinstance(event, DevicesListed):
            return
        if isinstance(event, Problem) and event.what == "camera":
            self.own.show_message("The camera is not there.\nSound goes on.")
        self.presenter.hear(event)
        self._began = self._began or self.presenter.view.phase == "running"
        self.customer.hear(event)
        if self.partner is not None:
            now_s = event.snapshot.now_s if isinstance(event, SnapshotTaken) else None
            self.partner.show(now_s, self.presenter.view.phase)
        if self.practice is not None and isinstance(event, CustomerSpeaks | CustomerStops | CustomerIs):
            self.tile.hear(event)
        if self.customer.view.end is not None and not self._goodbye.isActive():
            self._goodbye.start()
        self._show()

    def on_preview(self, image: PreviewImage) -> None:
        """The own picture."""
        self.own.show_preview(image)

    def on_back(self) -> bool:
        """Esc ends the call; what was recorded is kept."""
        if self.presenter.view.phase == "failed":
            return False
        self.end()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """The keys of the call, and the partner's."""
        if self.partner is not None and self._stack.currentIndex() == 0 and self.partner.on_key(event):
            return True
        actions = {
            Qt.Key.Key_Space: self.pause,
            Qt.Key.Key_M: self.mark,
            Qt.Key.Key_D: self.show_diagnostics,
            Qt.Key.Key_H: self.hide_cues,
            Qt.Key.Key_R: self.repeat,
            **({Qt.Key.Key_S: self.side.begin} if self.side is not None else {}),
        }
        action = actions.get(Qt.Key(event.key()))
        if action is None or event.modifiers() or self._stack.currentIndex() != 0:
            return False
        action()
        return True

    def pause(self) -> None:
        """Pause, or go on."""
        paused = self.presenter.view.phase == "paused"
        self.desk.send(ResumeCall() if paused else PauseCall())

    def mark(self) -> None:
        """Mark this moment."""
        self.desk.send(MarkMoment())
        self.desk.toast(f"Marked at {self.presenter.view.elapsed}.")

    def repeat(self) -> None:
        """Have the customer say the last line again."""
        if self.practice is not None and self.presenter.view.phase == "running":
            self.desk.send(RepeatLine())

    def hide_cues(self) -> None:
        """Hide cues and marks, or show them again."""
        self.desk.send(HideCues(self.customer.hide()))
        self._show()

    def end(self) -> None:
        """End the call."""
        self._goodbye.stop()
        if self.presenter.view.phase not in ("finishing", "finished", "failed"):
            self.desk.send(StopCall())
            self.presenter.finish()
            self._show()

    def show_diagnostics(self) -> None:
        """Show or hide the line of counters."""
        self.diagnostics.setVisible(not self.diagnostics.isVisible())

    def _live_panel(self, plan: StartCall) -> QWidget:
        self.strip = LetterStrip(self.theme, "The seven letters now")
        self.tile = CharacterView(self.theme, self._customer_name(), self._drawing(), run=self.desk.tasks.run)
        self.cue_line = CueLine(self.theme)
        self.diagnostics = label("", "small", tight=True)
        self.diagnostics.setAccessibleName("Diagnostics")
        self.diagnostics.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.diagnostics.hide()
        left = column(
            Stage(self.partner.tile if self.partner is not None else self.tile, self.strip),
            self.cue_line,
            self._commands(),
            *([] if self.theme.sizes.very_large else [self.diagnostics]),
            spacing=self.theme.sizes.gap,
        )
        left.setStretch(0, 1)
        left.addStretch(0)  # what the tile cannot use is left at the foot
        across = row(left, self._aside(plan), spacing=self.theme.sizes.margin)
        across.setStretch(0, 1)
        margin = self.theme.sizes.margin
        across.setContentsMargins(margin, margin, margin - self.theme.sizes.scroll, margin)
        whole = QWidget()
        whole.setProperty("look", "clear")
        whole.setLayout(across)
        return whole

    def _customer_name(self) -> str:
        return self.customer.persona.name if self.customer.persona is not None else CUSTOMER

    def _drawing(self) -> Drawing | None:
        persona = self.customer.persona
        return self.desk.portrait(persona.look if persona is not None else CUSTOMER_LOOK)

    def _commands(self) -> QHBoxLayout:
        self.pause_button = KeyButton(self.theme, "Pause", "Space", self.pause)
        self.repeat_button = KeyButton(self.theme, "Repeat", "R", self.repeat)
        self.repeat_button.setToolTip("The customer says the last line again.")
        self.mark_button = KeyButton(self.theme, "Mark", "M", self.mark)
        self.mark_button.setToolTip("Marks this moment, to be found again in the debrief.")
        self.hide_button = KeyButton(self.theme, "Hide cues", "H", self.hide_cues)
        self.hide_button.setToolTip("Hides the words and the seven marks, or shows them again.")
        self.end_button = KeyButton(self.theme, "End call", "Esc", self.end, "primary")
        small = [self._strip_command(self.side)] if self.side is not None else []
        for unused in self._unused_commands():
            unused.hide()
        standing = (self.pause_button, self.repeat_button, self.mark_button, self.hide_button)
        all_of_them = (*standing, *small, self.end_button)
        if self.theme.sizes.very_large:
            # There is no room for the keys; they are told when one points at a command.
            for one in all_of_them:
                one.hide_key()
        return row(None, *all_of_them, None, spacing=10)

    def _strip_command(self, side: SidePart) -> KeyButton:
        made = KeyButton(self.theme, "Small strip", "S", side.begin)
        made.setToolTip("This window makes room for a strip above the other programme.")
        return made

    def _unused_commands(self) -> list[KeyButton]:
        """A free call has nobody to repeat; a check call has nothing to hide."""
        repeat = [self.repeat_button] if self.practice is None else []
        return repeat + ([] if self._has_cues() else [self.hide_button])

    def _has_cues(self) -> bool:
        """Whether there is anything to hide."""
        cues = self.presenter.plan.cues
        return cues is None or cues.budget > 0 or cues.strip

    def _strip_wanted(self) -> bool:
        cues = self.presenter.plan.cues
        return (cues is None or cues.strip) and not self.customer.view.hidden

    def _aside(self, plan: StartCall) -> QWidget:
        width = self.theme.sizes.call_aside
        self.own = VideoView(self.theme, "Your picture")
        self.own.setFixedSize(width, int(width * 0.7))
        self.own.show_message("The camera opens …" if plan.camera_id else "The camera is off.")
        self.talk = TalkBar(self.theme)
        self.talk_words = label("", "muted")
        title, stacked = label("Who speaks", "strong"), self.theme.sizes.very_large
        talk = card(
            self.theme,
            column(title, self.talk_words, spacing=4) if stacked else row(title, None, self.talk_words),
            self.talk,
            row(label("you", "you"), None, label("customer", "customer")),
            spacing=10,
        )
        stay = card(
            self.theme,
            label("In this call", "strong"),
            label("Let them finish. Say what you heard before what you will do.", "muted", wrap=True),
            *([label(self.presenter.left_out(), "muted", wrap=True)] if self.presenter.left_out() else []),
            spacing=6,
        )
        persona = self.customer.persona or self._partner_persona
        self.persona_card = PersonaCard(self.theme, present_persona(persona)) if persona is not None else None
        # Very large, it would take the picture's room.
        last = [self.diagnostics] if self.theme.sizes.very_large else []
        inside = clear(self.own, self.persona_card or stay, talk, *last, None, spacing=14)
        aside = scrolled(inside, "Beside the call")
        aside.setFixedWidth(width + self.theme.sizes.scroll)
        return aside

    def _finish_panel(self) -> QWidget:
        self.finish_title = label("Putting the debrief together", "title", tight=True)
        self.finish_text = label("", "muted", wrap=True)
        self.finish_bar = QProgressBar()
        self.finish_bar.setTextVisible(False)
        self.finish_bar.setAccessibleName("Progress of the debrief")
        self.open_button = button("See what was kept", self._open, "primary")
        self.home_button = button("Back to the start", lambda: self.go.emit(ToHome()))
        inside = card(
            self.theme,
            self.finish_title,
            self.finish_text,
            8,
            self.finish_bar,
            row(self.open_button, self.home_button, None),
            spacing=10,
        )
        inside.setFixedWidth(560)
        whole = QWidget()
        whole.setProperty("look", "clear")
        whole.setLayout(column(None, row(None, inside, None), None, None))
        return whole

    def _after(self) -> Route:
        if not self._began:
            self._drop_unbegun()
            return ToPractice() if self.practice is not None else ToHome()
        folder = Path(self.presenter.folder)
        if self.partner is not None and self.desk.notes is not None:
            return ToPartnerRating(folder, self.presenter.plan.letters)
        return own_view_first(self.desk, folder, self.presenter.plan.letters)

    def _drop_unbegun(self) -> None:
        """Nothing was said in a call that was ended while it was prepared: there is nothing to look back at."""
        try:
            self.desk.shelf.trash(Path(self.presenter.folder))
        except (PerceptionError, OSError) as error:
            self.desk.tell(Problem("disk", f"The empty session could not be deleted: {error}", "", "notice"))
        self.desk.toast("The call was ended before it began.")

    def _open(self) -> None:
        self.go.emit(ToDebrief(Path(self.presenter.folder)))

    def _show(self) -> None:
        view = self.presenter.view
        if view.phase == "finished" and not self._left:
            self._left = True
            if self._began:
                self._remember()
            self.go.emit(self._after())
            return
        if view.phase in ("finishing", "failed"):
            self._show_finish()
            return
        customer = self.customer.view
        self.strip.show_marks(view.marks)
        self.strip.setVisible(self._strip_wanted())
        if self.practice is None:
            self.tile.show_caption(view.caption)
            self.tile.show_speaking(view.customer_speaking, view.chip)
        else:
            self.tile.show_caption(customer.caption)
            self.tile.show_chip(view.chip if view.phase == "paused" else customer.chip)
        self.talk.show_share(view.talk_share)
        self.talk_words.setText(view.talk_words)
        self.diagnostics.setText(view.diagnostics)
        self.cue_line.show_now(customer.cue, customer.closing or view.status or customer.note)
        self.hide_button.say("Show cues" if customer.hidden else "Hide cues")
        self.pause_button.say("Go on" if view.phase == "paused" else "Pause")
        self.time_changed.emit(view.elapsed)
        if self.side is not None:
            self.side.show()

    def _remember(self) -> None:
        """Keep that this customer was called, and how it ended."""
        shelf = self.desk.scenarios
        if shelf is None or self.practice is None:
            return
        try:
            # The best end is one of a whole call; a second try from its middle is only counted.
            end = self.customer.view.end if self.practice.start is None else None
            shelf.keep_played(self.practice.scenario.id, end)
        except OSError as error:
            why = f"It could not be noted that you played this: {error.strerror or error}."
            self.desk.tell(Problem("disk", why, "The call itself is kept.", "notice"))

    def _show_finish(self) -> None:
        view = self.presenter.view
        failed = view.phase == "failed"
        if self.side is not None:
            self.side.end()
        early = "The call ended early" if self._began else "The call could not start"
        self.finish_title.setText(early if failed else "Putting the debrief together")
        self.finish_text.setText(" ".join(filter(None, (self.customer.view.closing, view.status))))
        self.finish_bar.setVisible(not failed)
        self.finish_bar.setRange(0, 0 if view.progress is None else 100)
        self.finish_bar.setValue(round(100 * (view.progress or 0)))
        self.open_button.setVisible(failed and self._began)
        self.home_button.setVisible(failed)
        if self._stack.currentIndex() != 1:
            self._stack.setCurrentIndex(1)
            self.bar_changed.emit()
