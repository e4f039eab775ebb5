"""An import from start to end: look at the file, choose who is who, analyse, score, keep a session folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, Protocol

from app.engine.messages import ImportMedia, TranscriberName
from app.engine.who_speaks import ECHO, ImportNotice, customer_heard, overlaps_heard, speech_notices
from perception.errors import MediaError, SessionFormatError
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.offline import OfflineAnalysis, OfflineParts
from perception.pipeline.ordering import observation_time_s
from perception.ports import Camera
from perception.types import AudioBlock, Observation, Scorecard, Speaker

_MISSING_END_S: Final = 1.0  # less than that is the usual rounding of containers, not a cut file
_ANALYSIS_SHARE: Final = 0.94  # of the progress bar; the rest is scoring and writing

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """One audio track of one file."""

    path: Path
    track: int


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a recording holds, as far as an import needs to know."""

    duration_s: float
    has_video: bool
    audio_tracks: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is where in the recording. `side` is None when the whole picture is the CSM's.

    transcriber, terms: how its sound is put into words.
    shared: the CSM's track is the only one, and may hold the customer as well. speaker_first: who is heard first on it,
    if that is known. named: after the analysis, whose speech it was found to hold.
    """

    duration_s: float
    video: Path | None
    side: Side | None
    tracks: dict[Speaker, TrackChoice]
    notices: tuple[ImportNotice, ...]
    transcriber: TranscriberName = "tiny.en"
    terms: tuple[str, ...] = ()
    shared: bool = False
    speaker_first: Speaker | None = None
    named: NamedSpeech | None = None

    @property
    def has_customer(self) -> bool:
        """Whether it is known when the customer speaks."""
        return "customer" in self.tracks or (self.named is not None and customer_heard(self.named))

    @property
    def speaker_certainty(self) -> float:
        """0..1, how far it is known who speaks."""
        return 1.0 if self.named is None else self.named.certainty

    @property
    def hears_overlaps(self) -> bool:
        """Whether both speaking at once is noticed."""
        return self.named is None or overlaps_heard(self.named)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import gives back."""

    folder: Path
    scorecard: Scorecard
    notices: tuple[ImportNotice, ...]


class ImportTools(Protocol):
    """The concrete pieces, handed in by the composition root."""

    def facts(self, path: Path) -> MediaFacts: ...

    def side_by_side(self, path: Path) -> bool:
        """Whether the picture shows two people, one in each half."""
        ...

    def video(self, path: Path, wanted: Callable[[float], bool]) -> Camera: ...

    def audio(self, choice: TrackChoice, speaker: Speaker) -> Iterator[AudioBlock]: ...

    def parts(self, plan: Plan) -> OfflineParts:
        """What the analysis is done with. Raises ModelError when the recogniser asked for is not here."""
        ...

    def score(self, plan: Plan, observations: Sequence[Observation], duration_s: float) -> Scorecard: ...

    def write(
        self, command: ImportMedia, plan: Plan, observations: Sequence[Observation], scorecard: Scorecard
    ) -> None: ...


def plan_import(command: ImportMedia, tools: ImportTools) -> Plan:
    """Decide who is who. Raises MediaError when the request does not fit the recording."""
    media = Path(command.media)
    facts = tools.facts(media)
    notices: list[ImportNotice] = []
    tracks = _choose_tracks(command, media, facts, tools, notices)
    if not facts.has_video:
        notices.append(ImportNotice("The recording has no picture: E, M and P were not measured."))
    side = _choose_side(command, media, tools, notices) if facts.has_video else None
    return Plan(
        facts.duration_s,
        media if facts.has_video else None,
        side,
        tracks,
        tuple(notices),
        command.transcriber,
        command.terms,
        shared=set(tracks) == {"csm"},
        speaker_first=command.speaker_first,
    )


def import_media(
    command: ImportMedia,
    tools: ImportTools,
    *,
    on_progress: Callable[[float, str], None],
    cancelled: threading.Event,
    on_notice: Callable[[ImportNotice], None] = lambda _notice: None,
) -> ImportResult:
    """Analyse the recording into `command.folder`. A failed or cancelled import leaves no folder behind.

    on_notice: told at once what is known before the analysis; the result and the session hold all notices.
    """
    on_progress(0.0, "Looking at the recording")
    plan = plan_import(command, tools)
    for notice in plan.notices:
        on_notice(notice)
    folder = Path(command.folder)
    made = _make_folder(folder)
    try:
        analysis = OfflineAnalysis(
            tools.parts(plan),
            on_progress=lambda fraction: on_progress(_ANALYSIS_SHARE * fraction, "Watching and listening"),
            cancelled=cancelled,
        )
        observations = analysis.run()
        plan = _as_far_as_it_goes(_with_names(plan, analysis.named), observations)
        if analysis.echo is not None:
            plan = replace(plan, notices=(*plan.notices, ECHO))
        on_progress(_ANALYSIS_SHARE, "Scoring")
        scorecard = tools.score(plan, observations, plan.duration_s)
        on_progress(0.97, "Writing the session")
        tools.write(command, plan, observations, scorecard)
    except BaseException:
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    on_progress(1.0, "Done")
    return ImportResult(folder, scorecard, plan.notices)


def _with_names(plan: Plan, named: NamedSpeech | None) -> Plan:
    """The plan with what was found out about a shared track."""
    return plan if named is None else replace(plan, named=named, notices=(*plan.notices, *speech_notices(named)))


def _as_far_as_it_goes(plan: Plan, observations: Sequence[Observation]) -> Plan:
    """A recording that was cut off promises more than it holds; the rest is not a silent call."""
    end_s = max((observation_time_s(observation) for observation in observations), default=0.0)
    if plan.duration_s - end_s <= _MISSING_END_S:
        return plan
    notice = ImportNotice(f"The recording breaks off: {end_s:.0f} of {plan.duration_s:.0f} seconds could be read.")
    return replace(plan, duration_s=end_s, notices=(*plan.notices, notice))


def _make_folder(folder: Path) -> bool:
    if folder.is_dir() and any(folder.iterdir()):
        raise SessionFormatError(
            f"The folder {folder} is not empty.", recovery="Choose a new folder with --out; nothing was changed."
        )
    existed = folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return not existed


def _choose_tracks(
    command: ImportMedia, media: Path, facts: MediaFacts, tools: ImportTools, notices: list[ImportNotice]
) -> dict[Speaker, TrackChoice]:
    tracks: dict[Speaker, TrackChoice] = {}
    customer = command.customer_track
    if customer is not None and not 0 <= customer < facts.audio_tracks:
        raise MediaError(
            f"{media.name} has {facts.audio_tracks} audio track(s); there is no track {customer}.",
            recovery="Tracks are counted from 0. Choose another with --customer-track.",
        )
    if command.customer_audio is not None:
        other = Path(command.customer_audio)
        if tools.facts(other).audio_tracks == 0:
            raise MediaError(f"{other.name} holds no sound.", recovery="Choose the file with the customer's voice.")
        tracks["customer"] = TrackChoice(other, 0)
    elif customer is not None:
        tracks["customer"] = TrackChoice(media, customer)
    elif facts.audio_tracks == 2:
        tracks["customer"] = TrackChoice(media, 1)
        notices.append(ImportNotice("Two audio tracks: the first was taken as yours, the second as the customer's."))
    own = [index for index in range(facts.audio_tracks) if tracks.get("customer") != TrackChoice(media, index)]
    if own:
        tracks["csm"] = TrackChoice(media, own[0])
    else:
        notices.append(ImportNotice("The recording has no sound of yours: T, A, H and Y were not measured."))
    return tracks


def _choose_side(command: ImportMedia, media: Path, tools: ImportTools, notices: list[ImportNotice]) -> Side | None:
    if command.layout == "single":
        return None
    if command.layout == "auto" and not tools.side_by_side(media):
        if command.person != "auto":
            only = "Only one person was found in the picture."
            notices.append(ImportNotice(only, "“--layout side-by-side” halves it nevertheless."))
        return None
    if command.person != "auto":
        return command.person
    left = "Two people side by side: the left one was taken as you."
    notices.append(ImportNotice(left, "“--person right” takes the other."))
    return "left"
