"""The rules knowledge must keep: names that are names, dates in order, ids that exist, no body inside itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from diplonlp.knowledge.facts import organizations, states
from diplonlp.knowledge.partial_dates import is_backwards, is_partial_date
from diplonlp.knowledge.records import (
    HeldOffice,
    Knowledge,
    KnowledgeRecord,
    KnownOrganization,
    KnownPerson,
    StateNames,
)

LONGEST_NAME = 300  # characters; the longest official names of bodies have some 200

Finding = tuple[str, str]  # the field to blame, or "", and what is wrong with it


def record_findings(record: KnowledgeRecord) -> Iterator[Finding]:
    """Yield what is wrong with a record by itself, as field and message.

    Examples
    --------
    >>> list(record_findings(HeldOffice(person="a", office="president", since="2022", until="2019")))
    [('to', "ends on '2019', before it begins on '2022'; change one of the two")]
    """
    yield from _FINDINGS[type(record)](record)


def _person(person: KnownPerson) -> Iterator[Finding]:
    yield from _id(person.id)
    yield from _named(person)
    yield from _date("born", person.born)
    for code in person.states:
        yield from _state("states", code)


def _organization(org: KnownOrganization) -> Iterator[Finding]:
    yield from _id(org.id)
    if org.id not in organizations():
        yield from _named(org)
    yield from _state("state", org.state)
    for field, name in (*(("acronyms_en", n) for n in org.acronyms_en), *(("acronyms_ru", n) for n in org.acronyms_ru)):
        yield from name_findings(field, name)
    yield from _period(org.founded, org.dissolved, "founded", "dissolved")
    for former in org.former_names:
        yield from name_findings("former_names", former.name)
        yield from _period(former.since, former.until, "former_names", "former_names")
    for member in org.members:
        if not member.member:
            yield "members", "a member without an id or a state's code; name it or take it out"
        yield from _period(member.since, member.until, "members", "members")


def _office(office: HeldOffice) -> Iterator[Finding]:
    if not office.person:
        yield "person", "no person; give the id of the one who held the office"
    if not (office.office or office.title_en or office.title_ru):
        yield "office", "neither office nor title; give title_en or title_ru, or a code such as president"
    yield from _state("state", office.state)
    yield from _period(office.since, office.until, "from", "to")


def _state_names(names: StateNames) -> Iterator[Finding]:
    if not names.code:
        yield "code", "no code; give the state's, as KAZ"
    yield from _state("code", names.code)
    for field in ("aliases_en", "aliases_ru"):
        for name in getattr(names, field):
            yield from name_findings(field, name)


_FINDINGS: dict[type, Callable[..., Iterator[Finding]]] = {
    KnownPerson: _person, KnownOrganization: _organization, HeldOffice: _office, StateNames: _state_names,
}  # fmt: skip


def _id(name: str) -> Iterator[Finding]:
    if not name:
        yield "id", "no id; give each one a short name of its own"
    elif any(character.isspace() or not character.isprintable() for character in name) or len(name) > LONGEST_NAME:
        yield "id", f"{_short(name)} is no id; write it short and without spaces, as talant-torobekov"


def _named(record: KnownPerson | KnownOrganization) -> Iterator[Finding]:
    if not (record.name_en or record.name_ru):
        yield "name_en", "no name; give name_en or name_ru"
    for field in ("name_en", "name_ru"):
        if name := getattr(record, field):
            yield from name_findings(field, name)
    for field in ("aliases_en", "aliases_ru"):
        for name in getattr(record, field):
            yield from name_findings(field, name)


def name_findings(field: str, name: str) -> Iterator[Finding]:
    """Yield what keeps a text from being a name: no letter in it, or far too many.

    Examples
    --------
    >>> list(name_findings("name_en", "🙂🙂"))
    [('name_en', "'🙂🙂' has no letter, so no text can be found by it; write the name in letters")]
    """
    if not any(character.isalpha() for character in name):
        yield field, f"{_short(name)} has no letter, so no text can be found by it; write the name in letters"
    elif len(name) > LONGEST_NAME:
        yield field, f"{_short(name)} has {len(name)} characters; a name has at most {LONGEST_NAME}"


def _date(field: str, text: str) -> Iterator[Finding]:
    if text and not is_partial_date(text):
        yield field, f"{_short(text)} is no date; write it as 2019, 2019-03 or 2019-03-20"


def _period(since: str, until: str, first: str, second: str) -> Iterator[Finding]:
    wrong = [*_date(first, since), *_date(second, until)]
    yield from wrong
    if not wrong and is_backwards(since, until):
        yield second, f"ends on {until!r}, before it begins on {since!r}; change one of the two"


def _state(field: str, code: str) -> Iterator[Finding]:
    if code and code not in states():
        close = next((known for known in states() if known == code.upper()), "")
        hint = f"did you mean {close}?" if close else "take a code of knowledge/tables/states.csv, as KAZ"
        yield field, f"no state has the code {_short(code)}; {hint}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


# -- records together -------------------------------------------------------------------------------------------------


def set_findings(knowledge: Knowledge) -> Iterator[tuple[KnowledgeRecord, str, str]]:
    """Yield what is wrong with records as a set: the record, the field to blame, and the message.

    An id or a state's code given twice, a parent, member or holder that nobody is, a body that is part of itself.
    """
    yield from _repeated(knowledge)
    people = {person.id for person in knowledge.people}
    bodies = {org.id for org in knowledge.organizations} | set(organizations())
    yield from _loose_ends(knowledge, people, bodies)
    by_id = {org.id: org for org in knowledge.organizations}
    for cycle in parent_cycles({**_built_in_parents(), **{org.id: org.parent for org in by_id.values() if org.parent}}):
        own = next((by_id[name] for name in cycle if name in by_id), None)
        if own is not None:
            yield own, "parent", f"{' is part of '.join((*cycle, cycle[0]))}; take one of these parents out"


def _built_in_parents() -> dict[str, str]:
    return {row.id: row.parent for row in organizations().values() if row.parent}


def _repeated(knowledge: Knowledge) -> Iterator[tuple[KnowledgeRecord, str, str]]:
    for records in (knowledge.people, knowledge.organizations):
        seen: set[str] = set()
        for record in records:
            if record.id in seen:
                yield record, "id", f"the id {record.id!r} was given before; every one needs an id of its own"
            seen.add(record.id)
    codes: set[str] = set()
    for state in knowledge.states:
        if state.code in codes:
            yield state, "code", f"the state {state.code!r} was given before; put its names into one row"
        codes.add(state.code)


def _loose_ends(knowledge: Knowledge, people: set[str], bodies: set[str]) -> Iterator[tuple[KnowledgeRecord, str, str]]:
    for org in knowledge.organizations:
        if org.parent and org.parent not in bodies:
            yield org, "parent", _nobody("organisation", org.parent)
        for member in org.members:
            if member.member not in bodies | people and member.member not in states():
                yield org, "members", _nobody("state, organisation or person", member.member)
    for office in knowledge.offices:
        if office.person and office.person not in people:
            yield office, "person", _nobody("person", office.person)
        if office.organization and office.organization not in bodies:
            yield office, "organization", _nobody("organisation", office.organization)


def _nobody(what: str, name: str) -> str:
    return f"no {what} has the id {_short(name)}; add it, or correct the id"


def parent_cycles(parents: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the circles in which bodies are part of each other, each once, beginning with its first id.

    Parameters
    ----------
    parents : mapping of str to str
        Id of a body to the id of what it is part of.

    Examples
    --------
    >>> parent_cycles({"a": "b", "b": "c", "c": "a", "d": "a"})
    [('a', 'b', 'c')]
    """
    done: set[str] = set()
    cycles: list[tuple[str, ...]] = []
    for start in parents:
        path: dict[str, int] = {}
        node = start
        while node in parents and node not in done and node not in path:
            path[node] = len(path)
            node = parents[node]
        if node in path:
            cycles.append(_from_least(list(path)[path[node] :]))
        done.update(path)
    return cycles


def _from_least(cycle: Sequence[str]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])
