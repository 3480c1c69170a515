"""An analyst's own CSV tables: people, organisations, offices, names of states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from diplonlp.errors import KnowledgeError
from diplonlp.knowledge.checks import record_findings
from diplonlp.knowledge.importers.items import Item
from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.knowledge.importers.rows import read_header, read_rows
from diplonlp.knowledge.records import HeldOffice, KnowledgeRecord, KnownOrganization, KnownPerson, StateNames
from diplonlp.knowledge.schema import TitleWord
from diplonlp.knowledge.tables import read_table

_NOTES = ("note", "notes", "comment")  # columns for the reader
_SEPARATOR = "|"
_DATED = re.compile(r"(?P<name>.*?)\s*\[(?P<since>[^\]/]*)/(?P<until>[^\]/]*)\]")


class Table(NamedTuple):
    """A kind of table: the records it holds, the columns it must have, the names its file may begin with.

    ``needed`` are alternatives: one column of each group has to be there.
    """

    record: type
    needed: tuple[tuple[str, ...], ...]
    files: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Every column it may have."""
        return [field.encode_name for field in msgspec.structs.fields(self.record)]


TABLES = (
    Table(HeldOffice, (("person",), ("office", "title_en", "title_ru")), ("office", "position")),
    Table(StateNames, (("code",),), ("state", "countr")),
    Table(KnownOrganization, (("id",), ("name_en", "name_ru")), ("org", "bodies", "body")),
    Table(KnownPerson, (("id",), ("name_en", "name_ru")), ("people", "person")),
)


def import_table(path: Path, report: ImportReport) -> Iterator[Item]:
    """Yield the records of a table.

    Parameters
    ----------
    path : Path
        The file. Its columns say which kind of table it is, or else its name does ("people.csv").
    report : ImportReport
        Where the rows that break a rule go.

    Raises
    ------
    KnowledgeError
        When a column is missing or has a name that no table has.
    """
    table = find_table(path)
    for row in read_rows(path, report):
        record = _record(table, row.cells, path, row.line, report)
        if record is not None:
            yield Item(record, row.line)


def find_table(path: Path) -> Table:
    """Return which kind of table a file is; see :func:`import_table`."""
    columns = [name for name in read_header(path) if name.lower() not in _NOTES]
    named = [table for table in TABLES if path.name.lower().startswith(table.files)]
    fitting = [table for table in TABLES if not _lacking(table, columns) and set(columns) <= set(table.columns)]
    if len(named) == 1 and (named[0] in fitting or not fitting):
        _check_columns(named[0], columns, path)
        return named[0]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:  # only names and ids: either of the two
        raise KnowledgeError(
            f"{path}, line 1: these columns fit people and organisations alike; begin the file's name with people or "
            "organizations"
        )
    likely = max(TABLES, key=lambda table: len(set(columns) & set(table.columns)) - len(_lacking(table, columns)))
    _check_columns(likely, columns, path)
    return likely


def _lacking(table: Table, columns: Sequence[str]) -> list[str]:
    return [" or ".join(group) for group in table.needed if not set(group) & set(columns)]


def _check_columns(table: Table, columns: Sequence[str], path: Path) -> None:
    """Raise one error for all that is wrong with a header."""
    unknown = [name for name in columns if name not in table.columns]
    wrong = [f"no column {name}; every table of this kind needs it" for name in _lacking(table, columns)]
    wrong += [f"column {name}: {_suggestion(name, table.columns)}" for name in unknown]
    wrong += [f"column {name}: is there twice; take one out" for name in {n for n in columns if columns.count(n) > 1}]
    if wrong:
        raise KnowledgeError("\n".join(f"{path}, line 1, {message}" for message in wrong))


def _suggestion(name: str, columns: Sequence[str]) -> str:
    close = get_close_matches(name.lower().replace(" ", "_"), columns, n=1)
    hint = f"did you mean {close[0]}?" if close else f"columns are {', '.join(columns)}; notes go into a column note"
    return f"no table has it; {hint}"


def _record(table: Table, cells: dict[str, str], path: Path, line: int, report: ImportReport) -> KnowledgeRecord | None:
    """A row as a record; None where it breaks a rule, each rule it breaks being a problem of its own."""
    wrong: list[tuple[str, str]] = []
    plain = {column: _value(table.record, column, cell, wrong) for column, cell in cells.items() if cell}
    plain = {column: value for column, value in plain.items() if column.lower() not in _NOTES}
    wrong += [(column, "is empty; every row needs it") for column in _required(table.record) if not plain.get(column)]
    if not wrong:
        record: KnowledgeRecord = msgspec.convert({"type": _tag(table.record), **plain}, table.record)
        wrong = [*record_findings(record), *_office_findings(record)]
        if not wrong:
            return record
    for column, message in wrong:
        report.problem(message, file=path, line=line, column=column)
    return None


def _required(record: type) -> list[str]:
    """The columns whose cells must not be empty."""
    return [field.encode_name for field in msgspec.structs.fields(record) if field.required]


def _tag(record: type) -> str:
    return str(record.__struct_config__.tag)  # type: ignore[attr-defined]


def _value(record: type, column: str, cell: str, wrong: list[tuple[str, str]]) -> Any:
    """A cell as its field takes it: a text, or a list parted by ``|``."""
    reader = _READERS.get(column)
    if reader is not None:
        return reader(column, cell, wrong)
    listed = any(field.encode_name == column and "tuple" in str(field.type) for field in msgspec.structs.fields(record))
    return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()] if listed else cell


def _gender(column: str, cell: str, wrong: list[tuple[str, str]]) -> str:
    known = {"m": "m", "male": "m", "м": "m", "муж": "m", "f": "f", "female": "f", "ж": "f", "жен": "f"}
    if cell.lower() not in known:
        wrong.append((column, f"{cell[:40]!r} is neither m nor f; leave it empty where it is not known"))
    return known.get(cell.lower(), "")


def _kind(column: str, cell: str, wrong: list[tuple[str, str]]) -> str:
    kinds = ("international", "body", "parliament", "chamber", "ministry", "agency", "party", "company")
    if cell not in kinds:
        wrong.append((column, f"{cell[:40]!r} is no kind of organisation; kinds are {', '.join(kinds)}"))
    return cell


def _dated(column: str, cell: str, wrong: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Names or members with a span of time in brackets: "KGZ [2015-08-12/]"."""
    field = "member" if column == "members" else "name"
    found = []
    for part in (part.strip() for part in cell.split(_SEPARATOR)):
        dates = _DATED.fullmatch(part)
        if dates is not None:
            found.append({field: dates["name"], "from": dates["since"].strip(), "to": dates["until"].strip()})
        elif part.endswith("]"):
            wrong.append((column, f"{part[:40]!r}: write the dates as [2015-08-12/2020], either end may be empty"))
        elif part:
            found.append({field: part})
    return found


_READERS: dict[str, Callable[[str, str, list[tuple[str, str]]], Any]] = {
    "gender": _gender, "kind": _kind, "members": _dated, "former_names": _dated,
}  # fmt: skip


def _office_findings(record: KnowledgeRecord) -> Iterator[tuple[str, str]]:
    """An office's code has to be one that texts are read with."""
    if isinstance(record, HeldOffice) and record.office and record.office not in _office_codes():
        close = get_close_matches(record.office, sorted(_office_codes()), n=1)
        hint = f"did you mean {close[0]}?" if close else "leave it empty and write the title into title_en or title_ru"
        yield "office", f"no office has the code {record.office[:40]!r}; {hint}"


@cache
def _office_codes() -> frozenset[str]:
    return frozenset(row.office for row in read_table("titles", TitleWord))
