"""Which of the organisations somebody brings the package's tables have already."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from diplonlp.knowledge.facts import organizations
from diplonlp.knowledge.records import KnownOrganization


def known_id(org: KnownOrganization) -> str:
    """Return the id in the package's tables of an organisation with this name; "" where they have none, or several.

    Only whole names count, and a state must not speak against it.

    Examples
    --------
    >>> known_id(KnownOrganization(id="Q7779", name_en="Commonwealth of Independent States"))
    'cis'
    >>> known_id(KnownOrganization(id="Q1", name_en="Ministry of Foreign Affairs"))
    ''
    """
    found = {owner for name in (org.name_en, org.name_ru) if name for owner in _owners().get(name.lower(), ())}
    fitting = {owner for owner in found if not org.state or organizations()[owner].state in ("", org.state)}
    return fitting.pop() if len(fitting) == 1 and len(found) == 1 else ""


@cache
def _owners() -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in organizations().values():
        for name in (row.name_en, row.name_ru, *row.aliases_en, *row.aliases_ru):
            if name not in row.ambiguous and " " in name:
                owners[name.lower()].add(row.id)
    return dict(owners)
