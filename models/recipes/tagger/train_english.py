"""Train the English network.

    python train_english.py CORPORA_EN ANNOTATIONS WORK [seed=1] [epochs=5] [gmb_train=0.4] [layers=6] ...

The examples are made once and kept beside
WORK (``english-examples.pkl``). WORK receives ``last.pt`` after every epoch (a run that is started again goes on
from there), ``kept.pt``, the averaged weights, and ``log.jsonl``, dev scores.
"""

from __future__ import annotations

import dataclasses
import pickle
import random
import sys
from pathlib import Path
from typing import Any

import english
import torch
import torch.nn.functional as F
from examples import LABELS, Example
from network import EnglishNetwork, Sizes
from torch import Tensor
from training import (
    Batch,
    Item,
    Run,
    Settings,
    batch_of,
    batches,
    f1_scores,
    flattened,
    predict,
    settings_of,
    span_loss,
    tree_target,
    windows,
)  # fmt: skip

from diplonlp.neural.inputs import english_inputs
from diplonlp.neural.windows import WindowSize
from diplonlp.neural.words import FLAGS, SHAPES

WINDOW = WindowSize(usual=96, longest=320, overlap=48)  # word pieces
MEASURES = {  # dev corpus -> labels scored; STATE is LOC where a corpus has no states
    "annotations/dev": LABELS, "gmb_dev": ("PERSON", "TITLE", "STATE", "ORG", "LOC", "NORP"),
    "gum_dev": ("PERSON", "ORG", "LOC"), "crossner_politics_dev": ("PERSON", "ORG", "LOC"),
    "re3d_dev": ("PERSON", "ORG", "LOC"), "uner_ewt_dev": ("PERSON", "ORG", "LOC"),
}  # fmt: skip


def prepare(corpora: Path, annotations: Path, work: Path) -> dict[str, Any]:
    """Examples of every corpus, made once and kept in the work folder."""
    cache = work.parent / "english-examples.pkl"
    if cache.exists():
        return pickle.loads(cache.read_bytes())
    reader = english.EnglishReader()

    def path(name: str) -> Path:
        return annotations / f"{name.split('/')[1]}.jsonl" if "/" in name else corpora / f"{name}.jsonl.gz"

    trees = {part: [corpora / "ud" / f"{n}.conllu.gz" for n in names] for part, names in english.TREES.items()}
    tags, relations = english.tag_sets(trees["train"])
    made: dict[str, Any] = {"tags": tags, "relations": relations, "train": {}, "dev": {}}
    for part, corpuses in (("train", english.TRAIN), ("dev", english.DEV)):
        for corpus in corpuses:
            made[part][corpus.name] = reader.corpus(corpus, path(corpus.name))
            if part == "train":
                made[part][corpus.name] += reader.damaged(corpus, path(corpus.name))
            print(part, corpus.name, len(made[part][corpus.name]), flush=True)
    for part, files in trees.items():
        made["trees-" + part] = [e for file in files for e in reader.trees(file, tags, relations)]
    cache.write_bytes(pickle.dumps(made))
    return made


def items_of(examples: list[Example]) -> list[list[Item]]:
    """The windows of every text."""
    sized = [windows(e, WINDOW, [len(p) for p in e.words.pieces]) for e in examples]
    return [items for items in sized if items]


class EnglishRun(Run):
    """Spans of many corpora and the trees of two."""

    def __init__(self, made: dict[str, Any], work: Path, settings: Settings, options: dict[str, str]) -> None:
        torch.manual_seed(settings.seed)
        from transformers import AutoModel

        self.made = made
        bert = AutoModel.from_pretrained(str(english.minilm_folder()), add_pooling_layer=False)
        bert.encoder.layer = bert.encoder.layer[: int(options.get("layers", 6))]
        bert.embeddings.requires_grad_(False)  # the words of the corpora are few beside those it knows
        tags = {name: len(known) for name, known in made["tags"].items()}
        self.sizes = Sizes(corpora=len(english.GUIDES), drop=0.15, tags=tags, relations=len(made["relations"]))
        network = EnglishNetwork(bert, self.sizes, FLAGS, SHAPES)
        texts = {name: items_of(examples) for name, examples in made["train"].items()}
        texts["trees"] = items_of(made["trees-train"])
        if "start" in options:
            network.load_state_dict(torch.load(Path(options["start"]) / "kept.pt", weights_only=True)["network"])
        shares = {c.name: float(options.get(c.name, c.share)) for c in english.TRAIN}
        shares["trees"] = float(options.get("trees", 1.0))
        if "others" in options:  # a last stage, in which the house's own annotations count for more
            scale = float(options["others"])
            shares = {n: share if n in options else share * scale for n, share in shares.items()}
        inner = [p for p in bert.parameters() if p.requires_grad]
        known = {id(p) for p in bert.parameters()}
        outer = [p for p in network.parameters() if id(p) not in known]
        groups = [{"params": inner, "base": settings.rate}, {"params": outer, "base": settings.head_rate}]
        header = {"sizes": dataclasses.asdict(self.sizes), "tags": made["tags"], "relations": made["relations"],
                  "layers": len(bert.encoder.layer)}  # fmt: skip
        super().__init__(network, groups, texts, shares, work, settings, header)

    def loss(self, kind: str, items: list[Item]) -> Tensor:
        """The loss of one batch."""
        batch = batch_of(items, english_inputs, [e.guide for e, _ in items])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.network.encode(batch)
        states = states.float()
        if kind == "spans":
            return span_loss(self.network.spans(states, batch), items, batch["mask"])
        return self.tree_loss(states, items, batch)

    def tree_loss(self, states: Tensor, items: list[Item], batch: Batch) -> Tensor:
        size = states.shape[1]
        network = self.network
        target = {n: tree_target(items, n, size) for n in ("heads", "relations", "sentence", *self.sizes.tags)}
        total = torch.zeros(())
        for name, layer in network.tags.items():
            total = total + F.cross_entropy(layer(states).flatten(0, 1), target[name].flatten(), ignore_index=-1)
        arcs = network.trees.arcs(states, target["sentence"])
        total = total + F.cross_entropy(arcs.flatten(0, 1), target["heads"].flatten(), ignore_index=-1)
        relations = network.trees.relations(states, target["heads"].clamp(min=0))
        kept = torch.where(target["heads"] >= 0, target["relations"], -1)
        total = total + F.cross_entropy(relations.flatten(0, 1), kept.flatten(), ignore_index=-1)
        begins = tree_target(items, "begins", size, fill=0).float()
        open_ = (batch["begins"] == 1).float()
        guess = F.binary_cross_entropy_with_logits(network.begins(states).squeeze(-1), begins, reduction="none")
        return total + (guess * open_).sum() / open_.sum().clamp(min=1)

    @torch.inference_mode()
    def scores(self) -> dict[str, Any]:
        """Dev F1 of every corpus with its own guidelines and with the house's; accuracy of tags and trees."""
        self.network.eval()
        result: dict[str, Any] = {}
        for name, labels in MEASURES.items():
            texts = items_of(self.made["dev"][name][:1500])
            gold = {items[0][0].id: items[0][0].gold for items in texts}
            for guide in {texts[0][0][0].guide, 0}:
                found = predict(self.network.encode, self.network.spans, texts, english_inputs, guide)
                sides = flattened(found, gold) if len(labels) == 3 else (found, gold)
                result[f"{name}@{english.GUIDES[guide]}"] = f1_scores(*sides, labels)
        result["trees"] = self.tree_scores()
        return result

    @torch.inference_mode()
    def tree_scores(self) -> dict[str, float]:
        """Accuracy on gold tokens and sentences."""
        right: dict[str, float] = {}
        count = 0
        for items in batches(items_of(self.made["trees-dev"]), 2000, random.Random(0)):
            batch = batch_of(items, english_inputs, [0] * len(items))
            states = self.network.encode(batch)
            size = states.shape[1]
            target = {n: tree_target(items, n, size) for n in ("heads", "relations", "sentence", *self.sizes.tags)}
            there = batch["mask"] > 0
            heads = self.network.trees.arcs(states, target["sentence"]).argmax(-1)
            relations = self.network.trees.relations(states, heads).argmax(-1)
            good = {n: (self.network.tags[n](states).argmax(-1) == target[n]) & there for n in self.sizes.tags}
            good["uas"] = (heads == target["heads"]) & there
            good["las"] = good["uas"] & (relations == target["relations"])
            count += int(there.sum())
            for name, hits in good.items():
                right[name] = right.get(name, 0) + int(hits.sum())
        return {name: round(n / count, 4) for name, n in right.items()}


def main() -> None:
    """Read the command line, learn."""
    corpora, annotations, work = map(Path, sys.argv[1:4])
    settings, options = settings_of(sys.argv[4:])
    torch.set_num_threads(settings.threads)
    work.mkdir(parents=True, exist_ok=True)
    run = EnglishRun(prepare(corpora, annotations, work), work, settings, options)
    run.resume()
    run.learn()


if __name__ == "__main__":
    main()
