"""A file that is broken is named, with the line and what to do; the documents beside it are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import pytest
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from diplonlp import Document, FormatError, InputError
from diplonlp.convert import read_annotations, write_annotations

Make: TypeAlias = "Callable[..., Document]"
MENTION = "T1\tPERSON 0 3\tAna\n"


def brat(path: Path, annotations: str | bytes, text: str | bytes = "Ana met.") -> Path:
    path.mkdir()
    for name, content in (("a.ann", annotations), ("a.txt", text)):
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("annotations", "line", "message"),
    [
        (MENTION + "nonsense\n", 2, "not a line of brat.*'nonsense'; mend the line or remove it"),
        ("T1\tPERSON 0 x\tAna", 1, "not a span"),
        ("T1\tPERSON\tAna", 1, "not a span"),
        ("\n\nT1\tPERSON 0 30\tAna", 3, "the text has only 8 characters"),
        ("T1\tPERSON 3 0\tAna", 1, "the text has only 8 characters"),
        ("T1\tPERSON 0 3\tOle", 1, "the text has 'Ana' there"),
        (MENTION * 2, 2, "a second T1"),
        (MENTION + "R1\tREPRESENTS Arg1:T1", 2, "not a relation"),
        (MENTION + "E1\tMeeting", 2, "not an event"),
        (MENTION + "E1\tMeeting:T9 Participant:T1", None, "event E1 has no trigger T9; mend or remove it"),
        (MENTION + "A1\tStatus", 2, "not an attribute"),
        (MENTION + "X1\twhat", 2, "no annotation of brat begins so"),
        (b"T1\tPERSON 0 3\t\xff", None, "byte 14 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_brat_names_the_line(annotations: str | bytes, line: int | None, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_annotations(brat(tmp_path / "gold", annotations))
    assert caught.value.line == line
    assert caught.value.source.endswith("a.ann")


def test_brat_names_the_missing_file(gold: Document, tmp_path: Path) -> None:
    path = brat(tmp_path / "gold", MENTION)
    (path / "a.txt").unlink()
    with pytest.raises(FormatError, match=r"a\.ann: its text a\.txt is missing; put it back beside it"):
        read_annotations(path)
    write_annotations([gold], tmp_path / "ours")
    (tmp_path / "ours" / "d1.ann").unlink()
    with pytest.raises(FormatError, match=r"d1\.ann: is missing; put it back beside its text"):
        read_annotations(tmp_path / "ours", "brat")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("d1.txt", b"Ana left.", r"d1\.json: the text is not the one that was converted .* put the old text back"),
        ("d1.txt", b"\xd0", r"d1\.txt: byte 0 is not UTF-8"),
        ("d1.json", b"{", r"d1\.json: not what diplonlp wrote beside the annotations .*; remove it"),
        ("d1.json", b'{"place": 0, "document": {"id": 5}}', r"what diplonlp left in the file is damaged"),
        ("d1.json", b'{"place":0,"document":{"schema":9,"id":"a","lang":"en","text":""}}', "version 9 .* --upgrade"),
    ],
)
def test_brat_names_what_was_changed_beside(
    name: str, content: bytes, message: str, gold: Document, tmp_path: Path
) -> None:
    write_annotations([gold], tmp_path / "gold")
    (tmp_path / "gold" / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_annotations(tmp_path / "gold")


ROW = "1\tAna\t_\t_\t_\t_\t_\t_\t_\t_\n"
TASK = """[{"data": {"text": "Ana met."}, "annotations": [{"result": [
    {"id": "a", "type": "labels", "value": {"start": 0, "end": 3, "text": "Ole", "labels": ["LOC"]}}
]}]}]"""


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("jsonl", "nonsense", 1, "not an annotated document"),
        ("jsonl", b"\xff\xfe", 1, "not an annotated document"),
        ("conllu", ROW + "2 two three\n", 2, "not a line of CoNLL-U, .* ten columns with tabs between: '2 two three'"),
        ("conllu", ROW.replace("1", "one"), 1, "a number first"),
        ("conllu", ROW.replace("_\n", "Entity=e1)\n"), 1, r"'e1\)' closes what was never opened"),
        ("conllu", "# newdoc\n# diplonlp = {\n" + ROW, 2, "what diplonlp left in the file is damaged"),
        ("conllu", b"# newdoc\n\xff\n", None, "byte 0 is not UTF-8"),
        ("prodigy", "\n[]\n", 2, "not an example of Prodigy .* db-out"),
        ("prodigy", '{"spans": []}', 1, "not an example of Prodigy .* `text`"),
        (
            "prodigy",
            '{"text": "An", "spans": [{"start": 0, "end": 3, "label": "LOC"}]}',
            1,
            "the span 0-3 is no place in its text",
        ),
        ("prodigy", b'{"text": "\xff"}', 1, "not an example of Prodigy"),
        ("prodigy", '{"text": "An", "diplonlp": {"id": 1}}', 1, "what diplonlp left in the file is damaged"),
        ("label-studio", "nonsense", None, "not the JSON of Label Studio .* export the project again as JSON"),
        ("label-studio", b"\xff\xfe", None, "not the JSON of Label Studio"),
        ("label-studio", "[5]", None, "x, task 1: not a task of Label Studio"),
        ("label-studio", '{"text": "JSON-MIN"}', None, r"task 1: not a task of Label Studio .*\(not JSON-MIN"),
        ("label-studio", '[{"data": {"title": "x"}}]', None, "task 1: its data has no 'text'"),
        ("label-studio", TASK, None, "region a: its words 'Ole' are not where it says .* text was changed"),
        ("spacy", "nonsense", None, "not a file that this spaCy's DocBin reads"),
        ("spacy", "", None, "not a file that this spaCy's DocBin reads"),
        *((name, b"\x1f\x8b\x08nonsense", None, "damaged") for name in ("conllu", "label-studio", "spacy", "prodigy")),
        ("jsonl", b"\x1f\x8b\x08nonsense", 1, "damaged"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    name: str, content: str | bytes, line: int | None, message: str, tmp_path: Path
) -> None:
    (tmp_path / "x").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=message) as caught:
        read_annotations(tmp_path / "x", name)
    assert caught.value.line == line
    assert caught.value.source.startswith(str(tmp_path / "x"))


@pytest.mark.parametrize("name", ["conllu", "label-studio", "spacy", "prodigy", "jsonl"])
def test_a_compressed_file_that_is_cut_off_is_named(name: str, make: Make, tmp_path: Path) -> None:
    write_annotations([make("Ana met. " * 5000, id=f"d{n}") for n in range(3)], tmp_path / "x.gz", name)
    content = (tmp_path / "x.gz").read_bytes()
    (tmp_path / "x.gz").write_bytes(content[: len(content) // 2])
    with pytest.raises(FormatError, match=r"x\.gz.*damaged"):
        read_annotations(tmp_path / "x.gz", name)


def test_a_text_that_was_changed_in_a_docbin_is_named(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x.spacy")
    [doc] = DocBin().from_disk(tmp_path / "x.spacy").get_docs(Vocab())
    other = Doc(doc.vocab, words=["Other"], user_data=doc.user_data)
    DocBin(docs=[other], store_user_data=True).to_disk(tmp_path / "x.spacy")
    with pytest.raises(FormatError, match="the text is not the one that was converted"):
        read_annotations(tmp_path / "x.spacy")


def broken_brat(path: Path) -> None:
    (path / "b.ann").write_text("nonsense")


def broken_line(words: str) -> Callable[[Path], None]:
    """Break the first line after these words."""

    def breaks(path: Path) -> None:
        before, found, after = path.read_text("utf-8").partition(words)
        path.write_text(before + found.replace('"', "'").replace("\t", " ") + after, "utf-8")

    return breaks


def broken_docbin(path: Path) -> None:
    docs = list(DocBin().from_disk(path).get_docs(Vocab()))
    docs[1].user_data["diplonlp"] = "{"
    DocBin(docs=docs, store_user_data=True).to_disk(path)


def broken_tasks(path: Path) -> None:
    tasks = json.loads(path.read_text("utf-8"))
    tasks[1]["data"]["text"] = 5.5
    path.write_text(json.dumps(tasks))


BREAKS = {
    "brat": broken_brat,
    "jsonl": broken_line('"id":"b"'),
    "prodigy": broken_line('{"text":"Bo'),
    "conllu": broken_line("1\tBo"),
    "spacy": broken_docbin,
    "label-studio": broken_tasks,
}


def test_of_three_documents_one_is_broken_and_two_are_read(any_format: str, make: Make, tmp_path: Path) -> None:
    three = [make(f"{words} met.", id=name) for name, words in (("a", "Ana"), ("b", "Bo"), ("c", "Kori"))]
    write_annotations(three, tmp_path / "x", any_format)
    BREAKS[any_format](tmp_path / "x")
    back = read_annotations(tmp_path / "x", any_format)
    assert back.documents == (three[0], three[2])
    [failure] = back.report.failures
    assert failure.source.startswith(str(tmp_path / "x"))
    assert failure.message.startswith(failure.source)
    assert back.report.documents == 2


CONTRADICTIONS: dict[str, Callable[[Document], Document]] = {
    "words that are elsewhere": lambda d: with_first(d, start=1),
    "an id that is used twice": lambda d: with_first(d, id="m2"),
    "half a character": lambda d: msgspec.structs.replace(d, title="\ud800"),
    "half a character in the text": lambda d: msgspec.structs.replace(d, text=d.text + "\ud800"),
}


def with_first(document: Document, **fields: Any) -> Document:
    """Change the first mention."""
    first, *others = document.mentions
    return msgspec.structs.replace(document, mentions=(msgspec.structs.replace(first, **fields), *others))


@pytest.mark.parametrize("change", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_of_three_documents_one_cannot_be_written_and_two_are(
    any_format: str, change: Callable[[Document], Document], make: Make, tmp_path: Path
) -> None:
    bad = change(make("Bo met.", [("Bo", "LOC"), ("met", "LOC")], id="b"))
    report = write_annotations([make("Ana"), bad, make("Kori", id="c")], tmp_path / "x", any_format)
    if any_format == "jsonl" and not report.failures:
        return  # it draws nothing, so that offsets and ids are no matter
    assert [failure.source for failure in report.failures] == ["b"]
    assert [d.id for d in read_annotations(tmp_path / "x", any_format).documents] == ["d1", "c"]
