"""The one loader of the knowledge tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from diplonlp.errors import KnowledgeError
from diplonlp.knowledge.schema import Row

RowType = TypeVar("RowType", bound=Row)


def read_table(name: str, row_type: type[RowType]) -> tuple[RowType, ...]:
    """Read a table of the package and check every row against its type.

    Parameters
    ----------
    name : str
        The file's name without ``.csv``.
    row_type : type
        The type of its rows, from :mod:`diplonlp.knowledge.schema`.

    Raises
    ------
    KnowledgeError
        When a row does not fit its type; the message names the file and the line.

    Examples
    --------
    >>> from diplonlp.knowledge.schema import State
    >>> [state.name_ru for state in read_table("states", State) if state.code == "KAZ"]
    ['Казахстан']
    """
    return _read_table(name, row_type)  # type: ignore[return-value]


@cache
def _read_table(name: str, row_type: type[Row]) -> tuple[Row, ...]:
    path = files("diplonlp.knowledge").joinpath("tables", f"{name}.csv")
    fields = {field.name: field for field in msgspec.structs.fields(row_type)}
    return tuple(_row(record, line, row_type, fields, path.name) for line, record in _records(path))


def _records(path: Traversable) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with the number of the line each ends on; comment lines are skipped."""
    header: list[str] | None = None
    reader = csv.reader(path.read_text(encoding="utf-8").splitlines())
    for cells in reader:
        if not cells or cells[0].lstrip().startswith("#"):
            continue
        if header is None:
            header = cells
        elif len(cells) != len(header):
            raise KnowledgeError(
                f"{path.name}, line {reader.line_num}: {len(cells)} cells where the header has {len(header)}"
            )
        else:
            yield reader.line_num, dict(zip(header, cells, strict=True))


def _row(record: dict[str, str], line: int, row_type: type[Row], fields: dict[str, Any], file: str) -> Row:
    """One row with its list columns split; an empty cell is the field's default."""
    plain: dict[str, Any] = {}
    for key, cell in record.items():
        value = cell.strip()
        if not value:
            continue
        field = fields.get(key)
        listed = field is not None and "tuple" in str(field.type)
        plain[key] = [part.strip() for part in value.split("|") if part.strip()] if listed else value
    try:
        return msgspec.convert(plain, row_type)
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"{file}, line {line}: {error}") from error
