"""What goes into the pipeline: a text with its id, date and title."""

from __future__ import annotations

import hashlib
import re
from datetime import date as Date  # noqa: N812  (the parameter is called date)
from datetime import datetime
from typing import Any

from diplonlp.errors import DateFormatError, InputError
from diplonlp.records import Source

_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d\d)?")
_HEAD_LINES = 10
_HEAD_CHARS = 5_000
_NOT_WORDS = re.compile(r"[\W_]+")


def make_source(
    text: str,
    *,
    id: str | None = None,  # noqa: A002
    date: str | Date | None = None,
    title: str | None = None,
    url: str | None = None,
    meta: dict[str, Any] | None = None,
) -> Source:
    """Make a document of a text, ready to be annotated.

    Parameters
    ----------
    text : str
        The text, kept exactly as given.
    id : str, optional
        Its id; without one the id is made of the content, the same on every run.
    date : str or datetime.date, optional
        When it was published: ``"2022-03-30"``, with a time or not, or only ``"2022-03"`` or ``"2022"``.
    title, url : str, optional
        The headline, read in front of the text, and the address.
    meta : dict, optional
        Anything else, given back with the result.

    Raises
    ------
    DateFormatError
        When ``date`` is not an ISO 8601 date.
    InputError
        When ``text`` is not a string.

    Examples
    --------
    >>> make_source("Посол прибыл в Бишкек.", date="2022-03-30T10:00").date
    '2022-03-30'
    >>> make_source("Посол прибыл в Бишкек.").id
    'doc-835f86e7e83e'
    """
    if not isinstance(text, str):
        raise InputError(f"the text is a {type(text).__name__}, not a string", source=id or "")
    source = Source(id=id or "", text=text, date=iso_date(date), title=title, url=url, meta=dict(meta or {}))
    return source if id else _with_content_id(source)


def full_text(source: Source) -> str:
    r"""Return the text that is analysed: the title, an empty line and the text.

    The title is not repeated where the text has it among its first lines. All offsets of the result count in this text.

    Parameters
    ----------
    source : Source
        The document as given.

    Examples
    --------
    >>> full_text(make_source("The envoys met.", title="Talks in Vienna"))
    'Talks in Vienna\n\nThe envoys met.'
    >>> full_text(make_source("Talks in Vienna\nThe envoys met.", title="Talks in Vienna"))
    'Talks in Vienna\nThe envoys met.'
    """
    if not source.title or not source.title.strip() or _begins_with(source.text, source.title):
        return source.text
    return f"{source.title}\n\n{source.text}"


def iso_date(value: str | Date | None) -> str | None:
    """Return a date as ISO 8601: a day, a month or a year; None for None and the empty string.

    Parameters
    ----------
    value : str, datetime.date or None
        A date as a user or a file gives it.

    Raises
    ------
    DateFormatError
        When it is something else, or no day of the calendar.

    Examples
    --------
    >>> iso_date("2022-03")
    '2022-03'
    """
    if value is None:
        return None
    written = value.isoformat() if isinstance(value, Date) else value
    if not isinstance(written, str):
        raise _wrong_date(value)
    written = written.strip()
    if not written:
        return None
    try:
        if _PARTIAL_DATE.fullmatch(written):
            Date.fromisoformat(f"{written}-01-01"[:10])
            return written
        return datetime.fromisoformat(written).date().isoformat()
    except ValueError:
        raise _wrong_date(value) from None


def _wrong_date(value: object) -> DateFormatError:
    return DateFormatError(f"{value!r} is not a date; write it as 2022-03-30, 2022-03 or 2022")


def _with_content_id(source: Source) -> Source:
    content = full_text(source).encode("utf-8", errors="surrogatepass")
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()[:12]
    return Source(
        id=f"doc-{digest}", text=source.text, date=source.date, title=source.title, url=source.url, meta=source.meta
    )


def _begins_with(text: str, title: str) -> bool:
    """Whether the text has the title at its beginning, or as one of its first lines (below a date, say)."""
    wanted = _fold(title)
    head = text[: _HEAD_CHARS + 2 * len(title)]
    lines = [_fold(line) for line in head.splitlines() if line.strip()][:_HEAD_LINES]
    return not wanted or wanted in lines or _fold(head).startswith(f"{wanted} ") or _fold(head) == wanted


def _fold(text: str) -> str:
    """Words only: a headline is repeated with other quotation marks, spaces and capitals."""
    return _NOT_WORDS.sub(" ", text).strip().casefold()
