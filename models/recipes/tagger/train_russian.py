"""Train the Russian network.

    python train_russian.py CORPORA_RU ANNOTATIONS WORK [seed=1] [epochs=7] [open=1] [without=flags,ner] ...

``open=1`` leaves NEREL out; ``without`` takes inputs away, for ablations. The examples are made once and kept beside
WORK (``russian-examples.pkl``). WORK receives ``last.pt`` after every epoch (a run that is started again goes on
from there), ``kept.pt``, the averaged weights, and ``log.jsonl``, dev scores.
"""

from __future__ import annotations

import dataclasses
import pickle
import random
import sys
from pathlib import Path
from typing import Any

import russian
import torch
from examples import LABELS, Corpus, Example
from network import RussianNetwork, Sizes
from torch import Tensor
from training import (
    Item,
    Run,
    Settings,
    batch_of,
    f1_scores,
    flattened,
    one_layer,
    predict,
    settings_of,
    span_loss,
    windows,
)  # fmt: skip

from diplonlp.lang.russian import navec
from diplonlp.neural.inputs import russian_inputs
from diplonlp.neural.russian import BUCKETS, GRAMMEMES
from diplonlp.neural.windows import WindowSize
from diplonlp.neural.words import FLAGS, SHAPES

WINDOW = WindowSize(usual=64, longest=200, overlap=40)  # words
WITHOUT_EVENT = tuple(label for label in LABELS if label != "EVENT")


def prepare(corpora: Path, annotations: Path, work: Path) -> dict[str, Any]:
    """Examples of every corpus, made once and kept in the work folder."""
    cache = work.parent / "russian-examples.pkl"
    if cache.exists():
        return pickle.loads(cache.read_bytes())
    reader = russian.RussianReader()
    made: dict[str, Any] = {}
    known = {c.name: c for c in (*russian.TRAIN, *russian.OPEN_TRAIN)}
    for part, corpuses in (("train", known.values()), ("dev", russian.DEV)):
        for corpus in corpuses:
            folder, _, name = corpus.name.rpartition("/")
            path = annotations / f"{name}.jsonl" if folder else corpora / f"{name}.jsonl.gz"
            made[f"{part}:{corpus.name}"] = reader.corpus(corpus, path)
            if part == "train":
                made[f"{part}:{corpus.name}"] += reader.damaged(corpus, path)
            print(part, corpus.name, len(made[f"{part}:{corpus.name}"]), flush=True)
    cache.write_bytes(pickle.dumps(made))
    return made


def items_of(examples: list[Example]) -> list[list[Item]]:
    """The windows of every text."""
    sized = [windows(e, WINDOW, [1] * len(e.words)) for e in examples]
    return [items for items in sized if items]


class RussianRun(Run):
    """Spans alone: morphology and trees are slovnet's."""

    def __init__(self, made: dict[str, Any], work: Path, settings: Settings, options: dict[str, str]) -> None:
        torch.manual_seed(settings.seed)
        self.made = made
        corpora: list[Corpus] = russian.OPEN_TRAIN if options.get("open") == "1" else russian.TRAIN
        models = {task: model.infer.model for task, model in russian.slovnet_models().items()}
        without = set(options.get("without", "").split(","))
        models = {task: model for task, model in models.items() if task not in without}
        vectors = navec()
        self.sizes = Sizes(corpora=len(russian.GUIDES), drop=float(options.get("drop", 0.33)))
        network = RussianNetwork(
            models, torch.from_numpy(vectors["<unk>"].copy()).float(), self.sizes, FLAGS, SHAPES, len(GRAMMEMES) + 1,
            BUCKETS, hidden=int(options.get("hidden", 200)), tuned=options.get("tuned") == "1",
        )  # fmt: skip
        network.blind = frozenset(without & {"flags", "groups", "grammemes", "grams", "vectors"})
        texts = {c.name: items_of(made[f"train:{c.name}"]) for c in corpora}
        shares = {c.name: float(options.get(c.name, c.share)) for c in corpora}
        groups = [{"params": [p for p in network.parameters() if p.requires_grad], "base": settings.head_rate}]
        header = {"sizes": dataclasses.asdict(self.sizes), "hidden": int(options.get("hidden", 200))}
        super().__init__(network, groups, texts, shares, work, settings, header)

    def loss(self, kind: str, items: list[Item]) -> Tensor:
        """The loss of one batch."""
        batch = batch_of(items, russian_inputs, [e.guide for e, _ in items])
        return span_loss(self.network.spans(self.network.encode(batch), batch), items, batch["mask"], batch["begins"])

    @torch.inference_mode()
    def scores(self) -> dict[str, Any]:
        """Dev F1 of every corpus with its own guidelines and with the house's."""
        self.network.eval()
        result: dict[str, Any] = {}
        for corpus in russian.DEV:
            texts = items_of(self.made[f"dev:{corpus.name}"])
            gold = {items[0][0].id: items[0][0].gold for items in texts}
            for guide in {russian.GUIDES.index(corpus.guide), 0, 1}:
                found = predict(self.network.encode, self.network.spans, texts, russian_inputs, guide)
                if corpus.name in ("annotations/dev", "nerel-dev"):
                    sides: Any = (
                        {k: one_layer(v) for k, v in found.items()},
                        {k: one_layer(v) for k, v in gold.items()},
                    )
                    scores = f1_scores(*sides, LABELS)
                else:
                    scores = f1_scores(*flattened(found, gold), ("PERSON", "ORG", "LOC"))
                result[f"{corpus.name}@{russian.GUIDES[guide]}"] = scores
        return result


def main() -> None:
    """Read the command line, learn."""
    corpora, annotations, work = map(Path, sys.argv[1:4])
    settings, options = settings_of(["head_rate=2e-3", "epochs=7", "batch=1000", *sys.argv[4:]])
    torch.set_num_threads(settings.threads)
    random.seed(settings.seed)
    work.mkdir(parents=True, exist_ok=True)
    run = RussianRun(prepare(corpora, annotations, work), work, settings, options)
    run.resume()
    run.learn()


if __name__ == "__main__":
    main()
