"""The floor: one thread that decodes a file and calls the same models as often, with nothing around them.

`python -m tests.benchmarks.bare_loop MEDIA CALLS.npz` (the calls come from tests/benchmarks/analyze.py).
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np


def main(media: Path, calls: Path) -> None:
    """Decode, look, listen, recognise, one after another."""
    import mediapipe
    from faster_whisper import WhisperModel

    from perception.inference.mediapipe_face import MediaPipeFace
    from perception.inference.mediapipe_pose import MediaPipePose
    from perception.inference.model_files import ModelStore
    from perception.inference.silero_vad import SileroVad
    from perception.types import VideoFrame

    assert mediapipe
    plan = np.load(calls, allow_pickle=False)
    store = ModelStore()
    face, pose = MediaPipeFace(store.path("face"), max_faces=1), MediaPipePose(store.path("pose"))
    due = (set(plan["face_times"].round(3)), set(plan["pose_times"].round(3)))
    with av.open(str(media)) as container:
        for picture in container.decode(video=0):
            t_s = round(float(picture.time), 3)
            wanted = [model for model, times in zip((face, pose), due, strict=True) if t_s in times]
            if wanted:
                frame = VideoFrame(t_s=t_s, bgr=picture.to_ndarray(format="bgr24"))
                for model in wanted:
                    model.detect(frame)
    whisper = WhisperModel(str(store.path("whisper-tiny.en")), device="cpu", compute_type="int8", cpu_threads=2)
    for track in range(2):
        samples = decode_track(media, track)
        detector = SileroVad(store.path("vad"))
        for start in range(0, len(samples) - detector.chunk_samples, detector.chunk_samples):
            detector.push(samples[start : start + detector.chunk_samples])
        for start_s, end_s in plan[f"speech_{track}"]:
            part = samples[int(start_s * 16000) : int(end_s * 16000)]
            segments, _ = whisper.transcribe(part, language="en", beam_size=1, word_timestamps=True)
            list(segments)


def decode_track(media: Path, track: int) -> np.ndarray:
    """One track as 16 kHz mono float32."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=16000)
    parts = []
    with av.open(str(media)) as container:
        for block in container.decode(audio=track):
            parts.extend(out.to_ndarray()[0] for out in resampler.resample(block))
    return np.concatenate(parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
