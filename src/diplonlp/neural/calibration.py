"""From a network's own probabilities to ones that hold: 0.9 means right nine times in ten."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line over log-odds (Platt 1999), fitted on dev, and the threshold of a label.

    Parameters
    ----------
    slope, shift : float
        ``log-odds -> slope * log-odds + shift``.
    threshold : float
        The calibrated probability from which on a span is a mention.

    Examples
    --------
    >>> round(Calibration(slope=1.0, shift=0.0, threshold=0.5)(0.8), 3)
    0.8
    >>> round(Calibration(slope=0.5, shift=0.0, threshold=0.5)(0.8), 3)
    0.667
    """

    slope: float
    shift: float
    threshold: float

    def __call__(self, chance: float) -> float:
        """Return the calibrated probability."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        odds = self.slope * math.log(chance / (1 - chance)) + self.shift
        return 1 / (1 + math.exp(-odds))
