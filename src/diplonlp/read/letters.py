"""Words that mix two alphabets, as scans and careless keyboards make them: «Кишинёв» with a Latin K."""

from __future__ import annotations

import re
from functools import cache

from diplonlp.knowledge.schema import LookalikeLetter
from diplonlp.knowledge.tables import read_table

_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u052f]")


def one_alphabet(text: str, lang: str = "") -> str:
    """Return a text in which no word mixes Cyrillic and Latin letters that look alike; every letter keeps its place.

    A word is read in the alphabet of those of its letters that only one alphabet has. Where all its letters could be
    of either, the language of the text decides; a word with letters that only one has of both is left as it stands.

    Parameters
    ----------
    text : str
        Any text.
    lang : str
        Its language, "ru" or "en", where it is known.

    Examples
    --------
    >>> one_alphabet("M\u043escow, \u041aиши\u043dёв") == "Moscow, Кишинёв"
    True
    >>> one_alphabet("Windows-сервер и ZEMля")
    'Windows-сервер и ZEMля'
    """
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return text
    return _WORD.sub(lambda word: _read(word[0], lang), text)


def _read(word: str, lang: str) -> str:
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    to_cyrillic, to_latin = _tables()
    cyrillic, latin = word.translate(to_cyrillic), word.translate(to_latin)
    whole = {"ru": cyrillic} if not _LATIN.search(cyrillic) else {}
    whole |= {"en": latin} if not _CYRILLIC.search(latin) else {}
    return next(iter(whole.values())) if len(whole) == 1 else whole.get(lang, word)


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    rows = read_table("lookalike_letters", LookalikeLetter)
    return {ord(row.latin): row.cyrillic for row in rows}, {ord(row.cyrillic): row.latin for row in rows}
