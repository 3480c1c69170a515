"""Documents from files, folders, patterns and standard input."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import date as Date  # noqa: N812  (the parameter is called date)
from typing import IO, Any

import msgspec

from diplonlp.errors import DiplonlpError, InputError
from diplonlp.read import paths as found_paths
from diplonlp.read.encoding import Decoded, decode_bytes
from diplonlp.read.heads import head_date, head_title
from diplonlp.read.html import declared_encoding, read_html
from diplonlp.read.paths import Found, find_files, suffix_of
from diplonlp.read.rows import Columns, Row, read_csv, read_json, read_json_lines, row_source
from diplonlp.read.sources import iso_date, make_source
from diplonlp.records import Failure, Source

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_READING_ERRORS = (OSError, EOFError, zlib.error)


def read_documents(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    text_column: str = "text",
    id_column: str | None = None,
    date_column: str | None = None,
    title_column: str | None = None,
    url_column: str | None = None,
    date: str | Date | None = None,
) -> Iterator[Source | Failure]:
    r"""Read documents one after the other; what cannot be read is told as a Failure, and the rest goes on.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders (searched to any depth), patterns like ``"news/*.txt"``, and ``"-"`` for standard input. Read are
        .txt, .md, .html, .jsonl, .json, .csv and .tsv, compressed (.gz) or not; a file of another kind that is named
        itself is read as text.
    text_column, id_column, date_column, title_column, url_column : str, optional
        The columns of a table, or keys of a JSON object, to read. By default "text", "id", "date", "title" and "url".
    date : str or datetime.date, optional
        The day of publication for documents whose source gives none. It goes before a date in the first lines of the
        text, which counts where neither a column, a page's markup nor this parameter says anything.

    Yields
    ------
    Source or Failure
        In the order of ``paths``, folders by name. Ids are unique: a second "report" becomes "report-2".

    Raises
    ------
    DateFormatError
        When the parameter ``date`` is no date. A wrong date inside a file is a Failure.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("30.03.2022\n\nПосол прибыл в Минск.", encoding="utf-8")
    ...     [(source.id, source.date) for source in read_documents([folder])]
    [('a', '2022-03-30')]
    """
    columns = Columns(text_column, id_column, date_column, title_column, url_column)
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return _read_all(listed, columns, iso_date(date))


def _read_all(
    paths: Iterable[str | os.PathLike[str]], columns: Columns, date: str | None
) -> Iterator[Source | Failure]:
    taken: dict[str, int] = {}
    for found in find_files(paths):
        documents = [_failure(found, "")] if isinstance(found, InputError) else _read_file(found, columns)
        for document in documents:
            if isinstance(document, Source):
                yield _with_date(_with_unique_id(document, taken), date)
            else:
                yield document


def _with_unique_id(source: Source, taken: dict[str, int]) -> Source:
    """Give a number to the second and later documents of one id, in the order they are read."""
    unique = source.id
    while unique in taken:
        taken[source.id] += 1
        unique = f"{source.id}-{taken[source.id]}"
    taken[unique] = 1
    return source if unique == source.id else msgspec.structs.replace(source, id=unique)


def _with_date(source: Source, default: str | None) -> Source:
    if source.date is not None:
        return source
    return msgspec.structs.replace(source, date=default or head_date(source.text))


def _read_file(found: Found, columns: Columns) -> Iterator[Source | Failure]:
    """Read one file by its suffix; an error in its middle keeps what was read before."""
    try:
        if found.path == found_paths.STDIN:
            yield from _read_stdin(columns)
        elif suffix_of(found.path) in {".jsonl", ".ndjson"}:
            yield from _read_json_lines(found, columns)
        else:
            yield from _read_whole(found, columns)
    except DiplonlpError as error:
        yield _failure(error, found.path)
    except _READING_ERRORS as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield _failure(InputError(f"cannot be read ({reason}); check the file and its permissions"), found.path)


def _read_whole(found: Found, columns: Columns) -> Iterator[Source | Failure]:
    with _open(found.path) as file:
        data = file.read()
    suffix = suffix_of(found.path)
    if suffix in found_paths.HTML_SUFFIXES:
        yield _html_source(data, found.id)
    elif suffix in found_paths.TABLE_SUFFIXES:
        decoded = decode_bytes(data)
        rows = read_csv(decoded.text, columns, delimiter="\t" if suffix == ".tsv" else None)
        yield from _row_sources(rows, columns, found, _encoding_note(decoded))
    elif suffix in found_paths.JSON_SUFFIXES:
        yield from _row_sources(read_json(data), columns, found, {})
    else:
        yield _text_source(data, found.id)


def _read_json_lines(found: Found, columns: Columns) -> Iterator[Source | Failure]:
    """Read line by line, so that a file may be larger than the memory; UTF-16 has no lines until it is decoded."""
    with _open(found.path) as file:
        beginning = file.read(2)
        if beginning in _UTF16_MARKS:
            lines: Iterable[bytes] = decode_bytes(beginning + file.read()).text.encode("utf-8").split(b"\n")
        else:
            lines = _rejoined(beginning, file)
        yield from _row_sources(read_json_lines(lines), columns, found, {})


def _rejoined(beginning: bytes, file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file of which two bytes have been read."""
    if beginning.endswith(b"\n"):
        yield from beginning.splitlines(keepends=True)
    else:
        yield beginning + file.readline()
    yield from file


def _read_stdin(columns: Columns) -> Iterator[Source | Failure]:
    # A notebook's standard input has no bytes below it.
    data = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode("utf-8")
    lines = data.split(b"\n")
    first = next(read_json_lines(lines), None)
    if isinstance(first, Row) and columns.text in first.fields:
        yield from _row_sources(read_json_lines(lines), columns, Found(found_paths.STDIN, ""), {})
    else:
        yield _text_source(data, None)


def _open(path: str) -> IO[bytes]:
    return gzip.open(path, "rb") if path.lower().endswith(".gz") else open(path, "rb")  # type: ignore[return-value]


def _text_source(data: bytes, document_id: str | None) -> Source:
    decoded = decode_bytes(data)
    return make_source(decoded.text, id=document_id, title=head_title(decoded.text), meta=_encoding_note(decoded))


def _html_source(data: bytes, document_id: str) -> Source:
    decoded = decode_bytes(data, declared=declared_encoding(data))
    article = read_html(decoded.text)
    return make_source(
        article.text,
        id=document_id,
        date=article.date,
        title=article.title,
        url=article.url,
        meta=_encoding_note(decoded),
    )


def _encoding_note(decoded: Decoded) -> dict[str, Any]:
    """Say in ``meta`` how the bytes were read, unless they were plain UTF-8."""
    if decoded.name == "utf-8" and not decoded.replaced:
        return {}
    return {"encoding": {"name": decoded.name, "replaced": decoded.replaced}}


def _row_sources(
    rows: Iterable[Row | InputError], columns: Columns, found: Found, note: dict[str, Any]
) -> Iterator[Source | Failure]:
    for row in rows:
        if isinstance(row, InputError):
            yield _failure(row, found.path)
            continue
        try:
            source = row_source(row, columns, default_id=f"{found.id}-{row.number}" if found.id else None)
        except DiplonlpError as error:
            yield _failure(error, found.path, row.line)
        else:
            yield msgspec.structs.replace(source, meta={**note, **source.meta}) if note else source


def _failure(error: DiplonlpError, path: str, line: int | None = None) -> Failure:
    """Turn an error into a record; its fields tell the place, so the message need not."""
    place = (getattr(error, "source", ""), getattr(error, "line", None))
    where = place[0] if place[1] is None else f"{place[0]}, line {place[1]}"
    source = place[0] or ("<stdin>" if path == found_paths.STDIN else path)
    message = str(error).removeprefix(f"{where}: ")
    return Failure(source=source, error=type(error).__name__, message=message, line=place[1] or line)
