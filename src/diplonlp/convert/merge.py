"""What an annotator changed, put into the document that was given out.

A document that nobody touched comes back as it was, to the last field. Otherwise every record that is still there
keeps what the format does not show of it, new records get ids, and what lost its ground goes, with a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace as with_fields
from typing import Any, get_args

from msgspec.structs import replace

from diplonlp.convert.entities import entity_label, fits, new_entity
from diplonlp.convert.groups import is_new, name_groups
from diplonlp.convert.identity import NewIds, identify
from diplonlp.convert.markup import DATE, SAME, TOPIC, Mark, Markup, Pen, Tie
from diplonlp.convert.meetings import MeetingMerger
from diplonlp.convert.report import GONE, UNDRAWN, Losses
from diplonlp.errors import FormatError
from diplonlp.records import LABELS, Document, Entity, Label, Mention, Relation, RelationType, Topic
from diplonlp.validation import find_broken

_ONE_ENTITY = "both its ends are one entity"
_TWICE = "the document has it already"
_RELATIONS: dict[str, RelationType] = {name: name for name in get_args(RelationType)}
_LABELS: dict[str, Label] = {name: name for name in LABELS}


def merge(
    read: Markup,
    base: Document,
    drawn: Markup,
    losses: Losses,
    *,
    hints: Mapping[str, str] | None = None,
    links: Iterable[Sequence[str]] | None = None,
) -> Document:
    """Put what was read into the document it was drawn from.

    Parameters
    ----------
    read : Markup
        What the file shows now, with the format's own ids.
    base : Document
        The document as it was written, or one with nothing but its text.
    drawn : Markup
        What the file showed when it was written.
    losses : Losses
        Takes what had to go.
    hints : dict, optional
        The document's id for an id of the format.
    links : iterable of sequence of str, optional
        Groups of mentions, by the format's ids, where it links mentions instead of naming their entity.

    Raises
    ------
    FormatError
        When the outcome contradicts itself; nothing a file holds should bring this about.

    Examples
    --------
    >>> base = Document(id="d", lang="en", text="Riga.")
    >>> read = Markup(mentions=(Mark("T1", 0, 4, "LOC"),))
    >>> document = merge(read, base, Markup(), Losses("d"))
    >>> [(m.id, m.text, m.entity) for m in document.mentions], [e.name for e in document.entities]
    ([('m1', 'Riga', 'e1')], ['Riga'])
    """
    groups = None if links is None else [list(link) for link in links]
    named = _identified(read, base, drawn, hints or {}, groups)
    if named.in_order() == drawn.in_order():
        return base
    document = _Merger(named, base, drawn, losses).document()
    faults = find_broken(document)
    if faults:
        raise FormatError(
            f"what was read contradicts itself: {faults[0].fault}; report it with the file",
            source=base.id,
        )
    return document


def _identified(
    read: Markup, base: Document, drawn: Markup, hints: Mapping[str, str], links: list[list[str]] | None
) -> Markup:
    taken = {
        "m": [mention.id for mention in base.mentions],
        "t": [topic.id for topic in base.topics],
        "v": [meeting.id for meeting in base.meetings],
    }
    named = _with_unsaid(identify(read, drawn, hints, taken), drawn)
    if links is None:
        return named
    new_ids = {old.id: new.id for old, new in zip(read.mentions, named.mentions, strict=True)}
    before = {mark.id: mark.entity for mark in drawn.mentions}
    groups = [[new_ids[name] for name in link if name in new_ids] for link in links]
    return name_groups(named, groups, before)


def _with_unsaid(read: Markup, drawn: Markup) -> Markup:
    """Fill in the values and entities of which the file does not speak."""
    before = {mark.id: mark for mark in drawn.mentions}
    return with_fields(read, mentions=tuple(_said(mark, before.get(mark.id)) for mark in read.mentions))


def _said(mark: Mark, was: Mark | None) -> Mark:
    entity, value = (None, None) if was is None else (was.entity, was.value)
    return mark._replace(
        entity=entity if mark.entity == SAME else mark.entity, value=value if mark.value == SAME else mark.value
    )


class _Merger:
    def __init__(self, read: Markup, base: Document, drawn: Markup, losses: Losses) -> None:
        self.read, self.base, self.drawn, self.losses = read, base, drawn, losses
        self.text = base.text
        self.marks = {mark.id: mark for mark in read.mentions}
        self.was = {mark.id: mark for mark in drawn.mentions}
        self.old_mentions = {mention.id: mention for mention in base.mentions}
        self.old_entities = {entity.id: entity for entity in base.entities}
        noted = {entity.id: entity for entity in read.entities or ()}
        self.noted = noted
        self.entity_ids = NewIds("e", [*self.old_entities, *noted, *(m.entity for m in read.mentions if m.entity)])
        self.groups: dict[str, str] = {}
        self.pen = Pen(base, set(self.was), {topic.id for topic in drawn.topics or ()})
        self.entity_of: dict[str, str | None] = {}
        self.entities: dict[str, Entity] = {}
        self.heirs: dict[str, str] = {}
        self.mentions: dict[str, Mention] = {}

    def document(self) -> Document:
        """Put everything together, in the order in which one needs the other."""
        self._read_mentions()
        self._ground_arcs()
        self._part_the_unlike()
        self._read_entities()
        self._fill_values()
        topics = self._topics()
        mentions = self._ordered_mentions()
        meetings = MeetingMerger(
            self.base,
            self.read,
            self.drawn,
            {mention.id: mention for mention in mentions},
            self.entities,
            self.heirs,
            {topic.id for topic in topics},
            self.losses,
        )
        return replace(
            self.base,
            mentions=mentions,
            entities=tuple(self.entities.values()),
            topics=topics,
            relations=tuple(self._distinct(list(self._relations()))),
            meetings=tuple(meetings.meetings()),
        )

    # -- mentions -------------------------------------------------------------------------------------------------

    def _read_mentions(self) -> None:
        for mention in self.base.mentions:
            if mention.id in self.marks or mention.id not in self.was:
                self.mentions[mention.id] = mention
                self.entity_of[mention.id] = mention.entity
        for mark in self.read.mentions:
            self.entity_of[mark.id] = self._entity_name(mark)
            self.mentions[mark.id] = self._mention(mark)

    def _mention(self, mark: Mark) -> Mention:
        old, was = self.old_mentions.get(mark.id), self.was.get(mark.id)
        words = self.text[mark.start : mark.end]
        if old is None or was is None:
            return _new_mention(mark, words)
        changes: dict[str, Any] = {}
        if (mark.start, mark.end) != (was.start, was.end):
            changes |= {"start": mark.start, "end": mark.end, "text": words, "lemma": " ".join(words.split())}
        if mark.label != was.label:
            keeps_value = {mark.label, was.label} <= {"STATE", "NORP"}
            changes |= {"label": mark.label, "value": old.value if keeps_value else None}
        if mark.value != was.value:
            changes["value"] = mark.value
        return replace(old, **changes, score=1.0) if changes else old

    def _ordered_mentions(self) -> tuple[Mention, ...]:
        mentions = [replace(m, entity=self.entity_of[m.id]) for m in self.mentions.values()]
        if any((old := self.old_mentions.get(m.id)) is None or old.start != m.start for m in mentions):
            mentions.sort(key=lambda mention: (mention.start, -mention.end))
        return tuple(mentions)

    def _entity_name(self, mark: Mark) -> str | None:
        """The id of the entity a mention means now; new where it stands alone."""
        was = self.was.get(mark.id)
        if was is not None and (was.label, was.entity) == (mark.label, mark.entity):
            return mark.entity
        if mark.label == "DATE":
            if mark.entity is not None and was is not None and was.label == "DATE":
                self.losses.add("link", self.text[mark.start : mark.end], "a date means no entity")
            return None
        if mark.entity is None:
            return self.entity_ids.next()
        if is_new(mark.entity):
            return self.groups.setdefault(mark.entity, "") or self._new_group(mark.entity)
        return mark.entity

    def _new_group(self, name: str) -> str:
        self.groups[name] = self.entity_ids.next()
        return self.groups[name]

    def _ground_arcs(self) -> None:
        """Give an entity to a mention without one that an arc was drawn to: an arc joins entities."""
        ends = [name for tie in self.read.ties or () for name in (tie.source, tie.target)]
        for meeting in self.read.meetings or ():
            ends += [target for role, target in meeting.arguments if role not in (DATE, TOPIC)]
        for name in ends:
            if name in self.marks and self.entity_of[name] is None and self.mentions[name].label != "DATE":
                self.entity_of[name] = self.entity_ids.next()

    # -- entities -------------------------------------------------------------------------------------------------

    def _meant(self) -> dict[str, list[Mention]]:
        """The mentions of each entity."""
        meant: dict[str, list[Mention]] = {}
        for mention in self.mentions.values():
            meaning = self.entity_of[mention.id]
            if meaning is not None:
                meant.setdefault(meaning, []).append(mention)
        return meant

    def _part_the_unlike(self) -> None:
        """Give mentions whose new label their entity cannot have an entity of their own."""
        for name, mentions in self._meant().items():
            label = self._label_of(name, mentions)
            before = self._labels_before(name)
            for mention in mentions:
                if not fits(mention.label, label) and mention.label not in before:
                    group = f"{name} {mention.label}"
                    self.entity_of[mention.id] = self.groups.get(group) or self._new_group(group)
                    self.losses.add(
                        "link", mention.text, f"a {mention.label} cannot mean a {label}: it has its own entity"
                    )

    def _label_of(self, name: str, mentions: Sequence[Mention]) -> Label:
        """What an entity is: what it was, unless that fits none of its mentions any longer."""
        known = self.noted.get(name) or self.old_entities.get(name)
        labels = [mention.label for mention in mentions]
        before = self._labels_before(name)
        if known is not None and any(fits(label, known.label) or label in before for label in labels):
            return known.label
        return entity_label(labels)

    def _labels_before(self, name: str) -> set[Label]:
        return {mention.label for mention in self.base.mentions if mention.entity == name}

    def _read_entities(self) -> None:
        meant = self._meant()
        mentioned = {mention.entity for mention in self.base.mentions}
        for entity in self.base.entities:
            if entity.id in meant:
                self.entities[entity.id] = self._kept_entity(entity, meant[entity.id])
            elif entity.id not in mentioned:
                self.entities[entity.id] = entity
        for name, mentions in meant.items():
            if name not in self.entities:
                self.entities[name] = self._made_entity(name, mentions)
        for entity in self.base.entities:
            if entity.id not in self.entities:
                self._bury(entity)

    def _bury(self, entity: Entity) -> None:
        """Report an entity that went; what it was part of passes to the one that all its mentions mean now."""
        now = {self.entity_of[m.id] for m in self.base.mentions if m.entity == entity.id and m.id in self.mentions}
        heir = now.pop() if len(now) == 1 else None
        if heir is None or self.entities[heir].label != entity.label:
            self.losses.add("entity", entity.name, "no mention of it is left")
        else:
            self.heirs[entity.id] = heir
            self.losses.add("entity", entity.name, f"it was joined to {self.entities[heir].name}")

    def _kept_entity(self, entity: Entity, mentions: Sequence[Mention]) -> Entity:
        noted, drawn = self.noted.get(entity.id), {e.id: e for e in self.drawn.entities or ()}.get(entity.id)
        if noted is not None and noted != drawn:
            entity = replace(noted, resolved=entity.resolved)
        return self._relabelled(entity, mentions)

    def _made_entity(self, name: str, mentions: Sequence[Mention]) -> Entity:
        noted = self.noted.get(name)
        return new_entity(name, mentions) if noted is None else self._relabelled(noted, mentions)

    def _relabelled(self, entity: Entity, mentions: Sequence[Mention]) -> Entity:
        label = self._label_of(entity.id, mentions)
        return entity if label == entity.label else replace(entity, label=label, state=None, kb=None)

    def _fill_values(self) -> None:
        """A new name of a state has its code where the state is known."""
        for mention in list(self.mentions.values()):
            entity = self.entity_of[mention.id]
            is_new = mention.id not in self.old_mentions or mention.label != self.old_mentions[mention.id].label
            if is_new and mention.label in ("STATE", "NORP") and mention.value is None and entity is not None:
                self.mentions[mention.id] = replace(mention, value=self.entities[entity].state)

    # -- topics ---------------------------------------------------------------------------------------------------

    def _topics(self) -> tuple[Topic, ...]:
        if self.read.topics is None:
            return self.base.topics
        old = {topic.id: topic for topic in self.base.topics}
        drawn = {topic.id: topic for topic in self.drawn.topics or ()}
        marks = {topic.id: topic for topic in self.read.topics}
        topics = [topic for topic in self.base.topics if topic.id in marks or topic.id not in drawn]
        kept = {topic.id for topic in topics}
        made: dict[str, Topic] = {topic.id: topic for topic in topics}
        for mark in self.read.topics:
            if drawn.get(mark.id) != mark or mark.id not in kept:
                name = old[mark.id].name if mark.id in old and old[mark.id].code == mark.label else ""
                words = self.text[mark.start : mark.end]
                name = name or topic_name(mark.label)
                made[mark.id] = Topic(
                    id=mark.id, code=mark.label, name=name, start=mark.start, end=mark.end, text=words
                )
        return tuple(made.values())

    # -- relations ------------------------------------------------------------------------------------------------

    def _relations(self) -> Iterable[Relation]:
        left = Counter(self.read.ties or ())
        for relation, tie in zip(self.base.relations, self.pen.ties(), strict=True):
            kept = self._inherited(relation)
            if self.read.ties is not None and tie is not None:
                if not left[tie]:
                    self._lament(kept, tie)
                    continue
                left[tie] -= 1
                kept = self._still_joined(relation, tie)
            if kept.source in self.entities and kept.target in self.entities and kept.source != kept.target:
                yield kept
            else:
                self._lament(kept, tie)
        for tie in left.elements():
            yield from self._new_relation(tie)

    def _distinct(self, relations: Sequence[Relation]) -> Iterable[Relation]:
        """Leave out what was drawn once more, or became the same when two entities were joined."""
        old = set(self.base.relations)
        seen = {_ends(relation) for relation in relations if relation in old}
        for relation in relations:
            if relation not in old and _ends(relation) in seen:
                self.losses.add("relation", self._told(relation), _TWICE)
            else:
                seen.add(_ends(relation))
                yield relation

    def _told(self, relation: Relation) -> str:
        return f"{self._name(relation.source)} {relation.type} {self._name(relation.target)}"

    def _lament(self, relation: Relation, tie: Tie | None) -> None:
        """Report a relation that went with its entity or mention; one that the annotator took away is no loss."""
        example = self._told(relation)
        if relation.source not in self.entities or relation.target not in self.entities:
            self.losses.add("relation", example, GONE)
        elif tie is not None and not {tie.source, tie.target} <= self.marks.keys():
            self.losses.add("relation", example, UNDRAWN)
        elif relation.source == relation.target:
            self.losses.add("relation", example, _ONE_ENTITY)

    def _inherited(self, relation: Relation) -> Relation:
        source, target = (self.heirs.get(name, name) for name in (relation.source, relation.target))
        return replace(relation, source=source, target=target)

    def _name(self, entity: str) -> str:
        known = self.entities.get(entity) or self.old_entities.get(entity)
        return entity if known is None else known.name

    def _still_joined(self, relation: Relation, tie: Tie) -> Relation:
        source, target = self.entity_of.get(tie.source), self.entity_of.get(tie.target)
        if (source, target) == (relation.source, relation.target):
            return relation
        if source is None or target is None:
            return replace(relation, source=source or relation.source, target=target or relation.target)
        return replace(relation, source=source, target=target, score=1.0)

    def _new_relation(self, tie: Tie) -> Iterable[Relation]:
        source, target = self.entity_of.get(tie.source), self.entity_of.get(tie.target)
        if source is None or target is None:
            self.losses.add("relation", tie.type, "one of its ends is no mention of an entity")
        elif source == target:
            self.losses.add("relation", f"{tie.type} {self.entities[source].name}", _ONE_ENTITY)
        else:
            ends = (self.mentions[tie.source], self.mentions[tie.target])
            start, end = min(m.start for m in ends), max(m.end for m in ends)
            yield Relation(type=_RELATIONS[tie.type], source=source, target=target, start=start, end=end)


def _ends(relation: Relation) -> tuple[str, str, str]:
    return relation.type, relation.source, relation.target


def _new_mention(mark: Mark, words: str) -> Mention:
    lemma = " ".join(words.split())
    label = _LABELS[mark.label]
    return Mention(id=mark.id, start=mark.start, end=mark.end, text=words, label=label, lemma=lemma, value=mark.value)


def topic_name(code: str) -> str:
    """Return the name a topic has in the table, or the code itself.

    Examples
    --------
    >>> topic_name("gas"), topic_name("no-such-topic")
    ('natural gas', 'no-such-topic')
    """
    return topic_names().get(code, code)


def topic_names() -> dict[str, str]:
    """Return the English name of every topic in the table, by code."""
    from diplonlp.knowledge.schema import TopicEntry
    from diplonlp.knowledge.tables import read_table

    return {topic.code: topic.name_en for topic in read_table("topics", TopicEntry)}
