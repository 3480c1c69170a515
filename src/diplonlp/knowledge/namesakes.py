"""The people somebody brought, found by a name as a text writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from diplonlp.knowledge.records import KnownPerson

# As across documents: nothing but the name may tell two people apart, so a slip in one letter is not accepted.
FULL_NAME = 0.93
FAMILY_NAME = 0.65
_MOST_WORDS = 6
_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")


class Namesake(NamedTuple):
    """A person a name may mean; ``full`` says that given and family name agree, not the family name alone."""

    person: KnownPerson
    score: float
    full: bool


class People:
    """People by how the words of their names sound.

    Parameters
    ----------
    people : sequence of KnownPerson
        The people.

    Examples
    --------
    >>> people = People([KnownPerson(id="seitkali", name_en="Daulet Seitkali")])
    >>> [(found.person.id, found.full) for found in people.namesakes("Даулетом Сейткали")]
    [('seitkali', True)]
    """

    def __init__(self, people: Sequence[KnownPerson]) -> None:
        self.by_id = {person.id: person for person in people}
        self._by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for person in people:
            keys = {key for name in person.names for key in _keys(name)}
            for key in sorted(keys):
                self._by_words[key].append(person.id)

    def __bool__(self) -> bool:
        return bool(self.by_id)

    def namesakes(self, name: str) -> list[Namesake]:
        """Return who may be meant by a name: by the full name, or by a part of it where it is not full."""
        from diplonlp.link.names import parse_name

        full = parse_name(name).full
        found = [self._compare(name, full, self.by_id[person]) for person in self._candidates(name, full)]
        return [namesake for namesake in found if namesake is not None]

    def _candidates(self, name: str, full: bool) -> list[str]:
        keys = [key for key in _keys(name) if len(key) == (2 if full else 1)]
        return list(dict.fromkeys(person for key in keys for person in self._by_words.get(key, ())))

    @staticmethod
    def _compare(name: str, full: bool, person: KnownPerson) -> Namesake | None:
        from diplonlp.link.names import compare_names, parse_name

        best = 0.0
        whole = False
        for known in person.names:
            compared = compare_names(name, known)
            family = any(part.role == "family" for part in compared.parts)
            both = full and parse_name(known).full
            if compared.score > best and (both or family):
                best, whole = compared.score, both
        return Namesake(person, best, whole) if best >= (FULL_NAME if whole else FAMILY_NAME) else None


def _keys(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the sound of every word of a name, and of every two: whatever their order, script and spelling."""
    from diplonlp.link.scripts import fold

    # A Chinese name is one in Cyrillic and in pinyin only as a whole.
    both = (*_WORDS.findall(name)[:_MOST_WORDS], *fold(name).split()[:_MOST_WORDS])
    written = [word for word in both if len(word) > 1]
    words = sorted({_sound(word) for word in written})
    yield from ((word,) for word in words)
    yield from combinations(words, 2)


@lru_cache(100_000)
def _sound(word: str) -> str:
    """The first consonants of a word, which most of its spellings share."""
    from diplonlp.link.scripts import fold_word

    folded = fold_word(word)
    return re.sub("[aeiouyj]", "", folded)[:2] or folded[:1]
