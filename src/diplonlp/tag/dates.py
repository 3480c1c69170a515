"""Dates in running text: where they stand, and which day, month, year or interval they mean.

A date here is a point or stretch of the calendar ("Tuesday", «29 марта 2022 года», "last week", «с 28 по 30 марта»),
not a duration ("three days"), an age or a time of day. Spans leave out the preposition and the article before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from diplonlp.errors import DateFormatError
from diplonlp.knowledge.schema import DateCue
from diplonlp.tag.date_forms import TOKEN, CompiledForm, Kind, compiled_forms, forms_by_start
from diplonlp.tag.date_values import Context, Tense, Unresolved
from diplonlp.tag.date_words import GAP, DateWords, alternatives, date_words, fold

#: Years a bare "in 2022" can mean, and how many years from the anchor the fall-back parser may go by itself.
_YEARS = range(1700, 2100)
_FALLBACK_YEARS = 3
#: How far back to look for a cue, and for the verb of a sentence.
_NEAR, _SENTENCE = 40, 200
#: No expression is longer, so a resolver need not read more.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression: its offsets into the text, and its kind ("day", "weekday", "month", "range", ...)."""

    start: int
    end: int
    kind: Kind


def find_dates(text: str, lang: str) -> list[DateSpan]:
    """Find every date in a text, in reading order; spans never overlap.

    Parameters
    ----------
    text : str
        Text in one language.
    lang : str
        "en" or "ru".

    Raises
    ------
    UnknownNameError
        When there are no date words for the language.

    Examples
    --------
    >>> text = "The ministers met on Tuesday and will meet again from 28 to 30 April."
    >>> [text[span.start:span.end] for span in find_dates(text, "en")]
    ['Tuesday', '28 to 30 April']
    """
    starts = forms_by_start(lang)
    reader = _Surroundings(text, date_words(lang))
    spans: list[DateSpan] = []
    for begin, word in _starting_points(text):
        if spans and begin < spans[-1].end:
            continue
        span = reader.longest(starts.get(word, ()), begin, spans[-1] if spans else None)
        if span:
            spans.append(span)
    return spans


def _starting_points(text: str) -> Iterator[tuple[int, str]]:
    """Yield where an expression could begin, with the word to look up there."""
    for token in TOKEN.finditer(text):
        begin = token.start()
        before = text[begin - 1] if begin else " "
        glued = before.isalnum() or before in "_№$€£#"
        if not glued and before in ".,:/-–—−" and begin > 1:
            glued = text[begin - 2].isalnum() and (before != "." or text[begin - 2].isdigit())
        if not glued:
            yield begin, "0" if token.group()[0].isdigit() else fold(token.group())


class _Surroundings:
    """Says what date a text has at a place, judging doubtful forms by the words around them."""

    def __init__(self, text: str, words: DateWords) -> None:
        self.text = text
        self.words = words
        self.cues = _cue_patterns(words.lang)

    def longest(self, forms: tuple[CompiledForm, ...], begin: int, previous: DateSpan | None) -> DateSpan | None:
        """Return the longest date that begins here."""
        best: DateSpan | None = None
        for compiled in forms:
            match = compiled.pattern.match(self.text, begin)
            if match and (best is None or match.end() > best.end) and self._counts(compiled, match, previous):
                best = DateSpan(begin, match.end(), compiled.form.kind)
        return best

    def _counts(self, compiled: CompiledForm, match: re.Match[str], previous: DateSpan | None) -> bool:
        check = compiled.form.check
        if check == "year":
            return self._is_year(match, previous)
        if check == "pair":
            return _ascending(match) and (not match.group()[-1].isdigit() or self._after("from", match.start()))
        if check == "future":
            return self._looks_ahead(match)
        if check == "word" and not self._is_date_word(match):
            return False
        return not self._has_other_word(match)

    def _is_year(self, match: re.Match[str], previous: DateSpan | None) -> bool:
        """Four digits are a year after a cue, before «года», in brackets, or in a list after another year."""
        groups, text = match.groupdict(), self.text
        if groups.get("yearstep") or groups.get("yearphrase") or not match.group()[-1].isdigit():
            return "year2" not in groups or _ascending(match)
        if int(groups["year"]) not in _YEARS or self.cues["counted"].match(text, match.end()):
            return False
        if "year2" in groups:
            return _ascending(match) and (len(groups["year2"]) == 4 or self._after("year-cue", match.start()))
        closed = self.cues["closed"].match(text, match.end()) is not None
        if closed and (text[match.start() - 1 : match.start()] == "(" or self._after("weak", match.start())):
            return True
        return self._after("strong", match.start()) or self._continues(previous, match.start())

    def _continues(self, previous: DateSpan | None, begin: int) -> bool:
        """Whether a year follows another one in a list: "1998, 2000 and 2003"."""
        if previous is None or previous.kind != "year" or begin - previous.end > _NEAR:
            return False
        return self.cues["list"].fullmatch(self.text[previous.end : begin]) is not None

    def _after(self, cue: str, begin: int) -> bool:
        return self.cues[cue].search(self.text[max(0, begin - _NEAR) : begin]) is not None

    def _is_date_word(self, match: re.Match[str]) -> bool:
        """Whether a word that may also be another one ("May", «среду», «накануне») is a date where it stands."""
        cue = self._cue(match.group())
        if cue is None:
            return True
        if cue.never_next and _next_pattern(cue.never_next).match(self.text, match.end()):
            return False
        if not cue.before:
            return bool(cue.never_next)
        return _before_pattern(cue.before).search(self.text[max(0, match.start() - _NEAR) : match.start()]) is not None

    def _cue(self, word: str) -> DateCue | None:
        """Return the row on this word, as spelled or as it would be but for the sentence's start or all capitals."""
        cues = self.words.cues
        lowered = cues.get(word.lower())
        if word in cues:
            return cues[word]
        if lowered and (lowered.before or lowered.never_next):
            return lowered
        return cues.get(word.capitalize()) if word.isupper() else None

    def _has_other_word(self, match: re.Match[str]) -> bool:
        """Whether the match needs a word that, so spelled, is another one ("5 may", "mar 3") with no year beside it."""
        if re.search(r"\d{4}", match.group()):
            return False
        cues = [cue for word in TOKEN.findall(match.group()) if word.islower() and (cue := self.words.cues.get(word))]
        return any(not cue.before and not cue.never_next for cue in cues)

    def _looks_ahead(self, match: re.Match[str]) -> bool:
        """«через два дня» looks ahead by itself; "in two days" only after "will" and the like."""
        if match.groupdict().get("time") or self.words.job("within")[fold(match["within"])] == "clear":
            return True
        sentence = re.split(r"[.!?\n]", self.text[max(0, match.start() - _SENTENCE) : match.start()])[-1]
        return self.cues["future"].search(sentence) is not None


def _ascending(match: re.Match[str]) -> bool:
    """Whether the second year of a pair comes after the first: "2021-25", not "2022-03"."""
    first, last = match["year"], match["year2"]
    return int(first) < int(first[: -len(last)] + last)


@cache
def _next_pattern(after: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?:{alternatives(after)})(?!\w)", re.IGNORECASE)


@cache
def _before_pattern(before: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(before)}){GAP}$", re.IGNORECASE)


@cache
def _cue_patterns(lang: str) -> dict[str, re.Pattern[str]]:
    """Return what to look for around a doubtful form, compiled once a language."""
    job = date_words(lang).job
    left = {
        "strong": job("year-cue", "strong"), "weak": job("year-cue", "weak"), "year-cue": job("year-cue"),
        "from": job("from"),
    }  # fmt: skip
    patterns = {name: rf"(?:(?<!\w)|(?=['’]))(?:{alternatives(words) or '(?!)'}){GAP}$" for name, words in left.items()}
    patterns["counted"] = rf"{GAP}(?:{alternatives(job('counted'))})(?!\w)|-\w"
    patterns["closed"] = rf"\s*(?:[.,;:!?)»”\"]|$)|{GAP}(?:{alternatives(job('and'))}){GAP}\d"
    patterns["list"] = rf",?{GAP}(?:(?:{alternatives(job('and'))}){GAP})?"
    patterns["future"] = rf"(?:(?<!\w)|(?=['’]))(?:{alternatives(job('future')) or '(?!)'})(?!\w)"
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


# ---- values


def resolve_date(text: str, lang: str, anchor: str | None, tense: Tense = "past") -> str | None:
    """Say which day, month, year or interval a date expression means, in ISO 8601.

    An expression that needs the day of publication stays unresolved without it: the day the program runs is never used.
    Weeks are Monday to Sunday. "Early", "mid" and "late" are the thirds of a month (1-10, 11-20, the rest), of a year
    (four months each), or of a week. The anchor's own weekday is the anchor: the news of the day.

    Parameters
    ----------
    text : str
        The expression as written; a preposition before it does no harm.
    lang : str
        "en" or "ru".
    anchor : str or None
        The day of publication ("2022-03-30"; a time after it is ignored), or None.
    tense : {"past", "future"}
        Which way the sentence looks: decides "Tuesday", «29 марта» and "in May" where no year is written. A day less
        than a month from the anchor, or a neighbouring month, is meant either way.

    Returns
    -------
    str or None
        "2022-03-29", "2022-03", "2022", "2022-03-28/2022-03-30"; None where the date cannot be told: not in the
        calendar (31 February), relative to the story ("the same day"), a decade, or 03/04/2022 in English.

    Raises
    ------
    DateFormatError
        When the anchor is not an ISO 8601 day.
    UnknownNameError
        When there are no date words for the language.

    Examples
    --------
    >>> resolve_date("Tuesday", "en", "2022-03-30")
    '2022-03-29'
    >>> resolve_date("с 28 по 30 марта", "ru", "2022-03-30")
    '2022-03-28/2022-03-30'
    >>> resolve_date("next week", "en", None) is None
    True
    """
    context = Context(date_words(lang), _anchor_day(anchor), tense)
    expression = text[: _LONGEST + 1].strip(" \t\r\n,;:\"'«»“”()")
    if len(text) > _LONGEST:
        return None
    while expression:
        for compiled in compiled_forms(lang):
            if match := compiled.pattern.fullmatch(expression):
                return _value(compiled, match, context)
        shorter = _edges(lang).sub("", expression, count=1)
        if shorter == expression:
            break
        expression = shorter
    return _fallback(expression, context)


def _anchor_day(anchor: str | None) -> date | None:
    if anchor is None:
        return None
    try:
        return date.fromisoformat(anchor[:10])
    except ValueError:
        raise DateFormatError(
            f"{anchor!r} is not a day: give the date of publication as YYYY-MM-DD, or none at all"
        ) from None


def _value(compiled: CompiledForm, match: re.Match[str], context: Context) -> str | None:
    parts = {name: fold(words) for name, words in match.groupdict().items() if words}
    try:
        return compiled.form.value(parts, context).iso()
    except Unresolved:
        return None


@cache
def _edges(lang: str) -> re.Pattern[str]:
    """Match what adds nothing around an expression: a preposition or article before it, a part of the day."""
    words = date_words(lang)
    small = alternatives([*words.job("preposition"), *words.job("determiner")])
    daypart = alternatives(words.job("daypart"))
    return re.compile(rf"^(?:{small}|{daypart}){GAP}|,?{GAP}(?:{daypart})$", re.IGNORECASE)


def _fallback(expression: str, context: Context) -> str | None:
    """Ask dateparser about a day our forms do not know ("29-Mar-2022"): only where a day and a month are written."""
    words = context.words
    months = words.months.keys() | words.short_months.keys()
    has_month = any(fold(word) in months for word in TOKEN.findall(expression))
    if not has_month or not re.search(r"\d", expression):
        return None
    written_year = re.search(r"(?<!\d)[12]\d{3}(?!\d)", expression) is not None
    found = _parse(expression, context)
    if found is None or (context.anchor is None and not written_year):
        return None
    if not written_year and abs(found.year - context.day.year) > _FALLBACK_YEARS:
        return None
    return found.isoformat()


def _parse(expression: str, context: Context) -> date | None:
    import dateparser  # heavy, and seldom needed

    settings: dict[str, object] = {
        "PREFER_DATES_FROM": context.tense, "REQUIRE_PARTS": ["day", "month"], "RETURN_AS_TIMEZONE_AWARE": False,
    }  # fmt: skip
    if context.anchor:
        settings["RELATIVE_BASE"] = datetime.combine(context.anchor, time())
    parsed = dateparser.parse(expression, languages=[context.words.lang], settings=settings)
    return parsed.date() if parsed else None
