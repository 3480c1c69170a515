"""Family names: what one compares by, and whether it tells who is meant."""

from __future__ import annotations

from functools import cache, lru_cache

from diplonlp.knowledge.schema import FamilyName, NameEnding, PalladiusSyllable
from diplonlp.knowledge.tables import read_table
from diplonlp.link.cases import case_forms, masculine_family
from diplonlp.link.parts import given_groups
from diplonlp.link.scripts import CACHE_SIZE, fold_word

# Of two letters there are too few for one to be rare.
_SHORTEST = 3


@lru_cache(CACHE_SIZE)
def family_keys(word: str) -> frozenset[str]:
    """Return the keys of a family name in the masculine nominative: several where the case is not sure.

    Parameters
    ----------
    word : str
        A family name in either script, in small letters, in any case, of a man or a woman.

    Examples
    --------
    >>> bool(family_keys("осмоновой") & family_keys("osmonov"))
    True
    """
    forms = (word, *(form.nominative for form in case_forms(word)))
    return frozenset(fold_word(masculine_family(form) or form) for form in forms)


@lru_cache(CACHE_SIZE)
def is_widespread(word: str) -> bool:
    """Return whether very many people bear a family name, so that it alone does not tell who is meant.

    So are the names of the table, short ones, and those that are a given name or made of one.

    Parameters
    ----------
    word : str
        A family name as for :func:`family_keys`.

    Examples
    --------
    >>> [is_widespread(name) for name in ("петрова", "smith", "nursultanov", "корниенко")]
    [True, True, True, False]
    """
    return bool(given_groups(word)) or any(_is_widespread(key) for key in family_keys(word))


def _is_widespread(key: str) -> bool:
    made = (key.removesuffix(ending) for ending in _descent() if key.endswith(ending))
    return len(key) < _SHORTEST or key in _widespread() or any(bool(given_groups(stem)) for stem in made)


@cache
def _widespread() -> frozenset[str]:
    listed = (row.name for row in read_table("family_names", FamilyName))
    chinese = (row.pinyin for row in read_table("palladius", PalladiusSyllable) if row.surname)
    return frozenset().union(*(family_keys(name.lower()) for name in (*listed, *chinese)))


@cache
def _descent() -> tuple[str, ...]:
    return tuple(fold_word(row.ending) for row in read_table("name_endings", NameEnding) if row.kind == "descent")
