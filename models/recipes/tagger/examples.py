"""Corpora as training examples: words with their features, spans with what the corpus marks at all, trees."""

from __future__ import annotations

import gzip
import json
import random
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from diplonlp.neural.inputs import Words

sys.path.append(str(Path(__file__).resolve().parents[3] / "benchmarks"))
from alterations import ALTERATIONS

LABELS = ("PERSON", "TITLE", "STATE", "ORG", "LOC", "EVENT", "NORP", "DATE")
NUMBER = {label: i for i, label in enumerate(LABELS)}


@dataclass
class Corpus:
    """A corpus file and how it is learned from.

    Parameters
    ----------
    name : str
        Path below the corpora's folder, without ".jsonl.gz"; or "annotations/train".
    guide : str
        Whose guidelines its spans follow; corpora of one kind share a name.
    marks : tuple of str
        The labels it marks; silence on others says nothing.
    loc_is_state : bool
        Whether its LOC may be a state: then only "one of the two" is learned.
    share : float
        How many of its documents an epoch sees; 3.0 shows each three times.
    """

    name: str
    guide: str
    marks: tuple[str, ...] = LABELS
    loc_is_state: bool = False
    share: float = 1.0
    sentences: bool = False


@dataclass
class Example:
    """One text ready for a batch."""

    words: Words
    guide: int
    marks: np.ndarray
    loc_is_state: bool
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    trees: dict[str, np.ndarray] | None = None
    id: str = ""
    offsets: list[tuple[int, int]] = field(default_factory=list)
    gold: set[tuple[int, int, str]] = field(default_factory=set)


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Documents of a JSON Lines file, gzipped or not."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def spans_of(document: dict[str, Any]) -> list[tuple[int, int, str]]:
    """A document's labelled spans; those in pieces are left out."""
    spans = document.get("spans") or document.get("mentions") or []
    return [(s["start"], s["end"], s["label"]) for s in spans if s["label"] in NUMBER and not s.get("fragments")]


def without_inner_titles(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans less the titles inside titles: NEREL marks them, the schema takes the whole."""
    titles = [s for s in spans if s[2] == "TITLE"]

    def inner(span: tuple[int, int, str]) -> bool:
        return span[2] == "TITLE" and any(t != span and t[0] <= span[0] and span[1] <= t[1] for t in titles)

    return [span for span in spans if not inner(span)]


def joined(documents: list[dict[str, Any]], seed: int, most: int = 4) -> Iterator[dict[str, Any]]:
    """Single sentences joined by twos to fours, as texts have them; about a third stay alone."""
    rng = random.Random(seed)
    i = 0
    while i < len(documents):
        count = rng.choice((1, 1, 2, 3, most))
        text, spans = "", []
        for document in documents[i : i + count]:
            shift = len(text)
            spans += [{**s, "start": s["start"] + shift, "end": s["end"] + shift} for s in document["spans"]]
            text += document["text"].rstrip() + " "
        yield {"id": documents[i]["id"], "text": text.rstrip(), "spans": spans}
        i += count


def altered(documents: Iterable[dict[str, Any]], names: Sequence[str], every: int = 10) -> Iterator[dict[str, Any]]:
    """One text in *every* once more, damaged in one of some ways (``benchmarks/alterations.py``), its spans moved."""
    for document in documents:
        number = zlib.crc32(document["id"].encode())
        if number % every == 0:
            change = ALTERATIONS[names[number // every % len(names)]][0](document["text"], document["id"])
            spans = [
                (s, change.move(s["start"], s["end"])) for s in document["spans" if "spans" in document else "mentions"]
            ]
            kept = [{**s, "start": start, "end": end} for s, (start, end) in spans if start < end]
            yield {"id": document["id"] + "~", "text": change.text, "spans": kept}


def marks_of(corpus: Corpus) -> np.ndarray:
    """One for every label the corpus marks."""
    return np.array([label in corpus.marks for label in LABELS], np.float32)


def token_spans(offsets: list[tuple[int, int]], spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, int]]:
    """Spans as first token, last token and label number; what begins or ends inside a token is left out."""
    first = {start: i for i, (start, _) in enumerate(offsets)}
    last = {end: i for i, (_, end) in enumerate(offsets)}
    found = ((first.get(start), last.get(end), NUMBER[label]) for start, end, label in spans)
    return [(i, j, label) for i, j, label in found if i is not None and j is not None and i <= j]
