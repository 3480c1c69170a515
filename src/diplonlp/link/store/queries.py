"""Questions to a store whose clusters are computed: who is called so, what an id stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from diplonlp.link.names import canonical_person
from diplonlp.link.store.actors import clean, clipped
from diplonlp.link.store.blocks import searched
from diplonlp.link.store.database import Database
from diplonlp.link.store.hashes import number

# The commonest profiles of a name; what is rarer is reached by a fuller name.
_MOST_PROFILES = 60


class StoredEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the store.

    Parameters
    ----------
    resolved : str
        Its id.
    label : str
        PERSON, ORG, …
    name : str
        How most documents call it, in Latin letters.
    count : int
        In how many documents it is named, counted once each.
    """

    resolved: str
    label: str
    name: str
    count: int


_COLUMNS = "c.id, c.resolved, c.label, c.name, c.count"
_Row = tuple[int, str, str, str, int]


def by_id(database: Database, resolved: str) -> StoredEntity | None:
    """Return what an id stands for, also one that leads to another by now; None where there is no such id."""
    row = database.sql.execute("SELECT id, leads_to FROM clusters WHERE resolved = ?", (resolved,)).fetchone()
    seen: set[int] = set()
    while row is not None and row[1] is not None and row[0] not in seen:
        seen.add(row[0])
        row = database.sql.execute("SELECT id, leads_to FROM clusters WHERE id = ?", (row[1],)).fetchone()
    if row is None or not _is_alive(database, row[0]):
        return None
    return _entity(database.sql.execute(f"SELECT {_COLUMNS} FROM clusters c WHERE id = ?", (row[0],)).fetchone())


def _is_alive(database: Database, cluster: int) -> bool:
    found = database.sql.execute("SELECT 1 FROM profiles WHERE cluster = ? LIMIT 1", (cluster,)).fetchone()
    return found is not None


def by_key(database: Database, key: str) -> StoredEntity | None:
    """Return the actor that a document's entity is, by document id, "#", entity id."""
    document, _, entity = key.rpartition("#")
    row = database.sql.execute(
        f"""SELECT {_COLUMNS} FROM documents d JOIN members m ON m.document = d.number
        JOIN profiles p ON p.id = m.profile JOIN clusters c ON c.id = p.cluster WHERE d.id = ? AND m.entity = ?""",
        (document, entity),
    ).fetchone()
    return None if row is None else _entity(row)


def by_name(database: Database, name: str, limit: int) -> list[StoredEntity]:
    """Return those of a name, the most named first: of the whole name, else of given and family name alone."""
    for key in _search_keys(clean(clipped(name))):
        rows = database.sql.execute(
            f"""SELECT {_COLUMNS} FROM (SELECT profile FROM names WHERE key = ? ORDER BY rank LIMIT {_MOST_PROFILES})
            JOIN profiles p INDEXED BY cluster_of_profile ON p.id = profile JOIN clusters c ON c.id = p.cluster""",
            (number(key),),
        )
        found: dict[int, _Row] = {row[0]: row for row in rows}
        if found:
            best = sorted(found.values(), key=lambda row: (-row[4], row[1]))
            return [_entity(row) for row in best[:limit]]
    return []


def _search_keys(name: str) -> Iterator[str]:
    """The ways in which a name may be kept, the most telling first; a family name alone only where no more is given."""
    written = [*searched(name)][:2]
    yield from dict.fromkeys((*written, *searched(name, "ORG")))
    yield from [*searched(canonical_person([name]))][:2]


def actors_of_cluster(database: Database, resolved: str) -> Iterator[str]:
    """Yield document id, "#", entity id of everything that an id stands for."""
    rows = database.sql.execute(
        """SELECT d.id || '#' || m.entity FROM clusters c JOIN profiles p ON p.cluster = c.id
        JOIN members m ON m.profile = p.id JOIN documents d ON d.number = m.document WHERE c.resolved = ?
        ORDER BY 1""",
        (resolved,),
    )
    for (key,) in rows:
        yield key


def first_actor(database: Database, resolved: str) -> str:
    """Return the first by document and entity id of those that an id stands for."""
    rows = database.sql.execute(
        "SELECT p.id FROM clusters c JOIN profiles p ON p.cluster = c.id WHERE c.resolved = ?", (resolved,)
    ).fetchall()
    return min((profile.key for profile in database.profiles(n for (n,) in rows).values()), default="")


def ids_of_document(database: Database, document: int) -> dict[str, str]:
    """Return the id of each entity of a document, by the number of the document."""
    rows: Iterable[tuple[str, str]] = database.sql.execute(
        """SELECT m.entity, c.resolved FROM members m JOIN profiles p ON p.id = m.profile
        JOIN clusters c ON c.id = p.cluster WHERE m.document = ?""",
        (document,),
    )
    return dict(rows)


def all_clusters(database: Database) -> Iterator[tuple[str, str]]:
    """Yield the id and, as document id, "#", entity id, the actor of every entity of every document, sorted."""
    yield from database.sql.execute(
        """SELECT c.resolved, d.id || '#' || m.entity FROM members m JOIN documents d ON d.number = m.document
        JOIN profiles p ON p.id = m.profile JOIN clusters c ON c.id = p.cluster ORDER BY 1, 2"""
    )


def _entity(row: _Row) -> StoredEntity:
    return StoredEntity(resolved=row[1], label=row[2], name=row[3], count=row[4])
