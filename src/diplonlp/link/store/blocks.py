"""Which profiles are compared at all: those that share a block.

Full names meet in blocks of family and given name; a name that is not full meets those of its family and first letter
with which it shares a state, an office, a body or company, and those of a family name that few bear. So a common family
name alone brings no two together.

In a block of more than :data:`LARGEST` profiles not all meet all. Where no more than that are full names, each of the
others meets these alone. Where the full names are more, nobody meets there: they have a second key, which asks for more
(the same spelling, then the same state, office or company), and an initial that fits so many says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

from diplonlp.link.families import family_keys
from diplonlp.link.known_names import known_ids
from diplonlp.link.parts import given_groups
from diplonlp.link.scripts import CACHE_SIZE, fold, fold_word, plain_word
from diplonlp.link.store.actors import name_key, name_parts, rare_families, short_name
from diplonlp.link.store.hashes import chosen, number
from diplonlp.link.store.profiles import Profile
from diplonlp.link.term_words import term_name
from diplonlp.link.terms import initials

LARGEST = 64


def name_blocks(profile: Profile) -> set[int]:
    """Return the keys of the blocks in which full names meet full names, and names of bodies one another.

    Parameters
    ----------
    profile : Profile
        The one to be compared.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",))
    >>> other = Profile(label="PERSON", key="2#e", formal=("Бакыт Асмонов",))
    >>> bool(name_blocks(one) & name_blocks(other))
    True
    """
    if profile.label != "PERSON":
        return set() if profile.kb else {number(f"{profile.label}|{key}") for key in _named_keys(profile) if key}
    if not profile.full:
        return set()
    found = {number(f"name|{family}|{given}") for family, given in _coarse(_best_names(profile))}
    found.add(number(f"short|{profile.short}"))
    found.update(number(f"short|{profile.short}|{fact}") for fact in _facts(profile))
    return found


def fact_blocks(profile: Profile) -> set[int]:
    """Return the keys of the blocks in which a name that is not full meets others of its family.

    Parameters
    ----------
    profile : Profile
        The one to be compared.

    Examples
    --------
    >>> known = {"state": "KGZ", "titles": frozenset({"minister@KGZ"})}
    >>> one = Profile(label="PERSON", key="1#e", formal=("B. Osmonov",), **known)
    >>> other = Profile(label="PERSON", key="2#e", formal=("Бакыт Осмонов",), **known)
    >>> bool(fact_blocks(one) & fact_blocks(other))
    True
    >>> fact_blocks(Profile(label="PERSON", key="3#e", formal=("Osmonov",), state="KGZ"))
    set()
    """
    if profile.label != "PERSON":
        return set()
    found: set[int] = set()
    for family, letter in _initialled(_best_names(profile)):
        # For a family name alone, without an office, nothing decides; so it meets by its offices alone.
        facts = _facts(profile) if letter else {f"office:{title}" for title in profile.titles}
        found.update(number(f"{family}|{letter}|{fact}") for fact in facts)
    found.update(number(f"rare|{key}") for key in _rare(_best_names(profile)))
    return found


def place(profile: Profile) -> str:
    """Return what profiles are sorted by before they are compared: those of one block come one after another.

    Examples
    --------
    >>> place(Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",)))
    'smnf p'
    """
    if profile.label != "PERSON":
        return profile.short[:20]
    return " ".join(max(_coarse((profile.best,)), default=("", "")))


def lookup_keys(profile: Profile) -> set[int]:
    """Return the keys under which a profile is found by a name.

    Examples
    --------
    >>> number(name_key("Осмонов Бакыт")) in lookup_keys(Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",)))
    True
    """
    keys = {key for name in (*profile.formal, *profile.names) for key in searched(name, profile.label)}
    return {number(key) for key in keys}


def searched(name: str, label: str = "PERSON") -> Iterator[str]:
    """Yield the texts by which a name is kept and found: whole, without patronymic, family name alone.

    Examples
    --------
    >>> list(searched("Осмонов Бакыт Керимович")) == list(searched("Bakyt Kerimovich Osmonov"))
    True
    >>> list(searched("Осмонов Бакыт"))[1:]
    ['bakit osmonov', 'osmonov']
    """
    if label != "PERSON":
        yield fold(name) or name
        return
    yield name_key(name)
    parts = name_parts(name)
    if parts.given and parts.family:
        yield fold(short_name(name))
        yield fold(parts.family)


def _best_names(profile: Profile) -> tuple[str, ...]:
    return tuple(chosen({*profile.formal, profile.best}, _MOST_COMPARED))


_MOST_COMPARED = 6


def _facts(profile: Profile) -> set[str]:
    return {
        *([f"state:{profile.state}"] if profile.state else []),
        *(f"office:{title}" for title in profile.titles),
        *(f"body:{body}" for body in profile.bodies),
        *(f"met:{name}" for name in profile.company),
    }


def _named_keys(profile: Profile) -> Iterator[str]:
    """A body's or place's whole names, how their words begin, and for where very many share a word, the longest two.

    What the tables know it as, and what its words mean in either language, are keys too, and so are the first letters
    of the words, and a word in capitals: another may write the body by them. Names of places are spelled by their
    sound: their consonants are a key as well.
    """
    for name in profile.formal:
        yield f"={fold(name) or name}"
        terms = term_name(name)
        yield " ".join(sorted(terms.codes))
        yield from known_ids(terms, profile.label)
        yield from (f"^{sound}" for term in terms.terms if term.kind == "name" for sound in term.meanings)
        yield from (f"~{letters}" for letters in initials(terms))
        yield from (f"~{word.lower()}" for word in terms.words if word.isupper() and len(word) > 1)
        words = [word[:_KEY_LENGTH] for word in fold(name).split() if len(word) > _SHORT]
        yield from words
        longest = sorted(words, key=lambda word: (-len(word), word))[:2]
        yield " ".join(sorted(longest))
        sounds = sorted(max(_sounds(word, _ALL), key=len) for word in name.lower().split() if len(word) > _SHORT)
        yield f"%{' '.join(sounds)}"


_KEY_LENGTH, _SHORT, _ALL = 5, 2, 100


@lru_cache(CACHE_SIZE // 4)
def _coarse(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What most spellings of a name share, in pairs.

    Each family name with each given name of the table or, for rare family names, with its first sound; and any two
    words, for which is which is not always told.
    """
    return tuple(sorted({pair for name in names for pair in _coarse_pairs(name)}))


def _coarse_pairs(name: str) -> Iterator[tuple[str, str]]:
    families, given = _words(name)
    keys = {key for word in given for key in _given_keys(word)}
    yield from product({sounds for word in families for sounds in _sounds(word, 4)}, keys)
    words = [part.word for part in name_parts(name).parts if part.role in ("family", "given")]
    for one, other in combinations(words[:_MOST_WORDS], 2):
        for pair in product(_sounds(one, 3), _sounds(other, 3)):
            yield min(pair), f"+{max(pair)}"


_MOST_WORDS = 4


@lru_cache(CACHE_SIZE // 4)
def _initialled(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each family name, coarsely and whole, with each first letter that the given name may have, and with none."""
    found: set[tuple[str, str]] = set()
    for name in names:
        families, given = _words(name)
        initials = [part.word for part in name_parts(name).parts if part.role == "initial"]
        letters = {letter for word in (*given, *initials) for letter in (fold_word(word)[:1], plain_word(word)[:1])}
        whole = (f"={key}" for word in families for key in family_keys(word))
        spellings = {*whole, *(key for word in families for key in _sounds(word, 4))}
        found.update(product(spellings, {"", *letters}))
    return tuple(sorted(found))


@lru_cache(CACHE_SIZE // 4)
def _rare(names: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of family names that few bear."""
    return tuple(sorted({key for name in names for key in rare_families(name)}))


def _words(name: str) -> tuple[list[str], list[str]]:
    """The words of a name that may be its family name, and its given names."""
    words = [part for part in name_parts(name).parts if part.role != "initial"]
    families = [part.word for part in words if part.role == "family"] or [part.word for part in words]
    return families, [part.word for part in words if part.role == "given"]


@lru_cache(CACHE_SIZE // 4)
def _given_keys(word: str) -> frozenset[str]:
    return frozenset((*map(str, given_groups(word)), *_sounds(word, 1)))


@lru_cache(CACHE_SIZE // 4)
def _sounds(word: str, most: int) -> frozenset[str]:
    """The first consonants of a word, those that scripts and spellings exchange as one: of both its keys."""
    keys = (fold_word(word), plain_word(word))
    return frozenset(re.sub("[aeiouyjh]", "", key).translate(_ALIKE)[:most] or key[:most] for key in keys)


# Consonants that scripts and spellings exchange.
_ALIKE = str.maketrans("gkqcxzsdtbpvfw", "kkkssssttppfff")
