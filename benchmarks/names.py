"""Score the mentions diplonlp finds against the dev corpora, exact spans, beside natasha.

    python benchmarks/names.py                       # Markdown tables: all labels together, then each label
    python benchmarks/names.py --guidelines house    # this project's idea of a mention alone
    python benchmarks/names.py --limit 10            # a quick look
    python benchmarks/names.py --precision           # precision of the rules per language and label, as JSON

The corpora disagree about what a mention is, so each is scored twice: read under the default guidelines, "house",
and under its own. factRuEval and SlavicNER, which no network is trained on, have none.

``--precision`` is for pipelines of another make, whose names rules join with the tables: it lets the rules read the
flat names of the networks, and its figures are those of ``knowledge/tables/label_scores.csv``.

Needs ``../shared/corpora`` and ``../shared/eval/score_ner.py`` (or ``--corpora PATH``); natasha runs in a process
of its own, since diplonlp never imports it.
"""

from __future__ import annotations

import argparse
import collections
import functools
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import CORPORA, corpus_path, evaluation_script, one_core, read_corpus

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from diplonlp import Document, Pipeline

Docs = dict[str, dict[str, Any]]

EIGHT = ("PERSON", "TITLE", "STATE", "NORP", "ORG", "LOC", "EVENT", "DATE")
NAMES = ("PERSON", "ORG", "LOC")
FLAT = {"flat_gold": "outermost", "flat_pred": "outermost"}
STATE_AS_LOC = {"mapping": {"STATE": "LOC"}, **FLAT}
TRIMMED = {**STATE_AS_LOC, "trim_quotes": True, "cased_only": True}

HOUSE = "house"
#: Corpus to the guidelines that follow it.
OWN = {
    "ru/nerel-dev": "nerel",
    "en/gmb_dev": "gmb",
    "en/gum_dev": "gum",
    "en/re3d_dev": "re3d",
    "en/crossner_politics_dev": "wiki",
    "en/uner_ewt_dev": "wiki",
}
NO_GUIDELINES = "–"  # natasha, and whatever else follows none of them


@dataclass(frozen=True)
class Measure:
    """One row of the table: a corpus, the labels scored, the options of ``score_ner.score``, and whose guidelines."""

    corpus: str
    labels: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    natasha: bool = False
    prepare: Callable[[Docs, Docs], tuple[Docs, Docs]] | None = None
    guidelines: str = HOUSE

    @property
    def name(self) -> str:
        """Corpus and guidelines: "ru/nerel-dev (nerel)"."""
        return f"{self.corpus} ({self.guidelines})"


def under_own(measure: Measure) -> Measure:
    """The measure under the guidelines of its own corpus, if it has any; natasha knows of none."""
    return replace(measure, guidelines=OWN.get(measure.corpus, HOUSE), natasha=False)


def under_both(measures: Iterable[Measure]) -> Iterator[Measure]:
    """Each measure, and once more under the guidelines of its own corpus."""
    for measure in measures:
        yield measure
        if measure.corpus in OWN:
            yield under_own(measure)


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

_UNDER_HOUSE = (
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
MEASURES = tuple(under_both(_UNDER_HOUSE))

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


def networks(guidelines: str) -> Pipeline:
    """The pipeline as it comes."""
    import diplonlp

    return diplonlp.load(guidelines=guidelines)


def rules(guidelines: str) -> Pipeline:
    """The pipeline with its flat names alone taken from the networks: rules make the mentions of them."""
    import diplonlp
    from diplonlp.lang.english import english
    from diplonlp.lang.russian import russian

    return diplonlp.load(russian=_flat_alone(russian(guidelines)), english=_flat_alone(english(guidelines)))


def _flat_alone(language: Language) -> Language:
    from spacy.language import Language

    Language.component("benchmark_flat_alone", func=_without_found)
    language.add_pipe("benchmark_flat_alone")
    return language


def _without_found(doc: Doc) -> Doc:
    from diplonlp.neural.doc import FOUND

    doc.spans.pop(FOUND, None)
    return doc


class Predictions:
    """What diplonlp and natasha find in a corpus, each read once; and where the language was not recognised."""

    def __init__(self, corpora: Path, limit: int | None, load: Callable[[str], Pipeline] = networks) -> None:
        self.corpora, self.limit = corpora, limit
        self.gold: dict[str, Docs] = {}
        self.found: dict[tuple[str, str, str], Docs] = {}
        self.missed: dict[str, dict[str, str]] = collections.defaultdict(dict)
        self._load = functools.cache(load)

    def read(self, corpus: str, guidelines: str = HOUSE, system: str = "diplonlp") -> tuple[Docs, Docs]:
        """Gold and predicted documents of a corpus, each by its id."""
        if corpus not in self.gold:
            docs = read_corpus(corpus_path(self.corpora, corpus), self.limit)
            self.gold[corpus] = {doc["id"]: doc for doc in docs}
        if (corpus, guidelines, system) not in self.found:
            print(f"{system} reads {corpus} ({guidelines})", file=sys.stderr)
            documents = self._natasha(corpus) if system == "natasha" else self._diplonlp(corpus, guidelines)
            self.found[corpus, guidelines, system] = {doc["id"]: doc for doc in documents}
        return self.gold[corpus], self.found[corpus, guidelines, system]

    def _diplonlp(self, corpus: str, guidelines: str) -> Iterator[dict[str, Any]]:
        import diplonlp

        nlp = self._load(guidelines)
        for doc in self.gold[corpus].values():
            read = nlp(diplonlp.Source(id=doc["id"], text=doc["text"]))
            if unread := wrong_blocks(read, corpus[:2]):
                self.missed[corpus][doc["id"]] = unread
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
            gold, found = predictions.read(measure.corpus, measure.guidelines, system)
            if measure.prepare:
                gold, found = measure.prepare(gold, found)
            result = scorer.score(gold, found, measure.labels, **measure.options)
            guidelines = NO_GUIDELINES if system == "natasha" else measure.guidelines
            row = {"corpus": measure.corpus, "guidelines": guidelines, "system": system, "note": measure.note}
            rows.append({**row, **result})
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
    """The rows as Markdown tables: micro figures and the F1 of each label, then precision and recall of each too."""
    kept = ["set", "options", "guidelines", "system"]
    lines = _head([*kept, "documents", "P", "R", "F1", *EIGHT], len(kept))
    lines += [f"{_name(row)} {row['docs']} | {_cells(row['micro'])} | {_label_cells(row)} |" for row in rows]
    lines += ["", *_head([*kept, "label", "gold", "P", "R", "F1"], len(kept) + 1)]
    for row in rows:
        for label, cell in row["labels"].items():
            lines.append(f"{_name(row)} {label} | {cell['tp'] + cell['fn']} | {_cells(cell)} |")
    return "\n".join(lines)


def _head(columns: list[str], words: int) -> list[str]:
    """The head of a table whose first columns hold words, the rest numbers."""
    return ["| " + " | ".join(columns) + " |", "|---" * words + "|--:" * (len(columns) - words) + "|"]


def _name(row: dict[str, Any]) -> str:
    return f"| {row['corpus'][3:]} | {row['note']} | {row['guidelines']} | {row['system']} |"


def _label_cells(row: dict[str, Any]) -> str:
    labels = row["labels"]
    return " | ".join(f"{labels[label]['f1']:.3f}" if label in labels else "–" for label in EIGHT)


def _cells(cell: dict[str, float]) -> str:
    return " | ".join(f"{cell[key]:.3f}" for key in ("p", "r", "f1"))


def show_missed(predictions: Predictions, examples: int) -> None:
    """Say on stderr in how many documents some text was not taken for the corpus's language."""
    for corpus in dict.fromkeys(corpus for corpus, *_ in predictions.found):
        missed = predictions.missed[corpus]
        print(f"{corpus}: {len(missed)} of {len(predictions.gold[corpus])} documents hold text not taken for "
              f"{corpus[:2]}", file=sys.stderr)  # fmt: skip
        for text in list(missed.values())[:examples]:
            print(f"    {text[:300]!r}", file=sys.stderr)


def main() -> None:
    """Read the options, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--limit", type=int, help="the first documents of each corpus alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--guidelines", nargs="+", choices=[HOUSE, *sorted(set(OWN.values()))], help="these alone")
    which.add_argument("--precision", action="store_true", help="print precision of the rules per label, as JSON")
    parser.add_argument("--examples", type=int, default=0, help="show so many texts whose language was missed")
    args = parser.parse_args()
    one_core()
    chosen = [m for m in MEASURES if m.guidelines in (args.guidelines or [m.guidelines])]
    predictions = Predictions(args.corpora, args.limit, rules if args.precision else networks)
    scorer = load_scorer(args.corpora)
    rows = score_all(PRECISION if args.precision else chosen, predictions, scorer)
    show_missed(predictions, args.examples)
    if args.precision:
        print(json.dumps(precision(rows), indent=1))
    else:
        print(json.dumps(rows, ensure_ascii=False, indent=1) if args.json else markdown(rows))


if __name__ == "__main__":
    main()
