"""One spelling for names of any script: a readable Latin one, and a key to compare by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category

from anyascii import anyascii

from diplonlp.knowledge.schema import GivenName, PalladiusSyllable, Romanisation
from diplonlp.knowledge.tables import read_table

# Words of names are few beside their occurrences. Some dozen memories are of this size: more would fill gigabytes.
CACHE_SIZE = 50_000


def romanise(text: str) -> str:
    """Write Cyrillic as the English-language press writes it; leave every other letter as it is.

    Russian given names get their usual English spelling, Chinese names pinyin where every part is a Chinese syllable.

    Parameters
    ----------
    text : str
        A name or any text.

    Examples
    --------
    >>> romanise("Валентина Корниенко"), romanise("Садыр Жапаров"), romanise("Си Цзиньпин")
    ('Valentina Kornienko', 'Sadyr Zhaparov', 'Xi Jinping')
    """
    pinyin = _pinyin(text)
    if pinyin is not None:
        return " ".join(word.capitalize() for word in pinyin)
    return _CYRILLIC_WORD.sub(lambda match: _press_word(match.group()), text)


@lru_cache(CACHE_SIZE)
def fold(name: str) -> str:
    """Return a key under which a name compares equal in every script and romanisation.

    The key is lower-case ASCII, one letter a sound, words apart by spaces. It is made for comparing, not for reading:
    names that differ only by o and u, or by zh and dzh, share one.

    Parameters
    ----------
    name : str
        A name in any script.

    Examples
    --------
    >>> fold("Бакаев") == fold("Bakayev") == fold("Bakajew")
    True
    >>> fold("Торобеков")
    'torobekov'
    """
    pinyin = _pinyin(name)
    words = name.split() if pinyin is None else pinyin
    return " ".join(filter(None, map(fold_word, words)))


@lru_cache(CACHE_SIZE)
def fold_word(word: str) -> str:
    """Return the comparison key of one word; see :func:`fold`.

    Examples
    --------
    >>> fold_word("Kornijenko"), fold_word("Корниенко")
    ('kornienko', 'kornienko')
    """
    latin = _romanised(word.lower())
    marked, plain = _key_rules()
    if not latin.isascii():
        # anyascii spells signs out: a smile would become a word.
        letters = (letter for letter in _rewrite(latin, marked) if not category(letter).startswith("S"))
        latin = anyascii("".join(letters)).lower()
    if not latin.isalpha():
        latin = _NOT_LETTER.sub("", latin)
    return _DOUBLED.sub(r"\1", _rewrite(latin, plain))


@lru_cache(CACHE_SIZE)
def plain_word(word: str) -> str:
    """Return a word in lower-case ASCII letters as spelled, Cyrillic romanised: what a reader without diacritics types.

    Examples
    --------
    >>> plain_word("Elçi"), plain_word("Жапаров")
    ('elci', 'zhaparov')
    """
    latin = _romanised(word.lower())
    if latin.isascii() and latin.isalpha():
        return latin
    return _NOT_LETTER.sub("", anyascii(latin).lower())


def is_cyrillic(word: str) -> bool:
    """Return whether a word has a Cyrillic letter.

    Examples
    --------
    >>> is_cyrillic("Бишкек"), is_cyrillic("Bishkek")
    (True, False)
    """
    return not word.isascii() and _CYRILLIC_WORD.search(word) is not None


def is_chinese(name: str) -> bool:
    """Return whether every part of a name written in Cyrillic is a Chinese syllable and the first a family name.

    Examples
    --------
    >>> is_chinese("Чжао Вэньлэ"), is_chinese("Иван Ли")
    (True, False)
    """
    return _pinyin(name) is not None


_CYRILLIC_WORD = re.compile("[\u0400-\u052f]+")
_NOT_LETTER = re.compile("[^a-z]")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = "аеёиоуыэюяіїєөүәұӣӯaeiouy"
_PLACES = {
    "": "{}",
    "start": "^{}",
    "end": "{}$",
    "after-vowel": f"(?<=[{_VOWELS}]){{}}",
    "after-sign": "(?<=[ьъ]){}",
    "after-consonant": f"(?<=[^\\W{_VOWELS}]){{}}",
    "before-consonant": f"{{}}(?=[^\\W{_VOWELS}])",
    "before-front": "{}(?=[eiy])",
}


def _press_word(word: str) -> str:
    """Romanise one Cyrillic word with its capitals."""
    given = _english_given().get(word)
    if given is not None:
        return given
    latin = _press_letters(word.lower())
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[0].isupper() else latin


@cache
def _english_given() -> dict[str, str]:
    """Return the usual English spelling of each usual Russian given name."""
    return {row.forms_ru[0]: row.forms_en[0] for row in read_table("given_names", GivenName)}


def _romanised(word: str) -> str:
    """Write the Cyrillic letters of a word in small letters as the press does."""
    return word if word.isascii() else _CYRILLIC_WORD.sub(lambda match: _press_letters(match.group()), word)


@lru_cache(CACHE_SIZE)
def _press_letters(word: str) -> str:
    pattern, targets, letters = _press_rules()
    return pattern.sub(lambda match: targets[match.lastgroup or ""], word).translate(letters)


@cache
def _press_rules() -> tuple[re.Pattern[str], dict[str, str], dict[int, str]]:
    """Rules for letters in a place, or for several, as one pattern of named groups; then those for any other letter.

    In the pattern rules for the longer source come first, then those with a place.
    """
    rules = [rule for rule in read_table("romanisation", Romanisation) if rule.use == "press"]
    letters = {ord(rule.source): rule.target for rule in rules if len(rule.source) == 1 and not rule.where}
    placed = [rule for rule in rules if len(rule.source) > 1 or rule.where]
    placed.sort(key=lambda rule: (-len(rule.source), not rule.where))
    named = {f"r{number}": rule for number, rule in enumerate(placed)}
    pattern = "|".join(f"(?P<{name}>{_pattern(rule)})" for name, rule in named.items())
    return re.compile(pattern), {name: rule.target for name, rule in named.items()}, letters


class _KeyRule(NamedTuple):
    """A rule ready to use; without a pattern it holds everywhere in the word."""

    source: str
    target: str
    pattern: re.Pattern[str] | None


@cache
def _key_rules() -> tuple[list[_KeyRule], list[_KeyRule]]:
    """Return the key rules in order: those for letters with diacritics, then those for plain ASCII."""
    rules = [rule for rule in read_table("romanisation", Romanisation) if rule.use == "key"]
    ready = [_KeyRule(rule.source, rule.target, re.compile(_pattern(rule)) if rule.where else None) for rule in rules]
    return [rule for rule in ready if not rule.source.isascii()], [rule for rule in ready if rule.source.isascii()]


def _rewrite(word: str, rules: list[_KeyRule]) -> str:
    for source, target, pattern in rules:
        if source in word:
            word = pattern.sub(target, word) if pattern else word.replace(source, target)
    return word


def _pattern(rule: Romanisation) -> str:
    return _PLACES[rule.where].format(re.escape(rule.source))


@lru_cache(CACHE_SIZE)
def _pinyin(name: str) -> tuple[str, ...] | None:
    """Return the words of a Chinese name in pinyin; none where a part is no Chinese syllable."""
    if name.isascii():
        return None
    words = name.lower().replace("-", "").split()
    if not 2 <= len(words) <= 3 or not begins_as_chinese(words[0]) or not all(map(is_cyrillic, words)):
        return None
    split = [_syllables(word) for word in words]
    family = split[0][0] if split[0] else ""
    if family not in _syllable_table()[1] or not all(1 <= len(part) <= 2 for part in split):
        return None
    return tuple("".join(part) for part in split)


def begins_as_chinese(word: str) -> bool:
    """Return whether the first word of a name in Cyrillic begins with a Chinese family name.

    Examples
    --------
    >>> begins_as_chinese("Чжао"), begins_as_chinese("Иван")
    (True, False)
    """
    word = word.lower()
    surnames = _surname_syllables()
    return any(word[:length] in surnames for length in range(1, min(len(word), _LONGEST_SYLLABLE) + 1))


_LONGEST_SYLLABLE = 6


def _syllables(word: str) -> tuple[str, ...]:
    """Return the pinyin syllables of a word in Palladius' Cyrillic, the longest first; empty where it has others."""
    table, _ = _syllable_table()
    for length in range(min(len(word), _LONGEST_SYLLABLE), 0, -1):
        if word[:length] in table:
            rest = word[length:].removeprefix("ъ")
            tail = _syllables(rest) if rest else ()
            if tail or not rest:
                return (table[word[:length]], *tail)
    return ()


@cache
def _syllable_table() -> tuple[dict[str, str], frozenset[str]]:
    """Pinyin by Palladius' Cyrillic, and the syllables that are family names."""
    rows: Iterable[PalladiusSyllable] = read_table("palladius", PalladiusSyllable)
    return {row.cyrillic: row.pinyin for row in rows}, frozenset(row.pinyin for row in rows if row.surname)


@cache
def _surname_syllables() -> frozenset[str]:
    return frozenset(row.cyrillic for row in read_table("palladius", PalladiusSyllable) if row.surname)
