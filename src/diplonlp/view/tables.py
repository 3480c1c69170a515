"""Documents as tables for a terminal: people with titles and states, who met whom, organisations, topics."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from diplonlp.knowledge.facts import states
from diplonlp.records import Document, Entity, Meeting

if TYPE_CHECKING:
    from diplonlp.graph.build import Graph

_WIDTH = 100
_MOST_CONTACTS = 50
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_STATUS_STYLE = {"held": "green", "planned": "cyan", "proposed": "cyan", "cancelled": "red", "denied": "red"}


def document_text(document: Document, *, width: int = _WIDTH) -> str:
    """Return the tables of a document as plain text, without colours.

    Parameters
    ----------
    document : Document
        An annotated document.
    width : int
        The number of characters in a line.

    Examples
    --------
    >>> from diplonlp.records import Document, Entity
    >>> document = Document(id="d1", lang="ru", text="Лия Варо",
    ...                     entities=(Entity(id="e1", label="PERSON", name="Лия Варо"),))
    >>> "Лия Варо" in document_text(document)
    True
    """
    return _plain(document_view(document), width)


def corpus_text(documents: Iterable[Document], *, width: int = _WIDTH) -> str:
    """Return the summary of several documents as plain text: who met whom how often, and who was there.

    Parameters
    ----------
    documents : iterable of Document
        Annotated documents.
    width : int
        The number of characters in a line.
    """
    return _plain(corpus_view(list(documents)), width)


def print_documents(documents: Iterable[Document], console: Console, *, summary_only: bool = False) -> int:
    """Print the tables of each document and, for more than one, a summary of all; return how many there were.

    Parameters
    ----------
    documents : iterable of Document
        Printed as they come.
    console : rich.console.Console
        Where to print; colours appear when it is a terminal.
    summary_only : bool
        Print the summary alone.
    """
    seen = []
    for document in documents:
        seen.append(document)
        if not summary_only:
            console.print(document_view(document))
    if summary_only or len(seen) > 1:
        console.print(corpus_view(seen))
    return len(seen)


def document_view(document: Document) -> RenderableType:
    """Return the tables of a document for a rich console.

    Parameters
    ----------
    document : Document
        An annotated document.
    """
    return Group(
        _heading(document),
        *_people(document),
        *_meetings(document),
        *_organizations(document),
        *_topics(document),
        Text(),
    )


def corpus_view(documents: Sequence[Document]) -> RenderableType:
    """Return the summary of several documents for a rich console.

    Parameters
    ----------
    documents : sequence of Document
        Annotated documents; the same actor is found again in each.
    """
    from diplonlp.graph.build import build_graph

    graph = build_graph(documents)
    counts = Counter(str(data["kind"]) for _, data in graph.nodes(data=True))
    held = sum(data.get("status") == "held" for _, data in graph.nodes(data=True))
    title = (
        f"All {counts['document']} documents: {counts['person']} people, "
        f"{counts['meeting']} meetings ({held} held), {counts['topic']} topics"
    )
    return Group(Text(title, style="bold reverse"), *_contacts(graph), *_corpus_topics(graph), Text())


def printable(text: str) -> str:
    r"""Return text safe to show in one line: line breaks as spaces, control and direction characters as "�".

    Examples
    --------
    >>> printable("Лия\nВаро\x1b[31m")
    'Лия Варо�[31m'
    """
    return "".join(_shown(character) for character in " ".join(text.split()))


def state_name(code: str, lang: str) -> str:
    """Return the short name of a state in Russian or English; the code itself where no table has it.

    Examples
    --------
    >>> state_name("KGZ", "en"), state_name("KGZ", "ru")
    ('Kyrgyzstan', 'Киргизия')
    """
    row = states().get(code)
    return code if row is None else row.name_ru if lang == "ru" else row.name_en


def titles_by_person(document: Document) -> dict[str, list[str]]:
    """Return the titles each person holds in the document, by the person's id, in the order of the text.

    Parameters
    ----------
    document : Document
        An annotated document.
    """
    names = {entity.id: entity.name for entity in document.entities}
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for relation in sorted(document.relations, key=lambda relation: relation.start):
        name = names.get(relation.target, relation.target)
        if relation.type == "HOLDS_TITLE" and name not in titles[relation.source]:
            titles[relation.source].append(name)
    return titles


def mention_counts(document: Document) -> Counter[str]:
    """Count how often each entity is mentioned, by its id.

    Parameters
    ----------
    document : Document
        An annotated document.
    """
    return Counter(mention.entity for mention in document.mentions if mention.entity)


def words_by_topic(document: Document) -> dict[str, str]:
    """Return the words that name each topic in the text, by the topic's name.

    Parameters
    ----------
    document : Document
        An annotated document.
    """
    words: defaultdict[str, list[str]] = defaultdict(list)
    for topic in document.topics:
        words[topic.name].append(topic.text)
    return {name: "; ".join(dict.fromkeys(texts)) for name, texts in words.items()}


def meeting_rows(document: Document, meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Yield what is known of a meeting as (heading, text), the sentence that tells it last.

    Parameters
    ----------
    document : Document
        An annotated document.
    meeting : Meeting
        One of its meetings.
    """
    entities = {entity.id: entity for entity in document.entities}
    names = {entity_id: entity.name for entity_id, entity in entities.items()}
    topics = {topic.id: topic.name for topic in document.topics}
    date = meeting.date or "no date"
    rows = [
        ("when", f"{date} ({meeting.date_text})" if meeting.date_text else meeting.date or ""),
        ("where", names.get(meeting.place or "", "")),
        ("mode", meeting.mode or ""),
        ("who", ", ".join(_with_state(entities[actor]) for actor in meeting.participants if actor in entities)),
        ("states", ", ".join(state_name(code, document.lang) for code in meeting.parties)),
        ("within", ", ".join(names.get(body, body) for body in meeting.organizations)),
        ("about", "; ".join(dict.fromkeys(topics.get(topic, topic) for topic in meeting.topics))),
        ("says", f"“{document.sentence(meeting.start, meeting.end)}”"),
    ]
    yield from ((heading, text) for heading, text in rows if text)


def _plain(view: RenderableType, width: int) -> str:
    # The same text whatever the environment says (FORCE_COLOR, NO_COLOR, TERM).
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(view)
    return "\n".join(line.rstrip() for line in capture.get().rstrip().splitlines())


def _heading(document: Document) -> RenderableType:
    facts = [document.id if document.title else "", document.date or "no date", document.lang, document.url or ""]
    return Group(
        Text(printable(document.title or document.id), style="bold reverse"),
        Text(printable(" · ".join(fact for fact in facts if fact)), style="dim"),
        *([] if document.mentions else [Text("Nothing was found in this document.")]),
    )


def _people(document: Document) -> Iterator[RenderableType]:
    if not document.people:
        return
    titles, counts = titles_by_person(document), mention_counts(document)
    table = _table("People", "Name", "Title", "State", "Mentions")
    for person in sorted(document.people, key=lambda person: -counts[person.id]):
        state = state_name(person.state, document.lang) if person.state else ""
        _add_row(table, person.name, "; ".join(titles.get(person.id, ())), state, str(counts[person.id]))
    yield table


def _meetings(document: Document) -> Iterator[RenderableType]:
    if document.meetings:
        yield Text(f"\nMeetings ({len(document.meetings)})", style="bold")
    for number, meeting in enumerate(document.meetings, start=1):
        status = f"{meeting.status}, {meeting.event}" if meeting.event != "CONSULT" else meeting.status
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim")
        grid.add_column()
        for heading, text in meeting_rows(document, meeting):
            _add_row(grid, heading, text)
        yield Text(f" {number}. {status}", style=_STATUS_STYLE[meeting.status])
        yield Padding(grid, (0, 0, 0, 4))


def _organizations(document: Document) -> Iterator[RenderableType]:
    counts = mention_counts(document)
    bodies = [entity for entity in document.entities if entity.label == "ORG"]
    if not bodies:
        return
    table = _table("Organisations", "Name", "State", "Mentions")
    for body in sorted(bodies, key=lambda body: -counts[body.id]):
        state = state_name(body.state, document.lang) if body.state else ""
        _add_row(table, body.name, state, str(counts[body.id]))
    yield table


def _topics(document: Document) -> Iterator[RenderableType]:
    if not document.topics:
        return
    table = _table("Topics", "Topic", "In the text")
    for name, words in words_by_topic(document).items():
        _add_row(table, name, words)
    yield table


def _contacts(graph: Graph) -> Iterator[RenderableType]:
    from diplonlp.graph.query import contact_graph

    contacts = contact_graph(graph)
    if not contacts.edges:
        yield Text("Nobody met anybody.")
        return
    table = _table("Who met whom", "One", "Other", "Meetings", "Last")
    pairs = sorted(contacts.edges(data=True), key=lambda edge: (-edge[2]["weight"], *edge[:2]))
    for one, other, data in pairs[:_MOST_CONTACTS]:
        dates = [date for key in data["meetings"] if (date := graph.nodes[key].get("date"))]
        labels = graph.nodes[one]["label"], graph.nodes[other]["label"]
        _add_row(table, *labels, str(data["weight"]), max(dates, default=""))
    yield table
    if len(pairs) > _MOST_CONTACTS:
        yield Text(f"… and {len(pairs) - _MOST_CONTACTS:,} more pairs: diplonlp graph writes them all.", style="dim")


def _corpus_topics(graph: Graph) -> Iterator[RenderableType]:
    counts = Counter(topic for _, topic, relation in graph.edges(keys=True) if relation == "DISCUSSED")
    if not counts:
        return
    table = _table("What about", "Topic", "Meetings")
    for topic, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        _add_row(table, graph.nodes[topic]["label"], str(count))
    yield table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=f"\n{title}", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        number = column in ("Mentions", "Meetings")
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    return table


def _add_row(table: Table, *cells: str) -> None:
    """Add cells as they are: what a text says must not be read as rich's markup."""
    table.add_row(*(Text(printable(cell)) for cell in cells))


def _with_state(entity: Entity) -> str:
    return f"{entity.name} ({entity.state})" if entity.label == "PERSON" and entity.state else entity.name


def _shown(character: str) -> str:
    # Escape sequences would repaint the terminal, direction marks would reorder the line.
    hidden = unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTION_MARKS
    return "\ufffd" if hidden else character
