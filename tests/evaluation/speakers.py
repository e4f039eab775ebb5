"""Who speaks when: a track for each, both on one track, echo, and what is refused."""

from __future__ import annotations

from pathlib import Path

from tests.evaluation import speakers_call, speakers_shared, speakers_tracks, speakers_whole
from tests.evaluation.tables import Table
from tests.evaluation.voices import hear


def tables(data: Path, plots: Path) -> list[Table]:
    """All tables of the part. data: the labelled data. plots: not used, there are none."""
    call = speakers_call.load(data)
    agent, caller = hear(call.agent_sound), hear(call.caller_sound)
    return [
        speakers_tracks.share_table(call, agent, caller),
        speakers_shared.mixed_table(call),
        speakers_shared.refused_table(data),
        speakers_tracks.echo_table(call, caller),
        speakers_whole.table(),
    ]
