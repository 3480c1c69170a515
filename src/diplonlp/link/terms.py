"""Compares names of organisations, states and places word by word, across scripts and Russian cases."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from diplonlp.knowledge.schema import NameParticle
from diplonlp.knowledge.tables import read_table
from diplonlp.link.cases import case_forms
from diplonlp.link.scripts import CACHE_SIZE, fold_word, is_cyrillic
from diplonlp.link.words import key_likeness

Matched = tuple[tuple[str, str, float], ...]


def compare_terms(a: str, b: str, label: str = "ORG") -> tuple[float, Matched, str]:
    """Return how alike two names of organisations or places are, which words matched, and what decided.

    Parameters
    ----------
    a, b : str
        Two names as written.
    label : str
        Their label: part of an organisation's name may stand for it ("the Senate"), part of a place's is another.

    Examples
    --------
    >>> score, words, why = compare_terms("Ошской области", "Ошская область")
    >>> score > 0.9, why
    (True, 'all words')
    >>> compare_terms("ШОС", "Шанхайская организация сотрудничества")[2]
    'acronym'
    """
    few, many = sorted((_words(a), _words(b)), key=len)
    if not few:
        return float(a.strip().lower() == b.strip().lower() != ""), (), "nothing to compare but the letters"
    if is_acronym(a, b) or is_acronym(b, a):
        return 0.9, ((a, b, 0.9),), "acronym"
    matched = _match(few, many)
    if len(matched) < len(few):
        return 0.5 * len(matched) / len(many), matched, "words differ"
    worst = min(score for _, _, score in matched)
    if len(few) == len(many):
        return worst, matched, "all words"
    distinctive = _distinctive(few), _distinctive(many)
    if distinctive[0] and len(_match(distinctive[0], distinctive[1])) == len(distinctive[0]) == len(distinctive[1]):
        return worst * 0.95, matched, "all words but those of its form"
    if label != "ORG":
        return worst * 0.5 * len(few) / len(many), matched, "one name has more words"
    return worst * (0.5 + 0.3 * len(few) / len(many)), matched, "one name has more words"


def is_acronym(short: str, full: str) -> bool:
    """Return whether a name in capitals is made of the first letters of another's words.

    Examples
    --------
    >>> is_acronym("EAEU", "Eurasian Economic Union"), is_acronym("SCO", "Shanghai Cooperation Organisation")
    (False, True)
    """
    letters = short.strip(".").replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()):
        return False
    words = _WORD.findall(full.replace("-", " "))
    initials = "".join(word[0] for word in words).upper()
    content = "".join(word[0] for word in words if word.lower() not in _role_words("function")).upper()
    return len(words) > 1 and letters in (initials, content)


_WORD = re.compile(r"\w+(?:[-‑’']\w+)*")
_MIXED, _SAME = 0.8, 0.85


@lru_cache(CACHE_SIZE)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a name in lower case without those that tell nothing apart."""
    words = [word.lower() for part in _WORD.findall(text) for word in re.split("[-‑]", part)]
    kept = tuple(word for word in words if word not in _role_words("function") and word)
    return kept or tuple(words)


def _distinctive(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that name this one among its kind: no "Republic", no "Company"."""
    return tuple(word for word in words if not any(form in _role_words("legal") for form in _nominatives(word)))


def _match(few: tuple[str, ...], many: tuple[str, ...]) -> Matched:
    """Pairs of like words, each word once, the best pairs first."""
    cells = sorted(((_likeness(a, b), -i, -j) for i, a in enumerate(few) for j, b in enumerate(many)), reverse=True)
    rows: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, row, column in cells:
        if score == 0.0:
            break
        if -row not in rows and -column not in taken:
            rows[-row] = (-column, score)
            taken.add(-column)
    return tuple((few[row], many[column], score) for row, (column, score) in sorted(rows.items()))


@lru_cache(CACHE_SIZE)
def _likeness(a: str, b: str) -> float:
    """Likeness of two words over every case they may stand in."""
    keys_a, keys_b = _keys(a), _keys(b)
    if keys_a & keys_b:
        return 1.0
    if a.isdigit() or b.isdigit() or min(len(a), len(b)) < 4:
        return 0.0
    best = max(key_likeness(x, y) for x in keys_a for y in keys_b)
    # Two spellings of one script differ by a slip at most: Iran and Iraq, Austria and Australia are two.
    return best if best >= (_MIXED if is_cyrillic(a) != is_cyrillic(b) else _SAME) else 0.0


@lru_cache(CACHE_SIZE)
def _keys(word: str) -> frozenset[str]:
    return frozenset(filter(None, (fold_word(form) or form for form in _nominatives(word))))


def _nominatives(word: str) -> tuple[str, ...]:
    return (word, *(form.nominative for form in case_forms(word)))


@cache
def _role_words(role: str) -> frozenset[str]:
    return frozenset(row.word for row in read_table("name_particles", NameParticle) if row.role == role)
