"""The words of date expressions in one language, read from the knowledge tables and ready to look up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from diplonlp.errors import UnknownNameError
from diplonlp.knowledge.schema import DateCue, DateWord, Month, NumberWord, RelativeDate, Weekday
from diplonlp.knowledge.tables import read_table

#: A space between two words of one expression: it may wrap to the next line, but not cross an empty line. Bounded, so
#: that a megabyte of spaces costs nothing.
GAP = r"(?:[^\S\r\n]{1,4}(?:\r?\n[^\S\r\n]{0,8})?|\r?\n[^\S\r\n]{0,8})"
_SPACES = re.compile(r"\s+")


def fold(words: str) -> str:
    """Return words as the tables are compared: lower case, «ё» as «е», one space between words.

    Examples
    --------
    >>> fold("ЧЕТВЁРТОГО  мая")
    'четвертого мая'
    """
    return _SPACES.sub(" ", words).lower().replace("ё", "е")


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for the longest of the words that fits; however many they are, it reads each letter once.

    Examples
    --------
    >>> alternatives(["May", "March"])
    'ma(?:rch|y)'
    """
    return _alternatives(tuple(sorted({fold(word) for word in words})))


@cache
def _alternatives(words: tuple[str, ...]) -> str:
    # The patterns of one language name the same words hundreds of times.
    tree = _Letters()
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, _Letters())
        branch[""] = _Letters()
    return _pattern(tree)


class _Letters(dict[str, "_Letters"]):
    """The words of a list by their next letter; the empty letter ends a word."""


def _pattern(tree: _Letters) -> str:
    branches = [_letter(letter) + _pattern(rest) for letter, rest in tree.items() if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in tree else joined


def _letter(letter: str) -> str:
    # «ё» is written or not as the author likes; a space inside a phrase may be any space.
    return {"е": "[её]", " ": GAP}.get(letter) or re.escape(letter)


@dataclass(frozen=True)
class DateWords:
    """What one language says in dates. Keys are folded words; see the table types for the values."""

    lang: str
    months: Mapping[str, int]
    short_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    relative: Mapping[str, RelativeDate]
    jobs: Mapping[str, Mapping[str, str]]
    cues: Mapping[str, DateCue]

    def job(self, name: str, *values: str) -> Mapping[str, str]:
        """Return the words with this job, and one of these values if any are given, each with its value."""
        words = self.jobs.get(name, {})
        return {word: value for word, value in words.items() if not values or value in values}


@cache
def date_words(lang: str) -> DateWords:
    """Return the date words of a language, built once.

    Parameters
    ----------
    lang : str
        "en" or "ru".

    Raises
    ------
    UnknownNameError
        When the tables have no months in that language.

    Examples
    --------
    >>> date_words("ru").months["марта"], date_words("en").weekdays["tuesday"]
    (3, 2)
    """
    months = [row for row in read_table("months", Month) if row.lang == lang]
    if not months:
        raise UnknownNameError("language", lang, {row.lang for row in read_table("months", Month)})
    weekdays = [row for row in read_table("weekdays", Weekday) if row.lang == lang]
    full, short = _full_and_short(months)
    return DateWords(
        lang=lang,
        months=full,
        short_months=short,
        weekdays={fold(word): int(row.number) for row in weekdays for word in row.words},
        short_weekdays={fold(word): int(row.number) for row in weekdays for word in row.short},
        cardinals=_numbers(lang, "cardinal"),
        ordinals=_numbers(lang, "ordinal"),
        relative={fold(word): row for row in read_table("relative_dates", RelativeDate) if row.lang == lang
                  for word in row.words},
        jobs=_jobs(lang),
        cues={row.word: row for row in read_table("date_cues", DateCue) if row.lang == lang},
    )  # fmt: skip


def _full_and_short(months: Iterable[Month]) -> tuple[dict[str, int], dict[str, int]]:
    """Months by word: names in every case, and abbreviations, which are the beginning of the full name."""
    full: dict[str, int] = {}
    short: dict[str, int] = {}
    for row in months:
        name = fold(row.words[0])
        for word in map(fold, row.words):
            abbreviated = word != name and name.startswith(word)
            (short if abbreviated else full)[word] = int(row.number)
    return full, short


def _numbers(lang: str, kind: str) -> dict[str, int]:
    rows = (row for row in read_table("number_words", NumberWord) if row.lang == lang and row.kind == kind)
    return {fold(word): int(row.number) for row in rows for word in row.words}


def _jobs(lang: str) -> dict[str, dict[str, str]]:
    jobs: dict[str, dict[str, str]] = {}
    for row in read_table("date_words", DateWord):
        if row.lang == lang:
            jobs.setdefault(row.job, {}).update({fold(word): row.value for word in row.words})
    return jobs
