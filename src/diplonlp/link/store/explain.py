"""Says in sentences why two actors are one, or are not."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from diplonlp.link.store.actors import Actor
from diplonlp.link.store.components import OFTEN_TOGETHER
from diplonlp.link.store.database import Database, chunked
from diplonlp.link.store.evidence import ANALYST, FITS_ANOTHER, Judgement, compatible, missing
from diplonlp.link.store.profiles import Profile


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why two actors are one, or are not; ``str()`` of it is the sentences.

    Parameters
    ----------
    a, b : str
        The two, as asked.
    same : bool
        Whether the store holds them to be one.
    sentences : tuple of str
        The reasons, in words.
    judgements : tuple of Judgement
        What was judged on the way from one to the other; none where nothing was.
    """

    a: str
    b: str
    same: bool
    sentences: tuple[str, ...]
    judgements: tuple[Judgement, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def explain(database: Database, one: tuple[Actor, int], other: tuple[Actor, int]) -> Explanation:
    """Explain two actors of a store whose clusters are computed.

    Parameters
    ----------
    database : Database
        The store.
    one, other : tuple of Actor and int
        The two, each with its profile.
    """
    (a, first), (b, second) = one, other
    same = first == second or _cluster(database, first) == _cluster(database, second)
    judgements: tuple[Judgement, ...] = ()
    if first == second:
        sentences = [_alike(a, b)]
    elif same:
        judgements = tuple(path(database, first, second))
        sentences = [sentence(database, judgement) for judgement in judgements]
    else:
        judgements = tuple(filter(None, [_judgement(database, first, second)]))
        sentences = list(_why_two(database, first, second, judgements))
    verdict = "are one" if same else "are two"
    head = f"{_called(a.best, a.key)} and {_called(b.best, b.key)} {verdict}."
    return Explanation(a=a.key, b=b.key, same=same, sentences=(head, *sentences), judgements=judgements)


def sentence(database: Database, judgement: Judgement) -> str:
    """Say a judgement in one sentence.

    Parameters
    ----------
    database : Database
        The store.
    judgement : Judgement
        One of its judgements.
    """
    names = []
    for key in (judgement.a, judgement.b):
        found = database.member(key)
        names.append(_called(found[0].best if found else "", key))
    who = "An analyst decided that" if judgement.decided_by == ANALYST else "By their names and what documents say,"
    if judgement.decided_by == "knowledge":
        who = "By the knowledge tables,"
    verdict = "are one" if judgement.same else "are not linked"
    score = "" if judgement.decided_by == ANALYST else f" (score {judgement.score:.2f})"
    return f"{who} {names[0]} and {names[1]} {verdict}: {'; '.join(judgement.reasons)}{score}."


def path(database: Database, first: int, second: int) -> Iterator[Judgement]:
    """Yield the judgements that lead from one profile of a cluster to another, the fewest."""
    came_from: dict[int, int] = {first: first}
    waiting = [first]
    cluster = _cluster(database, first)
    while waiting and second not in came_from:
        following = []
        for number in waiting:
            for other in _linked(database, number, cluster):
                if other not in came_from:
                    came_from[other] = number
                    following.append(other)
        waiting = following
    steps = []
    while second != first and second in came_from:
        steps.append((came_from[second], second))
        second = came_from[second]
    for a, b in reversed(steps):
        judgement = _judgement(database, a, b)
        if judgement is not None:
            yield judgement


def stored_judgements(database: Database) -> Iterator[Judgement]:
    """Yield every judgement of a store, each on the two profiles' first actors."""
    rows = database.sql.execute("SELECT a, b, same, score, reasons, decided_by, doubt FROM judgements ORDER BY a, b")
    for row in rows:
        judgement = _as_judgement(database, row)
        if judgement is not None:
            yield judgement


def _judgement(database: Database, first: int, second: int) -> Judgement | None:
    row = database.sql.execute(
        "SELECT a, b, same, score, reasons, decided_by, doubt FROM judgements WHERE a = ? AND b = ?",
        (min(first, second), max(first, second)),
    ).fetchone()
    return None if row is None else _as_judgement(database, row)


def _as_judgement(database: Database, row: tuple[int, int, int, float, str, str, int]) -> Judgement | None:
    profiles = [database.profile(number) for number in row[:2]]
    if profiles[0] is None or profiles[1] is None:
        return None
    a, b = sorted(profile.key for profile in profiles if profile is not None)
    reasons = (*row[4].split("\n"), *([FITS_ANOTHER] if row[6] else []))
    return Judgement(a=a, b=b, same=bool(row[2] and not row[6]), score=row[3], reasons=reasons, decided_by=row[5])


def _cluster(database: Database, number: int) -> int:
    row = database.sql.execute("SELECT cluster FROM profiles WHERE id = ?", (number,)).fetchone()
    return int(row[0])


def _linked(database: Database, number: int, cluster: int) -> list[int]:
    rows = database.sql.execute(
        """SELECT other FROM (
            SELECT b AS other FROM judgements WHERE a = :own AND same AND NOT doubt
            UNION ALL SELECT a AS other FROM judgements WHERE b = :own AND same AND NOT doubt
        ) JOIN profiles ON id = other WHERE cluster = :cluster ORDER BY other""",
        {"own": number, "cluster": cluster},
    )
    return [other for (other,) in rows]


def _called(name: str, key: str) -> str:
    return f"“{name}” ({key})"


def _alike(a: Actor, b: Actor) -> str:
    if a.key == b.key:
        return "They are the same mention."
    if a.kb:
        return f"Both are {a.kb} in the knowledge tables."
    facts = [f"state {a.state}"] if a.state else ["no state"]
    facts += ["the same offices"] if a.titles and a.titles == b.titles else []
    return f"Both have the same name in one spelling or another, and {' and '.join(facts)}: such are taken as one."


def _why_two(database: Database, first: int, second: int, judgements: tuple[Judgement, ...]) -> Iterator[str]:
    """What speaks against one of two actors."""
    one, other = database.profile(first), database.profile(second)
    if one is None or other is None:
        return
    for judgement in judgements:
        yield sentence(database, judgement)
        if FITS_ANOTHER in judgement.reasons:
            yield "A name that fits two is linked to neither until a document or an analyst says which."
    if not judgements:
        yield missing(one, other)
    elif judgements[0].same:
        yield _conflict(database, first, second)


def _conflict(database: Database, first: int, second: int) -> str:
    """What in the clusters of two profiles keeps them apart, though the two themselves were held to be one."""
    ones, others = (_profiles_of(database, _cluster(database, number)) for number in (first, second))
    for a, one in ones.items():
        for b, other in others.items():
            judgement = _judgement(database, a, b)
            if judgement is not None and judgement.decided_by == ANALYST:
                return sentence(database, judgement)
            if one.telling and other.telling and not compatible(one, other):
                called = f"{_called(one.best, one.key)} and {_called(other.best, other.key)}"
                return f"But they belong with others that cannot be one, {called}: {missing(one, other)}"
    share = f"{OFTEN_TOGETHER:.0%}"
    return f"But documents name them, or those they belong with, beside each other as two (more than {share} of them)."


def _profiles_of(database: Database, cluster: int) -> dict[int, Profile]:
    numbers = [n for (n,) in database.sql.execute("SELECT id FROM profiles WHERE cluster = ? ORDER BY id", (cluster,))]
    found: dict[int, Profile] = {}
    for _, part in chunked(numbers):
        found |= database.profiles(part)
    return found
