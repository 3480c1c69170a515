"""Annotated documents to one graph: who met whom, where, when, about what, and which sentence says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import networkx as nx
from msgspec import UnsetType

from diplonlp.errors import FormatError
from diplonlp.graph.dates import date_span
from diplonlp.graph.merge import Report, merge_reports
from diplonlp.knowledge.facts import states
from diplonlp.knowledge.schema import TopicEntry
from diplonlp.knowledge.tables import read_table
from diplonlp.link.across import resolve
from diplonlp.records import Document, Entity, Meeting, Relation, Topic

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Evidence: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, int, int, float]

# An EVENT or a DATE is no node: the schema knows meetings and their dates instead.
KIND_OF_LABEL = {
    "PERSON": "person",
    "TITLE": "title",
    "STATE": "state",
    "NORP": "state",
    "ORG": "organization",
    "LOC": "place",
}
# What a meeting's reports say together: the further along wins.
_STATUS_ORDER = ("proposed", "planned", "cancelled", "denied", "held")
_NAMED_IN_ID = 6


def build_graph(documents: Iterable[Document]) -> Graph:
    """Join annotated documents into one graph of actors, meetings, places, titles and topics.

    The same actor in several documents is one node, and so is one meeting that several documents report. Every edge
    has ``evidence``: a list of dicts with ``document``, ``start``, ``end``, ``sentence``, ``score`` and ``date`` (of
    publication). The same documents give the same graph in any order.

    Parameters
    ----------
    documents : iterable of Document
        As :func:`diplonlp.load` or :func:`diplonlp.read_jsonl` give them.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes have ``kind`` (person, title, state, organization, place, meeting, topic, document) and ``label``;
        edge keys are relation types.

    Raises
    ------
    FormatError
        When a document's relation or meeting names an entity the document does not have.

    Examples
    --------
    >>> from diplonlp.records import Document, Entity, Meeting, Trigger
    >>> document = Document(
    ...     id="d1", lang="en", text="Oru Kesten met Lia Varo.",
    ...     entities=(Entity(id="e1", label="PERSON", name="Oru Kesten"),
    ...               Entity(id="e2", label="PERSON", name="Lia Varo")),
    ...     meetings=(Meeting(id="v1", participants=("e1", "e2"), date="2022-03-29", start=0, end=24,
    ...                       trigger=Trigger(start=11, end=14, text="met")),))
    >>> graph = build_graph([document])
    >>> sorted(data["label"] for _, data in graph.nodes(data=True) if data["kind"] == "person")
    ['Lia Varo', 'Oru Kesten']
    >>> [data["evidence"][0]["sentence"] for *_, key, data in graph.edges(keys=True, data=True) if key == "REPORTED_BY"]
    ['Oru Kesten met Lia Varo.']
    """
    resolved = sorted(resolve(_distinct(documents)), key=lambda document: (document.id, document.text))
    draft = _Draft(_main_language(resolved))
    _add_documents(draft, resolved)
    _add_entities(draft, resolved)
    _add_relations(draft, resolved)
    _add_topics(draft, resolved)
    _add_meetings(draft, resolved)
    return draft.graph()


@dataclass
class _Draft:
    """Nodes and edges as they are gathered; the graph is made of them in sorted order."""

    lang: str
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: defaultdict[tuple[str, str, str], dict[Place, Evidence]] = field(default_factory=lambda: defaultdict(dict))

    def add_node(self, key: str, **attributes: Any) -> None:
        self.nodes[key] = {name: value for name, value in attributes.items() if value not in (None, [], "")}

    def add_state(self, code: str) -> str:
        """Return the key of the state; make its node where no document names it."""
        key = f"state:{code}"
        if key not in self.nodes:
            row = states().get(code)
            name_en, name_ru = (row.name_en, row.name_ru) if row else (None, None)
            aliases = sorted({name for name in (name_en, name_ru) if name})
            label = _label(self.lang, name_en, name_ru, code)
            self.add_node(key, kind="state", label=label, name_en=name_en, name_ru=name_ru, state=code, aliases=aliases)
        return key

    def add_edge(self, source: str, target: str, relation: str, evidence: Evidence) -> None:
        self.edges[source, target, relation].setdefault(_place_of(evidence), evidence)

    def graph(self) -> Graph:
        graph: Graph = nx.MultiDiGraph()
        for key in sorted(self.nodes):
            graph.add_node(key, **self.nodes[key])
        for source, target, relation in sorted(self.edges):
            pieces = self.edges[source, target, relation]
            graph.add_edge(source, target, key=relation, evidence=[dict(pieces[place]) for place in sorted(pieces)])
        return graph


def _add_documents(draft: _Draft, documents: list[Document]) -> None:
    for document in documents:
        draft.add_node(
            _document_key(document),
            kind="document",
            label=document.title or document.id,
            title=document.title,
            date=document.date,
            url=document.url,
            lang=document.lang,
        )


def _add_entities(draft: _Draft, documents: list[Document]) -> None:
    """Make one node of all the entities that are the same actor, and nodes of the states they belong to."""
    same: defaultdict[str, list[Entity]] = defaultdict(list)
    for document in documents:
        for entity in document.entities:
            if entity.label in KIND_OF_LABEL:
                same[_node_key(entity)].append(entity)
    for key, entities in same.items():
        _add_entity(draft, key, entities)
    for entities in same.values():
        for code in {entity.state for entity in entities if entity.state}:
            draft.add_state(code)


def _add_entity(draft: _Draft, key: str, entities: list[Entity]) -> None:
    name_en = _most_common(entity.name_en for entity in entities)
    name_ru = _most_common(entity.name_ru for entity in entities)
    draft.add_node(
        key,
        kind=_most_common(KIND_OF_LABEL[entity.label] for entity in entities),
        label=_label(draft.lang, name_en, name_ru, _most_common(entity.name for entity in entities) or key),
        name_en=name_en,
        name_ru=name_ru,
        state=_most_common(_state_of(entity) for entity in entities),
        kb=_most_common(entity.kb for entity in entities),
        aliases=sorted({name for entity in entities for name in _names(entity)}),
    )


def _add_relations(draft: _Draft, documents: list[Document]) -> None:
    for document in documents:
        entities = _Entities(document)
        for relation in document.relations:
            _add_relation(draft, entities, relation)


def _add_relation(draft: _Draft, entities: _Entities, relation: Relation) -> None:
    source, target = entities.key(relation.source), entities.key(relation.target)
    if source and target:
        evidence = entities.evidence(relation.start, relation.end, relation.score)
        draft.add_edge(source, target, relation.type, evidence)


def _add_topics(draft: _Draft, documents: list[Document]) -> None:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for document in documents:
        for topic in document.topics:
            words[topic.code].append(topic.name)
    for code, names in words.items():
        row = _topics().get(code)
        name_en, name_ru = (row.name_en, row.name_ru) if row else (None, None)
        label = _label(draft.lang, name_en, name_ru, _most_common(names) or code)
        draft.add_node(_topic_key(code), kind="topic", label=label, name_en=name_en, name_ru=name_ru)


def _add_meetings(draft: _Draft, documents: list[Document]) -> None:
    by_id: dict[int, tuple[_Entities, Report]] = {}
    for document in documents:
        entities = _Entities(document)
        for meeting in document.meetings:
            report = _report(entities, meeting)
            by_id[id(report)] = entities, report
    groups = merge_reports(report for _, report in by_id.values())
    taken: Counter[str] = Counter()
    for group in groups:
        key = _meeting_key(group, taken)
        _add_meeting_node(draft, key, group, [by_id[id(report)][0] for report in group])
        for report in group:
            _add_meeting_edges(draft, key, report.meeting, by_id[id(report)][0])


def _add_meeting_node(draft: _Draft, key: str, group: list[Report], sources: list[_Entities]) -> None:
    meetings = [report.meeting for report in group]
    participants = sorted({actor for report in group for actor in report.participants})
    parties = sorted({code for report in group for code in report.parties})
    day = _best_date(meetings)
    for code in parties:
        draft.add_state(code)
    frames = {
        frame
        for meeting, entities in zip(meetings, sources, strict=True)
        for body in meeting.organizations
        if (frame := entities.key(body))
    }
    names = [draft.nodes[actor]["label"] for actor in participants] or parties or ["unnamed participants"]
    draft.add_node(
        key,
        kind="meeting",
        label=", ".join(names) + (f" ({day})" if day else ""),
        date=day,
        status=max((meeting.status for meeting in meetings), key=_STATUS_ORDER.index),
        mode=_most_common(meeting.mode for meeting in meetings),
        event=meetings[0].event,
        parties=parties,
        organizations=sorted(frames),
    )


def _add_meeting_edges(draft: _Draft, key: str, meeting: Meeting, entities: _Entities) -> None:
    evidence = entities.evidence(meeting.start, meeting.end, meeting.score)
    draft.add_edge(key, _document_key(entities.document), "REPORTED_BY", evidence)
    if meeting.place and (place := entities.key(meeting.place)):
        draft.add_edge(key, place, "HELD_IN", evidence)
    for topic in entities.topics_of(meeting):
        named = entities.evidence(topic.start, topic.end, meeting.score)
        draft.add_edge(key, _topic_key(topic.code), "DISCUSSED", named)
    for participant in meeting.participants:
        actor = entities.key(participant)
        if actor is None:
            continue
        draft.add_edge(actor, key, "PARTICIPATED_IN", evidence)
        entity = entities.by_id[participant]
        # The parties are the states the participants stand for, so a participant of such a state stands for it here.
        if entity.label == "PERSON" and entity.state in meeting.parties:
            draft.add_edge(actor, draft.add_state(entity.state), "REPRESENTS", evidence)


def _report(entities: _Entities, meeting: Meeting) -> Report:
    """Put a document's meeting in terms that can be compared with other documents'."""
    actors = [(key, entities.by_id[actor]) for actor in meeting.participants if (key := entities.key(actor))]
    place = entities.by_id[meeting.place] if meeting.place and entities.key(meeting.place) else None
    span = date_span(entities.document.date)
    return Report(
        document=entities.document.id,
        published=span.first if span else None,
        meeting=meeting,
        people=frozenset(key for key, actor in actors if actor.label == "PERSON"),
        bodies=frozenset(key for key, actor in actors if actor.label != "PERSON"),
        bodies_abroad=frozenset(key for key, actor in actors if actor.label == "ORG" and not actor.state),
        place=_node_key(place) if place else None,
        place_is_state=place is not None and KIND_OF_LABEL[place.label] == "state",
        place_state=_state_of(place) if place else None,
    )


class _Entities:
    """The entities of one document, found by the document's own ids."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_id = {entity.id: entity for entity in document.entities}
        self._topics = {topic.id: topic for topic in document.topics}
        self._sentences: dict[tuple[int, int], str] = {}

    def key(self, entity_id: str) -> str | None:
        """Return the node of an entity; None for a label that is no node."""
        entity = self.by_id.get(entity_id)
        if entity is None:
            raise self._missing("entity", entity_id)
        return _node_key(entity) if entity.label in KIND_OF_LABEL else None

    def topics_of(self, meeting: Meeting) -> list[Topic]:
        for topic in meeting.topics:
            if topic not in self._topics:
                raise self._missing("topic", topic)
        return [self._topics[topic] for topic in meeting.topics]

    def evidence(self, start: int, end: int, score: float) -> Evidence:
        """One piece of evidence: where the document says so, and the sentence."""
        if (start, end) not in self._sentences:
            self._sentences[start, end] = self.document.sentence(start, end)
        return {
            "document": self.document.id,
            "start": start,
            "end": end,
            "sentence": self._sentences[start, end],
            "score": score,
            "date": self.document.date,
        }

    def _missing(self, kind: str, name: str) -> FormatError:
        return FormatError(
            f"{kind} {name} is used but not listed in the document; annotate it again", source=self.document.id
        )


def _distinct(documents: Iterable[Document]) -> list[Document]:
    """Leave out a document that is given twice, as happens when outputs overlap; one id may still have two contents."""
    distinct: dict[str, list[Document]] = {}
    for document in documents:
        known = distinct.setdefault(document.id, [])
        if document not in known:
            known.append(document)
    return [document for same_id in distinct.values() for document in same_id]


def _main_language(documents: list[Document]) -> str:
    """Return the language labels are shown in: the one most documents are in, English at a tie."""
    counts = Counter(document.lang for document in documents)
    return "ru" if counts["ru"] > counts["en"] else "en"


def _label(lang: str, name_en: str | None, name_ru: str | None, name: str) -> str:
    return (name_ru if lang == "ru" else name_en) or name


def _most_common(values: Iterable[str | None]) -> str | None:
    """Return the commonest value, the first in order of the alphabet where two are equally common."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _best_date(meetings: list[Meeting]) -> str | None:
    """Return the most exact date, and of several the one most reports give."""
    dates = Counter(meeting.date for meeting in meetings if meeting.date)

    def order(value: str) -> tuple[int, int, str]:
        span = date_span(value)
        return span.days if span else 10**6, -dates[value], value

    return min(dates, key=order) if dates else None


def _meeting_key(group: list[Report], taken: Counter[str]) -> str:
    """Make a readable id: date and participants, numbered where two meetings share both."""
    participants = sorted({actor for report in group for actor in report.participants})
    parties = sorted({f"state:{code}" for report in group for code in report.parties})
    named = [_slug(actor) for actor in participants or parties]
    more = [f"and-{len(named) - _NAMED_IN_ID}-more"] if len(named) > _NAMED_IN_ID else []
    day = _best_date([report.meeting for report in group]) or "undated"
    key = "-".join([f"meeting:{day}", *named[:_NAMED_IN_ID], *more])
    taken[key] += 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def _slug(key: str) -> str:
    """Return the readable part of a node's key, as a part of another key."""
    return "-".join(key.partition(":")[2].split()).casefold() or key


def _names(entity: Entity) -> Iterator[str]:
    yield from (name for name in (entity.name, entity.name_en, entity.name_ru, *entity.aliases) if name)


def _node_key(entity: Entity) -> str:
    if isinstance(entity.resolved, UnsetType):
        raise ValueError(f"{entity.id} has no resolved id")  # resolve() promises one
    return entity.resolved


def _state_of(entity: Entity) -> str | None:
    return entity.state or (_node_key(entity).partition(":")[2] if entity.label in ("STATE", "NORP") else None)


def _document_key(document: Document) -> str:
    return f"document:{document.id}"


def _topic_key(code: str) -> str:
    return f"topic:{code}"


def _place_of(evidence: Evidence) -> Place:
    return evidence["document"], evidence["start"], evidence["end"], evidence["score"]


@cache
def _topics() -> Mapping[str, TopicEntry]:
    return {row.code: row for row in read_table("topics", TopicEntry)}
