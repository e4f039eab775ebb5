"""One session made readable elsewhere: scorecard, PDF, tables, subtitles. Qt only in the PDF writer."""
