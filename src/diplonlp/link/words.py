"""How alike two words of names are, across scripts, romanisations and Russian cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from diplonlp.link.cases import case_forms, ending_gender, masculine_family
from diplonlp.link.scripts import CACHE_SIZE, fold_word, is_cyrillic, plain_word

# The least that two spellings of one word score.
ACCEPTED = 0.87


class WordLikeness(NamedTuple):
    """How alike two words of names are, why, and whether only their gender keeps them apart."""

    score: float
    why: str
    clash: bool = False


@lru_cache(CACHE_SIZE)
def compare_words(a: str, b: str) -> WordLikeness:
    """Compare two words of names in lower case, in any script and Russian case.

    Examples
    --------
    >>> compare_words("торобекова", "torobekov").why
    'case form'
    >>> compare_words("osmonova", "osmonov").clash
    True
    """
    letters = _similarity(fold_word(a), fold_word(b))
    if letters == 1.0 or plain_word(a) == plain_word(b):
        return _SAME
    if letters < _FAR:
        return WordLikeness(_FAR_SHARE * letters, "differs")
    one, two = _readings(a), _readings(b)
    if one[0].keys & two[0].keys:
        return _SAME
    if any(x.keys & y.keys and _agree(x, y) for x in one for y in two):
        return WordLikeness(0.98, "case form")
    bar = _bar(a, b)
    likeness = max(key_likeness(x.key, y.key) for x in one for y in two if _agree(x, y) or (x, y) == (one[0], two[0]))
    if _families(a) & _families(b):
        return WordLikeness(0.4, "the same family, a man and a woman", clash=True)
    if likeness < bar:
        return WordLikeness(0.55 * likeness / bar, "differs")
    return WordLikeness(ACCEPTED + 0.12 * (likeness - bar) / (1.0 - bar), "spelling")


_similarity = Levenshtein.normalized_similarity
_SAME = WordLikeness(1.0, "same")
# Keys with less in common are of two names, whatever the endings say.
_FAR, _FAR_SHARE = 0.4, 0.6

# How alike the letters must be: less where one of the spellings follows the sound (Гейтс, Gates). In scripts that only
# anyascii reads, hardly a letter may differ.
_BARS = {"mixed": 0.6, "same": 0.74, "other": 0.96}


def _bar(a: str, b: str) -> float:
    if not (_is_known_script(a) or _is_known_script(b)):
        return _BARS["other"]
    return _BARS["mixed" if may_follow_sound(a, b) else "same"]


def may_follow_sound(a: str, b: str) -> bool:
    """Return whether one word may write by ear what the other spells: in another script, and not Slavic.

    Examples
    --------
    >>> may_follow_sound("гейтс", "gates"), may_follow_sound("торобаков", "torobekov")
    (True, False)
    """
    slavic = all(ending_gender(word, "family") is not None for word in (a, b))
    return is_cyrillic(a) != is_cyrillic(b) and not slavic


def _is_known_script(word: str) -> bool:
    """Whether a word is Latin (its letters keep their look in ASCII) or Cyrillic."""
    return is_cyrillic(word) or any(letter.isascii() and letter.isalpha() for letter in word)


class _WordReading(NamedTuple):
    """A nominative that a word may stand for: its comparison keys, and the gender it has then."""

    keys: frozenset[str]
    key: str
    gender: str


@lru_cache(CACHE_SIZE)
def _readings(word: str) -> tuple[_WordReading, ...]:
    """Return the word as written, then every nominative that its ending allows."""
    return tuple(dict.fromkeys(_each_reading(word)))


def _each_reading(word: str) -> Iterator[_WordReading]:
    key = fold_word(word)
    yield _WordReading(frozenset((key, plain_word(word))), key, ending_gender(word, "family") or "")
    for form in case_forms(word):
        key = fold_word(form.nominative)
        gender = form.gender if form.gender != "mf" else ""
        yield _WordReading(frozenset((key, plain_word(form.nominative))), key, gender)


def _agree(x: _WordReading, y: _WordReading) -> bool:
    return not (x.gender and y.gender and x.gender != y.gender)


@lru_cache(CACHE_SIZE)
def _families(word: str) -> frozenset[str]:
    """Keys of the family that a word may name, in the masculine."""
    words = (word, *(form.nominative for form in case_forms(word)))
    return frozenset(fold_word(masculine_family(form) or form) for form in words)


# Consonants alone, voiced and voiceless as one: what transliteration changes least.
_SKELETON = str.maketrans("gzdbj", "kstpx", "aeio")


def key_likeness(x: str, y: str) -> float:
    """Likeness of two comparison keys, 0 to 1: three parts all letters, two parts consonants.

    Examples
    --------
    >>> key_likeness("talant", "talent") > 0.85 > key_likeness("niger", "nepal")
    True
    """
    one, two = x.replace("c", "ts"), y.replace("c", "ts")
    letters = Levenshtein.normalized_similarity(one, two)
    consonants = Levenshtein.normalized_similarity(one.translate(_SKELETON), two.translate(_SKELETON))
    likeness = 0.6 * letters + 0.4 * consonants
    if x[:1] != y[:1]:
        likeness *= 0.9
    return likeness if min(len(x), len(y)) > _SHORT else likeness * 0.9


_SHORT = 3
