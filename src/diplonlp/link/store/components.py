"""The part of a store that has to be clustered anew, component by component."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from diplonlp.link.store.clusters import Component, Link, Pair, cluster
from diplonlp.link.store.database import Database, chunked
from diplonlp.link.store.evidence import ANALYST
from diplonlp.link.store.judging import Progress, no_progress
from diplonlp.link.store.profiles import Profile

# What a document names twice is two, but one slip among many documents does not cut a person in two.
OFTEN_TOGETHER = 0.1
_REPORTED = 5_000


def recluster(database: Database, progress: Progress = no_progress) -> list[list[int]]:
    """Compute the clusters of everything that changed, and return them; the caller names them.

    Parameters
    ----------
    database : Database
        Inside a transaction; every judgement is made.
    progress : callable, optional
        Told how far it is.
    """
    query = "SELECT profile FROM dirty JOIN profiles ON id = profile ORDER BY place, profile"
    seeds = [number for (number,) in database.sql.execute(query)]
    done: set[int] = set()
    groups: list[list[int]] = []
    for position, seed in enumerate(seeds, start=1):
        if seed not in done and database.profile(seed) is not None:
            component, edges = _component(database, seed)
            done |= component
            groups += _clusters(database, component, edges)
        if position % _REPORTED == 0 or position == len(seeds):
            progress("joining", position, len(seeds))
    return groups


_Edge = tuple[int, int, int, float, str, str, int]


def _component(database: Database, seed: int) -> tuple[set[int], dict[Pair, _Edge]]:
    """Everybody that links lead to from a profile, and all judgements met on the way."""
    found, waiting = {seed}, [seed]
    edges: dict[Pair, _Edge] = {}
    while waiting:
        for edge in _judgements_of(database, waiting.pop()):
            edges[edge[0], edge[1]] = edge
            new = {edge[0], edge[1]} - found if edge[2] else set()
            found |= new
            waiting += new
    return found, edges


def _judgements_of(database: Database, number: int) -> Iterator[_Edge]:
    columns = "a, b, same, score, reasons, decided_by, doubt"
    query = f"SELECT {columns} FROM judgements WHERE a = ? UNION ALL SELECT {columns} FROM judgements WHERE b = ?"
    yield from database.sql.execute(query, (number, number))


def _clusters(database: Database, numbers: set[int], edges: dict[Pair, _Edge]) -> list[list[int]]:
    profiles = database.profiles(numbers)
    links = [
        Link(a, b, score, tuple(reasons.split("\n")), decided_by)
        for a, b, same, score, reasons, decided_by, _ in edges.values()
        if same and a in profiles and b in profiles
    ]
    different = {pair for pair, edge in edges.items() if not edge[2] and edge[5] == ANALYST}
    component = Component(
        profiles=profiles, links=links, different=different, together=_together(database, profiles) if links else set()
    )
    groups, doubtful = cluster(component)
    changed = [(pair in doubtful, *pair) for pair, edge in edges.items() if (pair in doubtful) != bool(edge[6])]
    database.sql.executemany("UPDATE judgements SET doubt = ? WHERE a = ? AND b = ?", changed)
    return groups


def _together(database: Database, profiles: dict[int, Profile]) -> set[Pair]:
    """Pairs of people that documents name beside each other, as two."""
    people = [number for number, profile in profiles.items() if profile.label == "PERSON"]
    beside: dict[int, set[int]] = defaultdict(set)
    for marks, part in chunked(people):
        query = f"SELECT document, profile FROM members WHERE profile IN ({marks})"
        for document, number in database.sql.execute(query, part):
            beside[document].add(number)
    counts = Counter(pair for group in beside.values() if len(group) > 1 for pair in combinations(sorted(group), 2))
    return {
        (a, b) for (a, b), count in counts.items() if count > OFTEN_TOGETHER * min(profiles[a].count, profiles[b].count)
    }
