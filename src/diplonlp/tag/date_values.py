"""What a date expression means: from its parts and the day of publication to a stretch of the calendar.

Each function of :data:`RESOLVERS` takes the parts a form of :mod:`diplonlp.tag.date_forms` found (folded words by slot)
and a :class:`Context`, and returns a :class:`Period` or raises :class:`Unresolved`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, TypeAlias

from diplonlp.tag.date_words import DateWords

Tense: TypeAlias = Literal["past", "future"]
Parts: TypeAlias = Mapping[str, str]

#: A day this near to the anchor is meant whichever way the sentence looks: "said the visit is set for April 10".
NEAR = timedelta(days=31)
#: No day without a year is further away than this; within it, a weekday beside the day tells which year.
ABOUT_A_YEAR = timedelta(days=370)
STEPS = {"previous": -1, "current": 0, "next": 1}
#: First and last month of a season; winter runs into the next year.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}


class Unresolved(Exception):  # noqa: N818  (a signal between these modules, not an error)
    """The expression is a date, but which one cannot be told."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar, both days included."""

    start: date
    end: date

    def iso(self) -> str:
        """Return the shortest ISO 8601 form: a day, a whole month, a whole year, else an interval of days.

        Examples
        --------
        >>> Period(date(2022, 3, 1), date(2022, 3, 31)).iso(), Period(date(2022, 3, 28), date(2022, 3, 30)).iso()
        ('2022-03', '2022-03-28/2022-03-30')
        """
        if self.start == self.end:
            return self.start.isoformat()
        if self == month_period(self.start.year, self.start.month):
            return self.start.isoformat()[:7]
        if self == year_period(self.start.year):
            return self.start.isoformat()[:4]
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True, slots=True)
class Context:
    """What the parts are read against: the language's words, the day of publication, the way the sentence looks."""

    words: DateWords
    anchor: date | None
    tense: Tense

    @property
    def day(self) -> date:
        """The day of publication."""
        if self.anchor is None:
            raise Unresolved
        return self.anchor


Resolver: TypeAlias = Callable[[Parts, Context], Period]


# ---- the calendar


def day_period(year: int, month: int, day: int) -> Period:
    """Return a day; a day the calendar does not have (31 February) is unresolved."""
    try:
        only = date(year, month, day)
    except ValueError:
        raise Unresolved from None
    return Period(only, only)


def month_period(year: int, month: int, last: int | None = None) -> Period:
    """Return a month, or the months from ``month`` to ``last``, where 13 is January of the next year."""
    last = last or month
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(_date(year, month, 1), _date(end_year, end_month, monthrange(end_year, end_month)[1]))


def year_period(year: int) -> Period:
    """Return a year."""
    return Period(_date(year, 1, 1), _date(year, 12, 31))


def week_period(day: date, weeks: int = 0) -> Period:
    """Return the week, Monday to Sunday, that lies ``weeks`` after the one of ``day``."""
    monday = _shift(day, 7 * weeks - day.weekday())
    return Period(monday, _shift(monday, 6))


def unit_period(unit: str, day: date, offset: int) -> Period:
    """Return the day, week, weekend, month, quarter, half-year or year ``offset`` after the one of ``day``."""
    months = {"month": 1, "quarter": 3, "half-year": 6}.get(unit)
    if months:
        first = day.month - (day.month - 1) % months + months * offset
        return month_period(day.year, first, first + months - 1)
    if unit == "day":
        return Period(_shift(day, offset), _shift(day, offset))
    if unit == "week":
        return week_period(day, offset)
    if unit == "weekend":
        sunday = week_period(day, offset).end
        return Period(_shift(sunday, -1), sunday)
    if unit == "year":
        return year_period(day.year + offset)
    raise Unresolved  # a decade or a century: found, but too wide to date a meeting


def part_of(period: Period, part: str) -> Period:
    """Return the beginning, middle or end of a period: a third of it, or a half.

    A month's thirds are its days 1 to 10, 11 to 20 and the rest; a year's are four months each.
    """
    days = (period.end - period.start).days + 1
    if part in ("first-half", "second-half"):
        cut = _half(period, days)
        return Period(period.start, _shift(cut, -1)) if part == "first-half" else Period(cut, period.end)
    first, second = _thirds(period, days)
    bounds = {
        "early": Period(period.start, _shift(first, -1)),
        "mid": Period(first, _shift(second, -1)),
        "late": Period(second, period.end),
    }
    return bounds[part]


def _half(period: Period, days: int) -> date:
    if period == year_period(period.start.year):
        return _date(period.start.year, 7, 1)
    return _shift(period.start, 15 if 28 <= days <= 31 else (days + 1) // 2)


def _thirds(period: Period, days: int) -> tuple[date, date]:
    if period == year_period(period.start.year):
        return _date(period.start.year, 5, 1), _date(period.start.year, 9, 1)
    third = 10 if 28 <= days <= 31 else days // 3
    return _shift(period.start, third), _shift(period.start, 2 * third)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unresolved from None


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise Unresolved from None


# ---- the parts


def _number(word: str, known: Mapping[str, int]) -> int:
    if word in known:
        return known[word]
    digits = re.match(r"\d+", word)
    if not digits:
        raise Unresolved
    return int(digits.group())


def _day(parts: Parts, context: Context, slot: str = "day") -> int:
    return _number(parts[slot], context.words.ordinals)


def _month(parts: Parts, context: Context, slot: str = "month") -> int:
    word = parts[slot].rstrip(".")
    months = context.words.months
    return months[word] if word in months else context.words.short_months[word]


def _weekday(parts: Parts, context: Context, slot: str = "weekday") -> int | None:
    """Return the day of the week that is named, Monday 0."""
    word = parts.get(slot, "").rstrip(".")
    known = context.words.weekdays.get(word) or context.words.short_weekdays.get(word)
    return known - 1 if known else None


def _year(parts: Parts, context: Context, slot: str = "year") -> int | None:
    """Return the year that is written, in digits or as "last year"; None where none is."""
    if slot in parts:
        return int(parts[slot][:4])
    if f"{slot}step" in parts:
        return context.day.year + _step(parts[f"{slot}step"], context)
    if f"{slot}phrase" in parts:
        return _relative(parts[f"{slot}phrase"], context).start.year
    return None


def _step(word: str, context: Context) -> int:
    return STEPS[context.words.job("direction")[word]]


def _relative(phrase: str, context: Context) -> Period:
    row = context.words.relative[phrase]
    if not row.offset:
        raise Unresolved
    return unit_period(row.unit, context.day, int(row.offset))


def _part(period: Period, parts: Parts, context: Context) -> Period:
    word = parts.get("part")
    return part_of(period, context.words.job("part")[word]) if word else period


# ---- choosing the year, or the week, that is meant


def _nearest_day(month: int, day: int, context: Context, weekday: int | None = None) -> Period:
    """Return the day of this name in the direction of the tense, unless the other one is within a month."""
    years = range(context.day.year - 8, context.day.year + 9)  # 29 February comes every eighth year at worst
    days = [period.start for year in years if (period := _maybe_day(year, month, day))]
    fitting = [one for one in days if one.weekday() == weekday and abs(one - context.day) <= ABOUT_A_YEAR]
    if not days:
        raise Unresolved
    chosen = _choose(fitting if weekday is not None and fitting else days, context)
    return Period(chosen, chosen)


def _maybe_day(year: int, month: int, day: int) -> Period | None:
    try:
        return day_period(year, month, day)
    except Unresolved:
        return None


def _choose(days: list[date], context: Context) -> date:
    anchor = context.day
    near = min(days, key=lambda day: abs(day - anchor))
    if abs(near - anchor) <= NEAR:
        return near
    past, future = [day for day in days if day <= anchor], [day for day in days if day >= anchor]
    if context.tense == "future":
        return min(future) if future else max(past)
    return max(past) if past else min(future)


def _nearest_month_year(month: int, context: Context) -> int:
    """Return the year of the nearest such month in the direction of the tense; a neighbouring one counts either way."""
    ahead = (month - context.day.month) % 12
    if ahead == 11 or (ahead > 1 and context.tense == "past"):
        ahead -= 12
    return context.day.year + (context.day.month + ahead - 1) // 12


def _nearest_weekday(weekday: int, context: Context) -> date:
    """Return the last or next day of that name; the anchor's own weekday is the anchor: the news of the day."""
    if context.tense == "future":
        return _shift(context.day, (weekday - context.day.weekday()) % 7)
    return _shift(context.day, -((context.day.weekday() - weekday) % 7))


# ---- the forms


def day(parts: Parts, context: Context) -> Period:
    """«29 марта 2022 года», "Tuesday, March 29"."""
    number, month, year = _day(parts, context), _month(parts, context), _year(parts, context)
    if year is not None:
        return day_period(year, month, number)
    if context.anchor is None and not _maybe_day(2000, month, number):
        raise Unresolved
    weekday = _weekday(parts, context)
    return _nearest_day(month, number, context, weekday if weekday is not None else _weekday(parts, context, "tail"))


def day_range(parts: Parts, context: Context) -> Period:
    """«с 28 по 30 марта», "March 28-30, 2022", «30 марта - 2 апреля»."""
    month = _month(parts, context)
    last_month = _month(parts, context, "month2") if "month2" in parts else month
    first_day, last_day = _day(parts, context), _day(parts, context, "day2")
    last_year = _year(parts, context, "year2")
    first_year = _year(parts, context)
    if "joint" in parts and last_day - first_day != 1:
        raise Unresolved  # "3 and 17 March" are two days, not the days between
    if last_year is None and first_year is None:
        end = _nearest_day(last_month, last_day, context).end
    else:
        end = day_period(last_year or first_year or 0, last_month, last_day).end
    start = day_period(first_year or end.year - (month > last_month), month, first_day).start
    return _ordered(start, end)


def day_list(parts: Parts, context: Context) -> Period:
    """«28, 29 и 30 марта»: an interval where the days follow each other."""
    days = [int(number) for number in re.findall(r"\d+", parts["days"])] + [_day(parts, context)]
    if any(later - earlier != 1 for earlier, later in pairwise(days)):
        raise Unresolved
    last = day(parts, context).end
    return _ordered(_date(last.year, last.month, days[0]), last)


def _ordered(start: date, end: date) -> Period:
    if start >= end:
        raise Unresolved
    return Period(start, end)


def month(parts: Parts, context: Context) -> Period:
    """«марте 2022 года», "early April", "last May"."""
    number, year = _month(parts, context), _year(parts, context)
    if year is None and "step" in parts:
        year = _stepped_year(_step(parts["step"], context), number, context)
    if year is None:
        year = _nearest_month_year(number, context)
    return _part(month_period(year, number), parts, context)


def _stepped_year(step: int, first_month: int, context: Context) -> int:
    """Return the year of "last May", "this May", "next May": strictly before, or after, the month of publication."""
    year = context.day.year
    if step < 0:
        return year - (first_month >= context.day.month)
    return year + (first_month <= context.day.month) if step else year


def month_range(parts: Parts, context: Context) -> Period:
    """«январе-феврале 2022 года», "from January to March"."""
    first, last = _month(parts, context), _month(parts, context, "month2")
    year = _year(parts, context)
    if year is None:
        year = _nearest_month_year(last, context)
    if first == last or ("joint" in parts and (last - first) % 12 != 1):
        raise Unresolved
    start_year = year - (first > last)
    return Period(month_period(start_year, first).start, month_period(year, last).end)


def year(parts: Parts, context: Context) -> Period:
    """«2022 году», "early 2022", "the end of last year"."""
    number = _year(parts, context)
    if number is None:
        raise Unresolved
    return _part(year_period(number), parts, context)


def year_range(parts: Parts, context: Context) -> Period:
    """«2021-2025 годах», "2021/22"."""
    first, last = parts["year"], parts["year2"]
    end = int(first[: -len(last)] + last) if len(last) < 4 else int(last)
    if "joint" in parts and end - int(first) != 1:
        raise Unresolved
    return _ordered(_date(int(first), 1, 1), _date(end, 12, 31))


def season(parts: Parts, context: Context) -> Period:
    """«весной 2022 года», "last summer". The winter of one year is two winters, so it stays unresolved."""
    name = context.words.job("season")[parts["season"]]
    first, last = SEASONS[name]
    number = _year(parts, context)
    if number is not None and name == "winter":
        raise Unresolved
    if number is None:
        number = _stepped_season(name, _step(parts["step"], context), context.day)
    return _part(month_period(number, first, last), parts, context)


def _stepped_season(name: str, step: int, anchor: date) -> int:
    """Return the year in which "last", "this" or "next" season began."""
    first, last = SEASONS[name]
    month = anchor.month + 12 if name == "winter" and anchor.month < 3 else anchor.month
    started = anchor.year - (month > 12)
    if step < 0:
        return started if month > last else started - 1
    if step > 0:
        return started if month < first else started + 1
    return started


def quarter(parts: Parts, context: Context) -> Period:
    """«третьем квартале 2022 года», "Q3 2022", «первом полугодии»."""
    months = 6 if parts.get("unit", parts.get("letter", "")) in _half_year_words(context) else 3
    number = ordinal(parts["ordinal"], context)
    written = _year(parts, context)
    if written is None or number > 12 // months:
        raise Unresolved
    return month_period(written, months * (number - 1) + 1, months * number)


def _half_year_words(context: Context) -> set[str]:
    return {*context.words.job("unit", "half-year"), *context.words.job("quarter-letter", "half")}


def ordinal(word: str, context: Context) -> int:
    """Return an ordinal written as a word, as digits or as a Roman numeral up to IV."""
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    return roman[word] if word in roman else _number(word, context.words.ordinals)


def relative(parts: Parts, context: Context) -> Period:
    """Today, «позавчера», "the same day"."""
    return _relative(parts["phrase"], context)


def unit(parts: Parts, context: Context) -> Period:
    """«прошлой неделе», "late next month", "earlier this year", "the end of the year"."""
    name = context.words.job("unit")[parts["unit"]]
    period = unit_period(name, context.day, _step(parts["step"], context) if "step" in parts else 0)
    if "since" not in parts:
        return _part(period, parts, context)
    earlier = context.words.job("since")[parts["since"]] == "earlier"
    start, end = (period.start, context.day) if earlier else (context.day, period.end)
    if not period.start <= context.day <= period.end:
        raise Unresolved
    return Period(start, end)


def weekend(parts: Parts, context: Context) -> Period:
    """«выходные», "the weekend": the last one or the next one."""
    this = unit_period("weekend", context.day, 0)
    return unit_period("weekend", context.day, -1) if context.tense == "past" and this.start > context.day else this


def weekday(parts: Parts, context: Context) -> Period:
    """«вторник», "last Tuesday", «среду на прошлой неделе»."""
    number = _weekday(parts, context)
    if number is None:
        raise Unresolved
    if "weekstep" in parts:
        chosen = _shift(week_period(context.day, _step(parts["weekstep"], context)).start, number)
    elif "step" in parts:
        chosen = _stepped_weekday(number, _step(parts["step"], context), context)
    else:
        chosen = _nearest_weekday(number, context)
    return Period(chosen, chosen)


def _stepped_weekday(weekday: int, step: int, context: Context) -> date:
    """Return the day of that name before or after the anchor; "this Friday" is the one of the anchor's week."""
    if step < 0:
        return _shift(context.day, -((context.day.weekday() - weekday - 1) % 7 + 1))
    if step > 0:
        return _shift(context.day, (weekday - context.day.weekday() - 1) % 7 + 1)
    chosen = _shift(week_period(context.day).start, weekday)
    return _shift(chosen, 7) if context.tense == "future" and chosen < context.day else chosen


def weekday_range(parts: Parts, context: Context) -> Period:
    """«с понедельника по среду», "Monday to Wednesday"."""
    first, last = _weekday(parts, context), _weekday(parts, context, "weekday2")
    if first is None or last is None:
        raise Unresolved
    if context.tense == "future":
        start = _nearest_weekday(first, context)
        return _ordered(start, _shift(start, (last - first) % 7))
    end = _nearest_weekday(last, context)
    return _ordered(_shift(end, -((last - first) % 7)), end)


def distance(parts: Parts, context: Context) -> Period:
    """«два дня назад», "a week ago", «через два дня»: the day, week, month or year so far away."""
    amount = _amount(parts, context)
    if "ago" not in parts and context.tense == "past":
        raise Unresolved  # «через два дня он уехал» counts from something in the story, not from today
    names = {**context.words.job("unit"), **context.words.job("units")}
    return unit_period(names[parts["units"]], context.day, -amount if "ago" in parts else amount)


def _amount(parts: Parts, context: Context) -> int:
    word = parts.get("amount")
    if word is None and parts["units"] in context.words.job("unit"):
        return 1
    if word is None:
        raise Unresolved  # "years ago"
    if word in context.words.job("vague"):
        raise Unresolved
    return _number(word, context.words.cardinals)


def numeric(parts: Parts, context: Context) -> Period:
    """29.03.2022 and 2022-03-29: the order of day and month is known. A year of two digits is of this century."""
    written = parts["y"]
    number = int(written) if len(written) == 4 else 2000 + int(written)
    return day_period(number, int(parts["m"]), int(parts["d"]))


def numeric_month(parts: Parts, context: Context) -> Period:
    """03.2022 and 2022-03; "2011-12" may be two years, so it has no value."""
    if "y" in parts:
        return month_period(int(parts["y"]), int(parts["m"]))
    number, month = int(parts["y2"]), int(parts["m2"])
    if month > number % 100:
        raise Unresolved
    return month_period(number, month)


def slashed(parts: Parts, context: Context) -> Period:
    """29/03/2022: day first in Russian; in English either way, so only where one reading is a date at all."""
    number, one, two = int(parts["y"]), int(parts["m"]), int(parts["d"])
    readings = [period for period in (_maybe_day(number, two, one), _maybe_day(number, one, two)) if period]
    if not readings or (len(set(readings)) > 1 and context.words.job("slash", "either")):
        raise Unresolved
    return readings[0]


def unresolved(parts: Parts, context: Context) -> Period:
    """Decades, centuries, years before our era, "two days later": dates without a value."""
    raise Unresolved
