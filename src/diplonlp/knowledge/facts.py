"""States, organisations and places by their ids: the questions other stages ask of the tables."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from diplonlp.errors import KnowledgeError
from diplonlp.knowledge.schema import Organization, Place, State
from diplonlp.knowledge.tables import read_table
from diplonlp.knowledge.terms import read_term


@cache
def states() -> dict[str, State]:
    """The states by their codes."""
    return {state.code: state for state in read_table("states", State)}


@cache
def organizations() -> dict[str, Organization]:
    """International organisations and national institutions by their ids."""
    rows = (*read_table("organizations", Organization), *read_table("institutions", Organization))
    return {row.id: row for row in rows}


@cache
def members(org_id: str, on: date | None = None) -> frozenset[str] | None:
    """Return the states that are members of an organisation, today or on a day.

    Parameters
    ----------
    org_id : str
        The organisation's id ("nato"); a body without members of its own has its parent's.
    on : date, optional
        The day asked for; without it, today's members as the tables have them.

    Returns
    -------
    frozenset of str or None
        Codes of states; None where the tables do not know who the members are, or were on that day.

    Raises
    ------
    KnowledgeError
        When no organisation has the id.

    Examples
    --------
    >>> "GBR" in members("eu"), "GBR" in members("eu", date(2016, 6, 23))
    (False, True)
    >>> members("cis", date(1990, 1, 1))
    frozenset()
    >>> members("gorchakov", date(2020, 1, 1))
    Traceback (most recent call last):
    diplonlp.errors.KnowledgeError: no organisation has the id 'gorchakov': the ids stand in organizations.csv
    """
    row = _with_members(org_id)
    if row is None or (on is not None and not row.founded):
        return None
    if on is None:
        return frozenset(row.members)
    if on < date.fromisoformat(row.founded) or (row.dissolved and on > date.fromisoformat(row.dissolved)):
        return frozenset()
    terms = [read_term(term) for term in row.terms]
    since_foundation = set(row.members) - {term.code for term in terms}
    return frozenset(since_foundation | {term.code for term in terms if term.covers(on)})


def _with_members(org_id: str) -> Organization | None:
    """The nearest of a body and its parents whose members the tables know."""
    row = organizations().get(org_id)
    if row is None:
        raise KnowledgeError(f"no organisation has the id {org_id!r}: the ids stand in organizations.csv")
    while row is not None and not (row.members or row.terms):
        row = organizations().get(row.parent) if row.kind == "body" else None
    return row


@cache
def places() -> dict[str, Place]:
    """Cities and buildings by their ids; every state's capital is one of them."""
    found = {place.id: place for place in read_table("places", Place)}
    for state in states().values():
        if state.capital_en:
            place = Place(
                id=capital_id(state.code).removeprefix("place:"),
                name_en=state.capital_en[0],
                name_ru=state.capital_ru[0] if state.capital_ru else state.capital_en[0],
                state=state.code,
                aliases_en=state.capital_en[1:],
                aliases_ru=state.capital_ru[1:],
            )
            found.setdefault(place.id, place)
    return found


def capital_id(code: str) -> str:
    """Return the place id of a state's capital.

    Examples
    --------
    >>> capital_id("KGZ")
    'place:bishkek'
    """
    name = states()[code].capital_en[0]
    return "place:" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
