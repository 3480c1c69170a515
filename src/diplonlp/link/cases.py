"""Russian case endings of names: what a written form may be in the nominative, and what it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple

from diplonlp.knowledge.schema import GivenName, NameEnding, NameParticle
from diplonlp.knowledge.tables import read_table
from diplonlp.link.scripts import CACHE_SIZE, begins_as_chinese, is_chinese, is_cyrillic

_VOWELS = frozenset("аеёиоуыэюя")


class CaseForm(NamedTuple):
    """A nominative a written form may come from, with the gender and cases that the ending then has."""

    nominative: str
    gender: str
    cases: tuple[str, ...]
    certain: str


@lru_cache(CACHE_SIZE)
def case_forms(word: str) -> tuple[CaseForm, ...]:
    """Return the nominatives a Russian name's written form may come from by its ending; none of them need be right.

    Parameters
    ----------
    word : str
        One word in lower case.

    Examples
    --------
    >>> [form.nominative for form in case_forms("торобековым") if form.certain == "yes"]
    ['торобеков']
    """
    if not is_cyrillic(word):
        return ()
    return tuple(
        [
            CaseForm(nominative, row.gender, row.cases, row.certain)
            for row, ending in _by_last_letter().get(word[-1], ())
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
            for nominative in _with_endings(word.removesuffix(ending), row.nominative)
        ]
    )


@lru_cache(CACHE_SIZE)
def masculine_family(word: str) -> str | None:
    """Return the family name of the men of a woman's family; none where the ending is no woman's.

    Examples
    --------
    >>> masculine_family("osmonova"), masculine_family("корниенко")
    ('osmonov', None)
    """
    if not word.endswith(_all_endings("feminine")):
        return None
    for ending, masculine in _feminine():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending) + masculine
    return None


@lru_cache(CACHE_SIZE)
def ending_gender(word: str, kind: str) -> str | None:
    """Return the gender that an ending of a kind tells: "m", "f", or "" for either; none where the word has no such.

    Examples
    --------
    >>> ending_gender("петрович", "patronymic"), ending_gender("шевченко", "family"), ending_gender("ли", "family")
    ('m', '', None)
    """
    if not word.endswith(_all_endings(kind)):
        return None
    for ending, gender in _of_kind(kind):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return gender
    return None


@lru_cache(CACHE_SIZE)
def declined_gender(word: str, kind: str) -> str | None:
    """Return the gender that an ending tells, also in the forms of other cases that are sure to be of that kind.

    Parameters
    ----------
    word : str
        One word in lower case.
    kind : str
        "patronymic", "family" or "given".

    Examples
    --------
    >>> declined_gender("петровичем", "patronymic"), declined_gender("петров", "patronymic")
    ('m', None)
    """
    if word[-2:] not in _declined_tails(kind):
        return None
    own = ending_gender(word, kind)
    if own is not None:
        return own
    told = (ending_gender(form.nominative, kind) for form in case_forms(word))
    return next((gender for gender in told if gender is not None), None)


@cache
def _declined_tails(kind: str) -> frozenset[str]:
    """The last two letters of every ending of a kind in every case: a quick no for most words."""
    found = set(_all_endings(kind))
    for row in read_table("name_endings", NameEnding):
        for nominative in row.nominative if row.kind == "case" else ():
            tail = "" if nominative == "-" else nominative
            found.update(own.removesuffix(tail) + row.ending for own in _all_endings(kind) if own.endswith(tail))
    return frozenset(ending[-2:] for ending in found)


def without_ending(word: str, kind: str) -> str:
    """Return a word without its longest ending of a kind.

    Examples
    --------
    >>> without_ending("макәрімұлы", "patronymic"), without_ending("макаримович", "patronymic")
    ('макәрім', 'макарим')
    """
    return next((word.removesuffix(ending) for ending, _ in _of_kind(kind) if word.endswith(ending)), word)


@lru_cache(CACHE_SIZE)
def chinese_nominative(text: str) -> str | None:
    """Return the nominative of a Chinese name written in Cyrillic in any case; none where it is no such name.

    Examples
    --------
    >>> chinese_nominative("Си Цзиньпином"), chinese_nominative("Иваном Ли")
    ('Си Цзиньпин', None)
    """
    first, _, last = text.rpartition(" ")
    if not first or not is_cyrillic(first) or not begins_as_chinese(first):
        return None
    lasts = (last, *(_capitals(last, form.nominative) for form in case_forms(last.lower())))
    return next((name for name in (f"{first} {form}" for form in lasts) if is_chinese(name)), None)


@lru_cache(CACHE_SIZE)
def nominative_person(text: str, gender: str | None = None) -> str:
    """Return a person's Russian name in the nominative; a name whose endings leave a choice comes back as written.

    The parts are read together: all stand in one case and have one gender.

    Parameters
    ----------
    text : str
        A name as written, in any case. Latin letters come back unchanged.
    gender : str, optional
        "m" or "f" where the context has told it.

    Examples
    --------
    >>> nominative_person("Талантом Торобековым"), nominative_person("Валентиной Корниенко")
    ('Талант Торобеков', 'Валентина Корниенко')
    >>> nominative_person("Торобекова"), nominative_person("Торобекова", "m")
    ('Торобекова', 'Торобеков')
    """
    chinese = chinese_nominative(text)
    words = _declined_words(text)
    if chinese or not words:
        return chinese or text
    table = _table(words, text)
    genders = (gender,) if gender in ("m", "f") else ("m", "f")
    readings = [_Reading.of(table, case, sex) for sex, case in product(genders, _CASES)]
    best = max(readings, key=lambda reading: (round(reading.weight, 6), reading.case == "nomn"))
    if best.weight == 0.0:
        return text
    forms = {word: _capitals(word, form) for word, form in zip(words, best.forms, strict=True)}
    return _WORD.sub(lambda match: forms.get(match.group(), match.group()), text)


def person_gender(text: str) -> str | None:
    """Return "m" or "f" where the forms of a Russian name allow one gender only.

    Examples
    --------
    >>> person_gender("Торобековым"), person_gender("Торобековой"), person_gender("Торобекова")
    ('m', 'f', None)
    """
    words = _declined_words(text)
    table = _table(words, text)
    weight = {sex: max((_Reading.of(table, case, sex).weight for case in _CASES), default=0.0) for sex in ("m", "f")}
    high, low = max(weight.values()), min(weight.values())
    if not words or high < _CLEARLY * low or high == 0.0:
        return None
    return "m" if weight["m"] == high else "f"


class _Reading(NamedTuple):
    """One way to read all words of a name: a case and a gender, the nominatives, and how likely it is."""

    case: str
    weight: float
    forms: tuple[str, ...]

    @classmethod
    def of(cls, table: list[dict[tuple[str, str], tuple[float, str]]], case: str, gender: str) -> _Reading:
        cells = [analyses.get((case, gender), (0.0, "")) for analyses in table]
        weight = _PRIOR.get(case, 1.0)
        for own, _ in cells:
            weight *= own
        return cls(case, weight, tuple(form for _, form in cells))


# How much a reading counts: guessed from an ending that nominatives have too, from one they seldom have, from one they
# never have; known to the dictionary. A word as its own nominative counts a little more than a guess.
_WEIGHTS = {"": 0.3, "likely": 0.5, "yes": 0.9}
_GUESS, _SURE, _KNOWN = _WEIGHTS[""], _WEIGHTS["yes"], 1.0
_FIXED = 0.35
# A family name on -а after a given name is seldom a foreigner's nominative (Обама), a man's given name hardly ever.
_ON_A = {
    ("family", "m"): 0.2,
    ("family", "f"): 0.2,
    ("given", "m"): 0.1,
    ("given", "f"): 0.3,
    ("alone", "m"): 0.3,
    ("eastern", "m"): 0.2,
    ("eastern", "f"): 0.2,
}
_CLEARLY = 2.0
_SHORTEST_STEM = 2
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
# Genitive and accusative of a person look the same; the commoner one stands for both.
_PRIOR = {"nomn": 1.2, "accs": 0.9}
_CASE_OF = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_VOWELS = frozenset("аеёиоуыэюя")
_INDECLINABLE = frozenset("оеёиуюэы")

_Table = dict[tuple[str, str], tuple[float, str]]
_Analysis = tuple[tuple[str, str], float, str]


def _declined_words(text: str) -> list[str]:
    """Return the words that change with the case: no initials, no particles; in East Asian names the last word."""
    words = [
        word for word in _WORD.findall(text) if is_cyrillic(word) and len(word) > 1 and word not in _particles("next")
    ]
    if len(words) > 1 and words[0].lower() in _particles("family-first"):
        return words[-1:]
    return words


def _table(words: list[str], text: str) -> list[_Table]:
    """Return the analyses of each word; a single word that stands for a whole name may be either part."""
    if len(words) == 1 and words != _WORD.findall(text):
        eastern = text.split()[0].lower() in _particles("family-first")
        return [_analyses(words[0].lower(), "eastern" if eastern else "family")]
    if len(words) == 1:
        return [_analyses(words[0].lower(), "alone")]
    return [_analyses(word.lower(), "family" if word is words[-1] else "given") for word in words]


@lru_cache(CACHE_SIZE)
def _analyses(word: str, part: str) -> _Table:
    """For each case and gender a word may have: how likely, and its nominative."""
    found: _Table = {}
    given = tuple(_given(word))
    # An oblique form of a given name that the table has is seldom another name's nominative: Урсулы.
    as_written = () if given and part == "given" and word not in _given_names() else _as_written(word, part)
    # The dictionary knows no Korean names: «Мина» is a woman's there.
    dictionary = () if part == "eastern" else _dictionary(word)
    for key, weight, form in (*given, *dictionary, *_by_ending(word), *as_written):
        if weight > found.get(key, (0.0, ""))[0]:
            found[key] = (weight, form)
    return found


def _given(word: str) -> Iterator[_Analysis]:
    """Yield readings as a given name of the table, which also has the names no dictionary has."""
    names = _given_names()
    if word in names:
        for case in _CASES if word[-1] in _INDECLINABLE else ("nomn",):
            yield (case, names[word]), _KNOWN, word
    for form in case_forms(word):
        sex = names.get(form.nominative)
        if sex is not None and sex in form.gender:
            for case in form.cases:
                yield (case, sex), _KNOWN, form.nominative


def _dictionary(word: str) -> Iterator[_Analysis]:
    """Yield readings that the dictionary has as a name of a person, weaker as any other noun (Талант is one)."""
    parses = [parse for parse in _analyzer().parse(word) if parse.is_known and parse.tag.POS == "NOUN"]
    likeliest = max((parse.score for parse in parses), default=1.0)
    for parse in parses:
        if parse.tag.number == "plur":
            continue
        named = {"Name", "Surn", "Patr"} & parse.tag.grammemes
        share = 1.0 if "Fixd" in parse.tag.grammemes else parse.score / likeliest
        weight = share * (_KNOWN if named else _GUESS)
        case = _CASE_OF.get(str(parse.tag.case), str(parse.tag.case))
        for sex in _sexes(parse.tag):
            form = parse.inflect({"nomn", "sing", "femn" if sex == "f" else "masc"} if named else {"nomn", "sing"})
            yield (case, sex), weight, _own_letters(word, str(form.word if form is not None else parse.normal_form))


def _sexes(tag: Any) -> tuple[str, ...]:
    if "ms-f" in tag.grammemes:
        return ("m", "f")
    return {"masc": ("m",), "femn": ("f",)}.get(str(tag.gender), ())


def _own_letters(word: str, form: str) -> str:
    """Return the dictionary's form with the word's own е where the dictionary writes ё."""
    return (
        "".join("е" if new == "ё" and old == "е" else new for old, new in zip(word, form, strict=False))
        + form[len(word) :]
    )


def _by_ending(word: str) -> Iterator[_Analysis]:
    """Yield readings by the ending alone, for names that no dictionary has."""
    for form in case_forms(word):
        if not any(letter in _VOWELS for letter in form.nominative):
            continue
        weight, told = _WEIGHTS[form.certain], _told_gender(form.nominative)
        if told is not None:
            weight = max(weight, _SURE)
        for sex in form.gender if not told else told if told in form.gender else "":
            for case in form.cases:
                yield (case, sex), weight, form.nominative


def _told_gender(word: str) -> str | None:
    """Return the gender that a name's own ending tells ("" for either); none where no table has the ending."""
    for kind in ("patronymic", "family", "given"):
        gender = ending_gender(word, kind)
        if gender is not None:
            return gender
    return None


def _as_written(word: str, part: str) -> Iterator[_Analysis]:
    """Yield the word as its own nominative, and in every case where names of its kind do not change."""
    told = _told_gender(word)
    for sex in ("m", "f"):
        if told and told != sex:
            continue
        # A woman's name on a consonant and anybody's on these vowels never change: Ангелы Меркель, Нарендры Рави.
        fixed = word[-1] in _INDECLINABLE or (sex == "f" and word[-1] not in _VOWELS and not told)
        weight = _SURE if told is not None else _FIXED if fixed else _GUESS
        if told is None and word[-1] in "ая":
            weight = _ON_A.get((part, sex), _GUESS)
        yield ("nomn", sex), weight, word
        if fixed:
            for case in _CASES[1:]:
                yield (case, sex), weight, word


def _capitals(word: str, form: str) -> str:
    """Write a form with the capitals of the word as written."""
    if word.isupper():
        return form.upper()
    written = "".join(old if old.lower() == new else new for old, new in zip(word, form, strict=False))
    return written + form[len(written) :]


def _with_endings(stem: str, endings: tuple[str, ...]) -> Iterator[str]:
    """Yield what a stem can be with each ending: «й» stands after a vowel only, and a stem in a vowel needs it."""
    open_stem = stem[-1:] in _VOWELS
    for ending in endings:
        if (ending == "й" and not open_stem) or (ending == "-" and open_stem and "й" in endings):
            continue
        yield stem + ("" if ending == "-" else ending)


@cache
def _particles(role: str) -> frozenset[str]:
    return frozenset(row.word for row in read_table("name_particles", NameParticle) if row.role == role)


@cache
def _by_last_letter() -> dict[str, list[tuple[NameEnding, str]]]:
    rows: dict[str, list[tuple[NameEnding, str]]] = defaultdict(list)
    for row in read_table("name_endings", NameEnding):
        if row.kind == "case":
            rows[row.ending[-1]].append((row, row.ending))
    return rows


@cache
def _of_kind(kind: str) -> tuple[tuple[str, str], ...]:
    rows = [row for row in read_table("name_endings", NameEnding) if row.kind == kind]
    return tuple((row.ending, row.gender) for row in sorted(rows, key=lambda row: -len(row.ending)))


@cache
def _all_endings(kind: str) -> tuple[str, ...]:
    return tuple(ending for ending, _ in _of_kind(kind))


@cache
def _feminine() -> tuple[tuple[str, str], ...]:
    """Women's endings and men's, the longest first."""
    rows = [row for row in read_table("name_endings", NameEnding) if row.kind == "feminine"]
    return tuple((row.ending, row.nominative[0]) for row in sorted(rows, key=lambda row: -len(row.ending)))


@cache
def _given_names() -> dict[str, str]:
    """Return the gender of each Russian form of a given name."""
    return {form.lower(): row.gender for row in read_table("given_names", GivenName) for form in row.forms_ru}


def _analyzer() -> Any:
    from diplonlp.lang.morphology import analyzer

    return analyzer()
