"""Which format a path means, what cannot be chosen, and conversion from file to file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from diplonlp import Document, FormatError, InputError, OutputError, UnknownNameError, load
from diplonlp.convert import (
    FORMATS,
    Conversion,
    Report,
    annotation_format,
    convert,
    read_annotations,
    write_annotations,
)
from diplonlp.convert.report import Ledger, Losses
from diplonlp.pipeline import Pipeline
from diplonlp.validation import find_broken

NAMES = ["brat", "conllu", "jsonl", "label-studio", "prodigy", "spacy"]


def test_the_formats_there_are() -> None:
    assert sorted(FORMATS) == NAMES
    assert [name for name in NAMES if FORMATS[name].trees] == ["conllu"]


@pytest.mark.parametrize(
    ("file", "written_as", "name"),
    [
        ("x.jsonl", None, "jsonl"),
        ("x.JSONL", None, "jsonl"),
        ("x.jsonl.gz", None, "jsonl"),
        ("x.jsonl", "prodigy", "prodigy"),  # told from ours by the keys of its first line
        ("x.jsonl.gz", "prodigy", "prodigy"),
        ("x.conllu", None, "conllu"),
        ("x.conll.gz", None, "conllu"),
        ("x.spacy", None, "spacy"),
        ("x.json", None, "label-studio"),
        ("my gold.v2", "brat", "brat"),
        ("gold", None, "brat"),
        ("existing", None, "brat"),
    ],
)
def test_the_format_is_told_from_the_path(
    file: str, written_as: str | None, name: str, gold: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "existing").mkdir()
    write_annotations([gold], tmp_path / file, written_as)
    used: list[str] = []
    chosen = FORMATS[name]

    def read(path: Path, ledger: Ledger) -> Iterator[Document]:
        used.append(name)
        return chosen.read(path, ledger)

    monkeypatch.setitem(FORMATS, name, chosen._replace(read=read))
    assert read_annotations(str(tmp_path / file)).documents == (gold,)
    assert used == [name]


@pytest.mark.parametrize("first", ["", "nonsense", "[]", '{"text": "given", "id": "x"}'])
def test_lines_of_json_that_are_not_prodigys_are_taken_for_ours(first: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(first)
    if first:
        with pytest.raises(FormatError, match="diplonlp annotate"):
            read_annotations(tmp_path / "x.jsonl")
    else:
        assert read_annotations(tmp_path / "x.jsonl") == Conversion(documents=(), report=Report())


def test_what_cannot_be_told_is_asked_for(gold: Document, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.txt").write_text("text")
    known = ", ".join(NAMES)
    for path, message in (("empty", "a folder without .ann files"), ("x.txt", "'.txt'")):
        with pytest.raises(UnknownNameError, match=f"{message}.*known: {known}"):
            read_annotations(tmp_path / path)
    with pytest.raises(UnknownNameError, match=r"'\.txt'"):
        write_annotations([gold], tmp_path / "x.txt")
    with pytest.raises(UnknownNameError, match=rf"'spcay'; known: {known}"):
        read_annotations(tmp_path / "x.txt", "spcay")


@pytest.mark.parametrize("name", NAMES)
def test_a_path_that_is_not_there_is_named(name: str, gold: Document, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "none.json"):
        for format_name in (name, None):
            with pytest.raises(InputError, match=re.escape(f"{path.name}: ")):
                read_annotations(path, format_name)
    (tmp_path / "a file").write_text("")
    with pytest.raises(OutputError, match=r"a file.* cannot be written"):
        write_annotations([gold], tmp_path / "a file" / "x", name)


def test_a_folder_that_has_annotations_is_not_written_over(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "gold", "brat")
    with pytest.raises(OutputError, match=r"has annotations already \(d1\.ann\); choose another folder, or empty it"):
        write_annotations([gold], tmp_path / "gold")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "brat"])  # which has a file for each document
def test_a_failure_while_writing_leaves_the_old_file(name: str, gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x", name)
    before = (tmp_path / "x").read_bytes()

    def breaking() -> Iterable[Document]:
        yield gold
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_annotations(breaking(), tmp_path / "x", name)
    assert (tmp_path / "x").read_bytes() == before
    assert len(list(tmp_path.glob(".*"))) == 0


def test_trees_are_for_conllu_alone(gold: Document, tmp_path: Path) -> None:
    for name in NAMES:
        if name != "conllu":
            with pytest.raises(UnknownNameError, match=f"no format with trees is called '{name}'; known: conllu"):
                write_annotations([gold], tmp_path / "x", name, trees=load())
    assert list(tmp_path.iterdir()) == []


def test_from_file_to_file(gold: Document, make: Callable[..., Document], tmp_path: Path) -> None:
    write_annotations([gold, make("They met.", id="d2")], tmp_path / "a.jsonl")
    report = convert(tmp_path / "a.jsonl", tmp_path / "b.conllu")
    assert report.documents == 2
    assert {(loss.document, loss.kind, loss.carried) for loss in report.losses} == {
        *(("d1", kind, True) for kind in ("relation", "topic", "meeting")),
    }
    assert convert(tmp_path / "b.conllu", tmp_path / "c.jsonl") == Report(documents=2)
    assert (tmp_path / "c.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def test_failures_of_reading_and_of_writing_are_in_one_report(
    gold: Document, make: Callable[..., Document], tmp_path: Path
) -> None:
    crooked = gold.to_dict() | {"id": "crooked", "text": "They met."}
    write_annotations([gold, Document(**crooked | {"mentions": gold.mentions[:1], "entities": gold.entities,
        "relations": (), "topics": (), "meetings": ()})], tmp_path / "a.jsonl")  # fmt: skip
    with (tmp_path / "a.jsonl").open("a") as file:
        file.write("nonsense\n")
    report = convert(tmp_path / "a.jsonl", tmp_path / "b.json")
    assert report.documents == 1
    assert [failure.line for failure in report.failures] == [3, None]
    assert "crooked: mention m1: 2-26 is no place in a text of 9 characters" in report.failures[1].message


@pytest.mark.parametrize("name", ["a.jsonl", "./a.jsonl"])
def test_a_file_is_not_written_over_itself(name: str, gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "a.jsonl")
    with pytest.raises(OutputError, match="is what is being read"):
        convert(tmp_path / "a.jsonl", tmp_path / name, target_format="prodigy")
    assert read_annotations(tmp_path / "a.jsonl").documents == (gold,)


def test_a_source_that_cannot_be_read_leaves_the_target(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("nonsense\n")
    (tmp_path / "b.json").write_text("old")
    with pytest.raises(FormatError, match=r"a\.jsonl, line 1"):
        convert(tmp_path / "a.jsonl", tmp_path / "b.json")
    assert (tmp_path / "b.json").read_text() == "old"


def test_a_report_in_words(gold: Document, make: Callable[..., Document], tmp_path: Path) -> None:
    crooked = make("Kori", [("Kori", "PERSON"), ("Kori", "ORG")], id="d2")
    report = write_annotations([gold, crooked], tmp_path / "x.conllu")
    assert str(report).splitlines() == [
        "2 documents",
        "not shown, but kept in the file: 3 relation (CoNLL-U has no place for it; in d1: HOLDS_TITLE)",
        "not shown, but kept in the file: 1 topic (CoNLL-U has no place for it; in d1: visas)",
        "not shown, but kept in the file: 1 meeting (CoNLL-U has no place for it; in d1: met)",
        "not shown, but kept in the file: 1 mention (CorefUD has no two mentions on the same words, nor crossing ones "
        "of one entity; in d2: Kori)",
    ]


def test_a_format_of_ones_own(gold: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, ledger: Ledger) -> Iterator[Document]:
        document = Document(id=path.stem, lang="en", text=path.read_text())
        ledger.close(Losses(document.id))
        yield document

    def write(documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None) -> None:
        path.write_text("".join(document.text for document in documents))

    monkeypatch.setattr("diplonlp.convert.formats.FORMATS", dict(FORMATS))
    annotation_format("text", ".txt", read=read, write=write)
    write_annotations([gold], tmp_path / "x.txt")
    assert read_annotations(tmp_path / "x.txt").documents[0].text.startswith("🕊 Foreign Minister")


def faults(document: Document) -> list[str]:
    return [problem.fault for problem in find_broken(document)]


def test_the_faults_of_a_document(gold: Document, make: Callable[..., Document]) -> None:
    assert faults(gold) == []
    wrong = make(
        "They met.",
        [("They", "PERSON", "e9")],
        relations=[("SUCCEEDS", "e1", "e1")],
        meetings=[{"trigger": "met", "participants": ("e2",), "topics": ("t2",)}],
    )
    assert faults(wrong) == [
        "mention m1: points at e9, which is no entity of the document",
        *(["SUCCEEDS e1-e1: e1 is no entity of the document"] * 2),
        "meeting v1: e2 is no entity of the document",
        "meeting v1: t2 is no topic of the document",
    ]
