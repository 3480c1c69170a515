"""Sources of any kind into records: the kind told by the content, the records checked, what does not fit reported."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from diplonlp.errors import KnowledgeError
from diplonlp.knowledge.checks import name_findings, parent_cycles, record_findings
from diplonlp.knowledge.facts import organizations, states
from diplonlp.knowledge.files import PathLike, opened
from diplonlp.knowledge.importers.ftm import import_ftm, import_simple
from diplonlp.knowledge.importers.items import Item, Membership
from diplonlp.knowledge.importers.own_tables import import_table
from diplonlp.knowledge.importers.recognition import known_id
from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.knowledge.importers.rows import read_header
from diplonlp.knowledge.importers.wikidata import import_wikidata
from diplonlp.knowledge.importers.wikidata_rows import import_wikidata_rows
from diplonlp.knowledge.office_titles import read_title
from diplonlp.knowledge.problems import KnowledgeProblem, fail
from diplonlp.knowledge.records import (
    HeldOffice,
    Knowledge,
    KnowledgeRecord,
    KnownOrganization,
    KnownPerson,
    MemberOf,
    StateNames,
)

_SAMPLE = 1 << 16
_TABLES = (".csv", ".tsv", ".txt")


class Importer(NamedTuple):
    """A format that can be imported; an *own* table is an analyst's, whose every slip is a problem to be told."""

    name: str
    read: Callable[[Path, ImportReport], Iterator[Item] | Iterator[Item | Membership]]
    own: bool = False


IMPORTERS = {
    importer.name: importer
    for importer in (
        Importer("csv", import_table, own=True),
        Importer("ftm", import_ftm),
        Importer("opensanctions-csv", import_simple),
        Importer("wikidata", import_wikidata),
        Importer("wikidata-csv", import_wikidata_rows),
    )
}


def import_knowledge(
    sources: PathLike | Sequence[PathLike],
    *,
    format: str | None = None,  # noqa: A002  the command line's own name
    on_problem: Callable[[KnowledgeProblem], None] | None = None,
) -> Knowledge:
    r"""Make knowledge of what others keep: CSV tables, FollowTheMoney or OpenSanctions, Wikidata.

    Parameters
    ----------
    sources : path or sequence of paths
        Files, gzipped or not; several are read as one, so that offices may name people of another file.
    format : str, optional
        "csv" (an analyst's own tables), "ftm", "opensanctions-csv", "wikidata" or "wikidata-csv"; told by the content
        where it is not given.
    on_problem : callable, optional
        Called with each row that cannot be taken; the others are. Without it the rows are named in an error.

    Returns
    -------
    Knowledge
        The records, for :func:`diplonlp.load`.

    Raises
    ------
    KnowledgeError
        When a file cannot be read at all, or, without *on_problem*, when a row cannot be taken.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "people.csv")
    ...     _ = path.write_text("id;name_en;states\nseitkali;Daulet Seitkali;KAZ\n", encoding="utf-8")
    ...     knowledge = import_knowledge(path)
    >>> knowledge.people[0].name_en
    'Daulet Seitkali'
    """
    report = ImportReport(on_problem)
    knowledge = Knowledge.of(import_records(sources, report, format=format))
    fail(report.problems)
    return knowledge


def import_records(
    sources: PathLike | Sequence[PathLike],
    report: ImportReport,
    *,
    format: str | None = None,  # noqa: A002
) -> Iterator[KnowledgeRecord]:
    """Yield the records of sources as they are read, in bounded memory: ids are kept, records are not.

    Parameters
    ----------
    sources, format
        As for :func:`import_knowledge`.
    report : ImportReport
        What was taken and left out, and what is wrong.
    """
    files = [sources] if isinstance(sources, (str, os.PathLike)) else list(sources)
    chosen = [(Path(path), find_importer(Path(path), format)) for path in files]
    with tempfile.TemporaryFile() as bodies, tempfile.TemporaryFile() as offices:
        desk = _Desk(report, bodies, offices)
        for path, importer in chosen:
            yield from desk.take(path, importer)
        yield from desk.bodies()
        yield from desk.offices()


def find_importer(path: Path, format: str | None = None) -> Importer:  # noqa: A002
    """Return what reads a file: the format that was asked for, or else the one its beginning shows.

    Raises
    ------
    KnowledgeError
        When there is no such file or format, or the content is none of the formats'.
    """
    try:
        with opened(path) as file:
            sample = file.read(_SAMPLE).removeprefix(b"\xef\xbb\xbf").lstrip()
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KnowledgeError(f"{path}: cannot be read ({reason}); check the path") from error
    if format is not None:
        if format not in IMPORTERS:
            raise KnowledgeError(f"no format is called {format!r}; formats are {', '.join(IMPORTERS)}")
        return IMPORTERS[format]
    if not sample:
        raise KnowledgeError(f"{path}: is empty; give a file with records")
    return IMPORTERS[_format_of(path, sample)]


def _format_of(path: Path, sample: bytes) -> str:
    if sample.startswith((b"{", b"[")) and path.with_suffix("").suffix not in _TABLES and path.suffix not in _TABLES:
        if b'"schema"' in sample and b'"properties"' in sample:
            return "ftm"
        if b'"labels"' in sample or b'"claims"' in sample or b'"entities"' in sample:
            return "wikidata"
        raise KnowledgeError(
            f"{path}: JSON, but neither entities of FollowTheMoney (id, schema, properties) nor items of Wikidata (id, "
            "labels, claims); name the format with --format"
        )
    header = set(read_header(path))
    if "item" in header:
        return "wikidata-csv"
    return "opensanctions-csv" if {"id", "schema", "name", "aliases"} <= header else "csv"


class _Waiting(msgspec.Struct, array_like=True):
    """A record that waits for others to be read: where it stands, and whether its file is an analyst's own."""

    record: KnowledgeRecord
    file: str
    line: int | None
    own: bool


class _Desk:
    """Takes records in: passes people on, lets bodies and offices wait until everybody they may name is known.

    Parameters
    ----------
    report : ImportReport
        What was taken and left out, and what is wrong.
    bodies, offices : binary files
        Where records wait, so that memory holds only ids.
    """

    def __init__(self, report: ImportReport, bodies: IO[bytes], offices: IO[bytes]) -> None:
        self._report, self._bodies, self._offices = report, bodies, offices
        self._people: set[str] = set()
        self._parents: dict[str, str] = {}
        self._codes: set[str] = set()
        self._known: dict[str, str] = {}
        self._members: dict[str, list[MemberOf]] = defaultdict(list)

    def take(self, path: Path, importer: Importer) -> Iterator[KnowledgeRecord]:
        """Read a file; yield the people and states in it."""
        for item in importer.read(path, self._report):
            if isinstance(item, Membership):
                self._members[item.organization].append(item.member)
                continue
            record = item.record if importer.own else self._tidied(item, path)
            if record is not None:
                yield from self._sort(_Waiting(record, str(path), item.line, importer.own))

    def _sort(self, waiting: _Waiting) -> Iterator[KnowledgeRecord]:
        record = waiting.record
        if isinstance(record, HeldOffice):
            self._offices.write(msgspec.json.encode(waiting) + b"\n")
        elif isinstance(record, KnownOrganization):
            if not waiting.own and (known := known_id(record)):
                self._known[record.id] = known
                waiting.record = record = msgspec.structs.replace(
                    record, id=known, same_as=(*record.same_as, record.id)
                )
            if self._is_new(record.id, self._parents, waiting):
                self._parents[record.id] = record.parent
                self._bodies.write(msgspec.json.encode(waiting) + b"\n")
        else:
            seen = self._people if isinstance(record, KnownPerson) else self._codes
            name = record.id if isinstance(record, KnownPerson) else record.code
            if self._is_new(name, seen, waiting):
                seen.add(name)
                yield self._taken(record)

    def _is_new(self, name: str, seen: set[str] | dict[str, str], waiting: _Waiting) -> bool:
        if name in seen and waiting.own:
            self._problem(waiting, "code" if isinstance(waiting.record, StateNames) else "id",
                          f"{name!r} was given before; put all of it into one row")  # fmt: skip
        elif name in seen:
            self._report.leave_out("given twice")
        return name not in seen

    def _taken(self, record: KnowledgeRecord) -> KnowledgeRecord:
        self._report.taken[_KINDS[type(record)]] += 1
        return record

    def _problem(self, waiting: _Waiting, column: str, message: str) -> None:
        self._report.problem(message, file=waiting.file, line=waiting.line, column=column)

    # -- records of data sets -------------------------------------------------------------------------------------

    def _tidied(self, item: Item, path: Path) -> KnowledgeRecord | None:
        """A data set's record without what cannot be a name; None where a rule is broken all the same."""
        record = self._with_real_names(item.record)
        findings = list(record_findings(record))
        for column, message in findings:
            where = getattr(record, "id", "") or getattr(record, "person", "")
            self._report.problem(f"{where}: {message}".removeprefix(": "), file=path, line=item.line, column=column)
        return None if findings else record

    def _with_real_names(self, record: KnowledgeRecord) -> KnowledgeRecord:
        if not isinstance(record, (KnownPerson, KnownOrganization)):
            return record
        real: dict[str, tuple[str, ...] | str] = {}
        for field in ("acronyms_en", "acronyms_ru", "aliases_en", "aliases_ru"):
            names = getattr(record, field, ())
            kept = tuple(name for name in names if not list(name_findings(field, name)))
            if len(kept) < len(names):
                self._report.leave_out("names without letters, or of hundreds of characters", len(names) - len(kept))
                real[field] = kept
        return msgspec.structs.replace(record, **real)

    # -- what has waited ------------------------------------------------------------------------------------------

    def bodies(self) -> Iterator[KnowledgeRecord]:
        """Yield the organisations: their parents and members are known now."""
        parents = {name: self._known.get(parent, parent) for name, parent in self._parents.items() if parent}
        built_in = {row.id: row.parent for row in organizations().values() if row.parent}
        cycles = {name: cycle for cycle in parent_cycles({**built_in, **parents}) for name in cycle}
        for waiting in _read(self._bodies):
            org = waiting.record
            if isinstance(org, KnownOrganization):
                parent = self._parent(org, parents.get(org.id, ""), cycles, waiting)
                members = self._checked_members(org, waiting)
                yield self._taken(msgspec.structs.replace(org, parent=parent, members=members))

    def _parent(
        self, org: KnownOrganization, parent: str, cycles: dict[str, tuple[str, ...]], waiting: _Waiting
    ) -> str:
        """The parent an organisation keeps: one that there is, and that is no part of it."""
        if org.id in cycles:
            circle = " is part of ".join((*cycles[org.id], cycles[org.id][0]))
            self._problem(waiting, "parent", f"{circle}; {org.id!r} is taken without its parent")
            return ""
        if not parent or parent in self._parents or parent in organizations():
            return parent
        self._missing(waiting, "parent", f"no organisation has the id {parent!r}; add it, or correct the id",
                      "parents that are not in the files")  # fmt: skip
        return ""

    def _checked_members(self, org: KnownOrganization, waiting: _Waiting) -> tuple[MemberOf, ...]:
        aliases = [name for name, known in self._known.items() if known == org.id] if org.id in organizations() else []
        told = [member for name in (org.id, *aliases) for member in self._members.get(name, ())]
        kept = []
        for member in (*org.members, *told):
            name = self._known.get(member.member, member.member)
            if name in states() or name in self._parents or name in organizations() or name in self._people:
                kept.append(msgspec.structs.replace(member, member=name))
            else:
                message = f"no state, organisation or person has the id {name!r}; add it, or correct the id"
                self._missing(waiting, "members", message, "members that are not in the files")
        return tuple(kept)

    def offices(self) -> Iterator[KnowledgeRecord]:
        """Yield the offices: their holders and bodies are known now."""
        for waiting in _read(self._offices):
            office = waiting.record
            if isinstance(office, HeldOffice):
                found = self._checked_office(office, waiting)
                if found is not None:
                    yield self._taken(found)

    def _checked_office(self, office: HeldOffice, waiting: _Waiting) -> HeldOffice | None:
        """An office with its code, state and body read off its title; None where nobody holds it."""
        if office.person not in self._people:
            message = f"no person has the id {office.person!r}; add the person, or correct the id"
            self._missing(waiting, "person", message, "offices whose holder is not in the files")
            return None
        body = self._known.get(office.organization, office.organization)
        if body and body not in self._parents and body not in organizations():
            message = f"no organisation has the id {body!r}; add it, or correct the id"
            self._missing(waiting, "organization", message, "offices of bodies that are not in the files")
            return None
        title = read_title(office.title_en or office.title_ru)
        code = office.office or title.office
        if not code:
            self._report.leave_out("offices whose title no table has, kept but not used")
        state = office.state or ("" if office.organization else title.state)
        return msgspec.structs.replace(office, office=code, state=state, organization=body or title.organization)

    def _missing(self, waiting: _Waiting, column: str, message: str, reason: str) -> None:
        """In an analyst's own table a slip, in an extract of a data set nothing unusual."""
        if waiting.own:
            self._problem(waiting, column, message)
        else:
            self._report.leave_out(reason)


_KINDS: dict[type, str] = {
    KnownPerson: "people", KnownOrganization: "organizations", HeldOffice: "offices", StateNames: "states",
}  # fmt: skip


def _read(file: IO[bytes]) -> Iterator[_Waiting]:
    decoder = msgspec.json.Decoder(_Waiting)
    file.seek(0)
    for line in file:
        yield decoder.decode(line)
