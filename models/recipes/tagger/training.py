"""What both languages' trainings share: batches, losses, dev scores, a run that can be taken up again."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from examples import LABELS, NUMBER, Example
from torch import Tensor, nn

from diplonlp.neural.decode import Candidate, choose_spans
from diplonlp.neural.inputs import Inputs, common_inputs
from diplonlp.neural.windows import Window, WindowSize, cut_windows

Batch = dict[str, Tensor]
Item = tuple[Example, Window]
WIDEST = 20


@dataclass
class Settings:
    """How long and how fast to learn."""

    epochs: int = 5
    batch: int = 1400  # words
    rate: float = 2e-4
    head_rate: float = 1e-3
    seed: int = 1
    threads: int = 1
    average: float = 0.999
    score_from: int = 1  # the first epoch after which dev is scored


def windows(example: Example, size: WindowSize, sizes: Sequence[int]) -> list[Item]:
    """The windows of an example."""
    return [(example, window) for window in cut_windows(example.words.cuts.tolist(), sizes, size)]


def batches(texts: Sequence[Sequence[Item]], words: int, rng: random.Random) -> Iterator[list[Item]]:
    """Texts shuffled, then put together until they have *words* words; a text's windows stay together."""
    order = list(texts)
    rng.shuffle(order)
    # Texts of like window sizes share a batch, so that little is padded; the batches come in random order.
    chunk = 400
    made: list[list[Item]] = []
    for k in range(0, len(order), chunk):
        part = sorted(order[k : k + chunk], key=lambda items: max(w.end - w.start for _, w in items))
        now: list[Item] = []
        widest = 0
        for items in part:
            width = max(w.end - w.start for _, w in items)
            if now and max(widest, width) * (len(now) + len(items)) > words:
                made.append(now)
                now, widest = [], 0
            now += items
            widest = max(widest, width)
        if now:
            made.append(now)
    rng.shuffle(made)
    yield from made


def batch_of(items: Sequence[Item], extra: Callable[[list[Any]], Inputs], guides: Sequence[int]) -> Batch:
    """The arrays of windows, groups of different texts kept apart."""
    shift, shifts, last = 0, [], None
    for example, _ in items:
        if last is not None and example is not last:
            shift += len(last.words)
        last = example
        shifts.append(shift)
    rows = [(example.words, window) for example, window in items]
    arrays = {**common_inputs(rows, guides, shifts), **extra(rows)}
    groups = arrays["groups"]  # numbers from 1 up without holes, as there is room for no more
    arrays["groups"] = np.unique(np.concatenate([[0], groups]), return_inverse=True)[1][1:].astype(np.int64)
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def span_targets(items: Sequence[Item], size: int) -> tuple[Tensor, Tensor]:
    """Right answers rows x start x end x label, and which labels of which row count."""
    right = torch.zeros(len(items), size, size, len(LABELS))
    marks = torch.zeros(len(items), len(LABELS))
    for k, (example, window) in enumerate(items):
        marks[k] = torch.from_numpy(example.marks)
        for i, j, label in example.spans:
            if window.start <= i and j < window.end and j - i < WIDEST:
                right[k, i - window.start, j - window.start, label] = 1
    return right, marks


def allowed(mask: Tensor, begins: Tensor | None = None) -> Tensor:
    """Spans that can be: inside the text, inside a sentence where *begins* says where they are, not too wide."""
    at = torch.arange(mask.shape[1])
    width = at[None, :] - at[:, None]
    can = mask.unsqueeze(2) * mask.unsqueeze(1) * ((width >= 0) & (width < WIDEST)).float()
    if begins is None:
        return can
    sentence = (begins == 2).cumsum(1)
    return can * (sentence.unsqueeze(2) == sentence.unsqueeze(1)).float()


def span_loss(scores: Tensor, items: Sequence[Item], mask: Tensor, begins: Tensor | None = None) -> Tensor:
    """Binary cross-entropy over all spans, per word; where LOC may be STATE only their union is compared."""
    right, marks = span_targets(items, mask.shape[1])
    can = allowed(mask, begins)
    either = torch.tensor([example.loc_is_state for example, _ in items])
    loss = F.binary_cross_entropy_with_logits(scores, right, reduction="none") * can.unsqueeze(-1)
    loss = loss * marks.view(len(items), 1, 1, -1)
    if either.any():
        loc, state = NUMBER["LOC"], NUMBER["STATE"]
        keep = torch.ones(len(items), len(LABELS))
        keep[either, loc] = keep[either, state] = 0
        loss = loss * keep.view(len(items), 1, 1, -1)
        union = torch.logaddexp(scores[either][..., loc], scores[either][..., state])
        both = F.binary_cross_entropy_with_logits(union, right[either][..., loc], reduction="none") * can[either]
        return (loss.sum() + both.sum()) / mask.sum()
    return loss.sum() / mask.sum()


def tree_target(items: Sequence[Item], name: str, size: int, fill: int = -1) -> Tensor:
    """A row of a treebank's answers for every window; heads count from the window's start."""
    out = torch.full((len(items), size), fill, dtype=torch.long)
    for k, (example, window) in enumerate(items):
        assert example.trees is not None
        row = torch.from_numpy(example.trees[name][window.start : window.end]).long()
        if name == "heads":
            row = torch.where((row >= window.start) & (row < window.end), row - window.start, -1)
        out[k, : len(row)] = row
    return out


class Average:
    """The running mean of the weights, which is what is kept (Polyak averaging)."""

    def __init__(self, network: nn.Module, share: float) -> None:
        self.share, self.steps = share, 0
        self.kept = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def update(self, network: nn.Module) -> None:
        """Take in the weights of one step; at first the mean is short, so that the start is forgotten."""
        self.steps += 1
        share = min(self.share, (1 + self.steps) / (10 + self.steps))
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.kept[name].mul_(share).add_(value.detach(), alpha=1 - share)
            else:
                self.kept[name].copy_(value)


def rate_at(step: int, steps: int, warm: float = 0.06) -> float:
    """Share of the full rate: up in the first steps, then down along a cosine."""
    if step < warm * steps:
        return (step + 1) / (warm * steps)
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))


def f1_scores(found: dict[str, set[tuple[int, int, str]]], gold: dict[str, set[tuple[int, int, str]]],
              labels: Sequence[str]) -> dict[str, float]:  # fmt: skip
    """Exact F1 of every label and over all."""
    counts = {label: [0, 0, 0] for label in labels}
    for key, spans in gold.items():
        for span in found.get(key, set()):
            if span[2] in counts:
                counts[span[2]][0] += span in spans
                counts[span[2]][1] += 1
        for span in spans:
            if span[2] in counts:
                counts[span[2]][2] += 1
    scores = {label: 2 * a / max(1, b + c) for label, (a, b, c) in counts.items()}
    right, given, there = (sum(column) for column in zip(*counts.values(), strict=True))
    return {"all": round(2 * right / max(1, given + there), 4)} | {k: round(v, 4) for k, v in scores.items()}


def save(path: Path, state: Any) -> None:
    """Write a state so that an interruption leaves the old one whole."""
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


class Run:
    """One training: its data, its network, and where it stands. Each language says what a loss and a score are.

    Parameters
    ----------
    network : nn.Module
        What learns.
    parameters : list of dict
        Groups for the optimizer, each with the rate it "base"s on.
    texts : dict of str to list
        The windows of every text of every corpus.
    shares : dict of str to float
        How much of a corpus an epoch sees.
    """

    def __init__(
        self, network: nn.Module, parameters: list[dict[str, Any]], texts: dict[str, list[list[Item]]],
        shares: dict[str, float], work: Path, settings: Settings, header: dict[str, Any],
    ) -> None:  # fmt: skip
        self.network, self.texts, self.shares = network, texts, shares
        self.work, self.settings, self.header = work, settings, header
        self.average = Average(network, settings.average)
        self.optimizer = torch.optim.AdamW(parameters, betas=(0.9, 0.98))
        self.step = self.epoch = 0
        self.steps = len(self.epoch_batches(random.Random(0))) * settings.epochs

    def loss(self, kind: str, items: list[Item]) -> Tensor:
        """The loss of one batch."""
        raise NotImplementedError

    def scores(self) -> dict[str, Any]:
        """Scores on dev."""
        raise NotImplementedError

    def epoch_batches(self, rng: random.Random) -> list[tuple[str, list[Item]]]:
        """The batches of one epoch with their kind: the corpus called "trees" has trees, the others spans."""
        chosen: dict[str, list[list[Item]]] = {"spans": [], "trees": []}
        for name, known in self.texts.items():
            share = self.shares[name]
            kind = "trees" if name == "trees" else "spans"
            chosen[kind] += known * int(share) + rng.sample(known, int(len(known) * (share % 1)))
        made = [(kind, b) for kind, texts in chosen.items() for b in batches(texts, self.settings.batch, rng)]
        rng.shuffle(made)
        return made

    def learn(self) -> None:
        """Learn to the end, from the epoch that was last finished."""
        began = time.time()
        print(self.steps, "steps in", self.settings.epochs, "epochs", flush=True)
        while self.epoch < self.settings.epochs:
            self.network.train()
            sums = {"spans": [0.0, 0], "trees": [0.0, 0]}
            for kind, items in self.epoch_batches(random.Random(1000 * self.settings.seed + self.epoch)):
                sums[kind][0] += self.learn_from(kind, items)
                sums[kind][1] += 1
                if self.step % 100 == 0:
                    means = {k: round(a / max(1, b), 4) for k, (a, b) in sums.items()}
                    print(self.step, f"{(time.time() - began) / 60:.1f} min", means, flush=True)
            self.epoch += 1
            self.finish_epoch(began)

    def learn_from(self, kind: str, items: list[Item]) -> float:
        """One step; returns its loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * rate_at(self.step, self.steps)
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(kind, items)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.average.update(self.network)
        self.step += 1
        return float(loss.detach())

    def finish_epoch(self, began: float) -> None:
        """Score the averaged weights on dev, keep them, and write where the run stands."""
        current = {k: v.clone() for k, v in self.network.state_dict().items()}
        self.network.load_state_dict(self.average.kept)
        scores = self.scores() if self.epoch >= self.settings.score_from else {}
        line = {"epoch": self.epoch, "minutes": round((time.time() - began) / 60, 1), **scores}
        with (self.work / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)
        save(self.work / "kept.pt", {**self.header, "network": self.network.state_dict(), "scores": scores})
        self.network.load_state_dict(current)
        save(self.work / "last.pt", {"network": current, "optimizer": self.optimizer.state_dict(), "step": self.step,
             "epoch": self.epoch, "average": (self.average.kept, self.average.steps)})  # fmt: skip

    def resume(self) -> None:
        """Go on where an earlier run of the same settings stopped."""
        path = self.work / "last.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average.kept, self.average.steps = state["average"]
            self.step, self.epoch = state["step"], state["epoch"]
            print("resumed after epoch", self.epoch, flush=True)


def predict(
    encode: Callable[[Batch], Tensor], spans: Callable[[Tensor, Batch], Tensor], texts: Sequence[Sequence[Item]],
    extra: Callable[[list[Any]], Inputs], guide: int, threshold: float = 0.5,
) -> dict[str, set[tuple[int, int, str]]]:  # fmt: skip
    """Mentions of every text, as offsets and labels, with one threshold for all labels."""
    found: dict[str, list[Candidate]] = {items[0][0].id: [] for items in texts}
    examples = {items[0][0].id: items[0][0] for items in texts}
    for items in batches(texts, 2500, random.Random(0)):
        batch = batch_of(items, extra, [guide] * len(items))
        scores = torch.sigmoid(spans(encode(batch), batch)) * allowed(batch["mask"], batch["begins"]).unsqueeze(-1)
        for k, i, j, label in (scores > threshold).nonzero().tolist():
            example, window = items[k]
            if window.first <= window.start + i < window.last:
                score = float(scores[k, i, j, label])
                found[example.id].append(Candidate(window.start + i, window.start + j + 1, LABELS[label], score))
    thresholds = dict.fromkeys(LABELS, threshold)
    return {
        key: {(examples[key].offsets[c.start][0], examples[key].offsets[c.end - 1][1], c.label)
              for c in choose_spans(candidates, thresholds)}
        for key, candidates in found.items()
    }  # fmt: skip


def flattened(found: dict[str, set[Any]], gold: dict[str, set[Any]]) -> tuple[dict[str, set[Any]], dict[str, set[Any]]]:
    """Both sides with PERSON, ORG and LOC alone, STATE as LOC, outermost."""

    def flat(spans: set[Any]) -> set[Any]:
        kept = {(a, b, "LOC" if x == "STATE" else x) for a, b, x in spans if x in ("PERSON", "ORG", "LOC", "STATE")}
        return {s for s in kept if not any(o[:2] != s[:2] and o[0] <= s[0] and s[1] <= o[1] for o in kept)}

    return {k: flat(v) for k, v in found.items()}, {k: flat(v) for k, v in gold.items()}


def one_layer(spans: set[Any]) -> set[Any]:
    """Spans less those strictly inside another of the same label: ``--label-layer``."""
    return {
        s for s in spans if not any(o[2] == s[2] and o[:2] != s[:2] and o[0] <= s[0] and s[1] <= o[1] for o in spans)
    }


def settings_of(arguments: Sequence[str]) -> tuple[Settings, dict[str, str]]:
    """Settings and what else ``name=value`` arguments say."""
    options = dict(argument.split("=", 1) for argument in arguments)
    settings = Settings()
    for name in vars(settings).copy():
        if name in options:
            setattr(settings, name, type(getattr(settings, name))(float(options.pop(name))))
    return settings, options
