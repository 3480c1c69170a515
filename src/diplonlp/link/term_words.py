"""The words of a body's or place's name as terms: what each means in either language, or how it sounds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from diplonlp.knowledge.facts import places, states
from diplonlp.knowledge.schema import NameParticle, Organization, State, TermWord
from diplonlp.knowledge.tables import read_table
from diplonlp.link.cases import case_forms
from diplonlp.link.scripts import CACHE_SIZE, fold_word, is_cyrillic, plain_word


class Term(NamedTuple):
    """A word of a name.

    Parameters
    ----------
    code : str
        What it means: an id of the tables after a sign ("#ministry", "@KAZ"), or the key of its sound.
    kind : str
        The kind of term_words.csv, or "state", "place", "body", "name", "acronym".
    weight : float
        How much of a name it makes out.
    word : str
        As written, in lower case.
    meanings : frozenset of str
        Every code it may have: «РК» is Kazakhstan or Korea.
    keys : tuple of str
        The keys of its sound, for a word that no table has: of the whole word, and of what stands before its endings.
    """

    code: str
    kind: str
    weight: float
    word: str
    meanings: frozenset[str]
    keys: tuple[str, ...] = ()


class TermName(NamedTuple):
    """A name taken apart: its terms, their codes, all its words, the acronyms it gives of itself, what tells where."""

    terms: tuple[Term, ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]
    acronyms: frozenset[str]
    placed: frozenset[str]


WEIGHTS = {
    "filler": 0.0, "form": 0.1, "scope": 0.35, "unit": 0.4, "head": 0.7, "attribute": 1.0, "side": 1.0, "region": 1.0,
    "state": 0.8, "place": 1.0, "body": 1.2, "number": 1.2, "name": 1.5, "acronym": 1.5,
}  # fmt: skip
# Longer names are compared by their first words.
MOST_WORDS = 40
LONGEST = 400


@lru_cache(CACHE_SIZE)
def term_name(text: str) -> TermName:
    """Take the name of a body or place apart.

    Parameters
    ----------
    text : str
        A name as written, in English or Russian, in any case.

    Examples
    --------
    >>> term_name("МИД Казахстана").codes == term_name("Foreign Ministry of Kazakhstan").codes
    False
    >>> sorted(term_name("МИД Казахстана").codes), sorted(term_name("Foreign Ministry of Kazakhstan").codes)
    (['#foreign', '#ministry', '@KAZ'], ['#foreign', '#ministry', '@KAZ'])
    """
    words = _words(text)
    return _named(words, _with_phrases(_plain_terms(words)))


def _named(words: tuple[str, ...], terms: tuple[Term, ...]) -> TermName:
    kept = tuple([term for term in terms if term.weight]) or terms
    acronyms, kept = _own_acronyms(kept, words)
    return TermName(kept, tuple([term.code for term in kept]), words, acronyms, _placed(words))


def word_by_word(name: TermName) -> TermName:
    """Return a name with a term for each of its words, also of those that together are a phrase of the tables.

    Examples
    --------
    >>> word_by_word(term_name("Rostov-on-Don")).codes
    ('rostov', '#don')
    """
    return _named(name.words, _plain_terms(name.words))


def content_words(words: Sequence[str]) -> list[str]:
    """Return the words that are not of the kind of "of" and "the".

    Examples
    --------
    >>> content_words(("Bank", "of", "the", "South"))
    ['Bank', 'South']
    """
    small = _function_words()
    return [word for word in words if word.lower() not in small]


def phrase_terms(text: str) -> tuple[Term, ...]:
    """Return the terms of a text without looking for phrases: what the tables' own names are indexed by.

    Examples
    --------
    >>> [term.code for term in phrase_terms("Council of Europe")]
    ['#council', '#europe']
    """
    terms = _plain_terms(_words(text))
    return tuple(term for term in terms if term.weight) or terms


_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\ufeff]")
_BRACKETS = re.compile(r"\([^()]*\)")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_POSSESSIVE = ("'s", "s'")
_ORDINAL = re.compile(r"(?<=\d)-?(?:[а-я]{1,3}|st|nd|rd|th)\b")
_PLACING = frozenset(("on", "upon", "am", "sur", "an", "na", "на"))
_NAMING = frozenset(("имени", "им", "named"))


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a name: abbreviations without their full stops, no possessive endings, no asides."""
    text = text[:LONGEST]
    if not text.replace(" ", "").isalnum():
        text = _INVISIBLE.sub("", text).translate(_APOSTROPHES)
        text = _ORDINAL.sub("", text)
        text = _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", text)
        if "(" in text:
            text = _BRACKETS.sub(_aside, text) if _BRACKETS.sub("", text).strip() else text
        return tuple(word[:-2] if word.endswith("'s") else word for word in _WORD.findall(text)[:MOST_WORDS])
    return tuple(text.split()[:MOST_WORDS])


def _aside(match: re.Match[str]) -> str:
    """Keep what stands in brackets where it says of which state: "House of Representatives (USA)"."""
    inside = match.group()
    return f" {inside[1:-1]} " if any(term.kind == "state" for term in _plain_terms(_words(inside[1:-1]))) else " "


def _plain_terms(words: Iterable[str]) -> tuple[Term, ...]:
    found: list[Term] = []
    for word in words:
        found.extend(word_terms(word))
    return tuple(found)


def _with_phrases(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Put one term for several words that name one state, place or meaning: "United States", "South Korea"."""
    phrases = _phrases()
    if not any(term.code in phrases for term in terms):
        return terms
    found: list[Term] = []
    start = 0
    while start < len(terms):
        for length, codes, replacement in phrases.get(terms[start].code, ()):
            if tuple([term.code for term in terms[start : start + length]]) == codes:
                found.extend(replacement)
                start += length
                break
        else:
            found.append(terms[start])
            start += 1
    return tuple(found)


def _own_acronyms(terms: tuple[Term, ...], words: tuple[str, ...]) -> tuple[frozenset[str], tuple[Term, ...]]:
    """Take out an acronym that the name itself spells out: "FDA Food and Drug Administration"."""
    if len(words) < 3:
        return frozenset(), terms
    own = [term for term in terms if term.kind == "acronym" and _spells(term.word, words)]
    if not own:
        return frozenset(), terms
    return frozenset(term.code for term in own), tuple(term for term in terms if term not in own)


def _spells(acronym: str, words: Sequence[str]) -> bool:
    rest = [word.lower() for word in words if word.lower() != acronym]
    return any(acronym in "".join(word[0] for word in some) for some in (rest, content_words(rest)))


def _placed(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words that tell where a place lies or whose name a body bears: "Frankfurt am Main", «МГУ имени …»."""
    low = [word.lower() for word in words]
    if len(low) < 3 or (_PLACING.isdisjoint(low) and _NAMING.isdisjoint(low)):
        return frozenset()
    placed = {after for before, after in pairwise(low[1:]) if before in _PLACING}
    named = next((number for number, word in enumerate(low) if number and word in _NAMING), len(low))
    return frozenset((*placed, *low[named:]))


@lru_cache(CACHE_SIZE)
def word_terms(word: str) -> tuple[Term, ...]:
    """Return the terms of one word as written; none where it tells nothing ("of"), several where it stands for them.

    Examples
    --------
    >>> [term.code for term in word_terms("Минобороны")], [term.code for term in word_terms("казахстанского")]
    (['#ministry', '#defense'], ['@KAZ'])
    """
    low = word.lower().replace("ё", "е")
    if low in _function_words():
        return ()
    known = _known_word(word, low)
    if known is not None:
        return known
    if low.isdigit():
        code = f"#{low.lstrip('0')}"
        return (Term(code, "number", WEIGHTS["number"], low, frozenset((code,))),)
    declined = _DECLINED.match(word)
    if declined or _is_acronym(word):
        low = declined[1].lower() if declined else low
        key = plain_word(low) or low
        return (Term(key, "acronym", WEIGHTS["acronym"], low, frozenset((key,)), (key,)),)
    keys = sounds(low)
    return _adjective_of_place(keys) or (Term(keys[-1], "name", WEIGHTS["name"], low, frozenset(keys), keys),)


def _adjective_of_place(keys: tuple[str, ...]) -> tuple[Term, ...]:
    """Return the place that an adjective is made of: «тюменская», of Tyumen."""
    index = _place_keys()
    return next((index[key] for key in keys[:-1] if key in index), ()) if len(keys) > _OWN_KEYS else ()


_OWN_KEYS = 2  # a word's own, and that of its stem; an adjective has more


@cache
def _place_keys() -> dict[str, tuple[Term, ...]]:
    """Places that one Russian word names, by the key of its stem."""
    exact = _word_index()[0]
    places_alone = {word: terms for word, terms in exact.items() if terms[0].kind == "place" and is_cyrillic(word)}
    return {fold_word(stem(word)): terms for word, terms in places_alone.items()}


def _known_word(word: str, low: str) -> tuple[Term, ...] | None:
    """Find a word in the tables: as written, an acronym in a case («ООНом»), by its stem, by its nominatives."""
    exact, capitals, stems, starts = _word_index()
    if len(word) <= _LONGEST_ACRONYM:
        told = capitals.get(word) or _declined_acronym(word, capitals)
        if told is not None:
            return told
    found = exact.get(low)
    if found is not None:
        return found
    if not is_cyrillic(low):
        if not low.isascii() and _UMLAUTS.isdisjoint(low) and (found := exact.get(plain_word(low))) is not None:
            return found
        singular = next((low.removesuffix(ending) for ending in ("es", "s") if low.endswith(ending)), "")
        return exact.get(singular) if len(singular) > _SHORTEST_STEM else None
    found = stems.get(stem(low))
    if found is not None or low[:3] not in starts:
        return found
    return next((exact[form] for form in _nominatives(low) if form in exact), None)


_UMLAUTS = frozenset("äöüøåß")
_LONGEST_ACRONYM, _SHORTEST_STEM, _SHORTEST_ADJECTIVE = 9, 3, 3
_LONGEST_UNKNOWN = 5  # of letters that are not said as a word: VECTOR is a name in capitals
_DECLINED = re.compile(r"([А-ЯЁ]{2,})-?([а-яё]{1,3})$")


def _declined_acronym(word: str, capitals: dict[str, tuple[Term, ...]]) -> tuple[Term, ...] | None:
    match = _DECLINED.match(word) if word[-1:].islower() and word[:2].isupper() else None
    return capitals.get(match[1]) if match else None


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= _LONGEST_UNKNOWN and word[:2].isupper() and word.isalpha()


# Endings of Russian nouns and adjectives, the longest first. What is left is no word; it is the same for all its forms.
_ENDINGS = (
    "иями", "ием", "иям", "иях", "ией", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "ия", "ию", "ии", "ие",
    "ий", "ый", "ой", "ей", "ая", "яя", "ое", "ее", "ые", "ую", "юю", "ов", "ев", "ых", "их", "ым", "им", "ом", "ем",
    "ам", "ям", "ах", "ях", "ью", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й",
)  # fmt: skip
_BY_LAST = {
    last: tuple(ending for ending in _ENDINGS if ending[-1] == last) for last in {ending[-1] for ending in _ENDINGS}
}


def stem(word: str) -> str:
    """Return a Russian word without its ending, the same for all its forms; no word in itself.

    Examples
    --------
    >>> stem("организациями") == stem("организация"), stem("федерального") == stem("федеральный")
    (True, True)
    """
    for ending in _BY_LAST.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def sounds(low: str) -> tuple[str, ...]:
    """Return the comparison keys of a word: what an adjective is made of, the whole, and last what all its forms share.

    Examples
    --------
    >>> sounds("тверская"), sounds("tver")
    (('tver', 'tverskaia', 'tversk'), ('tver',))
    """
    whole = fold_word(low) or low
    if not is_cyrillic(low):
        bare = whole.rstrip("aeio")
        return (bare, whole) if len(bare) > _SHORTEST_STEM and bare != whole else (whole,)
    root = stem(low)
    keys = [whole, fold_word(root)]
    if len(root) > _SHORTEST_ADJECTIVE and root.endswith(("ск", "цк")):
        place = root[:-2] if root.endswith("ск") else root[:-1]
        keys = [fold_word(place), fold_word(place.removesuffix("ов").removesuffix("ин")), *keys]
    return tuple(dict.fromkeys(filter(None, keys)))


def _nominatives(low: str) -> Iterator[str]:
    """Yield what a Russian word may be in the nominative, plurals included."""
    for form in case_forms(low):
        yield form.nominative
    if low.endswith("цев"):
        yield low[:-3] + "ец"
    for ending in ("ами", "ям", "ам", "ах", "ов", "ями", "ях", ""):
        if low.endswith(ending):
            yield from (low.removesuffix(ending) + vowel for vowel in ("ы", "и"))


_Index = dict[str, tuple[Term, ...]]


@cache
def _word_index() -> tuple[_Index, _Index, _Index, frozenset[str]]:
    """Single words of the tables: in small letters, in capitals, by stem; how words that change their case begin."""
    exact: _Index = {}
    capitals: _Index = {}
    stems: _Index = {}
    meanings = _meanings()
    for word, code, stemmed in _state_words():
        _add_state(word, code, stemmed, exact, capitals, stems)
    for row in read_table("term_words", TermWord):
        words = [word for word in (*row.en, *row.ru) if len(_WORD.findall(word)) == 1]
        own = [exact[low] for word in words if (low := word.lower().replace("ё", "е")) in exact]
        terms = own[0] if own and own[0][0].kind == "state" and row.kind == "region" else _row_terms(row, meanings)
        for word in words:
            _add_word(word, terms, exact, stems)
    for word, code in (*_place_words(exact), *_body_words()):
        kind = "body" if code[0] == "&" else "place"
        target = capitals if word.isupper() else exact
        target.setdefault(
            word if word.isupper() else word.lower().replace("ё", "е"),
            (Term(code, kind, WEIGHTS[kind], word.lower(), frozenset((code,))),),
        )
    return exact, capitals, stems, frozenset(word[:3] for word in exact if is_cyrillic(word))


def _meanings() -> dict[str, Term]:
    """Return the term of each meaning, by its id; every state is a meaning too."""
    found = {
        row.id: Term(f"#{row.id}", row.kind, WEIGHTS[row.kind], (*row.en, *row.ru, "")[0], frozenset((f"#{row.id}",)))
        for row in read_table("term_words", TermWord)
        if row.kind != "compound"
    }
    return found | {code: _state_term(code, code.lower()) for code in states()}


def _state_term(code: str, word: str) -> Term:
    return Term(f"@{code}", "state", WEIGHTS["state"], word, frozenset((f"@{code}",)))


def _row_terms(row: TermWord, meanings: dict[str, Term]) -> tuple[Term, ...]:
    return tuple(meanings[part] for part in row.parts) if row.kind == "compound" else (meanings[row.id],)


def _add_word(word: str, terms: tuple[Term, ...], exact: _Index, stems: _Index) -> None:
    low = word.lower().replace("ё", "е")
    own = terms if len(terms) > 1 else (terms[0]._replace(word=low),)
    exact.setdefault(low, own)
    if is_cyrillic(low) and len(low) > _SHORTEST_STEM:
        stems.setdefault(stem(low), own)
        if low[-1] in "ая":  # «систем», «служб»: the genitive of the plural
            exact.setdefault(low[:-1], own)


def _state_words() -> Iterator[tuple[str, str, bool]]:
    """Yield the single words that name states, with the code and whether any ending may follow their stem."""
    for state in states().values():
        for name in state_names(state):
            yield name, state.code, False
        for name in (*state.adjectives_en, *state.demonyms_en, *state.demonyms_ru):
            yield name, state.code, False
        for name in state.adjectives_ru:
            yield name, state.code, True


def state_names(state: State) -> tuple[str, ...]:
    """Return every name of a state in both languages, the seats of its government included.

    Examples
    --------
    >>> "Kyrgyz Republic" in state_names(states()["KGZ"])
    True
    """
    names = (state.name_en, state.name_ru, state.official_en, state.official_ru, *state.aliases_en, *state.aliases_ru)
    return tuple(filter(None, (*names, *state.seats_en, *state.seats_ru)))


def _add_state(word: str, code: str, stemmed: bool, exact: _Index, capitals: _Index, stems: _Index) -> None:
    plain = word.replace(".", "")
    if len(_WORD.findall(plain)) > 1 or "-" in plain:
        return
    low = plain.lower().replace("ё", "е")
    target, key = (capitals, plain) if plain.isupper() else (exact, low)
    known = target.get(key)
    if known and known[0].kind == "state":
        meanings = known[0].meanings | {f"@{code}"}
        target[key] = (known[0]._replace(code="|".join(sorted(meanings)), meanings=meanings),)
    else:
        target[key] = (_state_term(code, low),)
    if stemmed:
        stems[stem(low)] = (_state_term(code, low),)


def _place_words(exact: _Index) -> Iterator[tuple[str, str]]:
    """Yield the single words that name places; a place that term_words.csv has keeps the code it has there."""
    for place_id, place in places().items():
        names = (place.name_en, place.name_ru, *place.aliases_en, *place.aliases_ru)
        singles = [name for name in names if len(_WORD.findall(name)) == 1]
        own = [exact[name.lower()][0].code for name in singles if name.lower() in exact]
        for name in singles:
            yield name, own[0] if own and own[0][0] == "#" else f"%{place_id}"


def _body_words() -> Iterator[tuple[str, str]]:
    """Yield acronyms that name one international organisation, which stand inside the names of its bodies."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in (*read_table("organizations", Organization), *read_table("institutions", Organization)):
        for name in (*row.acronyms_en, *row.acronyms_ru):
            owners[name].add(row.id)
    for row in read_table("organizations", Organization):
        for name in (*row.acronyms_en, *row.acronyms_ru):
            if row.kind == "international" and owners[name] == {row.id} and name not in row.ambiguous:
                yield name, f"&{row.id}"


@cache
def _phrases() -> dict[str, list[tuple[int, tuple[str, ...], tuple[Term, ...]]]]:
    """Names of several words by the code of their first, the longest first."""
    found: dict[tuple[str, ...], tuple[Term, ...]] = {}
    meanings = _meanings()
    for state in states().values():
        for name in state_names(state):
            codes = _codes(name)
            known = found.get(codes)
            if known and known[0].kind == "state" and f"@{state.code}" not in known[0].meanings:
                both = known[0].meanings | {f"@{state.code}"}
                found[codes] = (known[0]._replace(code="|".join(sorted(both)), meanings=both),)
            else:
                found[codes] = (_state_term(state.code, name.lower()),)
    for row in read_table("term_words", TermWord):
        names = [codes for name in (*row.en, *row.ru) if len(codes := _codes(name)) > 1 and len(_words(name)) > 1]
        known = next((found[codes] for codes in names if codes in found), None)
        for codes in names:
            found.setdefault(codes, known or _row_terms(row, meanings))
    for name, code in _named_places_and_bodies():
        kind = "body" if code[0] == "&" else "place"
        found.setdefault(_codes(name), (Term(code, kind, WEIGHTS[kind], name.lower(), frozenset((code,))),))
    index: dict[str, list[tuple[int, tuple[str, ...], tuple[Term, ...]]]] = defaultdict(list)
    for codes, terms in sorted(found.items(), key=lambda item: -len(item[0])):
        if len(codes) > 1:
            index[codes[0]].append((len(codes), codes, terms))
    return dict(index)


def _codes(name: str) -> tuple[str, ...]:
    return tuple(term.code for term in phrase_terms(name))


def _named_places_and_bodies() -> Iterator[tuple[str, str]]:
    """Yield places, and the full names of international organisations, which stand inside the names of others."""
    for place_id, place in places().items():
        for name in (place.name_en, place.name_ru, *place.aliases_en, *place.aliases_ru):
            yield name, f"%{place_id}"
    for row in read_table("organizations", Organization):
        for name in (row.name_en, row.name_ru, *row.aliases_en, *row.aliases_ru):
            if row.kind == "international" and name not in row.ambiguous:
                yield name, f"&{row.id}"


@cache
def _function_words() -> frozenset[str]:
    return frozenset(row.word for row in read_table("name_particles", NameParticle) if row.role == "function")
