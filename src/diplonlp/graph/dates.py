"""ISO 8601 dates as the first and the last day they may mean."""

from __future__ import annotations

import calendar
from datetime import date
from typing import NamedTuple


class DateSpan(NamedTuple):
    """The first and the last day a date may mean."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1

    def contains(self, other: DateSpan) -> bool:
        """Tell whether the other span lies within this one."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: DateSpan) -> bool:
        """Tell whether the two spans share a day."""
        return self.first <= other.last and other.first <= self.last


def date_span(value: str | None) -> DateSpan | None:
    """Read a day, month, year or interval of ISO 8601; None where the value is none of these.

    Examples
    --------
    >>> span = date_span("2024-02")
    >>> span.first.isoformat(), span.last.isoformat()
    ('2024-02-01', '2024-02-29')
    >>> date_span("2022-03-29/2022-03-31").days
    3
    """
    if not value:
        return None
    start, _, end = value.partition("/")
    try:
        span = DateSpan(_edge(start, last=False), _edge(end or start, last=True))
    except ValueError:
        return None
    return span if span.first <= span.last else None


def _edge(value: str, *, last: bool) -> date:
    """Return the first or last day of a day ("2022-03-29", a time after it is ignored), month or year."""
    parts = [int(part) for part in value.partition("T")[0].split("-")]
    if len(parts) > 3:
        raise ValueError(value)
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) == 3:
        return date(year, month, parts[2])
    if not 1 <= month <= 12:
        raise ValueError(value)
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
