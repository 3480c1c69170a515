"""Write a trained network as ONNX, decisions included, in bytes where that costs nothing, with what belongs to it.

    python export.py english WORK ANNOTATIONS OUT     # or: russian

OUT receives ``network.onnx`` (weights in 8 bits), ``model.json`` (labels, tags, sizes) and, for English, ``vocab.txt``.
Thresholds and calibration are added by ``calibrate.py``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import english
import russian
import torch
import torch.nn.functional as F
from examples import Corpus
from network import MASKED, EnglishNetwork, RussianNetwork, Sizes
from torch import Tensor, nn
from training import Batch, allowed

from diplonlp.lang.models import write_manifest
from diplonlp.neural.decode import LABELS
from diplonlp.neural.words import FLAGS, LOOKUPS, SHAPES

FLOOR = 0.02  # spans less probable than this never leave the network
COMMON = ("shapes", "flags", "begins", "mask", "groups", "corpus")
ENGLISH = ("ids", "owner", "first", *COMMON)
RUSSIAN = ("vectors", "unknown", "grams", "grammemes", "outlines", "places", "slots", "back", *COMMON)
SPANS = ("spans", "probabilities")


def likely_spans(scores: Tensor, sentence: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Row, first word, last word and label of every span above the floor, and its probability."""
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)).float()
    chances = torch.sigmoid(scores) * (allowed(mask) * same).unsqueeze(-1)
    found = (chances > FLOOR).nonzero()
    return found, chances[found[:, 0], found[:, 1], found[:, 2], found[:, 3]]


class English(nn.Module):
    """Everything the English network says of a batch."""

    def __init__(self, network: EnglishNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, *values: Tensor) -> tuple[Tensor, ...]:
        batch = dict(zip(ENGLISH, values, strict=True))
        network, mask = self.network, batch["mask"]
        states = network.encode(batch)
        chance = torch.sigmoid(network.begins(states).squeeze(-1))
        begins = ((batch["begins"] == 2) | ((batch["begins"] == 1) & (chance > 0.5))).long() * mask.long()
        sentence = torch.where(mask > 0, begins.cumsum(1), torch.zeros_like(begins))
        heads = network.trees.arcs(states, sentence).argmax(-1)
        relations = network.trees.relations(states, heads).argmax(-1)
        tags = [network.tags[name](states).argmax(-1) for name in ("upos", "xpos", "lemma")]
        return (*likely_spans(network.spans(states, batch), sentence, mask), begins, heads, relations, *tags)


class Russian(nn.Module):
    """Everything the Russian network says of a batch: its own spans, slovnet's tags and trees."""

    def __init__(self, network: RussianNetwork, morph: Any, syntax: Any) -> None:
        super().__init__()
        self.network = network
        self.tags = _linear(morph.head.proj)
        self.root = nn.Parameter(_tensor(syntax.head.root).view(1, 1, -1))
        self.head, self.tail = _linear(syntax.head.head.proj), _linear(syntax.head.tail.proj)
        self.between = nn.Parameter(_tensor(syntax.head.kernel))
        self.relation_root = nn.Parameter(_tensor(syntax.rel.root).view(1, 1, -1))
        self.of_head, self.of_tail = _linear(syntax.rel.head.proj), _linear(syntax.rel.tail.proj)
        kernel = _tensor(syntax.rel.kernel)
        self.kernel = nn.Parameter(kernel)
        self.relations = kernel.shape[1] // kernel.shape[0]

    def forward(self, *values: Tensor) -> tuple[Tensor, ...]:
        batch = dict(zip(RUSSIAN, values, strict=True))
        batch["unknown"] = batch["unknown"] > 0
        network, mask = self.network, batch["mask"]
        slovnet = network.slovnet_states(batch)
        states = network.encode_with(batch, slovnet)
        begins = (batch["begins"] == 2).long() * mask.long()
        sentence = torch.where(mask > 0, begins.cumsum(1), torch.zeros_like(begins))
        heads = self.heads(slovnet["syntax"], sentence)
        relations = self.relation(slovnet["syntax"], heads)
        tags = self.tags(slovnet["morph"]).argmax(-1)
        return (*likely_spans(network.spans(states, batch), sentence, mask), heads, relations, tags)

    def heads(self, states: Tensor, sentence: Tensor) -> Tensor:
        """The head of every word; a root's is itself."""
        child, head = F.relu(self.head(states)), F.relu(self.tail(states))
        left = child @ self.between
        scores = left @ head.transpose(1, 2)
        same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
        root = left @ F.relu(self.tail(self.root)).transpose(1, 2)
        eye = torch.eye(states.shape[1]).unsqueeze(0)
        scores = torch.where(same, scores, torch.full_like(scores, MASKED))
        return (scores * (1 - eye) + root * eye).argmax(-1)

    def relation(self, states: Tensor, heads: Tensor) -> Tensor:
        """The relation of every word to its head."""
        at = torch.arange(states.shape[1]).unsqueeze(0)
        chosen = states.gather(1, heads.unsqueeze(-1).expand(-1, -1, states.shape[2]))
        chosen = torch.where((heads == at).unsqueeze(-1), self.relation_root, chosen)
        left = F.relu(self.of_head(chosen)) @ self.kernel
        tail = F.relu(self.of_tail(states))
        left = left.view(*left.shape[:2], self.relations, -1)
        return (left * tail.unsqueeze(2)).sum(-1).argmax(-1)


def _tensor(weight: Any) -> Tensor:
    return torch.from_numpy(weight.array.copy()).float()


def _linear(layer: Any) -> nn.Linear:
    made = nn.Linear(layer.in_dim, layer.out_dim)
    made.weight.data, made.bias.data = _tensor(layer.weight).T.contiguous(), _tensor(layer.bias)
    return made


def load(kind: str, work: Path) -> tuple[nn.Module, dict[str, Any], tuple[str, ...], tuple[str, ...]]:
    """The wrapped network, what is written beside it, and the names of its inputs and outputs."""
    kept = torch.load(work / "kept.pt", weights_only=True)
    sizes = Sizes(**kept["sizes"])
    about: dict[str, Any] = {"labels": LABELS, "lookups": LOOKUPS, "dev": kept["scores"]}
    if kind == "english":
        from transformers import AutoConfig, AutoModel

        config = AutoConfig.from_pretrained(str(english.minilm_folder()))
        config.num_hidden_layers = kept.get("layers", 6)
        bert = AutoModel.from_config(config)
        bert.pooler = None
        network: Any = EnglishNetwork(bert, sizes, FLAGS, SHAPES)
        network.load_state_dict(kept["network"])
        about |= {"guides": english.GUIDES, "tags": kept["tags"], "relations": kept["relations"]}
        outputs = (*SPANS, "starts", "heads", "relations", "upos", "xpos", "lemma")
        return English(network).eval(), about, ENGLISH, outputs
    models = {task: model.infer.model for task, model in russian.slovnet_models().items()}
    decoders = {task: russian.slovnet_models()[task].infer for task in ("morph", "syntax")}
    network = RussianNetwork(
        models, torch.zeros(300), sizes, FLAGS, SHAPES, kept["network"]["grammemes.weight"].shape[1],
        kept["network"]["grams.weight"].shape[0] - 1, hidden=kept["hidden"],
    )  # fmt: skip
    network.load_state_dict(kept["network"])
    about |= {
        "guides": russian.GUIDES,
        "tags": {"upos": list(decoders["morph"].decoder.tags_vocab.items)},
        "relations": list(decoders["syntax"].decoder.rels_vocab.items),
        "outlines": list(decoders["morph"].encoder.shapes_vocab.items),
    }
    return (
        Russian(network, models["morph"], models["syntax"]).eval(),
        about,
        RUSSIAN,
        (*SPANS, "heads", "relations", "upos"),
    )


def example_batch(kind: str, annotations: Path) -> Batch:
    """A batch of dev windows to follow through the network."""
    import random

    from training import batch_of, batches

    from diplonlp.neural.inputs import english_inputs, russian_inputs

    corpus, path = Corpus("annotations/dev", "house"), annotations / "dev.jsonl"
    if kind == "english":
        from train_english import items_of

        texts, extra = items_of(english.EnglishReader().corpus(corpus, path)[:4]), english_inputs
    else:
        from train_russian import items_of

        texts, extra = items_of(russian.RussianReader().corpus(corpus, path)[:4]), russian_inputs
    items = next(batches(texts, 1500, random.Random(0)))
    return batch_of(items, extra, [0] * len(items))


def axes(name: str) -> dict[int, str]:
    """The axes of an input whose length is free."""
    if name == "groups":
        return {0: "all"}
    second = {"ids": "pieces", "owner": "pieces", "slots": "slots"}.get(name, "words")
    return {0: "rows"} if name == "corpus" else {0: "rows", 1: second}


def main() -> None:
    """Export, quantize, compare."""
    kind, (work, annotations, out) = sys.argv[1], map(Path, sys.argv[2:5])
    options = dict(argument.split("=", 1) for argument in sys.argv[5:])
    out.mkdir(parents=True, exist_ok=True)
    wrapped, about, inputs, outputs = load(kind, work)
    batch = example_batch(kind, annotations)
    values = tuple(batch[name] for name in inputs)
    plain = work / "network.fp32.onnx"
    with torch.no_grad():
        expected = wrapped(*values)
        torch.onnx.export(
            wrapped, values, str(plain), input_names=list(inputs), output_names=list(outputs), opset_version=17,
            dynamic_axes={name: axes(name) for name in inputs}, dynamo=False,
        )  # fmt: skip
    quantize(plain, out / "network.onnx", options.get("exact", EXACT[kind]))
    if kind == "english":
        (out / "vocab.txt").write_text("\n".join(english.vocabulary()) + "\n", encoding="utf-8")
    about["calibration"] = {
        guide: {label: {"slope": 1.0, "shift": 0.0, "threshold": 0.5} for label in LABELS} for guide in about["guides"]
    }
    (out / "model.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_manifest(out)
    compare(plain, out / "network.onnx", batch, inputs, outputs, expected)


# Parts left in 32 bits: rounding would change slovnet's answers, and gains little in heads that are small anyway.
EXACT = {"english": "", "russian": r"^/(morph|syntax|tags|head|tail|tail_1|of_head|of_tail)/|^/MatMul"}


def quantize(plain: Path, small: Path, exact: str) -> None:
    """Write the weights in 8 bits, but for the parts whose names match a pattern."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    nodes = [node.name for node in onnx.load(plain).graph.node]
    kept = [name for name in nodes if exact and re.search(exact, name)]
    # Seven bits of range: processors without VNNI would overflow with eight, and scores were no lower.
    quantize_dynamic(
        plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_exclude=kept,
        op_types_to_quantize=["MatMul", "Gemm", "Gather", "LSTM"],
    )  # fmt: skip


def compare(
    plain: Path, small: Path, batch: Batch, inputs: tuple[str, ...], outputs: tuple[str, ...], expected: Any
) -> None:
    """Say how far the exported networks are from the trained one."""
    import onnxruntime

    for path in (plain, small):
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        needed = {i.name for i in session.get_inputs()}
        found = session.run(None, {name: batch[name].numpy() for name in inputs if name in needed})
        here = {tuple(span): p for span, p in zip(found[0].tolist(), found[1].tolist(), strict=True)}
        there = {tuple(span): p for span, p in zip(expected[0].tolist(), expected[1].tolist(), strict=True)}
        worst = max((abs(here.get(span, 0.0) - there.get(span, 0.0)) for span in {*here, *there}), default=0.0)
        mask = batch["mask"].numpy() > 0
        same = {
            name: round(float((mine[mask] == theirs.numpy()[mask]).mean()), 4)
            for name, mine, theirs in zip(outputs[2:], found[2:], expected[2:], strict=True)
        }
        megabytes = path.stat().st_size / 1e6
        print(
            f"{path.name} {megabytes:.1f} MB; a span's probability differs by {worst:.4f} at most; same answers {same}"
        )


if __name__ == "__main__":
    main()
