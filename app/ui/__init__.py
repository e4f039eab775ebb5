"""The windows. The only place for Qt besides the PDF writer; everything decidable is in presenters."""
