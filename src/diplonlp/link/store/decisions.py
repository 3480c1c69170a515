"""What an analyst has decided: read from a CSV file he can edit, kept over re-runs, and put before every rule."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from diplonlp.errors import FormatError, InputError, OutputError
from diplonlp.link.store.actors import clean
from diplonlp.link.store.database import Database
from diplonlp.link.store.evidence import ANALYST
from diplonlp.link.store.intake import refile

COLUMNS = ("a", "b", "decision", "name_a", "name_b", "by", "note")
_NEEDED = COLUMNS[:3]
_SAME = {"same": True, "different": False}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's word on two actors.

    Parameters
    ----------
    a, b : str
        Each as document id, "#", entity id; ``a`` sorts first.
    same : bool
        Whether they are one.
    by, note : str
        Who decided, and why; both may be empty.
    line : int
        The line of the file; 0 where it comes from none.
    """

    a: str
    b: str
    same: bool
    by: str = ""
    note: str = ""
    line: int = 0


def read_decisions(path: str | Path) -> list[Decision]:
    r"""Read a file of decisions: CSV with a header, apart by commas or semicolons.

    Parameters
    ----------
    path : str or Path
        Columns ``a`` and ``b`` (document id, "#", entity id), ``decision`` ("same" or "different"); ``name_a``,
        ``name_b``, ``by`` and ``note`` if you like. A file that is empty, or not yet there, has no decisions.

    Raises
    ------
    InputError
        When the file cannot be read, a column or value is wrong, or two lines contradict each other; the message names
        file and line.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "decisions.csv"
    >>> _ = path.write_text("a,b,decision\ndoc-1#e1,doc-2#e4,same\n")
    >>> [(one.a, one.b, one.same) for one in read_decisions(path)]
    [('doc-1#e1', 'doc-2#e4', True)]
    """
    if not Path(path).exists():
        return []
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8; save it as CSV UTF-8"
        raise InputError(f"the decisions cannot be read ({reason})", source=str(path)) from error
    decisions = list(_parsed(text, str(path)))
    check_decisions(decisions, str(path))
    return decisions


def _parsed(text: str, path: str) -> Iterator[Decision]:
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        if reader.fieldnames:
            _check_columns(reader.fieldnames, path)
            line = reader.line_num + 1
        for row in reader:
            if any(isinstance(cell, str) and cell.strip() for cell in row.values()):
                yield _decision(row, path, reader.line_num)
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(f"not CSV ({error}); mend the quotes", source=path, line=line) from error


def _delimiter(text: str) -> str:
    """Spreadsheets of many countries write semicolons."""
    head = text.split("\n", 1)[0]
    return ";" if head.count(";") > head.count(",") else ","


def _check_columns(found: Sequence[str], path: str) -> None:
    wrong = [name for name in found if name not in COLUMNS]
    lacking = [name for name in _NEEDED if name not in found]
    if wrong or lacking:
        what = f"there is no column {lacking[0]!r}" if lacking else f"no column is called {wrong[0]!r}"
        raise FormatError(f"{what}; the columns are {', '.join(COLUMNS)}", source=path, line=1)


def _decision(row: dict[str, str | None], path: str, line: int) -> Decision:
    if None in row:
        raise FormatError("more cells than columns; quote a cell that holds the delimiter", source=path, line=line)
    cells = {name: (cell or "").strip() for name, cell in row.items()}
    if cells["decision"] not in _SAME:
        raise FormatError(f"decision is {cells['decision']!r}; write 'same' or 'different'", source=path, line=line)
    for name in ("a", "b"):
        if not all(cells[name].rpartition("#")):
            raise FormatError(
                f"{name} is {cells[name]!r}; write document id, '#', entity id, as doc-1#e4", source=path, line=line
            )
    if cells["a"] == cells["b"]:
        raise FormatError(f"a and b are both {cells['a']!r}; an actor is always itself", source=path, line=line)
    a, b = sorted((cells["a"], cells["b"]))
    return Decision(
        a=a, b=b, same=_SAME[cells["decision"]], by=cells.get("by", ""), note=cells.get("note", ""), line=line
    )


def check_decisions(decisions: Sequence[Decision], path: str = "") -> None:
    """Refuse decisions that contradict each other, directly or through others.

    Examples
    --------
    >>> try:
    ...     check_decisions([Decision(a="1#e", b="2#e", same=True), Decision(a="1#e", b="2#e", same=False)])
    ... except FormatError as error:
    ...     print(str(error)[:42])
    1#e and 2#e are held to be different, but
    """
    root = _joined(decisions)
    for decision in decisions:
        if not decision.same and root.get(decision.a, decision.a) == root.get(decision.b, decision.b):
            lines = sorted(one.line for one in decisions if one.same and root[one.a] == root[decision.a] and one.line)
            where = f" (line {', '.join(map(str, lines))})" if lines else ""
            raise FormatError(
                f"{decision.a} and {decision.b} are held to be different, but other decisions make them one{where}; "
                "take one of them back",
                source=path,
                line=decision.line or None,
            )


def _joined(decisions: Iterable[Decision]) -> dict[str, str]:
    """Each actor that is held to be another, with one that stands for all of them."""
    members: dict[str, list[str]] = {}
    root: dict[str, str] = {}
    for decision in decisions:
        if decision.same:
            first, second = (root.setdefault(key, key) for key in (decision.a, decision.b))
            if first != second:
                moved = members.pop(second, [second])
                members.setdefault(first, [first]).extend(moved)
                root.update(dict.fromkeys(moved, first))
    return root


def write_decision(path: str | Path, decision: Decision, names: tuple[str, str]) -> None:
    """Write a decision to the end of a file, in the place of any that the file has on the same two.

    The columns, their order and the delimiter stay as they are. The file is replaced in one step.

    Parameters
    ----------
    path : str or Path
        Made when it is not there.
    decision : Decision
        What was decided.
    names : tuple of str
        What the two are called, for whoever reads the file.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    word = "same" if decision.same else "different"
    cells = dict(zip(COLUMNS, (decision.a, decision.b, word, *names, decision.by, decision.note), strict=True))
    new = Path(path).with_name(f"{Path(path).name}.new")
    try:
        text = Path(path).read_text(encoding="utf-8-sig") if Path(path).exists() else ""
        delimiter = _delimiter(text)
        reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
        columns = reader.fieldnames or COLUMNS
        kept = [row for row in reader if {row["a"], row["b"]} != {decision.a, decision.b}]
        with new.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=delimiter, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows([*kept, {name: clean(cell) for name, cell in cells.items()}])
        new.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: the decision cannot be written ({error.strerror}); choose another file") from error


# -- in the store ---------------------------------------------------------------------------------------------------


def stored_decisions(database: Database) -> list[Decision]:
    """Return the decisions that a store keeps."""
    rows = database.sql.execute("SELECT a, b, same, by, note FROM decisions")
    return [Decision(a=a, b=b, same=bool(same), by=by, note=note) for a, b, same, by, note in rows]


def replace_decisions(database: Database, decisions: Sequence[Decision]) -> None:
    """Let a store keep these decisions and no others; inside a transaction.

    Parameters
    ----------
    database : Database
        The store; the actors of all decisions, old and new, are marked to be judged anew.
    decisions : sequence of Decision
        Free of contradictions.
    """
    before = stored_decisions(database)
    if set(map(_said, before)) == set(map(_said, decisions)):
        return
    database.sql.execute("DELETE FROM decisions")
    database.sql.executemany("INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?)", map(_said, decisions))
    found = (database.member(key) for one in (*before, *decisions) for key in (one.a, one.b))
    database.mark({member[1] for member in found if member is not None})


def _said(decision: Decision) -> tuple[str, str, bool, str, str]:
    return decision.a, decision.b, decision.same, clean(decision.by), clean(decision.note)


def apply_decisions(database: Database) -> None:
    """Turn decisions on actors into judgements on their profiles; inside a transaction.

    Two actors that look alike have one profile. Where a decision holds them apart each gets a profile of its own.
    """
    decisions = stored_decisions(database)
    old = {key for (key,) in database.sql.execute("SELECT key FROM singles")}
    if not decisions and not old and not _has_judged(database):
        return
    new = _singles(database, decisions)
    database.sql.execute("DELETE FROM singles")
    database.sql.executemany("INSERT INTO singles VALUES (?)", ((key,) for key in sorted(new)))
    refile(database, new, old ^ new)
    _judge_decided(database, decisions)


def _has_judged(database: Database) -> bool:
    found = database.sql.execute("SELECT 1 FROM judgements WHERE decided_by = 'analyst' LIMIT 1").fetchone()
    return found is not None


def _singles(database: Database, decisions: Sequence[Decision]) -> set[str]:
    """Actors that cannot stay with those they look like: held apart from one who looks alike, or is one with such."""
    looks: dict[str, str] = {}
    for decision in decisions:
        for key in (decision.a, decision.b):
            found = database.member(key) if key not in looks else None
            if found is not None:
                looks[key] = str(found[0].profile)
    known = [one for one in decisions if one.a in looks and one.b in looks]
    root = _joined(Decision(a=looks[one.a], b=looks[one.b], same=True) for one in known if one.same)
    return {
        key
        for one in known
        if not one.same and root.get(looks[one.a], looks[one.a]) == root.get(looks[one.b], looks[one.b])
        for key in (one.a, one.b)
    }


def _judge_decided(database: Database, decisions: Iterable[Decision]) -> None:
    sql = database.sql
    wanted: dict[tuple[int, int], tuple[bool, str]] = {}
    for one in decisions:
        a, b = database.member(one.a), database.member(one.b)
        if a is not None and b is not None and a[1] != b[1]:
            pair = (min(a[1], b[1]), max(a[1], b[1]))
            said = ": ".join(filter(None, (one.by, one.note))) or "no reason given"
            # Of several on the same two profiles, what holds apart is the more careful.
            wanted[pair] = min((one.same, said), wanted.get(pair, (True, said)))
    rows = sql.execute("SELECT a, b, same, reasons FROM judgements WHERE decided_by = 'analyst'").fetchall()
    stored = {(a, b): (bool(same), reasons) for a, b, same, reasons in rows}
    changed = {pair for pair in wanted.keys() | stored.keys() if wanted.get(pair) != stored.get(pair)}
    for pair in changed:
        sql.execute("DELETE FROM judgements WHERE a = ? AND b = ?", pair)
        if pair in wanted:
            same, said = wanted[pair]
            sql.execute("INSERT INTO judgements VALUES (?, ?, ?, 1.0, ?, ?, 0)", (*pair, same, said, ANALYST))
    database.mark({number for pair in changed for number in pair})
