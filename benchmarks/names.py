"""Score the mentions diplonlp finds against the dev corpora, exact spans, beside natasha.

    python benchmarks/names.py                 # a Markdown table
    python benchmarks/names.py --precision     # precision per language and label, as JSON

Needs ``../shared/corpora`` and ``../shared/eval/score_ner.py`` (or ``--corpora PATH``); natasha runs in a process
of its own, since diplonlp never imports it.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import CORPORA, corpus_path, evaluation_script, one_core, read_corpus

if TYPE_CHECKING:
    from diplonlp import Document, Pipeline

Docs = dict[str, dict[str, Any]]

EIGHT = ("PERSON", "TITLE", "STATE", "NORP", "ORG", "LOC", "EVENT", "DATE")
NAMES = ("PERSON", "ORG", "LOC")
FLAT = {"flat_gold": "outermost", "flat_pred": "outermost"}
STATE_AS_LOC = {"mapping": {"STATE": "LOC"}, **FLAT}
TRIMMED = {**STATE_AS_LOC, "trim_quotes": True, "cased_only": True}


@dataclass(frozen=True)
class Measure:
    """One row of the table: a corpus, the labels scored, and the options of ``score_ner.score``."""

    corpus: str
    labels: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    natasha: bool = False
    prepare: Callable[[Docs, Docs], tuple[Docs, Docs]] | None = None


def before_names(gold: Docs, found: Docs) -> tuple[Docs, Docs]:
    """Of *found*, those titles alone that stand right before a gold PERSON: GMB marks no others."""
    kept: Docs = {}
    for key, doc in found.items():
        starts = {span["start"] for span in gold[key]["spans"] if span["label"] == "PERSON"}
        kept[key] = {"id": key, "mentions": [m for m in doc["mentions"] if m["end"] + 1 in starts]}
    return gold, kept


def bare_dates(gold: Docs, found: Docs) -> tuple[Docs, Docs]:
    """Gold dates without the preposition NEREL takes into them («в 2018 году»), which the schema does not ask for."""
    bare: Docs = {}
    for key, doc in gold.items():
        dates = [span for span in doc["spans"] if span["label"] == "DATE"]
        short = [_PREPOSITION.match(doc["text"], span["start"], span["end"]) for span in dates]
        spans = [s | {"start": p.end() if p else s["start"]} for s, p in zip(dates, short, strict=True)]
        bare[key] = doc | {"spans": spans}
    return bare, found


_PREPOSITION = re.compile(r"[^\W\d]{1,3}\s+(?=\S)")

MEASURES = (
    Measure("ru/nerel-dev", EIGHT, {"label_layer": True}, "nested, label layer"),
    Measure("ru/nerel-dev", NAMES, STATE_AS_LOC, "flat, STATE as LOC", natasha=True),
    Measure("ru/factrueval-dev", NAMES, TRIMMED, "flat, STATE as LOC, quotes trimmed, cased", natasha=True),
    Measure("ru/slavicner-dev", NAMES, TRIMMED, "flat, STATE as LOC, quotes trimmed, cased", natasha=True),
    Measure("en/gmb_dev", ("PERSON", "TITLE", "STATE", "ORG", "LOC", "NORP"), note="as annotated, one layer"),
    Measure("en/gum_dev", NAMES, STATE_AS_LOC, "flat, STATE as LOC"),
    Measure("en/uner_ewt_dev", NAMES, STATE_AS_LOC, "flat, STATE as LOC"),
    Measure("en/crossner_politics_dev", NAMES, STATE_AS_LOC, "flat, STATE as LOC"),
    Measure("en/re3d_dev", NAMES, STATE_AS_LOC, "flat, STATE as LOC"),
)

# Precision is judged only where a corpus marks the label throughout. GMB marks one layer, hence FLAT.
PRECISION = (
    Measure("ru/nerel-dev", tuple(label for label in EIGHT if label != "DATE"), {"label_layer": True}),
    Measure("ru/nerel-dev", ("DATE",), {"label_layer": True}, "gold without its preposition", prepare=bare_dates),
    Measure("en/gmb_dev", ("PERSON", "STATE", "ORG", "LOC", "NORP", "DATE"), FLAT, "one layer"),
    Measure("en/gmb_dev", ("TITLE",), FLAT, "before a gold PERSON", prepare=before_names),
    Measure("en/gum_dev", ("EVENT",)),
)


def load_scorer(corpora: Path) -> Any:
    """The module ``score_ner`` of the shared folder."""
    spec = importlib.util.spec_from_file_location("score_ner", evaluation_script(corpora, "score_ner.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Predictions:
    """What diplonlp and natasha find in a corpus, each read once; and where the language was not recognised."""

    def __init__(self, corpora: Path, limit: int | None) -> None:
        self.corpora, self.limit = corpora, limit
        self.gold: dict[str, Docs] = {}
        self.found: dict[tuple[str, str], Docs] = {}
        self.missed: dict[str, list[str]] = collections.defaultdict(list)
        self._nlp: Pipeline | None = None

    def read(self, corpus: str, system: str) -> tuple[Docs, Docs]:
        """Gold and predicted documents of a corpus, each by its id."""
        if corpus not in self.gold:
            docs = read_corpus(corpus_path(self.corpora, corpus), self.limit)
            self.gold[corpus] = {doc["id"]: doc for doc in docs}
        if (corpus, system) not in self.found:
            print(f"{system} reads {corpus}", file=sys.stderr)
            run = self._natasha if system == "natasha" else self._diplonlp
            self.found[corpus, system] = {doc["id"]: doc for doc in run(corpus)}
        return self.gold[corpus], self.found[corpus, system]

    def _diplonlp(self, corpus: str) -> Iterator[dict[str, Any]]:
        import diplonlp

        self._nlp = self._nlp or diplonlp.load()
        for doc in self.gold[corpus].values():
            read = self._nlp(diplonlp.Source(id=doc["id"], text=doc["text"]))
            if unread := wrong_blocks(read, corpus[:2]):
                self.missed[corpus].append(unread)
            yield {"id": doc["id"], "mentions": [mention.to_dict() for mention in read.mentions]}

    def _natasha(self, corpus: str) -> Iterable[dict[str, Any]]:
        script = evaluation_script(self.corpora, "baseline_natasha.py")
        with tempfile.TemporaryDirectory() as folder:
            gold, predicted = Path(folder, "gold.jsonl"), Path(folder, "natasha.jsonl")
            gold.write_text("".join(json.dumps(doc) + "\n" for doc in self.gold[corpus].values()), encoding="utf-8")
            subprocess.run([sys.executable, script, "predict", gold, predicted], check=True)
            return [json.loads(line) for line in predicted.read_text(encoding="utf-8").splitlines()]


def wrong_blocks(doc: Document, lang: str) -> str:
    """The document's blocks that were not taken for *lang*, with the language they were taken for; else empty."""
    return " ".join(f"[{b.lang}] {doc.text[b.start : b.end]}" for b in doc.blocks if b.lang != lang)


def score_all(measures: Iterable[Measure], predictions: Predictions, scorer: Any) -> list[dict[str, Any]]:
    """A row per measure and system."""
    rows = []
    for measure in measures:
        for system in ("diplonlp", "natasha") if measure.natasha else ("diplonlp",):
            gold, found = predictions.read(measure.corpus, system)
            if measure.prepare:
                gold, found = measure.prepare(gold, found)
            result = scorer.score(gold, found, measure.labels, **measure.options)
            rows.append({"corpus": measure.corpus, "system": system, "note": measure.note, **result})
    return rows


def precision(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Language to label to the precision of its exact spans, with the counts it rests on."""
    table: dict[str, Any] = collections.defaultdict(dict)
    for row in rows:
        for label, cell in row["labels"].items():
            judged = cell["tp"] + cell["fp"]
            entry = {"precision": round(cell["p"], 3), "judged": judged, "corpus": row["corpus"]}
            table[row["corpus"][:2]][label] = entry | {"note": row["note"]}
    return dict(table)


def markdown(rows: list[dict[str, Any]]) -> str:
    """The rows as Markdown tables: micro figures, then precision, recall and F1 of each label."""
    lines = ["| set | options | system | documents | P | R | F1 |", "|---|---|---|--:|--:|--:|--:|"]
    lines += [f"{_name(row)} {row['docs']} | {_cells(row['micro'])} |" for row in rows]
    lines += ["", "| set | options | system | label | gold | P | R | F1 |", "|---|---|---|---|--:|--:|--:|--:|"]
    for row in rows:
        for label, cell in row["labels"].items():
            lines.append(f"{_name(row)} {label} | {cell['tp'] + cell['fn']} | {_cells(cell)} |")
    return "\n".join(lines)


def _name(row: dict[str, Any]) -> str:
    return f"| {row['corpus'][3:]} | {row['note']} | {row['system']} |"


def _cells(cell: dict[str, float]) -> str:
    return " | ".join(f"{cell[key]:.3f}" for key in ("p", "r", "f1"))


def show_missed(predictions: Predictions, examples: int) -> None:
    """Say on stderr in how many documents some text was not taken for the corpus's language."""
    for corpus in {corpus for corpus, _ in predictions.found}:
        missed = predictions.missed[corpus]
        print(f"{corpus}: {len(missed)} of {len(predictions.gold[corpus])} documents hold text not taken for "
              f"{corpus[:2]}", file=sys.stderr)  # fmt: skip
        for text in missed[:examples]:
            print(f"    {text[:300]!r}", file=sys.stderr)


def main() -> None:
    """Read the options, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--limit", type=int, help="the first documents of each corpus alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--precision", action="store_true", help="print precision per language and label, as JSON")
    parser.add_argument("--examples", type=int, default=0, help="show so many texts whose language was missed")
    args = parser.parse_args()
    one_core()
    predictions = Predictions(args.corpora, args.limit)
    scorer = load_scorer(args.corpora)
    rows = score_all(PRECISION if args.precision else MEASURES, predictions, scorer)
    show_missed(predictions, args.examples)
    if args.precision:
        print(json.dumps(precision(rows), indent=1))
    else:
        print(json.dumps(rows, ensure_ascii=False, indent=1) if args.json else markdown(rows))


if __name__ == "__main__":
    main()
