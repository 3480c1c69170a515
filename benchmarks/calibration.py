"""Measure whether the scores of diplonlp's mentions are what they say: the share of mentions that are right.

    python benchmarks/calibration.py               # Markdown tables: error per label, and reliability in ten bins
    python benchmarks/calibration.py --limit 10    # a quick look

Of the mentions found in a dev set, those with a label that the set annotates are put into ten bins of equal width
by their score. In a bin the mean score is compared with the share that is right: exact span and label, layers as
``names.py`` compares them, under the guidelines of the set's corpus where it has any. The expected calibration error
(ECE) is the mean of the bins' differences, weighted by how many mentions they hold. Needs ``../shared`` as
``names.py`` does.

The networks' probabilities are fitted on these same dev sets (``models/recipes/tagger/calibrate.py``), factRuEval
excepted: that one says what to expect of texts from elsewhere, the others how well the fit holds.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from altered import ANNOTATED, annotated
from corpora import CORPORA, one_core
from names import MEASURES, Docs, Measure, Predictions, load_scorer, show_missed, under_own

BINS = 10
_BY_NAMES = {measure.corpus: under_own(measure) for measure in reversed(MEASURES)}
_GMB = _BY_NAMES["en/gmb_dev"]
#: As names.py scores them; GMB marks dates throughout too.
SETS = (
    _BY_NAMES["ru/nerel-dev"],
    _BY_NAMES["ru/factrueval-dev"],
    replace(_GMB, labels=(*_GMB.labels, "DATE")),
    *ANNOTATED,
)


@dataclass(frozen=True)
class Judged:
    """A mention found: its label as compared, its score, and whether it is right."""

    label: str
    score: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """Mentions with much the same score."""

    number: int
    count: int
    score: float
    right: float

    @property
    def gap(self) -> float:
        """How far the mean score is above the share that is right."""
        return self.score - self.right


def judge(measure: Measure, predictions: Predictions, scorer: Any) -> Iterator[Judged]:
    """Every mention found in a set whose label is annotated there."""
    gold, found = predictions.read(measure.corpus, measure.guidelines)
    yield from _judge_all(measure, gold, found, scorer)


def _judge_all(measure: Measure, gold: Docs, found: Docs, scorer: Any) -> Iterator[Judged]:
    for key, doc in found.items():
        text = gold[key]["text"]
        scores: dict[tuple[int, int, str], float] = {}
        for mention in doc["mentions"]:
            for span in _spans(measure, {"id": key, "mentions": [mention]}, text, scorer):
                scores[span] = max(mention["score"], scores.get(span, 0.0))
        annotated_spans = _spans(measure, {"id": key, "spans": gold[key]["spans"]}, text, scorer)
        right = _layer(measure, annotated_spans, "flat_gold", scorer)
        for span in sorted(_layer(measure, scores, "flat_pred", scorer)):
            yield Judged(span[2], scores[span], span in right)


def _spans(measure: Measure, doc: dict[str, Any], text: str, scorer: Any) -> set[tuple[int, int, str]]:
    """Spans with their labels as the measure maps them, those with a label it does not score left out."""
    options = {key: measure.options.get(key) for key in ("mapping", "trim_quotes", "cased_only")}
    spans = scorer.spans_of(doc, text=text, **options)
    return {span for span in spans if span[2] in measure.labels}


def _layer(measure: Measure, spans: Iterable[Any], side: str, scorer: Any) -> set[tuple[int, int, str]]:
    """Of spans within others, those that the measure compares."""
    flat: set[tuple[int, int, str]] = scorer.flatten(set(spans), measure.options.get(side, "all"))
    return scorer.one_layer(flat) if measure.options.get("label_layer") else flat


def bins(mentions: Iterable[Judged]) -> list[Bin]:
    """The bins that hold anything, the lowest scores first."""
    members: dict[int, list[Judged]] = collections.defaultdict(list)
    for mention in mentions:
        members[min(int(mention.score * BINS), BINS - 1)].append(mention)
    return [
        Bin(number, len(group), _mean(m.score for m in group), _mean(m.right for m in group))
        for number, group in sorted(members.items())
    ]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def calibration_error(mentions: Sequence[Judged]) -> float:
    """The expected calibration error of some mentions, 0 for none."""
    return sum(abs(part.gap) * part.count for part in bins(mentions)) / max(len(mentions), 1)


def error_table(judged: dict[str, list[Judged]]) -> Iterator[str]:
    """A row for each label of each set, and one for all its labels together."""
    yield "| set | label | mentions | mean score | right | ECE |"
    yield "|---|---|--:|--:|--:|--:|"
    for name, mentions in judged.items():
        for label in (*sorted({mention.label for mention in mentions}), "all"):
            chosen = [mention for mention in mentions if label in (mention.label, "all")]
            if chosen:
                score, right = _mean(m.score for m in chosen), _mean(m.right for m in chosen)
                cells = f"{len(chosen)} | {score:.3f} | {right:.3f} | {calibration_error(chosen):.3f}"
                yield f"| {name} | {label} | {cells} |"


def reliability_table(judged: dict[str, list[Judged]]) -> Iterator[str]:
    """A row for each bin of each set that holds any mention."""
    yield "| set | score | mentions | mean score | right | difference |"
    yield "|---|---|--:|--:|--:|--:|"
    for name, mentions in judged.items():
        for part in bins(mentions):
            bounds = f"{part.number / BINS:.1f} to {(part.number + 1) / BINS:.1f}"
            yield f"| {name} | {bounds} | {part.count} | {part.score:.3f} | {part.right:.3f} | {part.gap:+.3f} |"


def judge_all(predictions: Predictions, scorer: Any) -> dict[str, list[Judged]]:
    """The mentions of each set, of each language, and of all."""
    judged: dict[str, list[Judged]] = collections.defaultdict(list)
    for measure in ANNOTATED:
        docs = annotated(measure.corpus)[: predictions.limit]
        predictions.gold[measure.corpus] = {doc["id"]: doc for doc in docs}
    for measure in SETS:
        judged[measure.name] += judge(measure, predictions, scorer)
    languages = sorted({name[:2] for name in judged}, reverse=True)
    together = {f"{lang}, all sets": [m for n in judged if n[:2] == lang for m in judged[n]] for lang in languages}
    return {**judged, **together, "all sets": [mention for mentions in judged.values() for mention in mentions]}


def main() -> None:
    """Read the options, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--limit", type=int, help="the first documents of each set alone")
    args = parser.parse_args()
    one_core()
    predictions = Predictions(args.corpora, args.limit)
    judged = judge_all(predictions, load_scorer(args.corpora))
    show_missed(predictions, 0)
    print("\n".join((*error_table(judged), "", *reliability_table(judged))))


if __name__ == "__main__":
    main()
