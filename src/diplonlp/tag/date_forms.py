"""The forms a date expression takes, as patterns over slots: ``{day}_{month}(?:~{year})?``.

In a pattern ``{slot}`` is any word of the slot (``{year2:year}`` gives a second one its own name), ``_`` is a gap
between words, ``~`` a gap that a comma may precede. Everything else is a regular expression. The words come from the
tables, so that most forms serve every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from diplonlp.tag import date_values as values
from diplonlp.tag.date_words import GAP, DateWords, alternatives, date_words, fold

Kind = Literal["day", "month", "year", "season", "quarter", "weekday", "range", "relative", "decade", "century"]
#: What has to stand around an expression for it to count: nothing, a cue that four digits are a year, a cue that a word
#: that is also another word ("May") is a date, "from" before a pair of years, or a verb that looks ahead.
Check = Literal["", "year", "word", "pair", "future"]

#: Digits that go on (29.03, 14:30, 10,000, 5%) are no whole number, and letters make another word.
_END = r"(?!\w|[.,:/]\d|%)"
_DIGIT = "0"  # stands for "any digits" among the words an expression can start with
_ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
    "XVIII", "XIX", "XX", "XXI",
)  # fmt: skip
_LEADING = re.compile(r"\(\?:\{(\w+)(?::(\w+))?\}(?:[^()]|\(\?:[^()]*\)\?)*\)\?|\{(\w+)(?::(\w+))?\}")
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}|_|~")


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what kind of date it is, its pattern, what it means, and what must stand around it.

    Without ``find`` the form is only understood, not looked for: "late Tuesday" is found as "Tuesday".
    """

    kind: Kind
    template: str
    value: values.Resolver
    check: Check = ""
    langs: tuple[str, ...] = ("en", "ru")
    find: bool = True


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form in one language, ready to match, with the first words its matches can have."""

    form: Form
    pattern: re.Pattern[str]
    starts: frozenset[str]


_OF = "(?:{connector}_)?"
_LEAD = "(?:{lead}~" + _OF + ")?"
_PART = "(?:{part}{join}" + _OF + ")?"
_BEFORE_YEAR = "(?:~|_{connector}_)"  # not both: «30 марта, в 2022 году» is two dates
_YEAR = "(?:" + _BEFORE_YEAR + "{year})?"
_NO_COUNT = "(?!{counted})"

#: Where several forms fit, the longest match wins, and the first of equals.
FORMS: tuple[Form, ...] = (
    # days
    Form("day", "{iso}", values.numeric),
    Form("day", "{dotted}(?:{yearword})?", values.numeric),
    Form("day", "{slashed}", values.slashed),
    Form("day", _LEAD + "{day}_" + _OF + "{month}" + _YEAR + "(?:,_" + _OF + "{tail:weekday})?", values.day),
    Form("day", _LEAD + "{day:dayword}_{connector}_{month}" + _YEAR, values.day, langs=("en",)),
    Form("day", _LEAD + "{day:dayword}_{month}" + _YEAR, values.day, langs=("ru",)),
    Form("day", _LEAD + "{month}_(?:{determiner}_)?{day}" + _NO_COUNT + _YEAR, values.day, langs=("en",)),
    Form("day", _LEAD + "{month}_(?:{determiner}_)?{day:dayword}" + _NO_COUNT + _YEAR, values.day, langs=("en",)),
    # stretches of days
    Form("range", "{day}{to}{day2:day}_" + _OF + "{month}" + _YEAR, values.day_range),
    Form("range", "{day}{joint}{day2:day}_" + _OF + "{month}" + _YEAR, values.day_range),
    Form("range", "{month}_{day}{to}{day2:day}" + _NO_COUNT + _YEAR, values.day_range, langs=("en",)),
    Form("range", "{month}_{day}{joint}{day2:day}" + _NO_COUNT + _YEAR, values.day_range, langs=("en",)),
    Form("range", "{days}{day}_{month}" + _YEAR, values.day_list),
    Form("range", "{day}_{month}" + _YEAR + "{to}{day2:day}_{month2:month}(?:~{year2:year})?", values.day_range),
    Form("range", "{month}_{day}" + _YEAR + "{to}{month2:month}_{day2:day}(?:~{year2:year})?", values.day_range,
         langs=("en",)),
    # months
    Form("month", "{numericmonth}", values.numeric_month),
    Form("month", _PART + "{month}" + _BEFORE_YEAR + "{year}", values.month),
    Form("month", "{month:monthname}", values.month, "word"),
    Form("month", "{part}{join}" + _OF + "{month:monthname}", values.month),
    Form("month", _PART + "{step:direction}_{month:monthname}", values.month),
    Form("range", "{month:monthname}{to}{month2:monthname}" + _YEAR, values.month_range),
    Form("range", "{month:monthname}{joint}{month2:monthname}" + _BEFORE_YEAR + "{year}", values.month_range),
    # years; a decade first, for «1990-е годы» also reads as a year with its ending
    Form("decade", _PART + "{decade}", values.unresolved),
    Form("year", "{year}", values.year, "year"),
    Form("year", "{part}{join}" + _OF + "{year}", values.year),
    Form("range", "{year:digits}{dash}{year2:endyear}(?:{yearword})?", values.year_range, "year"),
    Form("range", "{year:digits}(?:{yearword})?{to}{year2:digits}(?:{yearword})?", values.year_range, "pair"),
    Form("range", "{year:digits}{joint}{year2:digits}(?:{yearword})?", values.year_range, "pair"),
    Form("century", _PART + "{ordinal}_{century}(?:_{era})?", values.unresolved),
    Form("year", "{bareyear}_(?:{yearword}_)?{era}", values.unresolved),
    # seasons, quarters
    Form("season", _PART + "{season}" + _BEFORE_YEAR + "{year}", values.season),
    Form("season", _PART + "{step:direction}_{season}", values.season),
    Form("quarter", "{ordinal}_{unit:quarter}_" + _OF + "{year}", values.quarter),
    Form("quarter", "{letter}(?:{gap})?{ordinal:digit},?_{year}", values.quarter),
    # weekdays
    Form("weekday", "{weekday:dayname}", values.weekday, "word"),
    Form("weekday", "{weekday:dayname}_{daypart}", values.weekday, langs=("en",)),
    Form("weekday", "{nearpart}_{weekday:dayname}(?:_{daypart})?", values.weekday, find=False),
    Form("weekday", "{step:direction}_{weekday:dayname}(?:_{daypart})?", values.weekday, langs=("en",)),
    Form("weekday", "{step:direction}_{weekday:dayname}", values.weekday, langs=("ru",)),
    Form("weekday", "{weekday:dayname}~" + _OF + "{weekstep:direction}_{week}", values.weekday),
    Form("range", "{weekday:dayname}{to}{weekday2:dayname}", values.weekday_range),
    # relative to the day of publication
    Form("relative", "{weekend}", values.weekend, "word"),
    Form("relative", "{phrase}", values.relative, "word"),
    Form("relative", "{phrase}_{daypart}", values.relative, langs=("en",)),
    Form("relative", "{nearpart}_{phrase}", values.relative, find=False),
    Form("relative", _PART + "{step:direction}_{unit:period}", values.unit),
    Form("relative", "{since}_" + _OF + "{step:direction}_{unit:period}", values.unit),
    Form("relative", "{part}_{connector}_{unit:period}", values.unit, langs=("en",)),
    Form("relative", "{part}_{unit:period}", values.unit, langs=("ru",)),
    Form("relative", "(?:{amount}_)?{units}_{ago}", values.distance),
    Form("relative", "(?:{amount}_)?{units}(?:{gap})?{ahead}", values.distance, langs=("en",)),
    Form("relative", "{within}_(?:{amount}_)?{units}(?:(?:{gap})?{time})?", values.distance, "future"),
    Form("relative", "{amount}_{units}_{aside}", values.unresolved),
)  # fmt: skip


class _Slots:
    """The slots of one language: for each, its pattern and the first words it can start with."""

    def __init__(self, words: DateWords) -> None:
        self.words = words
        ending = alternatives(words.job("ordinal-ending"))
        self.endings = rf"(?:-?(?:{ending}))?"
        years = alternatives(words.job("year-word"))
        self.year_word = rf"(?:{self.endings}{GAP}?(?:{years}))" if years else "(?!)"
        self.to = rf"(?:{GAP}(?:{alternatives(words.job('to'))}){GAP}|[^\S\r\n]?[-–—−][^\S\r\n]?)"
        self.joint = rf"{GAP}(?P<joint>{alternatives(words.job('and'))}){GAP}"
        self.vocabulary = self._vocabulary()
        self.numbers = self._numbers()

    def _vocabulary(self) -> dict[str, Iterable[str]]:
        """Return the slots that are lists of words."""
        words, job = self.words, self.words.job
        return {
            "monthname": words.months, "dayname": words.weekdays, "dayword": words.ordinals, "phrase": words.relative,
            "direction": job("direction"), "part": job("part"), "since": job("since"), "season": job("season"),
            "daypart": job("daypart"), "ago": job("ago"), "ahead": job("ahead", "after"), "time": job("ahead", "time"),
            "within": job("within"),
            "aside": job("aside"), "units": [*job("unit"), *job("units")], "century": job("unit", "century"),
            "week": job("unit", "week"), "weekend": job("unit", "weekend"), "era": job("era"),
            "connector": job("connector"),
            "determiner": job("determiner"), "quarter": job("unit", "quarter", "half-year"),
            "period": [unit for unit, value in job("unit").items() if value != "day"],
            "letter": job("quarter-letter"), "nearpart": [*job("part", "early", "late"), *job("since")],
        }  # fmt: skip

    def _numbers(self) -> dict[str, str]:
        """Return the slots that are digits, each with ``{name}`` where its group's name goes."""
        ending, decade = self.endings, alternatives(self.words.job("decade-ending"))
        years = self._years()
        month, century = "0[1-9]|1[0-2]", r"(?:19|20)\d\d"
        return {
            "iso": r"(?P<y>[12]\d{{3}})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?=T\d|(?!\w))",
            "dotted": r"(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>[12]\d{{3}}|(?<=\d\d\.\d\d\.)\d\d)",
            "slashed": r"(?P<m>[0-3]?\d)/(?P<d>[0-3]?\d)/(?P<y>[12]\d{{3}})",
            "numericmonth": rf"(?:(?P<m>{month})\.(?P<y>{century})|(?P<y2>{century})-(?P<m2>{month}))",
            "day": rf"(?P<{{name}}>0?[1-9]|[12]\d|3[01])(?!\d){ending}",
            "digits": r"(?P<{name}>[12]\d{{3}})(?!\d)",
            "endyear": r"(?P<{name}>[12]\d{{3}}|\d\d?)(?!\d)",
            "bareyear": r"(?P<{name}>\d{{1,4}})(?!\d)",
            "digit": r"(?P<{name}>[1-4])(?!\d)",
            "decade": rf"(?P<{{name}}>[12]\d\d0(?:{decade})(?:{GAP}?{years})?|[2-9]0(?:{decade}){GAP}{years})",
        }

    def _years(self) -> str:
        years = alternatives(self.words.job("year-word"))
        return rf"(?:{years})" if years else "(?!)"

    def pattern(self, slot: str, name: str) -> str:
        """Return the slot's pattern, its group called ``name``."""
        if slot in self.numbers:
            return self.numbers[slot].replace("{{", "{").replace("}}", "}").replace("{name}", name)
        if slot in self.vocabulary:
            words = alternatives(self.vocabulary[slot]) or "(?!)"
            group = ":" if slot in ("connector", "determiner") else f"P<{name}>"
            return rf"(?{group}{words})" + ("" if slot == "letter" else r"(?!\w)")
        return self._composed(slot, name)

    def _composed(self, slot: str, name: str) -> str:
        words, job = self.words, self.words.job
        unit_year, phrases = alternatives(job("unit", "year")), self._year_phrases()
        short_month, short_day = alternatives(words.short_months), alternatives(words.short_weekdays)
        direction, phrase = alternatives(job("direction")), alternatives(phrases)
        composed = {
            "gap": GAP, "join": f"(?:-|{GAP})", "to": self.to, "joint": self.joint,
            "dash": r"[^\S\r\n]?[-–—−/][^\S\r\n]?",
            "yearword": self.year_word,
            "counted": rf"{GAP}(?:{alternatives(job('counted'))})(?!\w)",
            "days": rf"(?P<{name}>\d\d?(?:,{GAP}?\d\d?){{0,6}}),?{self.joint}",
            "month": rf"(?P<{name}>{alternatives(words.months)}(?!\w)|{short_month}(?!\w)(?:\.(?=,|{GAP}?\d))?)",
            "weekday": rf"(?:(?P<{name}>{alternatives(words.weekdays)}|{short_day})(?!\w)(?:\.(?=,|{GAP}))?)",
            "lead": rf"(?:(?P<weekday>{alternatives(words.weekdays)}|{short_day})(?!\w)\.?|"
                    rf"(?:{alternatives(words.relative)})(?!\w))",
            "year": rf"(?:(?P<{name}>[12]\d{{3}})(?!\d)(?P<{name}word>{self.year_word}|{self.endings}(?!\w))?"
                    rf"|(?P<{name}step>{direction}){GAP}(?:{unit_year})(?!\w)|(?P<{name}phrase>{phrase}))",
            "ordinal": rf"(?:(?P<{name}>{alternatives(words.ordinals)}|\d\d?(?={self.endings})|"
                       rf"{'|'.join(_roman())})(?!\d){self.endings})(?!\w)",
            "amount": rf"(?P<{name}>\d{{1,3}}|{alternatives([*words.cardinals, *job('vague')])})(?!\w)",
        }  # fmt: skip
        return composed[slot]

    def _year_phrases(self) -> list[str]:
        return [phrase for phrase, row in self.words.relative.items() if row.unit == "year"]

    def starts(self, slot: str) -> set[str]:
        """Return the first words of everything the slot can match, folded; digits are "0"."""
        words = self.words
        special: dict[str, Iterable[str]] = {
            "month": [*words.months, *words.short_months],
            "lead": [*words.weekdays, *words.short_weekdays, *words.relative],
            "year": [_DIGIT, *words.job("direction"), *self._year_phrases()],
            "ordinal": [_DIGIT, *words.ordinals, *map(fold, _roman())],
            "amount": [_DIGIT, *words.cardinals, *words.job("vague")],
            "days": [_DIGIT],
        }
        known = special.get(slot) or self.vocabulary.get(slot) or [_DIGIT]
        firsts = [match.group() for word in known if (match := TOKEN.match(word))]
        return {_DIGIT if first.isdigit() else first for first in firsts}


#: A run of digits or of letters: where an expression can start.
TOKEN = re.compile(r"\d+|[^\W\d_]+")


def _roman() -> list[str]:
    # Russian typists write Roman numerals with Cyrillic letters as often as not.
    cyrillic = [numeral.replace("X", "Х") for numeral in _ROMAN]
    return sorted({*_ROMAN, *cyrillic}, key=len, reverse=True)


@cache
def compiled_forms(lang: str) -> tuple[CompiledForm, ...]:
    """Return the forms of a language, compiled once."""
    slots = _Slots(date_words(lang))
    return tuple(_compile(form, slots) for form in FORMS if lang in form.langs)


@cache
def forms_by_start(lang: str) -> dict[str, tuple[CompiledForm, ...]]:
    """Return the forms by the first word they can have, so that other words of a text cost one look-up."""
    starts: dict[str, list[CompiledForm]] = {}
    for compiled in compiled_forms(lang):
        for word in compiled.starts if compiled.form.find else ():
            starts.setdefault(word, []).append(compiled)
    return {word: tuple(forms) for word, forms in starts.items()}


def _compile(form: Form, slots: _Slots) -> CompiledForm:
    def expand(match: re.Match[str]) -> str:
        if match.group() in "_~":
            return GAP if match.group() == "_" else rf",?{GAP}"
        name, slot = match.group(1), match.group(2) or match.group(1)
        return slots.pattern(slot, name)

    body = _SLOT.sub(expand, form.template)
    end = "" if form.template == "{iso}" else _END
    return CompiledForm(form, re.compile(f"(?:{body}){end}", re.IGNORECASE), frozenset(_starts(form.template, slots)))


def _starts(template: str, slots: _Slots) -> set[str]:
    """Return the first words of the leading slot, and of what follows it where that slot may be missing."""
    words: set[str] = set()
    position = 0
    while match := _LEADING.match(template, position):
        optional = match.group(1) is not None
        slot = (match.group(2) or match.group(1)) if optional else (match.group(4) or match.group(3))
        words |= slots.starts(slot)
        if not optional:
            return words
        position = match.end()
    raise AssertionError(f"the form {template!r} does not begin with a slot")
