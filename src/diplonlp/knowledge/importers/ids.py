"""States and classes as other data sets name them: "kz", "Q232"."""

from __future__ import annotations

from functools import cache
from typing import Literal

from diplonlp.knowledge.facts import states
from diplonlp.knowledge.schema import Row
from diplonlp.knowledge.tables import read_table


class StateIds(Row, frozen=True, kw_only=True):
    """A state's codes elsewhere: FollowTheMoney's country codes, Wikidata's items."""

    code: str
    country_codes: tuple[str, ...] = ()
    wikidata: tuple[str, ...] = ()


class WikidataClass(Row, frozen=True, kw_only=True):
    """What an item of Wikidata is that has this class in P31; ``meaning`` is for the reader."""

    wikidata: str
    kind: Literal[
        "person", "position", "international", "body", "parliament", "chamber", "ministry", "agency", "party", "company"
    ]
    meaning: str = ""


@cache
def _state_ids() -> dict[str, str]:
    rows = read_table("state_ids", StateIds)
    known = {name: row.code for row in rows for name in (*row.country_codes, *row.wikidata)}
    return {**known, **{code.lower(): code for code in states()}}


@cache
def wikidata_classes() -> dict[str, str]:
    """Return what the classes of Wikidata make of an item.

    Examples
    --------
    >>> wikidata_classes()["Q5"]
    'person'
    """
    return {row.wikidata: row.kind for row in read_table("wikidata_classes", WikidataClass)}


def state_code(name: str) -> str:
    """Return the code of a state that another data set names by its code or item; "" for what is no state here.

    Examples
    --------
    >>> state_code("kz"), state_code("Q232"), state_code("KAZ"), state_code("eu")
    ('KAZ', 'KAZ', 'KAZ', '')
    """
    return _state_ids().get(name) or _state_ids().get(name.lower(), "")
