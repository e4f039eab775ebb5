"""The written files: a PDF that opens, a picture with something on it, exports whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from app.reports.export import FORMATS, default_name, export
from app.reports.folder import renew_reports, session_scores, write_reports
from app.reports.pdf import write_pdf
from app.reports.scorecard_png import write_scorecard_png
from app.reports.view import scorecard_view
from perception.errors import SessionFormatError
from perception.recording.corrections import Correction
from perception.recording.notes import append_corrections
from perception.recording.reader import open_session
from perception.recording.rescored import write_rescored
from perception.recording.writer import SessionWriter
from perception.types import Moment, Scorecard
from tests.unit.perception_recording import session_samples

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def session(tmp_path: Path) -> Path:
    folder = tmp_path / "Gespräch 1"
    writer = SessionWriter(folder, session_samples.header(title="Zoë & “Renewal” <at risk>"), video=False, audio=())
    for observation in session_samples.observations():
        writer.observe(observation)
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    return folder


def pdf_text(path: Path) -> list[str]:
    document = QPdfDocument(None)
    assert document.load(str(path)) == QPdfDocument.Error.None_
    return [document.getAllText(number).text() for number in range(document.pageCount())]


def test_the_reports_of_a_session(qapp: object, session: Path) -> None:
    scores = write_reports(session)
    assert json.loads((session / "scores.json").read_text(encoding="utf-8")) == scores
    pages = pdf_text(session / "report.pdf")
    assert all("For personal training; not for assessment" in page for page in pages)
    assert "What an observer would notice" in pages[0]
    assert "82 ± 10" in pages[0]
    assert "55–75" in pages[0]
    assert "Not enough evidence: your shoulders were out of the picture half the time." in pages[0]
    assert "Zoë & “Renewal” <at risk>" in pages[0]
    picture = QImage(str(session / "scorecard.png"))
    assert picture.width() == 1588
    small = picture.scaled(QSize(60, 60))
    assert len({small.pixel(x, y) for x in range(60) for y in range(60)}) > 20


def test_a_long_report_keeps_every_page_within_its_borders(qapp: object, tmp_path: Path) -> None:
    card = session_samples.scorecard()
    moments = tuple(Moment(float(i), f"feeling {i}", False, "missed", "word " * 30) for i in range(70))
    view = scorecard_view(dataclasses.replace(card, moments=moments), session_samples.header(title="long " * 60))
    write_pdf(tmp_path / "long.pdf", view)
    text = "".join(pdf_text(tmp_path / "long.pdf"))
    assert all(f"feeling {i}" in text for i in range(70))


def test_a_session_in_which_nothing_was_measured(qapp: object, tmp_path: Path) -> None:
    view = scorecard_view(Scorecard(0.0, {}, (), None, ()))
    write_pdf(tmp_path / "empty.pdf", view)
    write_scorecard_png(tmp_path / "empty.png", view)
    assert "left out" in pdf_text(tmp_path / "empty.pdf")[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_written_to_a_chosen_place(qapp: object, session: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "ünï code" / default_name(kind)
    target.parent.mkdir()
    export(session, kind, target)
    assert target.stat().st_size > 50
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_place_that_cannot_be_written_is_told(qapp: object, session: Path, kind: str) -> None:
    with pytest.raises(SessionFormatError, match="cannot be written"):
        export(session, kind, session / "absent" / "x")


def test_a_picture_that_cannot_be_written_is_told(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="cannot be written"):
        write_scorecard_png(tmp_path / "absent" / "x.png", scorecard_view(session_samples.scorecard()))


def test_an_unknown_format_and_a_session_without_scores_are_told(session: Path, tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="no export format"):
        export(session, "docx", tmp_path / "x")
    SessionWriter(tmp_path / "bare", session_samples.header(), video=False, audio=()).close(reason="x")
    with pytest.raises(SessionFormatError, match="has no scores"):
        session_scores(tmp_path / "bare")
    export(tmp_path / "bare", "vtt", tmp_path / "bare.vtt")
    assert (tmp_path / "bare.vtt").read_text().startswith("WEBVTT")


def test_reports_need_no_screen_and_a_window_can_follow(session: Path) -> None:
    program = (
        "import sys, os\n"
        "from pathlib import Path\n"
        "from app.reports.folder import write_reports\n"
        "write_reports(Path(sys.argv[1]))\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "app = QApplication([])\n"
        "label = QLabel('hello'); label.show(); app.processEvents()\n"
        "write_reports(Path(sys.argv[1]))\n"
        "print('fine')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(session)],
        capture_output=True,
        text=True,
        cwd=_ROOT,
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "fine\n", "")


def test_reports_that_lie_in_the_folder_follow_a_corrected_transcript(qapp: object, session: Path) -> None:
    write_reports(session)
    (session / "scorecard.png").unlink()
    said = open_session(session).utterances()[0]
    append_corrections(
        session,
        [Correction("me", "2026-11-26T10:00:00+01:00", said.start_s, said.end_s, said.speaker, said.text, "Hm.")],
    )
    card = session_samples.scorecard(duration_s=77.0)
    write_rescored(session, card, notes=1)
    renew_reports(session)
    assert json.loads((session / "scores.json").read_text(encoding="utf-8"))["duration_s"] == 77.0
    assert not (session / "scorecard.png").exists()
    target = session / "words.vtt"
    export(session, "vtt", target)
    assert "Hm." in target.read_text(encoding="utf-8")
    assert "One line was corrected by hand." in target.read_text(encoding="utf-8")
    export(session, "srt", target)
    assert "(One line was corrected by hand.)" in target.read_text(encoding="utf-8")
    assert "One line was corrected by hand." in pdf_text(session / "report.pdf")[0]


def test_the_report_says_how_the_recording_was_read(qapp: object, tmp_path: Path) -> None:
    header = dataclasses.replace(session_samples.header(), notices=("The recording breaks off.",))
    write_pdf(tmp_path / "read.pdf", scorecard_view(session_samples.scorecard(), header))
    first = pdf_text(tmp_path / "read.pdf")[0]
    assert "The recording breaks off." in first
    assert "corrected by hand" not in first
