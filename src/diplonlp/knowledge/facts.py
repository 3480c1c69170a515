"""States, organisations and places by their ids: the questions other stages ask of the tables."""

from __future__ import annotations

import re
from functools import cache

from diplonlp.knowledge.schema import Organization, Place, State
from diplonlp.knowledge.tables import read_table


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
