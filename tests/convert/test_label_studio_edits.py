"""What annotators change in Label Studio comes back; all else stays, and what had to go is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations

Difference: TypeAlias = "Callable[[Document, Document], dict[str, Any]]"
Results: TypeAlias = "list[dict[str, Any]]"
Edit: TypeAlias = "Callable[[Results], None]"
Lost: TypeAlias = "set[tuple[str, str]]"
VALUES = {"labels": "labels", "choices": "choices", "textarea": "text"}


def said(region: str, control: str, *content: str, kind: str = "choices") -> Edit:
    """Answer anew: the control of a region has this content, or none."""

    def edit(results: Results) -> None:
        old = [r for r in results if (r.get("id"), r.get("from_name")) == (region, control)]
        place = next(r["value"] for r in results if r.get("id") == region)
        for result in old:
            results.remove(result)
        value = {"start": place["start"], "end": place["end"], VALUES[kind]: [*content]}
        if content:
            results.append({"id": region, "from_name": control, "to_name": "text", "type": kind, "value": value})

    return edit


def drawn(region: str, start: int, end: int, words: str, label: str) -> Edit:
    """Draw a region, or one that is there already anew; offsets are UTF-16 units."""

    def edit(results: Results) -> None:
        for result in results:
            if result.get("id") == region:
                result["value"] |= {"start": start, "end": end}
        results[:] = [r for r in results if (r.get("id"), r.get("from_name")) != (region, "label")]
        value = {"start": start, "end": end, "text": words, "labels": [label]}
        results.append({"id": region, "from_name": "label", "to_name": "text", "type": "labels", "value": value})

    return edit


def removed(region: str) -> Edit:
    """Delete a region, and the arcs at it, as Label Studio does."""

    def edit(results: Results) -> None:
        results[:] = [r for r in results if region not in (r.get("id"), r.get("from_id"), r.get("to_id"))]

    return edit


def arc(source: str, target: str, label: str) -> Edit:
    return lambda results: results.append(
        {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [label]}
    )


def cut(source: str, target: str) -> Edit:
    """Delete an arc."""

    def edit(results: Results) -> None:
        results[:] = [r for r in results if (r.get("from_id"), r.get("to_id")) != (source, target)]

    return edit


def m(number: int) -> str:
    return f"mention-m{number}"


V1 = "meeting-v1"
# "🕊 Foreign Minister of Peru Inés Quiroga met Tomás Ferrada of Chile in Lima on 14 May.\r\n…": the bird counts twice.
EDITS: dict[str, tuple[list[Edit], dict[str, Any], Lost]] = {
    "nothing": ([], {}, set()),
    "mention added": ([drawn("xY1", 163, 171, "minister", "TITLE")], {"+m12": "minister", "+e8": "minister"}, set()),
    "mention added to an entity": (
        [drawn("xY1", 163, 171, "minister", "TITLE"), said("xY1", "entity", "e1", kind="textarea")],
        {"+m12": "minister"}, set()),
    "state added with its code": (
        [drawn("xY1", 125, 128, "The", "STATE"), said("xY1", "value", "BOL", kind="textarea")],
        {"+m12": "The", "+e8": "The"}, set()),
    "mention removed": ([removed(m(8))], {"-m8": None}, set()),
    "last mention removed": (
        [removed(m(6))],
        {"-m6": None, "-e6": None, "v1.place": None, "v1.score": 1.0},
        {("entity", "Lima"), ("place", "Lima")}),
    "last mention of a relation's end removed": (
        [removed(m(1))],
        {"-m1": None, "-e2": None, "-HOLDS_TITLE e1-e2": None, "-TITLE_AT e2-e3": None},
        {("entity", "Foreign Minister of Peru"), ("relation", "Inés Quiroga HOLDS_TITLE Foreign Minister of Peru")}),
    "a date removed": (
        [removed(m(7))], {"-m7": None, "v1.date": None, "v1.date_text": None, "v1.score": 1.0},
        {("date", "2024-05-14")}),
    "boundary moved": (
        [drawn(m(10), 125, 141, "The Andean Union", "ORG")],
        {"m10.start": 124, "m10.text": "The Andean Union", "m10.lemma": "The Andean Union", "m10.score": 1.0}, set()),
    "label changed": (
        [drawn(m(10), 129, 141, "Andean Union", "LOC")],
        {"m10.label": "LOC", "m10.score": 1.0, "e7.label": "LOC"}, set()),
    "entities joined": (
        [said(m(4), "entity", "e1", kind="textarea"), said(m(9), "entity", "e1", kind="textarea")],
        {"m4.entity": "e1", "m9.entity": "e1", "-e4": None, "v1.participants": ("e1",), "v1.parties": ("PER",),
         "v1.score": 1.0, "-REPRESENTS e4-e5": None, "+REPRESENTS e1-e5": None},
        {("entity", "Tomás Ferrada")}),
    "entity split by a new name": (
        [said(m(9), "entity", "other Ferrada", kind="textarea")],
        {"m9.entity": "other Ferrada", "+other Ferrada": "ferrada"}, set()),
    "entity split by no name": (
        [said(m(9), "entity", kind="textarea")], {"m9.entity": "e8", "+e8": "ferrada"}, set()),
    "value of a date": (
        [said(m(7), "value", " 2024-05 ", kind="textarea")],
        {"m7.value": "2024-05", "m7.score": 1.0, "v1.date": "2024-05", "v1.score": 1.0}, set()),
    "relation added": ([arc(m(8), m(2), "REPRESENTS")], {"+REPRESENTS e1-e3": None}, set()),
    "relation removed": ([cut(m(4), m(5))], {"-REPRESENTS e4-e5": None}, set()),
    "relation that is there, drawn between other mentions": (
        [arc(m(8), m(1), "HOLDS_TITLE")], {}, {("relation", "Inés Quiroga HOLDS_TITLE Foreign Minister of Peru")}),
    "two relations that become one": (
        [arc(m(3), m(5), "REPRESENTS"), said(m(4), "entity", "e1", kind="textarea"),
         said(m(9), "entity", "e1", kind="textarea")],
        {"m4.entity": "e1", "m9.entity": "e1", "-e4": None, "v1.participants": ("e1",), "v1.parties": ("PER",),
         "v1.score": 1.0, "-REPRESENTS e4-e5": None, "+REPRESENTS e1-e5": None},
        {("entity", "Tomás Ferrada"), ("relation", "Inés Quiroga REPRESENTS Chile")}),
    "entities joined that had one relation each": (
        [arc(m(3), m(5), "REPRESENTS"), said(m(4), "entity", "e1", kind="textarea"), cut(m(4), m(5)),
         said(m(9), "entity", "e1", kind="textarea"), cut(V1, m(3))],
        {"m4.entity": "e1", "m9.entity": "e1", "-e4": None, "v1.participants": ("e1",), "v1.parties": ("PER",),
         "v1.score": 1.0, "-REPRESENTS e4-e5": None, "+REPRESENTS e1-e5": None},
        {("entity", "Tomás Ferrada")}),
    "relation of an entity to itself": ([arc(m(3), m(8), "SUCCEEDS")], {}, {("relation", "SUCCEEDS Inés Quiroga")}),
    "status changed": ([said(V1, "status", "cancelled")], {"v1.status": "cancelled", "v1.score": 1.0}, set()),
    "mode removed": ([said(V1, "mode")], {"v1.mode": None, "v1.score": 1.0}, set()),
    "two answers": ([said(V1, "status", "planned", "held")], {"v1.status": "planned", "v1.score": 1.0},
        {("choice", "status: held")}),
    "participant added": (
        [arc(V1, m(10), "Participant")], {"v1.participants": ("e1", "e4", "e7"), "v1.score": 1.0}, set()),
    "participant added by an arc the other way": (
        [arc(m(10), V1, "Participant")], {"v1.participants": ("e1", "e4", "e7"), "v1.score": 1.0}, set()),
    "participant removed": (
        [cut(V1, m(4))], {"v1.participants": ("e1",), "v1.parties": ("PER",), "v1.score": 1.0}, set()),
    "organisation added": ([arc(V1, m(10), "Organization")], {"v1.organizations": ("e7",), "v1.score": 1.0}, set()),
    "meeting added": (
        [drawn("xY2", 142, 149, "thanked", "MEETING"), said("xY2", "mode", "video"), arc("xY2", m(10), "Participant")],
        {"+v2": "thanked"}, set()),
    "meeting removed": ([removed(V1)], {"-v1": None}, set()),
    "topic recoded": ([said("topic-t1", "topic", "trade")], {"t1.code": "trade", "t1.name": "trade"}, set()),
    "topic removed": ([removed("topic-t1")], {"-t1": None, "v1.topics": (), "v1.score": 1.0}, set()),
    "topic added": (
        [drawn("xY3", 108, 117, "discussed", "TOPIC"), said("xY3", "topic", "gas")], {"+t2": "discussed"}, set()),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "expected", "lost"), EDITS.values(), ids=EDITS)
def test_what_was_changed_and_nothing_else_is_in_the_document(
    edits: list[Edit],
    expected: dict[str, Any],
    lost: Lost,
    gold: Document,
    difference: Difference,
    tmp_path: Path,
) -> None:
    path = tmp_path / "tasks.json"
    write_annotations([gold], path)
    tasks = json.loads(path.read_text("utf-8"))
    for edit in edits:
        edit(tasks[0]["annotations"][0]["result"])
    path.write_text(json.dumps(tasks), "utf-8")
    [document], report = (back := read_annotations(path)).documents, back.report
    assert difference(gold, document) == expected
    assert validate(document) == []
    assert {(loss.kind, loss.example) for loss in report.losses} == lost
