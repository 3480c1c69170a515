"""What a network sees of a word beside its meaning: its shape, and what the knowledge tables say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from diplonlp.tag.lexicon import OWNED, Entry
from diplonlp.tag.phrases import Match

# Order is the network's: a new kind goes to the end, and the models are trained again.
LOOKUPS = (
    "state", "state?", "capital", "seat", "norp", "org", "org?", "place", "body", "body?", "title", "title?",
    "modifier", "event-noun", "date",
)  # fmt: skip
FLAGS = 2 * len(LOOKUPS)  # the first token of a phrase, and the tokens after it
_ORDER = {name: i for i, name in enumerate(LOOKUPS)}
_MARKS = {'"': 6, "“": 6, "«": 6, "„": 6, "”": 7, "»": 7, "-": 8, "–": 8, "—": 8, "(": 9, ")": 9, ".": 10, ",": 11}
SHAPES = 22
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")
_MIXED = re.compile(r"[A-Za-z].*[а-яёА-ЯЁ]|[а-яёА-ЯЁ].*[A-Za-z]")


@lru_cache(maxsize=100_000)
def shape(word: str) -> int:
    """Return the number of a word's shape: digits, a mark, capitals, script; 0 is kept for "no word".

    Examples
    --------
    >>> shape("Астана") == shape("Москва") != shape("МОСКВА")
    True
    """
    first = word[0]
    if word.isdigit():
        return 1 + min(len(word), 4)
    if not first.isalpha():
        return 21 if first.isdigit() else _MARKS.get(word, 12)
    latin = bool(_LATIN.match(word))
    if _MIXED.search(word):
        return 20
    if len(word) == 1 and word.isupper():
        return 13
    if word.isupper():
        return 15 if latin else 14
    if first.isupper():
        return (16 if latin else 17) if word[1:].islower() else (18 if latin else 19)
    return 1


def lookup_flags(size: int, matches: Iterable[Match[Entry]], dates: Iterable[tuple[int, int]]) -> np.ndarray:
    """Return for every token which phrases of the tables begin at it and go on over it.

    Parameters
    ----------
    size : int
        Tokens of the text.
    matches : iterable of Match
        The phrases found in it.
    dates : iterable of tuple of int
        First token and end of every date.

    Returns
    -------
    numpy.ndarray
        Bytes 0 or 1, tokens x :data:`FLAGS`.

    Examples
    --------
    >>> flags = lookup_flags(3, [Match(0, 2, Entry("state", "state:KGZ"))], [])
    >>> flags[:, :2].tolist()
    [[1, 0], [0, 1], [0, 0]]
    """
    flags = np.zeros((size, FLAGS), np.uint8)
    for match in matches:
        name = _name(match.payload)
        if name:
            _set(flags, name, match.start, match.end)
    for start, end in dates:
        _set(flags, "date", start, end)
    return flags


def _name(entry: Entry) -> str:
    """Under which lookup an entry counts, or ""; a place's name in doubt tells the network nothing."""
    if entry.role == OWNED:
        return ""  # the whole name, with the state, counts
    name = entry.role if entry.kind == "cue" else entry.kind
    if entry.ambiguous and (name == "place" or f"{name}?" in _ORDER):
        name += "?"
    return name if name in _ORDER else ""


def _set(flags: np.ndarray, name: str, start: int, end: int) -> None:
    column = 2 * _ORDER[name]
    flags[start, column] = 1
    flags[start + 1 : end, column + 1] = 1


def groups(keys: Sequence[str]) -> np.ndarray:
    """Number words by their key, from 1; an empty key is 0, a word that is not compared with others.

    Examples
    --------
    >>> groups(["bishkek", "", "astana", "bishkek"]).tolist()
    [1, 0, 2, 1]
    """
    numbers: dict[str, int] = {"": 0}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
