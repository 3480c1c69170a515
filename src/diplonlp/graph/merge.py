"""Which reports, in different documents, tell of one real meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from diplonlp.graph.dates import DateSpan, date_span
from diplonlp.records import Meeting

# News of one event appears within days; an undated report is held against what was published around it.
PUBLISHED_WITHIN = timedelta(days=3)
# An undated meeting told as held is fresh news: a meeting recalled from last year is not it.
HELD_WITHIN = timedelta(days=7)
# "In 2022" is true of many meetings of the same two people, "in March" seldom of more than one.
LONGEST_CONTAINING_SPAN = 31

_TENTATIVE = frozenset({"planned", "proposed"})
_REMOTE = frozenset({"phone", "video"})
_IN_PERSON = frozenset({"visit", "host", "third-party"})


@dataclass(frozen=True, eq=False)
class Report:
    """One document's telling of a meeting, with actors and places under their resolved ids.

    ``people`` and ``bodies`` are the participants: persons, and states or organisations. ``bodies_abroad`` are
    those bodies that belong to no state, such as the UN. ``place_state`` is the code of the state the place is or
    lies in.
    """

    document: str
    published: date | None
    meeting: Meeting
    people: frozenset[str]
    bodies: frozenset[str]
    bodies_abroad: frozenset[str]
    place: str | None
    place_is_state: bool
    place_state: str | None

    @cached_property
    def participants(self) -> frozenset[str]:
        """People and bodies together."""
        return self.people | self.bodies

    @cached_property
    def parties(self) -> frozenset[str]:
        """Codes of the states the participants stand for."""
        return frozenset(self.meeting.parties)

    @cached_property
    def span(self) -> DateSpan | None:
        """When it took or takes place."""
        return date_span(self.meeting.date)

    def sort_key(self) -> tuple[object, ...]:
        """Order reports so that the most exact come first, whatever order the documents came in."""
        days = self.span.days if self.span else 10**6
        return (days, -len(self.participants), self.document, self.meeting.start, self.meeting.end, self.meeting.id)


def merge_reports(reports: Iterable[Report]) -> list[list[Report]]:
    """Group the reports that tell of one real meeting.

    Reports belong together when participants, dates, places, modes and statuses all agree, each with each. Two
    meetings of one document stay two: the document itself tells them apart. The result does not depend
    on the order of the reports.

    Parameters
    ----------
    reports : iterable of Report
        All reports of all documents.
    """
    groups: list[list[Report]] = []
    groups_by_key: defaultdict[object, set[int]] = defaultdict(set)
    for report in sorted(reports, key=Report.sort_key):
        keys = list(_blocking_keys(report))
        candidates = sorted({number for key in keys for number in groups_by_key[key]})
        fitting = [number for number in candidates if all(_same_meeting(report, other) for other in groups[number])]
        if fitting:
            chosen = min(fitting, key=lambda number: (_distance(report, groups[number]), number))
            groups[chosen].append(report)
        else:
            chosen = len(groups)
            groups.append([report])
        for key in keys:
            groups_by_key[key].add(chosen)
    return groups


def _blocking_keys(report: Report) -> Iterator[object]:
    """Two reports of one meeting share a pair of people or, where fewer are named, people and parties."""
    if len(report.people) >= 2:
        yield from combinations(sorted(report.people), 2)
    elif report.participants:
        yield report.people, report.parties


def _distance(report: Report, group: list[Report]) -> tuple[int, int, int]:
    """How far a report is from a group it could join: other status, other participants, days between publications."""
    return min(
        (
            int(report.meeting.status != other.meeting.status),
            len(report.participants ^ other.participants),
            _days_between(report.published, other.published),
        )
        for other in group
    )


def _same_meeting(one: Report, other: Report) -> bool:
    return (
        one.document != other.document
        and one.meeting.event == other.meeting.event
        and _same_participants(one, other)
        and _same_mode(one, other)
        and _same_place(one, other)
        and _same_time(one, other)
        and _same_status(one, other)
    )


def _same_participants(one: Report, other: Report) -> bool:
    smaller, larger = sorted((one.people, other.people), key=len)
    if len(smaller) >= 2:
        return smaller <= larger
    if one.people != other.people or one.parties != other.parties:
        return False
    if one.bodies == other.bodies:
        return bool(one.participants)
    # "Moscow and Bishkek held talks" and "the ministries held talks" are one; Russia with the UN and Russia with
    # the OSCE are not.
    return len(one.parties) >= 2 and one.bodies_abroad == other.bodies_abroad


def _same_mode(one: Report, other: Report) -> bool:
    modes = {one.meeting.mode, other.meeting.mode}
    if modes & _REMOTE and modes & _IN_PERSON:
        return False
    # Two people who talk apart while a summit goes on have a meeting of their own.
    apart = modes & (_IN_PERSON | _REMOTE)
    return not ("multilateral" in modes and apart and one.people != other.people)


def _same_place(one: Report, other: Report) -> bool:
    if one.place is None or other.place is None or one.place == other.place:
        return True
    return (
        one.place_state is not None
        and one.place_state == other.place_state
        and (one.place_is_state or other.place_is_state)
    )


def _same_time(one: Report, other: Report) -> bool:
    if one.span and other.span:
        shorter, longer = sorted((one.span, other.span), key=lambda span: (span.days, span))
        return shorter == longer or (longer.days <= LONGEST_CONTAINING_SPAN and longer.contains(shorter))
    if one.published is None or other.published is None or abs(one.published - other.published) > PUBLISHED_WITHIN:
        return False
    return _fresh(one, other) and _fresh(other, one)


def _fresh(dated: Report, undated: Report) -> bool:
    """Tell whether the undated report, if it tells of a held meeting, came while the dated one was news."""
    if dated.span is None or undated.published is None or undated.meeting.status != "held":
        return True
    return undated.published - dated.span.last <= HELD_WITHIN and dated.span.first <= undated.published


def _same_status(one: Report, other: Report) -> bool:
    statuses = {one.meeting.status, other.meeting.status}
    if len(statuses) == 1 or statuses <= _TENTATIVE:
        return True
    if not statuses & _TENTATIVE:
        return False
    if one.span and other.span:
        return True
    # Without dates "they will meet" may be a plan of the next meeting, if it appeared after the news of this one.
    plan, outcome = (one, other) if one.meeting.status in _TENTATIVE else (other, one)
    return plan.published is not None and outcome.published is not None and plan.published <= outcome.published


def _days_between(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one and other else 10**6
