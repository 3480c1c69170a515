"""spaCy's DocBin: what spaCy itself sees in it, what is changed there, and files that others made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations

Difference: TypeAlias = "Callable[[Document, Document], dict[str, Any]]"
Span: TypeAlias = "tuple[int, int, str] | tuple[int, int, str, str]"
Lost: TypeAlias = "set[tuple[str, str]]"


def load(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))


def test_what_spacy_sees(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x.spacy")
    [doc] = load(tmp_path / "x.spacy")
    assert doc.text == gold.text
    assert [(s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["mentions"]] == [
        ("Foreign Minister of Peru", "TITLE", "office:foreign-minister", "e2"),
        ("Peru", "STATE", "state:PER", "e3"),
        ("Inés Quiroga", "PERSON", "", "e1"),
        ("Tomás Ferrada", "PERSON", "", "e4"),
        ("Chile", "STATE", "state:CHL", "e5"),
        ("Lima", "LOC", "place:lima", "e6"),
        ("14 May", "DATE", "", ""),
        ("Quiroga", "PERSON", "", "e1"),
        ("Ferrada", "PERSON", "", "e4"),
        ("Andean Union", "ORG", "", "e7"),
        ("Peruvian", "NORP", "state:PER", "e3"),
    ]
    assert [(s.text, s.label_, s.id_) for s in doc.spans["topics"]] == [("visas", "consular", "t1")]
    assert [(s.text, s.label_, s.id_) for s in doc.spans["triggers"]] == [("met", "CONSULT", "v1")]


def test_tokens_end_where_mentions_do(make: Callable[..., Document], tmp_path: Path) -> None:
    document = make("Узбекско-таджикские\r\n  переговоры", [("Узбекско", "NORP"), ("таджикские", "NORP")], lang="ru")
    write_annotations([document], tmp_path / "x.spacy")
    [doc] = load(tmp_path / "x.spacy")
    assert [token.text for token in doc] == ["Узбекско", "-", "таджикские", "\r\n  ", "переговоры"]
    assert doc.text == document.text


EDITS: dict[str, tuple[list[str], list[Span], dict[str, Any], Lost]] = {
    "nothing": ([], [], {}, set()),
    "mention added": ([], [(162, 170, "TITLE")], {"+m12": "minister", "+e8": "minister"}, set()),
    "mention added to an entity": ([], [(162, 170, "TITLE", "e1")], {"+m12": "minister"}, set()),
    "mention removed": (["Quiroga"], [], {"-m8": None}, set()),
    "last mention removed": (
        ["Lima"], [], {"-m6": None, "-e6": None, "v1.place": None}, {("entity", "Lima"), ("place", "Lima")}),
    "boundary moved": (
        ["Andean Union"], [(124, 140, "ORG")],
        {"m10.start": 124, "m10.text": "The Andean Union", "m10.lemma": "The Andean Union", "m10.score": 1.0}, set()),
    "label changed": (
        ["Andean Union"], [(128, 140, "LOC")], {"m10.label": "LOC", "m10.score": 1.0, "e7.label": "LOC"}, set()),
    "entity split": (["Ferrada"], [(99, 106, "PERSON", "e20")], {"m9.entity": "e20", "+e20": "ferrada"}, set()),
    "entities joined": (
        ["Andean Union", "Lima"], [(128, 140, "ORG", "e7"), (70, 74, "ORG", "e7")],
        {"m6.entity": "e7", "m6.label": "ORG", "m6.score": 1.0, "-e6": None, "v1.place": None},
        {("entity", "Lima"), ("place", "Lima")}),
    "label of another project": ([], [(162, 170, "ROLE")], {}, {("mention", "ROLE minister")}),
}  # fmt: skip


@pytest.mark.parametrize(("removed", "added", "expected", "lost"), EDITS.values(), ids=EDITS)
def test_what_was_changed_and_nothing_else_is_in_the_document(
    removed: list[str],
    added: list[Span],
    expected: dict[str, Any],
    lost: Lost,
    gold: Document,
    difference: Difference,
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.spacy"
    write_annotations([gold], path)
    [doc] = load(path)
    spans = [span for span in doc.spans["mentions"] if span.text not in removed]
    for start, end, label, *entity in added:
        spans.append(doc.char_span(start, end, label=label, span_id=entity[0] if entity else ""))
    doc.spans["mentions"] = spans
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    [document], report = (back := read_annotations(path)).documents, back.report
    assert difference(gold, document) == expected
    assert validate(document) == []
    assert {(loss.kind, loss.example) for loss in report.losses} == lost


def test_files_of_other_programs(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    flat, grouped, bare = nlp("Ana Kori left Lima."), nlp("Лима, Перу"), nlp("They met.")
    flat.ents = [flat.char_span(0, 8, label="PERSON"), flat.char_span(14, 18, label="GPE")]
    grouped.spans["sc"] = [grouped.char_span(0, 4, label="LOC"), grouped.char_span(0, 10, label="LOC")]
    DocBin(docs=[flat, grouped, bare]).to_disk(tmp_path / "train.spacy")
    back = read_annotations(tmp_path / "train.spacy")
    assert [document.id for document in back.documents] == ["train-1", "train-2", "train-3"]
    assert [[(m.text, m.entity) for m in document.mentions] for document in back.documents] == [
        *([("Ana Kori", "e1")], [("Лима, Перу", "e2"), ("Лима", "e1")], []),
    ]
    assert [(loss.document, loss.kind, loss.example) for loss in back.report.losses] == [
        ("train-1", "mention", "GPE Lima"),
    ]


def test_without_user_data_the_mentions_are_left(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x.spacy")
    DocBin(docs=load(tmp_path / "x.spacy")).to_disk(tmp_path / "x.spacy")
    [document] = read_annotations(tmp_path / "x.spacy").documents
    seen = [[(m.start, m.end, m.label, m.entity) for m in d.mentions if m.label != "DATE"] for d in (gold, document)]
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("group", "example"),
    [("topics", "consular visas"), ("triggers", "CONSULT met")],
)
def test_topics_and_triggers_are_only_shown(gold: Document, tmp_path: Path, group: str, example: str) -> None:
    write_annotations([gold], tmp_path / "x.spacy")
    [doc] = load(tmp_path / "x.spacy")
    doc.spans[group] = []
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "y.spacy")
    back = read_annotations(tmp_path / "y.spacy")
    assert back.documents == (gold,)
    assert [(loss.kind, loss.example) for loss in back.report.losses] == [(group, example)]
