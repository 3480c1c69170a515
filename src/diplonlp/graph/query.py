"""The questions an analyst asks of the graph; each answer is sorted, plain, and carries its evidence.

Wherever a function takes an actor, it takes a node's key or any name that belongs to one actor only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import get_close_matches
from itertools import combinations
from typing import Any, Literal, NamedTuple

import networkx as nx

from diplonlp.errors import DateFormatError, UnknownNameError
from diplonlp.graph.build import Evidence, Graph
from diplonlp.graph.dates import DateSpan, date_span
from diplonlp.records import Status

ACTOR_KINDS = frozenset({"person", "state", "organization"})


class MeetingSummary(NamedTuple):
    """A meeting as the graph knows it: keys of its participants, place and topics, and who reports it."""

    key: str
    label: str
    date: str | None
    status: str
    mode: str | None
    event: str
    participants: tuple[str, ...]
    parties: tuple[str, ...]
    place: str | None
    topics: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Contact(NamedTuple):
    """An actor somebody met, how often, and the meetings."""

    actor: str
    times: int
    meetings: tuple[MeetingSummary, ...]


class TopicCount(NamedTuple):
    """A topic, in how many meetings it came up, and the meetings."""

    topic: str
    times: int
    meetings: tuple[MeetingSummary, ...]


def meetings_of(
    graph: Graph, actor: str, *, start: str | None = None, end: str | None = None, status: Status | None = None
) -> list[MeetingSummary]:
    """List the meetings an actor took part in, oldest first; a state's are those it was a party to.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`build_graph` makes it.
    actor : str
        A node's key, or a name.
    start, end : str, optional
        Only meetings that may fall on or between these ISO 8601 dates; meetings without a date are then left out.
    status : str, optional
        Only meetings that were "held", are "planned", and so on.

    Raises
    ------
    UnknownNameError
        When no actor, or more than one, has this name.
    DateFormatError
        When ``start`` or ``end`` is not a date.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("person:lia", kind="person", label="Lia Varo")
    >>> graph.add_node("meeting:1", kind="meeting", label="talks", date="2022-03-29", status="held", event="CONSULT")
    >>> _ = graph.add_edge("person:lia", "meeting:1", key="PARTICIPATED_IN", evidence=[])
    >>> [meeting.date for meeting in meetings_of(graph, "Lia Varo", start="2022-03")]
    ['2022-03-29']
    >>> meetings_of(graph, "Lia Varo", status="planned")
    []
    """
    window = _window(start, end)
    found = [_summary(graph, key) for key in _meeting_keys(graph, _actor(graph, actor))]
    return sorted(
        (
            meeting
            for meeting in found
            if (status is None or meeting.status == status) and (window is None or _falls_in(meeting, window))
        ),
        key=_by_date,
    )


def meetings_between(graph: Graph, a: str, b: str) -> list[MeetingSummary]:
    """List the meetings two actors both took part in, oldest first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`build_graph` makes it.
    a, b : str
        Keys or names of two actors: people, states, organisations, or one of each.

    Raises
    ------
    UnknownNameError
        When no actor, or more than one, has this name.
    """
    shared = set(_meeting_keys(graph, _actor(graph, a))) & set(_meeting_keys(graph, _actor(graph, b)))
    return sorted((_summary(graph, key) for key in shared), key=_by_date)


def who_met(graph: Graph, a: str, *, status: Status | None = "held") -> list[Contact]:
    """List whom an actor met, most often first: for a state the other states, else the other participants.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`build_graph` makes it.
    a : str
        A node's key, or a name.
    status : str, optional
        Which meetings count; those that took place unless told otherwise, None for all.

    Raises
    ------
    UnknownNameError
        When no actor, or more than one, has this name.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> for key in ("person:lia", "person:oru"):
    ...     graph.add_node(key, kind="person", label=key)
    ...     _ = graph.add_edge(key, "meeting:1", key="PARTICIPATED_IN", evidence=[])
    >>> graph.add_node("meeting:1", kind="meeting", label="talks", status="held", event="CONSULT")
    >>> [(actor, count) for actor, count, meetings in who_met(graph, "person:lia")]
    [('person:oru', 1)]
    """
    actor = _actor(graph, a)
    by_state = graph.nodes[actor]["kind"] == "state"
    met: defaultdict[str, list[MeetingSummary]] = defaultdict(list)
    for meeting in meetings_of(graph, actor, status=status):
        sides = _states_of(graph, meeting.key) if by_state else set(meeting.participants)
        for other in sides - {actor}:
            met[other].append(meeting)
    contacts = (Contact(other, len(meetings), tuple(meetings)) for other, meetings in met.items())
    return sorted(contacts, key=lambda contact: (-contact.times, contact.actor))


def topics_of(graph: Graph, a: str, b: str | None = None) -> list[TopicCount]:
    """List what an actor's meetings, or those of two actors with each other, were about, the commonest topic first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`build_graph` makes it.
    a : str
        A node's key, or a name.
    b : str, optional
        Another actor: only meetings of both count.

    Raises
    ------
    UnknownNameError
        When no actor, or more than one, has this name.
    """
    about: defaultdict[str, list[MeetingSummary]] = defaultdict(list)
    for meeting in meetings_of(graph, a) if b is None else meetings_between(graph, a, b):
        for topic in meeting.topics:
            about[topic].append(meeting)
    counts = (TopicCount(topic, len(meetings), tuple(meetings)) for topic, meetings in about.items())
    return sorted(counts, key=lambda count: (-count.times, count.topic))


def find_actor(graph: Graph, name: str) -> list[str]:
    """Find the people, states and organisations with this name, in Russian or English, in any case of letters.

    Whole names come first in order of preference: where one fits, actors whose names merely contain the words are
    not listed.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`build_graph` makes it.
    name : str
        A name or a part of one, such as a surname.

    Returns
    -------
    list of str
        Keys of nodes, sorted.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("person:fyodor-lunev", kind="person", label="Фёдор Лунёв", aliases=["Fyodor Lunev"])
    >>> find_actor(graph, "лунев"), find_actor(graph, "fyodor lunev"), find_actor(graph, "Lune")
    (['person:fyodor-lunev'], ['person:fyodor-lunev'], [])
    """
    wanted = _folded(name)
    if not wanted:
        return []
    names = {key: _folded_names(data) for key, data in _actors(graph)}
    whole = sorted(key for key, known in names.items() if wanted in known)
    if whole:
        return whole
    words = set(wanted.split())
    return sorted(key for key, known in names.items() if any(words <= set(other.split()) for other in known))


def contact_graph(
    graph: Graph, *, by: Literal["actor", "state"] = "actor", status: Status | None = "held"
) -> nx.Graph[str]:
    """Make the graph of who met whom: an edge between two actors, weighted by how often they met.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`build_graph` makes it.
    by : {"actor", "state"}
        Nodes are the participants themselves, or the states they stand for.
    status : str, optional
        Which meetings count; those that took place unless told otherwise, None for all.

    Returns
    -------
    networkx.Graph
        Nodes keep their attributes; edges have ``weight`` and ``meetings``, the keys of the meetings.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> for key in ("person:lia", "person:oru"):
    ...     graph.add_node(key, kind="person", label=key)
    ...     _ = graph.add_edge(key, "meeting:1", key="PARTICIPATED_IN", evidence=[])
    >>> graph.add_node("meeting:1", kind="meeting", label="talks", status="held", event="CONSULT")
    >>> contact_graph(graph).edges["person:lia", "person:oru"]["weight"]
    1
    """
    meetings: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(_all_meetings(graph, status)):
        sides = _states_of(graph, key) if by == "state" else _participants(graph, key)
        for pair in combinations(sorted(sides), 2):
            meetings[pair].append(key)
    contacts: nx.Graph[str] = nx.Graph()
    for actor in sorted({actor for pair in meetings for actor in pair}):
        contacts.add_node(actor, **graph.nodes[actor])
    for (one, other), keys in sorted(meetings.items()):
        contacts.add_edge(one, other, weight=len(keys), meetings=keys)
    return contacts


def _actor(graph: Graph, name: str) -> str:
    """Return the key of the one actor with this key or name."""
    if name in graph:
        return name
    found = find_actor(graph, name)
    if len(found) == 1:
        return found[0]
    raise UnknownNameError("single actor of the graph", name, found or _similar_names(graph, name))


def _similar_names(graph: Graph, name: str) -> list[str]:
    labels = {_folded(data["label"]): data["label"] for _, data in _actors(graph)}
    return [labels[match] for match in get_close_matches(_folded(name), labels, n=5)]


def _actors(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    return [(key, data) for key, data in graph.nodes(data=True) if data.get("kind") in ACTOR_KINDS]


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())


def _folded_names(data: dict[str, Any]) -> set[str]:
    names = (data["label"], data.get("name_en"), data.get("name_ru"), *data.get("aliases", ()))
    return {_folded(name) for name in names if name}


def _all_meetings(graph: Graph, status: Status | None) -> list[str]:
    return [
        key
        for key, data in graph.nodes(data=True)
        if data.get("kind") == "meeting" and (status is None or data["status"] == status)
    ]


def _meeting_keys(graph: Graph, actor: str) -> list[str]:
    took_part = _targets(graph, actor, "PARTICIPATED_IN")
    node = graph.nodes[actor]
    if node.get("kind") != "state":
        return took_part
    party_to = [key for key in _all_meetings(graph, None) if node.get("state") in graph.nodes[key].get("parties", ())]
    return sorted({*took_part, *party_to})


def _participants(graph: Graph, meeting: str) -> set[str]:
    return {actor for actor, _, relation in graph.in_edges(meeting, keys=True) if relation == "PARTICIPATED_IN"}


def _states_of(graph: Graph, meeting: str) -> set[str]:
    """Return the states that met: the parties, and states that are participants themselves."""
    states = {f"state:{code}" for code in graph.nodes[meeting].get("parties", ())}
    states |= {actor for actor in _participants(graph, meeting) if graph.nodes[actor]["kind"] == "state"}
    return {state for state in states if state in graph}


def _targets(graph: Graph, key: str, relation: str) -> list[str]:
    return sorted(target for _, target, name in graph.out_edges(key, keys=True) if name == relation)


def _summary(graph: Graph, key: str) -> MeetingSummary:
    node = graph.nodes[key]
    places = Counter(
        {place: len(graph.edges[key, place, "HELD_IN"]["evidence"]) for place in _targets(graph, key, "HELD_IN")}
    )
    reports = [graph.edges[key, document, "REPORTED_BY"] for document in _targets(graph, key, "REPORTED_BY")]
    return MeetingSummary(
        key=key,
        label=node["label"],
        date=node.get("date"),
        status=node["status"],
        mode=node.get("mode"),
        event=node["event"],
        participants=tuple(sorted(_participants(graph, key))),
        parties=tuple(node.get("parties", ())),
        place=places.most_common(1)[0][0] if places else None,
        topics=tuple(_targets(graph, key, "DISCUSSED")),
        evidence=tuple(piece for report in reports for piece in report["evidence"]),
    )


def _by_date(meeting: MeetingSummary) -> tuple[str, str]:
    """Oldest first, meetings without a date last."""
    return meeting.date or "~", meeting.key


def _window(start: str | None, end: str | None) -> DateSpan | None:
    if start is None and end is None:
        return None
    first, last = _asked_date("start", start or "0001-01-01"), _asked_date("end", end or "9999-12-31")
    return DateSpan(first.first, last.last)


def _asked_date(option: str, value: str) -> DateSpan:
    span = date_span(value)
    if span is None:
        raise DateFormatError(f"{option}: {value!r} is not a date; write it as 2022-03-29, 2022-03 or 2022")
    return span


def _falls_in(meeting: MeetingSummary, window: DateSpan) -> bool:
    span = date_span(meeting.date)
    return span is not None and span.overlaps(window)
