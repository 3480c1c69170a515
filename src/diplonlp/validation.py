"""Whether an annotated document keeps the rules of the schema, for people who annotate and programs that write."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date as calendar_date
from itertools import pairwise
from typing import TypeAlias

from diplonlp.knowledge.facts import states
from diplonlp.knowledge.schema import TopicEntry
from diplonlp.knowledge.tables import read_table
from diplonlp.records import Document, Mention, Record, RelationType

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PERIOD = re.compile(r"\d{4}(?:-\d\d)?")
#: What a mention of a label may point at, where that is not an entity of the same label.
MAY_MEAN: dict[str, str] = {"TITLE": "PERSON", "NORP": "STATE"}
#: The labels of entities that a relation joins: its source, its target.
RELATION_ENDS: dict[RelationType, tuple[set[str], set[str]]] = {
    "HOLDS_TITLE": ({"PERSON"}, {"TITLE"}),
    "TITLE_AT": ({"TITLE"}, {"ORG", "STATE"}),
    "REPRESENTS": ({"PERSON"}, {"STATE", "ORG"}),
    "MEMBER_OF": ({"STATE", "PERSON", "ORG"}, {"ORG"}),
    "PART_OF": ({"ORG"}, {"ORG", "STATE"}),
    "LOCATED_IN": ({"LOC"}, {"STATE"}),
    "SUCCEEDS": ({"PERSON"}, {"PERSON"}),
}


class Problem(Record, frozen=True, kw_only=True):
    """A rule of the schema that a document breaks.

    Parameters
    ----------
    document : str
        Id of the document.
    where : str
        The record: "mention m3", "meeting v1".
    message : str
        What is wrong with it.
    """

    document: str
    where: str
    message: str

    @property
    def fault(self) -> str:
        """The record and what is wrong with it, for a message that names the document otherwise."""
        return f"{self.where}: {self.message}"

    def __str__(self) -> str:
        return f"{self.document}: {self.fault}"


_Found: TypeAlias = Iterator[tuple[str, str]]


def validate(document: Document) -> list[Problem]:
    """Return everything in a document that breaks the schema: offsets, ids, nesting, dates, links to nothing.

    Parameters
    ----------
    document : Document
        Annotated by the library, by people, or by another program.

    Returns
    -------
    list of Problem
        Empty when the document is sound.

    Examples
    --------
    >>> from diplonlp import Document, Mention
    >>> mention = Mention(id="m1", start=0, end=4, text="Lima", label="LOC", lemma="Lima", entity="e9")
    >>> print(validate(Document(id="d1", lang="en", text="Lima", mentions=(mention,)))[0])
    d1: mention m1: points at e9, which is no entity of the document
    """
    return _problems(document, (*_PLACES, *_LINKS, *_MEANING))


def find_broken(document: Document, *, links: bool = True) -> list[Problem]:
    """Return only what makes a document unusable: ids used twice, offsets beside the text, links to nothing.

    Parameters
    ----------
    document : Document
        Any document.
    links : bool
        Whether to look at links; without, at ids and offsets alone.

    Examples
    --------
    >>> from diplonlp import Document, Mention
    >>> mention = Mention(id="m1", start=0, end=4, text="Rome", label="LOC", lemma="Rome")
    >>> print(find_broken(Document(id="d1", lang="en", text="Lima", mentions=(mention,)))[0])
    d1: mention m1: its text is 'Rome', but the document has 'Lima' there
    """
    return _problems(document, (*_PLACES, *_LINKS) if links else _PLACES)


def _problems(document: Document, checks: Iterable[Callable[[Document], _Found]]) -> list[Problem]:
    return [
        Problem(document=document.id, where=where, message=message)
        for check in checks
        for where, message in check(document)
    ]


def _ids(document: Document) -> _Found:
    for kind in ("mentions", "entities", "topics", "meetings"):
        counts = Counter(record.id for record in getattr(document, kind))
        yield from ((f"{_ONE[kind]} {name}", f"the id is used {n} times") for name, n in counts.items() if n > 1)


_ONE = {"mentions": "mention", "entities": "entity", "topics": "topic", "meetings": "meeting"}


def _offsets(document: Document) -> _Found:
    for where, start, end, words in _places(document):
        if not 0 <= start < end <= len(document.text):
            yield where, f"{start}-{end} is no place in a text of {len(document.text)} characters"
        elif words is not None and document.text[start:end] != words:
            yield where, f"its text is {words!r}, but the document has {document.text[start:end]!r} there"


def _places(document: Document) -> Iterator[tuple[str, int, int, str | None]]:
    for mention in document.mentions:
        yield f"mention {mention.id}", mention.start, mention.end, mention.text
    for topic in document.topics:
        yield f"topic {topic.id}", topic.start, topic.end, topic.text
    for relation in document.relations:
        yield f"{relation.type} {relation.source}-{relation.target}", relation.start, relation.end, None
    for meeting in document.meetings:
        yield f"meeting {meeting.id}", meeting.start, meeting.end, None
        yield f"trigger of {meeting.id}", meeting.trigger.start, meeting.trigger.end, meeting.trigger.text
    for block in document.blocks:
        yield f"block {block.start}-{block.end}", block.start, block.end, None


def _nesting(document: Document) -> _Found:
    """Crossing spans, doubles, and a mention inside another of its label (only ORG may be)."""
    ordered = sorted(document.mentions, key=lambda m: (m.start, -m.end))
    for a, b in pairwise(ordered):
        if (a.start, a.end, a.label) == (b.start, b.end, b.label):
            yield f"mention {b.id}", f"is {a.id} once more"
    around: list[Mention] = []
    for mention in ordered:
        around = [other for other in around if other.end > mention.start]
        for other in around:
            yield from _clash(other, mention)
        around.append(mention)


def _clash(outer: Mention, inner: Mention) -> _Found:
    if (outer.start, outer.end) == (inner.start, inner.end):
        return
    if outer.end < inner.end:
        yield f"mention {inner.id}", f"crosses {outer.id}: {outer.text!r} and {inner.text!r}"
    elif outer.label == inner.label != "ORG":
        yield f"mention {inner.id}", f"a {inner.label} inside the {outer.label} {outer.id} {outer.text!r}"


def _links(document: Document) -> _Found:
    entities = {entity.id for entity in document.entities}
    topics = {topic.id for topic in document.topics}
    for mention in document.mentions:
        where = f"mention {mention.id}"
        if mention.entity is None:
            continue
        if mention.entity not in entities:
            yield where, f"points at {mention.entity}, which is no entity of the document"
    for relation in document.relations:
        for end in (relation.source, relation.target):
            if end not in entities:
                yield f"{relation.type} {relation.source}-{relation.target}", f"{end} is no entity of the document"
    for meeting in document.meetings:
        used = [*meeting.participants, *meeting.organizations, *([meeting.place] if meeting.place else [])]
        for end in (e for e in used if e not in entities):
            yield f"meeting {meeting.id}", f"{end} is no entity of the document"
        for end in (t for t in meeting.topics if t not in topics):
            yield f"meeting {meeting.id}", f"{end} is no topic of the document"


def _link_labels(document: Document) -> _Found:
    labels: dict[str, str] = {entity.id: entity.label for entity in document.entities}
    for mention in document.mentions:
        label = labels.get(mention.entity or "", mention.label)
        if label not in (mention.label, MAY_MEAN.get(mention.label)):
            yield f"mention {mention.id}", f"a {mention.label} that points at a {label}, {mention.entity}"


def _relation_ends(document: Document) -> _Found:
    labels: dict[str, str] = {entity.id: entity.label for entity in document.entities}
    seen = Counter((r.type, r.source, r.target) for r in document.relations)
    for relation in document.relations:
        where = f"{relation.type} {relation.source}-{relation.target}"
        ends = zip((relation.source, relation.target), RELATION_ENDS[relation.type], strict=True)
        for end, allowed in ends:
            if end in labels and labels[end] not in allowed:
                yield where, f"{end} is a {labels[end]}; it takes {' or '.join(sorted(allowed))}"
    yield from ((f"{t} {a}-{b}", f"stands {n} times") for (t, a, b), n in seen.items() if n > 1)


def _meeting_ends(document: Document) -> _Found:
    labels: dict[str, str] = {entity.id: entity.label for entity in document.entities}
    for meeting in document.meetings:
        roles: tuple[tuple[str, Sequence[str], set[str]], ...] = (
            ("participant", meeting.participants, {"PERSON", "ORG", "STATE"}),
            ("organisation", meeting.organizations, {"ORG"}),
            ("place", [meeting.place] if meeting.place else [], {"LOC", "STATE", "ORG"}),
        )
        for role, ends, allowed in roles:
            for end in ends:
                if end in labels and labels[end] not in allowed:
                    yield f"meeting {meeting.id}", f"its {role} {end} is a {labels[end]}"
            if len(set(ends)) < len(ends):
                yield f"meeting {meeting.id}", f"a {role} is listed twice"
        if not meeting.participants:
            yield f"meeting {meeting.id}", "nobody takes part"


def _dates(document: Document) -> _Found:
    if document.date is not None and not _is_date(document.date):
        yield "document", f"its date {document.date!r} is no day, month or year"
    for mention in document.mentions:
        if mention.label == "DATE" and mention.value is not None and not is_date_value(mention.value):
            yield f"mention {mention.id}", f"{mention.value!r} is no date in ISO 8601"
    for meeting in document.meetings:
        if meeting.date is not None and not is_date_value(meeting.date):
            yield f"meeting {meeting.id}", f"{meeting.date!r} is no date in ISO 8601"


def is_date_value(value: str) -> bool:
    """Whether a value is a day, a month, a year, or an interval of days with its end not before its start.

    Examples
    --------
    >>> [is_date_value(value) for value in ("2022-03-30", "2022-03", "2022-03-28/2022-03-30")]
    [True, True, True]
    >>> [is_date_value(value) for value in ("2022-02-30", "30.03.2022", "2022-03-30/2022-03-28")]
    [False, False, False]
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _is_date(first)
    return all(_DAY.fullmatch(day) and _is_date(day) for day in (first, last)) and first <= last


def _is_date(value: str) -> bool:
    if _PERIOD.fullmatch(value):
        return "01" <= value[5:] <= "12" if len(value) > 4 else True
    if not _DAY.fullmatch(value):
        return False
    year, month, day = map(int, value.split("-"))
    return year >= calendar_date.min.year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _codes(document: Document) -> _Found:
    for mention in document.mentions:
        if mention.label in ("STATE", "NORP") and mention.value is not None and mention.value not in states():
            yield f"mention {mention.id}", f"{mention.value!r} is no state's code"
    for entity in document.entities:
        if entity.state is not None and entity.state not in states():
            yield f"entity {entity.id}", f"its state {entity.state!r} is no state's code"
    for meeting in document.meetings:
        for code in meeting.parties:
            if code not in states():
                yield f"meeting {meeting.id}", f"the party {code!r} is no state's code"
    known = {topic.code for topic in read_table("topics", TopicEntry)}
    for topic in document.topics:
        if topic.code not in known:
            yield f"topic {topic.id}", f"its code {topic.code!r} is not in the table of topics"


def _orphans(document: Document) -> _Found:
    named = {mention.entity for mention in document.mentions}
    yield from ((f"entity {e.id}", f"{e.name!r} has no mention") for e in document.entities if e.id not in named)


def validate_all(documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield the problems of many documents, and ids that two of them share.

    Parameters
    ----------
    documents : iterable of Document
        The documents, in any number.

    Examples
    --------
    >>> from diplonlp import Document
    >>> twice = Document(id="d1", lang="en", text="They met.")
    >>> [problem.message for problem in validate_all([twice, twice])]
    ['another document has this id']
    """
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            yield Problem(document=document.id, where="document", message="another document has this id")
        seen.add(document.id)
        yield from validate(document)


_PLACES: tuple[Callable[[Document], _Found], ...] = (_ids, _offsets)
_LINKS = (_links,)
_MEANING = (_link_labels, _nesting, _relation_ends, _meeting_ends, _dates, _codes, _orphans)
