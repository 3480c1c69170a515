"""FollowTheMoney entities, as OpenSanctions publishes them: JSON Lines, flat or nested, and the simple CSV."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from diplonlp.knowledge.files import opened
from diplonlp.knowledge.importers.ids import state_code
from diplonlp.knowledge.importers.items import Item, organization_names, sort_names
from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.knowledge.importers.rows import read_rows
from diplonlp.knowledge.partial_dates import first_day, is_partial_date, last_day
from diplonlp.knowledge.records import Gender, HeldOffice, KnownOrganization, KnownPerson, OrganizationKind

_ORGANIZATIONS: dict[str, OrganizationKind] = {
    "Organization": "", "PublicBody": "agency", "LegalEntity": "", "Company": "company",
}  # fmt: skip
# Schemata that tie somebody to a body: who, to what, and what it is called where no role says.
_TIES = {
    "Membership": ("member", "organization", "member"),
    "Directorship": ("director", "organization", "director"),
    "Employment": ("employee", "employer", ""),
}
_GENDERS: dict[str, Gender] = {"male": "m", "female": "f"}
_COUNTRIES = ("country", "citizenship", "nationality", "jurisdiction", "mainCountry")
_STARTS, _ENDS = ("startDate", "periodStart"), ("endDate", "periodEnd")


class _Entity(msgspec.Struct):
    """An entity of FollowTheMoney: every property has a list of values, texts or, in nested files, entities."""

    id: str
    schema: str
    caption: str = ""
    properties: dict[str, list[Any]] = {}

    def texts(self, *names: str) -> list[str]:
        """The values of some properties that are texts, each once."""
        values = (value for name in names for value in self.properties.get(name, ()))
        return list(dict.fromkeys(value for value in values if isinstance(value, str) and value.strip()))

    def first(self, *names: str) -> str:
        """The first value of some properties, or "": an id, or that of a nested entity."""
        for name in names:
            for value in self.properties.get(name, ()):
                found = value.get("id", "") if isinstance(value, dict) else value
                if isinstance(found, str) and found:
                    return found
        return ""


def import_ftm(path: Path, report: ImportReport) -> Iterator[Item]:
    """Yield the people and bodies of a file as they come, then the offices: what a post is called may come last.

    Parameters
    ----------
    path : Path
        JSON Lines of entities.
    report : ImportReport
        Where bad lines go, and the schemata that are left out.
    """
    posts: dict[str, HeldOffice] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:
        for entity, line in _entities(path, report):
            if entity.schema == "Occupancy":
                waiting.write(
                    json.dumps([line, entity.first("post"), *_term(entity, report), entity.first("holder")]) + "\n"
                )
            elif entity.schema == "Position":
                posts[entity.id] = _post(entity, report)
            else:
                yield from _items(entity, path, line, report)
        waiting.seek(0)
        for row in waiting:
            yield from _occupancy(json.loads(row), posts, report)


def _entities(path: Path, report: ImportReport) -> Iterator[tuple[_Entity, int]]:
    decoder = msgspec.json.Decoder(_Entity)
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            content = line.removeprefix(b"\xef\xbb\xbf").strip()
            if not content:
                continue
            try:
                entity = decoder.decode(content)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                report.problem(f"not an entity of FollowTheMoney ({error})", file=path, line=number)
                continue
            yield from ((found, number) for found in _with_nested(entity, report))


def _with_nested(entity: _Entity, report: ImportReport, depth: int = 0) -> Iterator[_Entity]:
    """An entity, and those written inside it; what hangs on an entity points back at it by standing there."""
    yield entity
    for values in list(entity.properties.values()) if depth < 4 else ():
        for value in values:
            if not isinstance(value, dict):
                continue
            try:
                inner = msgspec.convert(value, _Entity)
            except msgspec.ValidationError:
                report.leave_out("nested entities that are none")
                continue
            holder, *_ = _TIES.get(inner.schema, ("holder",))
            if inner.schema in {"Occupancy", *_TIES}:
                inner.properties.setdefault(holder, [entity.id])
            yield from _with_nested(inner, report, depth + 1)


def _items(entity: _Entity, path: Path, line: int, report: ImportReport) -> Iterator[Item]:
    if entity.schema == "Person":
        yield Item(_person(entity, report), line)
    elif entity.schema in _ORGANIZATIONS:
        yield Item(_organization(entity, report), line)
    elif entity.schema in _TIES:
        yield from _tie(entity, line, report)
    else:
        report.leave_out(f"schema {entity.schema}")


def _person(entity: _Entity, report: ImportReport) -> KnownPerson:
    if entity.texts("position"):
        report.leave_out("positions without dates, in free text", len(entity.texts("position")))
    names = sort_names([entity.caption, *entity.texts("name", "alias")], report)
    return KnownPerson(
        id=entity.id,
        **names._asdict(),
        gender=_GENDERS.get(entity.first("gender"), ""),
        born=_date(entity.texts("birthDate"), report, last=False),
        states=_states(entity.texts(*_COUNTRIES), report),
        same_as=tuple(name for name in entity.texts("wikidataId") if name != entity.id),
    )


def _organization(entity: _Entity, report: ImportReport) -> KnownOrganization:
    weak = entity.texts("weakAlias", "abbreviation")
    names = organization_names([entity.caption, *entity.texts("name", "alias"), *weak], report)
    topics = entity.texts("topics")
    kind: OrganizationKind = _ORGANIZATIONS[entity.schema]
    kind = "international" if "gov.igo" in topics else "party" if "pol.party" in topics else kind
    states = _states(entity.texts(*_COUNTRIES), report)
    return KnownOrganization(
        id=entity.id,
        kind=kind,
        **names,  # type: ignore[arg-type]
        parent=entity.first("parent"),
        state=states[0] if len(states) == 1 and kind != "international" else "",
        founded=_date(entity.texts("incorporationDate", "inceptionDate"), report, last=False),
        dissolved=_date(entity.texts("dissolutionDate"), report, last=True),
        ambiguous=tuple(weak),
        same_as=tuple(name for name in entity.texts("wikidataId") if name != entity.id),
    )


def _tie(entity: _Entity, line: int, report: ImportReport) -> Iterator[Item]:
    """A membership or directorship, as an office of the body."""
    holder, body, usual = _TIES[entity.schema]
    title = next(iter(entity.texts("role", "summary")), usual)
    if not title:
        report.leave_out(f"{entity.schema} without a role")
        return
    since, until = _term(entity, report)
    names = sort_names([title], report)
    yield Item(
        HeldOffice(
            person=entity.first(holder), title_en=names.name_en, title_ru=names.name_ru,
            organization=entity.first(body), since=since, until=until,
        ),
        line,
    )  # fmt: skip


def _post(entity: _Entity, report: ImportReport) -> HeldOffice:
    """A position, as the office that its holders will have."""
    names = sort_names([entity.caption, *entity.texts("name")], report)
    states = _states(entity.texts(*_COUNTRIES), report)
    return HeldOffice(
        person="",
        title_en=names.name_en,
        title_ru=names.name_ru,
        state=states[0] if len(states) == 1 else "",
        organization=entity.first("organization"),
    )


def _occupancy(row: list[Any], posts: dict[str, HeldOffice], report: ImportReport) -> Iterator[Item]:
    line, post, since, until, holder = row
    if post in posts:
        yield Item(msgspec.structs.replace(posts[post], person=holder, since=since, until=until), line)
    else:
        report.leave_out("offices whose post is not in the file")


def _term(entity: _Entity, report: ImportReport) -> tuple[str, str]:
    return _date(entity.texts(*_STARTS), report, last=False), _date(entity.texts(*_ENDS), report, last=True)


def _date(texts: Sequence[str], report: ImportReport, *, last: bool) -> str:
    """The earliest, or the latest, of several dates; "" where none of them is one."""
    dates = [text[:10] for text in texts if is_partial_date(text[:10])]
    if len(dates) < len(texts):
        report.leave_out("dates that are none", len(texts) - len(dates))
    if last:
        return max(dates, key=last_day, default="")
    return min(dates, key=first_day, default="")


def _states(countries: Sequence[str], report: ImportReport) -> tuple[str, ...]:
    codes = dict.fromkeys(state_code(country) for country in countries)
    unknown = [country for country in countries if not state_code(country)]
    if unknown:
        report.leave_out("country codes that are no state's", len(unknown))
    return tuple(code for code in codes if code)


def import_simple(path: Path, report: ImportReport) -> Iterator[Item]:
    """Yield the people and bodies of OpenSanctions' ``targets.simple.csv``; it tells of no offices."""
    for row in read_rows(path, report):
        cells = row.cells
        properties = {
            "name": [cells.get("name", "")],
            "alias": cells.get("aliases", "").split(";"),
            "country": cells.get("countries", "").split(";"),
            "birthDate": cells.get("birth_date", "").split(";"),
        }
        properties = {name: [value for value in values if value] for name, values in properties.items()}
        yield from _items(_Entity(cells.get("id", ""), cells.get("schema", ""), "", properties), path, row.line, report)
