"""When the customer's face smiles, from readings at a low rate. A display, never a feeling."""

from __future__ import annotations

from typing import Final

from perception.types import CustomerSmile

# Nobody calibrated this face, and it often speaks: a smile must be clear to begin (2.3 adds .15 while speaking).
ON: Final = 0.50  # activation [D]
OFF: Final = 0.35  # below, it is over [D]
LEAST_S: Final = 0.4  # s a display must last; 2.3 [D]
LOST_S: Final = 1.0  # s without a readable face after which a smile is taken as over [D]


class CustomerSmiles:
    """Joins readings of the smile display to spans. Causal; a span is told when it is over. Times must not go back."""

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._last_s = 0.0

    def push(self, smile: float | None, *, t_s: float) -> list[CustomerSmile]:
        """The span that this reading ends, if any. None: no face, or one that cannot be read."""
        if self._start_s is None:
            if smile is not None and smile >= ON:
                self._start_s = self._last_s = t_s
            return []
        if smile is not None and smile >= OFF:
            self._last_s = t_s
            return []
        if smile is None and t_s - self._last_s < LOST_S:
            return []
        return self.flush()

    def flush(self) -> list[CustomerSmile]:
        """The span under way, which ends now."""
        start_s, self._start_s = self._start_s, None
        if start_s is None or self._last_s - start_s < LEAST_S - 1e-6:
            return []
        return [CustomerSmile(start_s, self._last_s, source="video")]
