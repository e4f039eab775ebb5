"""The richer voices by name, as a scenario may give them to its customer (files: assets/models.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RichVoice:
    """A speaker. british: of British English, else American. woman: how the voice is heard, else as a man's."""

    british: bool
    woman: bool


_NAMES: Final = (
    "af_alloy", "af_aoede", "af_bella", "af_heart", "af_kore", "af_nova", "af_sarah",
    "am_echo", "am_eric", "am_fenrir", "am_liam", "am_michael", "am_onyx", "am_puck",
    "bf_alice", "bf_emma", "bf_isabella", "bf_lily",
    "bm_daniel", "bm_fable", "bm_george", "bm_lewis",
)  # fmt: skip

# The first letter of a name is the English spoken, the second the speaker.
RICH_VOICES: Final[Mapping[str, RichVoice]] = {name: RichVoice(name[0] == "b", name[1] == "f") for name in _NAMES}
