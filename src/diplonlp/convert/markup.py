"""A document as an annotator sees it: spans, arcs between them, and meetings drawn on their trigger.

Every format that people edit shows this much of a document, or a part of it. A converter draws a document as a
:class:`Markup`, writes that, and later compares what it reads with what was drawn (:mod:`diplonlp.convert.merge`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias, get_args

from diplonlp.records import Document, Entity, Event, Meeting, Mention, Mode, Relation, RelationType, Status

PARTICIPANT, ORGANIZATION, PLACE, DATE, TOPIC = ROLES = ("Participant", "Organization", "Place", "Date", "Topic")
RELATIONS: tuple[str, ...] = get_args(RelationType)
# What can be chosen for a meeting, by the name of the choice.
CHOICES: dict[str, tuple[str, ...]] = {"event": get_args(Event), "status": get_args(Status), "mode": get_args(Mode)}
# The code of a topic for which none was chosen: no code of the table, so that a validation names it.
NO_CODE = "other"
# The value or the entity of a mention where a file does not say: whatever it was.
SAME = "\0same"
# For a span of the text, the part of it that the format can show; None where that is nothing.
Trim: TypeAlias = "Callable[[str, int, int], tuple[int, int] | None]"


class Mark(NamedTuple):
    """A mention as drawn; ``entity`` is the name of the group it belongs to."""

    id: str
    start: int
    end: int
    label: str
    entity: str | None = None
    value: str | None = None


class TopicMark(NamedTuple):
    """A topic as drawn."""

    id: str
    start: int
    end: int
    label: str  # its code


class Tie(NamedTuple):
    """A relation as drawn: an arc from one mention to another."""

    type: str
    source: str
    target: str


class MeetingMark(NamedTuple):
    """A meeting as drawn: its trigger, what was chosen for it, and arcs to mentions and topics, by role."""

    id: str
    start: int
    end: int
    event: str | None
    status: str | None
    mode: str | None
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Markup:
    """All that is drawn of a document; None where the format does not show such things at all."""

    mentions: tuple[Mark, ...] = ()
    topics: tuple[TopicMark, ...] | None = None
    ties: tuple[Tie, ...] | None = None
    meetings: tuple[MeetingMark, ...] | None = None
    entities: tuple[Entity, ...] | None = None

    def in_order(self) -> Markup:
        """Return it in the order of its ids, so that two can be compared."""
        return replace(
            self,
            mentions=tuple(sorted(self.mentions)),
            topics=None if self.topics is None else tuple(sorted(self.topics)),
            ties=None if self.ties is None else tuple(sorted(self.ties)),
            meetings=None if self.meetings is None else tuple(sorted(map(_ordered, self.meetings), key=lambda m: m.id)),
            entities=None if self.entities is None else tuple(sorted(self.entities, key=lambda e: e.id)),
        )


@dataclass(frozen=True)
class Shows:
    """What a format can show of a document."""

    topics: bool = False
    ties: bool = False
    meetings: bool = False
    values: bool = False
    entities: bool = False
    trim: Trim = lambda _, start, end: (start, end)


EVERYTHING = Shows(topics=True, ties=True, meetings=True, values=True)


def draw(document: Document, shows: Shows, hidden: Collection[str] = ()) -> Markup:
    """Draw what a format can show of a document.

    Parameters
    ----------
    document : Document
        A document whose offsets fit its text.
    shows : Shows
        What the format can show.
    hidden : collection of str
        Ids of mentions that it cannot show for other reasons.

    Examples
    --------
    >>> from diplonlp import Document, Mention
    >>> riga = Mention(id="m1", start=0, end=4, text="Riga", label="LOC", lemma="Riga")
    >>> draw(Document(id="d", lang="en", text="Riga.", mentions=(riga,)), Shows()).mentions
    (Mark(id='m1', start=0, end=4, label='LOC', entity=None, value=None),)
    """
    marks = [mark for m in document.mentions if m.id not in hidden and (mark := _mark(document, m, shows)) is not None]
    topics = _topic_marks(document, shows)
    pen = Pen(document, {mark.id for mark in marks}, {topic.id for topic in topics})
    return Markup(
        mentions=tuple(marks),
        topics=tuple(topics) if shows.topics else None,
        ties=tuple(tie for tie in pen.ties() if tie is not None) if shows.ties else None,
        meetings=tuple(_meeting_marks(document, shows, pen)) if shows.meetings else None,
        entities=_noted(document, marks) if shows.entities else None,
    )


def _mark(document: Document, mention: Mention, shows: Shows) -> Mark | None:
    span = shows.trim(document.text, mention.start, mention.end)
    value = mention.value if shows.values else None
    return None if span is None else Mark(mention.id, *span, mention.label, mention.entity, value)


def _topic_marks(document: Document, shows: Shows) -> list[TopicMark]:
    spans = ((topic, shows.trim(document.text, topic.start, topic.end)) for topic in document.topics)
    return [TopicMark(topic.id, *span, topic.code) for topic, span in spans if span is not None]


def _meeting_marks(document: Document, shows: Shows, pen: Pen) -> Iterable[MeetingMark]:
    for meeting in document.meetings:
        span = shows.trim(document.text, meeting.trigger.start, meeting.trigger.end)
        if span is not None:
            arguments = tuple(pen.arguments(meeting))
            yield MeetingMark(meeting.id, *span, meeting.event, meeting.status, meeting.mode, arguments)


def _noted(document: Document, marks: Iterable[Mark]) -> tuple[Entity, ...]:
    """The entities that have a mention where a note about them can stand."""
    named = {mark.entity for mark in marks}
    return tuple(entity for entity in document.entities if entity.id in named)


def _ordered(meeting: MeetingMark) -> MeetingMark:
    return meeting._replace(arguments=tuple(sorted(set(meeting.arguments))))


class Pen:
    """Chooses the mentions between which the arcs of a document are drawn: those that tell it, or the nearest.

    Parameters
    ----------
    document : Document
        The document.
    mentions, topics : collection of str
        Ids of those that can be seen.
    """

    def __init__(self, document: Document, mentions: Collection[str], topics: Collection[str]) -> None:
        self.document = document
        self.topics = topics
        self.dates = [m for m in document.mentions if m.id in mentions and m.label == "DATE"]
        self.of_entity: dict[str, list[Mention]] = {}
        for mention in document.mentions:
            if mention.id in mentions and mention.entity is not None:
                self.of_entity.setdefault(mention.entity, []).append(mention)

    def ties(self) -> list[Tie | None]:
        """Return an arc for each relation, in their order; None where an entity has no mention to draw it from."""
        return [self._tie(relation) for relation in self.document.relations]

    def _tie(self, relation: Relation) -> Tie | None:
        sources = self._telling(relation.source, relation)
        targets = self._telling(relation.target, relation)
        pairs = [(source, target) for source in sources for target in targets if source.id != target.id]
        if not pairs:
            return None
        source, target = min(pairs, key=lambda pair: (_gap(*pair), pair[0].start, pair[1].start))
        return Tie(relation.type, source.id, target.id)

    def _telling(self, entity: str, where: Relation) -> list[Mention]:
        """The mentions of an entity in the words that say so, or else the nearest one."""
        mentions = self.of_entity.get(entity, [])
        inside = [mention for mention in mentions if where.start <= mention.start and mention.end <= where.end]
        return inside or sorted(mentions, key=lambda mention: _distance(mention, where.start, where.end))[:1]

    def arguments(self, meeting: Meeting) -> Iterable[tuple[str, str]]:
        """Yield role and id for everything about a meeting that has a place in the text."""
        for role, entity in _members(meeting):
            mentions = self.of_entity.get(entity, [])
            if mentions:
                yield role, self._nearest(mentions, meeting).id
        date = self.date_mention(meeting)
        if date is not None:
            yield DATE, date.id
        yield from ((TOPIC, topic) for topic in meeting.topics if topic in self.topics)

    def date_mention(self, meeting: Meeting) -> Mention | None:
        """Return the mention that a meeting's date was read from, where there is one."""
        if meeting.date is None and meeting.date_text is None:
            return None
        same_words = [mention for mention in self.dates if mention.text == meeting.date_text]
        same_day = [mention for mention in self.dates if mention.value is not None and mention.value == meeting.date]
        both = [mention for mention in same_words if mention in same_day]
        found = both or same_words or same_day
        return self._nearest(found, meeting) if found else None

    @staticmethod
    def _nearest(mentions: Sequence[Mention], meeting: Meeting) -> Mention:
        inside = [m for m in mentions if meeting.start <= m.start and m.end <= meeting.end]
        return min(
            inside or mentions, key=lambda m: (_distance(m, meeting.trigger.start, meeting.trigger.end), m.start, m.id)
        )


def _members(meeting: Meeting) -> Iterable[tuple[str, str]]:
    """Role and entity of all that a meeting names by entity."""
    yield from ((PARTICIPANT, entity) for entity in meeting.participants)
    yield from ((ORGANIZATION, entity) for entity in meeting.organizations)
    if meeting.place is not None:
        yield PLACE, meeting.place


def _distance(mention: Mention, start: int, end: int) -> int:
    return max(mention.start - end, start - mention.end, 0)


def _gap(left: Mention, right: Mention) -> int:
    return _distance(left, right.start, right.end)


def undrawn(document: Document, drawn: Markup) -> Iterable[tuple[str, str, str]]:
    """Yield kind, example and reason of all that a drawing of topics, relations and meetings has to leave out."""
    names = {entity.id: entity.name for entity in document.entities}
    shown = {mark.id for mark in drawn.mentions}
    yield from (("mention", m.text, "nothing of it can be shown") for m in document.mentions if m.id not in shown)
    if drawn.topics is not None:
        seen = {topic.id for topic in drawn.topics}
        yield from (("topic", t.text, "nothing of it can be shown") for t in document.topics if t.id not in seen)
    if drawn.ties is not None:
        pen = Pen(document, shown, ())
        for relation, tie in zip(document.relations, pen.ties(), strict=True):
            if tie is None:
                ends = f"{names.get(relation.source)} {relation.type} {names.get(relation.target)}"
                yield "relation", ends, "an arc needs a mention at both ends"
    if drawn.meetings is not None:
        yield from _undrawn_arguments(document, drawn.meetings, names)


def _undrawn_arguments(
    document: Document, meetings: Iterable[MeetingMark], names: dict[str, str]
) -> Iterable[tuple[str, str, str]]:
    marks = {mark.id: mark for mark in meetings}
    entity_of = {mention.id: mention.entity for mention in document.mentions}
    for meeting in document.meetings:
        if meeting.id not in marks:
            yield "meeting", meeting.trigger.text, "nothing of its trigger can be shown"
            continue
        arguments = marks[meeting.id].arguments
        seen = {(role, entity_of.get(name)) for role, name in arguments}
        for role, entity in _members(meeting):
            if (role, entity) not in seen:
                yield role.lower(), names.get(entity, entity), "an arc needs a mention to point at"
        if meeting.date is not None and not any(role == DATE for role, _ in arguments):
            yield "date", meeting.date, "an arc needs a mention to point at"
