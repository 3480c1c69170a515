"""The types of the schema: what diplonlp reads, returns and writes, and nothing else.

Every record is immutable. Offsets are Unicode code points into the document's ``text``, end exclusive, and
``text[m.start:m.end] == m.text`` for every mention, topic and trigger.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

SCHEMA_VERSION = 1

Label: TypeAlias = Literal["PERSON", "TITLE", "STATE", "NORP", "ORG", "LOC", "EVENT", "DATE"]
Status: TypeAlias = Literal["held", "planned", "cancelled", "proposed", "denied"]
Event: TypeAlias = Literal["CONSULT", "AGREE", "SUPPORT", "COOPERATE"]
Mode: TypeAlias = Literal["visit", "host", "phone", "third-party", "multilateral", "video"]
RelationType: TypeAlias = Literal[
    "HOLDS_TITLE", "TITLE_AT", "REPRESENTS", "MEMBER_OF", "PART_OF", "LOCATED_IN", "SUCCEEDS"
]
LABELS: tuple[Label, ...] = ("PERSON", "TITLE", "STATE", "NORP", "ORG", "LOC", "EVENT", "DATE")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record: immutable, comparable, hashable where its parts are."""

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain dicts, lists, strings and numbers, as SCHEMA.md writes it.

        Examples
        --------
        >>> Block(start=0, end=5, lang="en").to_dict()
        {'start': 0, 'end': 5, 'lang': 'en'}
        """
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class Source(Record, frozen=True, kw_only=True):
    """A document as given: text, and what its source says about it.

    Parameters
    ----------
    id : str
        Stable id: given, or derived from the path or the content.
    text : str
        The text, exactly as given.
    date : str, optional
        Publication date, ISO 8601 (``"2022-03-30"``).
    title, url : str, optional
        As the source gives them. A title is read too, in front of the text.
    meta : dict
        Whatever else the source said; given back unchanged.
    """

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    url: str | None = None
    meta: dict[str, Any] = {}


class Failure(Record, frozen=True, kw_only=True):
    """A document that could not be read or annotated; the batch went on without it.

    Parameters
    ----------
    source : str
        The path or id of the document.
    error : str
        The name of the error's class.
    message : str
        What is wrong and what to do about it.
    line : int, optional
        The line in its file, counted from 1.
    """

    source: str
    error: str
    message: str
    line: int | None = None


class Block(Record, frozen=True, kw_only=True):
    """A run of paragraphs in one language: ``lang`` is "ru", "en" or another language's code ("other" if unknown)."""

    start: int
    end: int
    lang: str


class Mention(Record, frozen=True, kw_only=True):
    """A place in the text that names something.

    Parameters
    ----------
    start, end : int
        Code-point offsets into the document's text.
    text : str
        The words exactly as written.
    label : str
        One of the eight labels of the schema.
    lemma : str
        The dictionary form of the words.
    entity : str, optional
        Id of the entity of this document that is meant.
    value : str, optional
        ISO 8601 for a DATE, ISO 3166-1 alpha-3 for a STATE or NORP.
    score : float
        Probability, where a model gives one; 1.0 for exact knowledge.
    """

    id: str
    start: int
    end: int
    text: str
    label: Label
    lemma: str
    entity: str | None = None
    value: str | None = None
    score: float = 1.0


class Entity(Record, frozen=True, kw_only=True):
    """An actor, place, office or event of one document, with every name it goes by there.

    ``kb`` is the id of the entry in the knowledge tables ("state:KGZ", "org:cis") where there is one;
    ``resolved`` appears once documents have been compared: the same id for the same actor everywhere.
    """

    id: str
    label: Label
    name: str
    name_en: str | None = None
    name_ru: str | None = None
    aliases: tuple[str, ...] = ()
    state: str | None = None
    kb: str | None = None
    resolved: str | UnsetType = UNSET


class Relation(Record, frozen=True, kw_only=True):
    """A lasting tie between two entities, with the words that say so."""

    type: RelationType
    source: str
    target: str
    start: int
    end: int
    score: float = 1.0


class Topic(Record, frozen=True, kw_only=True):
    """A subject of talks: its code in the topic table, and the words that name it."""

    id: str
    code: str
    name: str
    start: int
    end: int
    text: str


class Trigger(Record, frozen=True, kw_only=True):
    """The words that show a meeting: "bilateral meeting", «встретился»."""

    start: int
    end: int
    text: str


class Meeting(Record, frozen=True, kw_only=True):
    """A contact between actors: who, for whom, where, when, how, about what, and whether it took place.

    Parameters
    ----------
    participants : tuple of str
        Ids of the people, or of an organisation or state where no person is named.
    parties : tuple of str
        ISO 3166-1 alpha-3 codes of the states they stand for.
    organizations : tuple of str
        Ids of the organisations in whose frame it took place.
    place : str, optional
        Id of the place.
    date : str, optional
        ISO 8601 day, month, year or interval; null where the text gives none that can be resolved.
    topics : tuple of str
        Ids of topics of this document.
    start, end : int
        Offsets of the sentence or sentences that tell it.
    """

    id: str
    event: Event = "CONSULT"
    mode: Mode | None = None
    status: Status = "held"
    participants: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    date_text: str | None = None
    topics: tuple[str, ...] = ()
    trigger: Trigger
    start: int
    end: int
    score: float = 1.0


class Document(Record, frozen=True, kw_only=True):
    """An annotated document: its text, and everything found in it.

    Shows itself as tables in a terminal (``print(doc)``) and in a notebook.
    """

    schema: int = SCHEMA_VERSION
    id: str
    lang: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    text: str
    blocks: tuple[Block, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    topics: tuple[Topic, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    meta: dict[str, Any] = {}

    @property
    def people(self) -> tuple[Entity, ...]:
        """The people of the document."""
        return tuple(entity for entity in self.entities if entity.label == "PERSON")

    def entity(self, entity_id: str) -> Entity:
        """Return the entity with this id.

        Raises
        ------
        KeyError
            When the document has no such entity.
        """
        for entity in self.entities:
            if entity.id == entity_id:
                return entity
        raise KeyError(entity_id)

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence, or sentences, that hold ``text[start:end]``.

        Examples
        --------
        >>> doc = Document(id="d", lang="en", text="They met. It rained.")
        >>> doc.sentence(0, 4)
        'They met.'
        """
        from diplonlp.read.sentences import sentence_at

        return sentence_at(self.text, start, end)

    def __str__(self) -> str:
        from diplonlp.view.tables import document_text

        return document_text(self)

    def _repr_html_(self) -> str:
        from diplonlp.view.notebook import document_html

        return document_html(self)
