"""The networks: an encoder a language, and the heads they share. ``export.py`` adds the decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Batch = dict[str, Tensor]
MASKED = -1e4


@dataclass
class Sizes:
    """What a network is built for; written beside its weights."""

    labels: int = 8
    corpora: int = 4
    widest: int = 20
    span: int = 96
    corpus: int = 16
    drop: float = 0.2
    tags: dict[str, int] = field(default_factory=dict)
    relations: int = 0
    tree: int = 192


class SpanHead(nn.Module):
    """A score for every label of every span: biaffine over its ends, its inside, its width.

    Dozat and Manning 2017, over spans as in Yu, Bohnet and Poesio 2020. Before it every word gets the mean state of
    the words of its group in the text.
    """

    def __init__(self, width: int, sizes: Sizes, pools: bool = True) -> None:
        super().__init__()
        self.sizes = sizes
        self.corpora = nn.Embedding(sizes.corpora, sizes.corpus)
        self.pool = nn.Linear(2 * width, width) if pools else None
        whole = width + sizes.corpus
        self.start, self.end = nn.Linear(whole, sizes.span), nn.Linear(whole, sizes.span)
        self.between = nn.Parameter(torch.randn(sizes.span, sizes.labels * sizes.span) * 0.02)
        self.alone = nn.Linear(whole, 3 * sizes.labels)
        self.width = nn.Parameter(torch.zeros(sizes.labels, sizes.widest))
        self.bias = nn.Parameter(torch.full((sizes.labels,), -4.0))
        self.drop = nn.Dropout(sizes.drop)

    def forward(self, states: Tensor, batch: Batch) -> Tensor:
        rows, size, _ = states.shape
        if self.pool is not None:
            states = states + F.gelu(self.pool(self.drop(torch.cat([states, group_means(states, batch)], -1))))
        corpus = self.corpora(batch["corpus"]).unsqueeze(1).expand(-1, size, -1)
        states = torch.cat([states, corpus], -1)
        start, end = (self.drop(F.gelu(layer(states))) for layer in (self.start, self.end))
        labels, span = self.sizes.labels, self.sizes.span
        left = (start.reshape(rows * size, span) @ self.between).view(rows, size * labels, span)
        scores = torch.bmm(left, end.transpose(1, 2)).view(rows, size, labels, size).permute(0, 1, 3, 2)
        first, last, inside = self.alone(states).chunk(3, -1)
        sums = F.pad(inside.cumsum(1), (0, 0, 1, 0))
        at = torch.arange(size, device=states.device)
        width = at[None, :] - at[:, None]
        mean = (sums[:, 1:].unsqueeze(1) - sums[:, :-1].unsqueeze(2)) / (width.clamp(min=0) + 1).view(1, size, size, 1)
        by_width = self.width[:, width.clamp(0, self.sizes.widest - 1)].permute(1, 2, 0)
        return scores + first.unsqueeze(2) + last.unsqueeze(1) + mean + by_width + self.bias


def group_means(states: Tensor, batch: Batch) -> Tensor:
    """The mean state of each word's group; zeros for a word without one."""
    rows, size, width = states.shape
    flat, group = states.reshape(rows * size, width), batch["groups"]
    index = group.unsqueeze(1).expand(-1, width)
    total = torch.zeros(rows * size + 1, width, dtype=flat.dtype).scatter_add(0, index, flat)
    count = torch.zeros(rows * size + 1, dtype=flat.dtype).scatter_add(0, group, flat[:, 0] * 0 + 1)
    mean = (total / count.clamp(min=1).unsqueeze(1))[group]
    return (mean * (group > 0).unsqueeze(1)).view(rows, size, width)


class TreeHead(nn.Module):
    """Arcs and their relations (Dozat and Manning 2017); a root's head is itself."""

    def __init__(self, width: int, sizes: Sizes) -> None:
        super().__init__()
        self.drop = nn.Dropout(sizes.drop)
        self.head, self.child = nn.Linear(width, sizes.tree), nn.Linear(width, sizes.tree)
        self.between = nn.Parameter(torch.eye(sizes.tree) * 0.1)
        self.as_head, self.is_root = nn.Linear(sizes.tree, 1), nn.Linear(width, 1)
        self.of_head, self.of_child = nn.Linear(width, sizes.tree), nn.Linear(width, sizes.tree)
        self.relation = nn.Linear(sizes.tree, sizes.relations)

    def arcs(self, states: Tensor, sentence: Tensor) -> Tensor:
        """Scores rows x child x head, those outside the child's sentence masked."""
        head, child = self.drop(F.gelu(self.head(states))), self.drop(F.gelu(self.child(states)))
        scores = (child @ self.between) @ head.transpose(1, 2) + self.as_head(head).transpose(1, 2)
        same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
        eye = torch.eye(states.shape[1], device=states.device).unsqueeze(0)
        scores = scores * (1 - eye) + self.is_root(states) * eye
        return torch.where(same, scores, torch.full_like(scores, MASKED))

    def relations(self, states: Tensor, heads: Tensor) -> Tensor:
        """Scores of relations for the arcs from *heads*."""
        of_head, of_child = self.of_head(states), self.of_child(states)
        chosen = of_head.gather(1, heads.unsqueeze(-1).expand(-1, -1, of_head.shape[2]))
        return self.relation(self.drop(F.gelu(chosen + of_child)))


class EnglishNetwork(nn.Module):
    """MiniLM, told the case of words and what the tables say of them, under all heads."""

    def __init__(self, bert: Any, sizes: Sizes, flags: int, shapes: int) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.sizes, self.bert = sizes, bert
        self.shape = nn.Embedding(shapes, width)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.known = nn.Linear(flags, width, bias=False)
        nn.init.normal_(self.known.weight, std=0.02)
        self.mix = nn.Linear(width + flags + 32, width)
        self.late_shape = nn.Embedding(shapes, 32)
        self.norm, self.drop = nn.LayerNorm(width), nn.Dropout(sizes.drop)
        self.spans = SpanHead(width, sizes)
        self.trees = TreeHead(width, sizes)
        self.tags = nn.ModuleDict({name: nn.Linear(width, count) for name, count in sizes.tags.items()})
        self.begins = nn.Linear(width, 1)

    def encode(self, batch: Batch) -> Tensor:
        """States of words: rows x words x width."""
        flags = batch["flags"]
        if self.training:  # a phrase the tables lack must be found too
            flags = flags * (torch.rand(*flags.shape[:2], 1) > 0.15)
        told = self.shape(batch["shapes"]) + self.known(flags)
        told = F.pad(told, (0, 0, 0, 1))
        owner = batch["owner"].unsqueeze(-1).expand(-1, -1, told.shape[2])
        embedded = self.bert.embeddings.word_embeddings(batch["ids"]) + told.gather(1, owner)
        pieces = self.bert(inputs_embeds=embedded, attention_mask=(batch["ids"] > 0).long()).last_hidden_state
        first = batch["first"].unsqueeze(-1).expand(-1, -1, pieces.shape[2])
        states = pieces.gather(1, first)
        late = torch.cat([states, flags, self.late_shape(batch["shapes"])], -1)
        return self.drop(self.norm(states + self.mix(late))) * batch["mask"].unsqueeze(-1)


class TwoWays(nn.Module):
    """A bidirectional LSTM whose padding comes last in both directions, so that batching changes nothing."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.ahead = nn.LSTM(width, hidden, batch_first=True)
        self.behind = nn.LSTM(width, hidden, batch_first=True)

    def forward(self, states: Tensor, back: Tensor) -> Tensor:
        index = back.unsqueeze(-1)
        other = self.behind(states.gather(1, index.expand(-1, -1, states.shape[2])))[0]
        return torch.cat([self.ahead(states)[0], other.gather(1, index.expand(-1, -1, other.shape[2]))], -1)


class SlovnetEncoder(nn.Module):
    """The three convolutions of a slovnet model, with its weights."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.outlines = nn.Embedding.from_pretrained(_tensor(model.emb.shape.weight), freeze=True)
        self.layers = nn.ModuleList()
        for layer in model.encoder.layers:
            weight = _tensor(layer.conv.weight)  # filters x in x 3
            flat = nn.Linear(weight.shape[1] * 3, weight.shape[0])
            flat.weight.data = weight.permute(0, 2, 1).reshape(weight.shape[0], -1).contiguous()
            flat.bias.data = _tensor(layer.conv.bias)
            scale = _tensor(layer.norm.weight) / _tensor(layer.norm.std)
            shift = _tensor(layer.norm.bias) - _tensor(layer.norm.mean) * scale
            self.layers.append(nn.ModuleDict({"conv": flat, "norm": _Affine(scale, shift)}))
        self.requires_grad_(False)

    def forward(self, vectors: Tensor, outlines: Tensor, mask: Tensor) -> Tensor:
        states = torch.cat([vectors, self.outlines(outlines)], -1) * mask
        for layer in self.layers:
            around = torch.cat([F.pad(states[:, :-1], (0, 0, 1, 0)), states, F.pad(states[:, 1:], (0, 0, 0, 1))], -1)
            states = layer["norm"](F.relu(layer["conv"](around))) * mask
        return states


class _Affine(nn.Module):
    def __init__(self, scale: Tensor, shift: Tensor) -> None:
        super().__init__()
        self.register_buffer("scale", scale)
        self.register_buffer("shift", shift)

    def forward(self, states: Tensor) -> Tensor:
        return states * self.scale + self.shift


def _tensor(weight: Any) -> Tensor:
    return torch.from_numpy(weight.array.copy()).float()


class RussianNetwork(nn.Module):
    """Words by vector, parts, grammemes, shape, tables and slovnet's states; two LSTMs, document means between them."""

    def __init__(self, slovnet: dict[str, Any], unknown: Tensor, sizes: Sizes, flags: int, shapes: int,
                 grammemes: int, grams: int, hidden: int = 200, tuned: bool = False) -> None:  # fmt: skip
        super().__init__()
        self.sizes = sizes
        self.slovnet = nn.ModuleDict({task: SlovnetEncoder(model) for task, model in slovnet.items()})
        self.register_buffer("unknown", unknown)
        if tuned:
            self.slovnet["ner"].requires_grad_(True)
        states = 64 * len(slovnet)
        self.vectors, self.grammemes = nn.Linear(300, 128), nn.Linear(grammemes, 40)
        self.grams = nn.EmbeddingBag(grams + 1, 64, mode="sum", padding_idx=grams)
        nn.init.normal_(self.grams.weight, std=0.05)
        self.grams.weight.data[-1] = 0
        self.shape, self.corpora = nn.Embedding(shapes, 16), nn.Embedding(sizes.corpora, 8)
        self.flags, self.read = nn.Linear(flags, 32), nn.Linear(max(states, 1), 128)
        width = 128 + 40 + 64 + 16 + 8 + 32 + 128 + 1
        self.first, self.second = TwoWays(width, hidden), TwoWays(2 * hidden, hidden)
        self.pool = nn.Linear(4 * hidden, 2 * hidden)
        self.norm, self.drop = nn.LayerNorm(2 * hidden), nn.Dropout(sizes.drop)
        self.spans = SpanHead(2 * hidden, sizes, pools=False)
        self.blind: frozenset[str] = frozenset()  # inputs an ablation takes away

    def slovnet_states(self, batch: Batch) -> dict[str, Tensor]:
        """What slovnet's encoders make of the words, sentence by sentence: rows x words x 64 each."""
        seen = torch.where(batch["unknown"].unsqueeze(-1), self.unknown, batch["vectors"])
        slots = batch["slots"]
        size = seen.shape[1]
        there = (slots < size).unsqueeze(-1).float()
        padded = F.pad(seen, (0, 0, 0, 1)).gather(1, slots.unsqueeze(-1).expand(-1, -1, seen.shape[2]))
        outlines = F.pad(batch["outlines"], (0, 1)).gather(1, slots)
        found = {}
        for task, encoder in self.slovnet.items():
            states = encoder(padded, outlines, there)
            found[task] = states.gather(1, batch["places"].unsqueeze(-1).expand(-1, -1, states.shape[2]))
        return found

    def encode(self, batch: Batch) -> Tensor:
        """States of words: rows x words x width."""
        return self.encode_with(batch, self.slovnet_states(batch))

    def encode_with(self, batch: Batch, slovnet: dict[str, Tensor]) -> Tensor:
        """The same where slovnet's states are known already."""
        rows, size = batch["shapes"].shape
        mask = batch["mask"].unsqueeze(-1)
        batch = {name: value * 0 if name in self.blind else value for name, value in batch.items()}

        def thinned(values: Tensor, share: float = 0.08) -> Tensor:  # whole words hidden, so that context learns
            return values * (torch.rand(rows, size, 1) > share) if self.training else values

        begins = (batch["begins"] > 0).float().unsqueeze(-1)
        parts = [
            self.vectors(thinned(batch["vectors"])),
            self.grammemes(batch["grammemes"]),
            thinned(self.bags(batch["grams"])),
            self.shape(batch["shapes"]),
            self.corpora(batch["corpus"]).unsqueeze(1).expand(-1, size, -1),
            self.flags(thinned(batch["flags"], 0.15)),
            self.read(self.drop(thinned(torch.cat(list(slovnet.values()), -1) if slovnet else 0 * begins))),
            begins,
        ]
        words = torch.cat(parts, -1) * mask
        if self.training:
            words = words * F.dropout(torch.ones(rows, 1, words.shape[2]), self.sizes.drop)
        one = self.first(words, batch["back"]) * mask
        pooled = torch.cat([one, group_means(one, batch)], -1)
        one = one + F.gelu(self.pool(self.drop(pooled)))
        return self.drop(self.norm(one + self.second(self.drop(one), batch["back"]))) * mask

    def bags(self, grams: Tensor) -> Tensor:
        """Sums of the parts' vectors; an EmbeddingBag is fast to train, and cannot be exported."""
        rows, size, count = grams.shape
        if torch.onnx.is_in_onnx_export():
            return F.embedding(grams, self.grams.weight).sum(2)
        return self.grams(grams.view(rows * size, count)).view(rows, size, -1)
