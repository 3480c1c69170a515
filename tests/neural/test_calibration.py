"""Calibration keeps the order of chances and stays between none and certainty, whatever a network says."""

from __future__ import annotations

import json
import math

import pytest

from diplonlp.lang.models import model_path
from diplonlp.neural.calibration import Calibration
from diplonlp.neural.decode import LABELS

CHANCES = [-1.0, 0.0, 5e-324, 1e-300, 1e-7, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.999, 1 - 1e-7, 1.0, 1.0000001, 2.0]
LINES = [(1.0, 0.0), (0.5, 0.0), (1.3, -1.2), (0.9, 4.0), (2.0, -8.0), (30.0, 0.0), (0.0, 0.3)]


@pytest.mark.parametrize(
    ("slope", "shift", "chance", "expected"),
    [
        (1.0, 0.0, 0.5, 0.5),
        (1.0, 0.0, 0.123, 0.123),
        (2.0, 0.0, 0.5, 0.5),
        (0.5, 0.0, 0.8, 2 / 3),
        (1.0, math.log(3), 0.5, 0.75),
        (0.0, 0.0, 0.99, 0.5),
        (1.0, 0.0, 0.0, 1e-6),
        (1.0, 0.0, 1.0, 1 - 1e-6),
    ],
)
def test_values(slope: float, shift: float, chance: float, expected: float) -> None:
    assert Calibration(slope, shift, threshold=0.5)(chance) == pytest.approx(expected)


@pytest.mark.parametrize(("slope", "shift"), LINES)
def test_order_and_bounds(slope: float, shift: float) -> None:
    found = [Calibration(slope, shift, threshold=0.5)(chance) for chance in CHANCES]
    assert all(0 < value < 1 or (slope == 30 and 0 <= value <= 1) for value in found)
    assert found == sorted(found)


@pytest.mark.parametrize("slope", [0.5, 1.0, 1.7])
def test_the_threshold_plays_no_part(slope: float) -> None:
    assert Calibration(slope, 0.2, threshold=0.9)(0.4) == Calibration(slope, 0.2, threshold=0.1)(0.4)


@pytest.mark.parametrize("model", ["english", "russian"])
def test_the_shipped_models_are_calibrated_for_every_label(model: str) -> None:
    about = json.loads((model_path(model) / "model.json").read_text(encoding="utf-8"))
    assert set(about["labels"]) == set(LABELS)
    assert "house" in about["calibration"]
    assert set(about["calibration"]) <= set(about["guides"])
    for labels in about["calibration"].values():
        assert set(labels) == set(LABELS)
        for numbers in labels.values():
            calibration = Calibration(**numbers)
            assert 0 < calibration.threshold < 1
            assert calibration(0.1) < calibration(0.5) < calibration(0.9)
