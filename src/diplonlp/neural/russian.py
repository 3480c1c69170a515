"""Russian words as the network sees them: navec vectors, parts of words, grammemes, slovnet's shapes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from diplonlp.lang.morphology import parses
from diplonlp.neural.dates import date_tokens
from diplonlp.neural.inputs import ALWAYS, NEVER, RussianWords
from diplonlp.neural.words import groups, lookup_flags, shape
from diplonlp.tag.lexicon import Entry
from diplonlp.tag.phrases import Match

BUCKETS, GRAMS = 1 << 15, 24
# pymorphy3's names (OpenCorpora's): parts of speech, cases, numbers, genders, names, places.
GRAMMEMES = (
    "NOUN", "ADJF", "ADJS", "VERB", "INFN", "PRTF", "PRTS", "GRND", "NUMR", "ADVB", "NPRO", "PREP", "CONJ", "PRCL",
    "INTJ", "COMP", "PRED", "LATN", "PNCT", "NUMB", "ROMN", "UNKN", "nomn", "gent", "datv", "accs", "ablt", "loct",
    "sing", "plur", "masc", "femn", "neut", "anim", "inan", "Surn", "Name", "Patr", "Geox", "Orgn", "Abbr", "Apro",
    "Anph", "past", "futr",
)  # fmt: skip
_COLUMNS = {name: i for i, name in enumerate(GRAMMEMES)}
_READINGS = 6  # of a word form; further ones are rare
_ENDING = re.compile(
    r"(?<=..)(?:ого|ему|ому|его|ыми|ими|ами|ями|ией|ой|ей|ом|ем|ым|им|ах|ях|ов|ев|ую|юю|ая|яя|ые|ие|[аяуюыиеоьй])$"
)
_MOST_WORDS = 40_000  # word forms kept between texts: about 50 MB


class WordTable:
    """Features of word forms, worked out once each.

    Parameters
    ----------
    navec : object
        The word vectors of natasha's wheel.
    outlines : sequence of str
        slovnet's shapes in the order of their numbers.
    """

    def __init__(self, navec: Any, outlines: Sequence[str]) -> None:
        self._navec = navec
        self._quantizers = np.arange(navec.pq.codes.shape[0])
        self._outlines = {name: i for i, name in enumerate(outlines)}
        self._lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self._rows: dict[str, int] = {}
        self._seen: dict[str, tuple[int, int, int, str]] = {}
        self._vectors = np.zeros((1000, 300), np.float16)
        self._unknown = np.zeros(1000, bool)
        self._grams = np.zeros((1000, GRAMS), np.int64)
        self._grammemes = np.zeros((1000, len(GRAMMEMES) + 1), np.float16)

    def words(self, doc: Doc, matches: Sequence[Match[Entry]]) -> tuple[RussianWords, list[Token]]:
        """Return the words of a Doc with their features, and the tokens they are (white space is none)."""
        tokens = [token for token in doc if not token.is_space]
        with self._lock:  # threads share the table; another may enlarge or clear it
            if len(self._rows) > _MOST_WORDS:
                self._clear()
            known = [self._known(token.text) for token in tokens]
            rows = np.array([row for row, _, _, _ in known], np.int64)
            vectors, unknown = self._vectors[rows], self._unknown[rows]
            grams, grammemes = self._grams[rows], self._grammemes[rows]
        flags = lookup_flags(len(doc), matches, date_tokens(doc, "ru"))
        begins = np.array([ALWAYS if token.is_sent_start else NEVER for token in tokens], np.int64)
        words = RussianWords(
            shapes=np.array([number for _, number, _, _ in known], np.int64),
            flags=flags[[token.i for token in tokens]],
            groups=groups([key for _, _, _, key in known]),
            begins=begins,
            cuts=begins == ALWAYS,
            vectors=vectors,
            unknown=unknown,
            grams=grams,
            grammemes=grammemes,
            outlines=np.array([outline for _, _, outline, _ in known], np.int64),
        )
        return words, tokens

    def _known(self, text: str) -> tuple[int, int, int, str]:
        """Row in the table, shape, slovnet's shape and stem of a word as written."""
        found = self._seen.get(text)
        if found is None:
            from slovnet.shape import word_shape

            lower = text.lower()
            found = self._seen[text] = (self._row(lower), shape(text), self._outlines[word_shape(text)], stem(lower))
        return found

    def _row(self, word: str) -> int:
        row = self._rows.get(word)
        if row is None:
            row = self._rows[word] = len(self._rows)
            if row == len(self._unknown):
                for name in ("_vectors", "_unknown", "_grams", "_grammemes"):
                    old = getattr(self, name)
                    setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
            self._fill(row, word)
        return row

    def _fill(self, row: int, word: str) -> None:
        readings = parses(word)[:_READINGS]
        lemma = readings[0].normal_form
        vocabulary = self._navec.vocab
        self._unknown[row] = word not in vocabulary
        known = next(
            (f for f in (word, word.replace("ё", "е"), lemma, lemma.replace("ё", "е")) if f in vocabulary), None
        )
        if known is not None:
            pq = self._navec.pq
            self._vectors[row] = pq.codes[self._quantizers, pq.indexes[vocabulary[known]]].reshape(-1)
        self._grams[row] = gram_buckets(word)
        weights: dict[int, float] = {}
        for reading in readings:
            for grammeme in reading.tag.grammemes:
                if grammeme in _COLUMNS:
                    weights[_COLUMNS[grammeme]] = weights.get(_COLUMNS[grammeme], 0.0) + reading.score
        self._grammemes[row, list(weights)] = list(weights.values())
        self._grammemes[row, -1] = readings[0].is_known


def stem(word: str) -> str:
    """Return what two forms of a word share, roughly; "" for what is too short or no word.

    Examples
    --------
    >>> stem("путиным"), stem("путина"), stem("и")
    ('путин', 'путин', '')
    """
    return _ENDING.sub("", word) if len(word) > 2 and word[0].isalpha() else ""


def gram_buckets(word: str) -> np.ndarray:
    """Return the bucket numbers of a word and of its parts of three to five letters; unused places hold the last.

    Hashed parts of words are those of fastText (Bojanowski et al. 2017).

    Examples
    --------
    >>> int((gram_buckets("мид") < BUCKETS).sum())  # the word, «<ми», «мид», «ид>», «<мид», «мид>», «<мид>»
    7
    """
    grams = ["=" + word]
    if word[0].isalpha():
        marked = f"<{word[:20]}>"
        parts = [marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)]
        if len(parts) > GRAMS - 1:  # both ends first: prefixes and endings tell the most
            ends = [part for n in (3, 4, 5) for part in (marked[:n], marked[-n:])]
            parts = list(dict.fromkeys(ends + parts))[: GRAMS - 1]
        grams += parts
    buckets = [zlib.crc32(gram.encode()) % BUCKETS for gram in grams]
    return np.array(buckets + [BUCKETS] * (GRAMS - len(buckets)), np.int64)
