"""Score the mentions diplonlp finds in altered copies of the dev sets: capitals, lost marks, mixed alphabets.

    python benchmarks/altered.py                                  # a Markdown table, every set and alteration
    python benchmarks/altered.py --limit 10                       # a quick look
    python benchmarks/altered.py --sets en/gmb_dev --alterations "lower case" "broken articles"
    python benchmarks/altered.py --examples                       # the first line of each set, altered

Each alteration is a pure function from a text and a seed, the document's id, to the new text and the new place of
every offset; gold spans move with their text, and one of which nothing is left is not asked for. Sets are scored as
``names.py`` scores them, under the guidelines of their corpus where it has any, except that factRuEval keeps its
spans without a capital, which no rule could find again in lower case. Needs ``../shared`` as ``names.py`` does.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import annotations
from alterations import ALTERATIONS, Alteration
from corpora import CORPORA, corpus_path, one_core, read_corpus
from names import (
    EIGHT,
    MEASURES,
    NAMES,
    STATE_AS_LOC,
    Docs,
    Measure,
    Predictions,
    load_scorer,
    show_missed,
    under_own,
)

SAMPLED = {"en/gmb_dev": 1000}
# A drop of more than this is printed in bold.
MUCH = 0.1


#: The labels of the table of SCHEMA.md are all annotated here, nested.
ANNOTATED = tuple(Measure(f"{lang}/annotations-dev", EIGHT) for lang in annotations.LANGUAGES)
_BY_NAMES = {measure.corpus: under_own(measure) for measure in reversed(MEASURES)}
SETS = (
    _BY_NAMES["ru/nerel-dev"],
    Measure("ru/factrueval-dev", NAMES, {**STATE_AS_LOC, "trim_quotes": True}),
    *ANNOTATED,
    _BY_NAMES["en/gmb_dev"],
    _BY_NAMES["en/crossner_politics_dev"],
)


def annotated(corpus: str) -> list[dict[str, Any]]:
    """The documents of ``data/annotations`` dev in one language, in the form the corpora have."""
    documents = (document.to_dict() for document in annotations.read("dev"))
    return [{**doc, "spans": doc["mentions"]} for doc in documents if doc["lang"] == corpus[:2]]


def read_set(corpora: Path, corpus: str, limit: int | None) -> list[dict[str, Any]]:
    """The documents of a set, or its first *limit*; of a large set a sample, the same each time."""
    docs = annotated(corpus) if corpus.endswith("annotations-dev") else read_corpus(corpus_path(corpora, corpus))
    if corpus in SAMPLED:
        chosen = set(random.Random(corpus).sample(range(len(docs)), SAMPLED[corpus]))
        docs = [doc for i, doc in enumerate(docs) if i in chosen]
    return docs[:limit]


def alter(doc: dict[str, Any], alteration: Alteration) -> dict[str, Any]:
    """A gold document with its text altered and its spans moved, less those of which nothing is left."""
    altered = alteration(doc["text"], doc["id"])
    moved = ((span, *altered.move(span["start"], span["end"])) for span in doc["spans"])
    spans = [{**span, "start": start, "end": end} for span, start, end in moved if start < end]
    return {"id": doc["id"], "text": altered.text, "spans": spans}


def alter_all(docs: Iterable[dict[str, Any]], alteration: Alteration) -> Docs:
    """The altered documents by their id, with a word on stderr about spans that are gone."""
    pairs = [(doc, alter(doc, alteration)) for doc in docs]
    if gone := sum(len(old["spans"]) - len(new["spans"]) for old, new in pairs):
        print(f"{gone} gold spans have nothing left", file=sys.stderr)
    return {new["id"]: new for _, new in pairs}


def f1(measure: Measure, name: str, predictions: Predictions, scorer: Any) -> float:
    """Micro F1 in one altered copy of a set, exact spans."""
    gold, found = predictions.read(f"{measure.corpus}, {name}", measure.guidelines)
    return float(scorer.score(gold, found, measure.labels, **measure.options)["micro"]["f1"])


def score_set(measure: Measure, names: Sequence[str], predictions: Predictions, scorer: Any) -> dict[str, float]:
    """Alteration to F1, for those made for the set's language; "none" is always among them."""
    docs = read_set(predictions.corpora, measure.corpus, predictions.limit)
    scores: dict[str, float] = {}
    for name in ("none", *(name for name in names if name != "none")):
        alteration, languages = ALTERATIONS[name]
        if measure.corpus[:2] in languages:
            predictions.gold[f"{measure.corpus}, {name}"] = alter_all(docs, alteration)
            scores[name] = f1(measure, name, predictions, scorer)
    return scores


def markdown(scores: dict[str, dict[str, float]]) -> str:
    """A row per set, a column per alteration: F1 and its difference to the unaltered, large drops in bold."""
    columns = [name for name in ALTERATIONS if any(name in row for row in scores.values())]
    lines = ["| " + " | ".join(["set", *columns]) + " |", "|---" + "|--:" * len(columns) + "|"]
    for corpus, row in scores.items():
        cells = [_cell(row.get(name), row["none"]) for name in columns[1:]]
        lines.append("| " + " | ".join([corpus, f"{row['none']:.3f}", *cells]) + " |")
    return "\n".join(lines)


def _cell(value: float | None, unaltered: float) -> str:
    if value is None:
        return "–"
    shown = f"{value:.3f} ({value - unaltered:+.3f})"
    return f"**{shown}**" if unaltered - value > MUCH else shown


def examples(corpora: Path, measures: Iterable[Measure], names: Iterable[str]) -> Iterator[str]:
    """The first words of each set as each alteration has them."""
    for measure in measures:
        doc = read_set(corpora, measure.corpus, 1)[0]
        for name in names:
            alteration, languages = ALTERATIONS[name]
            if measure.corpus[:2] in languages:
                yield f"{measure.corpus}, {name}: {alteration(doc['text'], doc['id']).text[:300]!r}"


def main() -> None:
    """Read the options, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--limit", type=int, help="the first documents of each set alone")
    parser.add_argument("--sets", nargs="+", choices=[m.corpus for m in SETS], metavar="SET", help="these alone")
    parser.add_argument("--alterations", nargs="+", choices=ALTERATIONS, default=list(ALTERATIONS), metavar="NAME")
    parser.add_argument("--examples", action="store_true", help="show the beginning of each set, altered")
    args = parser.parse_args()
    measures = [measure for measure in SETS if measure.corpus in (args.sets or measure.corpus)]
    if args.examples:
        print("\n".join(examples(args.corpora, measures, args.alterations)))
        return
    one_core()
    predictions, scorer = Predictions(args.corpora, args.limit), load_scorer(args.corpora)
    print(markdown({m.name: score_set(m, args.alterations, predictions, scorer) for m in measures}))
    show_missed(predictions, 0)


if __name__ == "__main__":
    main()
