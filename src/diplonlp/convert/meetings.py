"""What an annotator changed about the meetings of a document: who, where, when, about what, and whether it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from diplonlp.convert.markup import DATE, ORGANIZATION, PARTICIPANT, PLACE, TOPIC, Markup, MeetingMark
from diplonlp.convert.report import GONE, UNDRAWN, Losses
from diplonlp.read.sentences import sentence_bounds
from diplonlp.records import Document, Entity, Meeting, Mention, Trigger


class MeetingMerger:
    """Puts the meetings that were read into those of the document.

    Parameters
    ----------
    base : Document
        The document as it was written.
    read, drawn : Markup
        What the file shows now, and what it showed when it was written.
    mentions, entities : dict
        The mentions and entities the document has now.
    heirs : dict
        The entity that one was joined to.
    topics : collection of str
        Ids of its topics now.
    losses : Losses
        Takes what had to go.
    """

    def __init__(
        self,
        base: Document,
        read: Markup,
        drawn: Markup,
        mentions: Mapping[str, Mention],
        entities: Mapping[str, Entity],
        heirs: Mapping[str, str],
        topics: Collection[str],
        losses: Losses,
    ) -> None:
        self.base, self.read, self.drawn = base, read, drawn
        self.mentions, self.entities, self.topics = mentions, entities, topics
        self.heirs = heirs
        self.losses = losses
        self.old_mentions = {mention.id: mention for mention in base.mentions}
        self.old_entities = {entity.id: entity for entity in base.entities}
        self.marks = {mark.id for mark in read.mentions}

    def meetings(self) -> Iterator[Meeting]:
        """Yield the meetings of the document as they are now."""
        marks = {meeting.id: meeting for meeting in self.read.meetings or ()}
        drawn = {meeting.id: meeting for meeting in self.drawn.meetings or ()}
        for meeting in self.base.meetings:
            if meeting.id in marks:
                yield self._edited(meeting, marks.pop(meeting.id), drawn[meeting.id])
            elif meeting.id not in drawn:
                yield from self._without_the_gone(meeting)
        for mark in marks.values():
            yield self._new_meeting(mark)

    def _without_the_gone(self, meeting: Meeting) -> Iterator[Meeting]:
        """Take away what a meeting that is not shown can no longer point at."""
        participants = self._alive(meeting.participants, PARTICIPANT)
        changes: dict[str, Any] = {
            "participants": participants,
            "parties": self._parties(meeting, participants),
            "organizations": self._alive(meeting.organizations, ORGANIZATION),
            "place": next(iter(self._alive([meeting.place] if meeting.place is not None else [], PLACE)), None),
            "topics": tuple(topic for topic in meeting.topics if topic in self.topics),
        }
        if meeting.participants and not participants:
            self.losses.add("meeting", meeting.trigger.text, "nobody is left who takes part")
        else:
            yield replace(meeting, **changes)

    def _alive(self, entities: Sequence[str], role: str) -> tuple[str, ...]:
        now = [self.heirs.get(entity, entity) for entity in entities]
        for entity in now:
            if entity not in self.entities:
                self.losses.add(role.lower(), self._name(entity), GONE)
        left = [entity for entity in now if entity in self.entities]
        return tuple(left if now == list(entities) else dict.fromkeys(left))

    def _edited(self, meeting: Meeting, mark: MeetingMark, drawn: MeetingMark) -> Meeting:
        participants = self._members(meeting.participants, mark, drawn, PARTICIPANT)
        changes: dict[str, Any] = {
            "participants": participants,
            "parties": self._parties(meeting, participants),
            "organizations": self._members(meeting.organizations, mark, drawn, ORGANIZATION),
            "place": self._place(meeting, mark, drawn),
            "topics": self._meeting_topics(meeting.topics, mark, drawn),
            **self._dated(meeting, mark, drawn),
            **self._chosen(mark, drawn),
        }
        if (mark.start, mark.end) != (drawn.start, drawn.end):
            changes |= self._told(meeting, mark)
        changed = {name: value for name, value in changes.items() if getattr(meeting, name) != value}
        return replace(meeting, **changed, score=1.0) if changed else meeting

    def _place(self, meeting: Meeting, mark: MeetingMark, drawn: MeetingMark) -> str | None:
        """The place an arc points at, or the old one where none could be drawn."""
        old = (meeting.place,) if meeting.place is not None else ()
        now = {self.mentions[target].entity for target in _targets(mark, PLACE) if target in self.mentions}
        places = sorted(self._members(old, mark, drawn, PLACE), key=lambda entity: entity not in now)
        for entity in places[1:]:
            self.losses.add("place", self._name(entity), "a meeting has one place")
        return places[0] if places else None

    def _members(self, old: Sequence[str], mark: MeetingMark, drawn: MeetingMark, role: str) -> tuple[str, ...]:
        """The entities in a role: those that still are, in their order, those that could not be drawn, new ones."""
        were = {self.old_mentions[target].entity for kind, target in drawn.arguments if kind == role}
        now = [entity for target in _targets(mark, role) if (entity := self._meant(target, role)) is not None]
        self._report_undrawn(old, now, mark, drawn, role)
        heirs = [(entity, self.heirs.get(entity, entity)) for entity in old]
        kept = [heir for was, heir in heirs if heir in self.entities and (heir in now or was not in were)]
        return tuple(dict.fromkeys([*kept, *now]))

    def _report_undrawn(
        self, old: Iterable[str], now: Sequence[str], mark: MeetingMark, drawn: MeetingMark, role: str
    ) -> None:
        """Report who left a meeting because a mention or an entity went."""
        gone = [target for target in _targets(drawn, role) if target not in self.marks]
        undrawn = {self.old_mentions[target].entity for target in gone}
        for entity in old:
            heir = self.heirs.get(entity, entity)
            if heir not in self.entities:
                self.losses.add(role.lower(), self._name(entity), GONE)
            elif entity in undrawn and heir not in now:
                self.losses.add(role.lower(), self._name(entity), UNDRAWN)

    def _meant(self, target: str, role: str) -> str | None:
        mention = self.mentions.get(target)
        if mention is None or mention.entity is None:
            self.losses.add(role.lower(), self._words(target), "it points at no mention of an entity")
            return None
        return mention.entity

    def _words(self, target: str) -> str:
        return self.mentions[target].text if target in self.mentions else "nothing"

    def _name(self, entity: str) -> str:
        known = self.entities.get(entity) or self.old_entities.get(entity)
        return entity if known is None else known.name

    def _parties(self, meeting: Meeting, participants: Sequence[str]) -> tuple[str, ...]:
        """The states of those who take part: as they were but for the participants who came or went."""
        before = {self._state(self.old_entities.get(name)) for name in meeting.participants}
        now = [self._state(self.entities.get(name)) for name in participants]
        kept = [state for state in meeting.parties if state in now or state not in before]
        new = [self._state(self.entities.get(name)) for name in participants if name not in meeting.participants]
        return tuple(dict.fromkeys([*kept, *(state for state in new if state is not None)]))

    @staticmethod
    def _state(entity: Entity | None) -> str | None:
        return None if entity is None else entity.state

    def _meeting_topics(self, old: Sequence[str], mark: MeetingMark, drawn: MeetingMark) -> tuple[str, ...]:
        were, now = _targets(drawn, TOPIC), _targets(mark, TOPIC)
        for target in now:
            if target not in self.topics:
                self.losses.add("topic", self._words(target), "it points at no topic")
        kept = [topic for topic in old if topic in self.topics and (topic in now or topic not in were)]
        return tuple(dict.fromkeys([*kept, *(topic for topic in now if topic in self.topics)]))

    def _dated(self, meeting: Meeting, mark: MeetingMark, drawn: MeetingMark) -> dict[str, Any]:
        were, now = _targets(drawn, DATE), _targets(mark, DATE)
        dates = [self.mentions[name] for name in now if name in self.mentions and self.mentions[name].label == "DATE"]
        self._report_dates(meeting, were, now, dates)
        if not dates:
            return {"date": None, "date_text": None} if were else {}
        old = self.old_mentions.get(dates[0].id) if dates[0].id in were else None
        if old is not None and (old.value, old.text) == (dates[0].value, dates[0].text):
            return {}
        return {"date": dates[0].value, "date_text": dates[0].text}

    def _report_dates(
        self, meeting: Meeting, were: Iterable[str], now: Iterable[str], dates: Sequence[Mention]
    ) -> None:
        for date in dates[1:]:
            self.losses.add("date", date.text, "a meeting has one date")
        for target in now:
            if target not in {date.id for date in dates}:
                self.losses.add("date", self._words(target), "it points at no date")
        if not dates and any(target not in self.marks for target in were):
            self.losses.add("date", meeting.date or meeting.date_text or "", UNDRAWN)

    @staticmethod
    def _chosen(mark: MeetingMark, drawn: MeetingMark) -> dict[str, Any]:
        """What was chosen anew; an event and a status every meeting has."""
        chosen = {"event": mark.event or drawn.event, "status": mark.status or drawn.status, "mode": mark.mode}
        return {name: value for name, value in chosen.items() if value != getattr(drawn, name)}

    def _told(self, meeting: Meeting, mark: MeetingMark) -> dict[str, Any]:
        """The trigger where it is now, and the sentence around it unless the old one holds it."""
        trigger = Trigger(start=mark.start, end=mark.end, text=self.base.text[mark.start : mark.end])
        if meeting.start <= mark.start and mark.end <= meeting.end:
            return {"trigger": trigger}
        start, end = sentence_bounds(self.base.text, mark.start, mark.end)
        return {"trigger": trigger, "start": start, "end": end}

    def _new_meeting(self, mark: MeetingMark) -> Meeting:
        start, end = sentence_bounds(self.base.text, mark.start, mark.end)
        trigger = Trigger(start=mark.start, end=mark.end, text=self.base.text[mark.start : mark.end])
        empty = Meeting(id=mark.id, trigger=trigger, start=start, end=end)
        drawn = MeetingMark(mark.id, mark.start, mark.end, "CONSULT", "held", None)
        return self._edited(empty, mark, drawn)


def _targets(mark: MeetingMark, role: str) -> list[str]:
    return [target for kind, target in mark.arguments if kind == role]
