"""Who is where in a recording: which picture, which track, which channel; decided before it is analysed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from app.engine.import_messages import ImportMedia, TranscriberName
from app.engine.who_speaks import ImportNotice, customer_heard, overlaps_heard
from perception.errors import MediaError
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.offline import OfflineParts
from perception.pipeline.stretches import KeptWork
from perception.ports import Camera
from perception.types import AudioBlock, Observation, Scorecard, Speaker

TWO_CHANNELS: Final = "Two people on two channels: the left one was taken as yours, the right one as the customer's."

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """One audio track of one file, or one of its two channels."""

    path: Path
    track: int
    pick: Literal["mix", "left", "right"] = "mix"


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a recording holds, as far as an import needs to know. channels: of its first audio track."""

    duration_s: float
    has_video: bool
    audio_tracks: int
    channels: int = 1


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


class ImportTools(Protocol):
    """The concrete pieces, handed in by the composition root."""

    def facts(self, path: Path) -> MediaFacts: ...

    def side_by_side(self, path: Path) -> bool:
        """Whether the picture shows two people, one in each half."""
        ...

    def channels_apart(self, path: Path) -> bool:
        """Whether the two channels of the first track hold one person each."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Checksums of the models it works with."""
        ...

    def video(self, path: Path, wanted: Callable[[float], bool]) -> Camera: ...

    def audio(self, choice: TrackChoice, speaker: Speaker) -> Iterator[AudioBlock]: ...

    def parts(self, plan: Plan, *, kept: KeptWork | None = None) -> OfflineParts:
        """What the analysis is done with. Raises ModelError when the recogniser asked for is not here.

        kept: what an earlier run has finished, and where this one keeps what it finishes.
        """
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


def _choose_tracks(
    command: ImportMedia, media: Path, facts: MediaFacts, tools: ImportTools, notices: list[ImportNotice]
) -> dict[Speaker, TrackChoice]:
    customer = command.customer_track
    if customer is not None and not 0 <= customer < facts.audio_tracks:
        raise MediaError(
            f"{media.name} has {facts.audio_tracks} audio track(s); there is no track {customer}.",
            recovery="Tracks are counted from 0. Choose another with --customer-track.",
        )
    if command.customer_audio is not None:
        return _two_files(command, media, facts, tools, notices)
    tracks: dict[Speaker, TrackChoice] = {}
    if customer is None and facts.audio_tracks == 2:
        customer = 1
        notices.append(ImportNotice("Two audio tracks: the first was taken as yours, the second as the customer's."))
    if customer is None and facts.audio_tracks == 1 and _is_two_channels(command, media, facts, tools, notices):
        theirs: Literal["left", "right"] = "left" if command.customer_channel == "left" else "right"
        own: Literal["left", "right"] = "right" if theirs == "left" else "left"
        return {"customer": TrackChoice(media, 0, theirs), "csm": TrackChoice(media, 0, own)}
    if customer is not None:
        tracks["customer"] = TrackChoice(media, customer)
    left = [index for index in range(facts.audio_tracks) if index != customer]
    if left:
        tracks["csm"] = TrackChoice(media, left[0])
    else:
        notices.append(_no_sound_of_yours())
    return tracks


def check_other_file(media: Path, other: Path, facts: MediaFacts) -> None:
    """Whether a second file can hold the other voice. facts: of the second. Raises MediaError."""
    wrong = "is the same file again" if other.resolve() == media.resolve() else ""
    if not facts.audio_tracks:
        wrong = "holds no sound"
    if wrong:
        raise MediaError(f"“{other.name}” {wrong}.", recovery="Choose the file with the other voice.")


def _two_files(
    command: ImportMedia, media: Path, facts: MediaFacts, tools: ImportTools, notices: list[ImportNotice]
) -> dict[Speaker, TrackChoice]:
    other = Path(command.customer_audio or "")
    check_other_file(media, other, tools.facts(other))
    in_media, in_other = ("customer", "csm") if command.customer_in_media else ("csm", "customer")
    tracks: dict[Speaker, TrackChoice] = {in_other: TrackChoice(other, 0)}  # type: ignore[dict-item]
    if facts.audio_tracks:
        tracks[in_media] = TrackChoice(media, 0)  # type: ignore[index]
    if "csm" not in tracks:
        notices.append(_no_sound_of_yours())
    return tracks


def _is_two_channels(
    command: ImportMedia, media: Path, facts: MediaFacts, tools: ImportTools, notices: list[ImportNotice]
) -> bool:
    if command.customer_channel == "mixed" or facts.channels != 2:
        if command.customer_channel in ("left", "right"):
            raise MediaError(
                f"{media.name} has no left and right channel.", recovery="Leave out which channel is the customer's."
            )
        return False
    if command.customer_channel != "auto":
        return True
    apart = tools.channels_apart(media)
    if apart:
        notices.append(ImportNotice(TWO_CHANNELS, "“--customer-channel left” takes them the other way round."))
    return apart


def _no_sound_of_yours() -> ImportNotice:
    return ImportNotice("The recording has no sound of yours: T, A, H and Y were not measured.")


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
