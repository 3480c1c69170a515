"""Tables that Wikidata's Query Service exports: a row for each person's office, or for each body."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from diplonlp.knowledge.importers.ids import state_code, wikidata_classes
from diplonlp.knowledge.importers.items import Item, organization_names, sort_names
from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.knowledge.importers.rows import TableRow, read_header, read_rows
from diplonlp.knowledge.partial_dates import is_partial_date
from diplonlp.knowledge.records import Gender, HeldOffice, KnownOrganization, KnownPerson, OrganizationKind

_ITEM = re.compile(r"(?:.*/)?(Q\d+)$")
_UNLABELLED = re.compile(r"Q\d+$")
_GENDERS: dict[str, Gender] = {"Q6581097": "m", "male": "m", "мужской пол": "m", "Q6581072": "f", "female": "f",
                               "женский пол": "f"}  # fmt: skip
_OF_PEOPLE = {"position", "positionLabel", "birth", "gender", "genderLabel"}
_NAMES = ("itemLabel", "itemLabel_en", "itemLabel_ru", "itemAltLabel", "itemAltLabel_en", "itemAltLabel_ru")
_POSITION = ("positionLabel", "positionLabel_en", "positionLabel_ru")
COLUMNS = {
    "item", *_NAMES, *_OF_PEOPLE, *_POSITION, "start", "end", "country", "countryLabel", "organization", "type",
    "parent", "parentLabel", "shortName", "shortName_en", "shortName_ru", "founded", "dissolved",
}  # fmt: skip


def import_wikidata_rows(path: Path, report: ImportReport) -> Iterator[Item]:
    """Yield the people with their offices, or the bodies, of an exported table.

    Several rows of one item, as the Query Service gives them for several values, are one person or body.

    Parameters
    ----------
    path : Path
        The table. A column for a person's position, birth or gender makes it one of people.
    report : ImportReport
        Where bad rows go, and columns that are not read.
    """
    header = read_header(path)
    for column in sorted(set(header) - COLUMNS):
        report.leave_out(f"column {column}")
    rows: dict[str, list[TableRow]] = defaultdict(list)
    for row in read_rows(path, report):
        found = _ITEM.match(row.cells.get("item", ""))
        if found is None:
            message = f"{row.cells.get('item', '')[:40]!r} is no item; it ends in a number as Q42"
            report.problem(message, file=path, line=row.line, column="item")
        else:
            rows[found[1]].append(row)
    people = bool(_OF_PEOPLE & set(header))
    for item, group in rows.items():
        if people:
            yield from _person(item, group, path, report)
        else:
            yield Item(_organization(item, group, path, report), group[0].line)


def _person(item: str, rows: Sequence[TableRow], path: Path, report: ImportReport) -> Iterator[Item]:
    genders = [_GENDERS[value] for value in _values(rows, "gender", "genderLabel") if value in _GENDERS]
    person = KnownPerson(
        id=item,
        **sort_names(_labels(rows, _NAMES), report)._asdict(),
        gender=genders[0] if genders else "",
        born=_date(rows[0], "birth", path, report),
        states=_states(rows, report),
    )
    yield Item(person, rows[0].line)
    held: dict[tuple[str, str, str], HeldOffice] = {}
    for row in rows:
        names = sort_names(_labels([row], _POSITION), report)
        since, until = _date(row, "start", path, report), _date(row, "end", path, report)
        position = row.cells.get("position", "") or names.name_en or names.name_ru
        if position and not (names.name_en or names.name_ru):
            report.leave_out("positions without a label")
        elif position:
            body = _ITEM.match(row.cells.get("organization", ""))
            office = HeldOffice(
                person=item, title_en=names.name_en, title_ru=names.name_ru, organization=body[1] if body else "",
                since=since, until=until,
            )  # fmt: skip
            held.setdefault((position, since, until), office)
    yield from (Item(office, rows[0].line) for office in held.values())


def _organization(item: str, rows: Sequence[TableRow], path: Path, report: ImportReport) -> KnownOrganization:
    kinds = [wikidata_classes().get(value, "") for value in _values(rows, "type")]
    kind = next((kind for kind in kinds if kind not in ("", "person", "position")), "")
    states = _states(rows, report)
    parents = [found[1] for value in _values(rows, "parent") if (found := _ITEM.match(value))]
    short = _labels(rows, ("shortName", "shortName_en", "shortName_ru"))
    return KnownOrganization(
        id=item,
        kind=cast(OrganizationKind, kind),
        **organization_names([*_labels(rows, _NAMES), *short], report),  # type: ignore[arg-type]
        parent=parents[0] if parents else "",
        state=states[0] if len(states) == 1 and kind != "international" else "",
        founded=_date(rows[0], "founded", path, report),
        dissolved=_date(rows[0], "dissolved", path, report),
    )


def _values(rows: Sequence[TableRow], *columns: str) -> list[str]:
    """The cells of some columns, each once, an address by its last part."""
    cells = (row.cells.get(column, "") for row in rows for column in columns)
    return list(dict.fromkeys(cell.rsplit("/", 1)[-1] for cell in cells if cell))


def _labels(rows: Sequence[TableRow], columns: Sequence[str]) -> list[str]:
    """The names in some columns; other names stand in one cell with commas, an item without a label gives its id."""
    found: list[str] = []
    for row in rows:
        for column in columns:
            cell = row.cells.get(column, "")
            found += cell.split(", ") if "AltLabel" in column else [cell]
    return [name for name in dict.fromkeys(name.strip() for name in found) if name and not _UNLABELLED.match(name)]


def _date(row: TableRow, column: str, path: Path, report: ImportReport) -> str:
    """A date as the Query Service writes it, "2019-03-20T00:00:00Z"; the first of January may be only the year."""
    text = row.cells.get(column, "")
    if not text or text.startswith(("http", "t", "_:")):  # an unknown value is exported as a node without a name
        return ""
    if not is_partial_date(text[:10]):
        report.problem(f"{text[:40]!r} is no date", file=path, line=row.line, column=column)
        return ""
    return text[:4] if text.startswith(f"{text[:4]}-01-01T") else text[:10]


def _states(rows: Sequence[TableRow], report: ImportReport) -> tuple[str, ...]:
    values = _values(rows, "country")
    unknown = sum(not state_code(value) for value in values)
    if unknown:
        report.leave_out("countries that are no state of the tables", unknown)
    return tuple(dict.fromkeys(code for value in values if (code := state_code(value))))
