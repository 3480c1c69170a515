"""The annotated documents: sound, as many and as varied as their README says, and split so that test stays unseen."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from diplonlp import Document, Mention, read_jsonl
from diplonlp.records import LABELS, Meeting, Mode, RelationType, Status
from diplonlp.validation import validate_all

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "annotations"
SPLITS = ("train", "dev", "test")


def load_tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("annotation_tables", ROOT / "benchmarks" / "annotations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus() -> dict[str, list[Document]]:
    return {split: list(read_jsonl(FOLDER / f"{split}.jsonl")) for split in SPLITS}


@pytest.fixture(scope="module")
def documents(corpus: dict[str, list[Document]]) -> list[Document]:
    return [document for split in SPLITS for document in corpus[split]]


def contacts(documents: list[Document]) -> list[Meeting]:
    return [meeting for d in documents for meeting in d.meetings if meeting.event == "CONSULT"]


def test_every_document_keeps_the_schema(documents: list[Document]) -> None:
    assert [str(problem) for problem in validate_all(documents)] == []


@pytest.mark.parametrize("side", ["first", "second"])
def test_both_annotations_of_the_agreement_keep_the_schema(side: str) -> None:
    assert [str(problem) for problem in validate_all(read_jsonl(FOLDER / "agreement" / f"{side}.jsonl"))] == []


def test_the_second_annotation_is_of_the_same_texts() -> None:
    first, second = (
        {d.id: d.text for d in read_jsonl(FOLDER / "agreement" / f"{s}.jsonl")} for s in ("first", "second")
    )
    assert len(first) == 20
    assert first == second


# The guidelines, rule by rule, where a program can see a slip.
def slips(document: Document) -> Iterator[str]:
    for mention in document.mentions:
        yield from edge_slips(mention)
        if mention.label not in ("DATE", "TITLE", "PERSON") and mention.entity is None:
            yield f"{mention.label} {mention.text!r} has no entity"
    entities = {entity.id: entity for entity in document.entities}
    for entity in document.entities:
        if entity.label in ("PERSON", "ORG", "STATE", "LOC") and not (entity.name_en and entity.name_ru):
            yield f"{entity.name!r} lacks a name in one language"
    for meeting in document.meetings:
        if meeting.date_text and meeting.date_text not in {m.text for m in document.mentions if m.label == "DATE"}:
            yield f"{meeting.id}: {meeting.date_text!r} is no DATE"
        if meeting.mode in ("phone", "video") and meeting.place:
            yield f"{meeting.id}: a {meeting.mode} contact with a place"
        states = {entities[p].state for p in meeting.participants if entities[p].label in ("PERSON", "STATE")}
        if meeting.event == "CONSULT" and not states - {None} <= set(meeting.parties):
            yield f"{meeting.id}: {states} are not all parties"
    if document.meta["background"] and not set(document.meta["background"]) <= {m.id for m in document.meetings}:
        yield "background names a meeting that is not there"


def edge_slips(mention: Mention) -> Iterator[str]:
    text = mention.text
    if text != text.strip() or text[0] in "«»„“\"'.,;:!?)(" or text[-1] in '«„“",;:!?(':
        yield f"{mention.label} {text!r}: its edges"
    if re.match(r"(?:the|a|an) ", text) or re.search(r"['’]s$", text):
        yield f"{mention.label} {text!r}: an article or a possessive"


def test_the_guidelines_are_kept(documents: list[Document]) -> None:
    assert [f"{d.id}: {slip}" for d in documents for slip in slips(d)] == []


def test_size_and_variety(documents: list[Document]) -> None:
    assert Counter(d.lang for d in documents)["ru"] >= 80
    assert Counter(d.lang for d in documents)["en"] >= 80
    assert all(60 <= len(d.text.split()) <= 400 for d in documents)
    pairs = Counter(d.meta["pair"] for d in documents if d.meta["pair"])
    assert len(pairs) >= 24
    assert set(pairs.values()) == {2}
    assert sum(not d.meetings for d in documents) >= 30
    statuses = Counter(meeting.status for meeting in contacts(documents))
    assert (statuses.total() >= 250, statuses["held"] >= 150, statuses["planned"] >= 50) == (True, True, True)
    assert min(statuses["cancelled"], statuses["denied"], statuses["proposed"]) >= 20


@pytest.mark.parametrize("split", SPLITS)
def test_everything_occurs_in_every_split(corpus: dict[str, list[Document]], split: str) -> None:
    told = contacts(corpus[split])
    assert {m.status for m in told} == set(get_args(Status))
    assert {m.mode for m in told} == {*get_args(Mode), None}
    assert {m.label for d in corpus[split] for m in d.mentions} == set(LABELS)
    assert {r.type for d in corpus[split] for r in d.relations} >= set(get_args(RelationType)) - {
        "MEMBER_OF",
        "SUCCEEDS",
    }


def test_splits_share_no_document_no_pair_and_no_person(corpus: dict[str, list[Document]]) -> None:
    for names in (
        {s: {d.id for d in corpus[s]} for s in SPLITS},
        {s: {d.meta["pair"] for d in corpus[s]} - {None} for s in SPLITS},
        {s: {p.resolved for d in corpus[s] for p in d.people} for s in SPLITS},
    ):
        assert sum(map(len, names.values())) == len(set().union(*names.values()))


def test_shares_of_the_splits(corpus: dict[str, list[Document]]) -> None:
    whole = sum(map(len, corpus.values()))
    shares = {split: len(corpus[split]) / whole for split in SPLITS}
    assert shares == pytest.approx({"train": 0.6, "dev": 0.15, "test": 0.25}, abs=0.02)


@pytest.mark.parametrize("table", ["counts", "agreement"])
def test_the_readme_says_what_is_there(table: str) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert getattr(load_tables(), table)() in readme, f"run  python benchmarks/annotations.py {table}"


def test_examples_of_the_guidelines_have_every_label() -> None:
    text = (FOLDER / "GUIDELINES.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\[([A-Z]{3,6}) ", text)) == set(LABELS)
