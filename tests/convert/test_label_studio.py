"""Label Studio: the task as it is imported, and exports that others made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations
from diplonlp.records import LABELS


def test_a_task_literally(make: Callable[..., Document], tmp_path: Path) -> None:
    document = make(
        "🕊 Kori met gas.",
        [("Kori", "PERSON", "e1")],
        [("e1", "PERSON", "Kori"), ("e2", "ORG", "gas")],
        topics=[("gas", "gas")],
        meetings=[{"trigger": "met", "participants": ("e1",), "topics": ("t1",), "status": "planned"}],
        id="новость 1",
    )
    write_annotations([document], tmp_path / "tasks.json")
    [task] = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert task["data"].pop("diplonlp")["meetings"][0]["id"] == "v1"
    text = {"to_name": "text"}
    kori, gas, met = ({**text, "id": name} for name in ("mention-m1", "topic-t1", "meeting-v1"))
    at_kori, at_gas, at_met = (
        {"start": start, "end": start + len(words), "text": words}
        for start, words in ((3, "Kori"), (12, "gas"), (8, "met"))
    )
    label, choice = ({"type": "labels", "from_name": "label"}, {"type": "choices"})
    arc = {"type": "relation", "from_id": "meeting-v1", "direction": "right"}
    assert task["data"] == {"text": "🕊 Kori met gas.", "id": "новость 1"}
    assert [annotation["was_cancelled"] for annotation in task["annotations"]] == [False]
    assert task["annotations"][0]["result"] == [
        {**kori, **label, "value": {**at_kori, "labels": ["PERSON"]}},
        {**kori, "type": "textarea", "from_name": "entity", "value": {**at_kori, "text": ["e1"]}},
        {**gas, **label, "value": {**at_gas, "labels": ["TOPIC"]}},
        {**gas, **choice, "from_name": "topic", "value": {**at_gas, "choices": ["gas"]}},
        {**met, **label, "value": {**at_met, "labels": ["MEETING"]}},
        {**met, **choice, "from_name": "event", "value": {**at_met, "choices": ["CONSULT"]}},
        {**met, **choice, "from_name": "status", "value": {**at_met, "choices": ["planned"]}},
        {**arc, "to_id": "mention-m1", "labels": ["Participant"]},
        {**arc, "to_id": "topic-t1", "labels": ["Topic"]},
    ]


def test_the_configuration_offers_what_the_tasks_use(make: Callable[..., Document], tmp_path: Path) -> None:
    write_annotations([make("They met.", topics=[("met", 'my "own" <code>')])], tmp_path / "tasks.json.gz")
    view = ElementTree.fromstring((tmp_path / "tasks.config.xml").read_text("utf-8"))
    labels = [label.get("value") for label in view.iter("Label")]
    assert labels == [*LABELS, "TOPIC", "MEETING"]
    controls = {control.get("name"): [c.get("value") for c in control] for control in view.iter("Choices")}
    assert controls["status"] == ["held", "planned", "cancelled", "proposed", "denied"]
    assert {"gas", 'my "own" <code>'} <= set(controls["topic"])
    assert {control.get("name") for control in view.iter("TextArea")} == {"entity", "value"}
    assert all(control.get("perRegion") == "true" for control in (*view.iter("Choices"), *view.iter("TextArea")))
    assert {"HOLDS_TITLE", "Participant"} <= {relation.get("value") for relation in view.iter("Relation")}


def labels(name: str, start: Any, end: Any, words: str, label: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": [label]}
    return {"id": name, "from_name": "ner", "to_name": "text", "type": "labels", "value": value, "origin": "manual"}


def export(path: Path, text: str, *annotations: dict[str, Any], **task: Any) -> Path:
    """An export of somebody's own project."""
    tasks = [{"id": 7, "data": {"text": text}, "annotations": annotations, "predictions": [], "meta": {}, **task}]
    path.write_text(json.dumps(tasks), "utf-8")
    return path


RIGA = "🕊 Riga and Lima"


def test_of_several_annotations_the_newest_that_was_not_cancelled_is_read(tmp_path: Path) -> None:
    arc = {"type": "relation", "from_id": "b", "to_id": "a", "direction": "left", "labels": ["LOCATED_IN"]}
    kept = [labels("a", 3, 7, "Riga", "LOC"), labels("b", 12, 16, "Lima", "STATE"), arc]
    path = export(
        tmp_path / "project-7.json",
        RIGA,
        {"id": 1, "result": [labels("a", 3, 7, "Riga", "ORG")], "updated_at": "2024-05-01T00:00:00Z"},
        {"id": 2, "result": kept, "updated_at": "2024-05-02T00:00:00Z", "lead_time": 3.5, "completed_by": {"id": 1}},
        {"id": 3, "result": [], "was_cancelled": True, "updated_at": "2024-05-03T00:00:00Z"},
    )
    [document], report = (back := read_annotations(path)).documents, back.report
    assert document.id == "project-7-1"
    assert [(m.text, m.label, m.entity) for m in document.mentions] == [("Riga", "LOC", "e1"), ("Lima", "STATE", "e2")]
    assert [(r.type, r.source, r.target) for r in document.relations] == [("LOCATED_IN", "e1", "e2")]
    assert [(loss.kind, loss.example) for loss in report.losses] == [("annotation", "annotation 1")]
    assert validate(document) == []


def test_a_task_without_a_finished_annotation_is_given_back_bare(tmp_path: Path) -> None:
    path = export(tmp_path / "x.json", RIGA, {"id": 3, "result": [], "was_cancelled": True})
    back = read_annotations(path)
    assert back.documents[0].mentions == ()
    assert [loss.kind for loss in back.report.losses] == ["task"]


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("🕊 Riga", 3, 7, "Riga"),  # UTF-16 units, as a browser counts
        ("🕊 Riga", 2, 6, "Riga"),  # code points, as a program in Python counts
        ("🕊\r\nRiga\r\nLima", 3, 12, "Riga\nLima"),  # a line end counted once
        ("🕊\r\nRiga\r\nLima", 4, 14, "Riga\\nLima"),  # a line end written out
        ("🕊 Riga", "3", "7", "Riga"),
        ("🕊 Riga", 3.0, 7.0, "Riga"),
    ],
)
def test_offsets_in_every_way_of_counting(text: str, start: Any, end: Any, words: str, tmp_path: Path) -> None:
    path = export(tmp_path / "x.json", text, {"result": [labels("a", start, end, words, "LOC")]})
    [mention] = read_annotations(path).documents[0].mentions
    assert mention.text.split() == words.replace("\\n", "\n").split()


@pytest.mark.parametrize(
    ("result", "lost"),
    [
        (labels("a", 3, 7, "Riga", "Animal"), ("mention", "Animal: Riga")),
        ({"id": "c", "type": "rating", "from_name": "stars", "value": {"rating": 3}}, ("result", "rating stars")),
        (
            {"id": "c", "type": "choices", "from_name": "mood", "value": {"choices": ["bad"]}},
            ("result", "choices mood"),
        ),
        (
            {"id": "c", "type": "choices", "from_name": "mood", "value": {"start": 3, "end": 7, "choices": ["bad"]}},
            ("choice", "mood: bad"),
        ),
        ({"type": "relation", "from_id": "a", "to_id": "z", "labels": ["likes"]}, ("relation", "likes")),
        ({"type": "relation", "from_id": "a", "to_id": "z", "labels": ["PART_OF"]}, ("relation", "PART_OF")),
        ({"type": "relation", "from_id": "a", "to_id": "z"}, ("relation", "no label")),
        (labels("t", 12, 16, "Lima", "TOPIC"), ("topic", "Lima")),
    ],
)
def test_what_has_no_place_is_reported(result: dict[str, Any], lost: tuple[str, str], tmp_path: Path) -> None:
    back = read_annotations(export(tmp_path / "x.json", RIGA, {"result": [result]}))
    assert lost in {(loss.kind, loss.example) for loss in back.report.losses}
    assert back.documents[0].mentions == ()


def test_without_our_data_the_annotations_say_the_same(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x.json")
    tasks = json.loads((tmp_path / "x.json").read_text("utf-8"))
    del tasks[0]["data"]["diplonlp"]
    (tmp_path / "x.json").write_text(json.dumps(tasks))
    [document] = read_annotations(tmp_path / "x.json").documents
    for kind in ("mentions", "relations", "meetings"):
        assert len(getattr(document, kind)) == len(getattr(gold, kind))
    assert {(m.start, m.label, m.entity, m.value) for m in document.mentions} == {
        (m.start, m.label, m.entity, m.value) for m in gold.mentions
    }
    assert (document.meetings[0].participants, document.meetings[0].date) == (("e1", "e4"), "2024-05-14")
    assert {(e.id, e.label) for e in document.entities} == {(e.id, e.label) for e in gold.entities}
    assert document.id == gold.id
