"""A trained network: its files checked, loaded into onnxruntime, run over the windows of a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from diplonlp.errors import ModelError
from diplonlp.lang.models import REINSTALL, check_model
from diplonlp.neural.calibration import Calibration
from diplonlp.neural.decode import HOUSE, Candidate, choose_spans
from diplonlp.neural.inputs import Inputs, Words, common_inputs
from diplonlp.neural.windows import Window, WindowSize, cut_windows

_SPANS, _CHANCES = "spans", "probabilities"


@dataclass(slots=True)
class Answers:
    """What a network says of a text.

    ``mentions`` are spans of its words; every other answer is one number a word: ``heads`` are indexes of words (a
    root's is its own), the rest stand for the names in the network's lists.
    """

    mentions: list[Candidate]
    words: dict[str, np.ndarray]


class Network:
    """A network read from its folder.

    Parameters
    ----------
    folder : Path
        Holds ``network.onnx``, ``model.json`` and ``manifest.json``.
    extra : callable
        Makes the arrays of the language's own features from rows of text and window.
    size : WindowSize
        How large windows are.
    batch : int
        Words read at once.

    Raises
    ------
    ModelError
        When a file is missing, damaged, or made for other features than this version computes.
    """

    def __init__(self, folder: Path, extra: Callable[[Any], Inputs], size: WindowSize, batch: int = 2000) -> None:
        check_model(folder)
        self.about = _read_about(folder)
        self._session = _session(folder / "network.onnx")
        self._needed = [item.name for item in self._session.get_inputs()]
        self._outputs = [item.name for item in self._session.get_outputs()]
        self._extra, self._size, self._batch = extra, size, batch
        self._calibrations = {
            guide: {label: Calibration(**numbers) for label, numbers in labels.items()}
            for guide, labels in self.about["calibration"].items()
        }

    @property
    def guides(self) -> tuple[str, ...]:
        """The annotation guidelines it can follow, those of this project first."""
        return tuple(self._calibrations)

    def names(self, answer: str) -> list[str]:
        """What the numbers of an answer stand for."""
        known: dict[str, list[str]] = {**self.about["tags"], "relations": self.about["relations"]}
        return known[answer]

    def read(self, words: Words, sizes: Sequence[int], guide: str = HOUSE) -> Answers:
        """Run over a text.

        Parameters
        ----------
        words : Words
            The words of the text with their features.
        sizes : sequence of int
            What each takes of a window.
        guide : str
            Whose annotation guidelines the mentions follow; for those the network never saw, the house's.
        """
        guide = guide if guide in self._calibrations else HOUSE
        number = self.about["guides"].index(guide)
        answers = {name: np.zeros(len(words), np.int64) for name in self._outputs[2:]}
        candidates: list[Candidate] = []
        if "heads" in answers:
            answers["heads"] = np.arange(len(words))
        windows = list(cut_windows(words.cuts.tolist(), sizes, self._size))
        for part in _parts(windows, self._batch):
            outputs = self._run(words, part, number)
            candidates += self._candidates(part, outputs, guide)
            for name, whole in answers.items():
                _write(whole, part, outputs[name], offset=name == "heads")
        thresholds = {label: c.threshold for label, c in self._calibrations[guide].items()}
        return Answers(choose_spans(candidates, thresholds), answers)

    def _run(self, words: Words, windows: Sequence[Window], guide: int) -> dict[str, np.ndarray]:
        rows = [(words, window) for window in windows]
        arrays = {**common_inputs(rows, [guide] * len(rows), [0] * len(rows)), **self._extra(rows)}
        groups = arrays["groups"]  # numbers without holes: there is room for as many as words
        arrays["groups"] = np.unique(np.append(groups, 0), return_inverse=True)[1][:-1].astype(np.int64)
        found = self._session.run(self._outputs, {name: arrays[name] for name in self._needed})
        return dict(zip(self._outputs, found, strict=True))

    def _candidates(self, windows: Sequence[Window], outputs: dict[str, np.ndarray], guide: str) -> Iterator[Candidate]:
        labels, calibrations = self.about["labels"], self._calibrations[guide]
        for (row, first, last, label), chance in zip(outputs[_SPANS].tolist(), outputs[_CHANCES].tolist(), strict=True):
            window, name = windows[row], labels[label]
            start = window.start + first
            if window.first <= start < window.last:
                yield Candidate(start, window.start + last + 1, name, calibrations[name](chance))


def _parts(windows: Sequence[Window], words: int) -> Iterator[list[Window]]:
    """Yield neighbouring windows in batches of about so many words, padding counted."""
    part: list[Window] = []
    widest = 0
    for window in windows:
        width = window.end - window.start
        if part and max(widest, width) * (len(part) + 1) > words:
            yield part
            part, widest = [], 0
        part.append(window)
        widest = max(widest, width)
    if part:
        yield part


def _write(whole: np.ndarray, windows: Sequence[Window], rows: np.ndarray, offset: bool) -> None:
    """Put the answers for windows into the text's; heads outside what a window keeps become roots."""
    for window, row in zip(windows, rows, strict=True):
        values = row[window.first - window.start : window.last - window.start]
        if offset:
            values = values + window.start
            own = np.arange(window.first, window.last)
            values = np.where((values >= window.first) & (values < window.last), values, own)
        whole[window.first : window.last] = values


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # A document is small: threads would wait for each other, and a batch of documents runs in processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no base class
        raise ModelError(f"{path}: cannot be loaded by onnxruntime ({error}); {REINSTALL}") from error


def _read_about(folder: Path) -> dict[str, Any]:
    from diplonlp.neural.words import LOOKUPS

    path = folder / "model.json"
    try:
        about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        lookups = tuple(about["lookups"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: does not describe a model ({error!r}); {REINSTALL}") from error
    if lookups != LOOKUPS:
        raise ModelError(f"{path}: the model was trained for other look-ups than this version has; {REINSTALL}")
    return about
