"""Dates of which only the year or the month may be known, and spans of time between two of them."""

from __future__ import annotations

import calendar
import re
from datetime import date as Date  # noqa: N812
from typing import Literal

_SHAPE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_FIRST, _LAST = "0001-01-01", "9999-12-31"

Held = Literal["yes", "no", "unsure"]


def is_partial_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar, as ISO 8601 writes them.

    Examples
    --------
    >>> [is_partial_date(text) for text in ("2019", "2019-03", "2019-02-29", "20.03.2019")]
    [True, True, False, False]
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        return False
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    try:
        Date(year, month, day)
    except ValueError:
        return False
    return True


def first_day(text: str) -> str:
    """Return the first day a partial date may mean.

    Examples
    --------
    >>> first_day("2019"), first_day("2019-03")
    ('2019-01-01', '2019-03-01')
    """
    return text + _FIRST[len(text) :]


def last_day(text: str) -> str:
    """Return the last day a partial date may mean.

    Examples
    --------
    >>> last_day("2019"), last_day("2020-02")
    ('2019-12-31', '2020-02-29')
    """
    if len(text) == len("2020-02"):
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text + _LAST[len(text) :]


def is_backwards(since: str, until: str) -> bool:
    """Whether a span of time surely ends before it begins.

    Examples
    --------
    >>> is_backwards("2020", "2019-12"), is_backwards("2019-03", "2019")
    (True, False)
    """
    return bool(since and until) and first_day(since) > last_day(until)


def held_on(since: str, until: str, day: str) -> Held:
    """Say whether a span of time holds a day: surely, surely not, or nobody can tell.

    The first and the last day are "unsure": on the day of change an office has two holders. So is every day before the
    end of a span whose beginning is unknown. A span without an end goes on.

    Parameters
    ----------
    since, until : str
        Partial dates; "" where there is none.
    day : str
        A date, itself perhaps partial.

    Examples
    --------
    >>> [held_on("2019-03-20", "2022", day) for day in ("2018", "2019-03-20", "2019-03-21", "2022-05-01", "2023")]
    ['no', 'unsure', 'yes', 'unsure', 'no']
    """
    first, last = first_day(day), last_day(day)
    if (since and last < first_day(since)) or (until and first > last_day(until)):
        return "no"
    began = bool(since) and first > last_day(since)
    goes_on = not until or last < first_day(until)
    return "yes" if began and goes_on else "unsure"
