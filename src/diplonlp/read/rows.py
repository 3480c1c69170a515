"""Files that hold many documents: JSON Lines, JSON and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from diplonlp.errors import DateFormatError, FormatError, InputError
from diplonlp.read.encoding import Decoded, decode_bytes
from diplonlp.read.sources import make_source
from diplonlp.records import Source

# The largest number the csv module takes on every platform. Its own limit, 131,072 characters, is a short report.
_CSV_FIELD_LIMIT = 2**31 - 1
_DELIMITERS = ",;\t|"
# A text column that holds a whole article also holds these; more of a bad line than this helps nobody.
_SHOWN_KEYS = 20


class Columns(NamedTuple):
    """The names of the columns, or keys, that hold a document; None stands for the usual name where it is there."""

    text: str = "text"
    id: str | None = None
    date: str | None = None
    title: str | None = None
    url: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """Every column under the name it is looked for."""
        return {field: value or field for field, value in self._asdict().items()}

    @property
    def required(self) -> list[str]:
        """The columns a table must have: those the user named, and the text."""
        return [value for value in self if value is not None]


class Row(NamedTuple):
    """One document of a file as key and value, its number in the file, and the line it begins on."""

    fields: dict[str, Any]
    number: int
    line: int | None


def read_json_lines(lines: Iterable[bytes]) -> Iterator[Row | InputError]:
    """Yield the object on each line; an error, with its line, for a line that holds none.

    Parameters
    ----------
    lines : iterable of bytes
        An open file, or its lines.

    Examples
    --------
    >>> [row.fields for row in read_json_lines([b'{"text": "Talks"}'])]
    [{'text': 'Talks'}]
    """
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if content.strip():
            yield _json_row(content, number)


def read_json(data: bytes) -> Iterator[Row | InputError]:
    """Yield the objects of a JSON file: one object, an array of them, or one a line.

    Parameters
    ----------
    data : bytes
        The content of the file.

    Raises
    ------
    FormatError
        When it is none of these.

    Examples
    --------
    >>> [row.fields["text"] for row in read_json(b'[{"text": "Talks"}, {"text": "A visit"}]')]
    ['Talks', 'A visit']
    """
    text = decode_bytes(data).text
    try:
        content = _decode_json(text)
    except FormatError:
        lines = text.encode("utf-8").split(b"\n")
        first = next((line for line in lines if line.strip()), b"")
        if not isinstance(_json_row(first, 1), Row):
            raise
        yield from read_json_lines(lines)
        return
    for number, item in enumerate(content if isinstance(content, list) else [content], start=1):
        is_object = isinstance(item, dict)
        yield Row(item, number, None) if is_object else FormatError(f"item {number} is not an object with a text")


def read_csv(decoded: str, columns: Columns, *, delimiter: str | None = None) -> Iterator[Row | InputError]:
    r"""Yield the rows of a CSV or TSV file; an error, with its line, for a row that is not like the header.

    Parameters
    ----------
    decoded : str
        The content of the file.
    columns : Columns
        The columns to look for.
    delimiter : str, optional
        What separates the cells; taken from the header where it is not given.

    Raises
    ------
    FormatError
        When a column is missing; the message names those that are there.

    Examples
    --------
    >>> [row.fields for row in read_csv("id;text\na;Talks in Vienna", Columns())]
    [{'id': 'a', 'text': 'Talks in Vienna'}]
    """
    csv.field_size_limit(max(csv.field_size_limit(), _CSV_FIELD_LIMIT))
    delimiter = delimiter or _delimiter(decoded, columns)
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True)
    cells = _table_cells(reader)
    header = _header(cells, columns)
    for number, (line, row) in enumerate(cells, start=1):
        if isinstance(row, InputError):
            yield row
        elif len(row) != len(header):
            message = f"{len(row)} cells where the header has {len(header)}; put a text with {delimiter!r} in quotes"
            yield FormatError(message, line=line)
        else:
            yield Row(dict(zip(header, row, strict=True)), number, line)


def row_source(row: Row, columns: Columns, *, default_id: str | None) -> Source:
    """Make a document of a row.

    Parameters
    ----------
    row : Row
        A row of a table, or an object.
    columns : Columns
        Which of its values are what; the others become ``meta``.
    default_id : str or None
        Its id when the row has none; None makes one of the content.

    Raises
    ------
    FormatError
        When the text is missing or something is not a string.
    DateFormatError
        When its date is no date.

    Examples
    --------
    >>> row_source(Row({"text": "Talks", "desk": "Asia"}, 1, 1), Columns(), default_id="news-1").meta
    {'desk': 'Asia'}
    """
    named = columns.named
    text = row.fields.get(named["text"])
    if text is None:
        raise FormatError(_no_text(row.fields, named["text"]))
    if not isinstance(text, str):
        raise FormatError(f'"{named["text"]}" is a {type(text).__name__}, not a string')
    date = row.fields.get(named["date"])
    if date is not None and not isinstance(date, str):
        raise DateFormatError(f"{date!r} is not a date; write it as a string like 2022-03-30")
    return make_source(
        text,
        id=_string(row.fields, named["id"]) or default_id,
        date=date,
        title=_string(row.fields, named["title"]),
        url=_string(row.fields, named["url"]),
        meta={key: value for key, value in row.fields.items() if key not in named.values()},
    )


def _string(fields: dict[str, Any], key: str) -> str | None:
    """Return a short value as a string: ids are often numbers."""
    value = fields.get(key)
    if isinstance(value, (dict, list, bool)):
        raise FormatError(f'"{key}" is a {type(value).__name__}, not a string')
    return None if value is None or value == "" else str(value)


def _no_text(fields: dict[str, Any], key: str) -> str:
    if key in fields:
        return f'"{key}" is null; give the text as a string'
    return f'no "{key}" here; {_have(fields)}'


def _have(names: Iterable[str]) -> str:
    shown = [name for name, _ in zip(names, range(_SHOWN_KEYS), strict=False)]
    there = ", ".join(shown) or "nothing"
    return f"there is {there}. Name the one that holds the text with text_column (on the command line --text-column)"


def _json_row(line: bytes, number: int) -> Row | InputError:
    try:
        content = _decode_json(_json_text(line).text.strip())
    except InputError as error:
        return type(error)(str(error), line=number)
    if not isinstance(content, dict):
        return FormatError('not an object like {"text": "…"}', line=number)
    return Row(content, number, number)


def _json_text(line: bytes) -> Decoded:
    """Decode one line; JSON is UTF-8, but files from Russian Windows programs are not always."""
    return decode_bytes(line)


def _decode_json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError) as error:
        raise FormatError(f'not JSON ({error}); each line must be one object like {{"text": "…"}}') from error


def _delimiter(decoded: str, columns: Columns) -> str:
    """Return what separates the cells of the header: Excel writes ";" in a Russian system."""
    header = decoded.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    splitting = [mark for mark in _DELIMITERS if columns.text in _plain_cells(header, mark)]
    return max(splitting or _DELIMITERS, key=header.count)


def _plain_cells(header: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in header.split(delimiter)]


def _table_cells(reader: Any) -> Iterator[tuple[int, list[str] | InputError]]:
    """Yield the rows that are not empty, each with the line it begins on."""
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, FormatError(f"not a row of a table ({error}); check its quotation marks", line=line)
            continue
        if row:
            yield line, row


def _header(cells: Iterator[tuple[int, list[str] | InputError]], columns: Columns) -> Sequence[str]:
    line, header = next(cells, (1, []))
    if isinstance(header, InputError):
        raise header
    header = [name.strip() for name in header]
    missing = [name for name in columns.required if name not in header]
    if missing:
        raise FormatError(f"no column {', '.join(map(repr, missing))}; {_have(header)}", line=line)
    return header
