"""English words as the word pieces of the MiniLM encoder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

UNKNOWN, BEGIN, END = 100, 101, 102
_MOST = 12  # pieces of one word; what is longer is a web address or a row of signs
_PARTS = re.compile(r"[^\W_]+|.", re.DOTALL)  # the encoder was trained with every mark a word of its own


class Pieces:
    """Cuts words into the pieces of a vocabulary, the longest first (WordPiece, Wu et al. 2016, as BERT has it).

    Parameters
    ----------
    vocabulary : sequence of str
        The pieces in the order of their numbers; a piece that continues a word begins with "##".

    Examples
    --------
    >>> pieces = Pieces(["[PAD]", "mam", "##yt", "##ov", "u", "s", "."])
    >>> pieces("Mamytov"), pieces("U.S.")
    ((1, 2, 3), (4, 6, 5, 6))
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: i for i, piece in enumerate(vocabulary)}
        self._longest = max(map(len, vocabulary), default=0)
        self._cached = lru_cache(maxsize=100_000)(self._cut)

    def __call__(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; at least one."""
        return self._cached(word)

    def _cut(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        found: list[int] = []
        for part in _PARTS.findall(plain):
            found += self._pieces(part)
            if len(found) >= _MOST:
                break
        return tuple(found[:_MOST]) or (UNKNOWN,)

    def _pieces(self, part: str) -> Iterator[int]:
        """The pieces of one run of letters and digits; a sign the vocabulary lacks makes the rest unknown."""
        start = 0
        while start < len(part):
            mark = "##" if start else ""
            for end in range(min(len(part), start + self._longest), start, -1):
                number = self._numbers.get(mark + part[start:end])
                if number is not None:
                    yield number
                    start = end
                    break
            else:
                yield UNKNOWN
                return
