from __future__ import annotations

from typing import Any

import msgspec
import pytest

from diplonlp.errors import FormatError
from diplonlp.graph import build_graph
from diplonlp.records import Document, Entity, Relation

MEETING = "meeting:2022-03-29-lia-varo-oru-kesten"
TEXT = "Министр Лия Варо прибыла в Ош. Там она встретилась с Ору Кестеном."


def replaced(document: Document, **changes: Any) -> Document:
    return msgspec.structs.replace(document, **changes)


def test_five_reports_are_one_meeting_with_five_pieces_of_evidence(report: Any) -> None:
    graph = build_graph([report(f"d{n}", "lia oru", date="2022-03-29", place="osh", topic="trade") for n in range(5)])
    for source, target, relation in [
        ("person:lia-varo", MEETING, "PARTICIPATED_IN"),
        ("person:oru-kesten", MEETING, "PARTICIPATED_IN"),
        (MEETING, "place:osh", "HELD_IN"),
        (MEETING, "topic:trade", "DISCUSSED"),
        ("person:lia-varo", "state:KGZ", "REPRESENTS"),
    ]:
        evidence = graph.edges[source, target, relation]["evidence"]
        assert [piece["document"] for piece in evidence] == ["d0", "d1", "d2", "d3", "d4"]
    assert graph.edges[MEETING, "document:d3", "REPORTED_BY"]["evidence"] == [
        {"document": "d3", "start": 0, "end": 13, "sentence": "d3: they met.", "score": 0.9, "date": "2022-03-30"}
    ]


def test_every_edge_has_evidence_that_its_document_holds(report: Any) -> None:
    documents = [report("d1", "lia oru", date="2022-03-29", place="osh", topic="trade"), report("d2", "rus un")]
    texts = {document.id: document.text for document in documents}
    edges = list(build_graph(documents).edges(keys=True, data=True))
    assert edges
    for *_, data in edges:
        assert data["evidence"]
        for piece in data["evidence"]:
            assert piece["sentence"] in texts[piece["document"]]
            assert texts[piece["document"]][piece["start"] : piece["end"]] in piece["sentence"]


def test_nodes(report: Any) -> None:
    graph = build_graph([report("d1", "lia oru", date="2022-03-29", place="osh", mode="visit")])
    assert graph.nodes["person:lia-varo"] == {
        "kind": "person",
        "label": "Lia Varo",
        "name_en": "Lia Varo",
        "name_ru": "Лия Варо",
        "state": "KGZ",
        "aliases": ["Lia Varo", "Лия Варо"],
    }
    meeting = graph.nodes[MEETING]
    assert meeting["kind"] == "meeting"
    assert meeting["label"] == "Lia Varo, Oru Kesten (2022-03-29)"
    assert (meeting["date"], meeting["status"], meeting["mode"], meeting["event"]) == (
        "2022-03-29",
        "held",
        "visit",
        "CONSULT",
    )
    assert meeting["parties"] == ["KAZ", "KGZ"]
    assert graph.nodes["document:d1"]["kind"] == "document"
    assert graph.nodes["place:osh"]["kind"] == "place"


def test_states_known_only_by_a_code_are_nodes(report: Any) -> None:
    graph = build_graph([report("d1", "lia oru", parties=("KAZ", "KGZ", "TJK"))])
    assert graph.nodes["state:KGZ"]["name_ru"] in graph.nodes["state:KGZ"]["aliases"]
    assert graph.nodes["state:TJK"]["label"] == "Tajikistan"


def test_a_state_no_table_knows_keeps_its_code(report: Any) -> None:
    graph = build_graph([report("d1", "lia oru", parties=("QQQ",))])
    assert graph.nodes["state:QQQ"] == {"kind": "state", "label": "QQQ", "state": "QQQ"}


@pytest.mark.parametrize(
    ("langs", "label"),
    [(["en"], "Lia Varo"), (["ru", "ru", "en"], "Лия Варо"), (["ru", "en"], "Lia Varo"), (["uk"], "Lia Varo")],
)
def test_labels_are_in_the_language_of_most_documents(report: Any, langs: list[str], label: str) -> None:
    graph = build_graph([report(f"d{n}", "lia oru", lang=lang) for n, lang in enumerate(langs)])
    assert graph.nodes["person:lia-varo"]["label"] == label


def test_a_person_stands_for_a_state_only_where_the_meeting_says_so(report: Any) -> None:
    graph = build_graph([report("d1", "lia oru", parties=("KAZ",))])
    assert graph.has_edge("person:oru-kesten", "state:KAZ", "REPRESENTS")
    assert not graph.has_edge("person:lia-varo", "state:KGZ", "REPRESENTS")


def test_later_held_wins_and_the_exact_date_is_kept(report: Any) -> None:
    graph = build_graph(
        [
            report("d1", "lia oru", date="2022-03", status="planned", published="2022-03-01"),
            report("d2", "lia oru", date="2022-03-29"),
        ]
    )
    assert graph.nodes[MEETING]["status"] == "held"
    assert graph.nodes[MEETING]["date"] == "2022-03-29"


def test_relations_become_edges_with_the_sentence() -> None:
    start, end = TEXT.index("Министр"), TEXT.index(" прибыла")
    document = Document(
        id="ру-1",
        lang="ru",
        text=TEXT,
        entities=(
            Entity(id="e1", label="PERSON", name="Лия Варо", name_en="Lia Varo"),
            Entity(id="e2", label="TITLE", name="министр", name_en="minister"),
        ),
        relations=(Relation(type="HOLDS_TITLE", source="e1", target="e2", start=start, end=end, score=0.8),),
    )
    [evidence] = build_graph([document]).edges["person:lia-varo", "title:minister", "HOLDS_TITLE"]["evidence"]
    assert evidence["sentence"] == "Министр Лия Варо прибыла в Ош."
    assert TEXT[evidence["start"] : evidence["end"]] == "Министр Лия Варо"
    assert (evidence["score"], evidence["date"]) == (0.8, None)


def test_a_document_given_twice_counts_once(report: Any) -> None:
    document = report("d1", "lia oru", date="2022-03-29")
    graph = build_graph([document, document])
    assert len(graph.edges["person:lia-varo", MEETING, "PARTICIPATED_IN"]["evidence"]) == 1


def test_events_are_not_nodes_and_take_no_edge() -> None:
    document = Document(
        id="d1",
        lang="en",
        text="The Third Forum in Osh.",
        entities=(Entity(id="e1", label="EVENT", name="Third Forum"), Entity(id="e2", label="LOC", name="Osh")),
        relations=(Relation(type="LOCATED_IN", source="e1", target="e2", start=0, end=5),),
    )
    assert sorted(build_graph([document])) == ["document:d1", "place:osh"]


@pytest.mark.parametrize("part", ["relation", "participant", "topic"])
def test_a_document_that_names_what_it_does_not_have_is_named(report: Any, part: str) -> None:
    document = report("d7", "lia oru")
    meeting = document.meetings[0]
    broken = {
        "relation": replaced(
            document, relations=(Relation(type="PART_OF", source="lia", target="e9", start=0, end=1),)
        ),
        "participant": replaced(document, meetings=(replaced(meeting, participants=("e9",)),)),
        "topic": replaced(document, meetings=(replaced(meeting, topics=("e9",)),)),
    }[part]
    with pytest.raises(FormatError, match=r"d7: (entity|topic) e9"):
        build_graph([broken])


def test_no_documents_make_an_empty_graph() -> None:
    assert len(build_graph([])) == 0


def test_a_long_list_of_participants_makes_a_short_id(report: Any) -> None:
    graph = build_graph([report("d1", "lia oru mar ten kgz rus un osce", date="2022-03-29", parties=())])
    [key] = [key for key in graph if key.startswith("meeting:")]
    assert key.endswith("-and-2-more")
