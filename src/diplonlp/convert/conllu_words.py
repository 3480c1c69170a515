"""The words of a CoNLL-U file: from rules, or from a pipeline with lemmas, parts of speech and trees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from diplonlp.convert.tokens import regions, sentence_starts, tokenize
from diplonlp.records import Block, Document

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from diplonlp.pipeline import Pipeline

# Control characters are read as spaces, one for one, so that offsets stay.
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")
_ROOT = "root"


@dataclass(frozen=True)
class Word:
    """A word: its place in the text, and what is known of it; ``head`` is the place where its head begins."""

    start: int
    end: int
    lemma: str = "_"
    pos: str = "_"
    features: str = "_"
    head: int | None = None  # its own start for the root of a sentence, None where there are no trees
    relation: str = "_"


def read_sentences(
    document: Document, spans: Sequence[tuple[int, int]], trees: Pipeline | None = None
) -> list[list[Word]]:
    """Cut a document into sentences of words; every span begins and ends between words of one sentence.

    Parameters
    ----------
    document : Document
        The document.
    spans : sequence of tuple of int
        Starts and ends of mentions.
    trees : Pipeline, optional
        Reads the blocks in the languages it has; the others have words alone.

    Examples
    --------
    >>> document = Document(id="d", lang="en", text="They met. He left.")
    >>> [[document.text[word.start : word.end] for word in words] for words in read_sentences(document, [])]
    [['They', 'met', '.'], ['He', 'left', '.']]
    """
    words, starts = _plain(document, spans)
    if trees is not None:
        words, starts = _with_trees(document, spans, trees, words, starts)
    sentences = _grouped(words, starts)
    return [_one_tree(sentence) for sentence in sentences]


def _plain(document: Document, spans: Sequence[tuple[int, int]]) -> tuple[list[Word], list[int]]:
    tokens = tokenize(document, spans)
    words = [Word(token.start, token.end) for token in tokens if not document.text[token.start : token.end].isspace()]
    return words, sentence_starts(document, spans)


def _with_trees(
    document: Document, spans: Sequence[tuple[int, int]], trees: Pipeline, words: list[Word], starts: list[int]
) -> tuple[list[Word], list[int]]:
    """Put what the pipeline reads in the place of the plain words of the blocks it knows."""
    from diplonlp.passages import cut_block

    inside = {place for start, end in spans for place in range(start + 1, end)}
    for start, end, lang in regions(document):
        if lang not in ("ru", "en"):
            continue
        words = [word for word in words if not start <= word.start < end]
        starts = [place for place in starts if not start <= place < end]
        for first, piece in cut_block(document.text, Block(start=start, end=end, lang=lang)):
            doc = trees.language(lang)(piece.translate(_CONTROLS))
            words += _analysed(doc, first, document.text)
            starts += [first + sentence.start_char for sentence in doc.sents]
    borders = sorted({place for span in spans for place in span})
    cut = [part for word in sorted(words, key=lambda word: word.start) for part in _cut(word, borders, document.text)]
    return list(_filled(cut, document.text)), sorted(place for place in starts if place not in inside)


def _filled(words: Iterable[Word], text: str) -> Iterator[Word]:
    """Add what a pipeline leaves out: control characters, which it reads as spaces."""
    last = 0
    for word in words:
        yield from _left_out(text, last, word.start)
        yield word
        last = word.end
    yield from _left_out(text, last, len(text))


def _left_out(text: str, start: int, end: int) -> Iterator[Word]:
    for piece in re.finditer(r"\S+", text[start:end]):
        yield Word(start + piece.start(), start + piece.end(), piece[0], "X", head=-1, relation="dep")


def _analysed(doc: Doc, first: int, text: str) -> Iterator[Word]:
    for token in doc:
        start, end = first + token.idx, first + token.idx + len(token)
        if text[start:end].isspace():
            continue
        head = token.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        is_root = head.i == token.i or head.is_space
        yield Word(
            start,
            end,
            _value(token.lemma_),
            _value(token.pos_.replace("SPACE", "X")),
            _features(str(token.morph)),
            start if is_root else first + head.idx,
            _ROOT if is_root else _value(token.dep_),
        )


def _value(value: str) -> str:
    """A value as a column can hold it."""
    return " ".join(value.split()) or "_"


def _features(features: str) -> str:
    return "|".join(sorted(features.split("|"), key=str.lower)) if features else "_"


def _cut(word: Word, borders: Sequence[int], text: str) -> list[Word]:
    """Cut a word where a mention begins or ends inside it; the parts hang on the first."""
    inside = borders[bisect_right(borders, word.start) : bisect_right(borders, word.end - 1)]
    if not inside:
        return [word]
    places = [word.start, *inside, word.end]
    parts = [(start, end) for start, end in pairwise(places) if not text[start:end].isspace()]
    first = replace(word, end=parts[0][1])
    rest = [
        Word(start, end, text[start:end], *_kind(text[start:end]), first.start, _relation(text[start:end]))
        for start, end in parts[1:]
    ]
    return [first, *rest]


def _kind(part: str) -> tuple[str, str]:
    return ("X", "_") if any(map(str.isalnum, part)) else ("PUNCT", "_")


def _relation(part: str) -> str:
    return "dep" if any(map(str.isalnum, part)) else "punct"


def _grouped(words: Iterable[Word], starts: Sequence[int]) -> list[list[Word]]:
    sentences: dict[int, list[Word]] = {}
    for word in words:
        sentences.setdefault(bisect_right(starts, word.start), []).append(word)
    return list(sentences.values())


def _one_tree(sentence: list[Word]) -> list[Word]:
    """Join what a mention joined: a second root hangs on the first, and so does whose head is elsewhere."""
    places = {word.start for word in sentence}
    roots = [word for word in sentence if word.head == word.start]
    if not any(word.head is not None for word in sentence):
        return sentence
    root = roots[0].start if roots else sentence[0].start
    return [_hung(word, root, places) for word in sentence]


def _hung(word: Word, root: int, places: set[int]) -> Word:
    if word.start == root:
        return replace(word, head=root, relation=_ROOT)
    if word.head == word.start or word.head not in places:
        return replace(word, head=root, relation="parataxis" if word.pos != "PUNCT" else "punct")
    return word
