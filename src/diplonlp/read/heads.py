"""The head of an article: the lines above the text that give its title and the day it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from diplonlp.knowledge.schema import DateWord, HeadWord, Month, Weekday
from diplonlp.knowledge.tables import read_table

_HEAD_LINES = 10
_HEAD_CHARS = 20_000
_LONGEST_DATE_LINE = 150
_LONGEST_TITLE = 250
_LONGEST_PLACE_WORDS = 5

_LINE = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|\r|\n|\u2028|\u2029|\Z)")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
# What may stand between a place or a source and the date: "MOSCOW, March 30", "Agency | 30.03.2022".
_SEPARATOR_AT_END = re.compile(r"[,.:;|/(\[·•—–-]\s*$")
# What follows the date of a dateline: "— TASS", "(Agency)", "/Kabar/", ". KAZINFORM".
_AFTER_DATELINE = re.compile(r"\s*(?:$|[—–(/|]|-\s|[.:](?:\s|$)|[A-ZА-ЯЁ]{3,}\b)")
_AGENCY_IN_BRACKETS = re.compile(r"[\s.,]*(?:\([^()]{2,60}\)|/[^/]{2,60}/)")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+|\s+#+$")
_FINAL_MARK = re.compile(r"[.,;:]$")


class _Dated(NamedTuple):
    """A date written in a line, and where."""

    start: int
    end: int
    iso: str


def head_date(text: str) -> str | None:
    r"""Return the day an article says it was published, from its first lines.

    Read are lines that hold a date and nothing but a time, a counter, a weekday or a source beside it, and datelines
    («МОСКВА, 30 марта 2022 — ТАСС»). Only a date with day, month and year counts. A date that could be read in two
    ways (03/04/2022 above an English text) does not.

    Parameters
    ----------
    text : str
        The text of the article.

    Returns
    -------
    str or None
        ISO 8601, or None when the head gives no date.

    Examples
    --------
    >>> head_date("Talks in Vienna\n\nMarch 30, 2022, 14:05\n\nThe ministers met.")
    '2022-03-30'
    >>> head_date("БИШКЕК, 30 марта 2022 года — Агентство. Посол прибыл.")
    '2022-03-30'
    >>> head_date("The treaty of 30 March 2022 is in force.") is None
    True
    """
    updated: str | None = None
    day_first = _CYRILLIC.search(text[:_HEAD_CHARS]) is not None
    for line in _head_lines(text):
        found = _line_date(line, day_first) or _dateline_date(line, day_first)
        if found is None:
            continue
        if not _says_updated(line, found):
            return found.iso
        updated = updated or found.iso
    return updated


def head_title(text: str) -> str | None:
    r"""Return the headline of an article: a short first line, set apart from the text and without a full stop.

    Parameters
    ----------
    text : str
        The text of the article.

    Returns
    -------
    str or None
        The line as written, without a Markdown ``#``; None when the text just begins.

    Examples
    --------
    >>> head_title("Послы встретились в Вене\n\n30.03.2022\n\nВстреча прошла во вторник.")
    'Послы встретились в Вене'
    >>> head_title("The ambassadors met in Vienna. They talked.") is None
    True
    """
    lines = [line.strip() for line in _LINE.findall(text[:_HEAD_CHARS])[: 3 * _HEAD_LINES]]
    shown = [index for index, line in enumerate(lines) if line and not _is_furniture(line)]
    if len(shown) < 2 or shown[0] >= _HEAD_LINES:
        return None
    index = shown[0]
    title = _MARKDOWN_HEADING.sub("", lines[index])
    set_apart = lines[index].startswith("# ") or not lines[index + 1] or _is_furniture(lines[index + 1])
    return title if set_apart and _looks_like_title(title) else None


def _looks_like_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and len(_WORD.findall(line)) > 1 and not _FINAL_MARK.search(line)


def _head_lines(text: str) -> Iterator[str]:
    """Yield the first lines that are not empty."""
    lines = (line.strip() for line in _LINE.findall(text[:_HEAD_CHARS]))
    for count, line in enumerate(filter(None, lines), start=1):
        if count > _HEAD_LINES:
            return
        yield line


def _is_furniture(line: str) -> bool:
    """Whether a line of the head is a date, a counter or the like, and no part of the story."""
    if _line_date(line, day_first=True) is not None:
        return True
    words = _WORD.findall(line)
    return all(_fold(word) in _beside_words() for word in words)


def _line_date(line: str, day_first: bool) -> _Dated | None:
    """Return the date of a line that is nothing else: "30.03.2022 89 просмотров", "Agency | 30 March 2022"."""
    if len(line) > _LONGEST_DATE_LINE:
        return None
    dates = list(_dates(line, day_first))
    if not dates:
        return None
    before, after = line[: dates[0].start], line[dates[0].end :]
    # A second date ("Updated …") is beside the first, not part of the story.
    for other in reversed(dates[1:]):
        after = after[: other.start - dates[0].end] + after[other.end - dates[0].end :]
    names = _names_beside(before), _names_beside(after)
    if None in names or sum(map(len, filter(None, names))) > _LONGEST_PLACE_WORDS:
        return None
    return dates[0] if not names[0] or _SEPARATOR_AT_END.search(before) else None


def _names_beside(part: str) -> list[str] | None:
    """Return the names of places, people and sources in the rest of a date line; None when it has other words."""
    words = [word for word in _WORD.findall(part) if _fold(word) not in _beside_words()]
    return words if all(word[0].isupper() or not word[0].islower() for word in words) else None


def _dateline_date(line: str, day_first: bool) -> _Dated | None:
    """Return the date of a dateline that opens a sentence: "BISHKEK, March 30, 2022 (Agency) The minister…"."""
    found = next(_dates(line[:_LONGEST_DATE_LINE], day_first), None)
    if found is None:
        return None
    before, after = line[: found.start], line[found.end :]
    names = _names_beside(before)
    if names is None or len(names) > _LONGEST_PLACE_WORDS:
        return None
    if not names:
        return found if not _WORD.search(before) and _AGENCY_IN_BRACKETS.match(after) else None
    return found if _SEPARATOR_AT_END.search(before) and _AFTER_DATELINE.match(after) else None


def _says_updated(line: str, found: _Dated) -> bool:
    words = {_fold(word) for word in _WORD.findall(line[: found.start])}
    return bool(words & _head_words("updated"))


def _dates(line: str, day_first: bool) -> Iterator[_Dated]:
    """Yield the full dates of a line in order."""
    for match in _date_pattern().finditer(line):
        iso = _iso(match, day_first)
        if iso is not None:
            yield _Dated(match.start(), match.end(), iso)


def _iso(match: re.Match[str], day_first: bool) -> str | None:
    part = {key: value for key, value in match.groupdict().items() if value is not None}
    if "word_day" in part or "word_day_us" in part:
        day, month = (
            int(part.get("word_day") or part["word_day_us"]),
            _months()[_fold(part.get("word") or part["word_us"])],
        )
        year = part.get("word_year") or part["word_year_us"]
        return _valid(year, month, day)
    if "iso_year" in part:
        return _valid(part["iso_year"], int(part["iso_month"]), int(part["iso_day"]))
    first, second = int(part["first"]), int(part["second"])
    if part["mark"] == "." or day_first or first == second:
        return _valid(part["year"], second, first)
    # 03/04/2022 in English is March to some and April to others: only an impossible month settles it.
    day, month = (first, second) if first > 12 else (second, first)
    return _valid(part["year"], month, day) if max(first, second) > 12 else None


def _valid(year: str, month: int, day: int) -> str | None:
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full_year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _date_pattern() -> re.Pattern[str]:
    month = "|".join(re.escape(word) for word in sorted(_months(), key=len, reverse=True)).replace("е", "[её]")
    ordinal = "|".join(sorted(map(re.escape, _date_words("ordinal-ending")), key=len, reverse=True))
    year_word = "|".join(sorted(map(re.escape, _date_words("year-word")), key=len, reverse=True))
    full_year = r"(?:19|20)\d\d"
    return re.compile(
        rf"""(?<![\w.,/-])(?:
            (?P<iso_year>{full_year})([-./])(?P<iso_month>\d\d?)\2(?P<iso_day>\d\d?)(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?
          | (?P<first>\d\d?)(?P<mark>[./-])(?P<second>\d\d?)(?P=mark)(?P<year>{full_year}|\d\d)
          | (?P<word_day>\d\d?)(?:{ordinal})?[\s-]+(?:of\s+)?(?P<word>{month})\.?,?[\s-]+(?P<word_year>{full_year})
          | (?P<word_us>{month})\.?\s+(?P<word_day_us>\d\d?)(?:{ordinal})?,?\s+(?P<word_year_us>{full_year})
        )(?!\w|[./-]\d)(?:,?\s*(?:{year_word})(?!\w))?""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _months() -> dict[str, int]:
    return {_fold(word): int(month.number) for month in read_table("months", Month) for word in month.words}


def _date_words(job: str) -> set[str]:
    return {word for row in read_table("date_words", DateWord) if row.job == job for word in row.words}


def _head_words(job: str) -> set[str]:
    return {_fold(word) for row in read_table("head_words", HeadWord) if row.job == job for word in row.words}


@cache
def _beside_words() -> frozenset[str]:
    """Return every word that may stand beside a publication date."""
    head = {_fold(word) for row in read_table("head_words", HeadWord) for word in row.words}
    weekdays = {_fold(w) for row in read_table("weekdays", Weekday) for w in (*row.words, *row.short)}
    return frozenset(head | weekdays)


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е").rstrip(".")
