"""Adapters around the models: face, pose, voice activity, pitch, Whisper, voices; and the model files."""

import os

# Official builds of ONNX Runtime since 1.29 send usage figures to their vendor over the network and keep a device
# number on the disk, unless this is set before the library is loaded. Faster-whisper, hibari and the voice activity
# model all use the library; every adapter lives in this package, so this line runs before any of them.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
