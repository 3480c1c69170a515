"""The rows of a CSV file of any size, whatever its encoding and its delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from diplonlp.errors import EncodingError, KnowledgeError
from diplonlp.knowledge.files import opened
from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.read.encoding import decode_bytes

_DELIMITERS = ",;\t|"
_WHOLE = 32 << 20  # bytes of a file that is decoded at once, so that every byte counts in telling its encoding
_SAMPLE = 1 << 16
_LONGEST_CELL = 2**31 - 1


class TableRow(NamedTuple):
    """A row: the line it begins on, and its cells by column, without white space at their ends."""

    line: int
    cells: dict[str, str]


def read_header(path: Path) -> list[str]:
    """Return the names of a table's columns.

    Raises
    ------
    KnowledgeError
        When the file is no text.
    """
    with opened(path) as file:
        return _header(io.StringIO(_decoded(path, file.read(_SAMPLE)), newline=""))[0]


def read_rows(path: Path, report: ImportReport) -> Iterator[TableRow]:
    """Yield the rows under the header; one that has not the header's cells is a problem, and the others go on.

    Parameters
    ----------
    path : Path
        The file, compressed or not. Lines that begin with ``#`` are comments.
    report : ImportReport
        Where problems go.
    """
    with opened(path) as file:
        text = _text(path, file)
        header, delimiter, above = _header(text)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            line = above + reader.line_num + 1
            try:
                cells = [cell.strip() for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error as error:
                report.problem(f"not a row of a table ({error}); check its quotation marks", file=path, line=line)
                continue
            if not any(cells) or cells[0].startswith("#"):
                continue
            if len(cells) != len(header):
                message = f"{len(cells)} cells where the header has {len(header)}; check commas and quotation marks"
                report.problem(message, file=path, line=line)
                continue
            yield TableRow(line, dict(zip(header, cells, strict=True)))


def _header(text: io.TextIOBase) -> tuple[list[str], str, int]:
    """Read the names of the columns; with them what separates the cells, and how many lines were read."""
    csv.field_size_limit(_LONGEST_CELL)
    line, number = text.readline(), 1
    while line and (not line.strip() or line.startswith("#")):
        line, number = text.readline(), number + 1
    delimiter = max(_DELIMITERS, key=line.count)
    return [cell.strip().strip('"').strip("\ufeff ") for cell in line.strip().split(delimiter)], delimiter, number


def _text(path: Path, file: IO[bytes]) -> io.TextIOBase:
    """A file as text: decoded whole where it is small, else by what its beginning shows."""
    start = file.read(_WHOLE)
    if len(start) < _WHOLE:
        return io.StringIO(_decoded(path, start), newline="")
    name = decode_bytes(start[:_SAMPLE], str(path)).name
    file.seek(0)
    return io.TextIOWrapper(file, encoding="utf-8-sig" if name == "utf-8" else name, errors="replace", newline="")


def _decoded(path: Path, data: bytes) -> str:
    try:
        return decode_bytes(data, str(path)).text
    except EncodingError as error:
        raise KnowledgeError(str(error)) from error
