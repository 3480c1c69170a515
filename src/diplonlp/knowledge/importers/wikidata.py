"""Wikidata's items: a dump or an extract of it as JSON, one item a line or in an array."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from diplonlp.knowledge.files import opened
from diplonlp.knowledge.importers.ids import state_code, wikidata_classes
from diplonlp.knowledge.importers.items import Item, Membership, organization_names, sort_names
from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.knowledge.records import (
    FormerName,
    Gender,
    HeldOffice,
    KnownOrganization,
    KnownPerson,
    MemberOf,
    OrganizationKind,
)

_LANGUAGES = ("en", "ru")
_GENDERS: dict[str, Gender] = {"Q6581097": "m", "Q6581072": "f", "Q2449503": "m", "Q1052281": "f"}
_MONTH, _YEAR = 10, 9  # Wikidata's precision of a date; 11 is a day
_WHOLE = 256 << 20  # bytes of a file that is not one item a line and so has to be read at once
_INSTANCE, _POSITION_HELD, _START, _END = "P31", "P39", "P580", "P582"
_SEX, _CITIZEN, _BORN, _FOUNDED, _DISSOLVED = "P21", "P27", "P569", "P571", "P576"
_PARENT, _PART_OF, _MEMBER_OF, _SHORT, _OFFICIAL, _COUNTRY = "P749", "P361", "P463", "P1813", "P1448", "P17"
_JURISDICTION, _DIRECTS = "P1001", "P2389"


class _Item(msgspec.Struct):
    """An item: labels and aliases by language, statements by property."""

    id: str
    labels: dict[str, dict[str, str]] | list[Any] = {}
    aliases: dict[str, list[dict[str, str]]] | list[Any] = {}
    claims: dict[str, list[dict[str, Any]]] | list[Any] = {}  # an empty one is written []

    @property
    def names(self) -> list[str]:
        """Labels, then aliases, in the two languages."""
        labels = self.labels if isinstance(self.labels, dict) else {}
        aliases = self.aliases if isinstance(self.aliases, dict) else {}
        every = [labels[lang]["value"] for lang in _LANGUAGES if lang in labels]
        return every + [alias["value"] for lang in _LANGUAGES for alias in aliases.get(lang, ())]

    def statements(self, *properties: str) -> list[dict[str, Any]]:
        """The statements of some properties that nobody has withdrawn, the preferred ones first."""
        claims = self.claims if isinstance(self.claims, dict) else {}
        found = [claim for name in properties for claim in claims.get(name, ()) if claim.get("rank") != "deprecated"]
        return sorted(found, key=lambda claim: claim.get("rank") != "preferred")

    def items(self, *properties: str) -> list[str]:
        """The items that some properties point at."""
        values = (_value(claim.get("mainsnak")) for claim in self.statements(*properties))
        return [value["id"] for value in values if isinstance(value, dict) and "id" in value]

    def date(self, name: str) -> str:
        """The first date of a property."""
        dates = (_date(_value(claim.get("mainsnak"))) for claim in self.statements(name))
        return next((date for date in dates if date), "")


def _value(snak: Any) -> Any:
    """What a statement or qualifier says; None for "unknown" and "none"."""
    data = snak.get("datavalue") if isinstance(snak, dict) else None
    return data.get("value") if isinstance(data, dict) else None


def _qualifier(claim: dict[str, Any], name: str) -> Any:
    found = claim.get("qualifiers") or {}
    return _value(found[name][0]) if found.get(name) else None


def _date(value: Any) -> str:
    """A date of Wikidata, "+2019-03-20T00:00:00Z" with its precision; "" for one before our era, or too vague."""
    if not isinstance(value, dict) or not str(value.get("time", "")).startswith("+"):
        return ""
    day, precision = str(value["time"])[1:11], value.get("precision", 11)
    if precision < _YEAR or len(day) != len("2019-03-20") or day.startswith("0000"):
        return ""
    size = 4 if precision == _YEAR or day[5:7] == "00" else 7 if precision == _MONTH or day[8:] == "00" else 10
    return day[:size]


def _term(claim: dict[str, Any]) -> tuple[str, str]:
    return _date(_qualifier(claim, _START)), _date(_qualifier(claim, _END))


def import_wikidata(path: Path, report: ImportReport) -> Iterator[Item | Membership]:
    """Yield the people and bodies of a file as they come, then the offices: what a position is called may come last.

    Parameters
    ----------
    path : Path
        Items, one a line (with or without the dump's commas and brackets), an array, or what ``Special:EntityData``
        gives.
    report : ImportReport
        Where bad lines go, and what is left out.
    """
    positions: dict[str, HeldOffice] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:
        for item, line in _items(path, report):
            kind = _kind(item)
            if kind == "position":
                positions[item.id] = _position(item, report)
            elif kind == "person":
                for row in _held(item, line):
                    waiting.write(json.dumps(row) + "\n")
                yield Item(_person(item, report), line)
            elif kind:
                yield Item(_organization(item, kind, report), line)
            elif not state_code(item.id):
                report.leave_out("items of a class that is not known here")
            yield from _memberships(item, kind, line)
        waiting.seek(0)
        for told in waiting:
            yield from _office(json.loads(told), positions, report)


def _items(path: Path, report: ImportReport) -> Iterator[tuple[_Item, int | None]]:
    decoder = msgspec.json.Decoder(_Item)
    if not _is_by_line(path):
        yield from _whole(path, report)
        return
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            content = line.removeprefix(b"\xef\xbb\xbf").strip().rstrip(b",")
            if content in (b"", b"[", b"]"):
                continue
            try:
                yield decoder.decode(content), number
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                report.problem(f"not an item of Wikidata ({error})", file=path, line=number)


def _is_by_line(path: Path) -> bool:
    """Whether the first item stands on a line of its own, as in the dumps."""
    with opened(path) as file:
        for line in file:
            content = line.removeprefix(b"\xef\xbb\xbf").strip().rstrip(b",")
            if content not in (b"", b"["):
                return content.startswith(b'{"') and content.endswith(b"}") and not content.startswith(b'{"entities"')
    return True


def _whole(path: Path, report: ImportReport) -> Iterator[tuple[_Item, int | None]]:
    """The items of a file that is one piece of JSON."""
    with opened(path) as file:
        data = file.read(_WHOLE)
        if file.read(1):
            report.problem(
                "this file is one piece of JSON and too large to be read at once; write one item a line", file=path
            )
            return
    try:
        content = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        report.problem(f"not JSON ({error}); write one item a line", file=path)
        return
    if isinstance(content, dict):
        content = list(content["entities"].values()) if isinstance(content.get("entities"), dict) else [content]
    for number, item in enumerate(content if isinstance(content, list) else [content], start=1):
        try:
            yield msgspec.convert(item, _Item), None
        except msgspec.ValidationError as error:
            report.problem(f"number {number} is not an item of Wikidata ({error})", file=path)


def _kind(item: _Item) -> str:
    """What an item is: "person", "position", a kind of organisation, or "" where its classes do not tell."""
    kinds = [wikidata_classes()[name] for name in item.items(_INSTANCE) if name in wikidata_classes()]
    if not kinds and item.statements(_DIRECTS):
        return "position"
    return next((kind for kind in ("person", "position") if kind in kinds), kinds[0] if kinds else "")


def _person(item: _Item, report: ImportReport) -> KnownPerson:
    return KnownPerson(
        id=item.id,
        **sort_names(item.names, report)._asdict(),
        gender=next((_GENDERS[name] for name in item.items(_SEX) if name in _GENDERS), ""),
        born=item.date(_BORN),
        states=_states(item.items(_CITIZEN), report),
    )


def _organization(item: _Item, kind: str, report: ImportReport) -> KnownOrganization:
    short = [text for claim in item.statements(_SHORT) if (text := _text(claim))]
    former = [(text, *_term(claim)) for claim in item.statements(_OFFICIAL) if (text := _text(claim))]
    official = [name for name, _, until in former if not until]
    states = _states(item.items(_COUNTRY), report)
    return KnownOrganization(
        id=item.id,
        kind=cast(OrganizationKind, kind),
        **organization_names([*item.names, *official, *short], report),  # type: ignore[arg-type]
        parent=next(iter(item.items(_PARENT, _PART_OF)), ""),
        state=states[0] if len(states) == 1 and kind != "international" else "",
        founded=item.date(_FOUNDED),
        dissolved=item.date(_DISSOLVED),
        former_names=tuple(FormerName(name=name, since=since, until=until) for name, since, until in former if until),
    )


def _text(claim: dict[str, Any]) -> str:
    """The text of a statement in one of the two languages."""
    value = _value(claim.get("mainsnak"))
    return str(value["text"]) if isinstance(value, dict) and value.get("language") in _LANGUAGES else ""


def _states(items: Sequence[str], report: ImportReport) -> tuple[str, ...]:
    codes = dict.fromkeys(state_code(name) for name in items)
    unknown = sum(not state_code(name) for name in items)
    if unknown:
        report.leave_out("countries that are no state of the tables", unknown)
    return tuple(code for code in codes if code)


def _position(item: _Item, report: ImportReport) -> HeldOffice:
    names = sort_names(item.names, report)
    states = _states(item.items(_JURISDICTION), report) or _states(item.items(_COUNTRY), report)
    return HeldOffice(
        person="",
        title_en=names.name_en,
        title_ru=names.name_ru,
        state=states[0] if len(states) == 1 else "",
        organization=next(iter(item.items(_DIRECTS)), ""),
    )


def _held(item: _Item, line: int | None) -> Iterator[list[Any]]:
    """The positions a person held, as rows that wait for the positions' names."""
    for claim in item.statements(_POSITION_HELD):
        value = _value(claim.get("mainsnak"))
        if isinstance(value, dict) and "id" in value:
            yield [line, value["id"], *_term(claim), item.id]


def _office(row: list[Any], positions: dict[str, HeldOffice], report: ImportReport) -> Iterator[Item]:
    line, position, since, until, person = row
    if position in positions:
        yield Item(msgspec.structs.replace(positions[position], person=person, since=since, until=until), line)
    else:
        report.leave_out("offices whose position is not in the file")


def _memberships(item: _Item, kind: str, line: int | None) -> Iterator[Item | Membership]:
    """What an item is a member of: a person has the office of a member there, a state or body is listed there."""
    for claim in item.statements(_MEMBER_OF):
        value = _value(claim.get("mainsnak"))
        if not isinstance(value, dict) or "id" not in value:
            continue
        since, until = _term(claim)
        if kind == "person":
            yield Item(
                HeldOffice(person=item.id, title_en="member", organization=value["id"], since=since, until=until), line
            )
        elif kind != "position":
            member = state_code(item.id) or (item.id if kind else "")
            if member:
                yield Membership(value["id"], MemberOf(member=member, since=since, until=until))
