"""Prodigy: the line of a document, what annotators change in it, and datasets that others made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations

Difference: TypeAlias = "Callable[[Document, Document], dict[str, Any]]"
Example: TypeAlias = "dict[str, Any]"
Edit: TypeAlias = "Callable[[Example], None]"
Lost: TypeAlias = "set[tuple[str, str]]"


def test_a_line_literally(make: Callable[..., Document], tmp_path: Path) -> None:
    document = make(
        "🕊 Рига, Латвия",
        [("Рига", "LOC", "e1"), ("Латвия", "STATE", "e2", "LVA"), ("Рига, Латвия", "ORG")],
        [("e1", "LOC", "Рига"), ("e2", "STATE", "Латвия")],
        [("LOCATED_IN", "e1", "e2")],
        lang="ru",
    )
    write_annotations([document], tmp_path / "x.jsonl", "prodigy")
    example = json.loads((tmp_path / "x.jsonl").read_text("utf-8"))
    riga = {"start": 2, "end": 6, "token_start": 1, "token_end": 1, "label": "LOC", "id": "m1", "entity": "e1"}
    latvia = {"start": 8, "end": 14, "token_start": 3, "token_end": 3, "label": "STATE", "id": "m2", "entity": "e2"}
    assert example.pop("diplonlp")["lang"] == "ru"
    assert example == {
        "text": "🕊 Рига, Латвия",
        "tokens": [
            {"text": "🕊", "start": 0, "end": 1, "id": 0, "ws": True},
            {"text": "Рига", "start": 2, "end": 6, "id": 1, "ws": False},
            {"text": ",", "start": 6, "end": 7, "id": 2, "ws": True},
            {"text": "Латвия", "start": 8, "end": 14, "id": 3, "ws": False},
        ],
        "spans": [
            riga,
            latvia,
            {"start": 2, "end": 14, "token_start": 1, "token_end": 3, "label": "ORG", "id": "m3"},
        ],
        "relations": [{"head": 1, "child": 3, "head_span": riga, "child_span": latvia, "label": "LOCATED_IN"}],
        "meta": {"id": "d1", "lang": "ru"},
    }


def test_tokens_join_to_the_text_and_end_where_mentions_do(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x.jsonl", "prodigy")
    example = json.loads((tmp_path / "x.jsonl").read_text("utf-8"))
    tokens = example["tokens"]
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == gold.text
    assert all(gold.text[token["start"] : token["end"]] == token["text"] for token in tokens)
    for span in example["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]


def plain(start: int, end: int, label: str, **more: Any) -> dict[str, Any]:
    """A span as Prodigy's pages make it, without our keys."""
    return {"start": start, "end": end, "token_start": 0, "token_end": 0, "label": label, **more}


def added(*spans: dict[str, Any]) -> Edit:
    return lambda example: example["spans"].extend(spans)


def removed(name: str) -> Edit:
    """Delete a span and the arcs at it."""

    def edit(example: Example) -> None:
        example["spans"] = [span for span in example["spans"] if span["id"] != name]
        ends = ("head_span", "child_span")
        example["relations"] = [r for r in example["relations"] if name not in (r[end]["id"] for end in ends)]

    return edit


def changed(name: str, **fields: Any) -> Edit:
    """Change a span, and where arcs hold it too."""

    def edit(example: Example) -> None:
        for span in [*example["spans"], *(r[end] for r in example["relations"] for end in ("head_span", "child_span"))]:
            if span["id"] == name:
                span |= fields

    return edit


def arc(head: dict[str, Any], child: dict[str, Any], label: str) -> Edit:
    return lambda example: example["relations"].append({"head_span": head, "child_span": child, "label": label})


def without_our_keys(example: Example) -> None:
    """Draw every span anew: Prodigy then knows neither its id nor its entity."""
    for span in example["spans"]:
        del span["id"]
        span.pop("entity", None)


EDITS: dict[str, tuple[list[Edit], dict[str, Any], Lost]] = {
    "nothing": ([], {}, set()),
    "accepted": ([lambda example: example.update(answer="accept", _timestamp=1, _view_id="spans_manual")], {}, set()),
    "spans drawn anew in the same places": ([without_our_keys], {}, set()),
    "mention added": ([added(plain(162, 170, "TITLE"))], {"+m12": "minister", "+e8": "minister"}, set()),
    "mention added to an entity": ([added(plain(162, 170, "TITLE", entity="e1"))], {"+m12": "minister"}, set()),
    "mention removed": ([removed("m8")], {"-m8": None}, set()),
    "last mention removed": (
        [removed("m6")], {"-m6": None, "-e6": None, "v1.place": None}, {("entity", "Lima"), ("place", "Lima")}),
    "last mention of a relation's end removed": (
        [removed("m5")],
        {"-m5": None, "-e5": None, "-REPRESENTS e4-e5": None},
        {("entity", "Chile"), ("relation", "Tomás Ferrada REPRESENTS Chile")}),
    "last participant removed": (
        [removed("m4"), removed("m9")],
        {"-m4": None, "-m9": None, "-e4": None, "-REPRESENTS e4-e5": None, "v1.participants": ("e1",),
         "v1.parties": ("PER",)},
        {("entity", "Tomás Ferrada"), ("relation", "Tomás Ferrada REPRESENTS Chile"),
         ("participant", "Tomás Ferrada")}),
    "all participants removed": (
        [removed("m4"), removed("m9"), removed("m3"), removed("m8")],
        {"-m3": None, "-m4": None, "-m8": None, "-m9": None, "-e1": None, "-e4": None, "-v1": None,
         "-REPRESENTS e4-e5": None, "-HOLDS_TITLE e1-e2": None},
        {("entity", "Inés Quiroga"), ("participant", "Inés Quiroga"), ("meeting", "met"),
         ("relation", "Inés Quiroga HOLDS_TITLE Foreign Minister of Peru")}),
    "boundary moved": (
        [changed("m10", start=124)],
        {"m10.start": 124, "m10.text": "The Andean Union", "m10.lemma": "The Andean Union", "m10.score": 1.0}, set()),
    "boundary moved by drawing anew": (
        [removed("m10"), added(plain(124, 140, "ORG"))],
        {"m10.start": 124, "m10.text": "The Andean Union", "m10.lemma": "The Andean Union", "m10.score": 1.0}, set()),
    "label changed": (
        [changed("m10", label="LOC")], {"m10.label": "LOC", "m10.score": 1.0, "e7.label": "LOC"}, set()),
    "entities joined": (
        [changed("m4", entity="e1"), changed("m9", entity="e1")],
        {"m4.entity": "e1", "m9.entity": "e1", "-e4": None, "v1.participants": ("e1",), "v1.parties": ("PER",),
         "-REPRESENTS e4-e5": None, "+REPRESENTS e1-e5": None},
        {("entity", "Tomás Ferrada")}),
    "place joined": (
        [changed("m6", entity="e5", label="STATE")],
        {"m6.entity": "e5", "m6.label": "STATE", "m6.score": 1.0, "m6.value": "CHL", "-e6": None, "v1.place": None},
        {("entity", "Lima"), ("place", "Lima")}),
    "label of one mention of several": (
        [changed("m8", label="LOC")], {"m8.label": "LOC", "m8.score": 1.0, "m8.entity": "e8", "+e8": "quiroga"},
        {("link", "Quiroga")}),
    "entity split": ([changed("m9", entity="e20")], {"m9.entity": "e20", "+e20": "ferrada"}, set()),
    "relation added": (
        [arc(plain(87, 94, "PERSON"), plain(22, 26, "STATE"), "REPRESENTS")], {"+REPRESENTS e1-e3": None}, set()),
    "relation removed": ([lambda example: example["relations"].pop()], {"-REPRESENTS e4-e5": None}, set()),
    "all relations removed": (
        [lambda example: example.pop("relations")],
        {"-HOLDS_TITLE e1-e2": None, "-TITLE_AT e2-e3": None, "-REPRESENTS e4-e5": None}, set()),
    "relation of another project": (
        [arc(plain(87, 94, "PERSON"), plain(22, 26, "STATE"), "LIKES")], {}, {("relation", "LIKES")}),
    "relation to no span": (
        [arc(plain(87, 94, "PERSON"), plain(2, 9, "STATE"), "REPRESENTS")], {}, {("relation", "REPRESENTS")}),
    "label of another project": ([added(plain(162, 170, "ROLE"))], {}, {("mention", "ROLE minister")}),
    "rejected": ([added(plain(162, 170, "TITLE")), lambda example: example.update(answer="reject")], {},
        {("annotation", "reject")}),
    "ignored": ([removed("m6"), lambda example: example.update(answer="ignore")], {}, {("annotation", "ignore")}),
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
    path = tmp_path / "x.jsonl"
    write_annotations([gold], path, "prodigy")
    example = json.loads(path.read_text("utf-8"))
    for edit in edits:
        edit(example)
    path.write_text(json.dumps(example), "utf-8")
    [document], report = (back := read_annotations(path, "prodigy")).documents, back.report
    assert difference(gold, document) == expected
    assert validate(document) == []
    assert {(loss.kind, loss.example) for loss in report.losses} == lost


def test_a_dataset_of_another_project(tmp_path: Path) -> None:
    lines: list[Example] = [
        {
            "text": "🕊 Ana Kori left.",
            "_input_hash": -12,
            "_view_id": "ner_manual",
            "spans": [plain(2, 10, "PERSON"), plain(2, 5, "Animal")],
            "answer": "accept",
        },
        {"text": "Лима", "spans": [plain(0, 4, "LOC")], "answer": "reject", "meta": {"id": 7}},
        {"text": "Both.", "meta": {"source": "ours", "id": ["no", "id"]}},
    ]
    path = tmp_path / "db.jsonl"
    path.write_text("\n\n".join(json.dumps(line) for line in lines))
    back = read_annotations(path)
    assert [document.id for document in back.documents] == ["db-1", "7", "db-5"]
    assert [[mention.text for mention in document.mentions] for document in back.documents] == [["Ana Kori"], [], []]
    assert [document.lang for document in back.documents] == ["en", "ru", "en"]
    assert [(loss.document, loss.kind, loss.example) for loss in back.report.losses] == [
        ("db-1", "mention", "Animal Ana"),
        ("7", "annotation", "reject"),
    ]


def test_a_document_that_two_people_annotated_is_read_once(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold, gold], tmp_path / "x.jsonl", "prodigy")
    back = read_annotations(tmp_path / "x.jsonl", "prodigy")
    assert back.documents == (gold,)
    assert [failure.line for failure in back.report.failures] == [2]
    assert "one annotator's lines at a time" in back.report.failures[0].message
