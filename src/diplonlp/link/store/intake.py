"""Documents into a store, and out of it: actors filed under their profiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from diplonlp.errors import FormatError
from diplonlp.link.store.actors import Actor, actors_of
from diplonlp.link.store.database import Database, encode
from diplonlp.link.store.hashes import number
from diplonlp.link.store.profiles import Profile, merged, profile_of
from diplonlp.records import Document


def put_documents(database: Database, documents: Sequence[Document]) -> None:
    """Write what documents say of their entities; a document of an id that is there already takes its place.

    Parameters
    ----------
    database : Database
        Inside a transaction.
    documents : sequence of Document
        In any order; of several with one id the last counts.
    """
    latest = {document.id: document for document in documents}
    alone = {key for (key,) in database.sql.execute("SELECT key FROM singles")}
    new = {name: _rows(document, alone) for name, document in latest.items()}
    changed = {name: rows for name, rows in new.items() if not _is_stored(database, name, rows)}
    drop_documents(database, changed)
    filed: dict[int, list[Profile]] = defaultdict(list)
    for name, rows in changed.items():
        number = database.sql.execute("INSERT INTO documents (id) VALUES (?)", (name,)).lastrowid
        database.sql.executemany(
            "INSERT INTO members VALUES (?, ?, ?, ?)",
            ((number, row.actor.entity, row.profile, row.data) for row in rows),
        )
        for row in rows:
            filed[row.profile].append(profile_of(row.actor))
    for profile, found in filed.items():
        known = database.profile(profile)
        database.save_profile(profile, merged([*([known] if known else []), *found]))


class _Row(NamedTuple):
    """An actor on its way into the store."""

    actor: Actor
    profile: int
    data: bytes


def _rows(document: Document, alone: set[str]) -> list[_Row]:
    _check_ids(document)
    return [_Row(actor, profile_number(actor, alone), encode(actor)) for actor in actors_of(document)]


def _is_stored(database: Database, name: str, rows: Sequence[_Row]) -> bool:
    """Whether the store has exactly this already: then nothing is to be computed anew."""
    number = database.document(name)
    if number is None:
        return False
    stored = database.sql.execute("SELECT entity, actor FROM members WHERE document = ?", (number,)).fetchall()
    return sorted(stored) == sorted((row.actor.entity, row.data) for row in rows)


def drop_documents(database: Database, names: Iterable[str]) -> int:
    """Take documents out again, as far as the store has them, and return how many it had."""
    emptied: set[int] = set()
    dropped = 0
    for name in names:
        row = database.document(name)
        if row is None:
            continue
        emptied.update(p for (p,) in database.sql.execute("SELECT profile FROM members WHERE document = ?", (row,)))
        database.sql.execute("DELETE FROM members WHERE document = ?", (row,))
        database.sql.execute("DELETE FROM documents WHERE number = ?", (row,))
        dropped += 1
    rebuild(database, emptied)
    return dropped


def rebuild(database: Database, profiles: Iterable[int]) -> None:
    """Compute profiles anew from what their documents say, after some of it was taken away."""
    for profile in profiles:
        actors = map(profile_of, database.actors(profile))
        known: Profile | None = None
        while part := list(islice(actors, _AT_ONCE)):
            known = merged([*([known] if known else []), *part])
        if known is None:
            database.drop_profile(profile)
        else:
            database.save_profile(profile, known)


_AT_ONCE = 500


def profile_number(actor: Actor, alone: set[str]) -> int:
    """Return the number of the profile an actor belongs to: its own where a decision took it out of its like's.

    Examples
    --------
    >>> actor = Actor(document="1", entity="e", label="PERSON", names=("Bakyt Osmonov",), formal=("Bakyt Osmonov",))
    >>> profile_number(actor, set()) == actor.profile != profile_number(actor, {"1#e"})
    True
    """
    return number(f"single\x1f{actor.key}") if actor.key in alone else actor.profile


def refile(database: Database, alone: set[str], changed: Iterable[str]) -> None:
    """Move actors between their own profiles and those of their like, where decisions have changed."""
    touched: set[int] = set()
    for key in changed:
        found = database.member(key)
        if found is None:
            continue
        actor, old = found
        new = profile_number(actor, alone)
        row = database.document(actor.document)
        database.sql.execute(
            "UPDATE members SET profile = ? WHERE document = ? AND entity = ?", (new, row, actor.entity)
        )
        touched |= {old, new} if old != new else set()
    rebuild(database, touched)


def _check_ids(document: Document) -> None:
    for name in (document.id, *(entity.id for entity in document.entities)):
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise FormatError(
                f"character {error.start} of an id is half a character (a lone surrogate); give it another id",
                source=document.id.encode("utf-8", "replace").decode(),
            ) from error
