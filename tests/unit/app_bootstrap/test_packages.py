"""Shared files over a real library, as the window uses them."""

from __future__ import annotations

from app.bootstrap.packages import LibraryPackages
from app.library.library import Library
from perception.recording.review_notes import Comment, append_review
from tests.unit.app_library.packages import package_samples as samples


def test_what_the_learner_wrote_is_no_note_of_a_coach(tmp_path):
    library = Library(tmp_path)
    try:
        folder, packages = samples.session(tmp_path / "one", notes=False), LibraryPackages(library)
        own = Comment("c9", "me", "learner", "2026-03-03T11:00:00+00:00", "I was rattled.", t_s=3.0)
        append_review(folder, [own])
        assert packages.notes_to_send(folder) == 0
        append_review(folder, samples.COMMENTS)
        assert packages.notes_to_send(folder) == 3  # a comment, a rating, a value; one comment was taken back
    finally:
        library.close()
