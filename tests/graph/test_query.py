from __future__ import annotations

from typing import Any

import pytest

from diplonlp.errors import DateFormatError, UnknownNameError
from diplonlp.graph import (
    build_graph,
    contact_graph,
    find_actor,
    meetings_between,
    meetings_of,
    topics_of,
    who_met,
)

LIA, ORU, MAR = "person:lia-varo", "person:oru-kesten", "person:mar-dolin"


@pytest.fixture
def graph(report: Any) -> Any:
    return build_graph(
        [
            report("d1", "lia oru", date="2022-03-29", topic="trade", place="osh"),
            report("d2", "lia oru", date="2022-05-02", topic="trade", published="2022-05-03"),
            report("d3", "lia mar", date="2022-04", topic="migration", published="2022-04-20"),
            report("d4", "lia ten", status="planned", published="2022-06-01", topic="energy"),
        ]
    )


def test_meetings_of_come_in_order_with_evidence(graph: Any) -> None:
    meetings = meetings_of(graph, LIA)
    assert [meeting.date for meeting in meetings] == ["2022-03-29", "2022-04", "2022-05-02", None]
    assert meetings[0].participants == (LIA, ORU)
    assert meetings[0].place == "place:osh"
    assert meetings[0].topics == ("topic:trade",)
    assert meetings[0].evidence[0]["sentence"] == "d1: they met."


@pytest.mark.parametrize(
    ("options", "dates"),
    [
        ({"start": "2022-04-15"}, ["2022-04", "2022-05-02"]),
        ({"end": "2022-04"}, ["2022-03-29", "2022-04"]),
        ({"start": "2022-04-01", "end": "2022-04-30"}, ["2022-04"]),
        ({"status": "planned"}, [None]),
        ({"status": "denied"}, []),
    ],
)
def test_meetings_of_can_be_narrowed(graph: Any, options: dict[str, Any], dates: list[str | None]) -> None:
    assert [meeting.date for meeting in meetings_of(graph, LIA, **options)] == dates


def test_a_date_that_is_none_is_named(graph: Any) -> None:
    with pytest.raises(DateFormatError, match=r"start: 'Tuesday'"):
        meetings_of(graph, LIA, start="Tuesday")


def test_who_met_counts_what_took_place(graph: Any) -> None:
    assert [(actor, times) for actor, times, _ in who_met(graph, LIA)] == [(ORU, 2), (MAR, 1)]
    assert [actor for actor, *_ in who_met(graph, LIA, status=None)] == [ORU, MAR, "person:ten-ashur"]


def test_states_meet_through_those_who_stand_for_them(graph: Any) -> None:
    assert [(actor, times) for actor, times, _ in who_met(graph, "state:KGZ")] == [("state:KAZ", 2), ("state:RUS", 1)]


def test_meetings_between(graph: Any) -> None:
    assert [meeting.date for meeting in meetings_between(graph, LIA, ORU)] == ["2022-03-29", "2022-05-02"]
    assert [meeting.date for meeting in meetings_between(graph, "state:RUS", LIA)] == ["2022-04"]
    assert meetings_between(graph, ORU, MAR) == []


def test_topics_of(graph: Any) -> None:
    topics = [(topic, times) for topic, times, _ in topics_of(graph, LIA)]
    assert topics == [("topic:trade", 2), ("topic:energy", 1), ("topic:migration", 1)]
    assert [topic for topic, *_ in topics_of(graph, LIA, MAR)] == ["topic:migration"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Lia Varo", [LIA]),
        ("лия варо", [LIA]),
        ("ВАРО", [LIA]),
        ("varo  lia", [LIA]),
        ("kyrgyzstan", ["state:KGZ"]),
        ("Var", []),
        ("", []),
        ("Osh", []),
    ],
)
def test_find_actor(graph: Any, name: str, found: list[str]) -> None:
    assert find_actor(graph, name) == found


def test_questions_take_names_too(graph: Any) -> None:
    assert meetings_of(graph, "Варо") == meetings_of(graph, LIA)


def test_an_unknown_name_is_answered_with_similar_ones(graph: Any) -> None:
    with pytest.raises(UnknownNameError, match="Oru Kesten"):
        meetings_of(graph, "Oru Kestin")


def test_a_name_of_two_actors_is_answered_with_both(graph: Any) -> None:
    graph.add_node("person:other", kind="person", label="Другая Варо")
    with pytest.raises(UnknownNameError, match=f"{LIA}, person:other"):
        who_met(graph, "Варо")


def test_contact_graph(graph: Any) -> None:
    people = contact_graph(graph)
    assert sorted(people.edges(data="weight")) == [(LIA, MAR, 1), (LIA, ORU, 2)]
    assert people.nodes[LIA]["label"] == "Lia Varo"
    assert people.edges[LIA, ORU]["meetings"] == [
        "meeting:2022-03-29-lia-varo-oru-kesten",
        "meeting:2022-05-02-lia-varo-oru-kesten",
    ]
    states = contact_graph(graph, by="state", status=None)
    assert {frozenset(edge) for edge in states.edges} == {
        frozenset({"state:KGZ", other}) for other in ("state:KAZ", "state:RUS", "state:UZB")
    }


def test_questions_leave_the_graph_as_it_was(graph: Any) -> None:
    before = graph.copy()
    meetings_of(graph, LIA), who_met(graph, LIA), contact_graph(graph), topics_of(graph, LIA)
    assert dict(graph.nodes(data=True)) == dict(before.nodes(data=True))
    assert list(graph.edges) == list(before.edges)
