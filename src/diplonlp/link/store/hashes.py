"""Numbers that stand for texts in the store: the same in every process and whatever was stored before."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from diplonlp.link.scripts import CACHE_SIZE


@lru_cache(CACHE_SIZE)
def number(text: str) -> int:
    """Return a 64-bit number that stands for a text; among a million texts two share one once in 40 million stores.

    Examples
    --------
    >>> number("bakit osmonov") == number("bakit osmonov") != number("")
    True
    """
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def chosen(texts: Iterable[str], most: int) -> list[str]:
    """Return no more than so many of the texts: always the same ones, in whatever order they became known.

    Examples
    --------
    >>> few = chosen(["a", "b", "c"], 2)
    >>> few == chosen(["c", "a", "b"], 2), len(few)
    (True, 2)
    """
    found = set(texts)
    return sorted(found) if len(found) <= most else sorted(found, key=number)[:most]
