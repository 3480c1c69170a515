"""Ids of clusters: readable, the same for the same actor, and kept when the corpus grows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from anyascii import anyascii

from diplonlp.link.scripts import romanise
from diplonlp.link.store.actors import is_common
from diplonlp.link.store.database import Database, chunked
from diplonlp.link.store.profiles import Profile, display_name


class _Group(NamedTuple):
    """A cluster on its way to its id."""

    numbers: list[int]
    profiles: list[Profile]

    @property
    def anchor(self) -> int:
        """The profile that the id stays with: the one named most."""
        return min(zip(self.profiles, self.numbers, strict=True), key=lambda item: (-item[0].count, item[1]))[1]

    @property
    def kb(self) -> str:
        return min((profile.kb for profile in self.profiles if profile.kb), default="")


def name_clusters(database: Database, groups: Sequence[Sequence[int]]) -> None:
    """Give every cluster an id: the one that one of its profiles has already, else a new one.

    Parameters
    ----------
    database : Database
        Inside a transaction.
    groups : sequence of sequences of int
        The profiles of each cluster.
    """
    new: dict[str, list[Sequence[int]]] = defaultdict(list)
    for numbers in groups:
        group = _group(database, numbers)
        known = _settle(database, group, group.kb) if group.kb else _known_id(database, group)
        if known is None:
            new[_slug_of(group)].append(numbers)
        else:
            _assign(database, group, known)
    for slug in sorted(new):
        _name_new(database, slug, [_group(database, numbers) for numbers in sorted(map(list, new[slug]))])


def _group(database: Database, numbers: Sequence[int]) -> _Group:
    profiles = database.profiles(numbers)
    return _Group(list(profiles), list(profiles.values()))


def _known_id(database: Database, group: _Group) -> int | None:
    """The id a cluster has already; where it had several, that of most actors, and the others lead to it."""
    held: list[tuple[bool, int, str, int]] = []
    for marks, part in chunked(group.numbers):
        held += database.sql.execute(
            f"SELECT leads_to IS NOT NULL, -count, resolved, id FROM clusters WHERE anchor IN ({marks})", part
        )
    if not held:
        return _orphaned_id(database, group)
    known = min(held)[-1]
    others = ((known, other) for *_, other in held if other != known)
    database.sql.executemany("UPDATE clusters SET leads_to = ? WHERE id = ?", others)
    return known


def _orphaned_id(database: Database, group: _Group) -> int | None:
    """The id of a cluster of which the profile that held it is gone, as when its one document was taken back."""
    orphans: list[tuple[int, str, int]] = []
    for marks, part in chunked(group.numbers):
        orphans += database.sql.execute(
            f"""SELECT -c.count, resolved, c.id FROM clusters c JOIN profiles p ON p.cluster = c.id
            WHERE p.id IN ({marks}) AND leads_to IS NULL AND anchor NOT IN (SELECT id FROM profiles)""",
            part,
        )
    if not orphans:
        return None
    known = min(orphans)[-1]
    database.sql.execute("UPDATE clusters SET anchor = ? WHERE id = ?", (group.anchor, known))
    return known


def _settle(database: Database, group: _Group, resolved: str) -> int:
    """Return the id of what the tables know, to which any id it had before leads."""
    row = database.sql.execute("SELECT id FROM clusters WHERE resolved = ?", (resolved,)).fetchone()
    known = row[0] if row else _insert(database, group, resolved)
    for marks, part in chunked(group.numbers):
        database.sql.execute(
            f"UPDATE clusters SET leads_to = ? WHERE anchor IN ({marks}) AND id <> ?", (known, *part, known)
        )
    return int(known)


def _assign(database: Database, group: _Group, known: int) -> None:
    """Give a cluster its id, and write beside the id what it stands for now."""
    database.sql.executemany("UPDATE profiles SET cluster = ? WHERE id = ?", ((known, n) for n in group.numbers))
    name, count = display_name(group.profiles), sum(profile.count for profile in group.profiles)
    database.sql.execute("UPDATE clusters SET name = ?, count = ?, leads_to = NULL WHERE id = ?", (name, count, known))


def _insert(database: Database, group: _Group, resolved: str) -> int:
    label, name = group.profiles[0].label, display_name(group.profiles)
    cursor = database.sql.execute(
        "INSERT INTO clusters (resolved, anchor, label, name, count) VALUES (?, ?, ?, ?, 0)",
        (resolved, group.anchor, label, name),
    )
    return int(cursor.lastrowid or 0)


# -- new ids --------------------------------------------------------------------------------------------------------


def _name_new(database: Database, slug: str, groups: list[_Group]) -> None:
    """Name clusters of one slug: by it, and where it is not enough by the first fact that only one of them has."""
    choices = [list(_discriminators(group)) for group in groups]
    counts = Counter(fact for facts in choices for fact in facts)
    alone = len(groups) == 1 and not _is_taken(database, slug)
    for group, facts in zip(groups, choices, strict=True):
        own = [f"{slug}-{fact}" for fact in facts if counts[fact] == 1]
        names = [slug, *own] if alone and _may_be_plain(group) else own or [f"{slug}-{facts[-1]}"]
        resolved = next((name for name in names if not _is_taken(database, name)), f"{names[-1]}-{_hash(group)}")
        _assign(database, group, _insert(database, group, resolved))


def _may_be_plain(group: _Group) -> bool:
    """Whether a name alone says who is meant: a full one."""
    return group.profiles[0].label != "PERSON" or any(profile.full for profile in group.profiles)


def _slug_of(group: _Group) -> str:
    label, slug = group.profiles[0].label, slugged(display_name(group.profiles))
    state = _state_of(group)
    if state and any(is_common(label, profile.short) for profile in group.profiles):
        # Every state has an office or body of this name.
        slug = f"{slug}-{slugged(state)}"
    return f"{label.lower()}:{slug}"


def _state_of(group: _Group) -> str:
    if group.profiles[0].label == "PERSON":
        return ""
    return min((profile.state for profile in group.profiles if profile.state), default="")


def _discriminators(group: _Group) -> Iterator[str]:
    """Facts that may tell an actor from its namesakes, the lasting ones first; the last is nobody else's."""
    if group.profiles[0].label != "PERSON":
        if state := _state_of(group):
            yield slugged(state)
    elif any(profile.full for profile in group.profiles):
        for facts in (
            _counted(group, lambda profile: [profile.parts.patronymic]),
            _counted(group, lambda profile: [profile.state]),
            _counted(group, lambda profile: profile.titles),
        ):
            if facts:
                yield slugged(romanise(min(facts, key=lambda fact: (-facts[fact], fact))))
    yield slugged(min(profile.key for profile in group.profiles))


def _counted(group: _Group, facts_of: Callable[[Profile], Iterable[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for profile in group.profiles:
        for fact in facts_of(profile):
            counts[fact] += profile.count
    counts.pop("", None)
    return counts


def slugged(name: str) -> str:
    """Return a name as a part of an id: lower-case ASCII letters and digits, joined by hyphens.

    Examples
    --------
    >>> slugged("Бакыт Осмонов"), slugged("🙂")
    ('bakyt-osmonov', 'slight-smile')
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-") or "unnamed"


def _hash(group: _Group) -> str:
    return f"{group.anchor & 0xFFFFFFFF:08x}"


def _is_taken(database: Database, resolved: str) -> bool:
    return database.sql.execute("SELECT 1 FROM clusters WHERE resolved = ?", (resolved,)).fetchone() is not None
