"""The SQLite file of a store: its tables, how it is opened, and the rows that several modules read."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from diplonlp.errors import InputError, OutputError
from diplonlp.link.store.actors import Actor
from diplonlp.link.store.profiles import Profile

VERSION = 1
IN_MEMORY = ":memory:"

_TABLES = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
-- What a document says of each of its entities; everything else is computed from these rows and the decisions.
CREATE TABLE members (
    document INTEGER NOT NULL, entity TEXT NOT NULL, profile INTEGER NOT NULL, actor BLOB NOT NULL,
    PRIMARY KEY (document, entity)
) WITHOUT ROWID;
CREATE INDEX members_of_profile ON members (profile);
-- Data is empty where no document has the profile any more, until its keys are gone too.
CREATE TABLE profiles (
    id INTEGER PRIMARY KEY, cluster INTEGER, data BLOB NOT NULL, place TEXT NOT NULL DEFAULT '',
    block_keys BLOB NOT NULL DEFAULT x'', name_keys BLOB NOT NULL DEFAULT x'', rank INTEGER NOT NULL DEFAULT 0,
    sign INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX profiles_of_cluster ON profiles (cluster);
-- Small enough to stay in memory: a name looked up leads through it, and not through the long rows.
CREATE INDEX cluster_of_profile ON profiles (id, cluster);
-- What changed since clusters were computed: profiles to be judged anew, those they were or are linked with, blocks.
CREATE TABLE dirty (profile INTEGER PRIMARY KEY, rejudge INTEGER NOT NULL);
CREATE TABLE touched (key INTEGER PRIMARY KEY);
-- Sign is 1 for full names: in a large block the others meet those alone, and in one large with full names nobody.
CREATE TABLE blocks (
    key INTEGER NOT NULL, sign INTEGER NOT NULL, profile INTEGER NOT NULL, PRIMARY KEY (key, sign, profile)
) WITHOUT ROWID;
CREATE TABLE large (key INTEGER PRIMARY KEY, level INTEGER NOT NULL);
-- The commonest first: a name looked up is answered from the first rows.
CREATE TABLE names (
    key INTEGER NOT NULL, rank INTEGER NOT NULL, profile INTEGER NOT NULL, PRIMARY KEY (key, rank, profile)
) WITHOUT ROWID;
CREATE TABLE judgements (
    a INTEGER NOT NULL, b INTEGER NOT NULL, same INTEGER NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL,
    decided_by TEXT NOT NULL, doubt INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX judgements_of_b ON judgements (b, a);
CREATE INDEX judgements_of_analysts ON judgements (a, b) WHERE decided_by = 'analyst';
-- Ids are never forgotten: of two clusters that become one, the one id leads to the other.
CREATE TABLE clusters (
    id INTEGER PRIMARY KEY, resolved TEXT NOT NULL UNIQUE, anchor INTEGER NOT NULL, label TEXT NOT NULL,
    name TEXT NOT NULL, count INTEGER NOT NULL, leads_to INTEGER
);
CREATE INDEX clusters_of_anchor ON clusters (anchor);
CREATE TABLE decisions (
    a TEXT NOT NULL, b TEXT NOT NULL, same INTEGER NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
-- Actors that a decision took out of the profile they look like.
CREATE TABLE singles (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_CACHE_KIB = 192 * 1024
_CACHED_PROFILES = 10_000
_PARAMETERS = 500

_profile_decoder = msgspec.msgpack.Decoder(Profile)
_actor_decoder = msgspec.msgpack.Decoder(Actor)
encode = msgspec.msgpack.Encoder().encode


class Database:
    """A store's SQLite file, or one in memory.

    Parameters
    ----------
    path : str
        The file; ``":memory:"`` for none.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.sql = _connect(path)
        self._profiles: OrderedDict[int, Profile] = OrderedDict()
        self._version = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let all that is written inside be written together, or nothing of it.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        try:
            self.sql.execute("BEGIN IMMEDIATE")
            self._forget_if_changed()
            yield
            self.sql.execute("COMMIT")
        except BaseException as error:
            self._profiles.clear()
            if self.sql.in_transaction:
                self.sql.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise OutputError(
                    f"{self.path}: the store cannot be written ({error}); free space, or close what else writes to it"
                ) from error
            raise

    def _forget_if_changed(self) -> None:
        """Forget what is remembered when another process has written to the file."""
        version = self.sql.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self._profiles.clear()

    def close(self) -> None:
        """Close the file; what was written stays."""
        self.sql.close()

    # -- profiles -------------------------------------------------------------------------------------------------

    def profile(self, number: int) -> Profile | None:
        """Return the profile of this number; None when there is none."""
        known = self._profiles.get(number)
        if known is not None:
            self._profiles.move_to_end(number)
            return known
        row = self.sql.execute("SELECT data FROM profiles WHERE id = ?", (number,)).fetchone()
        if row is None or not row[0]:
            return None
        profile = _profile_decoder.decode(row[0])
        self._remember(number, profile)
        return profile

    def profiles(self, numbers: Iterable[int]) -> dict[int, Profile]:
        """Return the profiles of these numbers, as far as there are any."""
        found = ((number, self.profile(number)) for number in numbers)
        return {number: profile for number, profile in found if profile is not None}

    def save_profile(self, number: int, profile: Profile) -> None:
        """Write a profile, which is then to be judged anew."""
        self.sql.execute(
            "INSERT INTO profiles (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
            (number, encode(profile)),
        )
        self._remember(number, profile)
        self.mark([number])

    def drop_profile(self, number: int) -> None:
        """Empty a profile that no document has any more."""
        self._profiles.pop(number, None)
        self.sql.execute("UPDATE profiles SET data = x'' WHERE id = ?", (number,))
        self.mark([number])

    def mark(self, numbers: Iterable[int]) -> None:
        """Let profiles be judged anew."""
        self.sql.executemany(
            "INSERT INTO dirty VALUES (?, 1) ON CONFLICT (profile) DO UPDATE SET rejudge = 1",
            ((number,) for number in numbers),
        )

    def _remember(self, number: int, profile: Profile) -> None:
        self._profiles[number] = profile
        self._profiles.move_to_end(number)
        if len(self._profiles) > _CACHED_PROFILES:
            self._profiles.popitem(last=False)

    # -- documents ------------------------------------------------------------------------------------------------

    def document(self, name: str) -> int | None:
        """Return the number of a document; None when the store has it not."""
        row = self.sql.execute("SELECT number FROM documents WHERE id = ?", (name,)).fetchone()
        return None if row is None else int(row[0])

    def actors(self, profile: int) -> Iterator[Actor]:
        """Yield all that documents say of the actors of a profile."""
        for (data,) in self.sql.execute("SELECT actor FROM members WHERE profile = ?", (profile,)):
            yield _actor_decoder.decode(data)

    def member(self, key: str) -> tuple[Actor, int] | None:
        """Return an actor and its profile by document id, "#", entity id; None when the store has it not."""
        document, _, entity = key.rpartition("#")
        row = self.sql.execute(
            "SELECT actor, profile FROM members JOIN documents ON number = document WHERE id = ? AND entity = ?",
            (document, entity),
        ).fetchone()
        return None if row is None else (_actor_decoder.decode(row[0]), int(row[1]))


def chunked(numbers: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
    """Yield lists of numbers as short as SQL takes them, each with its question marks.

    Examples
    --------
    >>> list(chunked([1, 2]))
    [('?, ?', [1, 2])]
    """
    rest = list(numbers)
    for start in range(0, len(rest), _PARAMETERS):
        part = rest[start : start + _PARAMETERS]
        yield ", ".join("?" * len(part)), part


def packed(numbers: Iterable[int]) -> bytes:
    """Return numbers as bytes, sorted.

    Examples
    --------
    >>> sorted(unpacked(packed({-1, 7})))
    [-1, 7]
    """
    return array("q", sorted(numbers)).tobytes()


def unpacked(data: bytes) -> array[int]:
    """Return the numbers that :func:`packed` wrote.

    Examples
    --------
    >>> list(unpacked(packed([3])))
    [3]
    """
    numbers = array("q")
    numbers.frombytes(data)
    return numbers


def _connect(path: str) -> sqlite3.Connection:
    if path != IN_MEMORY and not Path(path).parent.is_dir():
        raise OutputError(f"{path}: there is no folder {Path(path).parent}; make it first")
    try:
        sql = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        sql.execute("PRAGMA journal_mode = WAL")
        sql.execute("PRAGMA synchronous = NORMAL")
        sql.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        _prepare(sql, path)
    except sqlite3.OperationalError as error:
        raise OutputError(f"{path}: the store cannot be opened ({error}); choose another file") from error
    except sqlite3.DatabaseError as error:
        raise InputError(f"this is no store of diplonlp ({error}); choose another file", source=path) from error
    return sql


def _prepare(sql: sqlite3.Connection, path: str) -> None:
    version = sql.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        return
    if version > VERSION:
        raise InputError(
            f"written by a newer diplonlp (store version {version}, this one reads {VERSION}): "
            "run  pip install --upgrade diplonlp",
            source=path,
        )
    if sql.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise InputError("an SQLite file of another program; choose another file", source=path)
    # Tables and version in one transaction: a process killed here leaves an empty file, which is a new store.
    sql.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
