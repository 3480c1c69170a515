"""Judges anew what has changed in a store: which profiles share a block, and what is held of each two of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from diplonlp.link.store.blocks import LARGEST, fact_blocks, lookup_keys, name_blocks, place
from diplonlp.link.store.database import Database, packed, unpacked
from diplonlp.link.store.evidence import ANALYST, WITH_EVIDENCE, Verdict, judge
from diplonlp.link.store.profiles import Profile

# Told how many of how many profiles are done.
Progress = Callable[[str, int, int], None]

_PER_TRANSACTION = 5_000
_CACHED_BLOCKS = 20_000


def no_progress(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def judge_dirty(database: Database, progress: Progress = no_progress) -> None:
    """Judge every changed profile against those of its blocks, and mark all whose clusters may change with it.

    It writes in several transactions: after an interruption what was changed is still marked, and is judged again.

    Parameters
    ----------
    database : Database
        The store; decisions are applied already.
    progress : callable, optional
        Told how far it is.
    """
    numbers = [number for (number,) in database.sql.execute("SELECT profile FROM dirty WHERE rejudge")]
    for done, part in _parts(numbers):
        with database.transaction():
            for number in part:
                _file(database, number)
        progress("sorting names", done, len(numbers))
    with database.transaction():
        _mark_blocks_that_grew(database)
        _forget_judgements(database)
    query = "SELECT profile FROM dirty LEFT JOIN profiles ON id = profile WHERE rejudge ORDER BY place, profile"
    numbers = [number for (number,) in database.sql.execute(query)]
    judging = _Judging(database)
    for done, part in _parts(numbers):
        with database.transaction():
            for number in part:
                judging.judge(number)
        progress("comparing names", done, len(numbers))


def _parts(numbers: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Parts of the numbers, each for a transaction of its own, with how many are done after it."""
    for start in range(0, len(numbers), _PER_TRANSACTION):
        part = numbers[start : start + _PER_TRANSACTION]
        yield start + len(part), part


def _file(database: Database, number: int) -> None:
    """Put a profile into the blocks and under the names that it has now; forget it if it is gone."""
    sql = database.sql
    row = sql.execute("SELECT block_keys, sign, name_keys, rank FROM profiles WHERE id = ?", (number,)).fetchone()
    if row is None:
        return
    profile = database.profile(number)
    blocks, sign = (name_blocks(profile) | fact_blocks(profile), int(profile.full)) if profile else (set(), 0)
    names, rank = (lookup_keys(profile), -profile.count.bit_length()) if profile else (set(), 0)
    _change_blocks(database, number, ({*unpacked(row[0])}, row[1]), (blocks, sign))
    _change_names(database, number, ({*unpacked(row[2])}, row[3]), (names, rank))
    if profile is None:
        sql.execute("DELETE FROM profiles WHERE id = ?", (number,))
        return
    sql.execute(
        "UPDATE profiles SET block_keys = ?, sign = ?, name_keys = ?, rank = ?, place = ? WHERE id = ?",
        (packed(blocks), sign, packed(names), rank, place(profile), number),
    )


# Keys, and what all rows of them share.
_Keys = tuple[set[int], int]


def _change_blocks(database: Database, number: int, old: _Keys, new: _Keys) -> None:
    before, after = ({(key, sign, number) for key in keys} for keys, sign in (old, new))
    sql = database.sql
    sql.executemany("DELETE FROM blocks WHERE key = ? AND sign = ? AND profile = ?", before - after)
    sql.executemany("INSERT OR IGNORE INTO blocks VALUES (?, ?, ?)", after - before)
    sql.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((key,) for key, *_ in before ^ after))


def _change_names(database: Database, number: int, old: _Keys, new: _Keys) -> None:
    if old != new:
        rows = [[(key, rank, number) for key in keys] for keys, rank in (old, new)]
        database.sql.executemany("DELETE FROM names WHERE key = ? AND rank = ? AND profile = ?", rows[0])
        database.sql.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", rows[1])


_IS_MORE = "((SELECT count(*) FROM (SELECT 1 FROM blocks b WHERE b.key = t.key {} LIMIT :most + 1)) > :most)"
_LEVEL = f"{_IS_MORE.format('')} + {_IS_MORE.format('AND sign = 1')}"


def _mark_blocks_that_grew(database: Database) -> None:
    """Judge anew everybody in a block that became too large for all to meet all, or is so no more."""
    sql = database.sql
    sql.execute(
        f"""CREATE TEMP TABLE flipped AS SELECT now.key, now.level
        FROM (SELECT key, {_LEVEL} AS level FROM touched t) now LEFT JOIN large ON large.key = now.key
        WHERE now.level <> coalesce(large.level, 0)""",
        {"most": LARGEST},
    )
    sql.execute(
        """INSERT INTO dirty SELECT DISTINCT profile, 1 FROM blocks WHERE key IN (SELECT key FROM flipped)
        ON CONFLICT (profile) DO UPDATE SET rejudge = 1"""
    )
    sql.execute("DELETE FROM large WHERE key IN (SELECT key FROM flipped)")
    sql.execute("INSERT INTO large SELECT key, level FROM flipped WHERE level")
    sql.execute("DELETE FROM touched")
    sql.execute("DROP TABLE flipped")


def _forget_judgements(database: Database) -> None:
    """Take back what was judged of changed profiles, and remember with whom: their clusters may change."""
    for own, other in (("a", "b"), ("b", "a")):
        judged = (
            f"FROM judgements WHERE {own} IN (SELECT profile FROM dirty WHERE rejudge) AND decided_by <> '{ANALYST}'"
        )
        database.sql.execute(f"INSERT OR IGNORE INTO dirty SELECT {other}, 0 {judged}")
        database.sql.execute(f"DELETE {judged}")


class _Judging:
    """One run over the changed profiles.

    Parameters
    ----------
    database : Database
        The store, every profile in its blocks.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._large = dict(database.sql.execute("SELECT key, level FROM large"))
        self._blocks: OrderedDict[int, tuple[list[int], list[int]]] = OrderedDict()
        self._done: set[int] = set()

    def judge(self, number: int) -> None:
        """Judge a profile against all of its blocks that are not yet judged in this run."""
        self._done.add(number)
        profile = self._database.profile(number)
        if profile is not None:
            for other, verdict in self._verdicts(number, profile):
                self._store(number, other, verdict)

    def _verdicts(self, number: int, profile: Profile) -> Iterator[tuple[int, Verdict]]:
        found: set[int] = set()
        for key in name_blocks(profile):
            found.update(*self._met(key, profile.full))
        for key in fact_blocks(profile):
            partial, full = self._met(key, profile.full)
            # Two full names that share only a state or an office have nothing to be compared for.
            found.update(partial, () if profile.full else full)
        for other in sorted(found - self._done):
            known = self._database.profile(other)
            verdict = judge(profile, known) if known is not None else None
            if verdict is not None and (verdict.same or verdict.score >= WITH_EVIDENCE):
                yield other, verdict

    def _met(self, key: int, is_full: bool) -> tuple[Sequence[int], Sequence[int]]:
        """Those of a block that a profile meets, full names apart: in a large block these alone meet the others."""
        level = self._large.get(key, 0)
        if level > 1:
            return (), ()
        partial, full = self._block(key)
        return (partial, full) if not level else (partial, ()) if is_full else ((), full)

    def _block(self, key: int) -> tuple[list[int], list[int]]:
        known = self._blocks.get(key)
        if known is None:
            known = self._blocks[key] = ([], [])
            for sign, number in self._database.sql.execute("SELECT sign, profile FROM blocks WHERE key = ?", (key,)):
                known[sign].append(number)
            if len(self._blocks) > _CACHED_BLOCKS:
                self._blocks.popitem(last=False)
        return known

    def _store(self, number: int, other: int, verdict: Verdict) -> None:
        self._database.sql.execute(
            "INSERT OR IGNORE INTO judgements VALUES (?, ?, ?, ?, ?, ?, 0)",
            (
                min(number, other),
                max(number, other),
                verdict.same,
                verdict.score,
                "\n".join(verdict.reasons),
                verdict.decided_by,
            ),
        )
        self._database.sql.execute("INSERT OR IGNORE INTO dirty VALUES (?, 0)", (other,))
