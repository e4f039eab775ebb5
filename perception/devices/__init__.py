"""Adapters around sources of pictures and sound: camera, microphone, media files, synthetic."""
