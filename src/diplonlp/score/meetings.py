"""Meetings: paired by who took part, then compared in everything the schema says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple, get_args

from diplonlp.records import Document, Meeting, Mode, Status
from diplonlp.score.comparison import Comparison
from diplonlp.score.measures import Miss, Tally

MEETINGS, PAIRS = "meetings", "pairs met"
FOUND, SAME_PEOPLE, PARTICIPANTS = "found", "with the same participants", "participants"
AGREEMENTS, AGREED = "agreements", "event of agreements"
FIELDS = ("status", "mode", "date", "place", "parties", "topics", "event")
ORDER = (
    FOUND,
    SAME_PEOPLE,
    PARTICIPANTS,
    *FIELDS[:-1],
    *(f"{status} meetings" for status in get_args(Status)),
    *(f"mode {mode}" for mode in get_args(Mode)),
    AGREEMENTS,
    AGREED,
)
_ENOUGH = 0.5
# Small against the 1.0 of equal participants: they settle which of two meetings of the same people is meant.
_BONUS = {"status": 0.1, "date": 0.1, "place": 0.05, "evidence": 0.1}


class _Told(NamedTuple):
    """A meeting in the terms of the gold document: ids of gold entities, codes of topics."""

    meeting: Meeting
    participants: frozenset[str]
    values: dict[str, frozenset[str]]


def count_meetings(comparison: Comparison, tally: Tally) -> Iterator[Miss]:
    """Count the meetings both sides have, what they say of them alike, and yield the differences.

    Two meetings are one when their participants agree by half or more (Dice); of several, those are paired that agree
    best in participants, then status, date, place and sentence. Contacts (CONSULT) are paired with contacts,
    agreements (AGREE, SUPPORT, COOPERATE) with agreements and counted on a line of their own.
    Status, mode, date, place, parties, topics and event are counted on paired contacts, where a side gives a value.

    Parameters
    ----------
    comparison : Comparison
        The document.
    tally : Tally
        Takes the counts.
    """
    gold = [_told(m, comparison.gold, lambda e: e) for m in comparison.gold.meetings]
    predicted = [_told(m, comparison.predicted, comparison.counterpart) for m in comparison.predicted.meetings]
    contacts = _sides(gold, predicted, contact=True)
    pairs = _paired(*contacts)
    _count_found(tally, FOUND, contacts, pairs)
    _count_people(tally, contacts, pairs)
    _count_kinds(tally, contacts, pairs)
    agreements = _sides(gold, predicted, contact=False)
    agreed = _paired(*agreements)
    _count_found(tally, AGREEMENTS, agreements, agreed)
    for ours, theirs in agreed:
        tally.add(AGREED, correct=ours.values["event"] == theirs.values["event"], predicted=1, gold=1)
    for ours, theirs in pairs:
        _count_fields(tally, ours, theirs)
    yield from _misses(comparison, gold, predicted, [*pairs, *agreed])


def count_pairs(comparison: Comparison, tally: Tally) -> Iterator[Miss]:
    """Count the pairs of people who met: both took part in one held contact.

    Parameters
    ----------
    comparison : Comparison
        The document.
    tally : Tally
        Takes the counts.
    """
    gold = _people_met(comparison.gold, lambda e: e)
    predicted = _people_met(comparison.predicted, comparison.counterpart)
    shared = gold.keys() & predicted.keys()
    tally.add("people who met", correct=len(shared), predicted=len(predicted), gold=len(gold))
    for side, other in ((gold, predicted), (predicted, gold)):
        for pair in sorted(side.keys() - other.keys(), key=sorted):
            shown = " – ".join(sorted(comparison.name(person) for person in pair))
            told = side[pair]
            if side is gold:
                yield comparison.miss(PAIRS, "missing", told.start, told.end, gold=shown)
            else:
                yield comparison.miss(PAIRS, "spurious", told.start, told.end, predicted=shown)


_Rename = Callable[[str | None], str | None]


def _told(meeting: Meeting, document: Document, rename: _Rename) -> _Told:
    codes = {topic.id: topic.code for topic in document.topics}
    values = {
        "status": (meeting.status,),
        "mode": (meeting.mode,),
        "date": (meeting.date,),
        "place": (rename(meeting.place),),
        "parties": meeting.parties,
        "topics": tuple(codes.get(topic, topic) for topic in meeting.topics),
        "event": (meeting.event,),
    }
    known = {field: frozenset(v for v in given if v is not None) for field, given in values.items()}
    people = frozenset(name for name in map(rename, meeting.participants) if name is not None)
    return _Told(meeting, people, known)


def _sides(gold: Sequence[_Told], predicted: Sequence[_Told], *, contact: bool) -> tuple[list[_Told], list[_Told]]:
    ours, theirs = ([t for t in side if (t.meeting.event == "CONSULT") is contact] for side in (gold, predicted))
    return ours, theirs


def _paired(gold: Sequence[_Told], predicted: Sequence[_Told]) -> list[tuple[_Told, _Told]]:
    if not gold or not predicted:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.array([[_likeness(ours, theirs) for theirs in predicted] for ours in gold])
    rows, columns = linear_sum_assignment(table, maximize=True)
    found = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(gold[row], predicted[column]) for row, column in found if table[row, column] > 0]


def _likeness(gold: _Told, predicted: _Told) -> float:
    sizes = len(gold.participants) + len(predicted.participants)
    dice = 2 * len(gold.participants & predicted.participants) / sizes if sizes else 0.0
    if dice < _ENOUGH:
        return 0.0
    same = [field for field in ("status", "date", "place") if gold.values[field] == predicted.values[field]]
    a, b = gold.meeting, predicted.meeting
    if a.start < b.end and b.start < a.end:
        same.append("evidence")
    return dice + sum(_BONUS[field] for field in same)


def _count_found(
    tally: Tally, measure: str, sides: tuple[list[_Told], list[_Told]], pairs: Sequence[tuple[_Told, _Told]]
) -> None:
    tally.add(measure, correct=len(pairs), predicted=len(sides[1]), gold=len(sides[0]))


def _count_people(tally: Tally, sides: tuple[list[_Told], list[_Told]], pairs: Sequence[tuple[_Told, _Told]]) -> None:
    exact = [pair for pair in pairs if pair[0].participants == pair[1].participants]
    _count_found(tally, SAME_PEOPLE, sides, exact)
    tally.add(
        PARTICIPANTS,
        correct=sum(len(ours.participants & theirs.participants) for ours, theirs in pairs),
        predicted=sum(len(told.participants) for told in sides[1]),
        gold=sum(len(told.participants) for told in sides[0]),
    )


def _count_kinds(tally: Tally, sides: tuple[list[_Told], list[_Told]], pairs: Sequence[tuple[_Told, _Told]]) -> None:
    """Count the meetings of each status and mode: found, and of that status or mode on both sides."""
    for field, pattern, kinds in (("status", "{} meetings", get_args(Status)), ("mode", "mode {}", get_args(Mode))):
        for kind in kinds:
            value = frozenset({kind})
            tally.add(
                pattern.format(kind),
                correct=sum(ours.values[field] == theirs.values[field] == value for ours, theirs in pairs),
                predicted=sum(told.values[field] == value for told in sides[1]),
                gold=sum(told.values[field] == value for told in sides[0]),
            )


def _count_fields(tally: Tally, gold: _Told, predicted: _Told) -> None:
    for field in FIELDS[:-1]:
        ours, theirs = gold.values[field], predicted.values[field]
        tally.add(field, correct=len(ours & theirs), predicted=len(theirs), gold=len(ours))


def _misses(
    comparison: Comparison, gold: Sequence[_Told], predicted: Sequence[_Told], pairs: Sequence[tuple[_Told, _Told]]
) -> Iterator[Miss]:
    ours_found, theirs_found = {id(ours) for ours, _ in pairs}, {id(theirs) for _, theirs in pairs}
    for told in gold:
        if id(told) not in ours_found:
            yield comparison.miss(MEETINGS, "missing", *_place(told), gold=_shown(comparison, told))
    for told in predicted:
        if id(told) not in theirs_found:
            yield comparison.miss(MEETINGS, "spurious", *_place(told), predicted=_shown(comparison, told))
    for ours, theirs in pairs:
        wrong = [f for f in FIELDS if ours.values[f] != theirs.values[f]]
        if ours.participants != theirs.participants:
            wrong.insert(0, PARTICIPANTS)
        if wrong:
            yield comparison.miss(
                MEETINGS,
                "wrong",
                *_place(ours),
                gold=_fields_shown(comparison, ours, wrong),
                predicted=_fields_shown(comparison, theirs, wrong),
            )


def _place(told: _Told) -> tuple[int, int]:
    return told.meeting.trigger.start, told.meeting.trigger.end


def _shown(comparison: Comparison, told: _Told) -> str:
    people = ", ".join(sorted(comparison.name(person) for person in told.participants))
    return f"{told.meeting.event} {told.meeting.status}: {people}"


def _fields_shown(comparison: Comparison, told: _Told, fields: Sequence[str]) -> str:
    shown = []
    for field in fields:
        values = told.participants if field == PARTICIPANTS else told.values[field]
        names = [comparison.name(v) if field in (PARTICIPANTS, "place") else v for v in values]
        shown.append(f"{field} {', '.join(sorted(names)) or 'none'}")
    return "; ".join(shown)


def _people_met(document: Document, rename: _Rename) -> dict[frozenset[str], Meeting]:
    people = {entity.id for entity in document.entities if entity.label == "PERSON"}
    met: dict[frozenset[str], Meeting] = {}
    for meeting in document.meetings:
        if meeting.event != "CONSULT" or meeting.status != "held":
            continue
        present = {rename(p) for p in meeting.participants if p in people} - {None}
        for pair in combinations(sorted(p for p in present if p), 2):
            met.setdefault(frozenset(pair), meeting)
    return met
