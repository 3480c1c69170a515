"""From the words of a text to the arrays a network takes: windows in rows, padded at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diplonlp.neural.pieces import BEGIN, END
from diplonlp.neural.windows import Window

Inputs = dict[str, np.ndarray]
# Whether a sentence begins with a word: it cannot, the network decides, it must.
NEVER, PERHAPS, ALWAYS = 0, 1, 2


@dataclass(slots=True)
class Words:
    """The words of one text as both networks see them; every array has a row a word.

    Parameters
    ----------
    shapes : numpy.ndarray
        Shape numbers (:func:`~diplonlp.neural.words.shape`).
    flags : numpy.ndarray
        What the tables say (:func:`~diplonlp.neural.words.lookup_flags`).
    groups : numpy.ndarray
        Words of one group share what is known of each of them; 0 is no group.
    begins : numpy.ndarray
        ``NEVER``, ``PERHAPS`` or ``ALWAYS``.
    cuts : numpy.ndarray
        Whether a window may begin with the word: where a sentence begins for certain, or very probably.
    """

    shapes: np.ndarray
    flags: np.ndarray
    groups: np.ndarray
    begins: np.ndarray
    cuts: np.ndarray

    def __len__(self) -> int:
        return len(self.shapes)


@dataclass(slots=True)
class EnglishWords(Words):
    """Words of an English text; ``pieces`` are the numbers of each word's pieces."""

    pieces: list[tuple[int, ...]]


@dataclass(slots=True)
class RussianWords(Words):
    """Words of a Russian text.

    ``vectors`` are navec's (of the form, else of the dictionary form, else zeros); ``unknown`` says that navec lacks
    the form; ``grams`` are bucket numbers of its parts; ``grammemes`` what it can be grammatically; ``outlines``
    slovnet's own numbers of shapes.
    """

    vectors: np.ndarray
    unknown: np.ndarray
    grams: np.ndarray
    grammemes: np.ndarray
    outlines: np.ndarray


Row = tuple[Words, Window]


def padded(rows: Sequence[np.ndarray], size: int, fill: int = 0) -> np.ndarray:
    """Stack arrays of different lengths, filled up at the end.

    Examples
    --------
    >>> padded([np.array([1]), np.array([2, 3])], 2).tolist()
    [[1, 0], [2, 3]]
    """
    first = rows[0]
    out = np.full((len(rows), size, *first.shape[1:]), fill, first.dtype)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def common_inputs(rows: Sequence[Row], corpus: Sequence[int], first_group: Sequence[int]) -> Inputs:
    """The arrays both networks take.

    Parameters
    ----------
    rows : sequence of tuple
        Text and window.
    corpus : sequence of int
        For every row whose annotation guidelines to follow.
    first_group : sequence of int
        For every row what to add to its group numbers, so that texts in one batch stay apart.
    """
    size = max(window.end - window.start for _, window in rows)
    parts = [slice(window.start, window.end) for _, window in rows]
    words = [text for text, _ in rows]
    numbers = [
        np.where(text.groups[part] > 0, text.groups[part] + first, 0)
        for text, part, first in zip(words, parts, first_group, strict=True)
    ]
    return {
        "shapes": padded([text.shapes[part] for text, part in zip(words, parts, strict=True)], size),
        "flags": padded([text.flags[part] for text, part in zip(words, parts, strict=True)], size).astype(np.float32),
        "begins": _begins(words, parts, size),
        "mask": padded([np.ones(part.stop - part.start, np.float32) for part in parts], size),
        "groups": padded(numbers, size).reshape(-1),
        "corpus": np.asarray(corpus, np.int64),
    }


def _begins(words: Sequence[Words], parts: Sequence[slice], size: int) -> np.ndarray:
    """Codes of sentence starts; a window's first word begins one for the network, whatever it is in the text."""
    rows = [text.begins[part].copy() for text, part in zip(words, parts, strict=True)]
    for row in rows:
        row[:1] = ALWAYS
    return padded(rows, size)


def english_inputs(rows: Sequence[tuple[EnglishWords, Window]]) -> Inputs:
    """The word pieces of windows, and which word each belongs to (one past the last for the marks at the ends)."""
    size = max(window.end - window.start for _, window in rows)
    ids, owner, first = [], [], []
    for text, window in rows:
        pieces = text.pieces[window.start : window.end]
        counts = [len(piece) for piece in pieces]
        ids.append(np.array([BEGIN, *(number for piece in pieces for number in piece), END], np.int64))
        owner.append(np.array([size, *np.repeat(np.arange(len(pieces)), counts), size], np.int64))
        first.append(1 + np.cumsum([0, *counts[:-1]], dtype=np.int64))
    longest = max(map(len, ids))
    return {"ids": padded(ids, longest), "owner": padded(owner, longest, fill=size), "first": padded(first, size)}


def russian_inputs(rows: Sequence[tuple[RussianWords, Window]]) -> Inputs:
    """The features of windows' words, and where slovnet's convolutions see them: a gap parts two sentences."""
    size = max(window.end - window.start for _, window in rows)
    names = ("vectors", "unknown", "grams", "grammemes", "outlines")
    arrays = {
        name: padded([getattr(text, name)[window.start : window.end] for text, window in rows], size) for name in names
    }
    places = []
    for text, window in rows:
        starts = text.begins[window.start : window.end] == ALWAYS
        starts[:1] = True
        places.append(np.arange(len(starts)) + np.cumsum(starts) - 1)
    slots = int(max(place[-1] for place in places)) + 1
    slot_words = np.full((len(rows), slots), size, np.int64)
    for row, place in zip(slot_words, places, strict=True):
        row[place] = np.arange(len(place))
    back = np.tile(np.arange(size - 1, -1, -1), (len(rows), 1))
    for row, place in zip(back, places, strict=True):
        row[: len(place)] = np.arange(len(place) - 1, -1, -1)
        row[len(place) :] = np.arange(len(place), size)
    arrays["vectors"] = arrays["vectors"].astype(np.float32)
    arrays["grammemes"] = arrays["grammemes"].astype(np.float32)
    return {**arrays, "places": padded(places, size), "slots": slot_words, "back": back}
