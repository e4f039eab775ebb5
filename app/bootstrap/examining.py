"""The checks of `attune doctor` over the real devices, models and library."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator

from app.examination import Finding, check_camera, check_disk, check_microphone
from app.library.folders import library_root
from app.library.library import REBUILD, Library
from perception.errors import ModelError
from perception.inference.model_files import ModelStore
from perception.inference.sentence_reader import load_sentence_reader
from perception.pipeline.clock import SessionClock


def examine_machine(*, devices: bool, rebuild_library: bool) -> list[Finding]:
    """Every finding in the order a user would mend them."""
    findings = [Finding("python", "ok", f"Python {platform.python_version()} on {platform.system()} ({sys.platform}).")]
    findings.extend(_models())
    findings.append(_sentence_reader())
    findings.append(check_disk(library_root()))
    findings.extend(_library(rebuild=rebuild_library))
    findings.extend(_calibrations())
    if devices:
        findings.extend(_devices())
    return findings


def _models() -> Iterator[Finding]:
    for status in ModelStore().status():
        entry = status.entry
        if status.state == "ready":
            yield Finding("model", "ok", f"{entry.id} is there and whole.")
        elif status.state == "wrong" or not entry.on_request:
            remedy = f"Run “attune models install {entry.id}”."
            yield Finding("model", "notice" if entry.optional else "fail", status.problem, remedy)


def _sentence_reader() -> Finding:
    try:
        load_sentence_reader()
    except ModelError as fault:
        return Finding("model", "notice", fault.message, fault.recovery)
    return Finding("model", "ok", "The sentence reader is there and whole.")


def _library(*, rebuild: bool) -> Iterator[Finding]:
    root = library_root()
    if not root.is_dir():
        yield Finding("library", "ok", "No sessions yet.")
        return
    library = Library(root)
    try:
        if rebuild:
            yield Finding("library", "ok", f"{_sessions(library.rebuild())} listed anew from their folders.")
        problems = library.integrity_check()
        for problem in problems:
            yield Finding("library", "fail", problem.message, _on_the_command_line(problem.remedy))
        if library.notice is not None:
            yield Finding("library", "notice", library.notice)
        if not problems:
            yield Finding("library", "ok", f"{_sessions(library.count())}, all readable.")
    finally:
        library.close()


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _on_the_command_line(remedy: str) -> str:
    return "Run “attune doctor --rebuild-library”." if remedy == REBUILD else remedy


def _calibrations() -> Iterator[Finding]:
    from app.library.calibrations import Calibrations

    kept = Calibrations()
    for one in kept.all():
        devices = " and ".join(filter(None, (one.camera, one.microphone)))
        yield Finding("calibration", "ok", f"{one.learner} with {devices}, made on {one.made_at:%d %B %Y}.")
    for problem in kept.problems():
        yield Finding("calibration", "notice", problem, f"Delete the file in {kept.folder} to be rid of this.")


def _devices() -> Iterator[Finding]:
    from perception.devices import discovery

    clock = SessionClock()
    cameras, microphones = discovery.list_cameras(), discovery.list_microphones()
    if not cameras:
        yield Finding(
            "camera", "notice", "No camera was found.", "Plug one in; without it E, M and P are not measured."
        )
    if not microphones:
        remedy = "Plug one in; without it T, A, H and Y are not measured."
        yield Finding("microphone", "notice", "No microphone was found.", remedy)
    if cameras:
        camera = cameras[0]
        yield check_camera(camera.name, lambda: discovery.camera_from_id(camera.id, clock=clock))
    if microphones:
        mic = microphones[0]
        yield check_microphone(mic.name, lambda: discovery.microphone_from_id(mic.id, clock=clock, channel="csm"))
