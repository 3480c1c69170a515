"""One document from analysed passages to records: the stages in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from diplonlp.knowledge.facts import places
from diplonlp.knowledge.known import Facts, built_in
from diplonlp.lang.inflection import dictionary_phrase
from diplonlp.link.document import Linker
from diplonlp.link.entities import make_entity
from diplonlp.link.known import KnownLinker
from diplonlp.link.shared import settle_shared_bodies, settle_shared_names
from diplonlp.passages import Found, Passage, stands_before
from diplonlp.records import Block, Document, Meeting, Mention, Relation, Source, Topic, Trigger
from diplonlp.relate.actors import Actor, find_actors
from diplonlp.relate.clauses import Contact, before_determiners
from diplonlp.relate.contacts import ContactReader
from diplonlp.relate.cues import Signs
from diplonlp.relate.meetings import Draft, Resolver, assign_topics, draft_meetings, meeting_mode
from diplonlp.relate.office import Office
from diplonlp.relate.offices import Holding, attach_titles, read_office
from diplonlp.relate.pronouns import resolve_pronouns
from diplonlp.relate.relations import find_relations
from diplonlp.relate.status import contact_tense, read_tense
from diplonlp.relate.topics import TopicSpan, find_topics
from diplonlp.tag.component import MENTIONS
from diplonlp.tag.date_values import Tense
from diplonlp.tag.dates import resolve_date
from diplonlp.tag.scores import mention_score

_FARTHEST_OWNER = 5  # tokens from a delegation's state to "led by"


@dataclass(slots=True)
class _Reading:
    """A passage with all that is read off it."""

    passage: Passage
    signs: Signs
    mentions: list[Found]
    holdings: list[Holding] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    topics: list[TopicSpan] = field(default_factory=list)


class Analysis:
    """The stages that turn the analysed passages of one document into its record.

    Parameters
    ----------
    source : Source
        The document as given.
    text : str
        The text that was analysed (with the title in front where one was given apart).
    blocks : sequence of Block
        Its blocks of one language.
    lang : str
        Its main language.
    passages : sequence of Passage
        Its analysed pieces in the order of the text.
    signs_of : callable
        Passage to the cues in it.
    facts : Facts, optional
        The knowledge to read with; the package's tables where it is not given.
    """

    def __init__(
        self,
        source: Source,
        text: str,
        blocks: Sequence[Block],
        lang: str,
        passages: Sequence[Passage],
        signs_of: Callable[[Passage], Signs],
        facts: Facts | None = None,
    ) -> None:
        self.facts = facts or built_in()
        self.source, self.text, self.blocks, self.lang = source, text, tuple(blocks), lang
        self.readings = [self._read(passage, signs_of(passage)) for passage in passages]
        self.mentions = [mention for reading in self.readings for mention in reading.mentions]
        settle_shared_names(self.mentions)
        settle_shared_bodies(self.mentions, self.facts.organizations)
        for reading in self.readings:
            reading.holdings = attach_titles(reading.mentions, reading.signs)
        self.holdings = [holding for reading in self.readings for holding in reading.holdings]

    @staticmethod
    def _read(passage: Passage, signs: Signs) -> _Reading:
        group = passage.doc.spans.get(MENTIONS)
        spans = [] if group is None else list(zip(group, group.attrs["scores"], strict=True))
        mentions = [Found(passage, span, score=score) for span, score in spans]
        return _Reading(passage, signs, mentions)

    def document(self) -> Document:
        """Link, relate, and write the record."""
        self.offices = self._offices()
        self.linker = Linker(self.mentions, self.holdings, self.offices, self.facts)
        self.linker.link()
        self._give_states()
        self._link_known()
        drafts = self._meetings()
        relations = find_relations(
            self.linker,
            self.holdings,
            [(r.passage, r.mentions, r.signs) for r in self.readings],
            self.source.date,
        )
        return self._record(drafts, relations)

    def _offices(self) -> dict[Found, Office]:
        held = {holding.title: holding.office for holding in self.holdings}
        return {
            title: held.get(title) or read_office(title, reading.mentions, reading.signs)
            for reading in self.readings
            for title in reading.mentions
            if title.label == "TITLE"
        }

    def _give_states(self) -> None:
        """Count for every entity the evidence of its state: its id, its titles, a nationality beside it."""
        for cluster in self.linker.clusters.values():
            kind, _, key = cluster.kb.partition(":")
            if kind == "state":
                cluster.states[key] += 1
            elif kind == "org" and self.facts.organizations[key].state:
                cluster.states[self.facts.organizations[key].state] += 1
            elif kind == "place" and key in places() and places()[key].state:
                cluster.states[places()[key].state] += 1
            if cluster.office is not None:
                cluster.states.update(sorted(cluster.office.states))
        for holding in self.holdings:
            states = holding.office.states
            if not states and holding.title.entity:
                states = frozenset(self.linker.of(holding.title).states)
            if len(states) == 1 or not holding.office.plural:
                self.linker.of(holding.person).states.update(sorted(states))
        for reading in self.readings:
            self._give_neighbours(reading)

    def _link_known(self) -> None:
        """Identify the people whom an analyst's knowledge has."""
        if not self.facts.people:
            return
        signs = {id(reading.passage): reading.signs for reading in self.readings}

        def signs_of(mention: Found) -> Signs:
            return signs[id(mention.passage)]

        KnownLinker(self.linker, self.source.date, signs_of, self._dates_beside).link()

    def _dates_beside(self, mention: Found) -> Iterator[str]:
        """The values of the dates in a mention's sentence."""
        sentence = mention.span[0].sent
        for other in self.mentions:
            if other.label == "DATE" and other.passage is mention.passage and other.span[0].sent == sentence:
                value = resolve_date(other.text, other.passage.lang, self.source.date, self._tense(other))
                if value is not None:
                    yield value

    def _give_neighbours(self, reading: _Reading) -> None:
        """A body or a person of a state: "Russian Foreign Ministry", «МИД Турции», "his Norwegian counterpart X"."""
        for person in (m for m in reading.mentions if m.label == "PERSON" and not self.linker.of(m).states):
            beside = [
                m
                for m in reading.mentions
                if m.label == "NORP"
                and m.kb.startswith("state:")
                and m.passage is person.passage
                and _stands_before(m, person, reading.signs)
            ]
            beside += _of_delegation(reading, person)
            beside += [m for m in reading.mentions if m.label == "STATE" and _stands_after(m, person, reading.signs)]
            if beside:
                self.linker.of(person).states[beside[-1].kb.removeprefix("state:")] += 1
        for body in (m for m in reading.mentions if m.label == "ORG" and m.entity and not self.linker.of(m).states):
            near = [
                m
                for m in reading.mentions
                if m.label in ("STATE", "NORP")
                and m.kb.startswith("state:")
                and (body.holds(m) or stands_before(m, body))
            ]
            if near:
                self.linker.of(body).states[near[0].kb.removeprefix("state:")] += 1

    # -- meetings -------------------------------------------------------------------------------------------------

    def _meetings(self) -> list[Draft]:
        pronouns = resolve_pronouns([(r.passage, r.signs, r.mentions) for r in self.readings])
        for reading in self.readings:
            stands_for = self._stand_ins(reading)
            reading.actors = find_actors(
                reading.mentions, reading.holdings, pronouns.get(id(reading.passage), {}), stands_for, reading.signs
            )
            reading.contacts = ContactReader(reading.signs, reading.actors, reading.mentions).contacts()
            reading.topics = find_topics(reading.signs, _tokens_of(reading.mentions, ("ORG", "TITLE")))
        drafts = draft_meetings([(r.passage, r.contacts) for r in self.readings], self._resolver())
        focus, count = None, 0
        for reading in self.readings:
            focus = assign_topics(reading.passage, reading.topics, count, drafts, reading.actors, reading.signs, focus)
            count += len(reading.topics)
        return drafts

    def _stand_ins(self, reading: _Reading) -> dict[Found, tuple[str, tuple[str, ...]]]:
        """For a title alone: its holder, or else the states, or the body, it is of."""
        found: dict[Found, tuple[str, tuple[str, ...]]] = {}
        by_kb = {cluster.kb: cluster for cluster in self.linker.clusters.values() if cluster.kb}
        for title in (m for m in reading.mentions if m.label == "TITLE"):
            if title.entity and self.linker.of(title).label == "PERSON":
                found[title] = ("PERSON", (title.entity,))
                continue
            office = self.offices[title]
            states = [by_kb[f"state:{code}"] for code in sorted(office.states) if f"state:{code}" in by_kb]
            bodies = [by_kb[kb] for kb in sorted(office.bodies) if kb in by_kb]
            owners = states or bodies[:1]
            found[title] = (owners[0].label, tuple(owner.id for owner in owners)) if owners else ("TITLE", ())
        return found

    def _resolver(self) -> Resolver:
        def state_of(entity: str) -> str:
            states = self.linker.clusters[entity].states
            return states.most_common(1)[0][0] if states else ""

        def date_of(words: str, lang: str, tense: Tense) -> str | None:
            return resolve_date(words, lang, self.source.date, tense)

        def is_international(entity: str) -> bool:
            row = self.facts.organizations.get(self.linker.clusters[entity].kb.removeprefix("org:"))
            return row is not None and row.kind in ("international", "body")

        return Resolver(
            state_of=state_of,
            label_of=lambda entity: self.linker.clusters[entity].label,
            place_of=state_of,
            is_international=is_international,
            date_of=date_of,
        )

    # -- records --------------------------------------------------------------------------------------------------

    def _record(self, drafts: list[Draft], relations: list[Relation]) -> Document:
        ordered = sorted(self.linker.clusters.values(), key=lambda c: (c.first, c.id))
        ids = {cluster.id: f"e{number}" for number, cluster in enumerate(ordered, 1)}
        topics = self._topic_records()
        return Document(
            id=self.source.id,
            lang=self.lang,
            title=self.source.title,
            date=self.source.date,
            url=self.source.url,
            text=self.text,
            blocks=self.blocks,
            mentions=tuple(self._mention(m, f"m{n}", ids) for n, m in enumerate(self.mentions, 1)),
            entities=tuple(make_entity(cluster, ids[cluster.id], self.facts) for cluster in ordered),
            relations=tuple(_renamed(relation, ids) for relation in relations),
            topics=tuple(topics),
            meetings=tuple(self._meeting(draft, f"v{n}", ids, topics) for n, draft in enumerate(drafts, 1)),
            meta=self.source.meta,
        )

    def _meeting_score(self, draft: Draft) -> float:
        """A meeting is as sure as the surest mention of its least sure participant."""
        best = dict.fromkeys(draft.people, 0.0)
        for mention in self.mentions:
            if mention.entity in best:
                best[mention.entity] = max(best[mention.entity], mention_score(mention))
        return min(best.values(), default=1.0)

    def _mention(self, mention: Found, mention_id: str, ids: dict[str, str]) -> Mention:
        value = None
        if mention.label in ("STATE", "NORP") and mention.kb:
            value = mention.kb.removeprefix("state:")
        elif mention.label == "DATE":
            value = resolve_date(mention.text, mention.passage.lang, self.source.date, self._tense(mention))
        return Mention(
            id=mention_id,
            start=mention.start,
            end=mention.end,
            text=self.text[mention.start : mention.end],
            label=mention.label,  # type: ignore[arg-type]
            lemma=self._lemma(mention),
            score=mention_score(mention),
            entity=ids.get(mention.entity),
            value=value,
        )

    def _tense(self, date: Found) -> Tense:
        """A date counts from today backwards or forwards: as the meeting it dates does, else as its clause says."""
        reading = next(r for r in self.readings if r.passage is date.passage)
        for contact in reading.contacts:
            if contact.date is date:
                return contact_tense(contact.status)
        return read_tense(date.span, reading.signs)

    def _lemma(self, mention: Found) -> str:
        """The dictionary form: the table's name of a state, the inflected phrase of anything else."""
        if mention.label == "PERSON" and mention.passage.lang == "ru":
            from diplonlp.link.names import nominative_person

            return nominative_person(mention.text, None)
        return dictionary_phrase(mention.span)

    def _topic_records(self) -> list[Topic]:
        found = [(reading.passage.start, topic) for reading in self.readings for topic in reading.topics]
        return [
            Topic(
                id=f"t{number}",
                code=topic.entry.code,
                name=topic.entry.name_en,
                start=start + topic.span.start_char,
                end=start + topic.span.end_char,
                text=self.text[start + topic.span.start_char : start + topic.span.end_char],
            )
            for number, (start, topic) in enumerate(found, 1)
        ]

    def _meeting(self, draft: Draft, meeting_id: str, ids: dict[str, str], topics: list[Topic]) -> Meeting:
        trigger = draft.contact.trigger
        offset = draft.passage.start
        first_of_code = {topics[number].code: topics[number].id for number in sorted(set(draft.topics), reverse=True)}
        return Meeting(
            id=meeting_id,
            event=draft.contact.row.event,
            mode=meeting_mode(draft),  # type: ignore[arg-type]
            status=draft.status,
            participants=tuple(ids[entity] for entity in draft.people),
            parties=tuple(dict.fromkeys(draft.parties)),
            organizations=tuple(ids[entity] for entity in draft.frames),
            place=ids.get(draft.place),
            date=draft.date,
            date_text=draft.date_text,
            topics=tuple(sorted(first_of_code.values(), key=lambda topic_id: int(topic_id[1:]))),
            trigger=Trigger(start=offset + trigger.start_char, end=offset + trigger.end_char, text=trigger.text),
            start=draft.evidence[0][0],
            end=draft.evidence[0][1],
            score=self._meeting_score(draft),
        )


def _stands_before(norp: Found, person: Found, signs: Signs) -> bool:
    """Whether a nationality is a person's: right before the name, or before "counterpart" and the name.

    Before "counterparts" and several names nothing says which is whose.
    """
    gap = person.span.doc[norp.span.end : person.span.start]
    return (
        norp.span.end <= person.span.start
        and len(gap) <= 2
        and all(
            token.text == "," or (signs.has(token, "sides") and "Plur" not in token.morph.get("Number", []))
            for token in gap
        )
    )


def _of_delegation(reading: _Reading, person: Found) -> list[Found]:
    """The state or body whose delegation a person leads: "a delegation of Tajikistan led by X"."""
    start = person.span.start
    titles = [h.title.span for h in reading.holdings if h.person is person and h.title.span.start < start]
    start = min([start, *(title.start for title in titles)])
    if reading.signs.before(before_determiners(person.span.doc, start), "lead") is None:
        return []
    owners = [
        m
        for m in reading.mentions
        if m.label in ("STATE", "NORP") and m.passage is person.passage and 0 <= start - m.span.end <= _FARTHEST_OWNER
    ]
    return owners[-1:]


def _stands_after(state: Found, person: Found, signs: Signs) -> bool:
    """Whether a state follows a name as its own: "President Karimov of Uzbekistan"."""
    gap = person.span.doc[person.span.end : state.span.start]
    return state.passage is person.passage and len(gap) == 1 and signs.has(gap[0], "genitive")


def _tokens_of(mentions: Sequence[Found], labels: Sequence[str]) -> frozenset[int]:
    """The tokens of a passage's mentions of some labels."""
    return frozenset(i for m in mentions if m.label in labels for i in range(m.span.start, m.span.end))


def _renamed(relation: Relation, ids: dict[str, str]) -> Relation:
    return Relation(
        type=relation.type, source=ids[relation.source], target=ids[relation.target], start=relation.start,
        end=relation.end, score=relation.score,
    )  # fmt: skip
