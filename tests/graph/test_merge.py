"""Which two reports are one meeting: each row is two reports, and whether they merge."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from diplonlp.graph import build_graph

DAY = {"date": "2022-03-29"}


def meetings(documents: list[Any]) -> list[str]:
    return sorted(key for key, data in build_graph(documents).nodes(data=True) if data["kind"] == "meeting")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("lia oru", DAY), ("lia oru", DAY), id="the same"),
        pytest.param(("lia oru", DAY), ("oru lia mar", DAY), id="two of three people"),
        pytest.param(("lia oru", DAY), ("lia oru", {"date": "2022-03"}), id="a day in its month"),
        pytest.param(("lia oru", DAY), ("lia oru", {"date": "2022-03-28/2022-03-30"}), id="a day in an interval"),
        pytest.param(("lia oru", DAY), ("lia oru", {}), id="no date, published together"),
        pytest.param(("lia oru", {"published": "2022-03-27"}), ("lia oru", {}), id="no dates, three days apart"),
        pytest.param(("lia oru", DAY | {"place": "osh"}), ("lia oru", DAY), id="place not told"),
        pytest.param(("lia oru", DAY | {"place": "osh"}), ("lia oru", DAY | {"place": "kgz"}), id="city and its state"),
        pytest.param(("lia oru", DAY | {"status": "planned"}), ("lia oru", DAY), id="planned, then held"),
        pytest.param(
            ("lia oru", DAY | {"status": "planned"}), ("lia oru", DAY | {"status": "cancelled"}), id="called off"
        ),
        pytest.param(("lia oru", DAY | {"mode": "visit"}), ("lia oru", DAY | {"mode": "host"}), id="guest and host"),
        pytest.param(("kgz rus", DAY), ("mfa rus", DAY), id="state, or its ministry"),
        pytest.param(("lia un", DAY), ("lia un", DAY), id="one person and an organisation"),
    ],
)
def test_one_meeting(report: Any, one: tuple[str, dict[str, Any]], other: tuple[str, dict[str, Any]]) -> None:
    documents = [report("d1", one[0], **one[1]), report("d2", other[0], **other[1])]
    assert len(meetings(documents)) == 1
    assert meetings(documents) == meetings(documents[::-1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("lia oru", DAY), ("lia oru", {"date": "2022-03-30"}), id="the next day"),
        pytest.param(("lia oru", DAY), ("lia mar", DAY), id="one person in common"),
        pytest.param(("lia oru mar", DAY), ("lia oru ten", DAY), id="neither within the other"),
        pytest.param(("lia oru", DAY), ("lia oru", {"date": "2022"}), id="a year says too little"),
        pytest.param(("lia oru", DAY), ("lia oru", {"published": "2022-04-03"}), id="published four days later"),
        pytest.param(("lia oru", {"date": "2021-05-02"}), ("lia oru", {}), id="a meeting recalled from last year"),
        pytest.param(("lia oru", DAY), ("lia oru", {"published": None}), id="no dates at all to go by"),
        pytest.param(("lia oru", DAY | {"place": "osh"}), ("lia oru", DAY | {"place": "almaty"}), id="two cities"),
        pytest.param(("lia oru", DAY), ("lia oru", DAY | {"status": "cancelled"}), id="held, and cancelled"),
        pytest.param(("lia oru", DAY), ("lia oru", DAY | {"status": "denied"}), id="held, and denied"),
        pytest.param(
            ("lia oru", {}), ("lia oru", {"status": "planned", "published": "2022-03-31"}), id="the next one is planned"
        ),
        pytest.param(
            ("lia oru", DAY | {"mode": "phone"}), ("lia oru", DAY | {"mode": "visit"}), id="a call and a visit"
        ),
        pytest.param(
            ("lia oru", DAY | {"mode": "visit"}),
            ("lia oru mar ten", DAY | {"mode": "multilateral"}),
            id="beside a summit",
        ),
        pytest.param(("lia oru", DAY), ("lia oru", DAY | {"event": "AGREE"}), id="talks and an agreement"),
        pytest.param(("lia rus", DAY), ("lia un", DAY), id="one person, two partners"),
        pytest.param(("rus un", DAY), ("rus osce", DAY), id="one state, two organisations"),
        pytest.param(("kgz rus", DAY), ("lia mar", DAY), id="states, and people of them"),
    ],
)
def test_two_meetings(report: Any, one: tuple[str, dict[str, Any]], other: tuple[str, dict[str, Any]]) -> None:
    documents = [report("d1", one[0], **one[1]), report("d2", other[0], **other[1])]
    assert len(meetings(documents)) == 2
    assert meetings(documents) == meetings(documents[::-1])


def test_order_does_not_matter(report: Any) -> None:
    documents = [
        report("d1", "lia oru", date="2022-03"),
        report("d2", "lia oru", date="2022-03-29", status="planned", published="2022-03-25"),
        report("d3", "lia oru mar", date="2022-03-29"),
        report("d4", "lia oru ten", date="2022-03-29"),
        report("d5", "lia oru"),
        report("d6", "lia oru", date="2022-03-12"),
    ]
    first = build_graph(documents)
    for order in itertools.islice(itertools.permutations(documents), 0, None, 37):
        graph = build_graph(order)
        assert dict(graph.nodes(data=True)) == dict(first.nodes(data=True))
        assert list(graph.edges(keys=True, data=True)) == list(first.edges(keys=True, data=True))


def test_one_document_tells_its_meetings_apart(report: Any) -> None:
    import msgspec

    document = report("d1", "lia oru", date="2022-03-29")
    again = msgspec.structs.replace(document.meetings[0], id="v2", status="planned")
    document = msgspec.structs.replace(document, meetings=(*document.meetings, again))
    assert meetings([document]) == [
        "meeting:2022-03-29-lia-varo-oru-kesten",
        "meeting:2022-03-29-lia-varo-oru-kesten-2",
    ]


def test_nobody_named_is_nobody_in_common(report: Any) -> None:
    assert len(meetings([report("d1", "", **DAY), report("d2", "", **DAY)])) == 2
