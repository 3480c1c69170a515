"""Russian word forms: the dictionary forms a written word may come from."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

# Words are few beside their occurrences: a year of news has some 200,000 different forms.
CACHE_SIZE = 200_000
PARSED = 30_000  # readings take a kilobyte a word form


@cache
def analyzer() -> Any:
    """Return the one Russian morphological analyser of the process (pymorphy3), built on the first call.

    Returns
    -------
    pymorphy3.MorphAnalyzer
        Its ``parse(word)`` lists every reading of a word form, the likeliest first.

    Examples
    --------
    >>> analyzer().parse("послом")[0].normal_form
    'посол'
    """
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


def fold(word: str) -> str:
    """Write a word the way tables compare words: lower case, ``ё`` as ``е``.

    Examples
    --------
    >>> fold("Королёв")
    'королев'
    """
    return word.lower().replace("ё", "е")


@lru_cache(PARSED)
def parses(word: str) -> tuple[Any, ...]:
    """Return every reading of a word form, the likeliest first; three stages ask for those of the same words.

    Parameters
    ----------
    word : str
        One word as written.

    Examples
    --------
    >>> [reading.normal_form for reading in parses("послом")][:1]
    ['посол']
    """
    return tuple(analyzer().parse(word))


@lru_cache(CACHE_SIZE)
def normal_forms(word: str) -> frozenset[str]:
    """Return every dictionary form a written word may come from, in lower case with ``ё`` folded to ``е``.

    A word the dictionary lacks is guessed from its ending; the guesses are included, and so is nothing else:
    a word in Latin letters, a number or a sign gives itself.

    Parameters
    ----------
    word : str
        One word as written, in any case or number.

    Examples
    --------
    >>> sorted(normal_forms("стали"))
    ['сталь', 'стать']
    >>> sorted(normal_forms("NATO"))
    ['nato']
    """
    forms = frozenset(fold(parse.normal_form) for parse in parses(word))
    return forms or frozenset((fold(word),))


@lru_cache(CACHE_SIZE)
def lemma(word: str, pos: str, features: str) -> str:
    """Return the dictionary form of a word as it is used in one place.

    Of the readings the dictionary has, the one that agrees best with part of speech, gender, case and number is
    taken; for a proper noun a reading as a name. A proper noun and an abbreviation keep the capitals they are
    written with; a woman's surname stays a woman's; ``ё`` stays ``ё``.

    Parameters
    ----------
    word : str
        One word as written.
    pos : str
        Its part of speech, in the names of Universal Dependencies: "NOUN".
    features : str
        Its features, likewise: "Case=Gen|Gender=Masc|Number=Sing".

    Examples
    --------
    >>> lemma("Захаровой", "PROPN", "Case=Gen|Gender=Fem|Number=Sing")
    'Захарова'
    >>> lemma("стали", "VERB", "Number=Plur|Tense=Past"), lemma("стали", "NOUN", "Case=Gen|Number=Sing")
    ('стать', 'сталь')
    """
    if not _CYRILLIC.search(word):
        return word
    expected = dict(pair.split("=", 1) for pair in features.split("|") if "=" in pair)
    parse = max(parses(word), key=lambda reading: _agreement(reading, pos, expected))
    form = _name_form(word, parse, expected) if pos == "PROPN" else str(parse.normal_form)
    keeps_capitals = pos == "PROPN" or "Abbr" in parse.tag
    return _capitals_of(word, form) if keeps_capitals else form


def _agreement(parse: Any, pos: str, expected: dict[str, str]) -> tuple[bool | int | float, ...]:
    """How well a reading fits: part of speech, then gender and being a name, then the rest, then frequency.

    At a tie a reading that declines wins: "Анне" is a form of "Анна" before it is a name without forms.
    """
    grammemes = parse.tag.grammemes
    fits = pos in (("DET", "PRON") if "Apro" in grammemes else _PARTS.get(str(parse.tag.POS), ()))
    agreeing = {key for key, value in expected.items() if _FEATURES.get(f"{key}={value}", _NOTHING) & grammemes}
    is_name = bool(_NAMES & grammemes)
    named = pos == "PROPN"
    declines = "Fixd" not in grammemes
    return fits, named and "Gender" in agreeing, named and is_name, len(agreeing), declines, float(parse.score)


def _name_form(word: str, parse: Any, expected: dict[str, str]) -> str:
    """Return the dictionary form of a name.

    The dictionary itself turns women's surnames into men's. For a name it lacks it guesses, and a guess may bring
    a vowel the name never had ("Шольцем" from "шолец"): there the plain endings of the cases come first.
    """
    if expected.get("Number") == "Plur":
        return str(parse.normal_form)
    if "femn" in parse.tag.grammemes and {"Surn", "ADJF"} & parse.tag.grammemes:
        own = parse.inflect({"nomn", "femn", "sing"})
        return str(own.word if own is not None else parse.normal_form)
    if "Surn" in parse.tag.grammemes or analyzer().word_is_known(word):
        return str(parse.normal_form)
    return _foreign_form(word.lower(), expected) or str(parse.normal_form)


def _foreign_form(word: str, expected: dict[str, str]) -> str | None:
    """Return the nominative of a name no dictionary has, where its ending leaves one choice."""
    case, gender = expected.get("Case"), expected.get("Gender")
    if case == "Nom" or (gender == "Fem" and word[-1] in _HARD):
        return word
    if gender != "Masc":
        return None
    for ending in _MASCULINE_ENDINGS.get(case or "", ()):
        stem = word.removesuffix(ending)
        if stem != word and stem[-1:] in (_HUSHING if ending == "ем" else _HARD):
            return stem
    return None


def _capitals_of(word: str, form: str) -> str:
    """Write a form with the capitals of the word, part by part where it has hyphens."""
    parts, forms = word.split("-"), form.split("-")
    if len(parts) != len(forms):
        parts, forms = [word], [form]
    return "-".join(_capitals_of_part(part, own) for part, own in zip(parts, forms, strict=True))


def _capitals_of_part(word: str, form: str) -> str:
    capitals = len(word) - len(word.lstrip(_CAPITALS))
    return form[:capitals].upper() + form[capitals:]


_CAPITALS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_HARD = frozenset("бвгджзклмнпрстфхцчшщ")
_HUSHING = frozenset("жцчшщ")
# Men's names that end in a hard consonant: what each case adds.
_MASCULINE_ENDINGS = {"Gen": ("а",), "Acc": ("а",), "Dat": ("у",), "Ins": ("ом", "ем"), "Loc": ("е",)}
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_NAMES = frozenset(("Surn", "Name", "Patr", "Geox", "Orgn"))
_NOTHING: frozenset[str] = frozenset()
# OpenCorpora's parts of speech and the ones Universal Dependencies may give the same word.
_PARTS = {
    "NOUN": ("NOUN", "PROPN"),
    "ADJF": ("ADJ", "PROPN"),
    "ADJS": ("ADJ",),
    "COMP": ("ADJ", "ADV"),
    "VERB": ("VERB", "AUX"),
    "INFN": ("VERB", "AUX"),
    "PRTF": ("VERB", "ADJ"),
    "PRTS": ("VERB", "ADJ"),
    "GRND": ("VERB", "AUX"),
    "NUMR": ("NUM",),
    "ADVB": ("ADV",),
    "NPRO": ("PRON",),
    "PRED": ("ADV", "VERB"),
    "PREP": ("ADP",),
    "CONJ": ("CCONJ", "SCONJ"),
    "PRCL": ("PART",),
    "INTJ": ("INTJ",),
}
# Features of Universal Dependencies and the OpenCorpora grammemes that say the same.
_FEATURES = {
    "Case=Nom": {"nomn", "voct"},
    "Case=Gen": {"gent", "gen1", "gen2"},
    "Case=Dat": {"datv"},
    "Case=Acc": {"accs", "acc2"},
    "Case=Ins": {"ablt"},
    "Case=Loc": {"loct", "loc1", "loc2"},
    "Gender=Masc": {"masc"},
    "Gender=Fem": {"femn"},
    "Gender=Neut": {"neut"},
    "Number=Sing": {"sing"},
    "Number=Plur": {"plur"},
    "Animacy=Anim": {"anim"},
    "Animacy=Inan": {"inan"},
    "Aspect=Imp": {"impf"},
    "Aspect=Perf": {"perf"},
    "Tense=Past": {"past"},
    "Tense=Pres": {"pres"},
    "Tense=Fut": {"futr"},
    "Person=1": {"1per"},
    "Person=2": {"2per"},
    "Person=3": {"3per"},
    "VerbForm=Inf": {"INFN"},
    "VerbForm=Part": {"PRTF", "PRTS"},
    "VerbForm=Conv": {"GRND"},
    "VerbForm=Fin": {"VERB"},
    "Variant=Short": {"ADJS", "PRTS"},
    "Degree=Cmp": {"COMP"},
}
