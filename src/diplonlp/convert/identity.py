"""Which of the marks that were read are those that were drawn: annotators move, relabel, delete and add."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from diplonlp.convert.markup import SAME, Mark, Markup, MeetingMark, TopicMark

Span = TypeVar("Span", Mark, TopicMark, MeetingMark)
Key: TypeAlias = "Callable[[Span], Hashable]"


def identify(read: Markup, drawn: Markup, hints: Mapping[str, str], taken: Mapping[str, Collection[str]]) -> Markup:
    """Give what was read the ids it had when it was drawn, and what is new ids of its own.

    Parameters
    ----------
    read : Markup
        With the ids of the format.
    drawn : Markup
        With the ids of the document.
    hints : dict
        What the document may call something, by the format's id. Believed where the place fits: tools give the id
        of something deleted to the next new thing.
    taken : dict
        Ids that new ones must differ from, by prefix: "m" for mentions, "t" for topics, "v" for meetings.

    Examples
    --------
    >>> drawn = Markup(mentions=(Mark("m7", 0, 4, "LOC"),))
    >>> read = Markup(mentions=(Mark("T1", 0, 4, "ORG"), Mark("T2", 9, 12, "ORG")))
    >>> [mark.id for mark in identify(read, drawn, {"T1": "m7"}, {"m": ["m7"]}).mentions]
    ['m7', 'm8']
    """
    mentions = _match(read.mentions, drawn.mentions, hints, _MENTION_KEYS, _same_mention)
    mentions = _with_new(read.mentions, mentions, "m", taken.get("m", ()))
    topics = _match(read.topics or (), drawn.topics or (), hints, _TOPIC_KEYS, _overlap)
    topics = _with_new(read.topics or (), topics, "t", taken.get("t", ()))
    arguments = mentions | topics
    renamed = [_rename(meeting, arguments) for meeting in read.meetings or ()]
    meetings = _match(renamed, drawn.meetings or (), hints, _MEETING_KEYS, _overlap)
    meetings = _with_new(renamed, meetings, "v", taken.get("v", ()))
    return replace(
        read,
        mentions=tuple(mark._replace(id=mentions[mark.id]) for mark in read.mentions),
        topics=None if read.topics is None else tuple(t._replace(id=topics[t.id]) for t in read.topics),
        ties=None
        if read.ties is None
        else tuple(
            tie._replace(source=mentions.get(tie.source, ""), target=mentions.get(tie.target, "")) for tie in read.ties
        ),
        meetings=None if read.meetings is None else tuple(m._replace(id=meetings[m.id]) for m in renamed),
    )


def _rename(meeting: MeetingMark, names: Mapping[str, str]) -> MeetingMark:
    return meeting._replace(arguments=tuple((role, names.get(target, "")) for role, target in meeting.arguments))


# The ways in which a mark can be one that was drawn, the surest first.
_MENTION_KEYS: tuple[Key[Mark], ...] = (
    lambda mark: (mark.start, mark.end, mark.label, mark.entity),
    lambda mark: (mark.start, mark.end, mark.label),
    lambda mark: (mark.start, mark.end),
)
_TOPIC_KEYS: tuple[Key[TopicMark], ...] = (lambda mark: (mark.start, mark.end, mark.label), lambda m: (m.start, m.end))
_MEETING_KEYS: tuple[Key[MeetingMark], ...] = (
    lambda mark: (mark.start, mark.end, frozenset(mark.arguments)),
    lambda mark: (mark.start, mark.end),
)


def _match(
    read: Sequence[Span],
    drawn: Sequence[Span],
    hints: Mapping[str, str],
    keys: Sequence[Key[Span]],
    similar: Callable[[Span, Span], bool],
) -> dict[str, str]:
    """Return the id in the document for every mark that was drawn before."""
    free = {mark.id: mark for mark in drawn}
    found: dict[str, str] = {}
    for mark in read:
        name = hints.get(mark.id, "")
        if name in free and _overlap(mark, free[name]):
            found[mark.id] = free.pop(name).id
    for key in keys:
        _match_by(key, [mark for mark in read if mark.id not in found], free, found)
    for mark in read:
        if mark.id not in found:
            near = next((other for other in free.values() if similar(mark, other)), None)
            if near is not None:
                found[mark.id] = free.pop(near.id).id
    return found


def _match_by(key: Key[Span], read: Iterable[Span], free: dict[str, Span], found: dict[str, str]) -> None:
    places: dict[Hashable, list[str]] = {}
    for mark in free.values():
        places.setdefault(key(mark), []).append(mark.id)
    for mark in read:
        names = places.get(key(mark))
        if names:
            found[mark.id] = free.pop(names.pop(0)).id


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _same_mention(read: Mark, drawn: Mark) -> bool:
    """Whether a mark without an id of ours is one whose border was moved."""
    return read.label == drawn.label and read.entity in (None, SAME, drawn.entity) and _overlap(read, drawn)


def _with_new(read: Iterable[Span], found: dict[str, str], prefix: str, taken: Collection[str]) -> dict[str, str]:
    names = NewIds(prefix, taken)
    return {mark.id: found.get(mark.id) or names.next() for mark in read}


class NewIds:
    """Makes ids that nothing has yet: a letter and the next number.

    Examples
    --------
    >>> names = NewIds("e", ["e2", "e10", "Lima"])
    >>> names.next(), names.next()
    ('e11', 'e12')
    """

    def __init__(self, prefix: str, taken: Collection[str]) -> None:
        self.prefix = prefix
        numbers = (re.fullmatch(re.escape(prefix) + r"([0-9]{1,9})", name) for name in taken)
        self.last = max((int(number[1]) for number in numbers if number), default=0)

    def next(self) -> str:
        """Return the next one."""
        self.last += 1
        return f"{self.prefix}{self.last}"
