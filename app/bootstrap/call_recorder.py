"""The recorder of a call: a session writer that can also keep who spoke, once that is known."""

from __future__ import annotations

from app.engine.who_speaks import customer_heard, overlaps_heard, speech_notices
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.scoring_setup import who_spoke_params
from perception.recording.amend import amend_header
from perception.recording.writer import SessionWriter


class CallRecorder(SessionWriter):
    """Implements app.engine.building.Recorder."""

    def tell_speakers(self, named: NamedSpeech) -> None:
        """Write it into the header, so that the session is scored again as it was scored. Raises SessionFormatError."""
        params = who_spoke_params(
            has_customer_channel=customer_heard(named),
            speaker_certainty=named.certainty,
            hears_overlaps=overlaps_heard(named),
        )
        amend_header(self.folder, params=params, notices=[notice.text for notice in speech_notices(named)])
