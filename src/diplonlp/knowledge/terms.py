"""Periods in the knowledge tables: from when to when a state was a member."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_TERM = re.compile(r"([A-Z]{3}):(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)?")


class Term(NamedTuple):
    """A state's membership: its first day, and its last where it has ended."""

    code: str
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether the state was a member on a day; first and last day count."""
        return self.first <= day and (self.last is None or day <= self.last)


def read_term(text: str) -> Term:
    """Read a period as the tables write it.

    Parameters
    ----------
    text : str
        "code:first day/last day"; without a last day it goes on.

    Raises
    ------
    ValueError
        When it is written otherwise, a day does not exist, or the last comes before the first.

    Examples
    --------
    >>> read_term("GEO:1993-12-03/2009-08-18").covers(date(2008, 8, 8))
    True
    >>> read_term("FIN:2023-04-04/").last is None
    True
    """
    found = _TERM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no membership: write CODE:YYYY-MM-DD/YYYY-MM-DD, or CODE:YYYY-MM-DD/")
    code, first, last = found.groups()
    term = Term(code, date.fromisoformat(first), date.fromisoformat(last) if last else None)
    if term.last is not None and term.last < term.first:
        raise ValueError(f"{text!r} ends before it begins")
    return term
