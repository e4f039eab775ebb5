"""Adapters around the models: face, pose, voice activity, pitch, Whisper, voices; and the model files."""
