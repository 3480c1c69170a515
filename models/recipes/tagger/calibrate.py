"""Fit what a network's probabilities mean, and from which on a span is a mention, on dev; write both into the model.

    python calibrate.py english CORPORA_EN ANNOTATIONS MODEL     # or: russian

A straight line over log-odds a label (Platt 1999), and the threshold with the best F1. Labels that fewer than
:data:`ENOUGH` spans of the guidelines' own dev sets show share what all dev sets of the language show.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import english
import numpy as np
import russian
from examples import Corpus, Example
from scipy.optimize import minimize

from diplonlp.lang.english import WINDOW as ENGLISH_WINDOW
from diplonlp.lang.models import write_manifest
from diplonlp.lang.russian import WINDOW as RUSSIAN_WINDOW
from diplonlp.neural.decode import LABELS
from diplonlp.neural.inputs import english_inputs, russian_inputs
from diplonlp.neural.network import Network

ENOUGH = 100
LOWEST = 0.05
# What each guide is fitted on. Corpora that were not trained on (factRuEval, SlavicNER, UNER) are left to measure.
SETS = {
    "english": {
        "house": [Corpus("annotations/dev", "house")],
        "gmb": [Corpus("gmb_dev", "gmb", ("PERSON", "TITLE", "STATE", "ORG", "LOC", "NORP", "DATE"))],
        "gum": [Corpus("gum_dev", "gum", ("PERSON", "STATE", "ORG", "LOC", "DATE"))],
        "wiki": [Corpus("crossner_politics_dev", "wiki", ("PERSON", "STATE", "ORG", "LOC", "EVENT"))],
        "re3d": [Corpus("re3d_dev", "re3d", ("PERSON", "ORG", "LOC"))],
    },
    "russian": {
        "house": [Corpus("annotations/dev", "house")],
        "nerel": [Corpus("nerel-dev", "nerel")],
    },
}
Judged = dict[str, list[tuple[float, bool]]]


def judge(network: Network, examples: Iterable[Example], sizes: Any, corpus: Corpus) -> tuple[Judged, dict[str, int]]:
    """Every span found with its raw probability and whether it is right; how many gold spans there are."""
    judged: Judged = defaultdict(list)
    gold: dict[str, int] = defaultdict(int)
    for example in examples:
        for mention in network.read(example.words, sizes(example), corpus.guide).mentions:
            span = (example.offsets[mention.start][0], example.offsets[mention.end - 1][1], mention.label)
            judged[mention.label].append((mention.score, span in example.gold))
        for _, _, label in example.gold:
            gold[label] += 1
    marked = set(corpus.marks)
    return {k: v for k, v in judged.items() if k in marked}, {k: n for k, n in gold.items() if k in marked}


def fit(judged: list[tuple[float, bool]], gold: int) -> dict[str, float]:
    """Slope, shift and threshold of one label."""
    chances = np.clip([chance for chance, _ in judged], 1e-6, 1 - 1e-6)
    right = np.array([hit for _, hit in judged], float)
    odds = np.log(chances / (1 - chances))

    def cost(line: np.ndarray) -> float:
        z = line[0] * odds + line[1]
        return float(np.sum(np.logaddexp(0, z) - right * z) + 2 * (line[0] - 1) ** 2 + 0.5 * line[1] ** 2)

    slope, shift = minimize(cost, np.array([1.0, 0.0]), method="Nelder-Mead").x
    best = max(
        (2 * right[chances >= t].sum() / max(1, (chances >= t).sum() + gold), -abs(t - 0.5), t)
        for t in np.arange(0.2, 0.8, 0.02)
    )[2]
    threshold = 1 / (1 + np.exp(-(slope * np.log(best / (1 - best)) + shift)))
    return {"slope": round(float(slope), 4), "shift": round(float(shift), 4), "threshold": round(float(threshold), 4)}


def main() -> None:
    """Fit and write."""
    lang, (corpora, annotations, folder) = sys.argv[1], map(Path, sys.argv[2:5])
    reader: Any = english.EnglishReader() if lang == "english" else russian.RussianReader()
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    identity = {label: {"slope": 1.0, "shift": 0.0, "threshold": LOWEST} for label in LABELS}
    about["calibration"] = dict.fromkeys(SETS[lang], identity)
    _write(folder, about)
    window = ENGLISH_WINDOW if lang == "english" else RUSSIAN_WINDOW
    network = Network(folder, english_inputs if lang == "english" else russian_inputs, window)

    def sizes(example: Example) -> list[int]:
        return [len(p) for p in example.words.pieces] if lang == "english" else [1] * len(example.words)  # type: ignore[attr-defined]

    found: dict[str, tuple[Judged, dict[str, int]]] = {}
    for guide, corpuses in SETS[lang].items():
        for corpus in corpuses:
            path = annotations / "dev.jsonl" if "/" in corpus.name else corpora / f"{corpus.name}.jsonl.gz"
            found[guide] = judge(network, reader.corpus(corpus, path), sizes, corpus)
    pooled: Judged = {label: [x for judged, _ in found.values() for x in judged.get(label, [])] for label in LABELS}
    total = {label: sum(gold.get(label, 0) for _, gold in found.values()) for label in LABELS}
    for guide, (judged, gold) in found.items():
        about["calibration"][guide] = {
            label: fit(judged[label], gold[label]) if gold.get(label, 0) >= ENOUGH else fit(pooled[label], total[label])
            for label in LABELS
        }
        print(guide, {label: numbers["threshold"] for label, numbers in about["calibration"][guide].items()})
    _write(folder, about)


def _write(folder: Path, about: dict[str, Any]) -> None:
    (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_manifest(folder)


if __name__ == "__main__":
    main()
