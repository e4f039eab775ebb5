"""The eyes, ears and judgement: devices, models, features, language, scoring. Usable as a library, no Qt."""
